import { describe, expect, test } from 'vitest';
import { maxWalSizeBytes } from '../../src/catalog/index.ts';
import { average, check, Ratio, Samples } from '../verification/estimate.ts';
import { build, disruptionsOf, outagesOf } from './read-ledger.ts';

const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const YEAR = 365 * DAY;

/** Mean downtime in [0, T] of an alternating renewal process that starts up: rates of failure and repair (V01). */
function expectedDowntime(failure: number, repair: number, horizon: number): number {
  const sum = failure + repair;
  return (failure / sum) * (horizon + Math.expm1(-sum * horizon) / sum);
}

describe('one hazard at a time, without HA', () => {
  test('host failures: available MTBF / (MTBF + MTTR)', () => {
    const world = build({
      override: { 'hostFailure.every': '1000h', 'hostFailure.relocation.duration': 'exponential(10h)' },
      seed: 'host',
    });
    const downtime = new Samples();
    const failures = new Samples();
    for (let replication = 1; replication <= 30_000; replication++) {
      const ledger = world.run(replication);
      downtime.add(ledger.downMs / HOUR);
      failures.add(ledger.disruptions.count);
    }
    const exact = expectedDowntime(1 / 1000, 1 / 10, 8760);
    // V01: 86.634643662 h of 8760, against 10/1010 of the time in the long run.
    expect(exact).toBeCloseTo(86.634643662, 8);
    check(downtime, exact);
    check(failures, 8.673365356);
  });

  test.each([
    ['vmCrash', { 'vmCrash.restart.duration': 'exponential(5h)' }],
    ['zoneOutage', { 'zoneOutage.duration': 'exponential(5h)' }],
    ['regionOutage', { 'regionOutage.duration': 'exponential(5h)' }],
    ['storageOutage', { 'storageOutage.duration': 'exponential(5h)' }],
    ['engineCrash', { 'engineCrash.restart.duration': 'exponential(5h)' }],
  ] as const)('%s every 500 h for 5 h on average', (hazard, override) => {
    const world = build({ override: { [`${hazard}.every`]: '500h', ...override }, seed: hazard });
    const downtime = new Samples();
    for (let replication = 1; replication <= 12_000; replication++) downtime.add(world.run(replication).downMs / HOUR);
    check(downtime, expectedDowntime(1 / 500, 1 / 5, 8760));
  });

  test('engine crashes: restart and WAL since the redo point, U(0.9, 1.9) checkpoint intervals', () => {
    const world = build({
      override: {
        'engineCrash.every': '5d',
        'engineCrash.restart.duration': '8s',
        'crashRecovery.enabled': true,
        'walReplay.rate': '40MB/s',
      },
      seed: 'engine',
    });
    const interval = (2e9 / 3600) * 600;
    expect(interval).toBeLessThan(maxWalSizeBytes(512) / 1.9);
    const lengths: number[] = [];
    for (let replication = 1; replication <= 300; replication++) {
      for (const { rto, replay, restore } of disruptionsOf(world.run(replication))) {
        lengths.push(rto / SECOND);
        expect([restore, rto]).toEqual([8 * SECOND, restore + replay]);
      }
    }
    check(average(lengths), 8 + (1.4 * interval) / 40e6);
    const recovery = lengths.map((length) => length - 8);
    expect(Math.min(...recovery)).toBeGreaterThanOrEqual((0.9 * interval) / 40e6 - 0.001);
    expect(Math.max(...recovery)).toBeLessThanOrEqual((1.9 * interval) / 40e6 + 0.001);
    check(
      average(recovery.map((length) => (length - 11.6666667) * (length - 11.6666667))),
      (8.3333333 * 8.3333333) / 12,
      0.01,
    );
  });

  test('with much WAL the interval is bounded by max_wal_size / 1.9', () => {
    const world = build({
      walGBPerHour: 1000,
      override: {
        'engineCrash.every': '5d',
        'engineCrash.restart.duration': '0s',
        'crashRecovery.enabled': true,
        'walReplay.rate': '40MB/s',
      },
    });
    const lengths: number[] = [];
    for (let replication = 1; replication <= 100; replication++) {
      for (const { rto } of disruptionsOf(world.run(replication))) lengths.push(rto / SECOND);
    }
    check(average(lengths), (1.4 * maxWalSizeBytes(512)) / 1.9 / 40e6, 0.01);
  });

  test('a clock rests while its thing is not exposed: engine crashes strike only an engine that serves', () => {
    // Down half of the time by host failures; the engine's clock must run in the other half only.
    const world = build({
      override: {
        'hostFailure.every': '100h',
        'hostFailure.relocation.duration': '100h',
        'engineCrash.every': '50h',
        'engineCrash.restart.duration': '0s',
      },
      seed: 'exposure',
    });
    const perHourUp = new Ratio();
    for (let replication = 1; replication <= 1000; replication++) {
      const ledger = world.run(replication);
      const crashes = disruptionsOf(ledger).filter(({ cause }) => cause === 'engineCrash').length;
      perHourUp.add(crashes, (YEAR - ledger.downMs) / HOUR);
    }
    check(perHourUp, 1 / 50);
  });

  test('a Weibull hazard keeps its age through the pauses others make', () => {
    // With a fixed life of 1000 h of uptime, each failure comes after exactly that much uptime.
    const world = build({
      override: {
        'hostFailure.every': 'constant(1000h)',
        'hostFailure.relocation.duration': '10h',
        'vmCrash.every': '77h',
        'vmCrash.restart.duration': '3h',
      },
    });
    for (let replication = 1; replication <= 20; replication++) {
      const outages = outagesOf(world.run(replication));
      const disruptions = disruptionsOf(world.ledger);
      let last = 0;
      for (const { onset } of disruptions.filter(({ cause }) => cause === 'hostFailure')) {
        let down = 0;
        for (const { start, end } of outages) down += Math.max(0, Math.min(end, onset) - Math.max(start, last));
        expect(onset - last - down).toBe(1000 * HOUR);
        last = onset;
      }
      expect(last).toBeGreaterThan(0);
    }
  });
});

test('mistakes come at their rate while the server serves', () => {
  const world = build({
    walGBPerHour: 0,
    override: { 'mistake.every': '10d', 'mistake.margin.duration': '0s' },
    seed: 'mistakes',
  });
  const counts = new Samples();
  for (let replication = 1; replication <= 3000; replication++) {
    counts.add(disruptionsOf(world.run(replication)).length);
  }
  // A mistake within the 30 min before the decision joins the last one; while it is being undone no one makes one.
  check(counts, 365 / (10 + 45 / 1440), 0.005);
});
