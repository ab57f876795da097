import { describe, expect, test } from 'vitest';
import { checkAgain, checkReplication } from '../../src/experiment/check.ts';
import { Watch } from '../../src/experiment/invariants.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { World } from '../../src/service/world.ts';
import { SCENARIO } from '../cli/pgnines.ts';

const { scenario } = loadScenario({ name: 'orders.yaml', text: SCENARIO });
const HORIZON = scenario!.simulation.endMs - scenario!.simulation.startMs;

describe('a replication that is checked', () => {
  test('is the same history when it is simulated again, event by event', () => {
    const world = new World(scenario!);
    for (let replication = 1; replication <= 40; replication++) {
      world.run(replication);
      checkAgain(scenario!, replication, world);
    }
  });

  test('that gave two histories is named, with what shows one of them', () => {
    const world = new World(scenario!);
    world.run(17);
    expect(() => checkAgain(scenario!, 18, world)).toThrow(
      /^replication 18 of .*, seed "7": gave two histories \(fingerprints [0-9a-f]{16} and [0-9a-f]{16}\); pgnines trace FILE --replication 18 --seed "7"/,
    );
  });

  test('whose books do not balance is named, with the invariant', () => {
    const world = new World(scenario!);
    world.run(3).downMs++;
    expect(() => checkReplication(scenario!, 3, world)).toThrow(
      /^replication 3 of .*, seed "7": does not hold: downtime is the sum over its causes; pgnines trace FILE --replication 3 --seed "7"/,
    );
  });
});

describe('a world that is watched', () => {
  const watched = () => {
    const world = new World(scenario!);
    return { world, watch: new Watch(world) };
  };

  test('is consistent', () => {
    const { watch } = watched();
    for (let replication = 1; replication <= 20; replication++) {
      watch.run(replication, HORIZON);
      expect(watch.problem).toBeNull();
    }
  });

  test('answers although its storage is lost: found', () => {
    const { world, watch } = watched();
    const { parts } = world.server;
    const { lost } = parts.deployment.primaryStorage;
    // What a coordinator that forgot to look would leave behind.
    world.afterEvents(() => {
      lost.active = world.simulation.now > HORIZON / 2;
    });
    watch.run(1, HORIZON);
    expect(watch.problem).toMatch(/although its storage is lost/);
  });
});
