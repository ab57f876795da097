import { expect, test } from 'vitest';
import { checkAgain } from '../../src/experiment/check.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { World } from '../../src/service/world.ts';
import { SCENARIO } from '../cli/pgnines.ts';

const { scenario } = loadScenario({ name: 'orders.yaml', text: SCENARIO });

test('a replication that is simulated twice is the same history', () => {
  const world = new World(scenario!);
  for (let replication = 1; replication <= 40; replication++) {
    world.run(replication);
    checkAgain(scenario!, replication, world);
  }
});

test('two histories for one replication are named, with what shows one of them', () => {
  const world = new World(scenario!);
  world.run(17);
  expect(() => checkAgain(scenario!, 18, world)).toThrow(
    /^replication 18 of .* gave two histories \(fingerprints [0-9a-f]{16} and [0-9a-f]{16}\); pgnines trace FILE --replication 18 --seed "7"/,
  );
});
