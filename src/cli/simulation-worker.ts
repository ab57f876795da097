import { parentPort, workerData } from 'node:worker_threads';
import { runScenario, type RunInputs, type RunOutput } from '../experiment/run.ts';
import type { Scenario } from '../scenario/scenario.ts';

export interface WorkerTask {
  readonly scenario: Scenario;
  readonly inputs: RunInputs;
  readonly version: string;
  readonly rowsKept: number;
  /** Shared memory. */
  readonly stop: Int32Array;
}

export type WorkerMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly output: RunOutput };

const { scenario, inputs, version, rowsKept, stop } = workerData as WorkerTask;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const send = (message: WorkerMessage) => parentPort!.postMessage(message);
const output = runScenario(scenario, inputs, {
  version,
  rowsKept,
  onProgress: (done, total) => send({ kind: 'progress', done, total }),
  interrupted: () => Atomics.load(stop, 0) === 1,
});
send({ kind: 'done', output });
