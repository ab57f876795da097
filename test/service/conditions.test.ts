import { describe, expect, test } from 'vitest';
import { CAUSES } from '../../src/vocabulary/causes.ts';
import { play } from './read-ledger.ts';

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

const causeMs = (ledger: ReturnType<typeof play>['ledger']) =>
  Object.fromEntries(CAUSES.map(({ name }, cause) => [name, ledger.causeMs[cause]!]).filter(([, ms]) => ms !== 0));

test('the quiet set: a year in which nothing happens', () => {
  for (const ha of ['Disabled', 'SameZone', 'ZoneRedundant'] as const) {
    const { ledger, outages, disruptions, world } = play({ ha });
    expect([outages, disruptions]).toEqual([[], []]);
    expect([ledger.downMs, ledger.degradedMs, ledger.unprotectedMs, ledger.slaMinutes]).toEqual([0, 0, 0, 0]);
    expect(world.simulation.events).toBe(0);
  }
});

describe('a platform pause', () => {
  const pauses = (duration: string, override: Record<string, unknown> = {}) =>
    play({
      override: { 'platformPause.every': 'constant(10d)', 'platformPause.duration': duration, ...override },
      horizon: '35d',
    });

  test('that clients sit out is Degraded', () => {
    const { ledger, outages, disruptions } = pauses('30s', { 'client.timeout.duration': '30s' });
    expect([outages, disruptions]).toEqual([[], []]);
    expect([ledger.downMs, ledger.degradedMs]).toEqual([0, 3 * 30 * SECOND]);
  });

  test('longer than their time-out is Down throughout', () => {
    const { ledger, outages, disruptions } = pauses('31s', { 'client.timeout.duration': '30s' });
    expect(outages.map(({ start, end, cause }) => [start / DAY, end - start, cause])).toEqual([
      [10, 31 * SECOND, 'platformPause'],
      [20, 31 * SECOND, 'platformPause'],
      [30, 31 * SECOND, 'platformPause'],
    ]);
    expect(disruptions).toHaveLength(3);
    expect(ledger.degradedMs).toBe(0);
  });

  test('of the standby is masked', () => {
    const { ledger } = play({
      ha: 'ZoneRedundant',
      override: { 'platformPause.every': 'constant(10d)', 'platformPause.duration': '31s' },
      horizon: '15d',
    });
    expect([ledger.masked, ledger.downMs]).toEqual([1, 31 * SECOND]);
  });
});

describe('blame', () => {
  test('each second belongs to the reason that began first and is still active', () => {
    const { ledger, outages } = play({
      faults: [
        { at: '+24h', type: 'vmCrash', duration: '10m' },
        { at: '+24h5m', type: 'storageOutage', duration: '20m' },
        { at: '+24h8m', type: 'zoneOutage', duration: '1h' },
      ],
    });
    expect(outages).toEqual([
      { start: DAY, end: DAY + 68 * MINUTE, cause: 'zoneOutage', path: 'direct', enabledBy: '' },
    ]);
    expect(causeMs(ledger)).toEqual({
      vmCrash: 10 * MINUTE,
      storageOutage: 15 * MINUTE,
      zoneOutage: 43 * MINUTE,
    });
  });

  test('of two that begin together, region comes before zone, storage, host, VM and engine', () => {
    const order = ['regionOutage', 'zoneOutage', 'storageOutage', 'hostFailure', 'vmCrash', 'engineCrash'] as const;
    for (let index = 1; index < order.length; index++) {
      // The lower rank is scripted last, and lasts as long.
      const { ledger } = play({
        faults: [
          { at: '+24h', type: order[index]!, duration: '10m' },
          { at: '+24h', type: order[index - 1]!, duration: '10m' },
        ],
      });
      // One node can be down for one reason only: the failure that struck it first.
      const sameNode = index >= 4;
      expect(causeMs(ledger)).toEqual({ [order[sameNode ? index : index - 1]!]: 10 * MINUTE });
    }
  });

  test('the cause of an outage is the one with most of its seconds', () => {
    const { outages, disruptions } = play({
      faults: [
        { at: '+24h', type: 'vmCrash', duration: '10m' },
        { at: '+24h9m', type: 'zoneOutage', duration: '10m' },
      ],
    });
    expect(outages[0]).toMatchObject({ cause: 'vmCrash', end: DAY + 19 * MINUTE });
    expect(disruptions.map(({ cause, onset, rto }) => [cause, onset, rto])).toEqual([
      ['vmCrash', DAY, 19 * MINUTE],
      ['zoneOutage', DAY + 9 * MINUTE, 10 * MINUTE],
    ]);
  });

  test('overlapping outages count once', () => {
    const { ledger } = play({
      faults: [
        { at: '+24h', type: 'zoneOutage', duration: '1h' },
        { at: '+24h30m', type: 'regionOutage', duration: '1h' },
      ],
    });
    expect(ledger.downMs).toBe(90 * MINUTE);
    expect(ledger.outages.count).toBe(1);
  });
});

describe("the clients' tail", () => {
  const TAIL = { 'client.reconnect.duration': '20s', 'client.dns.duration': '30s' } as const;

  test('is reconnecting alone when the address stays', () => {
    const { outages, disruptions, ledger } = play({
      faults: [{ at: '+24h', type: 'vmCrash', duration: '4m' }],
      override: TAIL,
    });
    expect(outages[0]!.end - DAY).toBe(4 * MINUTE + 20 * SECOND);
    expect(disruptions[0]).toMatchObject({ reconnect: 20 * SECOND, restore: 4 * MINUTE });
    expect(causeMs(ledger)).toEqual({ vmCrash: 4 * MINUTE + 20 * SECOND });
    expect([ledger.slaMinutes, ledger.aliveDownMinutes]).toEqual([4, 4]);
  });

  test('is DNS too when the node moves to another host, or the server is restored', () => {
    const moved = play({ faults: [{ at: '+24h', type: 'hostFailure', duration: '4m' }], override: TAIL });
    expect(moved.disruptions[0]).toMatchObject({ reconnect: 50 * SECOND });
    const restored = play({ walGBPerHour: 0, faults: [{ at: '+24h', type: 'storageLoss' }], override: TAIL });
    expect(restored.disruptions[0]).toMatchObject({ reconnect: 50 * SECOND });
  });

  test('the address has moved once: the next outage has no DNS in it', () => {
    const { disruptions } = play({
      faults: [
        { at: '+24h', type: 'hostFailure', duration: '4m' },
        { at: '+48h', type: 'vmCrash', duration: '4m' },
      ],
      override: TAIL,
    });
    expect(disruptions.map(({ reconnect }) => reconnect)).toEqual([50 * SECOND, 20 * SECOND]);
  });

  test('a fault during it prolongs the outage', () => {
    const { outages, disruptions, ledger } = play({
      faults: [
        { at: '+24h', type: 'vmCrash', duration: '4m' },
        { at: '+24h250s', type: 'engineCrash', duration: '30s' },
      ],
      override: TAIL,
    });
    expect(outages).toEqual([{ start: DAY, end: DAY + 300 * SECOND, cause: 'vmCrash', path: 'direct', enabledBy: '' }]);
    expect(disruptions).toHaveLength(2);
    expect(causeMs(ledger)).toEqual({ vmCrash: 250 * SECOND, engineCrash: 50 * SECOND });
  });

  test('follows no planned stop', () => {
    const { ledger } = play({
      operations: [
        { at: '+24h', do: 'stop' },
        { at: '+48h', do: 'start' },
      ],
      override: TAIL,
    });
    expect(ledger.downMs).toBe(0);
  });
});

describe('the loss of the standby', () => {
  test('stalls writes for a moment: a write outage, not an outage', () => {
    const { ledger, outages } = play({
      ha: 'ZoneRedundant',
      faults: [{ at: '+24h', type: 'standbyFailure' }],
      override: { 'standby.lossStall.duration': '15s' },
    });
    expect(outages).toEqual([]);
    expect([ledger.downMs, ledger.writeOnlyMs, ledger.degradedMs]).toEqual([0, 15 * SECOND, 0]);
  });
});

describe('the horizon', () => {
  test('clips downtime; a disruption still open there counts as an event without an RTO', () => {
    const { ledger, outages, disruptions } = play({
      faults: [{ at: '+24h', type: 'zoneOutage', duration: '5d' }],
      horizon: '3d',
    });
    expect(outages).toEqual([{ start: DAY, end: 3 * DAY, cause: 'zoneOutage', path: 'direct', enabledBy: '' }]);
    expect(disruptions[0]).toMatchObject({ censored: true, onset: DAY });
    expect([ledger.downMs, ledger.slaMinutes]).toEqual([2 * DAY, 2880]);
  });

  test('an outage over the end of a month counts in both', () => {
    const { ledger } = play({ faults: [{ at: '+743h', type: 'zoneOutage', duration: '3h' }], horizon: '60d' });
    expect([...ledger.monthDownMs].slice(0, 2)).toEqual([HOUR, 2 * HOUR]);
    expect([...ledger.monthSlaMinutes].slice(0, 2)).toEqual([60, 120]);
  });
});

test('business hours: only downtime inside them', () => {
  // Monday 2027-01-04 07:30 to 08:30 UTC, and Sunday.
  const { ledger } = play({
    faults: [
      { at: '2027-01-03T10:00Z', type: 'zoneOutage', duration: '3h' },
      { at: '2027-01-04T07:30Z', type: 'zoneOutage', duration: '1h' },
    ],
  });
  expect([ledger.downMs, ledger.businessDownMs]).toEqual([4 * HOUR, 30 * MINUTE]);
});

test('the SLA clock takes any 60 seconds when the contract reads so', () => {
  const minutes = (read: 'clock' | 'any') =>
    play({ faults: [{ at: '+24h30s', type: 'zoneOutage', duration: '90s' }], sla: { minutes: read } }).ledger
      .slaMinutes;
  // 00:00:30 to 00:02:00 covers the minute from 00:01.
  expect([minutes('clock'), minutes('any')]).toEqual([1, 1]);
  const shifted = (read: 'clock' | 'any') =>
    play({ faults: [{ at: '+24h10s', type: 'zoneOutage', duration: '90s' }], sla: { minutes: read } }).ledger
      .slaMinutes;
  expect([shifted('clock'), shifted('any')]).toEqual([0, 1]);
});
