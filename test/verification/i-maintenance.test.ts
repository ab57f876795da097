import { describe, test } from 'vitest';
import { exponential } from '../../src/distributions/index.ts';
import { Simulation } from '../../src/engine/index.ts';
import { check, Samples } from './estimate.ts';

/** Ticks are milliseconds. */
const SECOND = 1000;
const DAY = 86_400 * SECOND;
const MONTH = 30 * DAY;

describe('V43: 45 s of maintenance a month and, at 6 a year, outages of 120 s', () => {
  const simulation = new Simulation({ seed: 'V43' });
  const gaps = simulation.stream('server', 'outage');
  const start = simulation.stream('maintenance', 'start');
  const betweenOutages = exponential({ mean: (365 * DAY) / 6 });
  let down = 0;
  const outage = simulation.timer('outage', () => {
    down += 120 * SECOND;
    outage.after(gaps.sample(betweenOutages));
  });
  const maintenance = simulation.timer('maintenance', () => {
    down += 45 * SECOND;
  });
  const seconds = new Samples();
  const missed = new Samples();
  for (let month = 1; month <= 400_000; month++) {
    simulation.reset(month);
    down = 0;
    outage.after(gaps.sample(betweenOutages));
    maintenance.at(Math.floor(start.uniform() * MONTH));
    simulation.runUntil(MONTH);
    seconds.add(down / SECOND);
    missed.add(down > MONTH * 1e-4 ? 1 : 0);
  }

  test('a month has 104.18 s of downtime on average', () => {
    check(seconds, 104.178082);
  });

  test('and misses 99.99 % with probability 0.088: when there are two outages or more', () => {
    check(missed, 0.088134013, 0.01);
  });
});
