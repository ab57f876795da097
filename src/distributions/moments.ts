import { cumulative } from './cumulative.ts';
import type { Distribution } from './distribution.ts';
import { gammaFunction, normalCumulative, regularisedGammaP } from './special.ts';

/** The expected variate; Infinity where `never` has a share. */
export function mean(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'uniform':
      return distribution.min + (distribution.max - distribution.min) / 2;
    case 'triangular':
      return (distribution.min + distribution.mode + distribution.max) / 3;
    case 'mixture':
      return distribution.components.reduce((sum, { weight, distribution: part }) => sum + weight * mean(part), 0);
    default:
      return partialMoment(distribution, 1, Infinity);
  }
}

/** The expected squared distance from the mean, in squared units; NaN where the mean is infinite. */
export function variance(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
      return 0;
    case 'exponential':
      return distribution.mean * distribution.mean;
    case 'uniform': {
      const width = distribution.max - distribution.min;
      return (width * width) / 12;
    }
    case 'triangular': {
      const left = distribution.mode - distribution.min;
      const right = distribution.max - distribution.mode;
      return (left * left + left * right + right * right) / 18;
    }
    case 'lognormal': {
      const square = distribution.sigma * distribution.sigma;
      return Math.expm1(square) * Math.exp(2 * distribution.mu + square);
    }
    case 'gamma':
      return distribution.shape * distribution.scale * distribution.scale;
    case 'empirical': {
      const centre = mean(distribution);
      const squares = distribution.values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
      return squares / distribution.values.length;
    }
    case 'mixture': {
      const centre = mean(distribution);
      return distribution.components.reduce((sum, { weight, distribution: part }) => {
        const distance = mean(part) - centre;
        return sum + weight * (variance(part) + distance * distance);
      }, 0);
    }
    case 'never':
    case 'weibull':
    case 'clamped': {
      const centre = mean(distribution);
      return Math.max(0, partialMoment(distribution, 2, Infinity) - centre * centre);
    }
  }
}

/** E[X^order; X <= x]: what values up to x contribute to a moment. Clamping needs it; at Infinity it is the moment itself. */
function partialMoment(distribution: Distribution, order: 1 | 2, x: number): number {
  switch (distribution.kind) {
    case 'never':
      return x === Infinity ? Infinity : 0;
    case 'constant':
      return x >= distribution.value ? power(distribution.value, order) : 0;
    case 'exponential':
      return power(distribution.mean, order) * order * regularisedGammaP(1 + order, x / distribution.mean);
    case 'uniform': {
      const { min, max } = distribution;
      const top = Math.min(Math.max(x, min), max);
      return order === 1
        ? ((top - min) * (top + min)) / (2 * (max - min))
        : ((top - min) * (top * top + top * min + min * min)) / (3 * (max - min));
    }
    case 'triangular':
      return triangularMoment(distribution.min, distribution.mode, distribution.max, order, x);
    case 'lognormal': {
      const { mu, sigma } = distribution;
      const whole = Math.exp(order * mu + (order * order * sigma * sigma) / 2);
      if (x === Infinity) return whole;
      if (sigma === 0 || !(x > 0)) return whole * cumulative(distribution, x);
      return whole * normalCumulative((Math.log(x) - mu) / sigma - order * sigma);
    }
    case 'gamma': {
      const { shape, scale } = distribution;
      const factors = order === 1 ? shape : shape * (shape + 1);
      return power(scale, order) * factors * regularisedGammaP(shape + order, x / scale);
    }
    case 'weibull': {
      const { shape, scale } = distribution;
      const rank = 1 + order / shape;
      const bound = x > 0 ? Math.exp(shape * Math.log(x / scale)) : 0;
      return power(scale, order) * gammaFunction(rank) * regularisedGammaP(rank, bound);
    }
    case 'empirical': {
      const { values } = distribution;
      return values.reduce((sum, value) => (value <= x ? sum + power(value, order) : sum), 0) / values.length;
    }
    case 'mixture':
      return distribution.components.reduce(
        (sum, { weight, distribution: part }) => sum + weight * partialMoment(part, order, x),
        0,
      );
    case 'clamped': {
      const { distribution: inner, min, max } = distribution;
      if (x < min) return 0;
      const below = min === -Infinity ? 0 : cumulative(inner, min) * power(min, order);
      const skipped = min === -Infinity ? 0 : partialMoment(inner, order, min);
      const between = partialMoment(inner, order, Math.min(x, max)) - skipped;
      const above = x < max || max === Infinity ? 0 : (1 - cumulative(inner, max)) * power(max, order);
      return below + between + above;
    }
  }
}

const power = (value: number, order: 1 | 2): number => (order === 1 ? value : value * value);

function triangularMoment(min: number, mode: number, max: number, order: 1 | 2, x: number): number {
  // Antiderivative of t^order (t - edge), taken between two points.
  const span = (from: number, to: number, edge: number): number => {
    const at = (t: number): number => (order === 1 ? t * t * (t / 3 - edge / 2) : t * t * t * (t / 4 - edge / 3));
    return at(to) - at(from);
  };
  const top = Math.min(Math.max(x, min), max);
  let sum = 0;
  if (mode > min) sum += (2 * span(min, Math.min(top, mode), min)) / ((max - min) * (mode - min));
  if (top > mode) sum -= (2 * span(mode, top, max)) / ((max - min) * (max - mode));
  return sum;
}
