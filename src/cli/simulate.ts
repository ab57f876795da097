import { availableParallelism } from 'node:os';
import { type Pool, ThreadPool } from '../experiment/pool.ts';
import { runStudy, type RunStudyOptions } from '../experiment/run-study.ts';
import type { Study, StudyTally } from '../experiment/study.ts';
import { BLOCK_SIZE } from '../experiment/tally.ts';
import { EXIT } from './exit-codes.ts';
import type { FlagReader } from './flag-reader.ts';
import { Progress } from './progress.ts';

const MOST_JOBS = 256;

export const readJobs = (flags: FlagReader): number | undefined => flags.wholeNumber('jobs', 1, MOST_JOBS);

export interface Simulation {
  /** Simulates one of the studies, its progress shown under a label. */
  readonly run: (study: number, label: string, options: RunStudyOptions) => Promise<StudyTally>;
  /** The workers, for who arranges the studies otherwise. */
  readonly pool: Pool;
  /** After Ctrl-C: what is under way is finished and counts, nothing more is begun. */
  readonly signal: AbortSignal;
}

interface Workers {
  /** Worker threads; undefined: as many as there are processors. */
  readonly jobs: number | undefined;
  /** Of the largest study: small ones need few threads. */
  readonly replications: number;
  /** No progress bar. */
  readonly quiet: boolean;
  readonly ascii?: boolean;
}

/**
 * Gives the work worker threads, so that this one stays free to hear Ctrl-C and to draw the progress. A second Ctrl-C ends the
 * program at once.
 */
export async function withWorkers<T>(
  studies: readonly Study[],
  { jobs, replications, quiet, ascii = false }: Workers,
  work: (simulation: Simulation) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const onInterrupt = () => {
    if (abort.signal.aborted) process.exit(EXIT.interrupted);
    abort.abort();
  };
  process.on('SIGINT', onInterrupt);
  const blocks = Math.max(1, Math.ceil(replications / BLOCK_SIZE));
  let pool: Pool | undefined;
  try {
    pool = await ThreadPool.open(studies, Math.min(jobs ?? availableParallelism(), blocks));
    const { signal } = abort;
    const run: Simulation['run'] = async (study, label, options) => {
      const progress = new Progress(label, { quiet, ascii });
      try {
        return await runStudy(pool!, study, {
          ...options,
          signal,
          onProgress: (done, total) => progress.show(done, total),
        });
      } finally {
        progress.end();
      }
    };
    return await work({ run, pool, signal });
  } finally {
    await pool?.close();
    process.off('SIGINT', onInterrupt);
  }
}
