// @ts-check
import { exponential } from 'pgnines/distributions';
import { Simulation } from 'pgnines/engine';

/** Ticks are microseconds: fine enough that rounding to them moves no figure below. */
const SECOND = 1e6;
/** Share of the time the server is busy. */
const RHO = 0.9;
const SERVICE_TIME = exponential({ mean: SECOND });
const TIME_BETWEEN_ARRIVALS = exponential({ mean: SECOND / RHO });
/** Mean wait before service, in seconds: rho / (1 - rho) service times. */
const EXACT_MEAN_WAIT = RHO / (1 - RHO);
const CUSTOMERS = 1_000_000;
/** Not measured: until the code is compiled. */
const WARM_UP = 20_000;

/** A queue with one server. Answers a function that lets so many customers through it and answers their mean wait in seconds. */
function queue() {
  const simulation = new Simulation({ seed: 'mm1' });
  const arrivals = simulation.stream('queue', 'arrivals');
  const services = simulation.stream('queue', 'services');
  /** When those who wait have come, from `first` on; all of them are dropped when nobody waits. @type {number[]} */
  const waiting = [];
  let first = 0;
  let busy = false;
  let toCome = 0;
  let waited = 0;

  const arrival = simulation.timer('arrival', () => {
    if (--toCome > 0) arrival.after(arrivals.sample(TIME_BETWEEN_ARRIVALS));
    if (busy) waiting.push(simulation.now);
    else serve();
  });
  const departure = simulation.timer('departure', () => {
    busy = false;
    if (first === waiting.length) return;
    waited += simulation.now - /** @type {number} */ (waiting[first++]);
    serve();
    if (first < waiting.length) return;
    waiting.length = 0;
    first = 0;
  });
  const serve = () => {
    busy = true;
    departure.after(services.sample(SERVICE_TIME));
  };

  /** @param {number} replication @param {number} customers */
  return (replication, customers) => {
    simulation.reset(replication);
    waiting.length = first = 0;
    busy = false;
    toCome = customers;
    waited = 0;
    arrival.after(arrivals.sample(TIME_BETWEEN_ARRIVALS));
    simulation.runUntil(Infinity);
    return waited / customers / SECOND;
  };
}

/** @type {import('./main.mjs').Benchmark} */
export function* mm1({ quick }) {
  const customers = quick ? CUSTOMERS / 50 : CUSTOMERS;
  const simulate = queue();
  simulate(1, WARM_UP);
  const started = performance.now();
  const meanWait = simulate(2, customers);
  const seconds = (performance.now() - started) / 1000;
  yield {
    rho: RHO,
    customers,
    seconds,
    customers_per_second: customers / seconds,
    mean_wait: meanWait,
    exact_mean_wait: EXACT_MEAN_WAIT,
  };
}
