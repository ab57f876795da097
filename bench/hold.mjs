// @ts-check
import { exponential } from 'pgnines/distributions';
import { Simulation } from 'pgnines/engine';

const TIMERS = 1000;
/** Ticks. */
const WAIT = exponential({ mean: 1e6 });
const OPERATIONS = 2_000_000;
/** Not measured: until the code is compiled. */
const WARM_UP = 100_000;

/**
 * The hold model, which is the usual measure of a future-event list: so many timers are planned, and each one that fires is
 * planned again. An operation is one event: taken off, and one put on.
 * @type {import('./main.mjs').Benchmark}
 */
export function* hold({ quick }) {
  const operations = quick ? OPERATIONS / 50 : OPERATIONS;
  const simulation = new Simulation({ seed: 'hold' });
  const waits = simulation.stream('timers', 'wait');
  const timers = Array.from({ length: TIMERS }, (_, index) => {
    const timer = simulation.timer(`timer ${index}`, () => timer.after(waits.sample(WAIT)));
    return timer;
  });
  simulation.reset(1);
  for (const timer of timers) timer.after(waits.sample(WAIT));
  // Of the timers together one fires every thousandth of the mean wait, on average.
  const runFor = (/** @type {number} */ events) => simulation.runUntil(simulation.now + (events * 1e6) / TIMERS);
  runFor(WARM_UP);
  const before = simulation.events;
  const started = performance.now();
  runFor(operations);
  const seconds = (performance.now() - started) / 1000;
  const done = simulation.events - before;
  yield { timers: TIMERS, operations: done, seconds, operations_per_second: done / seconds };
}
