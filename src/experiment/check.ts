import type { Scenario } from '../scenario/scenario.ts';
import { World } from '../service/world.ts';
import { outerDrawOf, resolveScenario } from './ignorance.ts';
import { brokenInvariant, Watch } from './invariants.ts';

/** Under `--check`, one replication in so many is simulated again, watched event by event. */
export const CHECK_EVERY = 50;

/**
 * Looks at a replication that is done; one in {@link CHECK_EVERY} is simulated again, event by event, in a world of its own.
 * @throws Error when an invariant does not hold, or the history is another one, with what reproduces it
 */
export function checkReplication(scenario: Scenario, replication: number, done: Pick<World, 'ledger' | 'fingerprint'>) {
  const { startMs, endMs } = scenario.simulation;
  const horizon = endMs - startMs;
  const broken = brokenInvariant(done.ledger, horizon);
  if (broken !== null) throw fault(scenario, replication, `does not hold: ${broken}`);
  if (replication % CHECK_EVERY === 1) checkAgain(scenario, replication, done);
}

/** Simulates a replication again, watched, and compares the fingerprints of what was executed. */
export function checkAgain(scenario: Scenario, replication: number, done: Pick<World, 'fingerprint'>): void {
  const { startMs, endMs } = scenario.simulation;
  const again = new World(resolveScenario(scenario, outerDrawOf(replication)));
  const watch = new Watch(again);
  const ledger = watch.run(replication, endMs - startMs);
  const [one, other] = [done.fingerprint, again.fingerprint].map(hexOf);
  if (one !== other) throw fault(scenario, replication, `gave two histories (fingerprints ${one} and ${other})`);
  const problem = watch.problem ?? brokenInvariant(ledger, endMs - startMs);
  if (problem !== null) throw fault(scenario, replication, `is not consistent: ${problem}`);
}

function fault({ name, simulation }: Scenario, replication: number, what: string): Error {
  const seed = JSON.stringify(simulation.seed);
  return new Error(
    `replication ${replication} of ${name}, seed ${seed}: ${what}; ` +
      `pgnines trace FILE --replication ${replication} --seed ${seed} shows its events`,
  );
}

const hexOf = (words: readonly number[]): string => words.map((word) => word.toString(16).padStart(8, '0')).join('');
