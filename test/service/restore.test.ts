import { describe, expect, test } from 'vitest';
import { average, check, share } from '../verification/estimate.ts';
import type { Given } from './make-scenario.ts';
import { build, disruptionsOf, play } from './read-ledger.ts';

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const ONSET = 240 * HOUR;
const AT = '+240h';

/** The one disruption of each of many replications. */
function many(given: Given, replications: number) {
  const world = build({ horizon: '12d', ...given });
  return Array.from({ length: replications }, (_, index) => {
    const disruptions = disruptionsOf(world.run(index + 1));
    expect(disruptions).toHaveLength(1);
    return disruptions[0]!;
  });
}

describe('V33 the loss after storage is gone, archived every 300 s and uploaded in 30 s', () => {
  const losses = many({ faults: [{ at: AT, type: 'storageLoss' }], seed: 'V33' }, 50_000).map(
    ({ rpo }) => rpo / SECOND,
  );

  test('is 180 s on average, between 30 s and 330 s', () => {
    check(average(losses), 180);
    expect(Math.min(...losses.slice(0, 1000))).toBeGreaterThanOrEqual(30);
    expect(losses.every((loss) => loss >= 30 && loss <= 330)).toBe(true);
  });

  test('is uniform: 180 s at the median, 327 s at the 99th percentile', () => {
    check(
      share(losses, (loss) => loss <= 180),
      0.5,
    );
    check(
      share(losses, (loss) => loss <= 327),
      0.99,
    );
  });
});

test('V35 an archive that fails with probability 0.02 loses 156.12 s on average', () => {
  const losses = many(
    {
      faults: [{ at: AT, type: 'storageLoss' }],
      override: { 'archive.upload.duration': '0s', 'archive.success.probability': 0.98 },
      seed: 'V35',
    },
    100_000,
  ).map(({ rpo }) => rpo / SECOND);
  check(average(losses), 156.12244898);
  check(
    share(losses, (loss) => loss > 300),
    0.02,
    0.03,
  );
});

test('a segment that fills before the time-out is archived then: 16 MiB at 1 MB/s is 16.78 s', () => {
  const losses = many(
    {
      walGBPerHour: 3.6,
      faults: [{ at: AT, type: 'storageLoss' }],
      override: { 'archive.upload.duration': '0s', 'archive.close': 'segmentOrTimeout' },
    },
    10_000,
  ).map(({ rpo }) => rpo / SECOND);
  check(average(losses), 16.777216 / 2, 0.01);
  expect(losses.every((loss) => loss <= 16.778)).toBe(true);
});

describe('V37 a restore of 300 s + 3495.253 s + up to a day of WAL', () => {
  // 2 MB/s of WAL since a snapshot a day old at most, replayed at 40 MB/s: U(0, 4320 s).
  const runs = many(
    {
      walGBPerHour: 7.2,
      faults: [{ at: AT, type: 'storageLoss' }],
      override: {
        'people.detect.duration': '0s',
        'people.decide.storage.duration': '0s',
        'restore.provision.duration': '300s',
        'restore.attach.duration': '3495.253s',
        'restore.redirect.duration': '0s',
        'walReplay.rate': '40MB/s',
      },
      seed: 'V37',
    },
    60_000,
  );
  const seconds = runs.map(({ rto }) => rto / SECOND);

  test('takes 5955.25 s on average, give or take 1247.08 s', () => {
    check(average(seconds), 5955.253);
    check(average(seconds.map((value) => (value - 5955.253) * (value - 5955.253))), 1247.076581 * 1247.076581);
  });

  test('7899 s at the 95th percentile, never less than 3795 s or more than 8115 s', () => {
    check(
      share(seconds, (value) => value <= 7899.253),
      0.95,
    );
    expect(seconds.every((value) => value >= 3795.253 && value <= 8115.254)).toBe(true);
  });

  test('replay is its own part of the RTO', () => {
    check(average(runs.map(({ replay }) => replay / SECOND)), 2160);
    expect(runs.every(({ rto, restore, replay }) => restore === 3_795_253 && rto === restore + replay)).toBe(true);
  });
});

test('V38 detect Exp(30 min) + decide Exp(15 min) + restore Exp(60 min): 105 minutes, give or take 68.74', () => {
  const minutes = many(
    {
      walGBPerHour: 0,
      faults: [{ at: AT, type: 'storageLoss' }],
      override: {
        'people.detect.duration': 'exponential(30m)',
        'people.decide.storage.duration': 'exponential(15m)',
        'restore.provision.duration': 'exponential(60m)',
        'restore.attach.duration': '0s',
        'restore.redirect.duration': '0s',
      },
      horizon: '20d',
      seed: 'V38',
    },
    60_000,
  ).map(({ rto }) => rto / MINUTE);
  check(average(minutes), 105);
  check(average(minutes.map((value) => (value - 105) * (value - 105))), 68.738635424 * 68.738635424, 0.015);
  check(
    share(minutes, (value) => value <= 240),
    0.951829184,
  );
});

describe('a restore that fails', () => {
  test('shows it at the end, waits, and tries the same point again', () => {
    const given: Given = {
      walGBPerHour: 0,
      faults: [{ at: AT, type: 'storageLoss' }],
      override: { 'restore.success.probability': 0.5, 'restore.retryWait.duration': '10m' },
      seed: 'retries',
    };
    const attempts = many(given, 20_000).map(({ rto, detect, decide }) => {
      // Provision 6, attach 5; each failure adds those and a wait of 10; redirect 4 once.
      const restore = (rto - detect - decide) / MINUTE;
      return (restore - 15) / 21 + 1;
    });
    expect(attempts.every((count) => Number.isInteger(count) && count >= 1)).toBe(true);
    check(average(attempts), 2, 0.006);
  });
});

describe('a mistake', () => {
  const mistake = (override: Record<string, unknown> = {}, given: Given = {}) =>
    play({
      walGBPerHour: 0,
      faults: [{ at: AT, type: 'mistake' }],
      ...given,
      override: { 'mistake.margin.duration': '3m', ...override },
    });
  /** Detect 10 min, decide 20 min, then provision 6, attach 5, redirect 4. */
  const DECIDED = ONSET + 30 * MINUTE;
  const UNDONE = DECIDED + 15 * MINUTE;

  test('is served until the decision, then clients are kept away until they are on the restored server', () => {
    const { outages, disruptions, ledger } = mistake();
    expect(outages).toEqual([{ start: DECIDED, end: UNDONE, cause: 'mistake', path: 'restore', enabledBy: '' }]);
    expect(disruptions).toEqual([
      {
        cause: 'mistake',
        class: 'operator',
        onset: ONSET,
        rto: UNDONE - ONSET,
        detect: 10 * MINUTE,
        decide: 20 * MINUTE,
        restore: 15 * MINUTE,
        replay: 0,
        reconnect: 0,
        rpo: 33 * MINUTE,
        censored: false,
        totalLoss: false,
        lossy: true,
      },
    ]);
    // The server answered all the time: neither SLA minutes nor is_db_alive see it.
    expect([ledger.slaMinutes, ledger.aliveDownMinutes, ledger.restores]).toEqual([0, 0, 1]);
  });

  test('fromOnset: writes stop at once, the loss is the margin', () => {
    const { outages, disruptions } = mistake({ 'mistake.outage': 'fromOnset' });
    expect(outages[0]).toMatchObject({ start: ONSET, end: UNDONE });
    expect(disruptions[0]).toMatchObject({ rpo: 3 * MINUTE, rto: 45 * MINUTE });
  });

  test('none: no outage, writes until the switch are lost', () => {
    const { outages, disruptions } = mistake({ 'mistake.outage': 'none' });
    expect(outages).toEqual([]);
    expect(disruptions[0]).toMatchObject({ rpo: 48 * MINUTE, rto: 45 * MINUTE });
  });

  test('no standby helps', () => {
    const { outages } = mistake({}, { ha: 'ZoneRedundant' });
    expect(outages[0]).toMatchObject({ start: DECIDED, end: UNDONE, path: 'restore' });
  });

  test('noticed when the last good backup has expired it cannot be undone: total loss, no restore', () => {
    const noticed = (after: string) => mistake({ 'people.detect.operator.duration': after });
    // Retention is 7 days; the restore point lies 3 minutes before the mistake.
    const inTime = noticed('10077m');
    expect([inTime.ledger.restores, inTime.ledger.totalLosses]).toEqual([1, 0]);
    const tooLate = noticed('10078m');
    expect(tooLate.outages).toEqual([]);
    expect([tooLate.ledger.restores, tooLate.ledger.totalLosses, tooLate.ledger.lossMs]).toEqual([0, 1, 0]);
    expect(tooLate.disruptions[0]).toMatchObject({ totalLoss: true, rpo: ONSET + 10_078 * MINUTE });
  });

  test('longer retention can be noticed later', () => {
    const { ledger } = mistake({ 'people.detect.operator.duration': '10078m' }, { retentionDays: 8 });
    expect([ledger.restores, ledger.totalLosses]).toEqual([1, 0]);
  });

  test('a second one before the first is undone joins it', () => {
    const { outages, disruptions, ledger } = mistake(
      {},
      {
        faults: [
          { at: AT, type: 'mistake' },
          { at: '+240h20m', type: 'mistake' },
        ],
      },
    );
    expect(outages).toHaveLength(1);
    expect(disruptions).toHaveLength(1);
    expect(disruptions[0]).toMatchObject({ onset: ONSET, rto: 45 * MINUTE, rpo: 33 * MINUTE });
    expect(ledger.restores).toBe(1);
  });

  test('still open at the horizon it is an event without an RTO', () => {
    const { disruptions, ledger } = mistake({ 'people.detect.operator.duration': '3d' }, { horizon: '11d' });
    expect(disruptions[0]).toMatchObject({ cause: 'mistake', censored: true });
    expect(ledger.downMs).toBe(0);
  });

  test('its backups start anew: the next restore has no WAL from before the restored server', () => {
    const { disruptions } = play({
      walGBPerHour: 36,
      faults: [
        { at: AT, type: 'mistake' },
        { at: '+244h', type: 'mistake' },
      ],
      // 10 MB/s of WAL, replayed at 100 MB/s: a day of it takes 2.4 h.
      override: { 'mistake.margin.duration': '0s', 'walReplay.rate': '100MB/s' },
    });
    const [first, second] = disruptions;
    const restored = first!.onset + first!.rto;
    expect(second!.onset).toBe(244 * HOUR);
    expect(second!.replay).toBe(Math.round((244 * HOUR - restored) / 10));
  });
});
