const LIMB = 0x100000; // 2^20
const LIMB_SQUARED = LIMB * LIMB;
/** So many sums of three products of two limbs, at most 2^40 each, stay below 2^52: exact in a double. */
const CHUNK = 1024;
const LARGEST = 0x20000000000000; // 2^53

/**
 * The sum of x y over `count` rows of integers, `stride` apart: exact, and therefore the same in any order and any split.
 * @throws RangeError for what is not an integer
 */
export function sumOfProducts(
  values: Float64Array,
  offsetX: number,
  offsetY: number,
  stride: number,
  count: number,
): bigint {
  let total = 0n;
  for (let done = 0; done < count; done += CHUNK) {
    const rows = Math.min(CHUNK, count - done);
    const x = offsetX + done * stride;
    const y = offsetY + done * stride;
    const isLarge = Math.max(largestOf(values, x, stride, rows), largestOf(values, y, stride, rows)) > LARGEST;
    total += (isLarge ? sumOfHuge : sumOfChunk)(values, x, y, stride, rows);
  }
  return total;
}

/** |x| = a 2^40 + b 2^20 + c, |y| likewise. The five sums are the coefficients of 2^80, 2^60, 2^40, 2^20 and 1 in the products. */
function sumOfChunk(values: Float64Array, offsetX: number, offsetY: number, stride: number, count: number): bigint {
  let sum80 = 0;
  let sum60 = 0;
  let sum40 = 0;
  let sum20 = 0;
  let sum0 = 0;
  for (let index = 0, atX = offsetX, atY = offsetY; index < count; index++, atX += stride, atY += stride) {
    const x = values[atX]!;
    const y = values[atY]!;
    const sizeX = Math.abs(x);
    const sizeY = Math.abs(y);
    if (x === 0 || y === 0) continue;
    const sign = x < 0 === y < 0 ? 1 : -1;
    const a = Math.floor(sizeX / LIMB_SQUARED);
    const restX = sizeX - a * LIMB_SQUARED;
    const b = Math.floor(restX / LIMB);
    const c = sign * (restX - b * LIMB);
    const p = Math.floor(sizeY / LIMB_SQUARED);
    const restY = sizeY - p * LIMB_SQUARED;
    const q = Math.floor(restY / LIMB);
    const r = restY - q * LIMB;
    sum80 += sign * a * p;
    sum60 += sign * (a * q + b * p);
    sum40 += sign * (a * r + b * q) + c * p;
    sum20 += sign * b * r + c * q;
    sum0 += c * r;
  }
  return (
    (BigInt(sum80) << 80n) + (BigInt(sum60) << 60n) + (BigInt(sum40) << 40n) + (BigInt(sum20) << 20n) + BigInt(sum0)
  );
}

/** Beyond 2^53, where every double is an integer. */
function sumOfHuge(values: Float64Array, offsetX: number, offsetY: number, stride: number, count: number): bigint {
  let total = 0n;
  for (let index = 0, atX = offsetX, atY = offsetY; index < count; index++, atX += stride, atY += stride) {
    total += BigInt(values[atX]!) * BigInt(values[atY]!);
  }
  return total;
}

function largestOf(values: Float64Array, offset: number, stride: number, count: number): number {
  let largest = 0;
  for (let index = 0, at = offset; index < count; index++, at += stride) {
    const size = Math.abs(values[at]!);
    if (!(size < Infinity) || size !== Math.floor(size)) throw new RangeError(`not an integer: ${values[at]}`);
    if (size > largest) largest = size;
  }
  return largest;
}
