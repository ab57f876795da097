import { bigintRatio } from './bigint-ratio.ts';

export interface MomentsJson {
  readonly count: number;
  /** Decimal integers. */
  readonly sum: string;
  readonly sumOfSquares: string;
  /** Null when there are no values. */
  readonly min: number | null;
  readonly max: number | null;
}

const LIMB = 0x100000; // 2^20
const LIMB_SQUARED = LIMB * LIMB;
/** So many products of two limbs, at most 2^40 each, sum to 2^52: exact in a double. */
const CHUNK = 4096;
const LARGEST = 0x20000000000000; // 2^53

/** Count, sum and sum of squares of integers, exact and therefore the same in any order and any split. */
export class Moments {
  count = 0;
  sum = 0n;
  sumOfSquares = 0n;
  /** Infinity when there are no values. */
  min = Infinity;
  /** -Infinity when there are no values. */
  max = -Infinity;

  /**
   * Adds `count` values from `offset`, `stride` apart.
   * @throws RangeError for what is not an integer
   */
  addColumn(values: Float64Array, offset: number, stride: number, count: number): void {
    for (let done = 0; done < count; done += CHUNK) {
      this.addChunk(values, offset + done * stride, stride, Math.min(CHUNK, count - done));
    }
  }

  private addChunk(values: Float64Array, offset: number, stride: number, count: number): void {
    let min = Infinity;
    let max = -Infinity;
    for (let index = 0, at = offset; index < count; index++, at += stride) {
      const value = values[at]!;
      const size = Math.abs(value);
      if (!(size < Infinity) || size !== Math.floor(size)) throw new RangeError(`not an integer: ${value}`);
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.count += count;
    // Adding 0 turns -0 into 0.
    this.min = Math.min(this.min, min) + 0;
    this.max = Math.max(this.max, max) + 0;
    const largest = Math.max(-min, max);
    if (min === max) {
      const sum = BigInt(min) * BigInt(count);
      this.sum += sum;
      this.sumOfSquares += sum * BigInt(min);
    } else if (largest * largest * count <= LARGEST) this.addSmall(values, offset, stride, count);
    else if (largest <= LARGEST) this.addLarge(values, offset, stride, count);
    else this.addHuge(values, offset, stride, count);
  }

  /** Whose squares sum to at most 2^53. */
  private addSmall(values: Float64Array, offset: number, stride: number, count: number): void {
    let sum = 0;
    let squares = 0;
    for (let index = 0, at = offset; index < count; index++, at += stride) {
      const value = values[at]!;
      sum += value;
      squares += value * value;
    }
    this.sum += BigInt(sum);
    this.sumOfSquares += BigInt(squares);
  }

  /** Beyond 2^53 every double is an integer. Slow, and as rare as costs of more than 9 billion a year. */
  private addHuge(values: Float64Array, offset: number, stride: number, count: number): void {
    for (let index = 0, at = offset; index < count; index++, at += stride) {
      const value = BigInt(values[at]!);
      this.sum += value;
      this.sumOfSquares += value * value;
    }
  }

  /** |x| = a 2^40 + b 2^20 + c. The five sums are the coefficients of 2^80, 2^60, 2^40, 2^20 and 1 in the squares. */
  private addLarge(values: Float64Array, offset: number, stride: number, count: number): void {
    let sumA = 0;
    let sumB = 0;
    let sumC = 0;
    let squareAA = 0;
    let squareAB = 0;
    let squareACBB = 0;
    let squareBC = 0;
    let squareCC = 0;
    for (let index = 0, at = offset; index < count; index++, at += stride) {
      const value = values[at]!;
      const size = Math.abs(value);
      const a = Math.floor(size / LIMB_SQUARED);
      const rest = size - a * LIMB_SQUARED;
      const b = Math.floor(rest / LIMB);
      const c = rest - b * LIMB;
      if (value < 0) {
        sumA -= a;
        sumB -= b;
        sumC -= c;
      } else {
        sumA += a;
        sumB += b;
        sumC += c;
      }
      squareAA += a * a;
      squareAB += a * b;
      squareACBB += 2 * a * c + b * b;
      squareBC += b * c;
      squareCC += c * c;
    }
    this.sum += (((BigInt(sumA) << 20n) + BigInt(sumB)) << 20n) + BigInt(sumC);
    this.sumOfSquares +=
      (BigInt(squareAA) << 80n) +
      (BigInt(squareAB) << 61n) +
      (BigInt(squareACBB) << 40n) +
      (BigInt(squareBC) << 21n) +
      BigInt(squareCC);
  }

  merge(other: Moments): void {
    this.count += other.count;
    this.sum += other.sum;
    this.sumOfSquares += other.sumOfSquares;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
  }

  /** NaN without values. */
  mean(): number {
    return bigintRatio(this.sum, BigInt(this.count));
  }

  /** The mean in another unit: `scale` of the integers make one. */
  scaledMean(scale: number): number {
    return Number.isSafeInteger(scale)
      ? bigintRatio(this.sum, BigInt(this.count) * BigInt(scale))
      : this.mean() / scale;
  }

  /** Unbiased, (n S2 - S^2) / (n (n - 1)) in integers, so that nothing cancels; NaN with fewer than two values. */
  variance(): number {
    if (this.count < 2) return NaN;
    const n = BigInt(this.count);
    return bigintRatio(n * this.sumOfSquares - this.sum * this.sum, n * (n - 1n));
  }

  toJSON(): MomentsJson {
    const { count, sum, sumOfSquares, min, max } = this;
    const empty = count === 0;
    return {
      count,
      sum: String(sum),
      sumOfSquares: String(sumOfSquares),
      min: empty ? null : min,
      max: empty ? null : max,
    };
  }

  static fromJSON(json: MomentsJson): Moments {
    const moments = new Moments();
    moments.count = json.count;
    moments.sum = BigInt(json.sum);
    moments.sumOfSquares = BigInt(json.sumOfSquares);
    moments.min = json.min ?? Infinity;
    moments.max = json.max ?? -Infinity;
    return moments;
  }
}
