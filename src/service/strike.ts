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
/** What is drawn in place of a small probability. */
const DRAWN = 0.5;
/** How much hazard is met at most while it is raised. */
const CARE = 1;
/** The largest weight of a history: of one in which nothing came before the usual hazard and the raised one were met. */
export const MOST_WEIGHT = Math.exp(1 + CARE) / DRAWN;

/**
 * Once in a history data is destroyed, as though the rarest had happened just then: what becomes of the committed work shows what
 * redundancy and backups are worth. The average of {@link weight} times indicator over histories is unbiased for an instant drawn evenly
 * from the horizon (Campbell and Mecke). Where a standby would save the data, strikes are made to come while it is missing, and outages to
 * take all zones, more often than they would.
 */
export class Strike {
  /** Likelihood ratio of the last history. */
  weight = 1;
  /** The last history lost committed work by it. */
  workLost = false;
  /** Nothing restorable was left. */
  totalLoss = false;
  /** How much more often a strike finds the standby missing than it would: best the time with it over that without. */
  boost = 1;
  /** Strikes come as often as they would: all weights are 1. */
  readonly plain: boolean;
  private readonly kind: Destruction;
  private readonly server: Server;
  private readonly simulation: Simulation;
  private readonly stream: Stream;
  private readonly timer: Timer;
  private readonly horizon: number;
  private readonly duration: Sampler | null;
  private readonly spread: number;
  private at = 0;
  /** The server was stopped on purpose then: what was lost is missed when it starts. */
  private stopped = false;
  /** It strikes when the hazard that was met, usually 1 over the horizon, has grown to this. */
  private due = 0;
  private met = 0;
  /** Part of it that was met while it was raised. */
  private raised = 0;
  /** The last look; whether the hazard is raised from then on, until it is enough. */
  private since = 0;
  private isRaised = false;
  private strikesRaised = false;

  constructor(kind: Destruction, simulation: Simulation, scenario: Scenario, server: Server) {
    const parameters = new Parameters(scenario);
    this.kind = kind;
    this.server = server;
    this.simulation = simulation;
    this.stream = simulation.stream('strike', kind);
    this.horizon = (scenario.simulation.endMs - scenario.simulation.startMs) * (1 - TAIL);
    this.duration = kind === 'storageLoss' ? null : parameters.sampler(`${kind}.duration`);
    this.spread = parameters.probability('zoneOutage.spread.probability');
    const { ha, sameZone } = server.parts;
    this.plain = !ha || kind === 'regionOutage' || (kind === 'zoneOutage' && sameZone);
    this.timer = simulation.timer('strike', () => this.destroy(), { priority: PRIORITY });
    // A standby that is away for minutes must be seen to be away.
    if (!this.plain) server.parts.undisturbed.enabled = false;
  }

  reset(): void {
    this.weight = 1;
    this.at = -1;
    if (this.plain) {
      this.timer.at(Math.floor(this.stream.uniform() * this.horizon));
      return;
    }
    this.due = -Math.log1p(-this.stream.uniform());
    this.met = 0;
    this.raised = 0;
    this.isRaised = false;
    this.since = 0;
    this.look();
  }

  /** After every event: is the standby there? */
  look(): void {
    if (this.plain || this.at >= 0) return;
    const { simulation, horizon, due, boost } = this;
    const { now } = simulation;
    const ticks = now - this.since;
    const raisedBy = this.isRaised ? Math.min((ticks * boost) / horizon, CARE - this.raised) : 0;
    this.raised += raisedBy;
    this.met += raisedBy + ticks / horizon - raisedBy / boost;
    this.since = now;
    this.isRaised = !this.server.parts.standby.usable && this.raised < CARE;
    const left = due - this.met;
    const whileRaised = this.isRaised ? Math.min(left, CARE - this.raised) : 0;
    this.strikesRaised = this.isRaised && whileRaised === left;
    const at = now + Math.max(1, Math.ceil((whileRaised / boost + left - whileRaised) * horizon));
    if (at < horizon) this.timer.at(at);
    else this.timer.cancel();
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
    this.at = this.simulation.now;
    // The first point of a process has the density hazard * exp(-hazard met so far); an even draw has 1 / horizon.
    if (!this.plain) this.weight = Math.exp(this.due) / (this.strikesRaised ? this.boost : 1);
    this.stopped = lifecycle.stoppedOnPurpose;
    const duration = this.duration === null ? 0 : Math.round(this.stream.draw(this.duration));
    switch (this.kind) {
      case 'storageLoss':
        incidents.destroyStorage(deployment.primary);
        break;
      case 'zoneOutage': {
        const zone = Math.floor(this.stream.uniform() * deployment.zones.length);
        incidents.zoneFails(zone, duration, this.drawSpread(), true);
        break;
      }
      case 'regionOutage':
        incidents.regionFails(duration, true);
        break;
    }
  }

  /** Whether all zones are struck. */
  private drawSpread(): boolean {
    const { spread, stream } = this;
    const drawn = this.plain || spread === 0 ? spread : Math.max(spread, DRAWN);
    const spreads = stream.chance(drawn);
    if (drawn > spread) this.weight *= spreads ? spread / drawn : (1 - spread) / (1 - drawn);
    return spreads;
  }
}
