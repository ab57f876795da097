import { describe, expect, test } from 'vitest';
import type { HaMode } from '../../src/scenario/scenario.ts';
import { Samples } from '../verification/estimate.ts';
import { build } from '../service/read-ledger.ts';

/** All of them frequent, and their outages alike in length: switching one off has a large effect. */
const HAZARDS: Readonly<Record<string, unknown>> = {
  'engineCrash.every': '20d',
  'engineCrash.restart.duration': '60m',
  'vmCrash.every': '20d',
  'vmCrash.restart.duration': '60m',
  'hostFailure.every': '20d',
  'hostFailure.relocation.duration': '60m',
  'platformPause.every': '20d',
  'platformPause.duration': '60m',
  'storageOutage.every': '20d',
  'storageOutage.duration': '60m',
  'zoneOutage.every': '20d',
  'zoneOutage.duration': '60m',
  'regionOutage.every': '20d',
  'regionOutage.duration': '60m',
  'mistake.every': '20d',
  'maintenance.release.every': '1mo',
  'maintenance.downtime.duration': '60m',
  'plannedFailover.downtime.duration': '30m',
  'failover.base.duration': '10m',
};
const NAMES = Object.keys(HAZARDS).filter((name) => name.endsWith('.every'));
const REPLICATIONS = 300;

const downtimes = (ha: HaMode, override: Readonly<Record<string, unknown>>): number[] => {
  const world = build({ ha, override, seed: 'paired' });
  return Array.from({ length: REPLICATIONS }, (_, index) => world.run(index + 1).downMs);
};

describe.each(['Disabled', 'SameZone', 'ZoneRedundant'] as const)(
  '%s, the same years with a hazard switched off',
  (ha) => {
    const all = downtimes(ha, HAZARDS);

    test.each(NAMES)('%s: less downtime on average', (name) => {
      const without = downtimes(ha, { ...HAZARDS, [name]: 'never' });
      const saved = new Samples();
      for (const [index, downtime] of all.entries()) saved.add(downtime - without[index]!);
      // Within the chance of the pairs, and by far for most.
      expect(saved.mean / saved.standardError).toBeGreaterThan(2);
    });

    test('all of them: none', () => {
      const quiet = Object.fromEntries(NAMES.map((name) => [name, 'never']));
      expect(downtimes(ha, { ...HAZARDS, ...quiet }).every((downtime) => downtime === 0)).toBe(true);
    });
  },
);

test('common random numbers: region outages come at the same instants with and without zone outages', () => {
  const both = {
    'regionOutage.every': '300d',
    'regionOutage.duration': '1h',
    'zoneOutage.every': '300d',
    'zoneOutage.duration': '1h',
  };
  const world = build({ override: both, seed: 'aligned' });
  const alone = build({ override: { ...both, 'zoneOutage.every': 'never' }, seed: 'aligned' });
  let compared = 0;
  for (let replication = 1; replication <= 300; replication++) {
    const onsets = (ledger: ReturnType<typeof world.run>): number[] =>
      Array.from({ length: ledger.disruptions.count }, (_, row) => row)
        .filter((row) => ledger.disruptions.columns.cause[row] === 0)
        .map((row) => ledger.disruptions.columns.onset[row]!);
    const expected = onsets(alone.run(replication));
    expect(onsets(world.run(replication))).toEqual(expected);
    compared += expected.length;
  }
  expect(compared).toBeGreaterThan(200);
});
