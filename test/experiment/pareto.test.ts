import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beats, frontOf, type Point } from '../../src/experiment/pareto.ts';

const point = (cost: number, downtime: number): Point => ({ cost, downtime });

describe('the front of cost against downtime', () => {
  test('holds what nothing beats, cheapest first', () => {
    const points = [point(3, 1), point(1, 5), point(2, 6), point(2, 2), point(4, 1)];
    expect(frontOf(points)).toEqual([1, 3, 0]);
  });

  test('of equal points holds all, and of equal costs the least downtime', () => {
    expect(frontOf([point(1, 2), point(1, 1), point(1, 1), point(2, 1)])).toEqual([1, 2]);
  });

  test('of nothing is nothing', () => {
    expect(frontOf([])).toEqual([]);
  });

  test('is what comparing each with each gives', () => {
    // Few different figures, so that ties are common.
    const figure = fc.integer({ min: 0, max: 6 });
    const points = fc.array(fc.record({ cost: figure, downtime: figure }), { maxLength: 30 });
    fc.assert(
      fc.property(points, (all) => {
        const front = frontOf(all);
        const brute = all.flatMap((one, index) => (all.some((other) => beats(other, one)) ? [] : [index]));
        expect([...front].sort((a, b) => a - b)).toEqual(brute);
        const costs = front.map((index) => all[index]!.cost);
        expect(costs).toEqual([...costs].sort((a, b) => a - b));
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
