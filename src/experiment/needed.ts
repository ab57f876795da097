import type { Comparison } from '../scenario/scenario.ts';
import type { Estimate } from './estimates.ts';

/** A mean that rests on fewer is a rough one. */
export const FEW_EVENTS = 30;

/** In fewer simulated years the outages that come once in decades, and carry much of a mean, have hardly been met. */
export const FEW_YEARS = 1000;

/** The most that a run takes. */
export const MOST_REPLICATIONS = 1_000_000_000;

/**
 * On top of what would decide if the estimate were exact: the estimate of the longer run will differ. Twice the replications decide
 * in four of five runs, since 1.96 + 0.84 is the square root of two times 1.96.
 */
const SAFETY = 2;

/** A p95 needs 72 values for an interval with two ends. */
const FIRST_EVENTS = 72;
/** No event in n replications: the rate may still be 3.7 / n. */
const UPPER_EVENTS = 3.7;
/** Below so many replications nothing can be said about the spread. */
const A_START = 1000;

/**
 * Replications at which an interval would leave out a limit, in two digits; null when no number does that. Without any sample yet,
 * so many that there could be enough.
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
  const needed = twoDigits(Math.max(SAFETY * times, 1.1) * replications);
  return needed <= MOST_REPLICATIONS ? needed : null;
}

/** Rounded up. */
export function twoDigits(value: number): number {
  if (!Number.isFinite(value)) return Infinity;
  const whole = Math.ceil(value);
  const step = Number(`1e${Math.max(0, String(whole).length - 2)}`);
  return Math.ceil(whole / step) * step;
}
