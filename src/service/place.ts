import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { causeId } from '../vocabulary/causes.ts';
import { Blocker } from './blocker.ts';
import type { Hazard, Hazards } from './hazard.ts';
import { Machine, type MachineDefinition, type TransitionListener } from './machine.ts';
import type { Parameters } from './parameters.ts';

/**
 * What many servers share: an availability zone, the region, the software of the fleet, the control plane. An outage of a zone
 * or the region hits everything in it at once, compute and storage together; a bad rollout takes the service from all servers
 * alike. Its clock is a calendar clock: it runs while the server is stopped, too.
 */
export const PLACE = {
  name: 'zone, region, fleet, control plane',
  states: ['Up', 'Down'],
  transitions: [
    { from: 'Up', to: 'Down', on: 'outage' },
    { from: 'Down', to: 'Up', on: 'outage over; or the server was restored elsewhere' },
  ],
} as const satisfies MachineDefinition;

const UP = 0;
const DOWN = 1;

export class Place {
  /** Of the control plane, nothing is ever blamed on it: without it a server serves on. */
  readonly blocker = new Blocker();
  private readonly machine: Machine;
  private readonly hazard: Hazard | null;
  private readonly returns: Timer;
  private readonly simulation: Simulation;
  private readonly cause: number;
  private readonly duration: Sampler;
  private readonly durationStream: Stream;

  /**
   * @param part `zone-1`, `region`, `fleet`, `control-plane`
   * @param kind names the assumptions: `zoneOutage.every`, `zoneOutage.duration`
   */
  constructor(
    simulation: Simulation,
    part: string,
    kind: 'zoneOutage' | 'regionOutage' | 'fleetRollout' | 'controlPlaneOutage',
    parameters: Parameters,
    hazards: Hazards,
    listeners: TransitionListener[],
    struck: (duration: number) => void,
    returned: (since: number) => void,
  ) {
    this.simulation = simulation;
    this.cause = kind === 'controlPlaneOutage' ? -1 : causeId(kind);
    this.machine = new Machine(simulation, PLACE, part, listeners);
    this.duration = parameters.sampler(`${kind}.duration`);
    this.durationStream = simulation.stream(part, `${kind}.duration`);
    this.hazard = hazards.create(part, kind, parameters.distribution(`${kind}.every`), () =>
      struck(Math.round(this.durationStream.draw(this.duration))),
    );
    this.returns = simulation.timer(`${part} returns`, () => {
      const { since } = this.blocker;
      this.machine.go(UP);
      this.blocker.clear();
      this.hazard?.expose(true);
      returned(since);
    });
  }

  reset(): void {
    this.machine.reset();
    this.blocker.clear();
    this.hazard?.expose(true);
  }

  get up(): boolean {
    return this.machine.state === UP;
  }

  /** Begins an outage, or prolongs the one that is on. True when it began. */
  fail(duration: number): boolean {
    const began = this.up;
    this.machine.go(DOWN);
    this.hazard?.expose(false);
    this.blocker.block(this.cause, this.simulation.now);
    const end = this.simulation.now + duration;
    this.returns.at(this.returns.due === Infinity ? end : Math.max(end, this.returns.due));
    return began;
  }

  /** The server was restored elsewhere: this now stands for that other place, up, its clock starting anew. */
  replace(): void {
    this.returns.cancel();
    this.machine.go(UP);
    this.blocker.clear();
    this.hazard?.expose(true);
  }
}
