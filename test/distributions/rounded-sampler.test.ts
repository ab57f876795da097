import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../src/distributions/distribution.ts';
import { createRoundedSampler } from '../../src/distributions/rounded-sampler.ts';
import { createSampler } from '../../src/distributions/sampler.ts';
import { Simulation } from '../../src/engine/index.ts';

const CASES: readonly Distribution[] = [
  { kind: 'lognormal', mu: 10.491274217438248, sigma: 0.4 },
  { kind: 'lognormal', mu: 14.22097566607244, sigma: 0.5 },
  { kind: 'lognormal', mu: 9.6, sigma: 0.67 },
  { kind: 'lognormal', mu: 2, sigma: 2 },
  { kind: 'lognormal', mu: 20, sigma: 0.01 },
  { kind: 'weibull', shape: 0.7, scale: 3e6 },
  { kind: 'weibull', shape: 4, scale: 12_000 },
  { kind: 'gamma', shape: 2.5, scale: 60_000 },
  { kind: 'clamped', distribution: { kind: 'lognormal', mu: 8.294, sigma: 0.6 }, min: -Infinity, max: 30_000 },
  { kind: 'clamped', distribution: { kind: 'lognormal', mu: 8.294, sigma: 0.6 }, min: 1234.5, max: 10_000.4 },
  { kind: 'uniform', min: 0, max: 30_000 },
  { kind: 'constant', value: 7.5 },
];

describe('a rounded sampler gives, number for number, what rounding gives', () => {
  test.each(CASES)('%o', (distribution) => {
    const exact = createSampler(distribution);
    const rounded = createRoundedSampler(distribution);
    const stream = new Simulation({ seed: 'rounded' }).stream('a', 'b');
    const count = distribution.kind === 'gamma' ? 20_000 : 300_000;
    let different = 0;
    for (let draw = 0; draw < count; draw++) {
      const u = stream.uniform();
      if (rounded.sample(u) !== Math.round(exact.sample(u))) different++;
    }
    expect(different).toBe(0);
  });

  test.each(CASES)('%o at the ends and at the bounds of cells', (distribution) => {
    const exact = createSampler(distribution);
    const rounded = createRoundedSampler(distribution);
    for (let cell = 0; cell <= 64; cell++) {
      for (const u of [cell / 64 - 2 ** -53, cell / 64, cell / 64 + 2 ** -53]) {
        if (u > 0 && u < 1) expect(rounded.sample(u)).toBe(Math.round(exact.sample(u)));
      }
    }
    for (const u of [2 ** -60, 1 - 2 ** -53]) expect(rounded.sample(u)).toBe(Math.round(exact.sample(u)));
  });
});
