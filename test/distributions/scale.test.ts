import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../src/distributions/distribution.ts';
import { createSampler } from '../../src/distributions/sampler.ts';
import { scale, typical } from '../../src/distributions/scale.ts';

const lognormal: Distribution = { kind: 'lognormal', mu: Math.log(50), sigma: 0.7 };
const DISTRIBUTIONS: readonly Distribution[] = [
  { kind: 'constant', value: 7 },
  { kind: 'exponential', mean: 30 },
  { kind: 'uniform', min: 2, max: 10 },
  { kind: 'triangular', min: 1, mode: 4, max: 9 },
  lognormal,
  { kind: 'gamma', shape: 2, scale: 5 },
  { kind: 'weibull', shape: 1.5, scale: 12 },
  { kind: 'empirical', values: [1, 2, 5, 9] },
  {
    kind: 'mixture',
    components: [
      { weight: 0.25, distribution: lognormal },
      { weight: 0.75, distribution: { kind: 'constant', value: 3 } },
    ],
  },
  { kind: 'clamped', distribution: lognormal, min: 20, max: 90 },
];

describe('a scaled distribution', () => {
  test.each(DISTRIBUTIONS.map((distribution) => [distribution.kind, distribution] as const))(
    '%s: every quantile is so many times the old one',
    (_, distribution) => {
      const [before, after] = [createSampler(distribution), createSampler(scale(distribution, 2.5))];
      for (const u of [0.01, 0.2, 0.5, 0.8, 0.99]) expect(after.sample(u) / (2.5 * before.sample(u))).toBeCloseTo(1, 6);
    },
  );

  test('is nothing, or never, at the ends', () => {
    expect(scale(lognormal, 0)).toEqual({ kind: 'constant', value: 0 });
    expect(scale(lognormal, Infinity)).toEqual({ kind: 'never' });
    expect(scale({ kind: 'never' }, 3)).toEqual({ kind: 'never' });
    expect(() => scale(lognormal, -1)).toThrow('not a factor');
  });
});

test('the size of a distribution is its median, of an exponential its mean', () => {
  expect(typical(lognormal)).toBeCloseTo(50, 6);
  expect(typical({ kind: 'exponential', mean: 30 })).toBe(30);
  expect(typical(scale(lognormal, 3))).toBeCloseTo(150, 6);
});
