import { describe, expect, test } from 'vitest';
import { World } from '../../src/service/world.ts';
import { makeScenario, PLAIN, type Given } from './make-scenario.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const B2MS = { name: 'Standard_B2ms', tier: 'Burstable' };
/** Busy from 8 to 20 UTC with both cores, a tenth of them at night. */
const SQUARE_WAVE = { cpu: { hourlyPercent: Array.from({ length: 24 }, (_, h) => (h >= 8 && h < 20 ? 100 : 10)) } };

function play(given: Given) {
  const world = new World(makeScenario({ ...given, override: { ...PLAIN, ...given.override } }));
  return world.run(1);
}

const burstable = (given: Given) => play({ sku: B2MS, diskGib: 32, horizon: '2d', workload: SQUARE_WAVE, ...given });

/**
 * B2ms by the table: 60 credits at first, 36 earned an hour (0.6 a minute), a busy core spends one a minute.
 * Night, 0.2 cores: 0.4 a minute more. Day, 2 cores: 1.4 a minute less.
 * Day 1: 60 + 480 x 0.4 = 252 at 8, gone after 252 / 1.4 = 180 minutes: exhausted from 11 to 20, 540 minutes.
 * Day 2: (240 + 480) x 0.4 = 288 at 8, gone after 205.714 minutes: exhausted for 514.286.
 */
describe('burst credits of a B2ms under a square wave', () => {
  const DAY_ONE = 540 * MINUTE;
  const DAY_TWO = (720 - 288 / 1.4) * MINUTE;

  test('are used up to the minute the hand calculation says', () => {
    const { creditExhaustedMs, degradedMs, cpuSaturatedMs } = burstable({});
    expect(creditExhaustedMs).toBe(Math.round(DAY_ONE + DAY_TWO));
    expect(degradedMs).toBe(creditExhaustedMs);
    expect(cpuSaturatedMs).toBe(0);
    expect(burstable({ horizon: '1d' }).creditExhaustedMs).toBe(DAY_ONE);
    expect(burstable({ horizon: '7d' }).creditExhaustedMs).toBe(Math.round(DAY_ONE + 6 * DAY_TWO));
  });

  test('ten minutes of rest while there are none earn 6, good for 6 / 1.4 minutes', () => {
    const crash = { at: '+36h', type: 'vmCrash' as const, duration: '10m' };
    const { creditExhaustedMs, downMs } = burstable({ faults: [crash] });
    expect(downMs).toBe(10 * MINUTE);
    expect(creditExhaustedMs).toBe(Math.round(DAY_ONE + DAY_TWO - (10 + 6 / 1.4) * MINUTE));
  });

  test('a new virtual machine begins with its 60, good for 60 / 1.4 minutes; or keeps what there was, by a switch', () => {
    const faults = [{ at: '+36h', type: 'hostFailure' as const, duration: '10m' }];
    const exhausted = (afterRelocation: string) =>
      burstable({ faults, override: { 'burst.credits.afterRelocation': afterRelocation } }).creditExhaustedMs;
    expect(exhausted('initial')).toBe(Math.round(DAY_ONE + DAY_TWO - (10 + 60 / 1.4) * MINUTE));
    expect(exhausted('kept')).toBe(Math.round(DAY_ONE + DAY_TWO - (10 + 6 / 1.4) * MINUTE));
  });

  test('a rest after which the credits are as they would have been leaves the days after it as they were', () => {
    // At 20:00 on the first day both have none: the crash at noon is forgotten.
    const crash = { at: '+12h', type: 'vmCrash' as const, duration: '10m' };
    const { creditExhaustedMs } = burstable({ faults: [crash], horizon: '7d' });
    expect(creditExhaustedMs).toBe(Math.round(DAY_ONE + 6 * DAY_TWO - (10 + 6 / 1.4) * MINUTE));
  });

  test('stopped, it earns nothing', () => {
    // Stopped from 2:00 to 6:00 of the first day, started with 60: 60 + 120 x 0.4 = 108 at 8, gone after 77.143 minutes.
    const operations = [
      { at: '+2h', do: 'stop' as const },
      { at: '+6h', do: 'start' as const },
    ];
    const instantly = { 'lifecycle.stop.duration': '0s', 'lifecycle.start.duration': '0s' };
    const { creditExhaustedMs } = burstable({ operations, horizon: '1d', override: instantly });
    expect(creditExhaustedMs).toBe(Math.round((720 - 108 / 1.4) * MINUTE));
  });

  test('an idle server fills up to its 864 and no further', () => {
    // Idle for ten days: 864 credits, not 60 + 240 x 36. Then both cores: 864 / 1.4 minutes, the documented 617.
    const hourlyPercent = Array.from({ length: 168 }, (_, h) => (h < 24 ? 100 : 0));
    // 2027-01-05 is a Tuesday: six idle days before the Monday.
    const { creditExhaustedMs } = burstable({
      start: '2027-01-05',
      horizon: '7d',
      workload: { cpu: { hourlyPercent } },
    });
    expect(creditExhaustedMs).toBe(Math.round((1440 - 864 / 1.4) * MINUTE));
  });
});

describe('more is asked than compute and disk can do', () => {
  const week = (given: Given) => play({ start: '2027-01-04', horizon: '7d', ...given });

  test('above all cores: degraded, not down, in the peak hours', () => {
    const workload = { cpu: { averagePercent: 50, peakPercent: 120, peak: 'Mon-Fri 09:00-18:00' } };
    const { cpuSaturatedMs, degradedMs, downMs } = week({ workload });
    expect([cpuSaturatedMs, degradedMs, downMs]).toEqual([45 * HOUR, 45 * HOUR, 0]);
  });

  test('the smaller of the two caps counts: 2,300 of a 512 GiB disk, 6,400 of a D4ds_v5', () => {
    const io = (peakIops: number, diskGib: number) =>
      week({ diskGib, workload: { io: { averageIops: 2000, peakIops, peak: 'Mon-Fri 09:00-18:00' } } }).ioSaturatedMs;
    expect([io(2300, 512), io(2301, 512)]).toEqual([0, 45 * HOUR]);
    expect([io(6400, 2048), io(6401, 2048)]).toEqual([0, 45 * HOUR]);
  });

  test('throughput has a cap of its own: 145 MB/s of a D4ds_v5, 150 of the disk', () => {
    const io = (peakMBps: number) => week({ workload: { io: { averageMBps: 50, peakMBps } } }).ioSaturatedMs;
    expect([io(145), io(146)]).toEqual([0, 50 * HOUR]);
  });

  test('an hour away is not an hour degraded', () => {
    const workload = { cpu: { averagePercent: 50, peakPercent: 120, peak: 'Mon-Fri 09:00-18:00' } };
    const crash = { at: '2027-01-05T10:00Z', type: 'vmCrash' as const, duration: '1h' };
    expect(week({ workload, faults: [crash] }).degradedMs).toBe(44 * HOUR);
  });

  test('a pause of the platform in a saturated hour is degraded once', () => {
    const workload = { cpu: { averagePercent: 120 } };
    const override = { 'platformPause.every': '2d', 'platformPause.duration': '4s' };
    expect(week({ workload, override }).degradedMs).toBe(7 * 24 * HOUR);
  });

  test('growth: 80 % today, 30 % more a year, is above all cores from the tenth month on', () => {
    // 0.8 x 1.3^t > 1 from t = ln(1.25) / ln(1.3) = 0.8505 years = day 310.4; it grows at the beginning of months: 1 December.
    const workload = { cpu: { averagePercent: 80 }, growthPercentPerYear: 30 };
    const { cpuSaturatedMs } = play({ workload });
    expect(cpuSaturatedMs).toBe(31 * 24 * HOUR);
  });

  test('an unusual load takes the demand above the cores while it lasts', () => {
    const workload = { cpu: { averagePercent: 60 } };
    const override = {
      'workload.spike.every': 'constant(100h)',
      'workload.spike.duration': '30m',
      'workload.spike.factor': 2,
    };
    const { cpuSaturatedMs, degradedMs } = week({ workload, override });
    expect([cpuSaturatedMs, degradedMs]).toEqual([30 * MINUTE, 30 * MINUTE]);
  });

  test('what nobody says of the workload is not looked at', () => {
    const { cpuSaturatedMs, ioSaturatedMs, creditExhaustedMs } = week({ sku: B2MS, diskGib: 32 });
    expect([cpuSaturatedMs, ioSaturatedMs, creditExhaustedMs]).toEqual([0, 0, 0]);
  });
});
