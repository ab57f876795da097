import { CASES } from './cases.ts';
import { type CaseOutcome, runCase } from './run-case.ts';

/** What a worker thread runs. */
export default function answer({ id, seed }: { readonly id: string; readonly seed: string }): CaseOutcome {
  return runCase(
    CASES.find((one) => one.id === id)!,
    seed,
  );
}
