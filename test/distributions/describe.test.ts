import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as make from '../../src/distributions/constructors.ts';
import { describeDistribution } from '../../src/distributions/describe.ts';
import type { Distribution } from '../../src/distributions/distribution.ts';
import { parseDistribution } from '../../src/distributions/parse.ts';
import { FAMILIES } from './families.ts';

const readBack = (text: string, quantity: 'duration' | 'bytes' = 'duration') => {
  const result = parseDistribution(text, { quantity, bare: 'constant', allowNever: true });
  return result.ok ? result.distribution : result.problems;
};

test.each([
  'never',
  'constant(30d)',
  'exponential(7.69y)',
  'uniform(15m,20m)',
  'triangular(1m,2m,4m)',
  'lognormal(p5=2m,p95=20m)',
  'lognormal(p50=84.9s,sigma=0.211)',
  'lognormal(p50=2m,p95=11m)',
  'lognormal(mean=1h,sd=90m)',
  'lognormal(p50=4s,sigma=0.6,max=30s)',
  'exponential(6h,min=1h)',
  'clamped(uniform(5m,9m),min=6m,max=8m)',
  'clamped(exponential(6h,max=2d),min=1h)',
  'gamma(mean=20s,sd=10s)',
  'gamma(shape=0.3,scale=5s)',
  'weibull(shape=1.5,mean=1h)',
  'weibull(shape=0.7,scale=500h)',
  'empirical(1m,90s,5m)',
  'mixture(2/3 lognormal(p50=4m,sigma=0.5), 1/3 constant(15m))',
  'mixture(8/13 constant(4m), 5/13 constant(15m))',
  'mixture(0.6667 constant(4m), 0.3333 never)',
  'mixture(0.5 constant(4m), 0.5 exponential(5m),max=1h)',
])('%s stays as it was written', (text) => {
  expect(describeDistribution(readBack(text) as Distribution, 'duration')).toBe(text);
});

test('sizes are written with their units', () => {
  const distribution = readBack('lognormal(p50=50MB,sigma=1.5,max=1GiB)', 'bytes') as Distribution;
  expect(describeDistribution(distribution, 'bytes')).toBe('lognormal(p50=50MB,sigma=1.5,max=1GiB)');
});

test.each(FAMILIES)('$name is read back to the bit', ({ distribution }) => {
  for (const quantity of ['duration', 'bytes'] as const) {
    expect(readBack(describeDistribution(distribution, quantity), quantity)).toEqual(distribution);
  }
});

describe('random distributions', () => {
  const quantity = fc.oneof(
    fc.integer({ min: 1, max: 1e12 }).map((seconds) => seconds * 1000),
    fc.double({ min: 0.1, max: 1e12, noNaN: true }),
  );
  const pair = fc.tuple(quantity, quantity).filter(([low, high]) => low < high && high < 1e9 * low);
  const leaf: fc.Arbitrary<Distribution> = fc.oneof(
    quantity.map((value) => make.constant(value)),
    quantity.map((mean) => make.exponential({ mean })),
    pair.map(([min, max]) => make.uniform({ min, max })),
    pair.map(([p5, p95]) => make.lognormal({ p5, p95 })),
    fc
      .tuple(quantity, fc.double({ min: 0, max: 9, noNaN: true }))
      .map(([p50, sigma]) => make.lognormal({ p50, sigma })),
    fc
      .tuple(quantity, fc.double({ min: 0.1, max: 3, noNaN: true }))
      .map(([mean, ratio]) => make.gamma({ mean, sd: mean * ratio })),
    fc
      .tuple(quantity, fc.double({ min: 0.3, max: 5, noNaN: true }))
      .map(([scale, shape]) => make.weibull({ shape, scale })),
    fc.array(quantity, { minLength: 1, maxLength: 5 }).map((values) => make.empirical(values)),
  );
  const { tree } = fc.letrec<{ tree: Distribution; mixture: Distribution; clamped: Distribution }>((tie) => ({
    tree: fc.oneof({ maxDepth: 2 }, leaf, tie('mixture'), tie('clamped')),
    mixture: fc
      .array(fc.tuple(fc.integer({ min: 1, max: 50 }), tie('tree')), { minLength: 1, maxLength: 3 })
      .map((parts) => make.mixture(parts.map(([weight, distribution]) => ({ weight, distribution })))),
    clamped: fc.tuple(tie('tree'), pair).map(([distribution, [min, max]]) => make.clamped(distribution, { min, max })),
  }));

  /** Every number of a distribution, in order. */
  const numbers = (value: unknown): number[] =>
    typeof value === 'number'
      ? [value]
      : typeof value === 'object'
        ? Object.values(value as object).flatMap(numbers)
        : [];

  test('each is read back as it was, but for the last bits of a lognormal’s logarithms', () => {
    fc.assert(
      fc.property(tree, (distribution) => {
        const back = readBack(describeDistribution(distribution, 'duration'));
        const found = numbers(back);
        const expected = numbers(distribution);
        expect(found.length).toBe(expected.length);
        for (const [index, value] of expected.entries()) {
          expect(Math.abs(found[index]! - value)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(value)));
        }
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
