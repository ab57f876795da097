import type { Distribution } from './distribution.ts';
import { gammaFunction, normalQuantile } from './special.ts';

/** The standard normal's 95th percentile: p5 and p95 lie this many sigmas from the median. */
const Z95 = normalQuantile(0.95);

/** The hazard that does not occur: every variate is Infinity. */
export const never: Distribution = { kind: 'never' };

// All throw a RangeError that says what must hold. Quantities are in base units: milliseconds or bytes.

export function constant(value: number): Distribution {
  must(value >= 0 && value < Infinity, 'value must not be negative');
  return { kind: 'constant', value };
}

export function exponential({ mean }: { readonly mean: number }): Distribution {
  mustBePositive('mean', mean);
  return { kind: 'exponential', mean };
}

export function uniform({ min, max }: { readonly min: number; readonly max: number }): Distribution {
  must(min >= 0 && min < max && max < Infinity, 'min must be less than max');
  return { kind: 'uniform', min, max };
}

export function triangular(given: { readonly min: number; readonly mode: number; readonly max: number }): Distribution {
  const { min, mode, max } = given;
  must(min >= 0 && min < max && max < Infinity, 'min must be less than max');
  must(min <= mode && mode <= max, 'mode must lie between min and max');
  return { kind: 'triangular', min, mode, max };
}

/** Two quantiles, the median and the standard deviation of the logarithm, or mean and standard deviation. */
export type LognormalParameters =
  | { readonly p5: number; readonly p95: number }
  | { readonly p50: number; readonly p95: number }
  | { readonly p50: number; readonly sigma: number }
  | { readonly mean: number; readonly sd: number };

export function lognormal(given: LognormalParameters): Distribution {
  if ('mean' in given) {
    const { mean, sd } = given;
    mustBePositive('mean', mean);
    must(sd >= 0 && sd < Infinity, 'sd must not be negative');
    const ratio = sd / mean;
    const variance = Math.log1p(ratio * ratio);
    return lognormalOf(Math.log(mean) - variance / 2, Math.sqrt(variance));
  }
  if ('p5' in given) {
    const { p5, p95 } = given;
    mustBePositive('p5', p5);
    must(p95 > p5, 'p5 must be less than p95');
    return lognormalOf((Math.log(p5) + Math.log(p95)) / 2, (Math.log(p95) - Math.log(p5)) / (2 * Z95));
  }
  mustBePositive('p50', given.p50);
  if ('sigma' in given) return lognormalOf(Math.log(given.p50), given.sigma);
  must(given.p95 > given.p50, 'p50 must be less than p95');
  return lognormalOf(Math.log(given.p50), (Math.log(given.p95) - Math.log(given.p50)) / Z95);
}

function lognormalOf(mu: number, sigma: number): Distribution {
  must(sigma >= 0 && sigma <= 10, 'sigma must lie between 0 and 10: beyond, the mean is e^50 times the median');
  must(Number.isFinite(mu), 'the median must be finite');
  return { kind: 'lognormal', mu, sigma };
}

export type GammaParameters =
  { readonly mean: number; readonly sd: number } | { readonly shape: number; readonly scale: number };

export function gamma(given: GammaParameters): Distribution {
  if ('shape' in given) return gammaOf(given.shape, given.scale);
  const { mean, sd } = given;
  mustBePositive('mean', mean);
  mustBePositive('sd', sd);
  const ratio = mean / sd;
  return gammaOf(ratio * ratio, (sd * sd) / mean);
}

function gammaOf(shape: number, scale: number): Distribution {
  must(shape >= 0.01 && shape <= 1e6, 'shape, which is (mean / sd)^2, must lie between 0.01 and 1e6');
  mustBePositive('scale', scale);
  return { kind: 'gamma', shape, scale };
}

export type WeibullParameters =
  { readonly shape: number; readonly scale: number } | { readonly shape: number; readonly mean: number };

export function weibull(given: WeibullParameters): Distribution {
  const { shape } = given;
  must(shape >= 0.05 && shape <= 1000, 'shape must lie between 0.05 and 1000');
  if ('scale' in given) {
    mustBePositive('scale', given.scale);
    return { kind: 'weibull', shape, scale: given.scale };
  }
  mustBePositive('mean', given.mean);
  return { kind: 'weibull', shape, scale: given.mean / gammaFunction(1 + 1 / shape) };
}

/** Each value equally likely. */
export function empirical(values: readonly number[]): Distribution {
  must(values.length > 0, 'values must not be empty');
  must(
    values.every((value) => value >= 0 && value < Infinity),
    'values must not be negative',
  );
  return { kind: 'empirical', values: values.toSorted((a, b) => a - b) };
}

/** Weights are taken in proportion. */
export function mixture(
  components: readonly { readonly weight: number; readonly distribution: Distribution }[],
): Distribution {
  must(components.length > 0, 'a mixture needs a component');
  for (const { weight } of components) mustBePositive('each weight', weight);
  const sum = components.reduce((total, { weight }) => total + weight, 0);
  // Weights that sum to 1 but for rounding stay as they are, so that a mixture survives being written and read.
  const scale = Math.abs(sum - 1) < 1e-12 ? 1 : sum;
  return {
    kind: 'mixture',
    components: components.map(({ weight, distribution }) => ({ weight: weight / scale, distribution })),
  };
}

/** Values below `min` become `min`, above `max` become `max`; either may be left out. */
export function clamped(
  distribution: Distribution,
  { min = -Infinity, max = Infinity }: { readonly min?: number | undefined; readonly max?: number | undefined },
): Distribution {
  must(min < max, 'min must be less than max');
  return { kind: 'clamped', distribution, min, max };
}

function must(holds: boolean, message: string): void {
  if (!holds) throw new RangeError(message);
}

function mustBePositive(name: string, value: number): void {
  must(value > 0 && value < Infinity, `${name} must be more than 0`);
}
