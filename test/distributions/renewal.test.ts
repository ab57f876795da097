import { describe, expect, test } from 'vitest';
import { constant, exponential, gamma, lognormal, weibull } from '../../src/distributions/index.ts';
import { expectedOccurrences } from '../../src/distributions/renewal.ts';

describe('expected occurrences', () => {
  test('of a Poisson process are time over mean, and of what never occurs none', () => {
    expect(expectedOccurrences(exponential({ mean: 50 }), 20)).toBe(0.4);
    expect(expectedOccurrences({ kind: 'never' }, 1e12)).toBe(0);
    expect(expectedOccurrences(exponential({ mean: 50 }), 0)).toBe(0);
  });

  test('at constant distances are counted', () => {
    expect(expectedOccurrences(constant(7), 20)).toBe(2);
    expect(expectedOccurrences(constant(7), 6.9)).toBe(0);
  });

  // V05: by discretised renewal equations at three grids and by simulation.
  test.each([
    [1.12, 87_600, 87_600, 0.95242, 1e-5],
    [0.7, 4000, 17_520, 3.988, 1e-4],
  ])('at Weibull distances of shape %f, scale %f h, within %f h: %f', (shape, scale, time, exact, tolerance) => {
    expect(Math.abs(expectedOccurrences(weibull({ shape, scale }), time) - exact)).toBeLessThan(tolerance);
  });

  test('at Erlang-2 distances have a closed form', () => {
    // m(t) = t / 2a - (1 - exp(-2 t / a)) / 4 for phases of mean a.
    const exact = 30 / 20 - (1 - Math.exp(-60 / 10)) / 4;
    expect(expectedOccurrences(gamma({ shape: 2, scale: 10 }), 30)).toBeCloseTo(exact, 4);
  });

  test('at lognormal distances approach time over mean', () => {
    const distances = lognormal({ mean: 1, sd: 1 });
    // m(t) - t / mean tends to (variance / mean^2 - 1) / 2 = 0.
    expect(expectedOccurrences(distances, 100)).toBeCloseTo(100, 1);
  });
});
