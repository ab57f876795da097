import { expect, test } from 'vitest';
import { Moments } from '../../src/statistics/moments.ts';
import { unpairedInterval } from '../../src/statistics/unpaired.ts';

const of = (...values: number[]): Moments => {
  const moments = new Moments();
  moments.addColumn(Float64Array.from(values), 0, 1, values.length);
  return moments;
};

test('equal spreads and numbers: Student with 2 n - 2 degrees of freedom', () => {
  // Both have variance 1; t(0.975; 4) = 2.776445, standard error sqrt(2/3).
  const { low, high } = unpairedInterval(of(5, 6, 7), of(1, 2, 3), 0.95);
  expect([low, high].map((end) => Math.abs(end - 4))[0]).toBeCloseTo(2.776445 * Math.sqrt(2 / 3), 5);
  expect((low + high) / 2).toBeCloseTo(4, 12);
});

test('one side without spread: the degrees of freedom of the other', () => {
  // t(0.975; 2) = 4.302653.
  const { high } = unpairedInterval(of(1, 2, 3), of(2, 2, 2, 2), 0.95);
  expect(high).toBeCloseTo(4.302653 * Math.sqrt(1 / 3), 5);
});

test('no spread at all is certain, a single value says nothing', () => {
  expect(unpairedInterval(of(3, 3), of(1, 1), 0.95)).toMatchObject({ low: 2, high: 2 });
  expect(unpairedInterval(of(3), of(1, 1), 0.95)).toMatchObject({ low: -Infinity, high: Infinity });
});
