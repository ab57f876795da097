import { normalQuantile } from '../distributions/special.ts';

/** The mean of weighted indicators, as importance sampling has them: most are 0, the rest of any size. */
export class WeightedMean {
  /** Values that are not 0. */
  hits = 0;
  private sum = 0;
  private squares = 0;

  /** Adds a value that is not 0. */
  add(value: number): void {
    this.hits++;
    this.sum += value;
    this.squares += value * value;
  }

  /** Of n values, those that are 0 included. */
  mean(n: number): number {
    return this.sum / n;
  }

  /** Standard error of the mean over the mean; Infinity while fewer than two values are not 0. */
  relativeError(n: number): number {
    if (this.hits < 2) return Infinity;
    const mean = this.mean(n);
    return Math.sqrt(Math.max(0, this.squares / n - mean * mean) / (n - 1)) / mean;
  }
}

/** Half the width of the interval of a mean with this relative error, as a part of the mean: for many values. */
export const relativeHalfWidth = (relativeError: number, level: number): number =>
  normalQuantile((1 + level) / 2) * relativeError;
