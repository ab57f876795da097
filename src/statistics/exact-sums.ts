/** A double holds every integer up to 2^53; half of it leaves room for one more value. */
const LIMIT = 0x10000000000000;

/**
 * Sums of integers, exact in any order of adding and merging. Small sums gather in doubles and move to bigints before
 * they could lose a bit.
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

  /** Adds an integer, of at most 2^52 either way, to one of the sums. */
  add(index: number, value: number): void {
    const sum = this.pending[index]! + value;
    if (sum < LIMIT && sum > -LIMIT) {
      this.pending[index] = sum;
      return;
    }
    this.totals[index]! += BigInt(this.pending[index]!);
    this.pending[index] = value;
  }

  private fold(): void {
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

  /** Decimal integers. */
  toJSON(): string[] {
    return this.totals.map((_, index) => String(this.total(index)));
  }

  static fromJSON(json: readonly string[]): ExactSums {
    const sums = new ExactSums(json.length);
    for (const [index, text] of json.entries()) sums.totals[index] = BigInt(text);
    return sums;
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
