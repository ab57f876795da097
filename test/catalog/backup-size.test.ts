import { expect, test } from 'vitest';
import { backupGib, billedGib } from '../../src/catalog/backup-size.ts';

// 200 GiB of data, 15 GiB of snapshots and WAL a day, 256 GiB provisioned.
const billed = (retentionDays: number, geo: boolean, day: number) =>
  billedGib(backupGib({ dataGib: 200, changeGibPerDay: 10, walGibPerDay: 5, retentionDays }, day), 256, geo);
const firstMonth = (retentionDays: number, geo: boolean) =>
  Array.from({ length: 30 }, (_, day) => billed(retentionDays, geo, day + 1)).reduce((sum, gib) => sum + gib) / 30;

test('backup grows with the days kept and is billed beyond the provisioned size', () => {
  expect(billed(7, false, 100)).toBe(49);
  expect(billed(35, false, 100)).toBe(469);
  expect(billed(7, true, 100)).toBe(354);
  expect(billed(7, false, 3)).toBe(0);
});

test('the first month from empty averages to the published worked case', () => {
  expect(firstMonth(7, false)).toBeCloseTo(41.1, 1);
  expect(firstMonth(35, false)).toBeCloseTo(179.1, 1);
  expect(firstMonth(7, true)).toBeCloseTo(333, 1);
});
