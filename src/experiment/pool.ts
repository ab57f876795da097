import type { Piscina } from 'piscina';
import { BlockSimulator, type BlockTask } from './block.ts';
import type { Study, StudyTallyJson } from './study.ts';

/** A simulated block as it travels between threads. */
export interface BlockAnswer {
  readonly tally: StudyTallyJson;
  /** Of each scenario the rows asked for, row-major, in integer steps. */
  readonly rows: readonly Float64Array[];
}

/** Where the blocks of some studies are simulated. */
export interface Pool {
  readonly studies: readonly Study[];
  /** Blocks that are simulated at once. */
  readonly jobs: number;
  /** Simulates a block of one of the studies. */
  run(study: number, task: BlockTask): Promise<BlockAnswer>;
  close(): Promise<void>;
}

/** A block to simulate, as it is sent to a worker. */
export interface WorkerTask {
  readonly study: number;
  readonly task: BlockTask;
}

/** Attempts at a block before its failure is taken for a fault of the model rather than of a worker. */
const ATTEMPTS = 3;

/** Worker threads. One that throws, exits or is terminated is replaced and its block run again. */
export class ThreadPool implements Pool {
  readonly studies: readonly Study[];
  readonly jobs: number;
  private readonly piscina: Piscina;

  private constructor(studies: readonly Study[], jobs: number, piscina: Piscina) {
    this.studies = studies;
    this.jobs = jobs;
    this.piscina = piscina;
  }

  /** @param worker the module the threads run; other than the default only in tests */
  static async open(
    studies: readonly Study[],
    jobs: number,
    worker = new URL('block-worker.js', import.meta.url),
  ): Promise<ThreadPool> {
    const { Piscina: Threads } = await import('piscina');
    const piscina = new Threads({
      filename: worker.href,
      minThreads: jobs,
      maxThreads: jobs,
      // The next block waits at the worker while it simulates one.
      concurrentTasksPerWorker: 2,
      workerData: studies,
      recordTiming: false,
      // A replication leaves nothing behind: a small nursery is collected as fast as a large one.
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    // A worker may die between two blocks; the pool has replaced it by then.
    piscina.on('error', () => {});
    return new ThreadPool(studies, jobs, piscina);
  }

  /** For tests that end one. */
  get threads() {
    return this.piscina.threads;
  }

  async run(study: number, task: BlockTask): Promise<BlockAnswer> {
    const message: WorkerTask = { study, task };
    for (let attempt = 1; ; attempt++) {
      try {
        return (await this.piscina.run(message)) as BlockAnswer;
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  async close(): Promise<void> {
    await this.piscina.destroy();
  }
}

/** Simulates in the thread that asks: for a library user without threads to spare. */
export class LocalPool implements Pool {
  readonly studies: readonly Study[];
  readonly jobs = 1;
  private readonly simulate: (task: WorkerTask) => BlockAnswer;

  constructor(studies: readonly Study[]) {
    this.studies = studies;
    this.simulate = blockSimulation(studies);
  }

  async run(study: number, task: BlockTask): Promise<BlockAnswer> {
    return this.simulate({ study, task });
  }

  async close(): Promise<void> {}
}

/** Answers blocks of some studies; keeps the worlds of the study it was asked for last. */
export function blockSimulation(studies: readonly Study[]): (task: WorkerTask) => BlockAnswer {
  let present = -1;
  let simulator: BlockSimulator | undefined;
  return ({ study, task }) => {
    if (simulator === undefined || study !== present) {
      simulator = new BlockSimulator(studies[study]!);
      present = study;
    }
    const tally = simulator.simulate(task);
    return { tally: tally.toJSON(), rows: tally.tallies.map(({ rows }) => rows) };
  };
}
