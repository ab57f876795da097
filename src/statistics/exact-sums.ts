/**
 * Sums of integers, exact in any order of adding and merging. Small sums gather in doubles and are folded into bigints
 * before they could lose a bit; {@link ExactSums.fold} must be called before 2^53 is reached, that is once per block.
 */
export class ExactSums {
  private readonly pending: Float64Array;
  private readonly totals: bigint[];

  constructor(length: number) {
    this.pending = new Float64Array(length);
    this.totals = Array.from({ length }, () => 0n);
  }

  get length(): number {
    return this.totals.length;
  }

  /** Adds an integer to one of the sums. */
  add(index: number, value: number): void {
    this.pending[index]! += value;
  }

  fold(): void {
    const { pending, totals } = this;
    for (let index = 0; index < totals.length; index++) {
      if (pending[index] !== 0) totals[index]! += BigInt(pending[index]!);
    }
    pending.fill(0);
  }

  merge(other: ExactSums): void {
    this.fold();
    other.fold();
    for (let index = 0; index < this.totals.length; index++) this.totals[index]! += other.totals[index]!;
  }

  /** One of the sums; exact. */
  total(index: number): bigint {
    return this.totals[index]! + BigInt(this.pending[index]!);
  }

  /** One of the sums as a double. */
  value(index: number): number {
    return Number(this.total(index));
  }
}
