import { describe, expect, test } from 'vitest';
import { check, Samples } from '../verification/estimate.ts';
import type { Given } from './make-scenario.ts';
import { build, disruptionsOf, outagesOf } from './read-ledger.ts';

const HOUR = 3_600_000;

describe('zones at random', () => {
  const zones = (given: Given) =>
    build({
      ...given,
      override: {
        'zoneOutage.every': '1000h',
        'zoneOutage.duration': '10h',
        'standby.rebuild.duration': '0s',
        ...given.override,
      },
    });

  test('an outage spreads to the other zone with the given probability, for the same duration', () => {
    const world = zones({
      ha: 'ZoneRedundant',
      override: { 'zoneOutage.spread.probability': 0.3 },
      seed: 'spread',
    });
    const perYear = new Samples();
    for (let replication = 1; replication <= 4000; replication++) {
      let long = 0;
      for (const { start, end } of outagesOf(world.run(replication))) if (end - start >= 10 * HOUR) long++;
      perYear.add(long);
    }
    // Either zone strikes every 1010 h; 30 % take both. One zone's outage within the other's (1 %) is long or longer, too:
    // the second to fail finds no standby. A clock rests while its own zone is down.
    const both = (0.3 * 2 * 8760) / 1010;
    expect(perYear.mean).toBeGreaterThan(both * 0.98);
    expect(perYear.mean).toBeLessThan(both * 1.06);
  });

  test("each zone in use has its own clock: the standby's zone is masked as often as the primary's is felt", () => {
    const world = zones({ ha: 'ZoneRedundant', seed: 'clocks' });
    const difference = new Samples();
    let felt = 0;
    for (let replication = 1; replication <= 2000; replication++) {
      const ledger = world.run(replication);
      felt += ledger.disruptions.count;
      difference.add(ledger.disruptions.count - ledger.masked);
    }
    expect(felt / 2000).toBeGreaterThan(8);
    expect(Math.abs(difference.mean) / difference.standardError).toBeLessThan(3.3);
  });
});

describe('storage at random', () => {
  test('V18 three copies that fail once a year and rebuild in 876 h: lost within a year with probability 0.018487', () => {
    const world = build({
      override: {
        'storageCopy.failure.every': '1y',
        'storageCopy.rebuild.duration': 'exponential(876h)',
        'people.detect.duration': '0s',
        'people.decide.storage.duration': '0s',
      },
      seed: 'V18',
    });
    const lost = new Samples();
    const masked = new Samples();
    for (let replication = 1; replication <= 150_000; replication++) {
      const ledger = world.run(replication);
      lost.add(ledger.lossEvents > 0 ? 1 : 0);
      masked.add(ledger.masked);
    }
    check(lost, 0.01848693353, 0.02);
    // Without loss, 3 x 8760 / (8760 + 876) copies a year are lost unseen, the start (all up) apart.
    const perCopy = 8760 / 9636 + (876 / 9636) * (876 / 9636) * -Math.expm1(-(1 + 10));
    check(masked, 3 * perCopy, 0.03);
  });

  test('V21 rebuilds of fixed length are worse under stress: 0.020379', () => {
    const world = build({
      override: { 'storageCopy.failure.every': '1y', 'storageCopy.rebuild.duration': '876h' },
      seed: 'V21',
    });
    const lost = new Samples();
    for (let replication = 1; replication <= 150_000; replication++) {
      lost.add(world.run(replication).lossEvents > 0 ? 1 : 0);
    }
    check(lost, 0.020379, 0.02);
  });

  test('V22 an unreadable last copy: lost within a year with probability 0.0365', () => {
    const world = build({
      override: {
        'storageCopy.failure.every': '1y',
        'storageCopy.rebuild.duration': 'exponential(876h)',
        'storageCopy.unreadable.probability': 0.05,
      },
      seed: 'V22',
    });
    const lost = new Samples();
    for (let replication = 1; replication <= 100_000; replication++) {
      lost.add(world.run(replication).lossEvents > 0 ? 1 : 0);
    }
    check(lost, 0.036496341, 0.02);
  });

  test('V23 shocks that take each copy with probability 0.3: lost within a year with probability 0.014926', () => {
    const world = build({
      override: {
        'storageCopy.failure.every': '2y',
        'storageCopy.rebuild.duration': 'exponential(438h)',
        'storageShock.every': '2.5y',
        'storageShock.copyLoss.probability': 0.3,
      },
      seed: 'V23',
    });
    const lost = new Samples();
    for (let replication = 1; replication <= 200_000; replication++) {
      lost.add(world.run(replication).lossEvents > 0 ? 1 : 0);
    }
    check(lost, 0.014926194, 0.02);
  });

  test('shocks alone take all three copies with the third power of the probability', () => {
    const world = build({
      override: {
        'storageShock.every': '30d',
        'storageShock.copyLoss.probability': 0.5,
        'storageCopy.rebuild.duration': '0s',
      },
      seed: 'shocks',
    });
    const losses = new Samples();
    for (let replication = 1; replication <= 5000; replication++) {
      losses.add(disruptionsOf(world.run(replication)).filter(({ cause }) => cause === 'storageShock').length);
    }
    // The clock starts anew with a restored server; nothing strikes in the 45 minutes that takes, which is one in 7600.
    check(losses, (365 / 30) * 0.125, 0.012);
  });

  test('an outage of storage takes a same-zone standby with it with the given probability', () => {
    const world = build({
      ha: 'SameZone',
      override: {
        'storageOutage.every': '30d',
        'storageOutage.duration': '2h',
        'storageOutage.sameZoneShared.probability': 0.25,
        'standby.rebuild.duration': '1s',
      },
      seed: 'shared',
    });
    const shared = new Samples();
    for (let replication = 1; replication <= 3000; replication++) {
      for (const { start, end, path, enabledBy } of outagesOf(world.run(replication))) {
        // A standby that was away before, of its own, is another matter: it comes back earlier than the primary.
        if (path === 'unprotected' && enabledBy === 'storageOutage' && end - start < 2 * HOUR) continue;
        shared.add(end - start === 2 * HOUR ? 1 : 0);
      }
    }
    check(shared, 0.25, 0.03);
  });
});
