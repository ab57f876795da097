import { describe, expect, test } from 'vitest';
import { check, Samples } from '../verification/estimate.ts';
import type { Given } from './make-scenario.ts';
import { build, outagesOf, play } from './read-ledger.ts';

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** Releases every 30 days; windows on Tuesday at 02:30 UTC; 2027 begins on a Friday. */
const WINDOW = { dayOfWeek: 2, startHour: 2, startMinute: 30 } as const;
const FIRST_WINDOW = 4 * DAY + 2 * HOUR + 30 * MINUTE;
const MONTHLY: Readonly<Record<string, unknown>> = {
  'maintenance.release.every': '1mo',
  'maintenance.downtime.duration': '2m',
  'maintenance.standbyPatch.duration': '5m',
  'plannedFailover.downtime.duration': '36s',
  'lifecycle.restart.duration': '30s',
};
const monthly = (given: Given = {}, replication = 1) =>
  play({ window: WINDOW, ...given, override: { ...MONTHLY, ...given.override } }, replication);

describe('windows of a custom schedule', () => {
  const world = build({ window: WINDOW, override: MONTHLY });
  const years = Array.from({ length: 2000 }, (_, index) => outagesOf(world.run(index + 1)));

  test('every maintenance begins at the opening of the weekly window', () => {
    for (const { start, cause } of years.flat()) {
      expect(cause).toBe('maintenance');
      expect((start - FIRST_WINDOW) % WEEK).toBe(0);
    }
  });

  test('two are never less than 30 days apart', () => {
    for (const outages of years) {
      for (let index = 1; index < outages.length; index++) {
        expect(outages[index]!.start - outages[index - 1]!.end).toBeGreaterThanOrEqual(30 * DAY);
      }
    }
  });

  test('nothing is installed before the notice of 5 days and the 7 of custom schedules', () => {
    for (const outages of years) expect(outages[0]!.start).toBeGreaterThanOrEqual(12 * DAY);
    // And with releases at any time of the month the first one often is installed at the first window after that.
    expect(years.some((outages) => outages[0]!.start === FIRST_WINDOW + 2 * WEEK)).toBe(true);
  });

  test('about ten a year: five weeks apart, sometimes a release later', () => {
    const counts = new Samples();
    for (const outages of years) counts.add(outages.length);
    expect(years.every((outages) => outages.length >= 9 && outages.length <= 11)).toBe(true);
    expect(counts.mean).toBeGreaterThan(9.5);
    expect(counts.mean).toBeLessThan(10.5);
  });

  test('with releases far apart, the delay from release to window is uniform over the week', () => {
    // One release at U(0, 200 d), 12 days of notice: the window is 12 to 19 days after it.
    const rare = build({
      window: WINDOW,
      override: { ...MONTHLY, 'maintenance.release.every': '200d' },
      horizon: '200d',
    });
    const starts = new Samples();
    for (let replication = 1; replication <= 20_000; replication++) {
      const outages = outagesOf(rare.run(replication));
      expect(outages.length).toBeLessThanOrEqual(1);
      if (outages.length === 1 && outages[0]!.start < 180 * DAY) starts.add(outages[0]!.start / DAY);
    }
    // Windows 2 to 25 (16 d 2.5 h + ... weeks) are equally likely but the first, which stands for 4.1 of 7 days.
    const windows = Array.from({ length: 24 }, (_, week) => (FIRST_WINDOW + (week + 2) * WEEK) / DAY).filter(
      (start) => start < 180,
    );
    const weights = windows.map((_, week) => (week === 0 ? (windows[0]! - 12) / 7 : 1));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const exact = windows.reduce((sum, start, week) => sum + start * weights[week]!, 0) / total;
    check(starts, exact);
  });
});

describe('system-managed windows', () => {
  test('begin at a full hour between 23:00 and 06:00 UTC, always the same of a server, on any day', () => {
    const world = build({ override: MONTHLY });
    const hours = new Set<number>();
    const days = new Set<number>();
    for (let replication = 1; replication <= 300; replication++) {
      const outages = outagesOf(world.run(replication));
      for (const { start } of outages) {
        expect(start % HOUR).toBe(0);
        expect((start - outages[0]!.start) % WEEK).toBe(0);
      }
      hours.add((outages[0]!.start / HOUR) % 24);
      days.add(Math.floor(outages[0]!.start / DAY) % 7);
    }
    expect([...hours].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 23]);
    expect(days.size).toBe(7);
  });
});

describe('a maintenance', () => {
  test('without HA is one outage of its downtime', () => {
    const { outages, disruptions } = monthly();
    for (const { start, end, path } of outages) expect([end - start, path]).toEqual([2 * MINUTE, 'direct']);
    expect(disruptions[0]).toMatchObject({ cause: 'maintenance', class: 'maintenance', rto: 2 * MINUTE, rpo: 0 });
  });

  test('with a Healthy standby: patch it, planned failover, rebuild', () => {
    const { outages, ledger } = monthly({ ha: 'ZoneRedundant' });
    for (const { start, end, path } of outages) {
      expect([end - start, path]).toEqual([36 * SECOND, 'failover']);
      // Five minutes after the window's opening.
      expect((start - FIRST_WINDOW - 5 * MINUTE) % WEEK).toBe(0);
    }
    expect(ledger.failovers).toBe(outages.length);
    expect(ledger.unprotectedMs).toBe(outages.length * (5 * MINUTE + 30 * MINUTE));
  });

  test('with a standby that is not Healthy is a direct outage', () => {
    const start = monthly().outages[0]!.start;
    const { outages } = monthly({
      ha: 'ZoneRedundant',
      faults: [{ at: `${start / MINUTE - 10}m`, type: 'standbyFailure' }],
    });
    expect(outages[0]).toEqual({
      start,
      end: start + 2 * MINUTE,
      cause: 'maintenance',
      path: 'unprotected',
      enabledBy: 'standbyFailure',
    });
  });

  test('that fails takes the downtime and a restart, and is tried again at a window at least 5 days later', () => {
    const { outages } = monthly({ override: { 'maintenance.success.probability': 0 } });
    for (const { start, end } of outages) expect(end - start).toBe(2 * MINUTE + 30 * SECOND);
    for (let index = 1; index < outages.length; index++) {
      expect(outages[index]!.start - outages[index - 1]!.start).toBe(WEEK);
    }
  });

  test('that fails with HA takes the failover and a restart', () => {
    const { outages } = monthly({ ha: 'ZoneRedundant', override: { 'maintenance.success.probability': 0 } });
    expect(outages.length).toBeGreaterThan(20);
    for (const { start, end } of outages) expect(end - start).toBe(36 * SECOND + 30 * SECOND);
  });

  test('with a bad rollout is followed by an outage that HA does not mask', () => {
    const { ledger, outages } = monthly({
      ha: 'ZoneRedundant',
      override: { 'maintenance.badRollout.probability': 1, 'maintenance.badRollout.duration': '15m' },
    });
    for (const { start, end, cause } of outages) {
      expect([end - start, cause]).toEqual([36 * SECOND + 15 * MINUTE, 'badRollout']);
    }
    expect(ledger.downMs).toBe(outages.length * (36 * SECOND + 15 * MINUTE));
  });

  test('waits for the next window when the server is down', () => {
    const start = monthly().outages[0]!.start;
    const { outages } = monthly({
      faults: [{ at: `${start / MINUTE - 10}m`, type: 'zoneOutage', duration: '1h' }],
    });
    expect(outages.slice(0, 2).map((outage) => [outage.cause, outage.start])).toEqual([
      ['zoneOutage', start - 10 * MINUTE],
      ['maintenance', start + WEEK],
    ]);
  });

  test('waits for the next start while the server is stopped, which takes longer by it', () => {
    const start = monthly().outages[0]!.start;
    const stopped = (hour: number) =>
      monthly({
        operations: [
          { at: `${start / HOUR - 1}h`, do: 'stop' },
          { at: `${start / HOUR + hour}h`, do: 'start' },
        ],
        override: {
          'lifecycle.stop.duration': '1m',
          'lifecycle.start.duration': '3m',
          'lifecycle.start.pendingMaintenance.duration': '6m',
        },
      });
    const { outages, ledger } = stopped(1);
    expect(ledger.plannedStopMs).toBe(2 * HOUR + 9 * MINUTE);
    // Installed with the start: the next one comes 30 days after that at the earliest.
    expect(outages[0]!.start).toBeGreaterThanOrEqual(start + HOUR + 9 * MINUTE + 30 * DAY);
    // Started again before the window, nothing is pending.
    expect(stopped(-0.5).ledger.plannedStopMs).toBe(0.5 * HOUR + 3 * MINUTE);
    expect(stopped(-0.5).outages[0]!.start).toBe(start);
  });

  test('counts for the SLA clock unless the contract says otherwise', () => {
    const counted = monthly({ sla: { maintenance: 'counts' } });
    expect(counted.ledger.slaMinutes).toBe(2 * counted.outages.length);
    expect(monthly({ sla: { maintenance: 'excluded' } }).ledger.slaMinutes).toBe(0);
  });

  test('never, with the releases, stops emergency patches too', () => {
    const { outages } = play({
      override: { 'maintenance.release.every': 'never', 'maintenance.emergency.every': '1d' },
    });
    expect(outages).toEqual([]);
  });

  test('an emergency patch needs no window', () => {
    const { outages } = monthly({
      override: { 'maintenance.release.every': '99y', 'maintenance.emergency.every': 'constant(10d)' },
      horizon: '60d',
    });
    expect(outages.map(({ start, end }) => [start / DAY, end - start])).toEqual(
      [10, 20, 30, 40, 50].map((day) => [day, 2 * MINUTE]),
    );
  });
});
