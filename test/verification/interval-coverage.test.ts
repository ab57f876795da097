import { describe, expect, test } from 'vitest';
import { exponential, uniform } from '../../src/distributions/index.ts';
import { Simulation } from '../../src/engine/index.ts';
import { FIGURES } from '../../src/experiment/figures.ts';
import { precisionReached } from '../../src/experiment/precision.ts';
import { columnOf } from '../../src/experiment/quantities.ts';
import { BLOCK_SIZE, BlockRows, Tally } from '../../src/experiment/tally.ts';
import {
  clusteredProportionInterval,
  type ConfidenceInterval,
  meanInterval,
  proportionInterval,
  ratioInterval,
} from '../../src/statistics/intervals.ts';
import { Moments } from '../../src/statistics/moments.ts';
import { sumOfProducts } from '../../src/statistics/products.ts';
import { Sketch } from '../../src/statistics/sketch.ts';

/**
 * A component that fails about every 4000 h and is repaired in 10 h, for a year of 8760 h; failures do not come while it is down or
 * while it is stopped, which it is for a random part of the year, up to half of it. All of it is known exactly.
 */
const HOUR = 3_600_000;
const YEAR = 8760 * HOUR;
const FAILURE = exponential({ mean: 4000 * HOUR });
const REPAIR = exponential({ mean: 10 * HOUR });
const STOP = uniform({ min: 0, max: 1 });

const SEEDS = 400;
const YEARS = 400;
const COLUMNS = 3;
const DOWN = 0;
const RUNNING = 1;

interface Sample {
  /** Rows of downtime (ms), time meant to run (ms) and failures. */
  readonly rows: Float64Array;
  readonly repairs: Sketch;
  /** By year, twelfths of it with more than 6 h of downtime. */
  readonly badMonths: readonly number[];
}

function sampleOf(seed: number): Sample {
  const simulation = new Simulation({ seed: `coverage ${seed}` });
  const failures = simulation.stream('component', 'failure');
  const repairs = simulation.stream('component', 'repair');
  const stops = simulation.stream('component', 'stop');
  const rows = new Float64Array(COLUMNS * YEARS);
  const durations: number[] = [];
  const badMonths: number[] = [];
  const state = { down: 0, since: -1, count: 0 };
  const months = new Float64Array(12);
  const lose = (from: number, to: number, end: number): void => {
    state.down += to - from;
    for (let month = Math.floor((12 * from) / end); month <= Math.min(11, Math.floor((12 * to) / end)); month++) {
      months[month]! += Math.min(to, ((month + 1) * end) / 12) - Math.max(from, (month * end) / 12);
    }
  };
  const failure = simulation.timer('failure', () => {
    state.count++;
    state.since = simulation.now;
    const length = repairs.sample(REPAIR);
    durations.push(Math.round(length));
    repair.after(length);
  });
  let end = YEAR;
  const repair = simulation.timer('repair', () => {
    lose(state.since, simulation.now, end);
    state.since = -1;
    failure.after(failures.sample(FAILURE));
  });
  for (let year = 0; year < YEARS; year++) {
    simulation.reset(year + 1);
    Object.assign(state, { down: 0, since: -1, count: 0 });
    months.fill(0);
    // The time it is stopped is left out: its clock rests.
    end = Math.round(YEAR * (1 - 0.5 * stops.sample(STOP)));
    failure.after(failures.sample(FAILURE));
    simulation.runUntil(end);
    if (state.since >= 0) lose(state.since, end, end);
    rows.set([state.down, end, state.count], COLUMNS * year);
    badMonths.push(months.filter((down) => down > 6 * HOUR).length);
  }
  const sketch = new Sketch();
  sketch.addColumn(Float64Array.from(durations), 0, 1, durations.length, 1);
  return { rows, repairs: sketch, badMonths };
}

const samples = Array.from({ length: SEEDS }, (_, seed) => sampleOf(seed));

const momentsOf = (rows: Float64Array, column: number): Moments => {
  const moments = new Moments();
  moments.addColumn(rows, column, COLUMNS, YEARS);
  return moments;
};

/** Percent of the seeds whose interval holds the truth. */
function coverage(truth: number, interval: (sample: Sample) => ConfidenceInterval): number {
  const hits = samples.filter((sample) => {
    const { low, high } = interval(sample);
    return low <= truth && truth <= high;
  });
  return (100 * hits.length) / SEEDS;
}

/** Mean downtime of a time t that begins running: p t - p (1 - e^(-s t)) / s, with s = 1/4000 + 1/10 and p = 1/4000 / s, over all t. */
function meanDowntime(): number {
  const s = 1 / 4000 + 1 / 10;
  const p = 1 / 4000 / s;
  // t is uniform on 4380 h to 8760 h; e^(-s t) is nothing there.
  return (p * 6570 - p / s) * HOUR;
}

describe(`95 % intervals over ${SEEDS} seeds of ${YEARS} years cover between 92 and 98 %`, () => {
  const between = (percent: number): void => {
    expect(percent).toBeGreaterThanOrEqual(92);
    expect(percent).toBeLessThanOrEqual(98);
  };

  test('mean, Student-t', () => {
    between(coverage(meanDowntime(), ({ rows }) => meanInterval(momentsOf(rows, DOWN), 0.95)));
  });

  test('proportion, Clopper and Pearson: years without a failure', () => {
    // e^(-t / 4000) over t from 4380 h to 8760 h.
    const truth = (4000 / 4380) * (Math.exp(-4380 / 4000) - Math.exp(-8760 / 4000));
    between(
      coverage(truth, ({ rows }) => {
        let none = 0;
        for (let year = 0; year < YEARS; year++) if (rows[COLUMNS * year + 2] === 0) none++;
        return proportionInterval(none, YEARS, 0.95);
      }),
    );
  });

  test.each([0.5, 0.9, 0.95])('quantile %d of the repairs, order statistics', (p) => {
    between(coverage(-Math.log(1 - p) * 10 * HOUR, ({ repairs }) => repairs.quantileInterval(p, 0.95)));
  });

  test('ratio: downtime over the time meant to run', () => {
    between(
      coverage(meanDowntime() / (6570 * HOUR), ({ rows }) => {
        const down = momentsOf(rows, DOWN);
        const running = momentsOf(rows, RUNNING);
        const both = sumOfProducts(rows, DOWN, RUNNING, COLUMNS, YEARS);
        return ratioInterval(down.sum, running.sum, down.sumOfSquares, running.sumOfSquares, both, YEARS, 0.95);
      }),
    );
  });

  test('share of months, Korn and Graubard', () => {
    // The truth is the mean of all seeds together: 160,000 years.
    const all = samples.flatMap(({ badMonths }) => badMonths);
    const truth = all.reduce((sum, bad) => sum + bad, 0) / (12 * all.length);
    between(
      coverage(truth, ({ badMonths }) => {
        const y = BigInt(badMonths.reduce((sum, bad) => sum + bad, 0));
        const yy = BigInt(badMonths.reduce((sum, bad) => sum + bad * bad, 0));
        const x = BigInt(12 * YEARS);
        return clusteredProportionInterval({ x, y, xx: 12n * x, xy: 12n * y, yy, n: YEARS }, 0.95);
      }),
    );
  });

  test('mean of a run that stops when it is precise enough', () => {
    const column = columnOf('downtime_minutes');
    const goals = [
      { key: { kind: 'metric', name: 'downtime_minutes' }, metric: 'downtime_minutes', relative: 0.03 },
    ] as const;
    const block = new BlockRows();
    let hits = 0;
    for (let seed = 0; seed < SEEDS; seed++) {
      const stream = new Simulation({ seed: `precision ${seed}` }).stream('repairs', 'duration');
      const tally = new Tally({ months: 1, billLines: 0, rowsKept: 0 });
      while (!precisionReached(tally, goals)) {
        block.count = BLOCK_SIZE;
        for (let row = 0; row < BLOCK_SIZE; row++)
          block.figures[row * FIGURES + column] = Math.round(stream.sample(REPAIR));
        tally.fold(block);
      }
      const { low, high } = meanInterval(tally.metrics[column]!, 0.95);
      if (low <= 10 * HOUR && 10 * HOUR <= high) hits++;
    }
    between((100 * hits) / SEEDS);
  });
});
