import { describe, expect, test } from 'vitest';
import { relativeHalfWidth, WeightedMean } from '../../src/statistics/weighted-mean.ts';

describe('the mean of weighted indicators', () => {
  test('is the sum over all values, those of 0 included', () => {
    const mean = new WeightedMean();
    for (const weight of [0.5, 0.25, 0.25]) mean.add(weight);
    expect(mean.hits).toBe(3);
    expect(mean.mean(10)).toBe(0.1);
  });

  test('with weights of 1 has the standard error of a share', () => {
    const mean = new WeightedMean();
    for (let hit = 0; hit < 40; hit++) mean.add(1);
    expect(mean.relativeError(100)).toBeCloseTo(Math.sqrt((0.4 * 0.6) / 99) / 0.4, 12);
  });

  test('is not known at all from one value', () => {
    const mean = new WeightedMean();
    expect(mean.relativeError(10)).toBe(Infinity);
    mean.add(1);
    expect(mean.relativeError(10)).toBe(Infinity);
  });

  test('half an interval of 95 % is 1.96 relative errors', () => {
    expect(relativeHalfWidth(0.01, 0.95)).toBeCloseTo(0.0195996398, 9);
  });
});
