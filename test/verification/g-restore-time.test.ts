import { describe, expect, test } from 'vitest';
import {
  constant,
  cumulative,
  exponential,
  lognormal,
  mean,
  uniform,
  variance,
  type Distribution,
} from '../../src/distributions/index.ts';
import { Simulation } from '../../src/engine/index.ts';
import { check, Samples } from './estimate.ts';

/** Ticks are milliseconds. */
const SECOND = 1000;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** Lengths, in ticks, of phases run one after the other. */
function phases(seed: string, parts: readonly Distribution[], runs: number): Float64Array {
  const simulation = new Simulation({ seed });
  const streams = parts.map((_, index) => simulation.stream(`phase-${index}`, 'duration'));
  let phase = 0;
  let over = 0;
  const next = (): void => {
    if (phase === parts.length) over = simulation.now;
    else step.after(streams[phase]!.sample(parts[phase]!));
  };
  const step = simulation.timer('phase over', () => {
    phase++;
    next();
  });
  return Float64Array.from({ length: runs }, (_, run) => {
    simulation.reset(run + 1);
    phase = 0;
    next();
    simulation.runUntil(1000 * DAY);
    return over;
  });
}

const average = (values: Float64Array, of: (value: number) => number): Samples => {
  const samples = new Samples();
  for (const value of values) samples.add(of(value));
  return samples;
};

describe('V37 a restore that copies 512 GiB and replays up to a day of WAL', () => {
  const copy = (512 * 1024) / 150;
  const parts = [constant(300 * SECOND), constant(copy * SECOND), uniform({ min: 0, max: 4320 * SECOND })];
  const lengths = phases('V37', parts, 100_000);

  test('takes 5955.25 s on average, give or take 1247.08 s', () => {
    expect(300 + copy).toBeCloseTo(3795.253333, 6);
    expect(parts.reduce((sum, part) => sum + mean(part), 0) / SECOND).toBeCloseTo(5955.253333, 6);
    expect(Math.sqrt(parts.reduce((sum, part) => sum + variance(part), 0)) / SECOND).toBeCloseTo(1247.076581, 6);
    check(
      average(lengths, (length) => length / SECOND),
      5955.253333,
    );
    check(
      average(lengths, (length) => (length / SECOND - 5955.253333) * (length / SECOND - 5955.253333)),
      1247.076581 * 1247.076581,
    );
  });

  test('7899 s at the 95th percentile, 8072 s at the 99th, and stays between 3795 s and 8115 s', () => {
    check(
      average(lengths, (length) => (length <= 7899.253333 * SECOND ? 1 : 0)),
      0.95,
    );
    check(
      average(lengths, (length) => (length <= 8072.053333 * SECOND ? 1 : 0)),
      0.99,
    );
    expect(lengths.every((length) => length >= 3_795_253 && length <= 8_115_254)).toBe(true);
  });
});

describe('V38 detect Exp(30 min) + decide Exp(15 min) + restore Exp(60 min)', () => {
  const parts = [30, 15, 60].map((minutes) => exponential({ mean: minutes * MINUTE }));
  const lengths = phases('V38', parts, 400_000);

  test('takes 105 minutes on average, give or take 68.74', () => {
    check(
      average(lengths, (length) => length / MINUTE),
      105,
    );
    check(
      average(lengths, (length) => (length / MINUTE - 105) * (length / MINUTE - 105)),
      68.738635424 * 68.738635424,
      0.006,
    );
    expect(Math.sqrt(parts.reduce((sum, part) => sum + variance(part), 0)) / MINUTE).toBeCloseTo(68.738635424, 8);
  });

  test.each([
    [0.5, 89.440088126],
    [0.9, 195.24182079],
    [0.95, 237.731619292],
    [0.99, 334.9905003],
    [0.951829184, 240],
  ])('has its %d quantile at %d minutes', (share, minutes) => {
    check(
      average(lengths, (length) => (length <= minutes * MINUTE ? 1 : 0)),
      share,
    );
  });
});

describe('V39 too late to restore', () => {
  test.each([
    ['Exp(2 d)', exponential({ mean: 2 * DAY }), 7, 0.030197383],
    ['Exp(2 d)', exponential({ mean: 2 * DAY }), 35, 2.510999e-8],
    ['lognormal(1 d, 1.5)', lognormal({ p50: DAY, sigma: 1.5 }), 7, 0.097268561],
    ['lognormal(1 d, 1.5)', lognormal({ p50: DAY, sigma: 1.5 }), 35, 0.008888462],
  ] as const)('noticed after %s, a mistake is older than %i d with probability %d', (_, detection, days, exact) => {
    expect((1 - cumulative(detection, days * DAY)) / exact).toBeCloseTo(1, 6);
  });

  test.each([
    ['exponential', exponential({ mean: 2 * DAY }), 0.030197383],
    ['lognormal', lognormal({ p50: DAY, sigma: 1.5 }), 0.097268561],
  ] as const)('%s: the backup expires before the mistake is noticed', (name, detection, exact) => {
    const simulation = new Simulation({ seed: `V39 ${name}` });
    const stream = simulation.stream('people', 'detect');
    let lost = false;
    const expires = simulation.timer('backup expires', () => {
      lost = true;
      noticed.cancel();
    });
    const noticed = simulation.timer('mistake noticed', () => expires.cancel());
    const losses = new Samples();
    for (let replication = 1; replication <= 300_000; replication++) {
      simulation.reset(replication);
      lost = false;
      expires.at(7 * DAY);
      noticed.after(stream.sample(detection));
      simulation.runUntil(8 * DAY);
      losses.add(lost ? 1 : 0);
    }
    check(losses, exact, 0.012);
  });
});
