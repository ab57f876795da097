import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { planOf } from '../../src/experiment/block.ts';
import { compare, compareScenarios, type Contestant } from '../../src/experiment/compare.ts';
import { differenceOf, dominates, priceOf } from '../../src/experiment/contrast.ts';
import { CrossProducts } from '../../src/experiment/cross-products.ts';
import { FIGURES } from '../../src/experiment/figures.ts';
import { columnOf, METRIC_STEPS } from '../../src/experiment/quantities.ts';
import { PairTally, StudyTally } from '../../src/experiment/study.ts';
import { BlockRows } from '../../src/experiment/tally.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { METRICS, type MetricName } from '../../src/vocabulary/metrics.ts';
import { scenarioWith, tallyOf } from './make-tally.ts';

const BILL_LINES = planOf(scenarioWith('')).lines.length;

/** Downtime in minutes and bill in USD, replication by replication. */
interface Given {
  readonly down: readonly number[];
  readonly cost: readonly number[];
}

/** A study in which just this was seen; the first scenario is the reference. */
function studyOf(given: readonly Given[]): StudyTally {
  const metrics = given.map(({ down, cost }) => ({ downtime_minutes: down, cost_total: cost, tco: cost }));
  const blocks = metrics.map((one) => {
    const block = new BlockRows();
    block.count = one.downtime_minutes.length;
    for (const [name, values] of Object.entries(one)) {
      const column = columnOf(name as MetricName);
      for (const [row, value] of values.entries()) {
        block.figures[row * FIGURES + column] = Math.round(value * METRIC_STEPS[column]!);
      }
    }
    return block;
  });
  const pairs = blocks.map((block, index) => {
    if (index === 0) return null;
    const pair = new PairTally(false);
    pair.add(block, blocks[0]!);
    return pair;
  });
  const products = new CrossProducts(blocks.length, 1);
  products.add(blocks);
  return new StudyTally(
    metrics.map((one) => tallyOf({ metrics: one, billLines: BILL_LINES })),
    pairs,
    products,
  );
}

const contestant = (name: string, text: string): Contestant => ({
  name,
  scenario: scenarioWith(text),
  inputs: { file: 'a.yaml', text, sha256: '0', variant: null, set: [], horizon: null },
});
const compared = (given: readonly Given[]) =>
  compare(
    given.map((_, index) => contestant(`scenario ${index}`, 'assumptions: { set: quiet }')),
    0,
    studyOf(given),
    '0',
  );

describe('by hand', () => {
  // Downtime differs by -3, -1, -2, -2: mean -2, variance 2/3; the bill by 4, 4, 4, 4.
  const given = [
    { down: [5, 1, 9, 4], cost: [10, 10, 10, 10] },
    { down: [2, 0, 7, 2], cost: [14, 14, 14, 14] },
  ];
  const comparison = compared(given);
  const difference = comparison.differences[0]!;

  test('the paired difference is the difference of the means, its interval that of the differences', () => {
    const { mean, interval } = difference.metrics['downtime_minutes']!;
    const [reference, variant] = comparison.variants.map(({ metrics }) => metrics['downtime_minutes']!.mean);
    expect(mean).toBe(-2);
    expect(mean).toBeCloseTo(variant! - reference!, 12);
    // t(0.975; 3) = 3.182446; sqrt(2/3 / 4) = 0.408248.
    expect(interval.low).toBeCloseTo(-2 - 3.182446 * 0.408248, 5);
    expect(interval.high).toBeCloseTo(-2 + 3.182446 * 0.408248, 5);
  });

  test('unpaired it is that of independent runs, by Welch', () => {
    // Variances 32.75/3 and 26.75/3.
    const { narrower, unpaired_interval: unpaired } = difference.metrics['downtime_minutes']!;
    const variances = [32.75 / 3, 26.75 / 3];
    expect(narrower).toBeCloseTo(Math.sqrt((variances[0]! + variances[1]!) / (2 / 3)), 12);
    const [a, b] = variances.map((variance) => variance / 4);
    const degrees = ((a! + b!) * (a! + b!)) / ((a! * a!) / 3 + (b! * b!) / 3);
    expect(degrees).toBeGreaterThan(5.9);
    // t(0.975; 5.94) = 2.4525.
    expect(unpaired.high).toBeCloseTo(-2 + 2.4525 * Math.sqrt(a! + b!), 2);
  });

  test('in how many replications it is less, equal and greater', () => {
    const { less, equal, greater, differ } = difference.metrics['downtime_minutes']!;
    expect([less.share, equal.share, greater.share, differ]).toEqual([1, 0, 0, 4]);
    // 4 of 4: Clopper-Pearson from 0.025^(1/4).
    expect(less.interval.low).toBeCloseTo(Math.sqrt(Math.sqrt(0.025)), 12);
    expect(difference.metrics['outage_count']!.equal.share).toBe(1);
  });

  test('a minute avoided costs the difference of the bills over that of the downtimes', () => {
    // 4 USD for 2 minutes; residuals of y - r x, y = 4, x = 3, 1, 2, 2: -2, 2, 0, 0.
    const { kind, per_minute: price, interval } = difference.price;
    expect([kind, price]).toEqual(['avoided', 2]);
    expect(interval!.high).toBeCloseTo(2 + 3.182446 * Math.sqrt(8 / 3 / 4 / 4), 5);
  });

  test('the other way round it is what a minute more saves, at the same price', () => {
    const { price } = compared(given.toReversed()).differences[0]!;
    expect([price.kind, price.per_minute]).toEqual(['saved', 2]);
  });

  test('the answer names the cheapest, and the one that is down least with what it costs', () => {
    const { cheapest, least_downtime: least, price } = comparison.best;
    expect(cheapest).toEqual({ variant: 'scenario 0', or: [] });
    expect(least).toEqual({ variant: 'scenario 1', or: [] });
    expect(price!.per_minute).toBe(2);
  });
});

describe('what has no price', () => {
  const base: Given = { down: [5, 5, 5, 6], cost: [10, 10, 10, 10] };
  const kindOf = (other: Given) => {
    const { price } = compared([base, other]).differences[0]!;
    return [price.kind, price.cost, price.downtime, price.per_minute];
  };
  test.each([
    ['as dear and better', [1, 1, 1, 2], 10, ['better', 'same', 'less', null]],
    ['cheaper and better', [1, 1, 1, 2], 9, ['better', 'less', 'less', null]],
    ['cheaper and as good', [5, 5, 5, 6], 9, ['better', 'less', 'same', null]],
    ['dearer and worse', [8, 8, 8, 9], 11, ['worse', 'more', 'more', null]],
    ['dearer and no better', [5, 5, 5, 6], 11, ['worse', 'more', 'same', null]],
    ['the same', [5, 5, 5, 6], 10, ['same', 'same', 'same', null]],
    ['a difference that may be none', [1, 9, 1, 9], 11, ['undecided', 'more', 'undecided', null]],
    [
      'a bill that chance moves by less than a thousandth is the same',
      [1, 1, 1, 2],
      10.001,
      ['better', 'same', 'less', null],
    ],
  ] as const)('%s', (_, down, cost, expected) => {
    expect(kindOf({ down, cost: [cost, cost, cost, cost] })).toEqual(expected);
  });
});

describe('two scenarios neither of which is the reference', () => {
  const reference: Given = { down: [9, 7, 8, 9], cost: [1, 1, 1, 1] };
  const good: Given = { down: [1, 2, 1, 1], cost: [5, 5, 5, 5] };
  const bad: Given = { down: [3, 4, 2, 3], cost: [6, 6, 6, 7] };
  const noisy: Given = { down: [0, 4, 0, 4], cost: [6, 6, 6, 6] };

  test('exact sums give their difference as pairs would', () => {
    const study = studyOf([reference, good, bad]);
    const pair = studyOf([good, bad]).pairs[1]!;
    for (const metric of ['downtime_minutes', 'cost_total', 'tco'] as const) {
      const { sum, sumOfSquares, count } = pair.differences[columnOf(metric)]!;
      expect(differenceOf(study, 2, 1, metric)).toMatchObject({ sum, sumOfSquares, count });
    }
    expect(priceOf(study, 1, 0).per_minute).toBeCloseTo(4 / 7, 12);
  });

  test('one dominates when it costs no more and is down no more, as far as the interval decides', () => {
    const study = studyOf([reference, good, bad, noisy]);
    expect(dominates(study, 1, 2)).toBe(true);
    expect(dominates(study, 2, 1)).toBe(false);
    // Cheaper and less downtime on average, but the downtimes overlap.
    expect(dominates(study, 1, 3)).toBe(false);
    expect(dominates(study, 1, 0)).toBe(false);
    const { variants } = compared([reference, good, bad, noisy]);
    expect(variants.map(({ dominated_by: by }) => by)).toEqual([[], [], ['scenario 1'], []]);
  });

  test('the front: what nobody dominates or beats, cheapest first, each with its price above the one before', () => {
    const better: Given = { down: [0, 1, 0, 0], cost: [9, 9, 9, 9] };
    const { front } = compared([better, bad, good, noisy, reference]);
    expect(front.map(({ variant, price }) => [variant, price?.per_minute])).toEqual([
      ['scenario 4', undefined],
      ['scenario 2', expect.closeTo(4 / 7, 12)],
      ['scenario 0', 4],
    ]);
  });

  test.each([7, 2 ** 53 - 1])('sums over outer draws are exact, of figures up to %d', (largest) => {
    const block = new BlockRows();
    block.count = 5;
    const figures = [largest, largest, 1, largest - 1, 5];
    for (const [row, value] of figures.entries()) block.figures[row * FIGURES + columnOf('tco')] = value;
    const products = new CrossProducts(1, 2);
    products.add([block]);
    const [one, other] = [2n * BigInt(largest), BigInt(largest)];
    expect(products.of([0, 'tco'], [0, 'tco'])).toBe(one * one + other * other);
    expect(products.of([0, 'tco'], [0, 'downtime_minutes'])).toBe(0n);
  });

  test('sums of blocks are those of all, in any split, and survive as text', () => {
    const whole = studyOf([reference, good]);
    const split = [0, 2].map((from) =>
      studyOf(
        [reference, good].map(({ down, cost }) => ({
          down: down.slice(from, from + 2),
          cost: cost.slice(from, from + 2),
        })),
      ),
    );
    const [one, other] = split.map(({ products }) => CrossProducts.fromJSON(products!.toJSON()));
    one!.merge(other!);
    expect(one!.toJSON()).toEqual(whole.products!.toJSON());
    expect(one!.of([1, 'cost_total'], [0, 'downtime_minutes'])).toBe(
      one!.of([0, 'downtime_minutes'], [1, 'cost_total']),
    );
    // 9 x 5 + 7 x 5 + 8 x 5 + 9 x 5 minutes times USD.
    expect(one!.of([0, 'downtime_minutes'], [1, 'cost_total'])).toBe(165n * 60_000n * 1_000_000n);
  });
});

test('a difference that rests on few histories says so', () => {
  const zeros = Array.from({ length: 100 }, () => 0);
  const cost = zeros.map(() => 1);
  const rare = compared([
    { down: zeros, cost },
    { down: [7, ...zeros.slice(1)], cost },
  ]);
  expect(rare.warnings[0]).toEqual({
    code: 'PG5002',
    message:
      'downtime of scenario 1 less that of scenario 0 rests on 1 history that differs; its interval is a rough one',
  });
  const uneven = compared([
    { down: zeros, cost },
    { down: [700, ...zeros.slice(1).map((_, index) => index % 2)], cost },
  ]);
  expect(uneven.warnings[0]!.message).toMatch(/: one history has 99 % of the variance/);
});

test('targets: how likely each is met, in a history or a disruption', () => {
  const scenario = contestant(
    'a',
    'targets: { availability: { targetPercent: 99.99 }, budget: { monthly: 100 }, recovery: { zone: { rto: 5m } } }',
  );
  const cost = [50, 100, 101, 99];
  const tally = tallyOf({
    metrics: { cost_monthly: cost, availability_percent: [99.99, 99.989, 100, 100] },
    rto: { zone: [4, 5, 6] },
    billLines: BILL_LINES,
  });
  const study = new StudyTally([tally, tally], [null, null], new CrossProducts(2, 1));
  const { variants } = compare([scenario, scenario], 0, study, '0');
  const probabilities = variants[0]!.targets.map(({ id, probability }) => [id, probability?.of, probability?.share]);
  expect(probabilities).toEqual([
    ['availability', 'histories', 0.75],
    ['recovery.zone.rto', 'events', 2 / 3],
    ['budget.monthly', 'histories', 0.75],
  ]);
});

describe('simulated', () => {
  const variant = (mode: string): Contestant => {
    const text = readFileSync(new URL('../../scenarios/ha-choice.yaml', import.meta.url), 'utf8');
    const set = [`server.properties.highAvailability.mode=${mode}`];
    const { scenario } = loadScenario({ name: 'a.yaml', text }, { set, replications: 4000 });
    return { ...contestant(mode, ''), scenario: scenario! };
  };

  test('identical scenarios differ by exactly 0, in every metric and every replication', async () => {
    const same = [variant('ZoneRedundant'), { ...variant('ZoneRedundant'), name: 'again' }];
    const { differences, variants, best } = await compareScenarios(same, 0, { version: '0' });
    for (const { name } of METRICS.filter(({ only }) => only === null)) {
      const { mean, interval, equal, narrower } = differences[0]!.metrics[name]!;
      expect([name, mean, interval.low, interval.high, equal.share, narrower]).toEqual([name, 0, 0, 0, 1, null]);
    }
    expect(differences[0]!.price.kind).toBe('same');
    expect(variants.flatMap(({ dominated_by: by }) => by)).toEqual([]);
    expect(best.least_downtime).toEqual({ variant: 'ZoneRedundant', or: ['again'] });
  });

  test('common random numbers: SameZone against Disabled is known at least 3 times better than unpaired', async () => {
    const comparison = await compareScenarios(['Disabled', 'SameZone', 'ZoneRedundant'].map(variant), 0, {
      version: '0',
    });
    const [sameZone, zoneRedundant] = comparison.differences.map(({ metrics }) => metrics['downtime_minutes']!);
    expect(sameZone!.narrower).toBeGreaterThan(3);
    // What it avoids, the zone outage, is the most of what varies.
    expect(zoneRedundant!.narrower).toBeGreaterThan(1);
    expect(sameZone!.interval.high - sameZone!.interval.low).toBeLessThan(
      (sameZone!.unpaired_interval.high - sameZone!.unpaired_interval.low) / 3,
    );
    expect(comparison.variants.map(({ dominated_by: by }) => by)).toEqual([[], ['ZoneRedundant'], []]);
    // Causes add up to the downtime of their variant.
    for (const { causes, metrics } of comparison.variants) {
      const sum = causes.reduce((total, { downtime_minutes: { mean } }) => total + mean, 0);
      expect(sum).toBeCloseTo(metrics['downtime_minutes']!.mean, 9);
      expect(causes.every(({ downtime_minutes: { mean } }) => mean > 0)).toBe(true);
    }
  });
});
