import type { Simulation, Stream } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { DISRUPTION_CLASSES } from '../vocabulary/causes.ts';
import type { Parameters } from './parameters.ts';

/** Classes of incident for which the customer may act instead of waiting for the platform. */
export type PolicyClass = 'zone' | 'region' | 'storage';

/**
 * The people who run the server. They notice what the platform does not repair by itself and decide what to do; both take
 * time, by class of incident. They dominate the recovery from mistakes and from the loss of a region.
 */
export class People {
  private readonly detects: readonly Sampler[];
  private readonly decides: readonly Sampler[];
  private readonly detectStreams: readonly Stream[];
  private readonly decideStreams: readonly Stream[];
  private readonly policies: Readonly<Record<PolicyClass, string>>;

  constructor(simulation: Simulation, parameters: Parameters) {
    const samplers = (what: 'detect' | 'decide'): Sampler[] =>
      DISRUPTION_CLASSES.map((name) =>
        parameters.sampler(parameters.firstOf(`people.${what}.${name}.duration`, `people.${what}.duration`)),
      );
    this.detects = samplers('detect');
    this.decides = samplers('decide');
    this.detectStreams = DISRUPTION_CLASSES.map((name) => simulation.stream('people', `detect.${name}`));
    this.decideStreams = DISRUPTION_CLASSES.map((name) => simulation.stream('people', `decide.${name}`));
    this.policies = {
      zone: parameters.choice('people.policy.zone'),
      region: parameters.choice('people.policy.region'),
      storage: parameters.choice('people.policy.storage'),
    };
  }

  /** Ticks from onset until a person knows. */
  detectTicks(disruptionClass: number): number {
    return Math.round(this.detectStreams[disruptionClass]!.draw(this.detects[disruptionClass]!));
  }

  /** Ticks from knowing until deciding. */
  decideTicks(disruptionClass: number): number {
    return Math.round(this.decideStreams[disruptionClass]!.draw(this.decides[disruptionClass]!));
  }

  /** Whether people restore elsewhere rather than wait for the platform. */
  restoresRatherThanWaits(disruptionClass: PolicyClass): boolean {
    return this.policies[disruptionClass] === 'restore';
  }
}
