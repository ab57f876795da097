import { describe, expect, test } from 'vitest';
import { backupGib, billedGib } from '../../src/catalog/backup-size.ts';
import { billOf, DAY, HOUR, hoursOf, makePlan, monthly, price, sum, usageOf, type Given } from './make-bill.ts';

/** Billing goes from request to request: how long a stop or a start takes does not matter. */
const DURATIONS = [
  ['as shipped', {}],
  ['immediate', { 'lifecycle.stop.duration': '0s', 'lifecycle.start.duration': '0s' }],
  ['slow', { 'lifecycle.stop.duration': '25m', 'lifecycle.start.duration': '50m' }],
] as const;

describe.each(DURATIONS)('stops and starts %s', (_, override) => {
  test('V45 Mon-Fri 08:00-18:00 in Berlin is 2610 h of 2027', () => {
    const bill = billOf({
      ha: 'ZoneRedundant',
      horizon: '1y',
      schedule: { timeZone: 'Europe/Berlin', running: ['Mon-Fri 08:00-18:00'] },
      override,
    });
    const expected = [210, 200, 230, 220, 210, 220, 220, 220, 220, 210, 220, 230];
    expect(hoursOf(bill)).toEqual(expected);
    expect(hoursOf(bill, 'standby')).toEqual(expected);
    expect(bill.line('compute')).toMatchObject({
      quantity: '10440',
      formula: '4 vCores x 2610 h x 0.089 USD = 929.16 USD',
    });
    // Disks are charged while stopped.
    expect(bill.line('storage')).toMatchObject({ quantity: '6144', cost: '706.56' });
  });

  const newYork = { timeZone: 'America/New_York', running: ['daily 05:00-01:00'] };

  test('V46 stopped daily 01:00-05:00 in New York is 7320 of 8784 h of 2028', () => {
    const bill = billOf({ start: '2028-01-01', horizon: '1y', schedule: newYork, override });
    expect(sum(hoursOf(bill))).toBe(7320);
    // 3 h on the night in March that is short of one, 5 h on the long one in November.
    expect(hoursOf(bill)[2]).toBe(744 - 123);
    expect(hoursOf(bill)[10]).toBe(720 - 121);
  });

  test.each([
    ['March', '2028-03-01T05:00Z', 743, 620],
    ['November', '2028-11-01T04:00Z', 721, 600],
  ])('V46 the local month of %s', (_month, start, hours, running) => {
    const bill = billOf({ start, horizon: `${hours}h`, schedule: newYork, override });
    expect(sum(monthly(bill, 'storage'))).toBe(512 * hours * HOUR);
    expect(sum(hoursOf(bill))).toBe(running);
  });

  test('V47 a server stopped on the 2nd of July starts itself on the 9th: July has 576 h', () => {
    const bill = billOf({
      horizon: '1y',
      operations: [
        { at: '2027-07-02T18:00Z', do: 'stop' },
        { at: '2027-07-19T08:00Z', do: 'start' },
      ],
      override,
    });
    expect(hoursOf(bill)).toEqual([744, 672, 744, 720, 744, 720, 576, 744, 720, 744, 720, 744]);
    expect(bill.line('compute')!.cost).toBe(((4 * 8592 * 89) / 1000).toFixed(2));
  });
});

describe('V48 hours by month', () => {
  test.each([
    ['2027', 672, 8760],
    ['2028', 696, 8784],
  ])('%s: February has %i, the year %i', (year, february, whole) => {
    const bill = billOf({ start: `${year}-01-01`, horizon: '1y' });
    expect(hoursOf(bill)).toEqual([744, february, 744, 720, 744, 720, 744, 744, 720, 744, 720, 744]);
    expect(bill.line('compute')!.formula).toContain(`4 vCores x ${whole} h x `);
    // A disk is charged by the month, whatever its length.
    expect(bill.line('storage')!.quantity).toBe('6144');
  });

  test('three years with a leap day in the last are 26304 h', () => {
    expect(sum(hoursOf(billOf({ start: '2025-01-01', horizon: '3y' })))).toBe(26_280);
    expect(sum(hoursOf(billOf({ start: '2026-01-01', horizon: '3y' })))).toBe(26_304);
  });
});

describe('V49 backup of 200 GiB and 15 GiB a day, 256 GiB free', () => {
  const server: Given = {
    storage: { storageSizeGB: 256 },
    workload: { data: { initialGB: 200, changeGBPerDay: 15 }, wal: { GBPerHour: 0 } },
  };

  test.each([
    [7, false, '49'],
    [35, false, '469'],
    [7, true, '354'],
    [35, true, '1194'],
  ])(
    'steady, %i days, geo-redundant %s: %s GiB-months in a month of any length',
    (retentionDays, geoRedundant, gib) => {
      const bill = billOf({ ...server, retentionDays, geoRedundant, horizon: '2mo' });
      const [january, february] = monthly(bill, 'backup');
      expect(january! / (31 * DAY)).toBe(Number(gib));
      expect(february! / (28 * DAY)).toBe(Number(gib));
      expect(billOf({ ...server, retentionDays, geoRedundant }).line('backup')!.quantity).toBe(gib);
    },
  );

  test('WAL counts as the daily changes do', () => {
    const workload = { data: { initialGB: 200, changeGBPerDay: 3 }, wal: { GBPerHour: 0.5 } };
    expect(billOf({ ...server, workload }).line('backup')!.quantity).toBe('49');
  });

  test('what fits the provisioned size is free', () => {
    expect(billOf({ ...server, storage: { storageSizeGB: 512 } }).line('backup')).toBeUndefined();
  });

  test('the copy elsewhere is charged at the local price, not by a meter of its own', () => {
    const line = billOf({ ...server, geoRedundant: true }).line('backup');
    expect(line).toMatchObject({ price_key: 'pgflex.backup.lrs.gb', unit_price: '0.095', cost: '33.63' });
  });

  test.each([
    [7, false, '41.1'],
    [35, false, '179.1'],
    [7, true, '333'],
  ])('first month of 30 days from empty, %i days, geo-redundant %s: %s GiB-months', (retentionDays, geo, expected) => {
    const content = { dataGib: 200, changeGibPerDay: 15, walGibPerDay: 0, retentionDays };
    const days = Array.from({ length: 30 }, (_, day) => ({
      meter: 'backup' as const,
      from: day * DAY,
      to: (day + 1) * DAY,
      quantity: billedGib(backupGib(content, day + 1), 256, geo),
    }));
    const { bill } = price(makePlan({ start: '2027-04-01' }), usageOf(days));
    expect(bill.lines.map(({ quantity }) => quantity)).toEqual([expected]);
  });
});
