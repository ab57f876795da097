import { normalCumulative, normalQuantile } from '../distributions/special.ts';
import type { Comparison } from '../scenario/scenario.ts';
import type { Estimate } from './estimates.ts';
import { LEVEL } from './level.ts';

/** A mean that rests on fewer is a rough one. */
export const FEW_EVENTS = 30;

/** In fewer simulated years the outages that come once in decades, and carry much of a mean, have hardly been met. */
export const FEW_YEARS = 1000;

/** The most that a run takes. */
export const MOST_REPLICATIONS = 1_000_000_000;

/** How often the number named is to decide. */
const ASSURANCE = 0.8;
/** Standard errors in half of an interval. */
const HALF_WIDTH = normalQuantile((1 + LEVEL) / 2);

/** A p95 needs 72 values for an interval with two ends. */
const FIRST_EVENTS = 72;
/** No event in n replications: the rate may still be 3.7 / n. */
const UPPER_EVENTS = 3.7;
/** Below so many replications nothing can be said about the spread. */
const A_START = 1000;

/**
 * Replications that decide in four of five cases, in two digits; null when no number does. Without any sample yet, so many that
 * there could be enough.
 */
export function replicationsNeeded(
  estimate: Estimate,
  limit: number,
  comparison: Comparison,
  replications: number,
): number | null {
  if (estimate.value === null) return twoDigits(Math.max(A_START, (replications * FIRST_EVENTS) / UPPER_EVENTS));
  const times = estimate.times(limit, comparison);
  if (Number.isNaN(times)) return A_START;
  const needed = twoDigits(timesAssured(times) * replications);
  return needed <= MOST_REPLICATIONS ? needed : null;
}

/**
 * An interval that would leave out the limit with `times` the samples, if the estimate held, lies so near it that the estimate itself
 * is in doubt: with more samples it moves. With the share r of all samples known, the final estimate is normal about the present one with
 * variance 1 - r (in present standard errors), and the final interval r wide: the least 1 / r that decides in four of five cases.
 * At most 61, however near the limit is.
 */
export function timesAssured(times: number): number {
  if (times === Infinity) return Infinity;
  const distance = HALF_WIDTH / Math.sqrt(Math.max(1, times));
  const undecided = (r: number): number => {
    const spread = Math.sqrt(1 - r);
    const reach = HALF_WIDTH * Math.sqrt(r);
    return normalCumulative((reach - distance) / spread) - normalCumulative((-reach - distance) / spread);
  };
  let low = 0;
  let high = 1;
  while (high - low > 1e-4 * high) {
    const middle = (low + high) / 2;
    if (undecided(middle) > 1 - ASSURANCE) high = middle;
    else low = middle;
  }
  return 1 / high;
}

/** Rounded up. */
export function twoDigits(value: number): number {
  if (!Number.isFinite(value)) return Infinity;
  const whole = Math.ceil(value);
  const step = Number(`1e${Math.max(0, String(whole).length - 2)}`);
  return Math.ceil(whole / step) * step;
}
