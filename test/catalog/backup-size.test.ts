import { expect, test } from 'vitest';
import { backupGib, billedGib } from '../../src/catalog/backup-size.ts';

// 200 GiB of data, 15 GiB of snapshots and WAL a day, 256 GiB provisioned.
const billed = (retentionDays: number, geo: boolean, day: number) =>
  billedGib(backupGib({ dataGib: 200, changeGibPerDay: 10, walGibPerDay: 5, retentionDays }, day), 256, geo);
const firstMonth = (retentionDays: number, geo: boolean) =>
  Array.from({ length: 30 }, (_, day) => billed(retentionDays, geo, day + 1)).reduce((sum, gib) => sum + gib) / 30;

test('V49 backup grows with the days kept and is billed beyond the provisioned size', () => {
  expect(billed(7, false, 100)).toBe(49);
  expect(billed(35, false, 100)).toBe(469);
  expect(billed(7, true, 100)).toBe(354);
  expect(Array.from({ length: 8 }, (_, day) => billed(7, false, day))).toEqual([0, 0, 0, 0, 4, 19, 34, 49]);
});

test.each([
  [7, false, 41.1],
  [35, false, 179.1],
  [7, true, 333],
])('V49 the first 30 days from empty, %i kept, geo-redundant %s, average to %d', (retentionDays, geo, average) => {
  expect(firstMonth(retentionDays, geo)).toBeCloseTo(average, 12);
});

test('250 GiB of backup a tenth of which comes each day is free for 10 days on a disk of as much', () => {
  const day = (days: number) =>
    billedGib(backupGib({ dataGib: 0, changeGibPerDay: 25, walGibPerDay: 0, retentionDays: 35 }, days), 250, false);
  expect([9, 10, 11].map(day)).toEqual([0, 0, 25]);
});
