import { describe, expect, test } from 'vitest';
import { planBill } from '../../src/billing/plan.ts';
import { parseDecimal, toDecimal } from '../../src/units/money.ts';
import type { HaMode } from '../../src/scenario/scenario.ts';
import type { Meter } from '../../src/vocabulary/ledger.ts';
import { billOf, DAY, HOUR, makePlan, makeScenario, monthly, sum, type Given } from './make-bill.ts';

const formula = (given: Given, meter: Meter, resource: 'primary' | 'standby' = 'primary') =>
  billOf(given).line(meter, resource)?.formula;

describe('missing prices', () => {
  test('are all listed, with meter and region', () => {
    const { plan, missing } = planBill(
      makeScenario({
        location: 'norwayeast',
        version: '14',
        storage: { type: 'PremiumV2_LRS', storageSizeGB: 512, iops: 20_000, throughput: 900 },
      }),
    );
    expect(plan).toBeNull();
    expect(missing.map(({ priceKey, region }) => `${region} ${priceKey}`)).toEqual([
      'norwayeast pgflex.gp.ddsv5.vcore',
      'norwayeast pgflex.storage.ssdv2.gib',
      'norwayeast pgflex.storage.ssdv2.iops',
      'norwayeast pgflex.storage.ssdv2.mbps',
      'norwayeast pgflex.backup.lrs.gb',
      'norwayeast pgflex.support.extended.vcore',
    ]);
  });

  test('one is enough for there to be no bill', () => {
    // West US: compute, storage and backup are known, extended support is not.
    const given = { location: 'westus', version: '14' };
    expect(planBill(makeScenario(given))).toEqual({
      plan: null,
      missing: [
        {
          priceKey: 'pgflex.support.extended.vcore',
          region: 'westus',
          what: 'extended support of PostgreSQL 14, while running',
        },
      ],
    });
    expect(planBill(makeScenario({ ...given, version: '17' })).missing).toEqual([]);
  });
});

describe('prices of compute', () => {
  test.each([
    ['Standard_D4ds_v5', 'pgflex.gp.ddsv5.vcore'],
    ['Standard_E8ads_v5', 'pgflex.mo.eadsv5.vcore'],
    ['Standard_B1ms', 'pgflex.burst.bs.b1ms'],
  ])('%s is charged by %s', (sku, key) => {
    expect(makePlan({ sku }).lines[0]!.priceKey).toBe(key);
  });
});

test('only HA has lines for standbys, and they have no backups of their own', () => {
  const linesOf = (ha: HaMode) => makePlan({ ha }).lines.map(({ meter, resource }) => `${meter} ${resource}`);
  const single = ['primary', 'replaced-primary', 'abandoned-restore'];
  const pair = ['primary', 'standby', 'replaced-primary', 'replaced-standby', 'abandoned-restore'];
  const lines = (resources: readonly string[]) => [
    ...resources.map((resource) => `compute ${resource}`),
    ...resources.map((resource) => `storage ${resource}`),
    'backup primary',
    'backup replaced-primary',
  ];
  expect(linesOf('Disabled')).toEqual(lines(single));
  expect(linesOf('SameZone')).toEqual(lines(pair));
  expect(linesOf('ZoneRedundant')).toEqual(lines(pair));
});

describe('negotiated discounts', () => {
  test('are taken off the list price, exactly', () => {
    const cost = { discountPercent: { compute: 7.5, storage: 100, backup: 33.3333, extendedSupport: 0.000001 } };
    const { lines } = makePlan({ version: '14', cost });
    const paid = (meter: Meter) => toDecimal(lines.find((line) => line.meter === meter)!.price, 20);
    expect(paid('compute')).toBe('0.082325');
    expect(paid('storage')).toBe('0');
    expect(paid('backup')).toBe('0.063333365');
    expect(paid('extended-support')).toBe('0.0699999993');
  });

  test('leave the list price as it is', () => {
    const { lines } = makePlan({ cost: { discountPercent: { compute: 50 } } });
    expect(lines[0]!.listPrice).toEqual(parseDecimal('0.089'));
    expect(lines.find((line) => line.meter === 'storage')!.price).toEqual(parseDecimal('0.115'));
  });

  test('of storage hold for its IOPS and MB/s', () => {
    const storage = { type: 'PremiumV2_LRS', storageSizeGB: 512, iops: 13_000, throughput: 600 };
    const { lines } = makePlan({ storage, cost: { discountPercent: { storage: 50 } } });
    const paid = (meter: Meter) => toDecimal(lines.find((line) => line.meter === meter)!.price, 8);
    expect([paid('storage'), paid('iops'), paid('throughput')]).toEqual(['0.0575', '0.01', '0.04']);
  });
});

describe('Premium SSD v2', () => {
  const disk = (storageSizeGB: number, iops: number, throughput: number): Given => ({
    storage: { type: 'PremiumV2_LRS', storageSizeGB, iops, throughput },
  });

  test('IOPS and MB/s above 12,000 and 500 are charged from 400 GiB', () => {
    const given = { ...disk(512, 20_000, 900), ha: 'ZoneRedundant' } as const;
    for (const resource of ['primary', 'standby'] as const) {
      expect(formula(given, 'storage', resource)).toBe('512 GiB months x 0.115 USD = 58.88 USD');
      expect(formula(given, 'iops', resource)).toBe('8000 IOPS months x 0.02 USD = 160.00 USD');
      expect(formula(given, 'throughput', resource)).toBe('400 MBps months x 0.08 USD = 32.00 USD');
    }
  });

  test('below 400 GiB the free part is 3,000 and 125', () => {
    expect(formula(disk(399, 12_000, 500), 'iops')).toBe('9000 IOPS months x 0.02 USD = 180.00 USD');
    expect(formula(disk(399, 12_000, 500), 'throughput')).toBe('375 MBps months x 0.08 USD = 30.00 USD');
  });

  test.each([
    [399, 3000, 125],
    [400, 12_000, 500],
    [400, 3000, 125],
  ])('%i GiB with %i IOPS and %i MB/s costs its GiB alone', (size, iops, throughput) => {
    expect(makePlan(disk(size, iops, throughput)).lines.map(({ meter }) => meter)).not.toContain('iops');
    expect(makePlan(disk(size, iops, throughput)).lines.map(({ meter }) => meter)).not.toContain('throughput');
  });
});

test('an Ultra disk has nothing free', () => {
  const given = { storage: { type: 'UltraSSD_LRS', storageSizeGB: 512, iops: 1000, throughput: 100 } };
  expect(formula(given, 'iops')).toBe('1000 IOPS months x 0.09 USD = 90.00 USD');
  expect(formula(given, 'throughput')).toBe('100 MBps months x 0.0006 USD = 0.06 USD');
});

describe('performance tiers of Premium SSD', () => {
  const disk = (storageSizeGB: number, tier?: string): Given => ({ storage: { storageSizeGB, ...(tier && { tier }) } });

  test('a raised one is charged for the IOPS it adds: P30 has 5,000, P20 2,300', () => {
    expect(formula(disk(512, 'P30'), 'iops')).toBe('2700 IOPS months x 0.05 USD = 135.00 USD');
    expect(billOf(disk(512, 'P30')).line('iops')!.description).toBe('2700 IOPS of tier P30 above the 2300 of P20');
  });

  test.each([
    [512, undefined],
    [512, 'P20'],
    [4095, undefined],
    [4095, 'P50'],
  ])('%i GiB at its own tier (%s) is charged for its GiB alone', (size, tier) => {
    expect(formula(disk(size, tier), 'iops')).toBeUndefined();
  });
});

describe('extended support', () => {
  test('of 14 is charged for the whole of January 2027, the standby included', () => {
    const given: Given = { version: '14', ha: 'ZoneRedundant' };
    const expected = '4 vCores x 744 h x 0.07 USD = 208.32 USD';
    expect(formula(given, 'extended-support')).toBe(expected);
    expect(formula(given, 'extended-support', 'standby')).toBe(expected);
  });

  test('of 14 begins on 2026-12-12: 20 days of December', () => {
    expect(formula({ version: '14', start: '2026-12-01' }, 'extended-support')).toBe(
      '4 vCores x 480 h x 0.07 USD = 134.40 USD',
    );
    expect(formula({ version: '14', start: '2026-11-12' }, 'extended-support')).toBeUndefined();
    expect(formula({ version: '14', start: '2026-11-12', horizon: '31d' }, 'extended-support')).toBe(
      '4 vCores x 24 h x 0.07 USD = 6.72 USD',
    );
  });

  test('of 13 begins on 2026-08-01', () => {
    const bill = billOf({ version: '13', start: '2026-07-01', horizon: '2mo' });
    expect(monthly(bill, 'extended-support')).toEqual([0, 744 * HOUR]);
    expect(formula({ version: '13', start: '2026-07-01' }, 'extended-support')).toBeUndefined();
  });

  test('is charged while running only', () => {
    const bill = billOf({
      version: '14',
      ha: 'SameZone',
      operations: [
        { at: '2027-01-10', do: 'stop' },
        { at: '2027-01-12', do: 'start' },
      ],
    });
    for (const resource of ['primary', 'standby'] as const) {
      expect(monthly(bill, 'extended-support', resource)).toEqual([29 * DAY]);
      expect(monthly(bill, 'storage', resource)).toEqual([512 * 31 * DAY]);
    }
  });

  test('takes nothing back for a stop earlier in the month in which it begins', () => {
    const operations = [
      { at: '2026-12-05', do: 'stop' },
      { at: '2026-12-07', do: 'start' },
    ] as const;
    expect(formula({ version: '14', start: '2026-12-01', operations }, 'extended-support')).toBe(
      '4 vCores x 480 h x 0.07 USD = 134.40 USD',
    );
  });

  test('of a version without a published day is foreseen for the day after standard support', () => {
    // Standard support of 15 ends on 2027-11-11.
    const bill = billOf({ version: '15', horizon: '1y' });
    expect(sum(monthly(bill, 'extended-support'))).toBe(50 * DAY);
    expect(bill.line('extended-support')!.description).toBe(
      'extended support of PostgreSQL 15, while running (foreseen from 2027-11-12, not announced)',
    );
  });

  test('of a burstable server counts its vCores too', () => {
    const given = { version: '14', sku: 'Standard_B2s', storage: { storageSizeGB: 32 } };
    expect(formula(given, 'extended-support')).toBe('2 vCores x 744 h x 0.07 USD = 104.16 USD');
  });

  test('of a supported version is not charged', () => {
    expect(formula({ version: '17', horizon: '1y' }, 'extended-support')).toBeUndefined();
  });
});

test('months are those of the calendar, with the whole month beside the part in the horizon', () => {
  const { months } = makePlan({ start: '2028-01-15', horizon: '2mo' });
  expect(months).toEqual([
    { name: '2028-01', from: 0, to: 17 * DAY, fullMs: 31 * DAY },
    { name: '2028-02', from: 17 * DAY, to: 46 * DAY, fullMs: 29 * DAY },
    { name: '2028-03', from: 46 * DAY, to: 60 * DAY, fullMs: 31 * DAY },
  ]);
});
