import { bigintRatio } from './bigint-ratio.ts';
import { studentQuantile } from '../distributions/special.ts';
import type { ConfidenceInterval } from './intervals.ts';
import { Moments, type MomentsJson } from './moments.ts';
import { Sketch, type SketchJson } from './sketch.ts';

export interface VarianceComponentsJson {
  readonly sums: MomentsJson;
  readonly values: MomentsJson;
  readonly detail: {
    readonly origin: number;
    /** Decimal integers. */
    readonly pairsTimesSum: string;
    readonly pairsSquared: string;
    readonly distances: SketchJson;
  } | null;
}

/** Values of groups that are kept; with more, a histogram answers. */
const KEPT = 2000;

/** What tells how groups differ, beside how much. */
interface Detail {
  /** Distances of values are measured from here: of shares near 100 %, small ones are told apart. */
  readonly origin: number;
  /** Sums over groups, with the pairs of a group the sum of the products of any two of its members. */
  pairsTimesSum: bigint;
  pairsSquared: bigint;
  /** Of the sums of groups. */
  readonly distances: Sketch;
}

/** See {@link VarianceComponents.meanInterval}; from the sums of the groups alone. */
export function groupMeanInterval(sums: Moments, size: number, level: number): ConfidenceInterval {
  const groups = sums.count;
  if (groups < 2) return { low: -Infinity, high: Infinity, method: 'student-t' };
  const mean = sums.scaledMean(size);
  const error = Math.sqrt(sums.variance() / groups) / size;
  const halfWidth = studentQuantile((1 + level) / 2, groups - 1) * error;
  return { low: mean - halfWidth, high: mean + halfWidth, method: 'student-t' };
}

/**
 * Integers in groups of one size, whose members share a cause that differs between groups: one-way analysis of variance with
 * random effects (S. Searle, G. Casella and C. McCulloch, Variance Components, chapter 3). Exact sums; mergeable.
 */
export class VarianceComponents {
  /** Members of a group. */
  readonly size: number;
  /** Of the groups, one value each. */
  sums = new Moments();
  private values = new Moments();
  private detail: Detail | null;

  /** @param origin given when it is asked how groups differ, and not only how much; see {@link Detail.origin} */
  constructor(size: number, origin?: number) {
    this.size = size;
    this.detail =
      origin === undefined ? null : { origin, pairsTimesSum: 0n, pairsSquared: 0n, distances: new Sketch(KEPT) };
  }

  get groups(): number {
    return this.sums.count;
  }

  /** Adds the groups that `count` consecutive values make; an incomplete last one is left out. */
  add(values: Float64Array, count: number): void {
    for (let first = 0; first + this.size <= count; first += this.size) {
      const group = new Moments();
      group.addColumn(values, first, 1, this.size);
      this.addGroup(group);
    }
  }

  private addGroup(group: Moments): void {
    const { sums, detail } = this;
    const { sum, sumOfSquares } = group;
    this.values.merge(group);
    const whole = new Moments();
    whole.count = 1;
    whole.sum = sum;
    whole.sumOfSquares = sum * sum;
    whole.min = whole.max = Number(sum);
    sums.merge(whole);
    if (detail === null) return;
    const pairs = sum * sum - sumOfSquares;
    detail.pairsTimesSum += pairs * sum;
    detail.pairsSquared += pairs * pairs;
    const distance = sum - BigInt(this.size) * BigInt(detail.origin);
    detail.distances.addColumn(Float64Array.of(Number(distance)), 0, 1, 1, 0);
  }

  merge(other: VarianceComponents): void {
    this.sums.merge(other.sums);
    this.values.merge(other.values);
    if (this.detail === null || other.detail === null) return;
    this.detail.pairsTimesSum += other.detail.pairsTimesSum;
    this.detail.pairsSquared += other.detail.pairsSquared;
    this.detail.distances.merge(other.detail.distances);
  }

  /** Of all members; NaN without groups. */
  mean(): number {
    return this.values.mean();
  }

  /** Mean variance inside groups; NaN without groups, or of groups of one. */
  within(): number {
    const size = BigInt(this.size);
    // Sum of squares about the means of the groups, times the size.
    const squares = size * this.values.sumOfSquares - this.sums.sumOfSquares;
    return bigintRatio(squares, size * BigInt(this.groups) * (size - 1n));
  }

  /** Variance of the expectations of groups: the mean square between groups less that within, over the size; at least 0. NaN of one group. */
  between(): number {
    return Math.max(0, this.difference());
  }

  /** {@link between}, below zero where luck makes the means of groups more alike than it should. */
  private difference(): number {
    return this.groups < 2 ? NaN : (this.sums.variance() / this.size - this.within()) / this.size;
  }

  /**
   * For {@link between}. It is the variance of E x over groups, estimated by the mean over groups of u - 2 m x + m^2, where x is the mean of
   * a group, u that of the products of two of its members, and m that of all: their spread over groups is that of the estimate (the
   * infinitesimal jackknife). No shape is assumed, so that heavy tails widen it. Estimates that are too small look too certain as well, so the
   * upper end lies as far away as on a logarithmic scale (docs/decisions/0008-ignorance.md has the coverage).
   * @throws Error when no origin was given
   */
  betweenInterval(level: number): ConfidenceInterval {
    const { groups, sums, values } = this;
    const { pairsTimesSum, pairsSquared } = this.known();
    if (groups < 2) return { low: 0, high: Infinity, method: 'jackknife' };
    const [n, size, total] = [BigInt(groups), BigInt(this.size), sums.sum];
    // y = n size pairs - 2 (size - 1) total sum, of a group: u - 2 m x with the denominator n size^2 (size - 1).
    const a = n * size;
    const b = 2n * (size - 1n) * total;
    const sumY = a * (sums.sumOfSquares - values.sumOfSquares) - b * total;
    const sumYY = a * a * pairsSquared - 2n * a * b * pairsTimesSum + b * b * sums.sumOfSquares;
    const denominator = n * size * size * (size - 1n);
    const variance = bigintRatio(n * sumYY - sumY * sumY, n * (n - 1n) * denominator * denominator);
    const halfWidth = studentQuantile((1 + level) / 2, groups - 1) * Math.sqrt(variance / groups);
    const estimate = this.difference();
    const low = Math.max(0, estimate - halfWidth);
    if (!(estimate > 0)) return { low, high: Math.max(0, estimate + halfWidth), method: 'jackknife' };
    const high = estimate * Math.exp(Math.min(1, halfWidth / estimate)) + Math.max(0, halfWidth - estimate);
    return { low, high, method: 'jackknife' };
  }

  /**
   * Quantile of the expectations of groups. The means of groups hold luck as well, so they are drawn together about the mean of all until
   * their variance is {@link between}; their shape is theirs still. NaN with fewer than two groups.
   * @throws Error when no origin was given
   */
  expectationQuantile(p: number): number {
    const { size } = this;
    const { distances, origin } = this.known();
    if (this.groups < 2) return NaN;
    const variance = this.sums.variance() / (size * size);
    const shrink = variance > 0 ? Math.sqrt(this.between() / variance) : 0;
    const mean = this.mean();
    return mean + shrink * (origin + distances.quantile(p) / size - mean);
  }

  private known(): Detail {
    if (this.detail === null) throw new Error('how groups differ was not asked for');
    return this.detail;
  }

  /** For the mean: Student's t over the means of the groups, since members of one group are not independent. */
  meanInterval(level: number): ConfidenceInterval {
    return groupMeanInterval(this.sums, this.size, level);
  }

  toJSON(): VarianceComponentsJson {
    const { sums, values, detail } = this;
    return {
      sums: sums.toJSON(),
      values: values.toJSON(),
      detail:
        detail === null
          ? null
          : {
              origin: detail.origin,
              pairsTimesSum: String(detail.pairsTimesSum),
              pairsSquared: String(detail.pairsSquared),
              distances: detail.distances.toJSON(),
            },
    };
  }

  static fromJSON({ sums, values, detail }: VarianceComponentsJson, size: number): VarianceComponents {
    const components = new VarianceComponents(size);
    components.sums = Moments.fromJSON(sums);
    components.values = Moments.fromJSON(values);
    if (detail !== null) {
      components.detail = {
        origin: detail.origin,
        pairsTimesSum: BigInt(detail.pairsTimesSum),
        pairsSquared: BigInt(detail.pairsSquared),
        distances: Sketch.fromJSON(detail.distances, KEPT),
      };
    }
    return components;
  }
}
