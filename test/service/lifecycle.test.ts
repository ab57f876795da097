import { describe, expect, test } from 'vitest';
import { play } from './read-ledger.ts';

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

const STEPS: Readonly<Record<string, unknown>> = {
  'lifecycle.stop.duration': '1m',
  'lifecycle.start.duration': '3m',
  'lifecycle.restart.duration': '30s',
};
const computeOf = (usage: ReturnType<typeof play>['usage']) =>
  usage.filter(({ meter }) => meter === 'compute').map(({ resource, from, to }) => ({ resource, from, to }));

describe('stop and start', () => {
  test('a stopped server is neither down nor billed for compute; starting is billed from the request', () => {
    const { ledger, outages, disruptions, usage } = play({
      operations: [
        { at: '+24h', do: 'stop' },
        { at: '+48h', do: 'start' },
      ],
      horizon: '3d',
      override: STEPS,
    });
    expect([outages, disruptions, ledger.downMs]).toEqual([[], [], 0]);
    expect(ledger.plannedStopMs).toBe(24 * HOUR + 3 * MINUTE);
    expect(computeOf(usage)).toEqual([
      { resource: 'primary', from: 0, to: DAY },
      { resource: 'primary', from: 2 * DAY, to: 3 * DAY },
    ]);
    expect(usage.filter(({ meter }) => meter === 'storage')).toEqual([
      { resource: 'primary', meter: 'storage', from: 0, to: 3 * DAY, quantity: 512 },
    ]);
  });

  test('act on both servers of a pair; time without protection does not run meanwhile', () => {
    const { ledger, usage } = play({
      ha: 'ZoneRedundant',
      faults: [{ at: '+23h50m', type: 'standbyFailure' }],
      operations: [
        { at: '+24h', do: 'stop' },
        { at: '+48h', do: 'start' },
      ],
      horizon: '3d',
      override: STEPS,
    });
    expect(computeOf(usage)).toHaveLength(4);
    // 10 minutes of a rebuild that the stop breaks off, then a whole one.
    expect(ledger.unprotectedMs).toBe(40 * MINUTE);
  });

  test('V47 a stopped server starts itself after exactly 7 days and stays up: 576 h in July', () => {
    const { usage, ledger } = play({
      start: '2027-07-01',
      horizon: '31d',
      operations: [
        { at: '2027-07-02T18:00Z', do: 'stop' },
        { at: '2027-07-19T08:00Z', do: 'start' },
      ],
      override: STEPS,
    });
    const stopped = DAY + 18 * HOUR;
    expect(computeOf(usage)).toEqual([
      { resource: 'primary', from: 0, to: stopped },
      { resource: 'primary', from: stopped + 7 * DAY, to: 31 * DAY },
    ]);
    expect(computeOf(usage).reduce((sum, { from, to }) => sum + (to - from), 0)).toBe(576 * HOUR);
    expect(ledger.plannedStopMs).toBe(7 * DAY + 3 * MINUTE);
  });

  test('a schedule with restop stops it again at once, every seven days', () => {
    const { usage, ledger } = play({
      start: '2027-07-01',
      horizon: '31d',
      // Runs on the first Thursday only until 18:00; the 1st of July 2027 is one.
      schedule: { running: ['Thu 00:00-18:00'], restop: true },
      override: { ...STEPS, 'lifecycle.autoStart.duration': '3d' },
    });
    const compute = computeOf(usage);
    // Thursday's run, then a start after three days that lasts as long as the start itself, again after three more.
    expect(compute.slice(0, 3)).toEqual([
      { resource: 'primary', from: 0, to: 18 * HOUR },
      { resource: 'primary', from: 18 * HOUR + 3 * DAY, to: 18 * HOUR + 3 * DAY + 3 * MINUTE },
      { resource: 'primary', from: 18 * HOUR + 6 * DAY + 3 * MINUTE, to: 18 * HOUR + 6 * DAY + 6 * MINUTE },
    ]);
    expect(ledger.downMs).toBe(0);
  });

  test('without restop it stays up until the schedule stops it', () => {
    const { usage } = play({
      start: '2027-07-01',
      horizon: '14d',
      schedule: { running: ['Thu 00:00-18:00'] },
      override: { ...STEPS, 'lifecycle.autoStart.duration': '3d' },
    });
    expect(computeOf(usage).slice(0, 2)).toEqual([
      { resource: 'primary', from: 0, to: 18 * HOUR },
      { resource: 'primary', from: 18 * HOUR + 3 * DAY, to: 7 * DAY + 18 * HOUR },
    ]);
  });

  test('a start that finds no capacity is an outage until the server is up', () => {
    const { outages, disruptions, ledger } = play({
      operations: [
        { at: '+24h', do: 'stop' },
        { at: '+48h', do: 'start' },
      ],
      horizon: '3d',
      override: { ...STEPS, 'lifecycle.start.success.probability': 0, 'lifecycle.start.retryWait.duration': '10m' },
    });
    expect(outages).toEqual([{ start: 2 * DAY, end: 3 * DAY, cause: 'startFailure', path: 'direct', enabledBy: '' }]);
    expect(disruptions[0]).toMatchObject({ class: 'capacity', onset: 2 * DAY, censored: true });
    expect(ledger.plannedStopMs).toBe(DAY);
  });

  test('and is tried again after a wait until it works', () => {
    const given = {
      operations: [
        { at: '+24h', do: 'stop' as const },
        { at: '+48h', do: 'start' as const },
      ],
      horizon: '3d',
      override: { ...STEPS, 'lifecycle.start.success.probability': 0.5, 'lifecycle.start.retryWait.duration': '10m' },
    };
    const lengths = new Set<number>();
    for (let replication = 1; replication <= 60; replication++) {
      const { outages, ledger } = play(given, replication);
      if (outages.length === 0) expect(ledger.plannedStopMs).toBe(DAY + 3 * MINUTE);
      else {
        expect(ledger.plannedStopMs).toBe(DAY);
        lengths.add((outages[0]!.end - outages[0]!.start) / MINUTE);
      }
    }
    // Attempts of 3 minutes, 10 minutes in between.
    expect([...lengths].every((minutes) => (minutes - 3) % 13 === 0)).toBe(true);
    expect(lengths.has(16)).toBe(true);
  });

  test('random failures do not strike a stopped server', () => {
    const { ledger } = play({
      operations: [{ at: '+1h', do: 'stop' }],
      horizon: '3d',
      override: {
        ...STEPS,
        'engineCrash.every': '2h',
        'vmCrash.every': '2h',
        'hostFailure.every': '2h',
        'mistake.every': '2h',
      },
      seed: 'stopped',
    });
    expect(ledger.downMs).toBeLessThan(HOUR);
    expect(ledger.plannedStopMs).toBeGreaterThan(2 * DAY);
  });
});

describe('restart', () => {
  test("is an outage of its duration, the customer's own", () => {
    const { outages, disruptions, ledger } = play({
      operations: [{ at: '+24h', do: 'restart' }],
      override: { ...STEPS, 'lifecycle.restart.duration': '5m' },
    });
    expect(outages).toEqual([{ start: DAY, end: DAY + 5 * MINUTE, cause: 'restart', path: 'direct', enabledBy: '' }]);
    expect(disruptions[0]).toMatchObject({ class: 'change', rto: 5 * MINUTE });
    expect([ledger.slaMinutes, ledger.aliveDownMinutes]).toEqual([0, 5]);
  });

  test('repeats every so often', () => {
    const { outages } = play({ operations: [{ every: '30d', do: 'restart' }], horizon: '100d', override: STEPS });
    expect(outages.map(({ start, end }) => [start / DAY, end - start])).toEqual([
      [30, 30 * SECOND],
      [60, 30 * SECOND],
      [90, 30 * SECOND],
    ]);
  });

  test('is refused and recorded while the server is down or stopped', () => {
    const { ledger } = play({
      faults: [{ at: '+24h', type: 'zoneOutage', duration: '1h' }],
      operations: [
        { at: '+24h30m', do: 'restart' },
        { at: '+48h', do: 'stop' },
        { at: '+49h', do: 'restart' },
        { at: '+50h', do: 'stop' },
        { at: '+51h', do: 'start' },
        { at: '+52h', do: 'start' },
      ],
      override: STEPS,
    });
    expect(ledger.refusedOperations).toBe(4);
    expect(ledger.downMs).toBe(HOUR);
  });
});

describe('stop and start wait until they can be carried out', () => {
  test('a stop during an outage applies when the server is Ready again', () => {
    const { ledger, outages } = play({
      faults: [{ at: '+24h', type: 'zoneOutage', duration: '1h' }],
      operations: [{ at: '+24h30m', do: 'stop' }],
      horizon: '3d',
      override: STEPS,
    });
    expect(outages).toHaveLength(1);
    expect(outages[0]).toMatchObject({ end: 25 * HOUR });
    expect(ledger.plannedStopMs).toBe(3 * DAY - 25 * HOUR);
    expect(ledger.refusedOperations).toBe(0);
  });

  test('a start during Stopping begins when the server is Stopped', () => {
    const { ledger } = play({
      operations: [
        { at: '+24h', do: 'stop' },
        { at: '+24h5m', do: 'start' },
      ],
      override: { ...STEPS, 'lifecycle.stop.duration': '10m' },
    });
    expect(ledger.plannedStopMs).toBe(13 * MINUTE);
    expect(ledger.refusedOperations).toBe(0);
  });
});

describe('at one instant', () => {
  test('faults come before operations: a restart at the onset of an outage is refused', () => {
    const { outages, ledger } = play({
      faults: [{ at: '+24h', type: 'vmCrash', duration: '10m' }],
      operations: [{ at: '+24h', do: 'restart' }],
      override: STEPS,
    });
    expect(outages.map(({ cause }) => cause)).toEqual(['vmCrash']);
    expect(ledger.refusedOperations).toBe(1);
  });

  test('faults come before what was planned in the run: the server is not up for an instant', () => {
    const { outages } = play({
      faults: [
        { at: '+24h', type: 'vmCrash', duration: '10m' },
        { at: '+24h10m', type: 'zoneOutage', duration: '1h' },
      ],
      override: STEPS,
    });
    expect(outages).toEqual([
      { start: DAY, end: DAY + 70 * MINUTE, cause: 'zoneOutage', path: 'direct', enabledBy: '' },
    ]);
  });
});
