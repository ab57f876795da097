import * as make from '../../src/distributions/constructors.ts';
import type { Distribution } from '../../src/distributions/distribution.ts';

/** One distribution of every kind, with clamps and nests, in milliseconds. */
export const FAMILIES: readonly { readonly name: string; readonly distribution: Distribution }[] = [
  { name: 'constant', distribution: make.constant(900_000) },
  { name: 'exponential', distribution: make.exponential({ mean: 21_600_000 }) },
  { name: 'uniform', distribution: make.uniform({ min: 900_000, max: 1_200_000 }) },
  { name: 'triangular', distribution: make.triangular({ min: 60_000, mode: 90_000, max: 300_000 }) },
  { name: 'triangular, mode at the low end', distribution: make.triangular({ min: 0, mode: 0, max: 300_000 }) },
  { name: 'triangular, mode at the high end', distribution: make.triangular({ min: 0, mode: 300_000, max: 300_000 }) },
  { name: 'lognormal', distribution: make.lognormal({ p5: 120_000, p95: 1_200_000 }) },
  { name: 'gamma', distribution: make.gamma({ mean: 60_000, sd: 40_000 }) },
  { name: 'gamma, shape below 1', distribution: make.gamma({ shape: 0.5, scale: 60_000 }) },
  { name: 'weibull', distribution: make.weibull({ shape: 1.5, scale: 60_000 }) },
  { name: 'weibull, shape below 1', distribution: make.weibull({ shape: 0.7, mean: 60_000 }) },
  { name: 'empirical', distribution: make.empirical([60_000, 5_000, 5_000, 600_000, 90_000]) },
  {
    name: 'mixture',
    distribution: make.mixture([
      { weight: 8, distribution: make.lognormal({ p50: 480_000, sigma: 0.6 }) },
      { weight: 5, distribution: make.constant(900_000) },
    ]),
  },
  {
    name: 'clamped above',
    distribution: make.clamped(make.lognormal({ p50: 4_000, sigma: 0.6 }), { max: 10_000 }),
  },
  {
    name: 'clamped at both ends',
    distribution: make.clamped(make.exponential({ mean: 60_000 }), { min: 30_000, max: 120_000 }),
  },
  { name: 'clamped gamma', distribution: make.clamped(make.gamma({ mean: 60_000, sd: 40_000 }), { min: 20_000 }) },
  { name: 'clamped weibull', distribution: make.clamped(make.weibull({ shape: 1.5, scale: 60_000 }), { max: 50_000 }) },
  {
    name: 'clamped triangular',
    distribution: make.clamped(make.triangular({ min: 60_000, mode: 90_000, max: 300_000 }), {
      min: 70_000,
      max: 200_000,
    }),
  },
  {
    name: 'clamped uniform',
    distribution: make.clamped(make.uniform({ min: 60_000, max: 90_000 }), { min: 70_000, max: 80_000 }),
  },
  {
    name: 'clamped mixture of clamped',
    distribution: make.clamped(
      make.mixture([
        { weight: 0.25, distribution: make.clamped(make.exponential({ mean: 50_000 }), { min: 10_000 }) },
        { weight: 0.75, distribution: make.empirical([20_000, 40_000]) },
      ]),
      { min: 15_000, max: 100_000 },
    ),
  },
];
