import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import { exponential, lognormal } from '../../src/distributions/constructors.ts';
import { createSampler } from '../../src/distributions/sampler.ts';
import { normalQuantile } from '../../src/distributions/special.ts';
import {
  type ClusterSums,
  clusteredProportionInterval,
  type ConfidenceInterval,
  effectiveTrials,
  meanInterval,
  nearestRank,
  proportionInterval,
  quantileIntervalRanks,
  rateInterval,
  ratioInterval,
} from '../../src/statistics/intervals.ts';
import { Moments } from '../../src/statistics/moments.ts';

const momentsOf = (values: ArrayLike<number>): Moments => {
  const moments = new Moments();
  moments.addColumn(Float64Array.from(values), 0, 1, values.length);
  return moments;
};

/** Share of trials whose interval holds the truth. */
function coverage(
  seed: string,
  trials: number,
  truth: number,
  interval: (uniform: () => number) => ConfidenceInterval,
): number {
  const generator = seedrandom.tychei(seed);
  let hits = 0;
  for (let trial = 0; trial < trials; trial++) {
    const { low, high } = interval(() => generator.double());
    if (low <= truth && truth <= high) hits++;
  }
  return hits / trials;
}
/** Four standard errors of a share of 0.95. */
const tolerance = (trials: number) => 4 * Math.sqrt((0.95 * 0.05) / trials);

describe('mean', () => {
  test('the textbook example: 1 to 9 have mean 5 -+ 2.1050', () => {
    const { low, high, method } = meanInterval(momentsOf([1, 2, 3, 4, 5, 6, 7, 8, 9]), 0.95);
    expect(low).toBeCloseTo(5 - 2.30600413520417 * Math.sqrt(7.5 / 9), 12);
    expect(high).toBeCloseTo(5 + 2.30600413520417 * Math.sqrt(7.5 / 9), 12);
    expect(method).toBe('student-t');
  });

  test('of normal values, 95 % of the intervals hold the mean, few values or not', () => {
    const trials = 4_000;
    for (const n of [3, 20]) {
      const share = coverage(`mean ${n}`, trials, 5e6, (uniform) =>
        meanInterval(
          momentsOf(Array.from({ length: n }, () => Math.round(5e6 + 1e6 * normalQuantile(uniform())))),
          0.95,
        ),
      );
      expect(Math.abs(share - 0.95)).toBeLessThan(tolerance(trials));
    }
  });

  test('of many exponential values too', () => {
    const trials = 1_000;
    const sampler = createSampler(exponential({ mean: 1e6 }));
    const share = coverage('exponential', trials, 1e6, (uniform) =>
      meanInterval(momentsOf(Array.from({ length: 300 }, () => Math.round(sampler.sample(uniform())))), 0.95),
    );
    expect(Math.abs(share - 0.95)).toBeLessThan(tolerance(trials));
  });

  test('equal values have no width, one value no interval', () => {
    expect(meanInterval(momentsOf([7, 7, 7]), 0.95)).toMatchObject({ low: 7, high: 7 });
    expect(meanInterval(momentsOf([7]), 0.95)).toMatchObject({ low: -Infinity, high: Infinity });
  });
});

describe('proportion', () => {
  test('the textbook example: 10 of 100 lie in 0.04900 to 0.17622', () => {
    const { low, high, method } = proportionInterval(10, 100, 0.95);
    expect([low, high].map((value) => value.toFixed(5))).toEqual(['0.04900', '0.17622']);
    expect(method).toBe('clopper-pearson');
  });

  test('no success bounds from above only: the closed form 1 - 0.025^(1/n)', () => {
    const { low, high } = proportionInterval(0, 10_000, 0.95);
    expect(low).toBe(0);
    expect(high).toBeCloseTo(-Math.expm1(Math.log(0.025) / 10_000), 16);
    const all = proportionInterval(10_000, 10_000, 0.95);
    expect(all.high).toBe(1);
    expect(all.low).toBeCloseTo(Math.exp(Math.log(0.025) / 10_000), 14);
    expect(proportionInterval(0, 0, 0.95)).toMatchObject({ low: 0, high: 1 });
  });

  test('at least 95 % of the intervals hold the probability', () => {
    const trials = 2_000;
    for (const p of [0.01, 0.3, 0.5]) {
      const share = coverage(`proportion ${p}`, trials, p, (uniform) => {
        let successes = 0;
        for (let trial = 0; trial < 100; trial++) if (uniform() < p) successes++;
        return proportionInterval(successes, 100, 0.95);
      });
      expect(share).toBeGreaterThan(0.95 - tolerance(trials));
    }
  });

  test('what is not a count is refused', () => {
    expect(() => proportionInterval(3, 2, 0.95)).toThrow(RangeError);
    expect(() => proportionInterval(-1, 2, 0.95)).toThrow(RangeError);
    expect(() => proportionInterval(0.5, 2, 0.95)).toThrow(RangeError);
    expect(() => proportionInterval(1, 2, 1)).toThrow(RangeError);
  });
});

describe('rate', () => {
  test('the textbook example: 10 events lie in 4.7954 to 18.3904', () => {
    const { low, high, method } = rateInterval(10, 1, 0.95);
    expect([low, high].map((value) => value.toFixed(4))).toEqual(['4.7954', '18.3904']);
    expect(method).toBe('poisson');
    expect(rateInterval(10, 100, 0.95).high).toBeCloseTo(0.183904, 6);
  });

  test('no event bounds from above only: -log 0.025', () => {
    const { low, high } = rateInterval(0, 2, 0.95);
    expect(low).toBe(0);
    expect(high).toBeCloseTo(-Math.log(0.025) / 2, 13);
    expect(rateInterval(0, 0, 0.95)).toMatchObject({ low: 0, high: Infinity });
  });

  test('at least 95 % of the intervals hold the rate', () => {
    const trials = 3_000;
    for (const rate of [0.5, 8]) {
      const share = coverage(`rate ${rate}`, trials, rate, (uniform) => {
        let events = 0;
        for (let time = -Math.log1p(-uniform()) / rate; time < 2; time -= Math.log1p(-uniform()) / rate) events++;
        return rateInterval(events, 2, 0.95);
      });
      expect(share).toBeGreaterThan(0.95 - tolerance(trials));
    }
  });

  test('a billion events are answered', () => {
    const { low, high } = rateInterval(1e9, 1, 0.95);
    const expected = 1.959963984540054 * Math.sqrt(1e9);
    expect(low / (1e9 - expected)).toBeCloseTo(1, 7);
    expect(high / (1e9 + expected)).toBeCloseTo(1, 7);
  });
});

describe('ratio', () => {
  const sums = (pairs: readonly (readonly [x: number, y: number])[]) => {
    const total = (term: (x: bigint, y: bigint) => bigint) =>
      pairs.reduce((sum, [x, y]) => sum + term(BigInt(x), BigInt(y)), 0n);
    return [
      total((_, y) => y),
      total((x) => x),
      total((_, y) => y * y),
      total((x) => x * x),
      total((x, y) => x * y),
      pairs.length,
    ] as const;
  };

  test('equals the formula worked out by hand', () => {
    // r = 12 / 6 = 2; residuals 1, -1, 0; s^2 = 1; se = sqrt(1 / 3) / 2.
    const { low, high, method } = ratioInterval(
      ...sums([
        [1, 3],
        [2, 3],
        [3, 6],
      ]),
      0.95,
    );
    const halfWidth = (4.302652729749462 * Math.sqrt(1 / 3)) / 2;
    expect(low).toBeCloseTo(2 - halfWidth, 12);
    expect(high).toBeCloseTo(2 + halfWidth, 12);
    expect(method).toBe('ratio');
  });

  test('a constant denominator gives the interval of the mean', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const mean = meanInterval(momentsOf(values), 0.95);
    const ratio = ratioInterval(...sums(values.map((value) => [1000, value] as const)), 0.95);
    expect(ratio.low * 1000).toBeCloseTo(mean.low, 12);
    expect(ratio.high * 1000).toBeCloseTo(mean.high, 12);
  });

  test('an exact ratio has no width, however large the numbers', () => {
    const { low, high } = ratioInterval(
      ...sums([
        [9e15, 3e15],
        [6e15, 2e15],
        [3, 1],
      ]),
      0.95,
    );
    expect([low, high]).toEqual([1 / 3, 1 / 3]);
  });

  test('about 95 % of the intervals hold the ratio of the means', () => {
    const trials = 1_000;
    const sampler = createSampler(exponential({ mean: 1e4 }));
    const share = coverage('ratio', trials, 0.1, (uniform) => {
      const pairs = Array.from({ length: 200 }, () => {
        const x = 1e6 + 1e5 * (uniform() - 0.5);
        return [Math.round(x), Math.round((x / 10) * 0.9 + sampler.sample(uniform()))] as const;
      });
      return ratioInterval(...sums(pairs), 0.95);
    });
    expect(Math.abs(share - 0.95)).toBeLessThan(tolerance(trials));
  });

  test('without a denominator or with one pair there is no bound', () => {
    expect(ratioInterval(1n, 0n, 1n, 0n, 0n, 5, 0.95)).toMatchObject({ low: -Infinity, high: Infinity });
    expect(ratioInterval(1n, 1n, 1n, 1n, 1n, 1, 0.95)).toMatchObject({ low: -Infinity, high: Infinity });
  });
});

describe('quantile', () => {
  test.each([
    // Printed tables for the median: W. Conover, Practical Nonparametric Statistics.
    [5, 0.5, 0, 6],
    [6, 0.5, 1, 6],
    [10, 0.5, 2, 9],
    [20, 0.5, 6, 15],
    [100, 0.5, 40, 61],
    [0, 0.5, 0, 1],
    [10, 0, 0, 1],
    [10, 1, 10, 11],
  ])('of %d values, the %d-quantile lies between ranks %d and %d', (n, p, low, high) => {
    expect(quantileIntervalRanks(n, p, 0.95)).toEqual({ low, high });
  });

  test('ranks are the tightest with 2.5 % outside on each side, by the binomial distribution itself', () => {
    for (const [n, p] of [
      [50, 0.9],
      [37, 0.25],
      [80, 0.05],
    ] as const) {
      // P(B <= k), term by term.
      const cumulative: number[] = [];
      let term = Math.exp(n * Math.log1p(-p));
      let sum = 0;
      for (let k = 0; k <= n; k++) {
        sum += term;
        cumulative.push(sum);
        term *= ((n - k) / (k + 1)) * (p / (1 - p));
      }
      const { low, high } = quantileIntervalRanks(n, p, 0.95);
      if (low > 0) expect(cumulative[low - 1]!).toBeLessThanOrEqual(0.025);
      expect(cumulative[low]!).toBeGreaterThan(0.025);
      expect(cumulative[high - 1] ?? 1).toBeGreaterThanOrEqual(0.975);
      expect(cumulative[high - 2]!).toBeLessThan(0.975);
    }
  });

  test('at least 95 % of the intervals hold the p95 of a lognormal', () => {
    const trials = 2_000;
    const sampler = createSampler(lognormal({ p5: 10, p95: 1000 }));
    const share = coverage('quantile', trials, 1000, (uniform) => {
      const values = Float64Array.from({ length: 200 }, () => sampler.sample(uniform())).sort();
      const { low, high } = quantileIntervalRanks(200, 0.95, 0.95);
      return { low: values[low - 1]!, high: values[high - 1]!, method: 'order-statistics' };
    });
    expect(share).toBeGreaterThan(0.95 - tolerance(trials));
  });

  test('a million values are answered', () => {
    const { low, high } = quantileIntervalRanks(1_000_000, 0.99, 0.95);
    const expected = 1.96 * Math.sqrt(1e6 * 0.99 * 0.01);
    expect(Math.abs(low - (990_000 - expected))).toBeLessThan(3);
    expect(Math.abs(high - (990_000 + expected))).toBeLessThan(3);
  });

  test('nearest rank', () => {
    expect([0, 0.001, 0.5, 0.95, 1].map((p) => nearestRank(20, p))).toEqual([1, 1, 10, 19, 20]);
    expect(nearestRank(1_000_000_000, 0.07)).toBe(70_000_000);
  });

  test('what is not a quantile is refused', () => {
    expect(() => quantileIntervalRanks(5, 1.5, 0.95)).toThrow(RangeError);
    expect(() => quantileIntervalRanks(-1, 0.5, 0.95)).toThrow(RangeError);
  });
});

describe('proportion of trials in clusters', () => {
  const sumsOf = (clusters: readonly (readonly [trials: number, successes: number])[]): ClusterSums => {
    const sum = (of: (trials: number, successes: number) => number) =>
      BigInt(clusters.reduce((total, [x, y]) => total + of(x, y), 0));
    return {
      x: sum((x) => x),
      y: sum((_, y) => y),
      xx: sum((x) => x * x),
      xy: sum((x, y) => x * y),
      yy: sum((_, y) => y * y),
      n: clusters.length,
    };
  };

  test('clusters that are all or nothing count once each, less one', () => {
    // p = 0.2; the variance of the ratio is 5 (0.04 x 4 + 0.64) x 100 / (4 x 2500) = p (1 - p) / 4.
    const sums = sumsOf([
      [10, 10],
      [10, 0],
      [10, 0],
      [10, 0],
      [10, 0],
    ]);
    expect(effectiveTrials(sums)).toBeCloseTo(4, 12);
  });

  test('trials that spread less than independent ones do not count for more than they are', () => {
    const sums = sumsOf(Array.from({ length: 50 }, () => [10, 1] as const));
    expect(effectiveTrials(sums)).toBe(500);
    const exact = proportionInterval(50, 500, 0.95);
    const { low, high, method } = clusteredProportionInterval(sums, 0.95);
    expect([low, high, method]).toEqual([exact.low, exact.high, 'korn-graubard']);
  });

  test('without a success, and with nothing else, it is the exact interval of all trials', () => {
    const none = clusteredProportionInterval(
      sumsOf([
        [12, 0],
        [12, 0],
      ]),
      0.95,
    );
    expect([none.low, none.high]).toEqual([0, proportionInterval(0, 24, 0.95).high]);
    const all = clusteredProportionInterval(
      sumsOf([
        [12, 12],
        [9, 9],
      ]),
      0.95,
    );
    expect([all.low, all.high]).toEqual([proportionInterval(21, 21, 0.95).low, 1]);
    expect(clusteredProportionInterval(sumsOf([]), 0.95)).toMatchObject({ low: 0, high: 1 });
  });

  test('of clusters that share their luck, 95 % of the intervals hold the probability', () => {
    const trials = 2_000;
    // In each cluster of 12 the probability is 0 or 0.5.
    const share = coverage('clusters', trials, 0.1, (uniform) =>
      clusteredProportionInterval(
        sumsOf(
          Array.from({ length: 100 }, () => {
            const bad = uniform() < 0.2;
            return [12, Array.from({ length: 12 }, uniform).filter((value) => bad && value < 0.5).length] as const;
          }),
        ),
        0.95,
      ),
    );
    expect(Math.abs(share - 0.95)).toBeLessThan(0.02);
  });
});
