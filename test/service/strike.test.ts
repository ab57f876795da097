import { describe, expect, test } from 'vitest';
import { World } from '../../src/service/world.ts';
import type { Destruction } from '../../src/service/strike.ts';
import { type Given, makeScenario, PLAIN } from './make-scenario.ts';

const HISTORIES = 2000;

/** Mean and standard error of weighted histories in which work was lost, and in which everything was. */
function struck(kind: Destruction, given: Given, histories = HISTORIES, boost = 1) {
  const world = new World(makeScenario(given), kind);
  world.strike!.boost = boost;
  const sums = { lost: 0, squares: 0, total: 0 };
  for (let replication = 1; replication <= histories; replication++) {
    world.run(replication);
    const { weight, workLost, totalLoss } = world.strike!;
    if (workLost) sums.lost += weight;
    if (workLost) sums.squares += weight * weight;
    if (totalLoss) sums.total += weight;
  }
  const lost = sums.lost / histories;
  return {
    lost,
    total: sums.total / histories,
    error: Math.sqrt((sums.squares / histories - lost * lost) / histories),
  };
}

describe('data destroyed once in every history', () => {
  test.each([
    ['storageLoss', 'Disabled', [1, 0]],
    ['storageLoss', 'SameZone', [0, 0]],
    ['storageLoss', 'ZoneRedundant', [0, 0]],
    ['zoneOutage', 'Disabled', [1, 1]],
    ['zoneOutage', 'SameZone', [1, 1]],
    ['zoneOutage', 'ZoneRedundant', [0, 0]],
    ['regionOutage', 'Disabled', [1, 1]],
    ['regionOutage', 'ZoneRedundant', [1, 1]],
  ] as const)('%s with %s and local backups: work lost, nothing restorable %j', (kind, ha, [lost, total]) => {
    const override = { ...PLAIN, 'backup.redundancy': 'local' };
    expect(struck(kind, { ha, override }, 50)).toMatchObject({ lost, total });
  });

  test('backups in other zones outlive a zone, backups in another region outlive the region', () => {
    const zone = { override: { ...PLAIN, 'backup.redundancy': 'zone' } };
    expect(struck('zoneOutage', zone, 50)).toMatchObject({ lost: 1, total: 0 });
    expect(struck('regionOutage', zone, 50)).toMatchObject({ lost: 1, total: 1 });
    const geo = { override: { ...PLAIN, 'backup.redundancy': 'local' }, geoRedundant: true };
    expect(struck('zoneOutage', geo, 50)).toMatchObject({ lost: 1, total: 0 });
    expect(struck('regionOutage', geo, 50)).toMatchObject({ lost: 1, total: 0 });
  });

  test('a standby in another zone does not help against an outage of all zones, however rare it is', () => {
    const override = { ...PLAIN, 'zoneOutage.spread.probability': 0.003 };
    const { lost, error } = struck('zoneOutage', { ha: 'ZoneRedundant', override });
    expect(error).toBeLessThan(0.0002);
    expect(Math.abs(lost - 0.003)).toBeLessThan(3.3 * error);
  });

  test('storage destroyed while there is no standby costs work: as often as there is none', () => {
    // Both nodes are relocated every 40 days or so; each time there is no standby for a day.
    const override = {
      ...PLAIN,
      'hostFailure.every': '80d',
      'hostFailure.relocation.duration': '10m',
      'standby.rebuild.duration': '1d',
    };
    const given = { ha: 'SameZone', override } as const;
    const plain = new World(makeScenario(given));
    let unprotected = 0;
    for (let replication = 1; replication <= HISTORIES; replication++) {
      unprotected += plain.run(replication).unprotectedMs;
    }
    const share = unprotected / HISTORIES / (365 * 86_400_000);
    expect(share).toBeGreaterThan(0.01);
    const usual = struck('storageLoss', given, 4000);
    const boosted = struck('storageLoss', given, 4000, 0.5 / share);
    expect(boosted.error).toBeLessThan(usual.error / 5);
    for (const { lost, error } of [usual, boosted]) expect(Math.abs(lost - share)).toBeLessThan(3.3 * error);
  });

  test('what was destroyed while the server was stopped is missed when it starts', () => {
    const schedule = { running: ['Mon-Fri 08:00-18:00'], restop: true };
    expect(struck('storageLoss', { override: PLAIN, schedule }, 200)).toMatchObject({ lost: 1, total: 0 });
  });

  test('histories come again by their number', () => {
    const world = new World(makeScenario({ ha: 'ZoneRedundant', override: PLAIN }), 'storageLoss');
    const weights = [1, 2, 3, 2].map((replication) => {
      world.run(replication);
      return world.strike!.weight;
    });
    expect(weights[3]).toBe(weights[1]);
    expect(new Set(weights).size).toBe(3);
  });
});
