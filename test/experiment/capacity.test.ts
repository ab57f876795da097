import { describe, expect, test } from 'vitest';
import { capacityOf } from '../../src/experiment/capacity.ts';
import { loadScenario } from '../../src/scenario/load.ts';

function scenarioOf(workload: string, { sku = 'Standard_D4ds_v5', disk = 128, rest = '' } = {}) {
  const text =
    `server: { location: swedencentral, sku: { name: ${sku} }, properties: { storage: { storageSizeGB: ${disk}, autoGrow: Enabled } } }\n` +
    `workload: { ${workload} }\n${rest}`;
  const { scenario, findings } = loadScenario({ name: 'test.yaml', text });
  expect(findings).toEqual([]);
  return scenario!;
}

describe('how far the demand is from what the server can do', () => {
  test('nothing is said where nothing is said of the workload', () => {
    expect(capacityOf(scenarioOf('wal: { GBPerHour: 3 }'))).toBeNull();
  });

  test('the highest use of each month, of the smaller cap', () => {
    // 240 of the 500 IOPS of a disk of 128 GiB, until it has 256 GiB and 1,100; 20 MB/s of 100, then of 125.
    const found = capacityOf(
      scenarioOf(
        'cpu: { averagePercent: 20, peakPercent: 50 }, io: { averageIops: 240, averageMBps: 20 }, data: { initialGB: 100, growthGBPerMonth: 14 }',
      ),
    )!;
    expect(found.futures).toBe(1);
    expect(found.months).toHaveLength(12);
    const [january, february] = found.months;
    expect(january).toMatchObject({
      month: '2027-01',
      cpu_percent: 50,
      iops_percent: 48,
      throughput_percent: 20,
      least_credits: null,
    });
    expect(january!.storage_percent).toBeCloseTo(80, 1);
    expect(february!.iops_percent).toBeCloseTo((100 * 240) / 1100, 9);
    // On the first of March, 1416 h: 100 + 14 x 1416 / 730 GiB of 256.
    expect(february!.storage_percent).toBeCloseTo((100 * (100 + (14 * 1416) / 730)) / 256, 6);
  });

  test('when it is short for the first time, by date and by chance', () => {
    const growing = scenarioOf('cpu: { averagePercent: 80 }, growthPercentPerYear: 30');
    const [event] = capacityOf(growing)!.events;
    const first = '2027-12-01T00:00:00Z';
    expect(event).toEqual({ what: 'cpu', probability: 1, date: { p5: first, p50: first, p95: first } });

    // 80 % x 1.3 ^ t is above 100 % within the year in steps of months if it grows at 28 % or more: by the last of them, 334 days.
    // 1 + 0.3 f > 1.25 ^ (365 / 334), so f > 0.9204: with a median of 1 and sigma ln(2) / 1.645 that is 57.8 % of the futures.
    const unsure = scenarioOf('cpu: { averagePercent: 80 }, growthPercentPerYear: 30', {
      rest: 'assumptions: { override: { workload.growth.factor: { dist: lognormal, p5: 0.5, p95: 2 } } }\n',
    });
    const found = capacityOf(unsure)!;
    expect(found.futures).toBe(200);
    const [chance] = found.events;
    expect(Math.abs(chance!.probability - 0.578)).toBeLessThan(3.3 * Math.sqrt((0.578 * 0.422) / 200));
    expect(chance!.date.p5 < chance!.date.p50).toBe(true);
    expect(chance!.date.p95).toBe(first);
  });

  test('the steps of the disk and the day it is read-only', () => {
    const { events } = capacityOf(
      scenarioOf('data: { initialGB: 100, growthGBPerMonth: 14 }', {
        rest: 'assumptions: { override: { disk.grow.duration: 3m } }\n',
      }),
    )!;
    expect(events.map(({ what, date }) => [what, date.p50])).toEqual([
      ['disk of 256 GiB', '2027-01-06T05:11:34.286Z'],
      ['disk of 512 GiB', '2027-08-16T16:37:17.143Z'],
    ]);
  });

  test('the hours of the week without credits', () => {
    // As in test/service/capacity.test.ts: from the second day on none from 8:00 + 205.7 min = 11:25.7 to 20:00.
    const hourly = JSON.stringify(Array.from({ length: 24 }, (_, h) => (h >= 8 && h < 20 ? 100 : 10)));
    const found = capacityOf(
      scenarioOf(`cpu: { hourlyPercent: ${hourly} }`, {
        sku: 'Standard_B2ms',
        disk: 32,
        rest: 'simulation: { start: 2027-01-04, horizon: 4w }\n',
      }),
    )!;
    const hours = found.credits_exhausted_by_hour!;
    expect(hours).toHaveLength(168);
    expect([hours[24 + 10], hours[24 + 12], hours[24 + 19], hours[24 + 20]]).toEqual([0, 1, 1, 0]);
    expect(hours[24 + 11]).toBeCloseTo(1 - (205.714285714 - 180) / 60, 6);
    expect(found.months[0]).toMatchObject({ cpu_percent: 100, least_credits: 0 });
    expect(found.events[0]).toMatchObject({ what: 'credits', date: { p50: '2027-01-04T11:00:00Z' } });
  });

  test('of the hours of the week that come more often than others, the share is of their own number', () => {
    // 0.7 busy cores against 0.6 earned: 60 credits are gone after 600 minutes, at ten on the first Friday of 53, and then for good.
    const hours = capacityOf(
      scenarioOf('cpu: { averagePercent: 35 }', { sku: 'Standard_B2ms', disk: 32 }),
    )!.credits_exhausted_by_hour!;
    const friday = 4 * 24;
    expect([hours[friday + 9], hours[friday + 10], hours[friday - 1]]).toEqual([52 / 53, 1, 1]);
  });
});
