import { describe, expect, test } from 'vitest';
import { formBill } from '../../src/billing/bill.ts';
import { add, parseDecimal, toFixed, toNumber, ZERO } from '../../src/units/money.ts';
import { billOf, DAY, HOUR, makePlan, price, usageOf } from './make-bill.ts';

describe('East US 2, Standard_D4ds_v5, 512 GiB, zone-redundant, 7 days of backup, January 2027', () => {
  const bill = billOf({ ha: 'ZoneRedundant' });

  test.each(['primary', 'standby'] as const)('the compute of the %s is 4 x 744 x 0.089 = 264.864', (resource) => {
    expect(bill.line('compute', resource)).toEqual({
      meter: 'compute',
      price_key: 'pgflex.gp.ddsv5.vcore',
      resource,
      description: 'Standard_D4ds_v5, 4 vCores',
      unit: 'vCore-hour',
      quantity: '2976',
      unit_price: '0.089',
      cost: '264.86',
      by_month: ['264.86'],
      formula: '4 vCores x 744 h x 0.089 USD = 264.86 USD',
    });
  });

  test.each(['primary', 'standby'] as const)('the storage of the %s is 512 x 0.115 = 58.88', (resource) => {
    expect(bill.line('storage', resource)).toEqual({
      meter: 'storage',
      price_key: 'pgflex.storage.ssd.gb',
      resource,
      description: 'Premium_LRS 512 GiB provisioned',
      unit: 'GiB-month',
      quantity: '512',
      unit_price: '0.115',
      cost: '58.88',
      by_month: ['58.88'],
      formula: '512 GiB months x 0.115 USD = 58.88 USD',
    });
  });

  test('there is one set of backups: 256 + 7 x (5.12 + 48) - 512 = 115.84 GiB for 0.095', () => {
    // Half the disk is data, 2 % of it changes a day, 2 GB of WAL an hour.
    expect(bill.line('backup')).toMatchObject({ quantity: '115.84', unit_price: '0.095', cost: '11.00' });
    expect(bill.line('backup', 'standby')).toBeUndefined();
  });

  test('nothing else is charged, and the total is rounded once', () => {
    expect(bill.bill.lines).toHaveLength(5);
    // 2 x 264.864 + 2 x 58.88 + 115.84 x 0.095
    expect(toFixed(bill.bill.total, 4)).toBe('658.4928');
    expect(bill.bill.derivedPrices).toBe(false);
  });
});

test('Sweden Central, Standard_B2s: one server for 744 h at 0.0398', () => {
  const { line } = billOf({ location: 'swedencentral', sku: 'Standard_B2s', storage: { storageSizeGB: 32 } });
  expect(line('compute')).toMatchObject({
    price_key: 'pgflex.burst.bs.b2s',
    unit: 'server-hour',
    quantity: '744',
    cost: '29.61',
    formula: '1 server x 744 h x 0.0398 USD = 29.61 USD',
  });
  expect(line('storage')).toMatchObject({ cost: '4.38', formula: '32 GiB months x 0.1369 USD = 4.38 USD' });
});

test('Azure doubles compute and storage with either HA mode, and nothing else', () => {
  const totals = (['Disabled', 'SameZone', 'ZoneRedundant'] as const).map((ha) =>
    toFixed(billOf({ ha }).bill.total, 4),
  );
  expect(totals).toEqual(['334.7488', '658.4928', '658.4928']);
});

test('a line is charged on the mean over the replications', () => {
  const plan = makePlan();
  const hours = (count: number) => BigInt(count * HOUR);
  // Two replications, 744 h and 600 h; the month has the lines of one replication.
  const quantities = plan.lines.map((line) =>
    line.meter === 'compute' && line.resource === 'primary' ? hours(744) + hours(600) : 0n,
  );
  const bill = formBill(plan, quantities, 2);
  expect(bill.lines.map(({ formula }) => formula)).toEqual(['4 vCores x 672 h x 0.089 USD = 239.23 USD']);
});

describe('a line by month', () => {
  const cents = (amount: string): number => Math.round(Number(amount) * 100);

  test('is what the rounded cost has grown by, so that it adds up', () => {
    // 4 x 0.089 an hour: 16.5 days, all of February and March, 14 days: 140.976, 239.232, 264.864, 119.616.
    const { line } = billOf({ start: '2027-01-15T12:00:00Z', horizon: '3mo' });
    // So far 140.976, 380.208, 645.072, 768.96.
    expect(line('compute')).toMatchObject({ cost: '768.96', by_month: ['140.98', '239.23', '264.86', '123.89'] });
  });

  test.each([{}, { ha: 'ZoneRedundant' }, { cost: { discountPercent: { compute: 33.3 } } }] as const)(
    'adds up to the line, and each month to its bill within a cent a line: %j',
    (given) => {
      const { bill } = billOf({ ...given, horizon: '1y' });
      for (const { cost, by_month: months } of bill.lines) {
        expect(months).toHaveLength(12);
        expect(months.reduce((sum, month) => sum + cents(month), 0)).toBe(cents(cost));
      }
      for (const [month, exact] of bill.byMonth.entries()) {
        const sum = bill.lines.reduce((total, line) => total + cents(line.by_month[month]!), 0);
        expect(Math.abs(sum - 100 * toNumber(exact))).toBeLessThanOrEqual(bill.lines.length);
      }
    },
  );

  test('is 0.00 where it was not used', () => {
    const months = makePlan({ horizon: '3mo' });
    const { bill } = price(months, usageOf([{ from: 40 * DAY, to: 41 * DAY }]));
    expect(bill.lines.map((line) => line.by_month)).toEqual([['0.00', '8.54', '0.00']]);
  });
});

test('a derived price marks its line and the bill', () => {
  const { bill, line } = billOf({ location: 'eastus', sku: 'Standard_E4ds_v5' });
  expect(line('compute')!.formula).toBe('4 vCores x 744 h x 0.125 USD = 372.00 USD (derived price)');
  expect(line('storage')!.formula).toBe('512 GiB months x 0.115 USD = 58.88 USD');
  expect(bill.derivedPrices).toBe(true);
});

test('a bill without usage has no lines and costs nothing', () => {
  const { bill } = price(makePlan(), usageOf([]));
  expect([bill.lines, bill.focus, bill.total]).toEqual([[], [], ZERO]);
});

describe('FOCUS rows', () => {
  const { plan, bill } = billOf({
    ha: 'ZoneRedundant',
    start: '2027-01-15',
    horizon: '3mo',
    cost: { discountPercent: { compute: 10 } },
  });

  test('are one per month and used line', () => {
    expect(bill.focus).toHaveLength(plan.months.length * bill.lines.length);
    expect([...new Set(bill.focus.map((row) => `${row['ChargePeriodStart']} ${row['ChargePeriodEnd']}`))]).toEqual([
      '2027-01-15T00:00:00Z 2027-02-01T00:00:00Z',
      '2027-02-01T00:00:00Z 2027-03-01T00:00:00Z',
      '2027-03-01T00:00:00Z 2027-04-01T00:00:00Z',
      '2027-04-01T00:00:00Z 2027-04-15T00:00:00Z',
    ]);
  });

  test('carry the list price and the agreed one', () => {
    // 28 days of February: 4 x 672 = 2688 vCore-hours.
    expect(bill.focus.find((row) => row['ChargePeriodStart'] === '2027-02-01T00:00:00Z')).toMatchObject({
      ChargeCategory: 'Usage',
      ResourceName: 'primary',
      RegionId: 'eastus2',
      SkuPriceId: 'pgflex.gp.ddsv5.vcore',
      ConsumedQuantity: '2688',
      ConsumedUnit: 'vCore-hour',
      ListUnitPrice: '0.089',
      ListCost: '239.232',
      ContractedUnitPrice: '0.0801',
      ContractedCost: '215.3088',
      EffectiveCost: '215.3088',
      BilledCost: '215.3088',
      BillingCurrency: 'USD',
    });
  });

  test('add up to the total', () => {
    const total = bill.focus.map((row) => parseDecimal(row['BilledCost']!)).reduce(add, ZERO);
    expect(toFixed(total, 6)).toBe(toFixed(bill.total, 6));
  });

  test('leave out months in which a line was not used', () => {
    const months = makePlan({ horizon: '3mo' });
    const second = price(months, usageOf([{ from: 40 * DAY, to: 41 * DAY }]));
    expect(second.bill.focus.map((row) => row['ChargePeriodStart'])).toEqual(['2027-02-01T00:00:00Z']);
  });
});
