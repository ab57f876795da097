import { emptyTally, startOfNextBlock } from './block.ts';
import type { Pool } from './pool.ts';
import { StudyTally } from './study.ts';
import { BLOCK_SIZE } from './tally.ts';

export interface RunStudyOptions {
  /** The replications to simulate; from 1 unless told. */
  readonly firstReplication?: number;
  readonly lastReplication: number;
  /** Merged into, in place of an empty tally: the replications before the first. */
  readonly before?: StudyTally;
  /** Rows to keep of each scenario, from its first replication. */
  readonly rowsKept: number;
  /** Whether to simulate a sample of the replications twice; a difference throws. */
  readonly check?: boolean;
  /** Hears how far the work is, in replications, once per block. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the work after the blocks that are under way. */
  readonly signal?: AbortSignal;
  /** Asked after each block, of all replications up to it; true ends the work there. */
  readonly enough?: (tally: StudyTally) => boolean;
}

/**
 * Simulates replications of a study in blocks over a pool, and merges them in their order: the answer depends neither on the
 * number of workers nor on which block finishes first. When the work ends early, it is that of fewer replications.
 */
export async function runStudy(pool: Pool, study: number, options: RunStudyOptions): Promise<StudyTally> {
  const { firstReplication = 1, lastReplication, rowsKept, check = false, onProgress, signal, enough } = options;
  const total = options.before ?? emptyTally(pool.studies[study]!, rowsKept);
  const waiting = new Map<number, StudyTally>();
  let next = firstReplication;
  let merged = firstReplication;
  let ended = false;

  const merge = (): void => {
    for (let ready = waiting.get(merged); ready !== undefined && !ended; ready = waiting.get(merged)) {
      waiting.delete(merged);
      merged += ready.replications;
      total.merge(ready);
      onProgress?.(merged - firstReplication, lastReplication - firstReplication + 1);
      if (merged <= lastReplication && enough?.(total) === true) ended = true;
    }
  };
  /** Takes block after block. */
  const lane = async (): Promise<void> => {
    while (next <= lastReplication && !ended && signal?.aborted !== true) {
      const first = next;
      const replications = taskSize(first, lastReplication, enough === undefined ? pool.jobs : Infinity);
      next += replications;
      // oxlint-disable-next-line no-await-in-loop -- lanes run side by side, each one task at a time
      const { tally, rows } = await pool.run(study, {
        firstReplication: first,
        replications,
        rowsKept: Math.max(0, Math.min(replications, rowsKept - first + 1)),
        histograms: total.tallies.map((sofar) => sofar.histogramsAfter(first - 1)),
        check,
      });
      waiting.set(first, StudyTally.fromJSON(tally, rows));
      merge();
    }
  };
  try {
    await Promise.all(Array.from({ length: 2 * pool.jobs }, lane));
  } finally {
    ended = true;
  }
  return total;
}

/** Blocks that a worker may simulate before it answers: few enough that Ctrl-C and the progress bar need not wait. */
const MOST_BLOCKS = 16;

/**
 * Replications of the next task: whole blocks, many while much is left, so that little time goes into messages, and few
 * towards the end, so that all workers end together. The result does not depend on it.
 */
function taskSize(first: number, last: number, jobs: number): number {
  const left = (last - first + 1) / BLOCK_SIZE;
  const blocks = Math.min(MOST_BLOCKS, Math.max(1, Math.floor(left / (8 * jobs))));
  return Math.min(startOfNextBlock(first) + (blocks - 1) * BLOCK_SIZE, last + 1) - first;
}
