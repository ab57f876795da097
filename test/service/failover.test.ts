import { describe, expect, test } from 'vitest';
import { play } from './read-ledger.ts';

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** The first scripted fault strikes here. */
const ONSET = 10 * HOUR;
const AT = '+10h';
const HA = 'ZoneRedundant' as const;

describe('unplanned failover', () => {
  test('a VM crash is down for base + backlog / rate, and the roles change', () => {
    const { outages, disruptions, ledger } = play({
      ha: HA,
      faults: [{ at: AT, type: 'vmCrash' }],
      override: { 'vmCrash.restart.duration': '10m', 'failover.backlog': '400MB', 'walReplay.rate': '40MB/s' },
    });
    expect(outages).toEqual([
      { start: ONSET, end: ONSET + 100 * SECOND, cause: 'vmCrash', path: 'failover', enabledBy: '' },
    ]);
    expect(disruptions).toEqual([
      {
        cause: 'vmCrash',
        class: 'software',
        onset: ONSET,
        rto: 100 * SECOND,
        detect: 30 * SECOND,
        decide: 0,
        restore: 60 * SECOND,
        replay: 10 * SECOND,
        reconnect: 0,
        rpo: 0,
        censored: false,
        totalLoss: false,
        lossy: false,
      },
    ]);
    expect([ledger.failovers, ledger.downMs, ledger.unprotectedMs]).toEqual([1, 100 * SECOND, 30 * MINUTE]);
  });

  test('DNS and reconnecting come on top, on the client clock only', () => {
    const { outages, disruptions, ledger } = play({
      ha: HA,
      faults: [{ at: AT, type: 'hostFailure' }],
      override: { 'client.dns.duration': '20s', 'client.reconnect.duration': '10s', 'failover.base.duration': '150s' },
    });
    expect(outages[0]!.end - ONSET).toBe(180 * SECOND);
    expect(disruptions[0]).toMatchObject({ rto: 180 * SECOND, reconnect: 30 * SECOND, detect: 30 * SECOND });
    // The SLA clock ends when DNS is updated: two whole minutes of 150 s.
    expect([ledger.slaMinutes, ledger.aliveDownMinutes]).toEqual([2, 2]);
  });

  test('detection is never longer than the whole', () => {
    const { disruptions } = play({
      ha: HA,
      faults: [{ at: AT, type: 'hostFailure' }],
      override: { 'failover.base.duration': '20s', 'failover.detect.duration': '30s' },
    });
    expect(disruptions[0]).toMatchObject({ rto: 20 * SECOND, detect: 20 * SECOND, restore: 0 });
  });

  test('a primary that is back during Detecting cancels it', () => {
    const { outages, ledger } = play({
      ha: HA,
      faults: [{ at: AT, type: 'vmCrash' }],
      override: { 'vmCrash.restart.duration': '29s' },
    });
    expect(outages).toEqual([
      { start: ONSET, end: ONSET + 29 * SECOND, cause: 'vmCrash', path: 'direct', enabledBy: '' },
    ]);
    expect([ledger.failovers, ledger.unprotectedMs]).toEqual([0, 0]);
  });

  test('a primary that is back later is fenced: the failover finishes', () => {
    const { outages, ledger } = play({
      ha: HA,
      faults: [{ at: AT, type: 'vmCrash' }],
      override: { 'vmCrash.restart.duration': '31s' },
    });
    expect(outages[0]).toMatchObject({ end: ONSET + 90 * SECOND, path: 'failover' });
    expect(ledger.failovers).toBe(1);
  });

  test('an engine crash ends with whichever is first, restart and crash recovery or the failover', () => {
    const crash = (restart: string) =>
      play({
        ha: HA,
        faults: [{ at: AT, type: 'engineCrash' }],
        override: { 'engineCrash.restart.duration': restart },
      });
    const short = crash('60s');
    expect(short.outages).toEqual([
      { start: ONSET, end: ONSET + 60 * SECOND, cause: 'engineCrash', path: 'direct', enabledBy: '' },
    ]);
    expect(short.ledger.failovers).toBe(0);
    const long = crash('95s');
    expect(long.outages[0]).toMatchObject({ end: ONSET + 90 * SECOND, path: 'failover' });
    expect(long.ledger.failovers).toBe(1);
  });

  test('not covered, only the own recovery of the primary ends the outage, and the standby stays Healthy', () => {
    const { outages, ledger } = play({
      ha: HA,
      faults: [
        { at: AT, type: 'vmCrash' },
        { at: '+20h', type: 'hostFailure' },
      ],
      override: {
        'failover.success.probability': 0,
        'vmCrash.restart.duration': '4m',
        'hostFailure.relocation.duration': '15m',
      },
    });
    expect(outages).toEqual([
      { start: ONSET, end: ONSET + 4 * MINUTE, cause: 'vmCrash', path: 'failoverFailed', enabledBy: '' },
      { start: 20 * HOUR, end: 20 * HOUR + 15 * MINUTE, cause: 'hostFailure', path: 'failoverFailed', enabledBy: '' },
    ]);
    expect([ledger.failovers, ledger.unprotectedMs]).toEqual([0, 0]);
  });

  test('coverage can be given by cause', () => {
    const { outages } = play({
      ha: HA,
      faults: [
        { at: AT, type: 'vmCrash' },
        { at: '+20h', type: 'hostFailure' },
      ],
      override: { 'failover.success.vmCrash.probability': 0, 'vmCrash.restart.duration': '4m' },
    });
    expect(outages.map(({ path }) => path)).toEqual(['failoverFailed', 'failover']);
  });

  test.each([
    ['zoneOutage', 'zone'],
    ['storageOutage', 'storage'],
  ] as const)('not covered after a %s, a person forces it: detect + decide + base', (type, disruptionClass) => {
    const { outages, disruptions } = play({
      ha: HA,
      faults: [{ at: AT, type, duration: '5h' }],
      override: { 'failover.success.probability': 0 },
    });
    expect(outages).toEqual([
      { start: ONSET, end: ONSET + 31.5 * MINUTE, cause: type, path: 'failoverFailed', enabledBy: '' },
    ]);
    expect(disruptions[0]).toMatchObject({
      class: disruptionClass,
      detect: 10 * MINUTE,
      decide: 20 * MINUTE,
      restore: 90 * SECOND,
      rpo: 0,
    });
  });

  test('the person has nothing to do when the zone is back first', () => {
    const { outages, ledger } = play({
      ha: HA,
      faults: [{ at: AT, type: 'zoneOutage', duration: '25m' }],
      override: { 'failover.success.probability': 0 },
    });
    expect(outages[0]).toMatchObject({ end: ONSET + 25 * MINUTE, path: 'failoverFailed' });
    expect([ledger.failovers, ledger.unprotectedMs]).toEqual([0, 0]);
  });

  test('the standby lost before the end of it: the primary or the standby, whichever is back first', () => {
    const lost = (restart: string) =>
      play({
        ha: HA,
        faults: [
          { at: AT, type: 'vmCrash', duration: restart },
          { at: '+10h1m', type: 'zoneOutage', zone: '2', duration: '2h' },
        ],
      });
    // The primary is back after an hour, the standby's zone after two and a minute.
    const primaryFirst = lost('1h');
    expect(primaryFirst.outages[0]).toMatchObject({ start: ONSET, end: ONSET + HOUR, cause: 'vmCrash' });
    expect(primaryFirst.ledger.failovers).toBe(0);
    // 60 s of 90 s were done.
    const standbyFirst = lost('3h');
    expect(standbyFirst.outages[0]).toMatchObject({ end: ONSET + 2 * HOUR + MINUTE + 30 * SECOND, path: 'failover' });
  });

  test('a primary lost while the standby is not Healthy recovers by itself; the rebuild starts again', () => {
    const { outages, ledger, disruptions } = play({
      ha: HA,
      faults: [
        { at: AT, type: 'standbyFailure' },
        { at: '+10h10m', type: 'hostFailure', duration: '15m' },
      ],
    });
    const second = ONSET + 10 * MINUTE;
    expect(outages).toEqual([
      {
        start: second,
        end: second + 15 * MINUTE,
        cause: 'hostFailure',
        path: 'unprotected',
        enabledBy: 'standbyFailure',
      },
    ]);
    expect(disruptions[0]).toMatchObject({ rpo: 0, lossy: false });
    expect(ledger.masked).toBe(1);
    // 10 minutes of the first rebuild, 15 of the outage, 30 of the second rebuild.
    expect(ledger.unprotectedMs).toBe(55 * MINUTE);
  });

  test('a standby whose loss nobody has noticed makes the failover fail', () => {
    const { outages, ledger } = play({
      ha: HA,
      faults: [
        { at: AT, type: 'standbyFailure' },
        { at: '+20h', type: 'vmCrash', duration: '4m' },
        { at: '+40h', type: 'vmCrash', duration: '4m' },
      ],
      override: { 'standby.undetected.probability': 1, 'standby.undetected.duration': '24h' },
    });
    expect(outages.map(({ start, end, path }) => ({ start, length: end - start, path }))).toEqual([
      { start: 20 * HOUR, length: 4 * MINUTE, path: 'failoverFailed' },
      // The first failover has shown it, and a new standby was built.
      { start: 40 * HOUR, length: 90 * SECOND, path: 'failover' },
    ]);
    expect(ledger.failovers).toBe(1);
  });

  test('a lost standby is noticed after a while, and built anew', () => {
    const { outages, ledger } = play({
      ha: HA,
      faults: [
        { at: AT, type: 'standbyFailure' },
        { at: '+35h', type: 'vmCrash', duration: '4m' },
      ],
      override: { 'standby.undetected.probability': 1, 'standby.undetected.duration': '24h' },
    });
    expect(outages[0]).toMatchObject({ path: 'failover' });
    // 24 h unnoticed and 30 min of rebuilding, then 30 min after the failover.
    expect(ledger.unprotectedMs).toBe(25 * HOUR);
  });

  test("the standby's VM crash costs its restart and the missed WAL, not a rebuild", () => {
    const { ledger, outages } = play({
      ha: HA,
      walGBPerHour: 36,
      faults: [{ at: AT, type: 'vmCrash', target: 'standby', duration: '4m' }],
      override: { 'walReplay.rate': '40MB/s' },
    });
    expect(outages).toEqual([]);
    // 10 MB/s for 4 minutes, replayed at 40 MB/s.
    expect(ledger.unprotectedMs).toBe(5 * MINUTE);
    expect(ledger.masked).toBe(1);
  });

  test('no failback: the next failover goes the other way', () => {
    const { outages } = play({
      ha: HA,
      faults: [
        { at: AT, type: 'zoneOutage', zone: '1', duration: '2h' },
        { at: '+20h', type: 'zoneOutage', zone: '1', duration: '2h' },
        { at: '+30h', type: 'zoneOutage', zone: '2', duration: '2h' },
      ],
    });
    // The primary is in zone 2 from the first failover on: the second outage of zone 1 is not felt.
    expect(outages.map(({ start, path }) => [start, path])).toEqual([
      [ONSET, 'failover'],
      [30 * HOUR, 'failover'],
    ]);
  });
});

describe('requested failover', () => {
  test('a planned one is down for its own duration, and is change, not fault', () => {
    const { outages, disruptions, ledger } = play({
      ha: HA,
      operations: [{ at: AT, do: 'plannedFailover' }],
      override: { 'plannedFailover.downtime.duration': '36s' },
    });
    expect(outages).toEqual([
      { start: ONSET, end: ONSET + 36 * SECOND, cause: 'plannedFailover', path: 'failover', enabledBy: '' },
    ]);
    expect(disruptions[0]).toMatchObject({ class: 'change', rto: 36 * SECOND, rpo: 0 });
    expect([ledger.failovers, ledger.unprotectedMs]).toEqual([1, 30 * MINUTE]);
  });

  test('a forced one takes as long as an unplanned one', () => {
    const { outages } = play({
      ha: HA,
      operations: [{ at: AT, do: 'forcedFailover' }],
      override: { 'failover.backlog': '400MB', 'walReplay.rate': '40MB/s' },
    });
    expect(outages[0]).toMatchObject({ end: ONSET + 100 * SECOND, cause: 'forcedFailover' });
  });

  test("customer operations are not the provider's: the SLA clock leaves them out", () => {
    const { ledger } = play({
      ha: HA,
      operations: [{ at: AT, do: 'forcedFailover' }],
      override: { 'failover.base.duration': '10m' },
    });
    expect([ledger.downMs, ledger.slaMinutes, ledger.aliveDownMinutes]).toEqual([10 * MINUTE, 0, 10]);
  });

  test('is refused within the gap after the last one, and recorded; allowed after it', () => {
    const asked = (minutes: number) =>
      play({
        ha: HA,
        operations: [
          { at: AT, do: 'forcedFailover' },
          { at: `+10h${minutes}m`, do: 'forcedFailover' },
        ],
        override: { 'failover.minGap.duration': '15m', 'standby.rebuild.duration': '1m' },
      }).ledger;
    expect([asked(16).failovers, asked(16).refusedOperations]).toEqual([1, 1]);
    expect([asked(17).failovers, asked(17).refusedOperations]).toEqual([2, 0]);
  });

  test('is refused while the standby is not Healthy', () => {
    const { ledger } = play({
      ha: HA,
      faults: [{ at: AT, type: 'standbyFailure' }],
      operations: [{ at: '+10h10m', do: 'plannedFailover' }],
    });
    expect([ledger.failovers, ledger.refusedOperations, ledger.downMs]).toEqual([0, 1, 0]);
  });

  test('is refused without HA', () => {
    const { ledger } = play({ operations: [{ at: AT, do: 'plannedFailover' }] });
    expect([ledger.refusedOperations, ledger.downMs]).toEqual([1, 0]);
  });
});
