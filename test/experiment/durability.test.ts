import { describe, expect, test } from 'vitest';
import { type DurabilityEffort, estimateDurabilities, estimateDurability } from '../../src/experiment/durability.ts';
import type { LossPathName, RareDurability, RareEstimate } from '../../src/experiment/result.ts';
import { makeScenario, PLAIN } from '../service/make-scenario.ts';

const SOME: DurabilityEffort = { storage: 4000, precision: 0.01, server: 300 };

const RARE = {
  ...PLAIN,
  'zoneOutage.spread.probability': 0.025,
  'storageCopy.failure.every': 'exponential(mean=100y)',
  'storageCopy.rebuild.duration': 'exponential(mean=16h)',
  'zoneOutage.every': '25y',
  'zoneOutage.dataLoss.probability': 0.005,
  'zoneOutage.duration': '5h',
  'regionOutage.every': '50y',
  'regionOutage.dataLoss.probability': 0.0001,
  'regionOutage.duration': '5h',
  'mistake.every': '20y',
  'mistake.margin.duration': '0s',
  'people.detect.operator.duration': 'exponential(mean=2d)',
};

const pathOf = ({ paths }: RareDurability, name: LossPathName) => paths.find(({ path }) => path === name)!;
const chance = ({ estimate, interval }: RareEstimate): number => estimate ?? interval.high;

describe('durability by path', () => {
  const plain = estimateDurability(makeScenario({ override: { ...RARE, 'backup.redundancy': 'local' } }), SOME);

  test('storage: by forced transitions as by the Markov chain', () => {
    const { begins, markov, work_lost: lost } = pathOf(plain, 'threeCopies');
    // V19.
    expect(markov!.exact).toBe(true);
    expect(markov!.probability / 9.980074805e-12).toBeCloseTo(1, 6);
    expect(begins.interval.low).toBeLessThan(9.980074805e-12);
    expect(begins.interval.high).toBeGreaterThan(9.980074805e-12);
    expect(lost.estimate).toBe(begins.estimate);
  });

  test('zone and region: outages a year times the chance that they destroy data', () => {
    expect(pathOf(plain, 'zoneDestroyed').begins.estimate).toBeCloseTo(-Math.expm1(-0.005 / 25), 12);
    expect(pathOf(plain, 'regionDestroyed').begins.estimate).toBeCloseTo(-Math.expm1(-0.0001 / 50), 12);
  });

  test('a mistake noticed later than backups are kept: V39', () => {
    const { estimate } = pathOf(plain, 'noticedTooLate').nothing_restorable;
    expect(estimate).toBeCloseTo(-Math.expm1(-0.030197383 / 20), 9);
  });

  test('nobody makes mistakes on a server that is stopped', () => {
    const schedule = { running: ['Mon-Fri 08:00-18:00'] };
    const { estimate } = pathOf(
      estimateDurability(makeScenario({ override: RARE, schedule }), SOME),
      'noticedTooLate',
    ).nothing_restorable;
    // 261 working days of 2027.
    expect(estimate).toBeCloseTo((-Math.expm1(-0.030197383 / 20) * 2610) / 8760, 6);
  });

  test('what cannot happen says why; what can is never 0', () => {
    expect(pathOf(plain, 'unreadableCopy').work_lost).toMatchObject({
      estimate: null,
      impossible: expect.stringContaining('storageCopy.unreadable.probability') as unknown,
    });
    expect(pathOf(plain, 'threeCopies').nothing_restorable.impossible).toContain('backups');
    for (const { begins, work_lost: lost, nothing_restorable: nothing } of plain.paths) {
      for (const rare of [begins, lost, nothing]) {
        expect(rare.impossible === null).toBe(chance(rare) > 0);
      }
    }
  });

  test('with nothing that destroys anything, nothing is lost, and it says so', () => {
    const none = estimateDurability(makeScenario({ override: PLAIN }), SOME);
    expect(none.work_lost).toMatchObject({ estimate: null, interval: { low: 0, high: 0 } });
    expect(none.work_lost.impossible).toContain('switched off');
  });

  test('in all it is the sum of the paths', () => {
    const sum = plain.paths.reduce((total, { work_lost: { estimate } }) => total + (estimate ?? 0), 0);
    expect(plain.work_lost.estimate! / sum).toBeCloseTo(1, 3);
  });

  test('is the same every time, and shared storage changes nothing', () => {
    const scenarios = [makeScenario({ override: RARE }), makeScenario({ override: RARE, ha: 'SameZone' })];
    expect(estimateDurabilities(scenarios, SOME)).toEqual(scenarios.map((one) => estimateDurability(one, SOME)));
  });
});

describe('as physics orders it', () => {
  const HA = ['Disabled', 'SameZone', 'ZoneRedundant'] as const;
  const BACKUPS = ['local', 'zone', 'geo'] as const;
  const configurations = HA.flatMap((ha) => BACKUPS.map((backups) => ({ ha, backups })));
  const found = estimateDurabilities(
    configurations.map(({ ha, backups }) =>
      makeScenario({
        ha,
        geoRedundant: backups === 'geo',
        override: {
          ...RARE,
          'backup.redundancy': backups === 'zone' ? 'zone' : 'local',
          'hostFailure.every': '1y',
          'hostFailure.relocation.duration': '10m',
        },
      }),
    ),
    SOME,
  );
  const of = (ha: (typeof HA)[number], backups: (typeof BACKUPS)[number]): RareDurability =>
    found[configurations.findIndex((one) => one.ha === ha && one.backups === backups)]!;

  test.each(HA)('with %s, more distant backups never leave nothing to restore more often', (ha) => {
    const [local, zone, geo] = BACKUPS.map((backups) => of(ha, backups).nothing_restorable.estimate!);
    expect(local!).toBeGreaterThan(zone!);
    expect(zone!).toBeGreaterThan(geo!);
  });

  test.each(BACKUPS)('with %s backups, a standby saves the storage, one in another zone the zone', (backups) => {
    const lost = (ha: (typeof HA)[number], path: LossPathName) => chance(pathOf(of(ha, backups), path).work_lost);
    expect(lost('Disabled', 'threeCopies')).toBeGreaterThan(1000 * lost('SameZone', 'threeCopies'));
    expect(lost('SameZone', 'zoneDestroyed')).toBeCloseTo(lost('Disabled', 'zoneDestroyed'), 12);
    expect(lost('Disabled', 'zoneDestroyed')).toBeGreaterThan(10 * lost('ZoneRedundant', 'zoneDestroyed'));
    expect(lost('Disabled', 'regionDestroyed')).toBeCloseTo(lost('ZoneRedundant', 'regionDestroyed'), 12);
  });
});
