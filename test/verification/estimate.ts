import { expect } from 'vitest';

/** A simulated figure: what {@link check} holds against the exact value. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
}

/** Independent values, one per replication. */
export class Samples implements Estimate {
  count = 0;
  mean = 0;
  /** Sum of squared distances from the mean (Welford 1962). */
  private spread = 0;

  add(value: number): void {
    this.count++;
    const step = value - this.mean;
    this.mean += step / this.count;
    this.spread += step * (value - this.mean);
  }

  get standardError(): number {
    return Math.sqrt(this.spread / (this.count - 1) / this.count);
  }
}

export function average(values: Iterable<number>): Samples {
  const samples = new Samples();
  for (const value of values) samples.add(value);
  return samples;
}

/** Share of the values of which something holds. */
export function share(values: Iterable<number>, of: (value: number) => boolean): Samples {
  const samples = new Samples();
  for (const value of values) samples.add(of(value) ? 1 : 0);
  return samples;
}

/**
 * A long-run ratio from independent cycles: what was gathered in a cycle over the size of the cycle. The standard error is
 * that of the regenerative method (Crane and Iglehart 1975).
 */
export class Ratio implements Estimate {
  private count = 0;
  private top = 0;
  private bottom = 0;
  private topSquares = 0;
  private bottomSquares = 0;
  private products = 0;

  add(top: number, bottom: number): void {
    this.count++;
    this.top += top;
    this.bottom += bottom;
    this.topSquares += top * top;
    this.bottomSquares += bottom * bottom;
    this.products += top * bottom;
  }

  get mean(): number {
    return this.top / this.bottom;
  }

  get standardError(): number {
    const { mean } = this;
    const variance = this.topSquares - 2 * mean * this.products + mean * mean * this.bottomSquares;
    return Math.sqrt(Math.max(0, variance)) / this.bottom;
  }
}

/**
 * Passes when the estimate is sharp, its standard error at most `tolerance` of the exact value, and the exact value lies
 * within 3.3 standard errors of it (99.9 %): a wide interval cannot pass for agreement.
 */
export function check(estimate: Estimate, exact: number, tolerance = 0.005): void {
  const { mean, standardError } = estimate;
  const figures = `${mean} +- ${standardError}, exactly ${exact}`;
  expect(standardError / Math.abs(exact), `standard error of ${figures}`).toBeLessThanOrEqual(tolerance);
  expect(Math.abs(mean - exact) / standardError, `distance of ${figures}`).toBeLessThanOrEqual(3.3);
}
