import type { Scenario } from '../scenario/scenario.ts';
import { World } from '../service/world.ts';
import { outerDrawOf, resolveScenario } from './ignorance.ts';

/** Under `--check`, one replication in so many is simulated twice. */
export const CHECK_EVERY = 50;

/**
 * Simulates a replication again in a world of its own, and compares the fingerprints of what was executed.
 * @throws Error when they differ, with what reproduces it: the model then depends on something besides the seed
 */
export function checkAgain(scenario: Scenario, replication: number, done: Pick<World, 'fingerprint'>): void {
  const again = new World(resolveScenario(scenario, outerDrawOf(replication)));
  again.run(replication);
  const [one, other] = [done.fingerprint, again.fingerprint].map(hexOf);
  if (one === other) return;
  throw new Error(
    `replication ${replication} of ${scenario.name} gave two histories (fingerprints ${one} and ${other}); ` +
      `pgnines trace FILE --replication ${replication} --seed ${JSON.stringify(scenario.simulation.seed)} shows one of them`,
  );
}

const hexOf = (words: readonly number[]): string => words.map((word) => word.toString(16).padStart(8, '0')).join('');
