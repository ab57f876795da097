import { describe, expect, test } from 'vitest';
import {
  clamped,
  constant,
  exponential,
  mean,
  quantile,
  uniform,
  type Distribution,
} from '../../src/distributions/index.ts';
import { Simulation } from '../../src/engine/index.ts';
import { average, check, share } from './estimate.ts';

/** Ticks are milliseconds. */
const SECOND = 1000;

interface ArchiveOptions {
  readonly seed: string;
  /** Time until a segment is closed. */
  readonly segment: Distribution;
  readonly upload?: number;
  readonly success?: number;
  readonly failures: number;
}

/**
 * Ages, in seconds, of the newest archived commit at random instants: a segment is closed, uploaded (in order, without
 * holding up the next one) and then covers all commits up to its close.
 */
function agesAtFailure({ seed, segment, upload = 0, success = 1, failures }: ArchiveOptions): Float64Array {
  const simulation = new Simulation({ seed });
  const segments = simulation.stream('archive', 'segment');
  const successes = simulation.stream('archive', 'success');
  const instants = simulation.stream('failure', 'every');
  const between = exponential({ mean: 1000 * SECOND });
  const ages = new Float64Array(failures);
  let count = 0;
  let archivedUpTo = 0;
  let uploading = 0;
  const uploaded = simulation.timer('uploaded', () => {
    if (successes.chance(success)) archivedUpTo = uploading;
  });
  const closed = simulation.timer('segment closed', () => {
    uploading = simulation.now;
    uploaded.after(upload);
    closed.after(segments.sample(segment));
  });
  const failure = simulation.timer('failure', () => {
    if (count < failures) ages[count++] = (simulation.now - archivedUpTo) / SECOND;
    failure.after(instants.sample(between));
  });
  simulation.reset(1);
  closed.after(segments.sample(segment));
  // Failures at Poisson instants see what a random instant sees; the first comes when the start is forgotten.
  failure.at(100_000 * SECOND);
  while (count < failures) simulation.runUntil(simulation.now + 1e9);
  return ages;
}

describe('V33 an archive every 300 s, uploaded in 30 s', () => {
  const ages = agesAtFailure({ seed: 'V33', segment: constant(300 * SECOND), upload: 30 * SECOND, failures: 300_000 });

  test('loses 180 s on average, never less than 30 s or more than 330 s', () => {
    check(average(ages), 180);
    expect(ages.every((age) => age >= 30 && age <= 330)).toBe(true);
  });

  test('180 s at the median, 327 s at the 99th percentile: uniform', () => {
    check(
      share(ages, (age) => age <= 180),
      0.5,
    );
    check(
      share(ages, (age) => age <= 327),
      0.99,
    );
    const age = uniform({ min: 30, max: 330 });
    expect([mean(age), quantile(age, 0.5), quantile(age, 0.99)]).toEqual([180, 180, 327]);
  });
});

describe('V34 segments that close after Exp(240 s), at most 300 s', () => {
  const segment = clamped(exponential({ mean: 240 * SECOND }), { max: 300 * SECOND });
  const ages = agesAtFailure({ seed: 'V34', segment, failures: 300_000 });

  test('are 171.24 s long on average', () => {
    expect(mean(segment) / SECOND).toBeCloseTo(171.238848754, 8);
  });

  test('but a random instant finds the archive 119.53 s old, more than half of that', () => {
    check(average(ages), 119.534664452);
  });

  test.each([
    [0.5, 105.892343811],
    [0.9, 246.631034561],
    [0.95, 271.835102008],
    [0.99, 294.096385655],
  ])('its %d quantile is %d s', (part, seconds) => {
    check(
      share(ages, (age) => age <= seconds),
      part,
    );
  });
});

describe('V35 archives every 300 s that succeed with probability 0.98', () => {
  const ages = agesAtFailure({ seed: 'V35', segment: constant(300 * SECOND), success: 0.98, failures: 1_000_000 });

  test('lose 156.12 s on average', () => {
    check(average(ages), 156.12244898);
  });

  test('more than 300 s with probability 0.02, more than 600 s with 0.0004', () => {
    check(
      share(ages, (age) => age > 300),
      0.02,
      0.01,
    );
    check(
      share(ages, (age) => age > 600),
      4e-4,
      0.06,
    );
  });

  test('453 s at the 99th percentile, 591 s at the 99.9th', () => {
    check(
      share(ages, (age) => age > 453.06122449),
      0.01,
      0.012,
    );
    check(
      share(ages, (age) => age > 590.816326531),
      0.001,
      0.04,
    );
  });
});

describe('V36 16 MB segments at 1 MB/s half of the time, 0.02 MB/s the other half, time-out 300 s', () => {
  // Hours of either rate in turn: 225 segments of 16 s, then 12 of 300 s.
  const HOUR = 3600 * SECOND;
  const simulation = new Simulation({ seed: 'V36' });
  const instants = simulation.stream('failure', 'instant');
  const anyInstant = uniform({ min: 0, max: 2 * HOUR });
  let archivedUpTo = 0;
  const closed = simulation.timer('segment closed', () => {
    archivedUpTo = simulation.now;
    const bytesPerSecond = simulation.now % (2 * HOUR) < HOUR ? 1e6 : 2e4;
    closed.after(Math.min(300, 16e6 / bytesPerSecond) * SECOND);
  });
  const ages = new Float64Array(40_000);
  for (let replication = 1; replication <= ages.length; replication++) {
    simulation.reset(replication);
    archivedUpTo = 0;
    closed.at(0);
    const failure = Math.round(instants.sample(anyInstant));
    simulation.runUntil(failure);
    ages[replication - 1] = (failure - archivedUpTo) / SECOND;
  }

  test('the archive is 79 s old on average: time counts, not segments', () => {
    check(average(ages), 79, 0.006);
  });

  test('older than 16 s with probability 0.4733, than 294 s with 0.01', () => {
    check(
      share(ages, (age) => age > 16),
      0.473333333,
      0.006,
    );
    check(
      share(ages, (age) => age > 294),
      0.01,
      0.06,
    );
  });
});
