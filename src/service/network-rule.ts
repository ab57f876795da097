import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { causeId, DISRUPTION_CLASSES } from '../vocabulary/causes.ts';
import type { Hazard, Hazards } from './hazard.ts';
import { Machine, type MachineDefinition, type TransitionListener } from './machine.ts';
import type { Parameters } from './parameters.ts';
import type { People } from './people.ts';

/**
 * The customer's network rules. One that blocks the subnet or the way to storage keeps the standby from replicating: high availability shows
 * Degraded, the server serves on unprotected, until people mend the rule. Clients are not concerned. (Service documentation, private
 * networking and monitoring of high availability.)
 */
export const NETWORK_RULE = {
  name: 'network rule',
  states: ['Open', 'Blocked'],
  transitions: [
    { from: 'Open', to: 'Blocked', on: 'a rule blocks replication' },
    { from: 'Blocked', to: 'Open', on: 'people have mended it' },
  ],
} as const satisfies MachineDefinition;

const OPEN = 0;
const BLOCKED = 1;
const SECURITY = DISRUPTION_CLASSES.indexOf('security');
export const NETWORK_RULE_CAUSE = causeId('networkRule');

export interface NetworkRuleOwner {
  replicationBlocked(): void;
  /** After so many ticks. */
  replicationOpen(ticks: number): void;
}

export class NetworkRule {
  private readonly concerned: boolean;
  private readonly machine: Machine;
  private readonly simulation: Simulation;
  private readonly owner: NetworkRuleOwner;
  private readonly people: People;
  private readonly hazard: Hazard | null;
  private readonly mended: Timer;
  private readonly fix: Sampler;
  private readonly stream: Stream;
  private since = 0;

  /** @param concerned there is a standby to replicate to */
  constructor(
    simulation: Simulation,
    concerned: boolean,
    parameters: Parameters,
    hazards: Hazards,
    people: People,
    owner: NetworkRuleOwner,
    listeners: TransitionListener[],
  ) {
    this.simulation = simulation;
    this.concerned = concerned;
    this.owner = owner;
    this.people = people;
    this.machine = new Machine(simulation, NETWORK_RULE, 'network rule', listeners);
    this.fix = parameters.sampler('networkRule.fix.duration');
    this.stream = simulation.stream('network rule', 'fix');
    this.mended = simulation.timer('network rule mended', () => {
      this.machine.go(OPEN);
      owner.replicationOpen(simulation.now - this.since);
    });
    const every = concerned ? parameters.distribution('networkRule.every') : ({ kind: 'never' } as const);
    this.hazard = hazards.create('network rule', 'networkRule', every, () => {
      this.block(null);
      this.hazard!.expose(true);
    });
  }

  reset(): void {
    this.machine.reset();
    this.hazard?.expose(true);
  }

  get blocked(): boolean {
    return this.machine.state === BLOCKED;
  }

  /** A rule blocks; `mendTicks` replaces the time until people have mended it. They mend all: a second one meanwhile adds nothing. */
  block(mendTicks: number | null): void {
    const detect = this.people.detectTicks(SECURITY);
    const decide = this.people.decideTicks(SECURITY);
    const fix = Math.round(this.stream.draw(this.fix));
    if (!this.concerned || this.blocked) return;
    this.machine.go(BLOCKED);
    this.since = this.simulation.now;
    this.mended.after(mendTicks ?? detect + decide + fix);
    this.owner.replicationBlocked();
  }
}
