import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import { lognormal } from '../../src/distributions/constructors.ts';
import { createSampler } from '../../src/distributions/sampler.ts';
import { compactJson } from '../../src/report/json.ts';
import { quantileIntervalRanks } from '../../src/statistics/intervals.ts';
import { EXACT_LIMIT, Sketch, type SketchJson } from '../../src/statistics/sketch.ts';

function sketchOf(values: ArrayLike<number>, firstReplication = 1, limit = EXACT_LIMIT): Sketch {
  const sketch = new Sketch(limit);
  sketch.addColumn(Float64Array.from(values), 0, 1, values.length, firstReplication);
  return sketch;
}
const plain = (sketch: Sketch): SketchJson => JSON.parse(compactJson(sketch)) as SketchJson;

describe('up to the limit', () => {
  test('a quantile is the nearest rank', () => {
    const sketch = sketchOf([30, 10, 50, 40, 20]);
    expect([0, 0.2, 0.21, 0.4, 0.5, 0.8, 0.95, 1].map((p) => sketch.quantile(p))).toEqual([
      10, 10, 20, 20, 30, 40, 50, 50,
    ]);
    expect(sketch.method).toBe('exact');
  });

  test('7 % of 100 values is the seventh, though 0.07 x 100 is 7.000000000000001', () => {
    const sketch = sketchOf(Array.from({ length: 100 }, (_, index) => index + 1));
    for (let percent = 1; percent <= 100; percent++) expect(sketch.quantile(percent / 100)).toBe(percent);
  });

  test('the replication shown is the lowest that has the value', () => {
    const sketch = sketchOf([5, 9, 0, 5, 9, 0], 11);
    expect([0, 0.5, 1].map((p) => sketch.replicationAt(p))).toEqual([13, 11, 12]);
  });

  test('columns are picked by offset and stride; values need not be contiguous replications', () => {
    const sketch = new Sketch();
    const table = Float64Array.from([1, 10, 2, 20]);
    sketch.addColumn(table, 1, 2, 2, 7);
    sketch.addColumn(table, 0, 1, 1, 40);
    expect([sketch.count, sketch.min, sketch.max]).toEqual([3, 1, 20]);
    expect([0, 0.5, 1].map((p) => sketch.replicationAt(p))).toEqual([40, 7, 8]);
  });

  test('an interval for the median is made of order statistics', () => {
    const sketch = sketchOf(Array.from({ length: 20 }, (_, index) => 10 * (index + 1)));
    // Textbook: the 6th and the 15th of 20 cover the median with 95.9 %.
    expect(sketch.quantileInterval(0.5, 0.95)).toEqual({ low: 60, high: 150, method: 'order-statistics' });
    expect(sketch.quantileInterval(0.99, 0.95).high).toBe(Infinity);
  });

  test('values below a limit are counted, those on it when asked', () => {
    const sketch = sketchOf([3, 1, 2, 2, 5]);
    expect([0, 1, 2, 2.5, 5, 6].map((limit) => sketch.countBelow(limit, false))).toEqual([0, 0, 1, 3, 4, 5]);
    expect([0, 1, 2, 2.5, 5, 6].map((limit) => sketch.countBelow(limit, true))).toEqual([0, 1, 3, 3, 5, 5]);
    expect(new Sketch().countBelow(1, true)).toBe(0);
  });

  test('without values there is nothing to tell', () => {
    const sketch = new Sketch();
    expect([sketch.quantile(0.5), sketch.replicationAt(0.5)]).toEqual([NaN, -1]);
    expect(sketch.quantileInterval(0.5, 0.95)).toMatchObject({ low: -Infinity, high: Infinity });
    expect(sketch.histogram(10)).toEqual([]);
    expect(plain(Sketch.fromJSON(plain(sketch)))).toEqual(plain(sketch));
  });

  test.each([NaN, Infinity, -Infinity])('%d is refused', (value) => {
    expect(() => sketchOf([1, value])).toThrow(RangeError);
  });

  test('a probability outside 0 to 1 is refused', () => {
    expect(() => sketchOf([1]).quantile(1.1)).toThrow(RangeError);
    expect(() => sketchOf([1]).quantile(NaN)).toThrow(RangeError);
  });
});

describe('beyond the limit', () => {
  const generator = seedrandom.tychei('sketch');
  const sampler = createSampler(lognormal({ p50: 1_000_000, sigma: 2 }));
  const values = Float64Array.from({ length: EXACT_LIMIT + 50_000 }, () =>
    generator.double() < 0.3 ? 0 : Math.round(sampler.sample(generator.double())),
  );
  const ascending = values.slice().sort();
  const sketch = sketchOf(values);

  test('quantiles are within 1 % of the true ones, zero and the ends exact', () => {
    expect(sketch.method).toBe('histogram');
    for (const p of [0.01, 0.29, 0.31, 0.5, 0.75, 0.95, 0.99, 0.9999]) {
      const exact = ascending[Math.ceil(p * values.length) - 1]!;
      expect(Math.abs(sketch.quantile(p) - exact)).toBeLessThanOrEqual(0.01 * exact);
    }
    expect([sketch.quantile(0), sketch.quantile(0.1), sketch.quantile(1)]).toEqual([0, 0, ascending.at(-1)]);
  });

  test('the ends of an interval are the outer edges of buckets: the order statistics lie inside, at most 1.6 % away', () => {
    for (const p of [0.31, 0.5, 0.95, 0.999]) {
      const { low, high } = sketch.quantileInterval(p, 0.95);
      const ranks = quantileIntervalRanks(values.length, p, 0.95);
      const [least, most] = [ascending[ranks.low - 1]!, ascending[ranks.high - 1]!];
      expect(low).toBeLessThanOrEqual(least);
      expect(high).toBeGreaterThanOrEqual(most);
      expect(low).toBeGreaterThan(least * (1 - 1 / 64));
      expect(high).toBeLessThan(most * (1 + 1 / 64));
    }
    expect(sketch.quantileInterval(0.1, 0.95)).toMatchObject({ low: 0, high: 0 });
  });

  test('values below a limit are counted to within a bucket; zero and the ends exactly', () => {
    const zeros = values.filter((value) => value === 0).length;
    expect(sketch.countBelow(0, true)).toBe(zeros);
    expect(sketch.countBelow(0, false)).toBe(0);
    expect(sketch.countBelow(ascending.at(-1)!, true)).toBe(values.length);
    for (const limit of [1000, 1_000_000, 5_000_000.5]) {
      const exact = ascending.findIndex((value) => value >= limit);
      expect(Math.abs(sketch.countBelow(limit, false) - exact)).toBeLessThan(0.001 * values.length);
    }
  });

  test('the replication shown has a value within 2 % of the quantile, at the top the largest', () => {
    for (const p of [0.31, 0.5, 0.95, 0.999]) {
      const shown = values[sketch.replicationAt(p) - 1]!;
      expect(Math.abs(shown - sketch.quantile(p))).toBeLessThanOrEqual(0.02 * shown);
    }
    expect(sketch.replicationAt(1)).toBe(values.indexOf(ascending.at(-1)!) + 1);
    expect(sketch.replicationAt(0)).toBe(values.indexOf(0) + 1);
  });

  test('counts up to 128 stay exact', () => {
    const counts = sketchOf(
      Array.from({ length: 1_290 }, (_, index) => index % 129),
      1,
      100,
    );
    for (let value = 0; value < 129; value++) expect(counts.quantile((value + 0.5) / 129)).toBe(value);
  });

  test('negative values are told apart from positive ones', () => {
    const mixed = sketchOf([-1000, -10, -1, 0, 1, 10, 1000, 2000], 1, 4);
    expect(mixed.method).toBe('histogram');
    expect([0, 0.25, 0.5, 0.75, 1].map((p) => mixed.quantile(p))).toEqual([-1000, -10, 0, 10, 2000]);
  });

  test('memory does not grow with the number of values', () => {
    expect((plain(sketch) as Extract<SketchJson, { method: 'histogram' }>).buckets.length / 3).toBeLessThan(3_000);
  });
});

describe('splitting', () => {
  const value = fc.oneof(
    fc.integer({ min: 0, max: 20 }),
    fc.integer({ min: -1_000_000, max: 1_000_000_000 }),
    fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    fc.constant(-0),
  );

  test('any split into contiguous blocks, sent as JSON or not, gives the same sketch, on either side of the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.array(value, { maxLength: 25 }), { maxLength: 8 }), fc.boolean(), (blocks, asJson) => {
        const limit = 40;
        const merged = new Sketch(limit);
        let next = 1;
        for (const block of blocks) {
          const part = sketchOf(block, next, limit);
          merged.merge(asJson ? Sketch.fromJSON(plain(part), limit) : part);
          next += block.length;
        }
        const whole = sketchOf(blocks.flat(), 1, limit);
        expect(plain(merged)).toEqual(plain(whole));
        expect(merged.method).toBe(merged.count > limit ? 'histogram' : 'exact');
        for (const p of [0, 0.1, 0.5, 0.95, 1]) {
          expect(merged.quantile(p)).toBe(whole.quantile(p));
          expect(merged.replicationAt(p)).toBe(whole.replicationAt(p));
        }
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  test('merging merged parts is the same again: (a b) c = a (b c)', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 90 }), fc.nat(90), fc.nat(90), (values, one, two) => {
        const [first, second] = [Math.min(one, two, values.length), Math.min(Math.max(one, two), values.length)];
        const parts = (): [Sketch, Sketch, Sketch] => [
          sketchOf(values.slice(0, first), 1, 30),
          sketchOf(values.slice(first, second), 1 + first, 30),
          sketchOf(values.slice(second), 1 + second, 30),
        ];
        const [a, b, c] = parts();
        a.merge(b);
        a.merge(c);
        const [d, e, f] = parts();
        e.merge(f);
        d.merge(e);
        expect(plain(d)).toEqual(plain(a));
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  test('every bucket keeps the lowest replication that fell into it', () => {
    const sketch = sketchOf([500, 3, 501, 3, 700, 500], 21, 2);
    const { buckets } = plain(sketch) as Extract<SketchJson, { method: 'histogram' }>;
    const countsAndLowest = Array.from(buckets).filter((_, index) => index % 3 > 0);
    expect(countsAndLowest).toEqual([2, 22, 3, 21, 1, 25]);
  });
});

describe('measured from an origin', () => {
  // Availability in millionths of a percent: 100 % less a little.
  const losses = Array.from({ length: 2000 }, (_, index) => Math.round(Math.exp(index / 150)));
  const sketch = new Sketch(100, 100_000_000);
  sketch.addColumn(
    Float64Array.from(losses, (loss) => 100_000_000 - loss),
    0,
    1,
    losses.length,
    1,
  );

  test('the relative error is that of the distance', () => {
    expect(sketch.method).toBe('histogram');
    for (const p of [0.01, 0.05, 0.5, 0.9, 0.99]) {
      const exact = losses.toSorted((a, b) => b - a)[Math.ceil(p * losses.length) - 1]!;
      expect(Math.abs(100_000_000 - sketch.quantile(p) - exact) / exact).toBeLessThan(0.01);
    }
    expect(Sketch.fromJSON(plain(sketch), 100).quantile(0.05)).toBe(sketch.quantile(0.05));
  });

  test('values are counted and told apart by their distance', () => {
    const limit = 100_000_000 - losses[1000]!;
    expect(
      Math.abs(sketch.countBelow(limit, false) / losses.filter((loss) => 100_000_000 - loss < limit).length - 1),
    ).toBeLessThan(0.02);
    expect(sketch.edgeTowards(limit, limit)).toBeNull();
    const edge = sketch.edgeTowards(limit, 100_000_000)!;
    expect(edge).toBeGreaterThanOrEqual(limit);
    expect((edge - limit) / losses[1000]!).toBeLessThan(1 / 64);
    expect(sketch.edgeTowards(limit, 50_000_000)).toBeLessThanOrEqual(limit);
  });

  test('bins hold every value', () => {
    expect(sketch.histogram(20).reduce((sum, { count }) => sum + count, 0)).toBe(losses.length);
  });
});

describe('bins for reports', () => {
  const value = fc.oneof(
    fc.integer({ min: 0, max: 30 }),
    fc.integer({ min: 0, max: 1_000_000_000 }),
    fc.double({ min: -1e6, max: 1e9, noNaN: true }),
  );

  test('hold every value once, without gaps, in at most as many bins as asked for', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 2, max: 40 }),
        fc.constantFrom(1, 1000),
        (values, maxBins, limit) => {
          const bins = sketchOf(values, 1, limit).histogram(maxBins);
          expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
          expect(bins.length).toBeLessThanOrEqual(maxBins);
          for (const [index, { from, to }] of bins.entries()) {
            expect(to).toBeGreaterThanOrEqual(from);
            if (index > 0 && bins[index - 1]!.to !== 0) expect(from).toBeCloseTo(bins[index - 1]!.to, 5);
          }
          expect(bins[0]!.from).toBeLessThanOrEqual(Math.min(...values));
          const largest = Math.max(...values);
          expect(bins.at(-1)!.to).toBeGreaterThanOrEqual(largest - 1e-12 * Math.abs(largest) - 1e-300);
        },
      ),
      { seed: 6, numRuns: 300 },
    );
  });

  test('few integers have a bin each', () => {
    expect(sketchOf([0, 2, 2, 3]).histogram(40)).toEqual([
      { from: 0, to: 1, count: 1 },
      { from: 1, to: 2, count: 0 },
      { from: 2, to: 3, count: 2 },
      { from: 3, to: 4, count: 1 },
    ]);
  });

  test('values of one magnitude have bins of equal width', () => {
    const bins = sketchOf([1000, 1100, 1190, 1500]).histogram(5);
    expect(bins.map(({ count }) => count)).toEqual([1, 2, 0, 0, 1]);
    expect([bins[0]!.from, bins[0]!.to, bins.at(-1)!.to]).toEqual([1000, 1100, 1500]);
  });

  test('a heavy tail has bins that grow, and zero one of its own', () => {
    const bins = sketchOf([0, 0, 100, 100_000, 10_000_000]).histogram(8);
    expect(bins[0]).toEqual({ from: 0, to: 0, count: 2 });
    expect(bins.map(({ count }) => count).filter((count) => count > 0)).toEqual([2, 1, 1, 1]);
    const [, first, second] = bins;
    expect(second!.to / second!.from).toBe(first!.to / first!.from);
  });
});
