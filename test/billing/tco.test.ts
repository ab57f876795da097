import { describe, expect, test } from 'vitest';
import { discountFactor, outageCostMicro } from '../../src/billing/tco.ts';
import { makeScenario } from './make-bill.ts';

const MINUTE = 60_000;
const NOTHING = { downtimeMs: 0, writeOnlyMs: 0, dataLossSeconds: 0, peopleMs: 0 };

describe('cost of outages', () => {
  const { cost } = makeScenario({
    cost: {
      downtimeCostPerHour: 4000,
      writeDowntimeCostPerHour: 1000,
      dataLossCostPerSecond: 2,
      peopleCostPerHour: 120,
    },
  });

  test('90 min down, 30 min without writes, 300 s lost, 45 min of people: 6000 + 500 + 600 + 90', () => {
    const losses = { downtimeMs: 90 * MINUTE, writeOnlyMs: 30 * MINUTE, dataLossSeconds: 300, peopleMs: 45 * MINUTE };
    expect(outageCostMicro(cost, losses)).toBe(7_190_000_000);
  });

  test.each([
    ['an hour down', { downtimeMs: 60 * MINUTE }, 4000],
    ['an hour without writes', { writeOnlyMs: 60 * MINUTE }, 1000],
    ['a lost second', { dataLossSeconds: 1 }, 2],
    ['an hour of people', { peopleMs: 60 * MINUTE }, 120],
  ])('%s costs its own rate', (_, loss, expected) => {
    expect(outageCostMicro(cost, { ...NOTHING, ...loss })).toBe(expected * 1e6);
  });

  test('is rounded to a millionth: a millisecond at 4000 an hour is 1111.11', () => {
    expect(outageCostMicro(cost, { ...NOTHING, downtimeMs: 1 })).toBe(1111);
  });

  test('is nothing without rates', () => {
    const losses = { downtimeMs: 1e9, writeOnlyMs: 1e9, dataLossSeconds: 1e6, peopleMs: 1e9 };
    expect(outageCostMicro(makeScenario().cost, losses)).toBe(0);
  });
});

describe('present value', () => {
  test.each([
    [0.05, 0, 1],
    [0.05, 1, 1 / 1.05],
    [0.05, 2, 1 / 1.1025],
    [0.21, 0.5, 1 / 1.1],
    [0, 10, 1],
    [-0.5, 3, 8],
  ])('at %d a year money in %d years is worth %d', (rate, years, expected) => {
    expect(discountFactor(rate, years)).toBeCloseTo(expected, 14);
  });

  test('two spans one after the other discount as one', () => {
    expect(discountFactor(0.08, 0.7) * discountFactor(0.08, 1.6)).toBeCloseTo(discountFactor(0.08, 2.3), 14);
  });
});
