/**
 * A distribution as plain data. Values are in the base unit of the quantity it describes: milliseconds for durations,
 * bytes for sizes. Parameters are already canonical: however the user wrote a lognormal, here it has `mu` and `sigma`.
 */
export type Distribution =
  | { readonly kind: 'never' }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  | { readonly kind: 'triangular'; readonly min: number; readonly mode: number; readonly max: number }
  /** exp(mu + sigma Z), Z standard normal; the median is exp(mu). */
  | { readonly kind: 'lognormal'; readonly mu: number; readonly sigma: number }
  | { readonly kind: 'gamma'; readonly shape: number; readonly scale: number }
  | { readonly kind: 'weibull'; readonly shape: number; readonly scale: number }
  /** Each value equally likely; ascending. */
  | { readonly kind: 'empirical'; readonly values: readonly number[] }
  /** Weights are positive and sum to 1. */
  | { readonly kind: 'mixture'; readonly components: readonly { weight: number; distribution: Distribution }[] }
  /** Values below `min` become `min`, above `max` become `max`. */
  | { readonly kind: 'clamped'; readonly distribution: Distribution; readonly min: number; readonly max: number };

/** A distribution ready for the hot path: turns one uniform in (0, 1) into one variate by inversion. */
export interface Sampler {
  sample(u: number): number;
}
