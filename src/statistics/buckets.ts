/**
 * Logarithmic buckets read off a double's own bits: the exponent and the first six bits of the fraction. A bucket is at most 1/64 of
 * its lower edge wide, so its middle is within 0.8 % of every value in it. No logarithm is taken, so no rounding can move a value.
 */
const DROPPED_BITS = 14;
const view = new DataView(new ArrayBuffer(8));

/** Ascending with the value: 0 for zero (and what is below 1e-309), negative for negative values. */
export function bucketOf(value: number): number {
  view.setFloat64(0, Math.abs(value));
  const key = view.getUint32(0) >>> DROPPED_BITS;
  return value < 0 ? -key : key;
}

/** That of the largest finite double; there is no edge beyond. */
const LAST_KEY = 0x7fefffff >>> DROPPED_BITS;

/** The edge nearer to zero; of the next key, the other edge. */
export function bucketEdge(key: number): number {
  view.setUint32(0, (Math.min(Math.abs(key), LAST_KEY) << DROPPED_BITS) >>> 0);
  view.setUint32(4, 0);
  return key < 0 ? -view.getFloat64(0) : view.getFloat64(0);
}

/** A value that stands for all of a bucket; of a bucket of integers, an integer. */
export function bucketMiddle(key: number, integers: boolean): number {
  if (key === 0) return 0;
  const near = Math.abs(bucketEdge(key));
  const middle = (near + Math.abs(bucketEdge(Math.abs(key) + 1))) / 2;
  const size = integers ? Math.max(Math.ceil(near), Math.floor(middle)) : middle;
  return key < 0 ? -size : size;
}
