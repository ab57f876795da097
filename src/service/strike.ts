import type { Sampler } from '../distributions/distribution.ts';
import type { Simulation, Stream, Timer } from '../engine/index.ts';
import { causeId } from '../vocabulary/causes.ts';
import { DISRUPTION_FLAGS } from './ledger.ts';
import { Parameters } from './parameters.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Server } from './server.ts';

/** What destroys data: the storage of the primary, all storage in one of the zones in use, all storage in the region. */
export const DESTRUCTIONS = ['storageLoss', 'zoneOutage', 'regionOutage'] as const;
export type Destruction = (typeof DESTRUCTIONS)[number];

/** The last of the horizon is left out, so that what a strike begins ends within it. */
const TAIL = 0.05;
const PRIORITY = -20;

/**
 * Once in every history, at an instant drawn evenly from the horizon, data is destroyed, as though the rarest had happened just then: what
 * becomes of the committed work shows what redundancy and backups are worth.
 */
export class Strike {
  /** The last history lost committed work by it. */
  workLost = false;
  /** Nothing restorable was left. */
  totalLoss = false;
  private readonly kind: Destruction;
  private readonly server: Server;
  private readonly stream: Stream;
  private readonly timer: Timer;
  private readonly horizon: number;
  private readonly duration: Sampler | null;
  private readonly spread: number;
  private at = 0;
  /** The server was stopped on purpose then: what was lost is missed when it starts. */
  private stopped = false;

  constructor(kind: Destruction, simulation: Simulation, scenario: Scenario, server: Server) {
    const parameters = new Parameters(scenario);
    this.kind = kind;
    this.server = server;
    this.stream = simulation.stream('strike', kind);
    this.horizon = (scenario.simulation.endMs - scenario.simulation.startMs) * (1 - TAIL);
    this.duration = kind === 'storageLoss' ? null : parameters.sampler(`${kind}.duration`);
    this.spread = parameters.probability('zoneOutage.spread.probability');
    this.timer = simulation.timer('strike', () => this.destroy(), { priority: PRIORITY });
  }

  reset(): void {
    this.at = Math.floor(this.stream.uniform() * this.horizon);
    this.timer.at(this.at);
  }

  /** Looks at what the history has become. */
  finish(): void {
    const { count, columns } = this.server.parts.ledger.disruptions;
    const cause = causeId(this.kind);
    this.workLost = false;
    this.totalLoss = false;
    for (let row = 0; row < count; row++) {
      const onset = columns.onset[row]!;
      if (columns.cause[row] !== cause || (onset !== this.at && !(this.stopped && onset > this.at))) continue;
      const flags = columns.flags[row]!;
      this.workLost ||= (flags & DISRUPTION_FLAGS.lossy) !== 0;
      this.totalLoss ||= (flags & DISRUPTION_FLAGS.totalLoss) !== 0;
    }
  }

  private destroy(): void {
    const { incidents, parts } = this.server;
    const { deployment, lifecycle } = parts;
    this.stopped = lifecycle.stoppedOnPurpose;
    const duration = this.duration === null ? 0 : Math.round(this.stream.draw(this.duration));
    switch (this.kind) {
      case 'storageLoss':
        incidents.destroyStorage(deployment.primary);
        break;
      case 'zoneOutage': {
        const zone = Math.floor(this.stream.uniform() * deployment.zones.length);
        incidents.zoneFails(zone, duration, this.stream.chance(this.spread), true);
        break;
      }
      case 'regionOutage':
        incidents.regionFails(duration, true);
        break;
    }
  }
}
