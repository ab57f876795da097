import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { creditPercent, slaCreditMicro } from '../../src/billing/integrate.ts';
import { slaTerms, type SlaTerms } from '../../src/catalog/index.ts';
import type { HaMode } from '../../src/scenario/scenario.ts';

const MODES: readonly HaMode[] = ['Disabled', 'SameZone', 'ZoneRedundant'];
const MONTH = 650_000_000;

describe('the steps of the agreement', () => {
  test.each([
    ['Disabled', 99.9],
    ['SameZone', 99.95],
    ['ZoneRedundant', 99.99],
  ] as const)('%s: a tenth below %d, a quarter below 99, all of it below 95', (mode, target) => {
    const credit = (uptime: number) => slaCreditMicro(mode, uptime, MONTH);
    expect([100, target].map(credit)).toEqual([0, 0]);
    expect([target - 1e-9, 99].map(credit)).toEqual([65_000_000, 65_000_000]);
    expect([99 - 1e-9, 95].map(credit)).toEqual([162_500_000, 162_500_000]);
    expect([95 - 1e-9, 0].map(credit)).toEqual([MONTH, MONTH]);
  });

  test('a month of 30 days may lose 4.32 minutes at 99.99 %', () => {
    const after = (minutes: number) => slaCreditMicro('ZoneRedundant', 100 * (1 - minutes / 43_200), MONTH);
    expect([4, 5].map(after)).toEqual([0, 65_000_000]);
  });

  test('count once: the order they are listed in does not matter', () => {
    const steps = slaTerms('ZoneRedundant').credits;
    for (const uptime of [99.995, 99.5, 97, 50]) {
      expect(creditPercent(steps.toReversed(), uptime)).toBe(creditPercent(steps, uptime));
    }
  });
});

test('an agreement that gives back more than the charges gives back the charges', () => {
  expect(creditPercent([{ belowPercent: 95, creditPercent: 150 }], 90)).toBe(100);
});

describe('the credit', () => {
  const uptime = fc.double({ min: 0, max: 100, noNaN: true });

  test('is whole, and never below nothing or above the charges of the month', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MODES), uptime, fc.nat({ max: 1e9 }), (mode, percent, cost) => {
        const credit = slaCreditMicro(mode, percent, cost);
        expect(credit).toSatisfy(Number.isInteger);
        expect(credit).toBeGreaterThanOrEqual(0);
        expect(credit).toBeLessThanOrEqual(cost);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('never shrinks when uptime does', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MODES), uptime, uptime, (mode, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(slaCreditMicro(mode, low, MONTH)).toBeGreaterThanOrEqual(slaCreditMicro(mode, high, MONTH));
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('V41 outages of Exp(300 s), one in two months of 30 days', () => {
  const MONTH_SECONDS = 2_592_000;
  const MEAN_SECONDS = 300;
  const RATE = 0.5;
  const CELLS = 20_000;
  /** Probability of k outages, and no month has more than this many. */
  const MOST = 30;

  /** Sums f(k) over the number of outages k = 1, 2, ..., weighted by its Poisson probability. */
  function overOutages(f: (count: number) => number): number {
    let probability = Math.exp(-RATE);
    let total = 0;
    for (let count = 1; count <= MOST; count++) {
      probability *= RATE / count;
      total += probability * f(count);
    }
    return total;
  }

  /** P(sum of the month's outages > seconds): Poisson mixture of Erlang tails, e^-x (1 + x + ... + x^(k-1) / (k-1)!). */
  const exceeds = (seconds: number): number =>
    overOutages((count) => {
      const x = seconds / MEAN_SECONDS;
      let term = Math.exp(-x);
      let tail = term;
      for (let index = 1; index < count; index++) tail += term *= x / index;
      return tail;
    });

  /** The Erlang density of the same. */
  const density = (seconds: number): number =>
    overOutages((count) => {
      const x = seconds / MEAN_SECONDS;
      let term = Math.exp(-x) / MEAN_SECONDS;
      for (let index = 1; index < count; index++) term *= x / index;
      return term;
    });

  /** Expected credit as a share of the fee: the midpoint rule between the steps of the agreement, up to 3 hours of outage. */
  function expectedCredit(steps: SlaTerms['credits']): number {
    const edges = steps.map(({ belowPercent }) => MONTH_SECONDS * (1 - belowPercent / 100)).sort((a, b) => a - b);
    let total = 0;
    for (const [index, from] of edges.entries()) {
      const to = Math.min(edges[index + 1] ?? Infinity, 3 * 3600);
      const width = (to - from) / CELLS;
      for (let cell = 0; cell < CELLS && width > 0; cell++) {
        const seconds = from + (cell + 0.5) * width;
        total += (creditPercent(steps, 100 * (1 - seconds / MONTH_SECONDS)) / 100) * density(seconds) * width;
      }
    }
    return total;
  }

  test.each([
    [259.2, 0.201029097151],
    [1296, 0.012550117554],
    [2592, 0.000343941323],
  ])('a month loses more than %d s with probability %d', (seconds, exact) => {
    expect(exceeds(seconds)).toBeCloseTo(exact, 11);
  });

  test('10 % below 99.99 and 25 % below 99.9 give back 0.020154500914 of the fee', () => {
    const credit = expectedCredit([
      { belowPercent: 99.99, creditPercent: 10 },
      { belowPercent: 99.9, creditPercent: 25 },
    ]);
    expect(credit).toBeCloseTo(0.1 * exceeds(259.2) + 0.15 * exceeds(2592), 8);
    expect(credit).toBeCloseTo(0.020154500914, 8);
  });

  test('the shipped steps, 25 % from 99 on, give back 10 % of the fee in those months', () => {
    expect(expectedCredit(slaTerms('ZoneRedundant').credits)).toBeCloseTo(0.1 * exceeds(259.2), 8);
  });
});
