import type { Distribution } from './distribution.ts';
import { createSampler } from './sampler.ts';

/** The distribution of so many times the variate; a factor of 0 leaves nothing of it, an infinite one makes it never occur. */
export function scale(distribution: Distribution, factor: number): Distribution {
  if (!(factor >= 0)) throw new RangeError(`not a factor: ${factor}`);
  if (factor === Infinity) return { kind: 'never' };
  if (factor === 0) return { kind: 'constant', value: 0 };
  switch (distribution.kind) {
    case 'never':
      return distribution;
    case 'constant':
      return { kind: 'constant', value: distribution.value * factor };
    case 'exponential':
      return { kind: 'exponential', mean: distribution.mean * factor };
    case 'uniform':
      return { kind: 'uniform', min: distribution.min * factor, max: distribution.max * factor };
    case 'triangular': {
      const { min, mode, max } = distribution;
      return { kind: 'triangular', min: min * factor, mode: mode * factor, max: max * factor };
    }
    case 'lognormal':
      return { kind: 'lognormal', mu: distribution.mu + Math.log(factor), sigma: distribution.sigma };
    case 'gamma':
      return { kind: 'gamma', shape: distribution.shape, scale: distribution.scale * factor };
    case 'weibull':
      return { kind: 'weibull', shape: distribution.shape, scale: distribution.scale * factor };
    case 'empirical':
      return { kind: 'empirical', values: distribution.values.map((value) => value * factor) };
    case 'mixture':
      return {
        kind: 'mixture',
        components: distribution.components.map(({ weight, distribution: part }) => ({
          weight,
          distribution: scale(part, factor),
        })),
      };
    case 'clamped': {
      const { distribution: inner, min, max } = distribution;
      return { kind: 'clamped', distribution: scale(inner, factor), min: min * factor, max: max * factor };
    }
  }
}

/** What people mean by its size: the mean of an exponential, else the median. */
export const typical = (distribution: Distribution): number =>
  distribution.kind === 'exponential' ? distribution.mean : createSampler(distribution).sample(0.5);
