import { betaQuantile, gammaQuantile, regularisedBeta, studentQuantile } from '../distributions/special.ts';
import { bigintRatio } from './bigint-ratio.ts';
import type { Moments } from './moments.ts';

/** A two-sided confidence interval; an end that the data cannot bound is infinite. */
export interface ConfidenceInterval {
  readonly low: number;
  readonly high: number;
  readonly method:
    'student-t' | 'clopper-pearson' | 'korn-graubard' | 'poisson' | 'ratio' | 'order-statistics' | 'jackknife';
}

/** For the mean of independent values: mean -+ t sqrt(s^2 / n). Exact for normal values, good for many of any kind. */
export function meanInterval(moments: Moments, level: number): ConfidenceInterval {
  const tail = tailOf(level);
  const { count } = moments;
  if (count < 2) return { low: -Infinity, high: Infinity, method: 'student-t' };
  const mean = moments.mean();
  const halfWidth = studentQuantile(1 - tail, count - 1) * Math.sqrt(moments.variance() / count);
  return { low: mean - halfWidth, high: mean + halfWidth, method: 'student-t' };
}

/** For a probability of which `successes` of `trials` were seen: C. Clopper and E. Pearson, Biometrika 26 (1934). Covers at least `level`. */
export function proportionInterval(successes: number, trials: number, level: number): ConfidenceInterval {
  const tail = tailOf(level);
  if (!isCount(successes) || !isCount(trials) || successes > trials) {
    throw new RangeError(`not a count of trials: ${successes} of ${trials}`);
  }
  return { ...betaBounds(successes, trials, tail), method: 'clopper-pearson' };
}

/** Successes and trials need not be whole. */
export function betaBounds(
  successes: number,
  trials: number,
  tail: number,
): { readonly low: number; readonly high: number } {
  return {
    low: successes <= 0 ? 0 : betaQuantile(successes, trials - successes + 1, tail),
    high: successes >= trials ? 1 : betaQuantile(successes + 1, trials - successes, 1 - tail),
  };
}

/** Exact sums over n clusters of x trials each, y of them successes. */
export interface ClusterSums {
  readonly x: bigint;
  readonly y: bigint;
  readonly xx: bigint;
  readonly xy: bigint;
  readonly yy: bigint;
  readonly n: number;
}

/**
 * So many independent trials would say as much of the probability as these clusters do: p (1 - p) / variance of the ratio, and never more
 * than there are. Without a success, or with nothing else, there is no variance to go by: all of them.
 */
export function effectiveTrials({ x, y, xx, xy, yy, n }: ClusterSums): number {
  const trials = Number(x);
  if (n < 2 || y === 0n || y === x) return trials;
  const residuals = yy * x * x - 2n * y * x * xy + y * y * xx;
  // p (1 - p) / (n residuals / (x^4 (n - 1))), with p = y / x.
  if (residuals <= 0n) return trials;
  return Math.min(trials, bigintRatio(y * (x - y) * x * x * BigInt(n - 1), BigInt(n) * residuals));
}

/** For a probability, from trials in clusters that need not be independent inside: E. Korn and B. Graubard, Survey Methodology 24 (1998). */
export function clusteredProportionInterval(sums: ClusterSums, level: number): ConfidenceInterval {
  const tail = tailOf(level);
  const trials = effectiveTrials(sums);
  const p = sums.x === 0n ? 0 : bigintRatio(sums.y, sums.x);
  if (sums.x === 0n) return { low: 0, high: 1, method: 'korn-graubard' };
  const successes = sums.y === sums.x ? trials : p * trials;
  return { ...betaBounds(successes, trials, tail), method: 'korn-graubard' };
}

/** For the rate of a Poisson process with `events` in `exposure`: F. Garwood, Biometrika 28 (1936). Covers at least `level`. */
export function rateInterval(events: number, exposure: number, level: number): ConfidenceInterval {
  const tail = tailOf(level);
  if (!isCount(events) || !(exposure >= 0)) throw new RangeError(`not a rate: ${events} in ${exposure}`);
  if (exposure === 0) return { low: 0, high: Infinity, method: 'poisson' };
  const low = events === 0 ? 0 : gammaQuantile(events, tail) / exposure;
  const high = gammaQuantile(events + 1, 1 - tail, tail) / exposure;
  return { low, high, method: 'poisson' };
}

/**
 * For the ratio of two means, from exact sums over n pairs of integers. The variance is that of y - r x (W. Cochran, Sampling
 * Techniques, 6.4), formed in integers.
 */
export function ratioInterval(
  sumY: bigint,
  sumX: bigint,
  sumYY: bigint,
  sumXX: bigint,
  sumXY: bigint,
  n: number,
  level: number,
): ConfidenceInterval {
  const tail = tailOf(level);
  if (n < 2 || sumX === 0n) return { low: -Infinity, high: Infinity, method: 'ratio' };
  const squareX = sumX * sumX;
  const residuals = sumYY * squareX - 2n * sumY * sumX * sumXY + sumY * sumY * sumXX; // sum of (y - r x)^2, times sumX^2
  const variance = bigintRatio(BigInt(n) * residuals, squareX * squareX * BigInt(n - 1));
  const ratio = bigintRatio(sumY, sumX);
  const halfWidth = studentQuantile(1 - tail, n - 1) * Math.sqrt(variance);
  return { low: ratio - halfWidth, high: ratio + halfWidth, method: 'ratio' };
}

/**
 * The ranks, from 1, of the two order statistics of n values between which the p-quantile lies with at least `level`; 0 and n + 1 stand
 * for no bound. The number of values below the quantile is binomial, whatever the distribution.
 */
export function quantileIntervalRanks(
  n: number,
  p: number,
  level: number,
): { readonly low: number; readonly high: number } {
  const tail = tailOf(level);
  if (!isCount(n) || !(p >= 0 && p <= 1)) throw new RangeError(`not a quantile: ${p} of ${n}`);
  // The probability that fewer than `rank` values are at most the quantile.
  const below = (rank: number): number => {
    if (rank <= 0) return 0;
    return rank > n ? 1 : regularisedBeta(n - rank + 1, rank, 1 - p);
  };
  return {
    low: firstRank(n + 1, (rank) => below(rank) > tail) - 1,
    high: firstRank(n + 1, (rank) => below(rank) >= 1 - tail),
  };
}

/** The rank of the p-quantile by nearest rank: ceil(p n), from 1 to n, not misled by p n = 7.000000000000001. */
export function nearestRank(n: number, p: number): number {
  return Math.min(n, Math.max(1, Math.ceil(p * n * (1 - 4 * Number.EPSILON))));
}

/** The least rank from 1 to `last` that holds, of a condition that stays true once it is; `last` always holds. */
function firstRank(last: number, holds: (rank: number) => boolean): number {
  let low = 1;
  let high = last;
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** What lies outside on each side. */
function tailOf(level: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError(`a level lies between 0 and 1: ${level}`);
  return (1 - level) / 2;
}
