// @ts-check
import { exponential } from 'pgnines/distributions';
import { Simulation } from 'pgnines/engine';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

const TIME_TO_FAILURE = exponential({ mean: 90 * DAY });
const TIME_TO_REPAIR = exponential({ mean: 6 * HOUR });
const FAILOVER = 90;
const MAINTENANCE_EVERY = 30 * DAY;
const MAINTENANCE = MINUTE;

const YEARS = 1_000_000;
/** Not measured: until the code is compiled. */
const WARM_UP = 20_000;

/**
 * Two nodes that fail and are repaired, one of them serving; the other takes over after 90 seconds. Every 30 days a maintenance
 * takes the service away for a minute. One year per replication, in seconds. Answers a function that simulates a year and
 * answers its downtime.
 */
function twoNodes() {
  const simulation = new Simulation({ seed: 'm1' });

  /** @param {string} name */
  const addNode = (name) => {
    const failures = simulation.stream(name, 'failure');
    const repairs = simulation.stream(name, 'repair');
    const clock = simulation.timer(name, () => {
      node.up = !node.up;
      if (node.up) {
        clock.after(failures.sample(TIME_TO_FAILURE));
        if (serving === null && target === null) serving = node;
      } else {
        clock.after(repairs.sample(TIME_TO_REPAIR));
        if (node === serving || node === target) failOver(node === first ? second : first);
      }
      settle();
    });
    const start = () => {
      node.up = true;
      clock.after(failures.sample(TIME_TO_FAILURE));
    };
    const node = { up: true, start };
    return node;
  };
  const first = addNode('first');
  const second = addNode('second');

  /** @type {typeof first | null} */
  let serving = first;
  /** The node that is about to serve. @type {typeof first | null} */
  let target = null;
  let maintained = false;
  let down = false;
  let downSince = 0;
  let downtime = 0;

  const settle = () => {
    const wasDown = down;
    down = serving === null || maintained;
    if (down === wasDown) return;
    if (down) downSince = simulation.now;
    else downtime += simulation.now - downSince;
  };
  const failover = simulation.timer('failover', () => {
    serving = target;
    target = null;
    settle();
  });
  /** The node that served, or was about to, is gone. @param {typeof first} other */
  const failOver = (other) => {
    serving = null;
    target = other.up ? other : null;
    if (other.up) failover.after(FAILOVER);
    else failover.cancel();
  };
  const maintenance = simulation.timer('maintenance', () => {
    maintained = !maintained;
    maintenance.after(maintained ? MAINTENANCE : MAINTENANCE_EVERY - MAINTENANCE);
    settle();
  });

  /** @param {number} year */
  return (year) => {
    simulation.reset(year);
    first.start();
    second.start();
    maintenance.at(MAINTENANCE_EVERY);
    serving = first;
    target = null;
    maintained = down = false;
    downtime = 0;
    simulation.runUntil(YEAR);
    return down ? downtime + YEAR - downSince : downtime;
  };
}

/** @type {import('./main.mjs').Benchmark} */
export function* m1(options) {
  const years = options.years ?? (options.quick ? YEARS / 50 : YEARS);
  const simulate = twoNodes();
  for (let year = 1; year <= WARM_UP; year++) simulate(year);
  let downtime = 0;
  const started = performance.now();
  for (let year = 1; year <= years; year++) downtime += simulate(year);
  const seconds = (performance.now() - started) / 1000;
  yield { years, seconds, years_per_second: years / seconds, availability: 1 - downtime / (years * YEAR) };
}
