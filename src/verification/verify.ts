import { CASES } from './cases.ts';
import type { CaseOutcome } from './run-case.ts';

/** What `pgnines verify` answers. Version 1.0: a minor version adds, a major one breaks. */
export interface Verification {
  readonly formatVersion: '1.0';
  readonly kind: 'Verification';
  readonly tool: { readonly name: 'pgnines'; readonly version: string };
  readonly seed: string;
  readonly verdict: 'agrees' | 'differs';
  readonly cases: readonly CaseOutcome[];
}

export interface VerifyOptions {
  /** Of the tool, for the result. */
  readonly version: string;
  readonly seed: string;
  /** Worker threads. The result does not depend on them. */
  readonly jobs: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Runs cases by their ids, in that order, each in a worker thread. */
export async function verify(ids: readonly string[], options: VerifyOptions): Promise<Verification> {
  const { version, seed, jobs, onProgress } = options;
  const { Piscina: Threads } = await import('piscina');
  const threads = new Threads({
    filename: new URL('case-worker.js', import.meta.url).href,
    minThreads: Math.min(jobs, ids.length),
    maxThreads: Math.min(jobs, ids.length),
    recordTiming: false,
  });
  let done = 0;
  const answer = async (id: string): Promise<CaseOutcome> => {
    const outcome = (await threads.run({ id, seed }).catch((error: unknown) => {
      throw new Error(`${id}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    })) as CaseOutcome;
    onProgress?.(++done, ids.length);
    return outcome;
  };
  try {
    const cases = await Promise.all(ids.map(answer));
    const verdict = cases.every((one) => one.verdict === 'agrees') ? 'agrees' : 'differs';
    return { formatVersion: '1.0', kind: 'Verification', tool: { name: 'pgnines', version }, seed, verdict, cases };
  } finally {
    await threads.destroy();
  }
}

/** Ids and titles of all cases. */
export const listCases = (): readonly { readonly id: string; readonly title: string }[] => CASES;
