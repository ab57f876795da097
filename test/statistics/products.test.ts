import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sumOfProducts } from '../../src/statistics/products.ts';

const integers = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, 0x20000000000000, -0x20000000000000, 0x20000000000002, -1e300),
);

test('is that of big integers, whatever the size, the sign and the stride', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(integers, integers), { maxLength: 20 }), (rows) => {
      const values = Float64Array.from(rows.flatMap(([x, y]) => [0.5, x, y]));
      const exact = rows.reduce((sum, [x, y]) => sum + BigInt(x) * BigInt(y), 0n);
      expect(sumOfProducts(values, 1, 2, 3, rows.length)).toBe(exact);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('stays exact over many of the largest', () => {
  const largest = 0x20000000000000 - 1;
  const values = new Float64Array(2 * 5000).fill(largest);
  expect(sumOfProducts(values, 0, 1, 2, 5000)).toBe(5000n * BigInt(largest) * BigInt(largest));
});

test('what is not an integer is refused', () => {
  for (const bad of [0.5, NaN, Infinity]) {
    expect(() => sumOfProducts(Float64Array.of(bad, 1), 0, 1, 2, 1)).toThrow(RangeError);
    expect(() => sumOfProducts(Float64Array.of(0, bad), 0, 1, 2, 1)).toThrow(RangeError);
  }
});
