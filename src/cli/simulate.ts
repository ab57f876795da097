import { Worker } from 'node:worker_threads';
import type { RunInputs, RunOutput } from '../experiment/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { WorkerMessage, WorkerTask } from './simulation-worker.ts';

export interface SimulateOptions {
  readonly version: string;
  /** Rows wanted for replications.csv. */
  readonly rowsKept: number;
  readonly onProgress: (done: number, total: number) => void;
  /** Set to 1 to end the run after the current block. */
  readonly stop: Int32Array;
}

/**
 * Simulates in a thread of its own, so that this one stays free to hear Ctrl-C and to draw the progress. The thread runs
 * the built JavaScript.
 */
export function simulate(scenario: Scenario, inputs: RunInputs, options: SimulateOptions): Promise<RunOutput> {
  const { version, rowsKept, stop, onProgress } = options;
  const task: WorkerTask = { scenario, inputs, version, rowsKept, stop };
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./simulation-worker.js', import.meta.url), { workerData: task });
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') onProgress(message.done, message.total);
      else resolve(message.output);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`the simulation ended early (${code})`)));
  });
}
