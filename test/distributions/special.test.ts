import { describe, expect, test } from 'vitest';
import {
  betaQuantile,
  gammaFunction,
  gammaQuantile,
  logGamma,
  normalCumulative,
  normalQuantile,
  regularisedBeta,
  regularisedGammaP,
  regularisedGammaQ,
  studentQuantile,
} from '../../src/distributions/special.ts';

// Expected values were computed with 45 digits (mpmath 1.3).
const expectNear = (found: number, expected: number, relative = 1e-12) => {
  expect(Math.abs(found - expected), `${found} against ${expected}`).toBeLessThanOrEqual(Math.abs(expected) * relative);
};

describe('gamma functions', () => {
  test.each([
    [0.001, 6.907178885383853],
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247001],
    [1.5, -0.12078223763524522],
    [2.5, 0.2846828704729192],
    [3, 0.6931471805599453],
    [10, 12.801827480081469],
    [100.25, 360.28455963776423],
    [1e4, 82099.71749644238],
    [1e8, 1742068066.1038346],
    [1.12, -0.05806333250535348],
    [2.1, 0.04543773854448518],
    [0.99, 0.005854806764709781],
    [2.001, 0.000423106734800117],
  ])('log gamma of %d', (x, expected) => {
    expectNear(logGamma(x), expected, 1e-11);
  });

  test('gamma of a whole number is a factorial, of 1/2 the root of pi', () => {
    expectNear(gammaFunction(11), 3_628_800);
    expectNear(gammaFunction(0.5), Math.sqrt(Math.PI));
  });

  test.each([
    [0.5, 0.1, 0.345279153981423, 0.654720846018577],
    [0.5, 2, 0.9544997361036416, 0.04550026389635842],
    [1, 1, 0.6321205588285577, 0.36787944117144233],
    [4, 2, 0.14287653950145296, 0.857123460498547],
    [4, 12, 0.9977082087922086, 0.002291791207791422],
    [10.5, 8, 0.23034888825129907, 0.7696511117487009],
    [100, 90, 0.15822098918643016, 0.8417790108135699],
    [100, 130, 0.9972495916326934, 0.002750408367306526],
    [1000, 1010, 0.6276789447369947, 0.3723210552630053],
    [0.01, 1e-5, 0.8963367982671973, 0.1036632017328028],
    [1e5, 100300, 0.8286363112512076, 0.17136368874879235],
    [0.01, 3, 0.9998670286434298, 0.0001329713565701555],
  ])('P and Q of shape %d at %d', (a, x, lower, upper) => {
    expectNear(regularisedGammaP(a, x), lower, 2e-12);
    expectNear(regularisedGammaQ(a, x), upper, 2e-12);
  });

  test.each([
    [0.5, 0.5, 0.2274682115597864],
    [4, 0.05, 1.366318396749831],
    [4, 0.95, 7.753656527932725],
    [1, 1e-12, 1.0000000000005e-12],
    [30, 0.025, 20.240874021420915],
    [30, 0.975, 41.6488374385866],
    [1000, 0.999, 1100.5780982933145],
    [0.1, 0.2, 6.21880187468291e-8],
    [0.1, 0.9, 0.26615455373883784],
    [2.5, 1e-10, 0.00016167785731248467],
    [3, 0.9999999, 21.6688785572243],
  ])('quantile of shape %d at %d', (a, p, expected) => {
    expectNear(gammaQuantile(a, p), expected);
  });

  test('chi-squared quantiles agree with the printed tables', () => {
    expect(2 * gammaQuantile(0.5, 0.95)).toBeCloseTo(3.841, 3);
    expect(2 * gammaQuantile(5, 0.975)).toBeCloseTo(20.483, 3);
    expect(2 * gammaQuantile(5, 0.025)).toBeCloseTo(3.247, 3);
  });

  test('a quantile is inverted by P over many magnitudes of shape', () => {
    for (const a of [0.05, 0.5, 1, 3, 50, 2_000, 1e5, 1e7]) {
      for (const p of [1e-9, 0.01, 0.5, 0.9, 0.99999]) expectNear(regularisedGammaP(a, gammaQuantile(a, p)), p, 1e-9);
    }
  });

  test('beyond a shape of 1e9 the quantile goes on without a step', () => {
    expectNear(gammaQuantile(1.000001e9, 0.975) / 1.000001e9, gammaQuantile(0.999999e9, 0.975) / 0.999999e9, 1e-9);
  });

  test('ends and what is outside', () => {
    expect([gammaQuantile(2, 0), gammaQuantile(2, 1), gammaQuantile(2, -1)]).toEqual([0, Infinity, NaN]);
    expect([regularisedGammaP(2, 0), regularisedGammaP(2, Infinity), regularisedGammaQ(2, -1)]).toEqual([0, 1, 1]);
  });
});

describe('beta functions', () => {
  test.each([
    [0.5, 0.5, 0.3, 0.36901011956554536],
    [2, 3, 0.4, 0.5248],
    [1, 100, 0.01, 0.6339676587267705],
    [50, 951, 0.04, 0.06630587123134775],
    [5000, 5000, 0.505, 0.8413447463710368],
    [3, 99998, 1e-5, 0.08030047736436065],
    [20, 0.5, 0.999, 0.8424161860163615],
  ])('I(%d, %d) at %d', (a, b, x, expected) => {
    expectNear(regularisedBeta(a, b, x), expected, 1e-11);
  });

  test.each([
    [0.5, 0.5, 0.3, 0.20610737385376343],
    [2, 3, 0.975, 0.8058795503167566],
    [1, 10000, 0.025, 2.531777593474687e-6],
    [1, 10000, 0.975, 0.00036881991461876223],
    [3, 9998, 0.025, 6.187148574838714e-5],
    [500, 501, 0.5, 0.49950016669993813],
    [5, 6, 0.975, 0.7376219233930549],
    [10, 1, 0.025, 0.6915028921812392],
    [9999, 2, 0.025, 0.9994429630020529],
    [0.5, 15, 0.95, 0.12205940198479194],
  ])('quantile of shapes %d and %d at %d', (a, b, p, expected) => {
    expectNear(betaQuantile(a, b, p), expected, 1e-11);
  });

  test('ends and what is outside', () => {
    expect([betaQuantile(2, 3, 0), betaQuantile(2, 3, 1), betaQuantile(2, 3, 1.5)]).toEqual([0, 1, NaN]);
  });
});

describe('Student t', () => {
  test.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 2, 4.302652729749462],
    [0.975, 3, 3.1824463052837086],
    [0.995, 5, 4.032142983555227],
    [0.95, 9, 1.8331129326562365],
    [0.975, 30, 2.0422724563012378],
    [0.975, 99, 1.9842169515864172],
    [0.975, 9999, 1.9602012636213573],
    [0.6, 2.5, 0.2814595127485476],
    [0.0001, 4, -13.033671720896455],
    [0.5000001, 9, 2.5770877222914437e-7],
    [0.999, 20000, 3.0906398618543305],
  ])('quantile of %d with %d degrees of freedom', (p, df, expected) => {
    expectNear(studentQuantile(p, df), expected, 1e-11);
  });

  test('one degree of freedom is the Cauchy distribution, many are the normal', () => {
    expectNear(studentQuantile(0.9, 1), Math.tan(0.4 * Math.PI));
    expectNear(studentQuantile(0.975, 1e15), normalQuantile(0.975));
    expectNear(studentQuantile(0.975, 1.000001e6), studentQuantile(0.975, 0.999999e6), 1e-11);
  });

  test('ends, middle and what is outside', () => {
    const values = [0, 0.5, 1, NaN].map((p) => studentQuantile(p, 4));
    expect(values).toEqual([-Infinity, 0, Infinity, NaN]);
  });
});

describe('normal distribution', () => {
  test.each([
    [0.975, 1.9599639845400538],
    [0.95, 1.6448536269514722],
    [0.5000001, 2.506628273311648e-7],
    [0.8, 0.8416212335729144],
    [0.02425, -1.972961051311885],
    [1e-10, -6.361340902404057],
    [1e-300, -37.0470962993612],
    [0.999999, 4.753424308817087],
    [0.3, -0.5244005127080408],
    [0.075, -1.439531470938456],
  ])('quantile of %d', (p, expected) => {
    expectNear(normalQuantile(p), expected, 1e-14);
  });

  test.each([
    [-10, 7.619853024160525e-24],
    [-3, 0.0013498980316300946],
    [-1.5, 0.06680720126885807],
    [-0.1, 0.460172162722971],
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [1, 0.8413447460685429],
    [1.959963984540054, 0.975],
    [3, 0.9986501019683699],
    [6, 0.9999999990134123],
    [-0.7, 0.24196365222307303],
    [-5.5, 1.8989562465887718e-8],
    [-20, 2.7536241186062337e-89],
  ])('cumulative at %d', (x, expected) => {
    expectNear(normalCumulative(x), expected, 1e-12);
  });

  test('ends and what is outside', () => {
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1), normalQuantile(2)]).toEqual([
      -Infinity,
      0,
      Infinity,
      NaN,
    ]);
  });
});
