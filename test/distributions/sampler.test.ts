import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import * as make from '../../src/distributions/constructors.ts';
import { cumulative, quantile } from '../../src/distributions/cumulative.ts';
import { mean, variance } from '../../src/distributions/moments.ts';
import { createSampler } from '../../src/distributions/sampler.ts';
import { FAMILIES } from './families.ts';

const DRAWS = 20_000;
/** Every digit that a published value prints. */
const published = (found: number, expected: number) => expect(found).toBeCloseTo(expected, 8);

describe('published values (validation case V07)', () => {
  test('weibull of shape 1.5 and mean 1000', () => {
    const distribution = make.weibull({ shape: 1.5, mean: 1000 });
    published((distribution as { scale: number }).scale, 1107.732167432);
    published(quantile(distribution, 0.01), 51.588767298);
    published(quantile(distribution, 0.5), 867.597732041);
    published(quantile(distribution, 0.9), 1931.576411655);
    published(quantile(distribution, 0.99), 3066.186427818);
    expect(variance(distribution)).toBeCloseTo(460998.486206, 5);
    published(mean(distribution), 1000);
  });

  test('weibull of shape 0.7 and mean 1000', () => {
    const distribution = make.weibull({ shape: 0.7, mean: 1000 });
    published((distribution as { scale: number }).scale, 789.99954987);
    published(quantile(distribution, 0.01), 1.105602708);
    published(quantile(distribution, 0.5), 467.98792258);
    expect(quantile(distribution, 0.9)).toBeCloseTo(2600.625566, 6);
    expect(quantile(distribution, 0.99)).toBeCloseTo(7000.364901, 6);
  });

  test('lognormal of mean 60 and coefficient of variation 1.5: the mean is not mu', () => {
    const distribution = make.lognormal({ mean: 60, sd: 90 });
    published((distribution as { sigma: number }).sigma, 1.085658784);
    published(quantile(distribution, 0.5), 33.282011774);
    published(quantile(distribution, 0.05), 5.580438038);
    published(quantile(distribution, 0.95), 198.495584065);
    published(quantile(distribution, 0.99), 415.979953037);
    published(mean(distribution), 60);
    published(Math.sqrt(variance(distribution)), 90);
  });

  test('Erlang of four phases and mean 20: the scale is not the rate', () => {
    const distribution = make.gamma({ mean: 20, sd: 10 });
    expect(distribution).toEqual({ kind: 'gamma', shape: 4, scale: 5 });
    published(quantile(distribution, 0.05), 6.831591984);
    published(quantile(distribution, 0.5), 18.360303744);
    published(quantile(distribution, 0.95), 38.76828264);
    published(quantile(distribution, 0.99), 50.225587574);
  });

  test('lognormal of mean 2 and sigma 1.2 (V06), by its median', () => {
    const distribution = make.lognormal({ p50: 0.97350451191793, sigma: 1.2 });
    published(mean(distribution), 2);
    published(quantile(distribution, 0.95), 7.007433631);
    expect(variance(distribution)).toBeCloseTo(12.882783268, 7);
  });
});

describe.each(FAMILIES)('$name', ({ distribution }) => {
  test('one uniform makes one variate, whose mean and variance are the stated ones', () => {
    const sampler = createSampler(distribution);
    const generator = seedrandom.tychei('moments');
    const expected = mean(distribution);
    const spread = variance(distribution);
    let sum = 0;
    let squares = 0;
    let fourths = 0;
    for (let draw = 0; draw < DRAWS; draw++) {
      const distance = sampler.sample(generator.double()) - expected;
      sum += distance;
      squares += distance * distance;
      fourths += distance * distance * distance * distance;
    }
    // Four standard errors; that of the variance from the sample's own fourth moment.
    expect(Math.abs(sum / DRAWS)).toBeLessThanOrEqual(4 * Math.sqrt(spread / DRAWS) + 1e-9 * expected);
    const errorOfVariance = Math.sqrt(Math.max(0, fourths / DRAWS - spread * spread) / DRAWS);
    expect(Math.abs(squares / DRAWS - spread)).toBeLessThanOrEqual(4 * errorOfVariance + 1e-9 * expected * expected);
  });

  test('variates follow the cumulative distribution function', () => {
    const sampler = createSampler(distribution);
    const generator = seedrandom.tychei('cumulative');
    const variates = Float64Array.from({ length: DRAWS }, () => sampler.sample(generator.double())).sort();
    let worst = 0;
    for (let index = 0; index < DRAWS; index++) {
      // At the last of equal values: atoms count in full.
      if (variates[index] === variates[index + 1]) continue;
      worst = Math.max(worst, Math.abs((index + 1) / DRAWS - cumulative(distribution, variates[index]!)));
    }
    // Kolmogorov's bound at 1 in 10,000.
    expect(worst).toBeLessThan(2.23 / Math.sqrt(DRAWS));
  });

  test('the quantile is the least value the cumulative function allows', () => {
    for (const u of [0.001, 0.05, 0.3, 0.5, 0.77, 0.95, 0.999]) {
      const value = quantile(distribution, u);
      expect(cumulative(distribution, value * (1 + 1e-9))).toBeGreaterThanOrEqual(u - 1e-9);
      expect(cumulative(distribution, value * (1 - 1e-9))).toBeLessThanOrEqual(u + 1e-9);
    }
  });

  test('variates at the ends of the unit interval are finite and not negative', () => {
    const sampler = createSampler(distribution);
    for (const u of [Number.EPSILON / 2, 0.5, 1 - Number.EPSILON / 2]) {
      expect(sampler.sample(u)).toBeGreaterThanOrEqual(0);
      expect(sampler.sample(u)).toBeLessThan(Infinity);
    }
  });
});

describe('mixtures', () => {
  test('where the uniform falls within its component is the component’s own uniform', () => {
    const distribution = make.mixture([
      { weight: 0.25, distribution: make.uniform({ min: 0, max: 10 }) },
      { weight: 0.75, distribution: make.uniform({ min: 100, max: 130 }) },
    ]);
    const sampler = createSampler(distribution);
    expect(sampler.sample(0.125)).toBe(5);
    expect(sampler.sample(0.25 + 0.75 / 3)).toBeCloseTo(110, 12);
    expect(mean(distribution)).toBe(0.25 * 5 + 0.75 * 115);
    expect(variance(distribution)).toBeCloseTo(0.25 * (100 / 12) + 0.75 * (900 / 12) + 0.25 * 0.75 * 110 * 110, 9);
  });
});

describe('clamps', () => {
  test('a clamped uniform has the mean and variance worked out by hand', () => {
    // Uniform on [0, 10] cut at [2, 6]: 0.2 at 2, 0.4 at 6, the rest even between.
    const distribution = make.clamped(make.uniform({ min: 0, max: 10 }), { min: 2, max: 6 });
    expect(mean(distribution)).toBeCloseTo(0.2 * 2 + 0.4 * 4 + 0.4 * 6, 12);
    expect(variance(distribution)).toBeCloseTo(0.2 * 4 + 0.4 * (16 + 16 / 12) + 0.4 * 36 - 4.4 * 4.4, 12);
  });

  test('an exponential cut at its mean has mean (1 - 1/e) of it', () => {
    expect(mean(make.clamped(make.exponential({ mean: 100 }), { max: 100 }))).toBeCloseTo(100 * (1 - Math.exp(-1)), 10);
  });
});

describe('never', () => {
  test('its variates, mean and quantiles are Infinity', () => {
    expect(createSampler(make.never).sample(0.5)).toBe(Infinity);
    expect(mean(make.never)).toBe(Infinity);
    expect(quantile(make.never, 0.5)).toBe(Infinity);
    expect([cumulative(make.never, 1e300), cumulative(make.never, Infinity)]).toEqual([0, 1]);
    expect(mean(make.clamped(make.never, { max: 5 }))).toBe(5);
  });

  test('half of a mixture of never and 5 is 5', () => {
    const distribution = make.mixture([
      { weight: 0.5, distribution: make.never },
      { weight: 0.5, distribution: make.uniform({ min: 4, max: 6 }) },
    ]);
    expect(quantile(distribution, 0.25)).toBeCloseTo(5, 12);
    expect(quantile(distribution, 0.75)).toBe(Infinity);
    expect(mean(distribution)).toBe(Infinity);
  });
});

describe('constructors', () => {
  test('lognormal hits the quantiles it was given', () => {
    const ends = make.lognormal({ p5: 120, p95: 1200 });
    expect([quantile(ends, 0.05), quantile(ends, 0.95)].map(Math.round)).toEqual([120, 1200]);
    const middle = make.lognormal({ p50: 100, p95: 300 });
    expect([quantile(middle, 0.5), quantile(middle, 0.95)].map(Math.round)).toEqual([100, 300]);
  });

  test('a lognormal without spread is its median', () => {
    const distribution = make.lognormal({ p50: 100, sigma: 0 });
    expect(mean(distribution)).toBeCloseTo(100, 10);
    expect(variance(distribution)).toBe(0);
    expect(cumulative(distribution, 99.9)).toBe(0);
    expect(cumulative(distribution, 100.1)).toBe(1);
  });

  test('a triangular has the textbook mean and variance', () => {
    const distribution = make.triangular({ min: 0, mode: 3, max: 9 });
    expect(mean(distribution)).toBe(4);
    expect(variance(distribution)).toBeCloseTo((81 + 9 - 27) / 18, 12);
  });

  test('weights are shares of their sum, and stay to the bit when they sum to 1', () => {
    const part = make.constant(1);
    const weights = (given: readonly number[]) => {
      const made = make.mixture(given.map((weight) => ({ weight, distribution: part })));
      return (made as unknown as { components: { weight: number }[] }).components.map(({ weight }) => weight);
    };
    expect(weights([2, 6])).toEqual([0.25, 0.75]);
    expect(weights([0.1, 0.2, 0.7])).toEqual([0.1, 0.2, 0.7]);
  });

  test('senseless parameters throw', () => {
    const senseless = [
      () => make.constant(-1),
      () => make.constant(NaN),
      () => make.exponential({ mean: 0 }),
      () => make.exponential({ mean: Infinity }),
      () => make.uniform({ min: 5, max: 5 }),
      () => make.triangular({ min: 1, mode: 4, max: 3 }),
      () => make.lognormal({ p5: 5, p95: 4 }),
      () => make.lognormal({ p50: 5, p95: 5 }),
      () => make.lognormal({ p50: 5, sigma: -1 }),
      () => make.lognormal({ p50: 0, sigma: 1 }),
      () => make.lognormal({ mean: -1, sd: 1 }),
      () => make.gamma({ mean: 1, sd: 0 }),
      () => make.gamma({ shape: 0, scale: 1 }),
      () => make.weibull({ shape: NaN, scale: 1 }),
      () => make.weibull({ shape: 1, mean: 0 }),
      () => make.empirical([]),
      () => make.empirical([1, NaN]),
      () => make.mixture([]),
      () => make.mixture([{ weight: 0, distribution: make.never }]),
      () => make.clamped(make.constant(1), { min: 2, max: 2 }),
    ];
    for (const construct of senseless) expect(construct).toThrow(RangeError);
  });
});
