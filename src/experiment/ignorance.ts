import { Simulation } from '../engine/index.ts';
import { resolveAssumption } from '../scenario/assumptions.ts';
import type { AssumptionValue, Scenario } from '../scenario/scenario.ts';

/**
 * Replications that share one draw of what a scenario says is not known for certain. Luck is what differs between
 * replications of one draw, ignorance what differs between draws. Part of a result's identity; a block holds whole groups.
 */
export const OUTER_SIZE = 50;

/** The outer draw of a replication; both from 1. */
export const outerDrawOf = (replication: number): number => Math.floor((replication - 1) / OUTER_SIZE) + 1;

/**
 * The scenario as it is in an outer draw: each uncertain parameter has a value, drawn from a stream of its own, so that another one
 * leaves it as it was, and variants share it. A scenario that is certain is answered itself.
 */
export function resolveScenario(scenario: Scenario, outerDraw: number): Scenario {
  if (scenario.uncertain.length === 0) return scenario;
  const chance = new Simulation({ seed: scenario.simulation.seed });
  chance.reset(outerDraw);
  const assumptions: Record<string, AssumptionValue> = { ...scenario.assumptions };
  for (const uncertain of scenario.uncertain) {
    const { name } = uncertain;
    assumptions[name] = resolveAssumption(uncertain, (key) => chance.stream('assumption', `${name} ${key}`).uniform());
  }
  return { ...scenario, assumptions, uncertain: [] };
}
