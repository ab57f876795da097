import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toNumber } from '../../src/units/money.ts';
import type { UsageMeter } from '../../src/vocabulary/ledger.ts';
import { DAY, HOUR, hoursOf, makePlan, monthly, price, sum, usageOf, type Row } from './make-bill.ts';

const RUNS = { seed: 1, numRuns: 200 };
/** 2027-01-15 to 2028-01-15: two partial months, eleven whole ones. */
const plan = makePlan({ ha: 'ZoneRedundant', version: '15', start: '2027-01-15', horizon: '1y' });
const END = 365 * DAY;
/** Extended support of 15 is foreseen from 2027-11-12. */
const EXTENDED_FROM = 301;

const row: fc.Arbitrary<Required<Row>> = fc
  .record({
    resource: fc.constantFrom('primary' as const, 'standby' as const, 'replaced-primary' as const),
    meter: fc.constantFrom('compute' as const, 'storage' as const, 'backup' as const),
    times: fc.tuple(fc.integer({ min: 0, max: END }), fc.integer({ min: 0, max: END })),
    quantity: fc.integer({ min: 1, max: 32_767 }),
  })
  .map(({ times: [one, other], ...rest }) => ({ ...rest, from: Math.min(one, other), to: Math.max(one, other) }));

describe('months', () => {
  test('a row across a boundary is divided at midnight UTC', () => {
    const bill = price(plan, usageOf([{ from: 16 * DAY, to: 18 * DAY + HOUR }]));
    expect(hoursOf(bill).slice(0, 3)).toEqual([24, 25, 0]);
  });

  test('a row over several months fills those between', () => {
    const bill = price(plan, usageOf([{ from: 16 * DAY, to: 77 * DAY }]));
    expect(hoursOf(bill).slice(0, 4)).toEqual([24, 28 * 24, 31 * 24, 24]);
  });

  test('what lies outside the horizon is not charged', () => {
    const bill = price(plan, usageOf([{ from: END - HOUR, to: END + 10 * DAY }]));
    expect(sum(hoursOf(bill))).toBe(1);
  });

  test('a partial month is charged for its part: 512 GiB for 17 of 31 days, 28 of 28 and 14 of 31', () => {
    const short = makePlan({ start: '2027-01-15', horizon: '59d' });
    const bill = price(short, usageOf([{ meter: 'storage', from: 0, to: 59 * DAY, quantity: 512 }]));
    const months = monthly(bill, 'storage').map((quantity, month) => quantity / short.months[month]!.fullMs);
    expect(months).toEqual([(512 * 17) / 31, 512, (512 * 14) / 31]);
    expect(bill.bill.lines[0]!.formula).toBe('1024 GiB months x 0.115 USD = 117.76 USD');
  });

  test('add up to the whole: quantity x time, whatever the rows', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const bill = price(plan, usageOf(rows));
        for (const resource of ['primary', 'standby', 'replaced-primary'] as const) {
          const whole = (meter: UsageMeter, day: number): number => {
            const own = rows.filter((one) => one.resource === resource && one.meter === meter);
            return sum(own.map(({ from, to, quantity }) => quantity * Math.max(0, to - Math.max(from, day * DAY))));
          };
          expect(sum(monthly(bill, 'compute', resource))).toBe(whole('compute', 0));
          expect(sum(monthly(bill, 'storage', resource))).toBe(whole('storage', 0));
          expect(sum(monthly(bill, 'extended-support', resource))).toBe(whole('compute', EXTENDED_FROM));
        }
      }),
      RUNS,
    );
  });
});

describe('rows', () => {
  test('splitting one anywhere changes nothing', () => {
    fc.assert(
      fc.property(row, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), (whole, shares) => {
        const { from, to } = whole;
        const inner = shares.map((share) => from + Math.floor(share * (to - from)));
        const cuts = [from, ...inner.sort((one, other) => one - other), to];
        const parts = cuts.slice(1).map((end, index) => ({ ...whole, from: cuts[index]!, to: end }));
        expect(price(plan, usageOf(parts)).quantities).toEqual(price(plan, usageOf([whole])).quantities);
      }),
      RUNS,
    );
  });

  test('splitting one of fractional GiB moves no month by more than a GiB for a millisecond', () => {
    const whole = { meter: 'backup', from: 0, to: END, quantity: 115.84 } as const;
    const days = Array.from({ length: 365 }, (_, day) => ({ ...whole, from: day * DAY, to: (day + 1) * DAY }));
    const left = monthly(price(plan, usageOf([whole])), 'backup');
    const right = monthly(price(plan, usageOf(days)), 'backup');
    for (const [month, quantity] of left.entries()) expect(Math.abs(quantity - right[month]!)).toBeLessThanOrEqual(1);
  });

  test('their order changes nothing', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        expect(price(plan, usageOf(rows.toReversed())).quantities).toEqual(price(plan, usageOf(rows)).quantities);
      }),
      RUNS,
    );
  });

  test('of one replication leave nothing behind for the next', () => {
    const used = price(plan, usageOf([{ from: 0, to: END }]));
    expect(sum(hoursOf(used))).toBe(365 * 24);
    expect(sum(price(plan, usageOf([])).quantities)).toBe(0);
  });
});

describe('extended support', () => {
  const supported = (from: number, to: number): number[] =>
    monthly(price(plan, usageOf([{ from: from * DAY, to: to * DAY }])), 'extended-support').map((value) => value / DAY);

  test('takes part of the compute rows from its day on, whatever their beginning', () => {
    expect(sum(supported(300, 303))).toBe(2);
    expect(sum(supported(EXTENDED_FROM, 303))).toBe(2);
    expect(sum(supported(310, 312))).toBe(2);
  });

  test('takes nothing of rows that end before it, in its own month or another', () => {
    const nothing = plan.months.map(() => 0);
    expect(supported(295, 299)).toEqual(nothing);
    expect(supported(295, EXTENDED_FROM)).toEqual(nothing);
    expect(supported(0, 100)).toEqual(nothing);
  });
});

test('a replication in whole micro-currency is the exact bill, month by month', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
      const { micro, bill } = price(plan, usageOf(rows));
      for (const [month, exact] of bill.byMonth.entries()) {
        const value = toNumber(exact) * 1e6;
        expect(micro[month]).toSatisfy(Number.isInteger);
        // Rounded to one, and the sum of a few products of doubles.
        expect(Math.abs(micro[month]! - value)).toBeLessThanOrEqual(0.5 + 1e-14 * value);
      }
    }),
    RUNS,
  );
});
