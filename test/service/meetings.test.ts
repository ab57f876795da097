import { describe, expect, test } from 'vitest';
import { play } from './read-ledger.ts';

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const HA = 'ZoneRedundant' as const;
const NO_WAL = { walGBPerHour: 0 } as const;
const RESTORE = 45 * MINUTE;

describe('when several things meet', () => {
  test('a region outage during a forced failover leaves the server ready for operations afterwards', () => {
    const { outages, ledger } = play({
      ha: HA,
      faults: [{ at: '+10h10s', type: 'regionOutage', duration: '1h' }],
      operations: [
        { at: '+10h', do: 'forcedFailover' },
        { at: '+20h', do: 'restart' },
      ],
      override: { 'lifecycle.restart.duration': '30s' },
    });
    expect(outages.map(({ start, end }) => [start, end])).toEqual([
      [10 * HOUR, 11 * HOUR + 10 * SECOND],
      [20 * HOUR, 20 * HOUR + 30 * SECOND],
    ]);
    expect(ledger.refusedOperations).toBe(0);
  });

  test('a region outage during the planned failover of a maintenance: tried again at a later window', () => {
    const given = {
      ha: HA,
      override: {
        'maintenance.release.every': '1mo',
        'maintenance.standbyPatch.duration': '5m',
        'plannedFailover.downtime.duration': '36s',
      },
    };
    const first = play(given).outages[0]!.start;
    const { outages } = play({
      ...given,
      faults: [{ at: `+${(first + 10_000) / 1000}s`, type: 'regionOutage', duration: '1h' }],
    });
    expect(outages.filter(({ cause }) => cause === 'maintenance').length).toBeGreaterThan(5);
  });

  test('once clients are being redirected the restore goes on, and they are not let back to the old server', () => {
    const { outages } = play({
      ...NO_WAL,
      faults: [{ at: '+240h', type: 'zoneOutage', duration: '42m' }],
      override: { 'people.policy.zone': 'restore', 'backup.redundancy': 'zone' },
    });
    expect(outages).toEqual([
      { start: 240 * HOUR, end: 240 * HOUR + RESTORE, cause: 'zoneOutage', path: 'restore', enabledBy: '' },
    ]);
  });

  test('both storages lost in one failover: people restore', () => {
    const { outages, ledger } = play({
      ...NO_WAL,
      ha: HA,
      faults: [
        { at: '+240h', type: 'storageLoss' },
        { at: '+240h40s', type: 'storageLoss', target: 'standby' },
      ],
    });
    expect(outages[0]!.end - 240 * HOUR).toBeLessThan(2 * HOUR);
    expect(ledger.restores).toBe(1);
  });

  test('region down: everything waits, a local restore too', () => {
    const { outages } = play({
      ...NO_WAL,
      faults: [
        { at: '+240h', type: 'storageLoss' },
        { at: '+240h1m', type: 'regionOutage', duration: '10h' },
      ],
    });
    expect(outages[0]!.end).toBeGreaterThanOrEqual(250 * HOUR + MINUTE);
  });

  test('storage lost, then the region away for an hour: the Healthy standby still has every commit', () => {
    const { disruptions, ledger } = play({
      ...NO_WAL,
      ha: HA,
      faults: [
        { at: '+240h', type: 'storageLoss' },
        { at: '+240h10s', type: 'regionOutage', duration: '1h' },
      ],
    });
    expect(disruptions.map(({ lossy }) => lossy)).toEqual([false, false]);
    expect([ledger.failovers, ledger.restores]).toEqual([1, 0]);
  });

  test('storage lost while the pair is stopped: at the start the Healthy standby takes over, nothing is lost', () => {
    const { disruptions, ledger } = play({
      ...NO_WAL,
      ha: HA,
      faults: [{ at: '+240h', type: 'storageLoss' }],
      operations: [
        { at: '+230h', do: 'stop' },
        { at: '+250h', do: 'start' },
      ],
    });
    expect(disruptions.map(({ lossy }) => lossy)).toEqual([false]);
    expect([ledger.failovers, ledger.restores]).toEqual([1, 0]);
  });

  test('crash recovery after a zone, region or storage outage is the replay part of its RTO', () => {
    for (const type of ['zoneOutage', 'regionOutage', 'storageOutage'] as const) {
      const { disruptions } = play({
        walGBPerHour: 3.6,
        faults: [{ at: '+240h', type, duration: '3h' }],
        override: { 'crashRecovery.enabled': true, 'walReplay.rate': '1MB/s' },
      });
      expect(disruptions[0]).toMatchObject({ restore: 3 * HOUR });
      expect(disruptions[0]!.replay).toBeGreaterThan(540 * SECOND);
    }
  });

  test('a mistake undone without an outage leaves nothing behind for the next outage', () => {
    const { outages, disruptions } = play({
      ...NO_WAL,
      faults: [
        { at: '+240h', type: 'mistake' },
        { at: '+300h', type: 'vmCrash', duration: '4m' },
      ],
      override: { 'mistake.outage': 'none', 'client.dns.duration': '30s', 'client.reconnect.duration': '10s' },
    });
    expect(outages[0]).toMatchObject({ start: 300 * HOUR, path: 'direct' });
    expect(disruptions[1]).toMatchObject({ cause: 'vmCrash', reconnect: 10 * SECOND });
  });

  test('a same-zone pair that loses its zone was not left unprotected by anything before', () => {
    const { outages } = play({ ha: 'SameZone', faults: [{ at: '+240h', type: 'zoneOutage', duration: '3h' }] });
    expect(outages[0]).toMatchObject({ path: 'direct', enabledBy: '' });
  });

  test('what was installed at a start is not installed again at the window planned before', () => {
    for (let replication = 1; replication <= 30; replication++) {
      const { outages } = play(
        {
          operations: [
            { at: '+24d', do: 'stop' },
            { at: '+26d', do: 'start' },
          ],
          override: { 'maintenance.release.every': '35d', 'maintenance.emergency.every': 'constant(25d)' },
          horizon: '45d',
        },
        replication,
      );
      // Installed on day 26: not again within 30 days.
      expect({ replication, late: outages.filter(({ start }) => start > 26 * DAY) }).toEqual({ replication, late: [] });
    }
  });

  test('a freeze of the old primary does not outlast a failover', () => {
    const { outages } = play({
      ha: HA,
      faults: [{ at: '+241h', type: 'vmCrash', duration: '30m' }],
      override: { 'platformPause.every': 'constant(240h)', 'platformPause.duration': '2h' },
      horizon: '11d',
    });
    expect(outages.map(({ start, end }) => [start, end])).toEqual([[240 * HOUR, 241 * HOUR + 90 * SECOND]]);
  });

  test('a standby whose storage is lost in a failover that a region outage breaks off is built anew', () => {
    const { outages, ledger } = play({
      ...NO_WAL,
      ha: HA,
      faults: [
        { at: '+240h', type: 'vmCrash', duration: '2h' },
        { at: '+240h40s', type: 'storageLoss', target: 'standby' },
        { at: '+240h50s', type: 'regionOutage', duration: '1h' },
        { at: '+300h', type: 'vmCrash', duration: '10m' },
      ],
    });
    // Rebuilt by then: the second crash fails over.
    expect(outages[1]).toMatchObject({ end: 300 * HOUR + 90 * SECOND, path: 'failover' });
    expect(ledger.unprotectedMs).toBeGreaterThan(30 * MINUTE);
  });

  test('a zone lost while stopped: at the start a Healthy pair fails over', () => {
    const { outages } = play({
      ha: HA,
      faults: [{ at: '+240h', type: 'zoneOutage', duration: '20h' }],
      operations: [
        { at: '+230h', do: 'stop' },
        { at: '+250h', do: 'start' },
      ],
      override: { 'lifecycle.start.duration': '3m' },
    });
    expect(outages).toEqual([
      {
        start: 250 * HOUR + 3 * MINUTE,
        end: 250 * HOUR + 3 * MINUTE + 90 * SECOND,
        cause: 'zoneOutage',
        path: 'failover',
        enabledBy: '',
      },
    ]);
  });

  test('a standby that was away cannot catch up from storage that is lost', () => {
    const { disruptions, ledger, outages } = play({
      ...NO_WAL,
      ha: HA,
      faults: [
        { at: '+240h', type: 'vmCrash', target: 'standby', duration: '10m' },
        { at: '+240h5m', type: 'storageLoss' },
        { at: '+240h20m', type: 'vmCrash', duration: '4m' },
      ],
    });
    expect(ledger.failovers).toBe(0);
    expect(outages[0]).toMatchObject({
      start: 240 * HOUR + 5 * MINUTE,
      end: 240 * HOUR + 50 * MINUTE,
      path: 'restore',
    });
    expect(disruptions[0]).toMatchObject({ cause: 'storageLoss', lossy: true });
  });

  test('after a region outage a primary that is still away fails over to the Healthy standby', () => {
    const { outages } = play({
      ha: HA,
      faults: [
        { at: '+240h', type: 'regionOutage', duration: '1h' },
        { at: '+240h30m', type: 'zoneOutage', zone: '1', duration: '10h' },
      ],
    });
    expect(outages[0]!.end).toBe(241 * HOUR + 90 * SECOND);
  });

  test('storage lost while the region is down: after its return the pair fails over, and nothing is restored', () => {
    const { disruptions, ledger } = play({
      ...NO_WAL,
      ha: HA,
      faults: [
        { at: '+240h', type: 'regionOutage', duration: '4h' },
        { at: '+240h', type: 'storageLoss' },
      ],
    });
    expect(disruptions.map(({ lossy }) => lossy)).toEqual([false, false]);
    expect([ledger.failovers, ledger.restores]).toEqual([1, 0]);
  });

  test('a mistake that is decided while the server is down is undone once it is up', () => {
    const { disruptions, ledger } = play({
      override: { 'mistake.margin.duration': '0s' },
      faults: [
        { at: '+10h', type: 'mistake' },
        { at: '+10h20m', type: 'vmCrash', duration: '30m' },
      ],
    });
    expect(ledger.restores).toBe(1);
    // Nothing was written any more when people decided: the loss ends with the crash.
    expect(disruptions.find(({ cause }) => cause === 'mistake')).toMatchObject({ rpo: 20 * MINUTE });
  });

  test('a month that begins in the middle of the horizon gets its own downtime, whatever day the scenario starts', () => {
    for (const start of ['2027-01-15', '2027-01-29', '2027-01-31']) {
      const { ledger } = play({ start, faults: [{ at: '+20d', type: 'vmCrash', duration: '10m' }] });
      expect([...ledger.monthDownMs].filter((down) => down !== 0)).toEqual([10 * MINUTE]);
      expect(ledger.monthDownMs[1]).toBe(10 * MINUTE);
    }
  });

  test('SLA minutes of any 60 seconds are whole ones, also across the end of a month', () => {
    const { ledger } = play({
      sla: { minutes: 'any' },
      faults: [{ at: `${30 * 24 + 23}h58m30s`, type: 'vmCrash', duration: '10m' }],
    });
    expect([...ledger.monthSlaMinutes].slice(0, 2)).toEqual([2, 8]);
  });

  test('clock minutes are those of the clock, not of the scenario', () => {
    const minutes = (start: string) =>
      play({ start, faults: [{ at: '+1h', type: 'vmCrash', duration: '2m' }] }).ledger.aliveDownMinutes;
    expect(minutes('2027-01-01T00:00:30Z')).toBe(1);
    expect(minutes('2027-01-01T00:00:00Z')).toBe(2);
  });
});
