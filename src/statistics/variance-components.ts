import { bigintRatio } from './bigint-ratio.ts';
import { studentQuantile } from '../distributions/special.ts';
import type { ConfidenceInterval } from './intervals.ts';
import { Moments, type MomentsJson } from './moments.ts';

export interface VarianceComponentsJson {
  readonly sums: MomentsJson;
  readonly values: MomentsJson;
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

  constructor(size: number) {
    this.size = size;
  }

  get groups(): number {
    return this.sums.count;
  }

  /** Adds the groups that `count` consecutive values make; an incomplete last one is left out. */
  add(values: Float64Array, count: number): void {
    const groups = Math.floor(count / this.size);
    const sums = new Float64Array(groups);
    for (let index = 0; index < groups * this.size; index++) sums[Math.floor(index / this.size)]! += values[index]!;
    this.sums.addColumn(sums, 0, 1, groups);
    this.values.addColumn(values, 0, 1, groups * this.size);
  }

  merge(other: VarianceComponents): void {
    this.sums.merge(other.sums);
    this.values.merge(other.values);
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
    if (this.groups < 2) return NaN;
    return Math.max(0, (this.sums.variance() / this.size - this.within()) / this.size);
  }

  /** For the mean: Student's t over the means of the groups, since members of one group are not independent. */
  meanInterval(level: number): ConfidenceInterval {
    if (this.groups < 2) return { low: -Infinity, high: Infinity, method: 'student-t' };
    const mean = this.mean();
    const error = Math.sqrt(this.sums.variance() / this.groups) / this.size;
    const halfWidth = studentQuantile((1 + level) / 2, this.groups - 1) * error;
    return { low: mean - halfWidth, high: mean + halfWidth, method: 'student-t' };
  }

  toJSON(): VarianceComponentsJson {
    return { sums: this.sums.toJSON(), values: this.values.toJSON() };
  }

  static fromJSON({ sums, values }: VarianceComponentsJson, size: number): VarianceComponents {
    const components = new VarianceComponents(size);
    components.sums = Moments.fromJSON(sums);
    components.values = Moments.fromJSON(values);
    return components;
  }
}
