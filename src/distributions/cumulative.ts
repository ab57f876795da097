import type { Distribution } from './distribution.ts';
import { createSampler } from './sampler.ts';
import { normalCumulative, regularisedGammaP } from './special.ts';

/** The probability that a variate is at most x. */
export function cumulative(distribution: Distribution, x: number): number {
  switch (distribution.kind) {
    case 'never':
      return x === Infinity ? 1 : 0;
    case 'constant':
      return x >= distribution.value ? 1 : 0;
    case 'exponential':
      return x > 0 ? -Math.expm1(-x / distribution.mean) : 0;
    case 'uniform':
      return clampUnit((x - distribution.min) / (distribution.max - distribution.min));
    case 'triangular':
      return triangularCumulative(distribution.min, distribution.mode, distribution.max, x);
    case 'lognormal': {
      const { mu, sigma } = distribution;
      if (!(x > 0)) return 0;
      return sigma === 0 ? (Math.log(x) >= mu ? 1 : 0) : normalCumulative((Math.log(x) - mu) / sigma);
    }
    case 'gamma':
      return regularisedGammaP(distribution.shape, x / distribution.scale);
    case 'weibull':
      return x > 0 ? -Math.expm1(-Math.exp(distribution.shape * Math.log(x / distribution.scale))) : 0;
    case 'empirical':
      return countUpTo(distribution.values, x) / distribution.values.length;
    case 'mixture':
      return clampUnit(
        distribution.components.reduce((sum, { weight, distribution: part }) => sum + weight * cumulative(part, x), 0),
      );
    case 'clamped':
      return x < distribution.min ? 0 : x >= distribution.max ? 1 : cumulative(distribution.distribution, x);
  }
}

/** The least x with cumulative(x) >= u, for u from 0 to 1. */
export function quantile(distribution: Distribution, u: number): number {
  if (!(u >= 0 && u <= 1)) return NaN;
  if (distribution.kind === 'clamped') {
    return Math.min(Math.max(quantile(distribution.distribution, u), distribution.min), distribution.max);
  }
  if (distribution.kind === 'mixture') return mixtureQuantile(distribution, u);
  if (distribution.kind === 'empirical') {
    return distribution.values[Math.max(0, Math.ceil(u * distribution.values.length) - 1)]!;
  }
  return createSampler(distribution).sample(u);
}

/** Between the least and the greatest quantile of the components, by bisection. */
function mixtureQuantile(distribution: Extract<Distribution, { kind: 'mixture' }>, u: number): number {
  const parts = distribution.components.map((component) => quantile(component.distribution, u));
  let low = Math.min(...parts);
  let high = Math.max(...parts);
  if (cumulative(distribution, low) >= u) return low;
  // A part that may never occur: its quantile is Infinity, the mixture's perhaps not.
  if (high === Infinity) {
    high = Math.max(1, 2 * low);
    while (high < Infinity && cumulative(distribution, high) < u) high *= 2;
    if (high === Infinity) return Infinity;
  }
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (cumulative(distribution, middle) >= u) high = middle;
    else low = middle;
  }
}

function triangularCumulative(min: number, mode: number, max: number, x: number): number {
  if (x <= min) return 0;
  if (x >= max) return 1;
  if (x <= mode) return ((x - min) * (x - min)) / ((max - min) * (mode - min));
  return 1 - ((max - x) * (max - x)) / ((max - min) * (max - mode));
}

/** How many of the ascending values are at most x. */
function countUpTo(values: readonly number[], x: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

const clampUnit = (value: number): number => (value < 0 ? 0 : value > 1 ? 1 : value);
