import { describe, expect, test } from 'vitest';
import { contentsOf, play } from './read-ledger.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('repeat failures', () => {
  /** Crashes 100 h of age after the last, restarts in an hour; a crash by script at 10 h. */
  const starts = (override: Record<string, unknown>) =>
    play({
      faults: [{ at: '+10h', type: 'vmCrash' }],
      override: { 'engineCrash.every': 'constant(100h)', 'engineCrash.restart.duration': '1h', ...override },
      horizon: '20d',
    }).outages.map(({ start, cause }) => [cause, start / HOUR]);
  const crash = { 'vmCrash.restart.duration': '1h' };

  test('off, a failure leaves the other clocks alone', () => {
    expect(starts(crash)).toEqual([
      ['vmCrash', 10],
      ['engineCrash', 101],
      ['engineCrash', 202],
      ['engineCrash', 303],
      ['engineCrash', 404],
    ]);
  });

  test('for a while clocks age so many times as fast, and not while the node is down', () => {
    // 10 h of age at 10 h; 9 h at fourfold until 20 h make 46; the other 54 at the usual pace until 74 h. Then 9 h at fourfold again.
    expect(starts({ ...crash, 'repeatFailure.factor': 4, 'repeatFailure.duration': '10h' }).slice(0, 3)).toEqual([
      ['vmCrash', 10],
      ['engineCrash', 74],
      ['engineCrash', 74 + 1 + 9 + 64],
    ]);
  });

  test('one that ends the boost early is drawn within it: 100 h of age take 25', () => {
    const found = starts({ ...crash, 'repeatFailure.factor': 4, 'repeatFailure.duration': '7d' });
    expect(found.slice(0, 3)).toEqual([
      ['vmCrash', 10],
      ['engineCrash', 11 + 90 / 4],
      ['engineCrash', 11 + 90 / 4 + 1 + 25],
    ]);
  });

  test('a clock that runs on while the node is down is hastened where it stands', () => {
    // The VM can crash while its engine is down: of 100 h, 90 are left at 10 h; 40 of them pass until 20 h.
    const { outages } = play({
      faults: [{ at: '+10h', type: 'engineCrash' }],
      override: {
        'vmCrash.every': 'constant(100h)',
        'vmCrash.restart.duration': '1h',
        'engineCrash.restart.duration': '30m',
        'repeatFailure.factor': 4,
        'repeatFailure.duration': '10h',
      },
      horizon: '5d',
    });
    expect(outages.map(({ start }) => start / HOUR)).toEqual([10, 70]);
  });

  test('what could not come before the horizon at the usual pace can', () => {
    const override = { 'vmCrash.every': 'constant(40d)', 'vmCrash.restart.duration': '1h' };
    const months = (more: Record<string, unknown>) =>
      play({ faults: [{ at: '+0h', type: 'engineCrash' }], override: { ...override, ...more }, horizon: '30d' })
        .outages;
    expect(months({}).filter(({ cause }) => cause === 'vmCrash')).toEqual([]);
    const first = months({ 'repeatFailure.factor': 4, 'repeatFailure.duration': '7d' }).find(
      ({ cause }) => cause === 'vmCrash',
    );
    expect(first!.start / DAY).toBe(40 - 3 * 7);
  });

  test('with a factor of 1 the same happens as without a word about it', () => {
    const given = { ha: 'ZoneRedundant', override: { 'vmCrash.every': '10d', 'hostFailure.every': '20d' } } as const;
    const named = { ...given, override: { ...given.override, 'repeatFailure.duration': '30d' } };
    expect(contentsOf(play(named).ledger)).toEqual(contentsOf(play(given).ledger));
  });
});

/** The control plane is out from 100 h on for 50 h, then again every 150 h. */
const CONTROL = { 'controlPlaneOutage.every': 'constant(100h)', 'controlPlaneOutage.duration': '50h' };

describe('an outage of the control plane', () => {
  test('costs nothing by itself', () => {
    expect(play({ ha: 'ZoneRedundant', override: CONTROL }).ledger).toMatchObject({ downMs: 0, degradedMs: 0 });
  });

  test('a failover that would have worked does so with its probability', () => {
    const crashes = (probability: number) =>
      play({
        ha: 'ZoneRedundant',
        faults: [
          { at: '+10h', type: 'hostFailure' },
          { at: '+110h', type: 'hostFailure' },
        ],
        override: {
          ...CONTROL,
          'controlPlaneOutage.failover.success.probability': probability,
          'hostFailure.relocation.duration': '15m',
        },
      }).outages.map(({ start, end, path }) => [path, (end - start) / MINUTE]);
    expect(crashes(0)).toEqual([
      ['failover', 1.5],
      ['failoverFailed', 15],
    ]);
    expect(crashes(1)).toEqual([
      ['failover', 1.5],
      ['failover', 1.5],
    ]);
  });

  test('one that would not have worked does not work either', () => {
    const { outages } = play({
      ha: 'ZoneRedundant',
      faults: [{ at: '+110h', type: 'hostFailure' }],
      override: {
        ...CONTROL,
        'controlPlaneOutage.failover.success.probability': 1,
        'failover.success.probability': 0,
        'hostFailure.relocation.duration': '15m',
      },
    });
    expect(outages).toMatchObject([{ path: 'failoverFailed' }]);
  });

  test('a person who forces the failover waits until it is back', () => {
    const { outages } = play({
      ha: 'ZoneRedundant',
      faults: [{ at: '+140h', type: 'zoneOutage', duration: '20h' }],
      override: {
        ...CONTROL,
        'failover.success.probability': 0,
        'controlPlaneOutage.failover.success.probability': 0,
      },
    });
    expect(outages).toMatchObject([{ start: 140 * HOUR, end: 150 * HOUR + 90_000, path: 'failoverFailed' }]);
  });

  test('operations are refused and counted; those before and after it are done', () => {
    const { ledger, outages } = play({
      ha: 'ZoneRedundant',
      operations: [
        { at: '+50h', do: 'restart' },
        { at: '+110h', do: 'restart' },
        { at: '+111h', do: 'plannedFailover' },
        { at: '+112h', do: 'forcedFailover' },
        { at: '+113h', do: 'stop' },
        { at: '+114h', do: 'start' },
        { at: '+160h', do: 'restart' },
      ],
      override: CONTROL,
      horizon: '10d',
    });
    expect(ledger.refusedOperations).toBe(5);
    expect(ledger.plannedStopMs).toBe(0);
    expect(outages.map(({ start }) => start / HOUR)).toEqual([50, 160]);
  });

  test('the schedule does not give up: it starts the server when it is back', () => {
    // 2027-01-01 is a Friday; Tuesday 08:00 is 104 h later, inside the outage that ends at 150 h.
    const { ledger } = play({
      schedule: { running: ['Tue-Sun 08:00-24:00'], timeZone: 'UTC', restop: false },
      override: { ...CONTROL, 'lifecycle.start.duration': '0s', 'lifecycle.stop.duration': '0s' },
      horizon: '6d',
    });
    // Off: the first 8 h, every night until Monday, all of it until Tuesday 08:00; then until 150 h is Thursday 06:00 - beyond the horizon.
    expect(ledger.downMs).toBe(0);
    expect(ledger.refusedOperations).toBe(0);
    expect(ledger.plannedStopMs / HOUR).toBe(8 + 8 + 8 + (144 - 72));
  });

  test('a restore waits until it is back', () => {
    const { disruptions } = play({
      faults: [{ at: '+140h', type: 'storageLoss' }],
      override: { ...CONTROL, 'walReplay.rate': '1000GB/s' },
      horizon: '9d',
    });
    // Noticed and decided in 30 min; nothing is provisioned before 150 h; then 6 + 5 + 4 min.
    expect(disruptions[0]!.rto / MINUTE).toBeCloseTo(10 * 60 + 15, 1);
  });
});

/** Bad rollouts: from 100 h on for 5 h, then again every 105 h. */
const FLEET = { 'fleetRollout.every': 'constant(100h)', 'fleetRollout.duration': '5h' };

describe('a bad rollout on the whole fleet', () => {
  test.each(['Disabled', 'SameZone', 'ZoneRedundant'] as const)('%s: is down until it is taken back', (ha) => {
    const { outages, disruptions, ledger } = play({ ha, override: FLEET, horizon: '8d' });
    expect(outages).toEqual([
      { start: 100 * HOUR, end: 105 * HOUR, cause: 'fleetRollout', path: 'direct', enabledBy: '' },
    ]);
    expect(disruptions).toMatchObject([{ class: 'maintenance', rto: 5 * HOUR, rpo: 0, lossy: false }]);
    expect([ledger.failovers, ledger.restores, ledger.unprotectedMs]).toEqual([0, 0, 0]);
  });

  test('a failover that meets it waits for its end; the primary is back first', () => {
    const { outages, ledger } = play({
      ha: 'ZoneRedundant',
      faults: [{ at: '+6000m', type: 'hostFailure' }],
      override: { ...FLEET, 'fleetRollout.every': 'constant(100h1s)', 'hostFailure.relocation.duration': '15m' },
      horizon: '8d',
    });
    expect(outages).toMatchObject([{ start: 100 * HOUR, end: 105 * HOUR + 1000 }]);
    expect(ledger.failovers).toBe(0);
  });

  test('what destroys the primary meanwhile is answered by a failover afterwards, without loss', () => {
    const { outages, ledger } = play({
      ha: 'ZoneRedundant',
      faults: [{ at: '+101h', type: 'storageLoss' }],
      override: FLEET,
      horizon: '8d',
    });
    expect(outages).toMatchObject([{ start: 100 * HOUR, end: 105 * HOUR + 90_000, path: 'failover' }]);
    expect([ledger.failovers, ledger.lossEvents]).toEqual([1, 0]);
  });

  test('a restore of lost data waits for its end', () => {
    const { disruptions } = play({
      faults: [{ at: '+99h', type: 'storageLoss' }],
      override: { ...FLEET, 'people.decide.storage.duration': '50m', 'walReplay.rate': '1000GB/s' },
      horizon: '8d',
    });
    // From 100 h to 105 h nothing happens; then 15 min.
    expect(disruptions.find(({ cause }) => cause === 'storageLoss')!.rto / MINUTE).toBeCloseTo(6 * 60 + 15, 1);
  });
});

describe('contention of restores', () => {
  const restore = (type: 'zoneOutage' | 'storageLoss', factor: number) =>
    play({
      faults: [{ at: '+10h', type, ...(type === 'zoneOutage' && { duration: '10h' }) }],
      override: {
        'people.policy.zone': 'restore',
        'backup.redundancy': 'zone',
        'restore.contention.factor': factor,
        'walReplay.rate': '1000GB/s',
      },
    }).disruptions[0]!.rto / MINUTE;

  test('provisioning takes so many times as long during a zone outage', () => {
    // Detect 10, decide 20, provision 6, attach 5, redirect 4.
    expect(restore('zoneOutage', 1)).toBeCloseTo(45, 1);
    expect(restore('zoneOutage', 5)).toBeCloseTo(45 + 4 * 6, 1);
  });

  test('and as long as ever otherwise', () => {
    expect(restore('storageLoss', 5)).toBe(restore('storageLoss', 1));
  });
});
