import { describe, expect, test } from 'vitest';
import { PLAIN } from '../service/make-scenario.ts';
import { usageOf as rowsOf } from '../service/read-ledger.ts';
import { billOf, DAY, HOUR, hoursOf, sum, type Given } from './make-bill.ts';

/**
 * A mistake on 2027-01-11 at 00:00. It is noticed in 10 minutes and a restore decided in 20, so the new server exists from
 * 00:30 on; it takes over at 00:45. HA is enabled again 4 h later.
 */
const restored = (given: Given = {}) =>
  billOf({
    faults: [{ at: '2027-01-11', type: 'mistake' }],
    workload: { wal: { GBPerHour: 0 } },
    override: { ...PLAIN, 'restore.haReenable.duration': '4h' },
    ...given,
  });
const QUARTER = HOUR / 4;

describe('a restored server', () => {
  const bill = restored({ ha: 'ZoneRedundant' });

  test('is charged from its provisioning on, beside the old pair, which is kept for 7 days', () => {
    expect(hoursOf(bill)).toEqual([744]);
    expect(hoursOf(bill, 'replaced-primary')).toEqual([7 * 24 + QUARTER / HOUR]);
    expect(hoursOf(bill, 'replaced-standby')).toEqual([7 * 24 + QUARTER / HOUR]);
    expect(bill.line('compute', 'replaced-primary')!.formula).toBe('4 vCores x 168.25 h x 0.089 USD = 59.90 USD');
  });

  test('has no standby until HA is enabled again', () => {
    expect(hoursOf(bill, 'standby')).toEqual([744 - 4 - QUARTER / HOUR]);
    const standby = rowsOf(bill.ledger).filter(({ resource, meter }) => resource === 'standby' && meter === 'compute');
    const before = 10 * DAY + HOUR / 2;
    expect(standby.map(({ from, to }) => [from, to])).toEqual([
      [0, before],
      [before + QUARTER + 4 * HOUR, 31 * DAY],
    ]);
  });

  test('has a disk of its own, as the old ones keep theirs', () => {
    expect(bill.line('storage')!.cost).toBe('58.88');
    // 512 GiB for 168.25 of 744 hours.
    const months = (512 * 168.25) / 744;
    for (const resource of ['replaced-primary', 'replaced-standby'] as const) {
      expect(Number(bill.line('storage', resource)!.quantity)).toBeCloseTo(months, 5);
    }
  });
});

test('without HA only the old primary is kept', () => {
  const bill = restored();
  expect(bill.bill.lines.map(({ meter, resource }) => `${resource} ${meter}`)).toEqual([
    'primary compute',
    'replaced-primary compute',
    'primary storage',
    'replaced-primary storage',
  ]);
});

test('the old server is charged no further than the horizon', () => {
  const bill = restored({ ha: 'ZoneRedundant', horizon: '242h' });
  expect(sum(hoursOf(bill))).toBe(242);
  expect(sum(hoursOf(bill, 'replaced-primary'))).toBe(1.5);
  expect(sum(hoursOf(bill, 'replaced-standby'))).toBe(1.5);
  expect(sum(hoursOf(bill, 'standby'))).toBe(240.5);
});

test('a server that is being created at the horizon is charged for its time', () => {
  const bill = restored({ horizon: '240h40m' });
  expect(sum(hoursOf(bill))).toBeCloseTo(240 + 2 / 3, 12);
  expect(sum(hoursOf(bill, 'abandoned-restore'))).toBeCloseTo(1 / 6, 12);
});

test('extended support is charged for every server that runs', () => {
  const { bill } = restored({ ha: 'SameZone', version: '14' });
  const hours = (meter: string) =>
    bill.lines.filter((line) => line.meter === meter).map(({ resource, quantity }) => [resource, quantity]);
  expect(hours('extended-support')).toEqual(hours('compute'));
});

describe('V49 backups of a restored server', () => {
  const bill = restored({
    storage: { storageSizeGB: 256 },
    workload: { data: { initialGB: 200, changeGBPerDay: 15 }, wal: { GBPerHour: 0 } },
  });
  const backups = (resource: string) =>
    rowsOf(bill.ledger).filter((row) => row.meter === 'backup' && row.resource === resource);

  test('begin empty and reach the steady 49 GiB by way of 4, 19 and 34, a day each', () => {
    const [old, ...fresh] = backups('primary');
    expect(old).toMatchObject({ from: 0, to: 10 * DAY + HOUR / 2, quantity: 49 });
    expect(fresh.map(({ quantity }) => quantity)).toEqual([4, 19, 34, 49]);
    expect(fresh.slice(0, 3).map(({ from, to }) => to - from)).toEqual([DAY, DAY, DAY]);
    // The first three days fit the free 256 GiB.
    expect(fresh[0]!.from).toBe(10 * DAY + HOUR / 2 + 3 * DAY);
    expect(fresh[3]!.to).toBe(31 * DAY);
  });

  test('are charged beside the old ones, until those go with their server', () => {
    expect(backups('replaced-primary').map(({ to, from, quantity }) => [to - from, quantity])).toEqual([
      [7 * DAY + QUARTER, 49],
    ]);
  });
});
