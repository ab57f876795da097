import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/scenario/load.ts';

const SERVER =
  'server: { location: swedencentral, sku: { name: Standard_D4ds_v5 }, properties: { storage: { storageSizeGB: 512 } } }\n';
const load = (workload: string, rest = '') =>
  loadScenario({ name: 'test.yaml', text: `${SERVER}workload: { ${workload} }\n${rest}` });
const demand = (workload: string, rest = '') => {
  const { scenario, findings } = load(workload, rest);
  expect(findings).toEqual([]);
  return scenario!.workload.demand;
};
const HOUR = 3_600_000;

describe('the load of a week', () => {
  test('what the peak hours leave of the average falls on the others', () => {
    // 45 of 168 hours at 78 %; (34 x 168 - 78 x 45) / 123 = 17.9 % otherwise; of four cores.
    const { vCores } = demand(
      'cpu: { averagePercent: 34, peakPercent: 78, peak: "Mon-Fri 09:00-18:00", timeZone: Europe/Paris }',
    );
    expect(vCores!.base).toBeCloseTo((4 * (34 * 168 - 78 * 45)) / 123 / 100, 12);
    expect(vCores!.bands).toHaveLength(1);
    expect(vCores!.bands[0]!.value).toBeCloseTo(3.12, 12);
    // 2027-01-01 is a Friday; nine o'clock in Paris is eight in UTC.
    expect(vCores!.bands[0]!.during[0]).toEqual({ from: 8 * HOUR, to: 17 * HOUR });
  });

  test('without a peak it is the same all day', () => {
    expect(demand('cpu: { averagePercent: 30 }').vCores).toEqual({ base: 1.2, bands: [] });
  });

  test('the disk is busy when the processor is, unless its hours are given', () => {
    const cpu = 'cpu: { averagePercent: 34, peak: "Sat 00:00-24:00" }';
    const of = (io: string) =>
      demand(`${cpu}, io: { averageIops: 700, peakIops: 2100${io} }`).iops!.bands[0]!.during[0];
    expect(of('')).toEqual({ from: 24 * HOUR, to: 48 * HOUR });
    expect(of(', peak: "Sun 00:00-12:00"')).toEqual({ from: 48 * HOUR, to: 60 * HOUR });
  });

  test('working hours are the peak where nobody says when it is', () => {
    const { iops } = demand('io: { averageIops: 700, peakIops: 2100 }');
    expect(iops!.bands[0]!.during[0]).toEqual({ from: 8 * HOUR, to: 18 * HOUR });
  });

  test('24 values are of every day, 168 of a week that begins on Monday', () => {
    const list = (length: number, hour: number) =>
      JSON.stringify(Array.from({ length }, (_, h) => (h === hour ? 50 : 10)));
    const during = (values: string) => demand(`cpu: { hourlyPercent: ${values} }`).vCores!.bands[0]!.during;
    expect(during(list(24, 3)).slice(0, 2)).toEqual(
      [3, 27].map((hour) => ({ from: hour * HOUR, to: (hour + 1) * HOUR })),
    );
    // Friday is the fifth day.
    expect(during(list(168, 4 * 24 + 3))[0]).toEqual({ from: 3 * HOUR, to: 4 * HOUR });
  });

  test('percentages are of the size in the file: a variant with twice the cores has the same work to do', () => {
    const text = `${SERVER}workload: { cpu: { averagePercent: 50 } }\nvariants: { large: { server.sku.name: Standard_D8ds_v5 } }\n`;
    const of = (variant?: string) =>
      loadScenario({ name: 'test.yaml', text }, variant === undefined ? {} : { variant });
    expect(of().scenario!.workload.demand.vCores!.base).toBe(2);
    expect(of('large').scenario!.workload.demand.vCores!.base).toBe(2);
  });
});

describe('mistakes', () => {
  test.each([
    [
      'cpu: { averagePercent: 10, peakPercent: 78 }',
      'workload.cpu.averagePercent: 10 is out of range; it must be at least 23.21: the peak hours alone make that much of a week',
    ],
    [
      'cpu: { averagePercent: 80, peakPercent: 78 }',
      'workload.cpu.averagePercent: 80 is out of range; it must be at most the peak of 78',
    ],
    [
      'cpu: { hourlyPercent: [1, 2, 3] }',
      'workload.cpu.hourlyPercent: 3 is out of range; it must be 24 values (of a day) or 168 (of a week, Monday first)',
    ],
    ['cpu: { averagePercent: 34, peak: always }', 'workload.cpu.peak: "always" is not a weekly range'],
    ['cpu: { averagePercent: 34, timeZone: Paris }', 'workload.cpu.timeZone: "Paris" is not a time zone'],
    ['io: { peakIops: 100 }', 'workload.io: averageIops is missing'],
    ['cpu: { averagePercnt: 34 }', 'workload.cpu: averagePercnt is not a known key'],
  ])('%s', (workload, message) => {
    const { scenario, findings } = load(workload);
    expect(scenario).toBeNull();
    expect(findings.map((finding) => finding.message)).toEqual([message]);
  });

  test('an average beside the hours is one too many', () => {
    expect(
      load(`cpu: { averagePercent: 5, hourlyPercent: ${JSON.stringify(Array(24).fill(5))} }`).findings.map(
        ({ code }) => code,
      ),
    ).toEqual(['PG1106']);
  });
});
