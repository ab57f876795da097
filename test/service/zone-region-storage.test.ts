import { describe, expect, test } from 'vitest';
import { play } from './read-ledger.ts';

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** The first scripted fault strikes here. */
const ONSET = 240 * HOUR;
const AT = '+240h';
/** Detect 10 min, decide 20 min, provision 6 min, attach 5 min, redirect 4 min. */
const RESTORE = 45 * MINUTE;
/** Restore points lie in the archive without WAL to replay. */
const NO_WAL = { walGBPerHour: 0 } as const;

describe('zone outage', () => {
  test.each([
    ['Disabled', 3 * HOUR],
    ['SameZone', 3 * HOUR],
    ['ZoneRedundant', 90 * SECOND],
  ] as const)('of 3 h with %s: down for %i ms', (ha, length) => {
    const { outages, ledger } = play({ ha, faults: [{ at: AT, type: 'zoneOutage', duration: '3h' }] });
    expect(outages.map(({ start, end, cause }) => ({ start, end, cause }))).toEqual([
      { start: ONSET, end: ONSET + length, cause: 'zoneOutage' },
    ]);
    expect(ledger.failovers).toBe(ha === 'ZoneRedundant' ? 1 : 0);
  });

  test('a same-zone pair comes back as a pair', () => {
    const { ledger, outages } = play({
      ha: 'SameZone',
      faults: [
        { at: AT, type: 'zoneOutage', duration: '3h' },
        { at: '+250h', type: 'vmCrash', duration: '10m' },
      ],
    });
    expect(outages.map(({ start, end }) => end - start)).toEqual([3 * HOUR, 90 * SECOND]);
    expect(ledger.unprotectedMs).toBe(3 * HOUR + 30 * MINUTE);
  });

  test("of the standby's zone is not felt; the rebuild begins when the zone is back", () => {
    const { outages, disruptions, ledger } = play({
      ha: 'ZoneRedundant',
      faults: [{ at: AT, type: 'zoneOutage', zone: '2', duration: '3h' }],
    });
    expect([outages, disruptions]).toEqual([[], []]);
    expect([ledger.unprotectedMs, ledger.masked]).toEqual([3 * HOUR + 30 * MINUTE, 1]);
  });

  test('after a failover the rebuild waits for the old zone', () => {
    const { ledger } = play({ ha: 'ZoneRedundant', faults: [{ at: AT, type: 'zoneOutage', duration: '3h' }] });
    expect(ledger.unprotectedMs).toBe(3 * HOUR - 90 * SECOND + 30 * MINUTE);
  });

  test('the other zone fails before the first is back: down until one of them is', () => {
    const { outages } = play({
      ha: 'ZoneRedundant',
      faults: [
        { at: AT, type: 'zoneOutage', zone: '1', duration: '3h' },
        { at: '+241h', type: 'zoneOutage', zone: '2', duration: '30m' },
      ],
    });
    expect(outages.map(({ start, end, path, enabledBy }) => [start, end - start, path, enabledBy])).toEqual([
      [ONSET, 90 * SECOND, 'failover', ''],
      [ONSET + HOUR, 30 * MINUTE, 'unprotected', 'zoneOutage'],
    ]);
  });

  test('a second outage of the same zone prolongs the first and never shortens it', () => {
    const twice = (second: string) =>
      play({
        faults: [
          { at: AT, type: 'zoneOutage', duration: '3h' },
          { at: '+241h', type: 'zoneOutage', duration: second },
        ],
      }).outages.map(({ start, end }) => end - start);
    expect(twice('1h')).toEqual([3 * HOUR]);
    expect(twice('5h')).toEqual([6 * HOUR]);
  });

  test('crash recovery follows the return of the zone and belongs to it', () => {
    const { outages, disruptions } = play({
      walGBPerHour: 3.6,
      faults: [{ at: AT, type: 'zoneOutage', duration: '3h' }],
      override: { 'crashRecovery.enabled': true, 'walReplay.rate': '1MB/s' },
    });
    const recovery = outages[0]!.end - ONSET - 3 * HOUR;
    // 600 s of WAL at 1 MB/s, between 0.9 and 1.9 times, replayed at 1 MB/s.
    expect(recovery).toBeGreaterThanOrEqual(540 * SECOND);
    expect(recovery).toBeLessThanOrEqual(1140 * SECOND);
    expect(outages).toHaveLength(1);
    expect(disruptions[0]).toMatchObject({ cause: 'zoneOutage', rto: 3 * HOUR + recovery });
  });

  describe('when people would rather restore than wait', () => {
    const act = (duration: string, override: Record<string, unknown> = {}) =>
      play({
        ...NO_WAL,
        faults: [{ at: AT, type: 'zoneOutage', duration }],
        override: { 'people.policy.zone': 'restore', 'backup.redundancy': 'zone', ...override },
      });

    test('the outage ends with the restore, and commits since the last archive are lost', () => {
      const { outages, disruptions, ledger } = act('5h', { 'archive.interval.duration': '0s' });
      expect(outages).toEqual([
        { start: ONSET, end: ONSET + RESTORE, cause: 'zoneOutage', path: 'restore', enabledBy: '' },
      ]);
      expect(disruptions[0]).toMatchObject({
        detect: 10 * MINUTE,
        decide: 20 * MINUTE,
        restore: 15 * MINUTE,
        rpo: 30 * SECOND,
        lossy: true,
        totalLoss: false,
      });
      expect([ledger.restores, ledger.lossEvents, ledger.lossMs]).toEqual([1, 1, 30 * SECOND]);
    });

    test('a zone that is back before clients are redirected ends it: nothing lost, the server that was begun is billed', () => {
      const { outages, disruptions, ledger, usage } = act('40m');
      expect(outages).toEqual([
        { start: ONSET, end: ONSET + 40 * MINUTE, cause: 'zoneOutage', path: 'direct', enabledBy: '' },
      ]);
      expect(disruptions[0]).toMatchObject({ rpo: 0, lossy: false });
      expect(ledger.restores).toBe(0);
      expect(usage.filter(({ resource }) => resource === 'abandoned-restore')).toEqual([
        {
          resource: 'abandoned-restore',
          meter: 'compute',
          from: ONSET + 30 * MINUTE,
          to: ONSET + 40 * MINUTE,
          quantity: 1,
        },
        {
          resource: 'abandoned-restore',
          meter: 'storage',
          from: ONSET + 30 * MINUTE,
          to: ONSET + 40 * MINUTE,
          quantity: 512,
        },
      ]);
    });

    test('there is nothing to restore from when backups are kept in the zone', () => {
      expect(act('5h', { 'backup.redundancy': 'local' }).outages[0]).toMatchObject({
        end: ONSET + 5 * HOUR,
        path: 'direct',
      });
    });
  });
});

describe('region outage', () => {
  test.each(['Disabled', 'SameZone', 'ZoneRedundant'] as const)('takes all of %s until it is over', (ha) => {
    const { outages, ledger } = play({ ha, faults: [{ at: AT, type: 'regionOutage', duration: '4h' }] });
    expect(outages).toEqual([
      { start: ONSET, end: ONSET + 4 * HOUR, cause: 'regionOutage', path: 'direct', enabledBy: '' },
    ]);
    expect(ledger.failovers).toBe(0);
  });

  test('with geo backups and people who restore, the loss is what the other region did not have yet', () => {
    const { outages, disruptions } = play({
      ...NO_WAL,
      geoRedundant: true,
      faults: [{ at: AT, type: 'regionOutage', duration: '1d' }],
      override: { 'people.policy.region': 'restore', 'geoBackup.lag.duration': '17m' },
    });
    expect(outages[0]).toMatchObject({ end: ONSET + RESTORE, path: 'restore' });
    expect(disruptions[0]).toMatchObject({ class: 'region', rpo: 17 * MINUTE, lossy: true });
  });

  test('without geo backups there is nothing to do but wait', () => {
    const { outages } = play({
      faults: [{ at: AT, type: 'regionOutage', duration: '1d' }],
      override: { 'people.policy.region': 'restore' },
    });
    expect(outages[0]).toMatchObject({ end: ONSET + DAY, path: 'direct' });
  });
});

describe('storage', () => {
  test('out of reach for 2 h: no HA waits, HA fails over', () => {
    const faults = [{ at: AT, type: 'storageOutage', duration: '2h' }] as const;
    expect(play({ faults }).outages).toEqual([
      { start: ONSET, end: ONSET + 2 * HOUR, cause: 'storageOutage', path: 'direct', enabledBy: '' },
    ]);
    expect(play({ ha: 'SameZone', faults }).outages[0]).toMatchObject({ end: ONSET + 90 * SECOND, path: 'failover' });
  });

  test('of the standby out of reach costs that duration and the catch-up, no rebuild', () => {
    const { ledger, outages } = play({
      ha: 'ZoneRedundant',
      walGBPerHour: 36,
      faults: [{ at: AT, type: 'storageOutage', target: 'standby', duration: '2h' }],
      override: { 'walReplay.rate': '40MB/s' },
    });
    expect(outages).toEqual([]);
    expect(ledger.unprotectedMs).toBe(2.5 * HOUR);
  });

  test('lost without HA: detect + decide + restore, and the age of the archive is lost', () => {
    const { outages, disruptions, ledger } = play({
      ...NO_WAL,
      faults: [{ at: AT, type: 'storageLoss' }],
      override: { 'archive.interval.duration': '0s' },
    });
    expect(outages).toEqual([
      { start: ONSET, end: ONSET + RESTORE, cause: 'storageLoss', path: 'restore', enabledBy: '' },
    ]);
    expect(disruptions).toEqual([
      {
        cause: 'storageLoss',
        class: 'storage',
        onset: ONSET,
        rto: RESTORE,
        detect: 10 * MINUTE,
        decide: 20 * MINUTE,
        restore: 15 * MINUTE,
        replay: 0,
        reconnect: 0,
        rpo: 30 * SECOND,
        censored: false,
        totalLoss: false,
        lossy: true,
      },
    ]);
    // People work from when they know until clients are back.
    expect([ledger.lossEvents, ledger.peopleMs]).toEqual([1, 35 * MINUTE]);
  });

  test.each(['SameZone', 'ZoneRedundant'] as const)('lost with %s: a failover, nothing lost', (ha) => {
    const { outages, disruptions, ledger } = play({ ha, faults: [{ at: AT, type: 'storageLoss' }] });
    expect(outages[0]).toMatchObject({ end: ONSET + 90 * SECOND, path: 'failover' });
    expect(disruptions[0]).toMatchObject({ rpo: 0, lossy: false });
    expect([ledger.lossEvents, ledger.unprotectedMs]).toEqual([0, 30 * MINUTE]);
  });

  test('lost while the standby is being rebuilt: a restore', () => {
    const { outages, disruptions } = play({
      ...NO_WAL,
      ha: 'ZoneRedundant',
      faults: [
        { at: AT, type: 'standbyFailure' },
        { at: '+240h5m', type: 'storageLoss' },
      ],
    });
    expect(outages[0]).toMatchObject({ path: 'restore', enabledBy: 'standbyFailure' });
    expect(disruptions[0]).toMatchObject({ lossy: true });
  });

  test('with a zone that destroys it, and backups kept in the zone, all is lost since the start of the data', () => {
    const zone = (redundancy: string) =>
      play({
        ...NO_WAL,
        override: {
          'zoneOutage.every': 'constant(240h)',
          'zoneOutage.duration': '1h',
          'zoneOutage.dataLoss.probability': 1,
          'backup.redundancy': redundancy,
          'archive.interval.duration': '0s',
        },
        horizon: '15d',
      });
    expect(zone('local').disruptions[0]).toMatchObject({ cause: 'zoneOutage', totalLoss: true, rpo: ONSET });
    expect(zone('local').ledger).toMatchObject({ totalLosses: 1, lossMs: 0 });
    expect(zone('zone').disruptions[0]).toMatchObject({ totalLoss: false, lossy: true, rpo: 30 * SECOND });
  });

  test('after a restore the server runs without HA until someone enables it and a standby is built', () => {
    const { ledger, usage } = play({
      ...NO_WAL,
      ha: 'ZoneRedundant',
      faults: [
        { at: AT, type: 'standbyFailure' },
        { at: '+240h5m', type: 'storageLoss' },
      ],
      override: { 'restore.haReenable.duration': '4h', 'restore.oldServer.keep.duration': '7d' },
    });
    const restored = ONSET + 5 * MINUTE + RESTORE;
    expect(ledger.unprotectedMs).toBe(5 * MINUTE + RESTORE + 4 * HOUR + 30 * MINUTE);
    const compute = usage
      .filter(({ meter }) => meter === 'compute')
      .map(({ resource, from, to }) => [resource, from, to]);
    const provisioned = ONSET + 35 * MINUTE;
    expect(compute).toEqual([
      ['primary', 0, provisioned],
      ['replaced-primary', provisioned, restored + 7 * DAY],
      ['standby', 0, provisioned],
      ['replaced-standby', provisioned, restored + 7 * DAY],
      ['primary', provisioned, 365 * DAY],
      ['standby', restored + 4 * HOUR, 365 * DAY],
    ]);
  });
});
