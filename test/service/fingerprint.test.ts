import { describe, expect, test } from 'vitest';
import { World } from '../../src/service/world.ts';
import { makeScenario, type Given } from './make-scenario.ts';

const GIVEN: Given = {
  ha: 'ZoneRedundant',
  override: { 'vmCrash.every': '20d', 'maintenance.release.every': '1mo', 'storageCopy.failure.every': '50d' },
  faults: [{ at: '2027-05-05T05:00Z', type: 'engineCrash', duration: '1m' }],
};
const fingerprints = (world: World, replications: readonly number[]): string[] =>
  replications.map((replication) => {
    world.run(replication);
    return world.fingerprint.join(' ');
  });
const worldOf = (given: Partial<Given>): World => new World(makeScenario({ ...GIVEN, ...given }));

describe("a world's fingerprint", () => {
  const [base] = fingerprints(worldOf({}), [1]);

  test('is the same for a fresh world and for one that has run others', () => {
    expect(fingerprints(worldOf({}), [4, 2, 1])[2]).toBe(base);
  });

  test('differs between replications and seeds', () => {
    const all = [...fingerprints(worldOf({}), [1, 2, 3]), ...fingerprints(worldOf({ seed: '2' }), [1, 2, 3])];
    expect(new Set(all).size).toBe(6);
  });

  test('differs with one event moved by a millisecond', () => {
    const [moved] = fingerprints(
      worldOf({ faults: [{ at: '2027-05-05T05:00:00.001Z', type: 'engineCrash', duration: '1m' }] }),
      [1],
    );
    expect(moved).not.toBe(base);
  });

  test('differs with one other transition at the same instant', () => {
    const [other] = fingerprints(
      worldOf({ faults: [{ at: '2027-05-05T05:00Z', type: 'vmCrash', duration: '1m' }] }),
      [1],
    );
    expect(other).not.toBe(base);
  });

  test('differs when nothing but an unseen event does', () => {
    const [other] = fingerprints(worldOf({ override: { ...GIVEN.override, 'storageCopy.failure.every': '51d' } }), [1]);
    expect(other).not.toBe(base);
  });
});
