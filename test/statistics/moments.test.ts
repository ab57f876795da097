import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bigintRatio } from '../../src/statistics/bigint-ratio.ts';
import { Moments } from '../../src/statistics/moments.ts';

const LARGEST = 2 ** 53;
const integer = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(LARGEST, -LARGEST, 0, -0, 2 ** 20, 2 ** 20 - 1, 2 ** 40, -(2 ** 40) + 1, LARGEST + 2, -1e300),
);

const momentsOf = (values: readonly number[]): Moments => {
  const moments = new Moments();
  moments.addColumn(Float64Array.from(values), 0, 1, values.length);
  return moments;
};

describe('Moments', () => {
  test('sums and sums of squares equal those of bigints, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(integer, { maxLength: 200 }), (values) => {
        const { count, sum, sumOfSquares, min, max } = momentsOf(values);
        const exact = values.map(BigInt);
        expect(count).toBe(values.length);
        expect(sum).toBe(exact.reduce((total, value) => total + value, 0n));
        expect(sumOfSquares).toBe(exact.reduce((total, value) => total + value * value, 0n));
        expect(min === Math.min(...values) && max === Math.max(...values)).toBe(true);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('a column of more values than a chunk holds, all of them the largest, loses nothing', () => {
    const values = new Float64Array(10_000).fill(-LARGEST);
    const moments = new Moments();
    moments.addColumn(values, 0, 1, values.length);
    expect(moments.sum).toBe(-10_000n * BigInt(LARGEST));
    expect(moments.sumOfSquares).toBe(10_000n * BigInt(LARGEST) * BigInt(LARGEST));
    const fullLimbs = new Float64Array(10_000).fill(LARGEST - 1);
    const other = new Moments();
    other.addColumn(fullLimbs, 0, 1, fullLimbs.length);
    expect(other.sumOfSquares).toBe(10_000n * BigInt(LARGEST - 1) * BigInt(LARGEST - 1));
  });

  test('a column is picked by offset and stride', () => {
    const table = Float64Array.from([1, 10, 2, 20, 3, 30]);
    const moments = new Moments();
    moments.addColumn(table, 1, 2, 3);
    expect(moments.toJSON()).toEqual({ count: 3, sum: '60', sumOfSquares: '1400', min: 10, max: 30 });
  });

  test('merged parts equal one pass, and survive JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.array(integer, { maxLength: 30 }), { maxLength: 6 }), (blocks) => {
        const merged = new Moments();
        for (const block of blocks) {
          merged.merge(Moments.fromJSON(JSON.parse(JSON.stringify(momentsOf(block))) as ReturnType<Moments['toJSON']>));
        }
        expect(merged).toEqual(momentsOf(blocks.flat()));
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test('mean and variance of a known sample', () => {
    const moments = momentsOf([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(moments.mean()).toBe(5);
    expect(moments.variance()).toBe(32 / 7);
    expect(moments.scaledMean(10)).toBe(0.5);
    expect(moments.scaledMean(0.5)).toBe(10);
  });

  test('a small spread on a large offset does not cancel', () => {
    const offset = 9_000_000_000_000_000;
    const moments = momentsOf([offset, offset + 1, offset + 2]);
    expect(moments.variance()).toBe(1);
    expect(moments.mean()).toBe(offset + 1);
  });

  test('without enough values there is no mean and no variance', () => {
    expect([new Moments().mean(), new Moments().variance(), momentsOf([3]).variance()]).toEqual([NaN, NaN, NaN]);
    expect(new Moments().toJSON()).toEqual({ count: 0, sum: '0', sumOfSquares: '0', min: null, max: null });
    expect(Moments.fromJSON(new Moments().toJSON())).toEqual(new Moments());
  });

  test.each([0.5, NaN, Infinity, -Infinity])('%d is refused, since it is no integer', (value) => {
    expect(() => momentsOf([1, value])).toThrow(RangeError);
  });
});

describe('bigintRatio', () => {
  test('gives back the double that a product was made of', () => {
    const factor = fc.bigInt({ min: 1n, max: 10n ** 60n });
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 60 }), factor, (mantissa, shift, common) => {
        const below = 1n << BigInt(shift);
        expect(bigintRatio(BigInt(mantissa) * common, below * common)).toBe(mantissa / Number(below) + 0);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  test('rounds to the nearest double', () => {
    expect(bigintRatio(1n, 3n)).toBe(1 / 3);
    expect(bigintRatio(2n, 3n)).toBe(2 / 3);
    expect(bigintRatio(-22n, 7n)).toBe(-22 / 7);
  });

  test('takes numbers far beyond the range of doubles', () => {
    const huge = 10n ** 400n;
    expect(bigintRatio(huge, 4n * huge)).toBe(0.25);
    expect(bigintRatio(-3n * huge, huge)).toBe(-3);
    expect(bigintRatio(0n, huge)).toBe(0);
    expect(bigintRatio(1n, 0n)).toBeNaN();
  });
});
