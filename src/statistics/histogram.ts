import { bucketEdge, bucketMiddle } from './buckets.ts';

/** `count` values from `from` up to but without `to`; the last bin, and one of a single value, holds `to` as well. */
export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** How often each bucket occurred, ascending by key, and the values themselves where they are known. */
export interface HistogramSource {
  readonly buckets: readonly { readonly key: number; readonly count: number }[];
  readonly values: Float64Array | null;
  readonly min: number;
  readonly max: number;
  readonly integers: boolean;
  /** What the keys of buckets are measured from. */
  readonly origin: number;
}

/** Where the largest value is this many times the smallest, bins grow with the value. */
const WIDE = 8;

/**
 * At most `maxBins` bins that together hold every value: one for each integer where there are few, of equal width where values are of
 * one magnitude, else of equal width on a logarithmic scale with zero by itself. Empty bins between others are kept.
 */
export function binsOf(source: HistogramSource, maxBins: number): HistogramBin[] {
  if (!(maxBins >= 2)) throw new RangeError(`at least two bins: ${maxBins}`);
  const { min, max, integers, origin } = source;
  if (source.buckets.length === 0) return [];
  if (min === max) return [{ from: min, to: max, count: source.buckets.reduce((sum, { count }) => sum + count, 0) }];
  if (integers && max - min < maxBins) return evenBins(source, max - min + 1, 1);
  const narrow = min < 0 || origin !== 0 || (min > 0 && max < WIDE * min);
  if (narrow) return evenBins(source, maxBins, (max - min) / maxBins);
  return logarithmicBins(source, maxBins);
}

function evenBins(
  { buckets, values, min, max, integers, origin }: HistogramSource,
  bins: number,
  width: number,
): HistogramBin[] {
  const counts = new Float64Array(bins);
  const add = (value: number, count: number): void => {
    const clamped = Math.min(Math.max(value, min), max);
    counts[Math.min(bins - 1, Math.floor((clamped - min) / width))]! += count;
  };
  if (values !== null) for (const value of values) add(value, 1);
  else for (const { key, count } of buckets) add(origin + bucketMiddle(key, integers), count);
  return Array.from(counts, (count, index) => ({ from: min + index * width, to: min + (index + 1) * width, count }));
}

/** Neighbouring buckets together, twice as many each time until the bins are few enough. */
function logarithmicBins({ buckets }: HistogramSource, maxBins: number): HistogramBin[] {
  const zeros = buckets[0]!.key === 0 ? buckets[0]!.count : 0;
  const positive = buckets.filter(({ key }) => key > 0);
  const first = positive[0]!.key;
  const last = positive.at(-1)!.key;
  let shift = 0;
  while ((last >> shift) - (first >> shift) + 1 > maxBins - (zeros > 0 ? 1 : 0)) shift++;
  const start = first >> shift;
  const counts = new Float64Array((last >> shift) - start + 1);
  for (const { key, count } of positive) counts[(key >> shift) - start]! += count;
  const bins = Array.from(counts, (count, index) => ({
    from: bucketEdge((start + index) << shift),
    to: bucketEdge((start + index + 1) << shift),
    count,
  }));
  return zeros > 0 ? [{ from: 0, to: 0, count: zeros }, ...bins] : bins;
}
