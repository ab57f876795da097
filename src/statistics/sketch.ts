import { type Bucket, BucketTable } from './bucket-table.ts';
import { bucketEdge, bucketMiddle, bucketOf } from './buckets.ts';
import { binsOf, type HistogramBin } from './histogram.ts';
import { type ConfidenceInterval, nearestRank, quantileIntervalRanks } from './intervals.ts';

/** So many values are kept; with more, the histogram is the answer. */
export const EXACT_LIMIT = 100_000;

interface Summary {
  readonly count: number;
  /** With the lowest replication that has it; all null when there are no values. */
  readonly min: readonly [value: number, replication: number] | null;
  readonly max: readonly [value: number, replication: number] | null;
  readonly integers: boolean;
  /** See {@link Sketch}. */
  readonly origin: number;
}
/** Plain data. Typed arrays go to other threads as they are, and into files as arrays. */
export type SketchJson = Summary &
  (
    | {
        readonly method: 'exact';
        readonly values: ArrayLike<number>;
        /** From the index on, replications count up from the number. */
        readonly runs: readonly (readonly [index: number, replication: number])[];
      }
    | {
        readonly method: 'histogram';
        /** Key, count and lowest replication of each bucket, ascending by key. */
        readonly buckets: ArrayLike<number>;
      }
  );

/** The values as they came. */
interface Kept {
  values: Float64Array;
  readonly runs: [index: number, replication: number][];
}

/**
 * Quantiles of a stream of values, and which replication shows each. Exact up to {@link EXACT_LIMIT} values; beyond that from a
 * histogram of integer counts with a relative error below 1 % (of zero, the least and the greatest value: none). The same whatever
 * the split into contiguous blocks.
 */
export class Sketch {
  count = 0;
  /** Infinity when there are no values. */
  min = Infinity;
  /** -Infinity when there are no values. */
  max = -Infinity;
  private minReplication = -1;
  private maxReplication = -1;
  private integers = true;
  private kept: Kept | null = { values: new Float64Array(0), runs: [] };
  private buckets = new BucketTable();
  private readonly exactLimit: number;
  private readonly origin: number;

  /**
   * @param exactLimit values kept before the histogram takes over: 0 for a part of a sketch that is known to be larger than
   *   the limit; smaller ones for tests, and then the same for all that are merged
   * @param origin what the relative error is measured from: an availability of 99.99 % is known by its distance from 100 %
   */
  constructor(exactLimit = EXACT_LIMIT, origin = 0) {
    this.exactLimit = exactLimit;
    this.origin = origin;
  }

  get method(): 'exact' | 'histogram' {
    return this.kept === null ? 'histogram' : 'exact';
  }

  /**
   * Adds `count` values from `offset`, `stride` apart, of replications that count up from `firstReplication`; 0: of no
   * replication, and then all values of the sketch are.
   * @throws RangeError for what is not finite
   */
  addColumn(values: Float64Array, offset: number, stride: number, count: number, firstReplication: number): void {
    if (count <= 0) return;
    const total = this.count + count;
    if (this.kept !== null && total > this.exactLimit) this.spill();
    const kept = this.kept === null ? null : this.room(this.kept, total, firstReplication);
    // Most columns repeat a value for long: a run of equal ones is counted once.
    for (let index = 0, at = offset; index < count;) {
      const value = values[at]! + 0; // -0 is 0
      if (!Number.isFinite(value)) throw new RangeError(`not finite: ${value}`);
      const first = index;
      do {
        if (kept !== null) kept[this.count + index] = value;
        index++;
        at += stride;
      } while (index < count && values[at] === value);
      const replication = firstReplication === 0 ? 0 : firstReplication + first;
      this.note(value, replication);
      if (kept === null) this.buckets.add(this.keyOf(value), index - first, replication);
    }
    this.count = total;
  }

  /** Appends what follows this one. */
  merge(other: Sketch): void {
    if (other.count === 0) return;
    if (other.kept !== null) {
      const { values, runs } = other.kept;
      for (const [run, [start, replication]] of runs.entries()) {
        const end = runs[run + 1]?.[0] ?? other.count;
        this.addColumn(values, start, 1, end - start, replication);
      }
      return;
    }
    if (this.kept !== null) this.spill();
    this.buckets.merge(other.buckets);
    this.integers &&= other.integers;
    this.note(other.min, other.minReplication);
    this.note(other.max, other.maxReplication);
    this.count += other.count;
  }

  /** Nearest rank: the ceil(p n)-th value in ascending order; NaN without values. */
  quantile(p: number): number {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`not a probability: ${p}`);
    return this.count === 0 ? NaN : this.atRank(nearestRank(this.count, p));
  }

  /**
   * The order statistics between which the p-quantile lies with at least `level`; an end is infinite where there are too few values.
   * Those of a histogram are the outer edges of their buckets, so that its error lies inside.
   * @param independent how many of the values count as independent; all, unless told
   */
  quantileInterval(p: number, level: number, independent = this.count): ConfidenceInterval {
    const ranks = quantileIntervalRanks(independent, p, level);
    const scale = independent === this.count ? 1 : this.count / independent;
    const low = Math.floor(ranks.low * scale);
    const high = Math.ceil(ranks.high * scale);
    return {
      low: low < 1 ? -Infinity : this.boundsAtRank(low).low,
      high: high > this.count ? Infinity : this.boundsAtRank(high).high,
      method: 'order-statistics',
    };
  }

  /** How many values are below `limit`, or at most `limit`; of a histogram, the bucket it lies in counts by the part below it. */
  countBelow(limit: number, inclusive: boolean): number {
    const isBelow = (value: number): boolean => value < limit || (inclusive && value === limit);
    if (this.count === 0 || !isBelow(this.min)) return 0;
    if (isBelow(this.max)) return this.count;
    if (this.kept !== null) {
      let below = 0;
      for (let index = 0; index < this.count; index++) if (isBelow(this.kept.values[index]!)) below++;
      return below;
    }
    let below = 0;
    for (const { key, count } of this.buckets.sorted()) {
      const { low, high } = this.boundsOf(key);
      if (isBelow(high)) below += count;
      else if (isBelow(low)) return below + Math.round((count * (limit - low)) / (high - low));
      else break;
    }
    return below;
  }

  /**
   * Whether a histogram can tell two values apart, and where: the edge towards `value` of the bucket that `limit` lies in. Null: both
   * lie in one.
   */
  edgeTowards(limit: number, value: number): number | null {
    const key = this.keyOf(limit);
    if (key === this.keyOf(value)) return null;
    const outwards = limit > this.origin;
    return this.origin + bucketEdge(limit > value === outwards ? key : key + Math.sign(key));
  }

  /** The lowest replication whose value is the p-quantile; of a histogram, lies in its bucket. -1 without values. */
  replicationAt(p: number): number {
    if (this.count === 0) return -1;
    const rank = nearestRank(this.count, p);
    if (rank === this.count) return this.maxReplication;
    if (rank === 1) return this.minReplication;
    if (this.kept === null) return this.bucketAtRank(rank).lowest;
    const value = this.atRank(rank);
    const { values, runs } = this.kept;
    let lowest = Infinity;
    for (const [run, [start, replication]] of runs.entries()) {
      const end = runs[run + 1]?.[0] ?? this.count;
      const index = values.subarray(start, end).indexOf(value);
      if (index >= 0) lowest = Math.min(lowest, replication + index);
    }
    return lowest;
  }

  /** Bins for reports; see {@link binsOf}. */
  histogram(maxBins: number): HistogramBin[] {
    const { min, max, integers, origin } = this;
    if (this.kept === null) {
      return binsOf({ buckets: this.buckets.sorted(), values: null, min, max, integers, origin }, maxBins);
    }
    const values = this.kept.values.subarray(0, this.count);
    const counts = new Map<number, number>();
    for (const value of values) counts.set(this.keyOf(value), (counts.get(this.keyOf(value)) ?? 0) + 1);
    const buckets = [...counts].map(([key, count]) => ({ key, count })).sort((a, b) => a.key - b.key);
    return binsOf({ buckets, values, min, max, integers, origin }, maxBins);
  }

  toJSON(): SketchJson {
    const { count, integers, origin } = this;
    const empty = count === 0;
    const summary: Summary = {
      count,
      min: empty ? null : [this.min, this.minReplication],
      max: empty ? null : [this.max, this.maxReplication],
      integers,
      origin,
    };
    if (this.kept !== null) {
      return { ...summary, method: 'exact', values: this.kept.values.slice(0, count), runs: this.kept.runs };
    }
    return { ...summary, method: 'histogram', buckets: this.buckets.toArray() };
  }

  static fromJSON(json: SketchJson, exactLimit = EXACT_LIMIT): Sketch {
    const sketch = new Sketch(exactLimit, json.origin);
    sketch.count = json.count;
    sketch.integers = json.integers;
    [sketch.min, sketch.minReplication] = json.min ?? [Infinity, -1];
    [sketch.max, sketch.maxReplication] = json.max ?? [-Infinity, -1];
    if (json.method === 'exact') {
      const values = json.values instanceof Float64Array ? json.values : Float64Array.from(json.values);
      sketch.kept = { values, runs: json.runs.map(([index, first]) => [index, first]) };
    } else {
      sketch.kept = null;
      sketch.buckets = BucketTable.fromArray(json.buckets);
    }
    return sketch;
  }

  /** Space for `total` values, and where the replications of the new ones begin. */
  private room(kept: Kept, total: number, firstReplication: number): Float64Array {
    if (kept.values.length < total) {
      const larger = new Float64Array(Math.min(this.exactLimit, Math.max(total, 2 * kept.values.length)));
      larger.set(kept.values.subarray(0, this.count));
      kept.values = larger;
    }
    const last = kept.runs.at(-1);
    const continues =
      last !== undefined && (firstReplication === 0 || last[1] + (this.count - last[0]) === firstReplication);
    if (!continues) kept.runs.push([this.count, firstReplication]);
    return kept.values;
  }

  private keyOf(value: number): number {
    return bucketOf(value - this.origin);
  }

  private note(value: number, replication: number): void {
    if (value < this.min || (value === this.min && replication < this.minReplication)) {
      this.min = value;
      this.minReplication = replication;
    }
    if (value > this.max || (value === this.max && replication < this.maxReplication)) {
      this.max = value;
      this.maxReplication = replication;
    }
    if (this.integers && value !== Math.floor(value)) this.integers = false;
  }

  /** From the values kept to the histogram. */
  private spill(): void {
    const { values, runs } = this.kept!;
    this.kept = null;
    for (const [run, [start, replication]] of runs.entries()) {
      const end = runs[run + 1]?.[0] ?? this.count;
      for (let index = start; index < end; index++) {
        this.buckets.add(this.keyOf(values[index]!), 1, replication === 0 ? 0 : replication + index - start);
      }
    }
  }

  private atRank(rank: number): number {
    if (this.kept !== null) {
      return ascendingOf(this, this.kept.values.subarray(0, this.count))[rank - 1]!;
    }
    if (rank === 1) return this.min;
    if (rank === this.count) return this.max;
    const value = this.origin + bucketMiddle(this.bucketAtRank(rank).key, this.integers);
    return Math.min(Math.max(value, this.min), this.max);
  }

  private boundsAtRank(rank: number): { readonly low: number; readonly high: number } {
    if (this.kept !== null || rank === 1 || rank === this.count) {
      const value = this.atRank(rank);
      return { low: value, high: value };
    }
    return this.boundsOf(this.bucketAtRank(rank).key);
  }

  /** The least and the greatest value that a bucket can hold. */
  private boundsOf(key: number): { readonly low: number; readonly high: number } {
    const { origin } = this;
    if (key === 0) return { low: origin, high: origin };
    const near = Math.abs(bucketEdge(key));
    const far = Math.abs(bucketEdge(Math.abs(key) + 1));
    const least = this.integers ? Math.ceil(near) : near;
    const most = this.integers ? Math.ceil(far) - 1 : far;
    const clamp = (value: number): number => Math.min(Math.max(value, this.min), this.max);
    return key < 0
      ? { low: clamp(origin - most), high: clamp(origin - least) }
      : { low: clamp(origin + least), high: clamp(origin + most) };
  }

  private bucketAtRank(rank: number): Bucket {
    let seen = 0;
    for (const bucket of this.buckets.sorted()) {
      seen += bucket.count;
      if (seen >= rank) return bucket;
    }
    throw new RangeError(`no rank ${rank} among ${this.count}`);
  }
}

/** The values of the sketch that was asked last, in order: questions about one sketch come together, and many sketches are large. */
let sorted: { readonly sketch: Sketch; readonly count: number; readonly values: Float64Array } | null = null;

function ascendingOf(sketch: Sketch, values: Float64Array): Float64Array {
  if (sorted?.sketch !== sketch || sorted.count !== values.length) {
    sorted = { sketch, count: values.length, values: values.slice().sort() };
  }
  return sorted.values;
}
