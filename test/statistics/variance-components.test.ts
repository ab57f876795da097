import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { studentQuantile } from '../../src/distributions/special.ts';
import { createSampler } from '../../src/distributions/sampler.ts';
import { Simulation } from '../../src/engine/index.ts';
import { VarianceComponents } from '../../src/statistics/variance-components.ts';

const SIZE = 4;

/** The textbook's table of analysis of variance, in two passes. */
function twoPass(values: readonly number[], size: number) {
  const groups = Array.from({ length: Math.floor(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const squares = (list: readonly number[], about: number) =>
    list.reduce((sum, value) => sum + (value - about) * (value - about), 0);
  const means = groups.map(mean);
  const within = groups.reduce((sum, group) => sum + squares(group, mean(group)), 0) / (groups.length * (size - 1));
  const between = (size * squares(means, mean(means))) / (groups.length - 1);
  return { mean: mean(means), within, between: Math.max(0, (between - within) / size) };
}

function componentsOf(values: readonly number[], origin = 0): VarianceComponents {
  const components = new VarianceComponents(SIZE, origin);
  components.add(Float64Array.from(values), values.length);
  return components;
}

describe('variance components', () => {
  test('a small table by hand', () => {
    // Groups (1 2 3 4) and (5 6 7 10): means 2.5 and 7, squares within 5 and 14.
    const components = componentsOf([1, 2, 3, 4, 5, 6, 7, 10]);
    expect(components.mean()).toBe(4.75);
    expect(components.within()).toBeCloseTo(19 / 6, 12);
    expect(components.between()).toBeCloseTo((4 * 2 * 2.25 * 2.25 - 19 / 6) / 4, 12);
    // t with one degree of freedom: 12.706; standard error of two means 4.5 apart: 2.25.
    const { low, high } = components.meanInterval(0.95);
    expect([low, high]).toEqual([expect.closeTo(4.75 - 12.7062 * 2.25, 3), expect.closeTo(4.75 + 12.7062 * 2.25, 3)]);
  });

  test('agree with two passes, in one piece or merged from parts, through JSON too', () => {
    const integers = fc.array(fc.integer({ min: -1000, max: 1_000_000 }), { minLength: 2 * SIZE, maxLength: 60 });
    fc.assert(
      fc.property(integers, fc.nat(14), (values, cut) => {
        const whole = componentsOf(values);
        const parts = componentsOf(values.slice(0, cut * SIZE));
        const rest = componentsOf(values.slice(cut * SIZE));
        parts.merge(VarianceComponents.fromJSON(rest.toJSON(), SIZE));
        expect(parts.toJSON()).toEqual(whole.toJSON());
        const exact = twoPass(values, SIZE);
        expect(whole.mean()).toBeCloseTo(exact.mean, 6);
        expect(whole.within() / (exact.within || 1)).toBeCloseTo(exact.within === 0 ? 0 : 1, 9);
        expect(Math.abs(whole.between() - exact.between)).toBeLessThanOrEqual(1e-9 * (exact.between + exact.within));
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  test('an incomplete last group is left out; one group says nothing of the difference between groups', () => {
    const components = componentsOf([1, 2, 3, 4, 99]);
    expect([components.groups, components.mean()]).toEqual([1, 2.5]);
    expect([components.between(), components.meanInterval(0.95).high]).toEqual([NaN, Infinity]);
    expect(components.betweenInterval(0.95)).toMatchObject({ low: 0, high: Infinity });
    expect(components.expectationQuantile(0.5)).toBeNaN();
  });

  test('more than 2^53 in a group, each value of which is less, is exact', () => {
    const large = 2 ** 53 - 1;
    expect(componentsOf([large, large, large, large, 1, 1, 1, 1]).mean()).toBe(2 ** 52);
  });
});

describe('how certain the variance between groups is', () => {
  /** Values in groups with a mean of their own, whose variances are known. */
  function draw(seed: number, groups: number, size: number, sigma: number): VarianceComponents {
    const chance = new Simulation({ seed: 'groups' });
    chance.reset(seed);
    const [rates, counts] = [chance.stream('group', 'rate'), chance.stream('group', 'count')];
    const rate = createSampler({ kind: 'lognormal', mu: 0, sigma });
    const components = new VarianceComponents(size, 0);
    const values = new Float64Array(size);
    for (let group = 0; group < groups; group++) {
      const mean = rate.sample(rates.uniform());
      for (let index = 0; index < size; index++) values[index] = poisson(mean, counts.uniform());
      components.add(values, size);
    }
    return components;
  }

  function poisson(mean: number, u: number): number {
    let count = 0;
    let share = Math.exp(-mean);
    for (let below = share; u > below && count < 100; below += share) share *= mean / ++count;
    return count;
  }

  /** Of Poisson counts with a lognormal mean exp(sigma Z): luck has the variance exp(s^2 / 2), ignorance exp(s^2) (exp(s^2) - 1). */
  const SIGMA = 0.4;
  const LUCK = Math.exp((SIGMA * SIGMA) / 2);
  const IGNORANCE = Math.exp(SIGMA * SIGMA) * Math.expm1(SIGMA * SIGMA);

  test('luck and ignorance come near the closed form', () => {
    const components = draw(1, 4000, 20, SIGMA);
    expect(components.within() / LUCK).toBeCloseTo(1, 1);
    expect(components.between() / IGNORANCE).toBeCloseTo(1, 1);
    // Quantiles of the means: those of the lognormal, with what the shape of luck adds.
    for (const [p, z] of [
      [0.05, -1.645],
      [0.5, 0],
      [0.95, 1.645],
    ] as const) {
      expect(Math.abs(components.expectationQuantile(p) - Math.exp(SIGMA * z))).toBeLessThan(0.06);
    }
  });

  test('intervals cover the mean and the variance between groups as they say', () => {
    const runs = 300;
    let [mean, between] = [0, 0];
    for (let seed = 1; seed <= runs; seed++) {
      const components = draw(seed, 100, 20, SIGMA);
      const inside = (value: number, { low, high }: { low: number; high: number }) =>
        low <= value && value <= high ? 1 : 0;
      mean += inside(LUCK, components.meanInterval(0.95));
      between += inside(IGNORANCE, components.betweenInterval(0.95));
    }
    expect(mean / runs).toBeGreaterThan(0.92);
    expect(mean / runs).toBeLessThan(0.98);
    expect(between / runs).toBeGreaterThan(0.9);
    expect(between / runs).toBeLessThan(0.99);
  });

  test('without a difference between groups, seldom is one seen', () => {
    const seen = Array.from({ length: 300 }, (_, seed) => draw(seed + 1, 60, 20, 0).betweenInterval(0.95).low > 0);
    expect(seen.filter(Boolean).length / 300).toBeLessThan(0.05);
  });

  test('is what the spread of u - 2 m x over groups says, in two passes', () => {
    const group = fc.tuple(fc.nat(1_000_000), fc.array(fc.nat(1000), { minLength: SIZE, maxLength: SIZE }));
    let told = 0;
    fc.assert(
      fc.property(fc.array(group, { minLength: 4, maxLength: 30 }), (drawn) => {
        const values = drawn.flatMap(([base, members]) => members.map((member) => base + member));
        const groups = drawn.length;
        const grand = values.reduce((sum, value) => sum + value, 0) / values.length;
        const parts = Array.from({ length: groups }, (_, group) => {
          const members = values.slice(group * SIZE, (group + 1) * SIZE).map((value) => value - grand);
          const sum = members.reduce((total, value) => total + value, 0);
          const squares = members.reduce((total, value) => total + value * value, 0);
          return (sum * sum - squares) / (SIZE * (SIZE - 1));
        });
        const mean = parts.reduce((sum, part) => sum + part, 0) / groups;
        const variance = parts.reduce((sum, part) => sum + (part - mean) * (part - mean), 0) / (groups - 1);
        const components = componentsOf(values);
        const { low, high } = components.betweenInterval(0.95);
        // A lower end above zero tells the half-width.
        if (low > 0) {
          told++;
          const t = studentQuantile(0.975, groups - 1);
          expect((components.between() - low) / (t * Math.sqrt(variance / groups))).toBeCloseTo(1, 6);
        }
        expect(high).toBeGreaterThanOrEqual(components.between());
      }),
      { seed: 5, numRuns: 300 },
    );
    expect(told).toBeGreaterThan(100);
  });

  test('shares near 100 are told apart in a histogram, too: their distance from the origin is kept', () => {
    const components = new VarianceComponents(2, 1_000_000);
    for (let group = 0; group < 3000; group++)
      components.add(Float64Array.of(999_000 + (group % 500), 999_000 + (group % 500)), 2);
    expect(Math.abs(components.expectationQuantile(0.05) - 999_025)).toBeLessThan(10);
    expect(Math.abs(components.expectationQuantile(0.95) - 999_475)).toBeLessThan(10);
  });
});
