import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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

function componentsOf(values: readonly number[]): VarianceComponents {
  const components = new VarianceComponents(SIZE);
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
  });
});
