import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { causeId, DISRUPTION_CLASSES } from '../vocabulary/causes.ts';
import { DAY } from '../units/duration.ts';
import type { Hazard, Hazards } from './hazard.ts';
import { Machine, type MachineDefinition, type TransitionListener } from './machine.ts';
import { NO_TICKS } from './no-ticks.ts';
import type { Parameters } from './parameters.ts';
import type { People } from './people.ts';

/**
 * Mistakes: a dropped table, a bad deployment. The damage is replicated at once, so no standby helps; only a restore to a
 * point before it does. The server goes on serving damaged data until people have noticed and decided; then clients are
 * kept away until they are on the restored server. Noticed later than backups are kept, the data is lost for good.
 */
export const MISTAKE = {
  name: 'mistake',
  states: ['None', 'Undetected', 'Deciding', 'Restoring'],
  transitions: [
    { from: 'None', to: 'Undetected', on: 'someone damages data' },
    { from: 'Undetected', to: 'Deciding', on: 'someone notices' },
    { from: 'Undetected', to: 'None', on: 'noticed after the last good backup had expired' },
    { from: 'Deciding', to: 'Restoring', on: 'decided to restore' },
    { from: 'Restoring', to: 'None', on: 'clients are on the restored server' },
  ],
} as const satisfies MachineDefinition;

const NONE = 0;
const UNDETECTED = 1;
const DECIDING = 2;
const RESTORING = 3;
const OPERATOR = DISRUPTION_CLASSES.indexOf('operator');
export const MISTAKE_CAUSE = causeId('mistake');

export interface MistakeOwner {
  mistakeBegan(): void;
  /** No backup from before the damage is left. */
  mistakeIrreparable(onset: number): void;
  /** People want to go back to the restore point. */
  mistakeDecided(): void;
  /** Tick since which nothing has been written, at the latest now. */
  writesStoppedAt(): number;
}

export class Mistake {
  onset = 0;
  restorePoint = 0;
  detectTicks = NO_TICKS;
  decideTicks = NO_TICKS;
  private writesStopped = 0;
  private readonly simulation: Simulation;
  private readonly owner: MistakeOwner;
  private readonly people: People;
  private readonly machine: Machine;
  private readonly hazard: Hazard | null;
  private readonly noticed: Timer;
  private readonly decided: Timer;
  private readonly margin: Sampler;
  private readonly marginStream: Stream;
  private readonly outage: string;
  private readonly retentionTicks: number;

  constructor(
    simulation: Simulation,
    hazards: Hazards,
    retentionDays: number,
    parameters: Parameters,
    people: People,
    owner: MistakeOwner,
    listeners: TransitionListener[],
  ) {
    this.simulation = simulation;
    this.owner = owner;
    this.people = people;
    this.retentionTicks = retentionDays * DAY;
    this.machine = new Machine(simulation, MISTAKE, 'mistake', listeners);
    this.margin = parameters.sampler('mistake.margin.duration');
    this.marginStream = simulation.stream('mistake', 'margin');
    this.outage = parameters.choice('mistake.outage');
    this.hazard = hazards.create('mistake', 'mistake', parameters.distribution('mistake.every'), () => this.occur());
    this.noticed = simulation.timer('mistake noticed', () => this.notice());
    this.decided = simulation.timer('mistake decided', () => {
      this.machine.go(RESTORING);
      this.writesStopped = owner.writesStoppedAt();
      owner.mistakeDecided();
    });
  }

  reset(): void {
    this.machine.reset();
    this.detectTicks = 0;
    this.decideTicks = 0;
  }

  /** The clock rests for so many ticks. */
  rest(ticks: number): void {
    this.hazard?.rest(ticks);
  }

  expose(exposed: boolean): void {
    this.hazard?.expose(exposed);
  }

  get active(): boolean {
    return this.machine.state !== NONE;
  }

  get restoring(): boolean {
    return this.machine.state === RESTORING;
  }

  /** Clients are kept away (by the customer; the server itself would answer). */
  get withdrawn(): boolean {
    if (this.outage === 'none' || this.machine.state === NONE) return false;
    return this.machine.state === RESTORING || this.outage === 'fromOnset';
  }

  /** Ticks of commits lost, once clients are on the restored server at `now`: from the restore point until writes stopped. */
  lostTicks(now: number): number {
    const writesStopped = this.outage === 'fromOnset' ? this.onset : this.outage === 'none' ? now : this.writesStopped;
    return Math.max(0, writesStopped - this.restorePoint);
  }

  /** A mistake happens. One that happens before the last is undone joins it. */
  occur(): void {
    const { now } = this.simulation;
    const point = now - Math.round(this.marginStream.draw(this.margin));
    if (this.active) {
      this.restorePoint = Math.min(this.restorePoint, point);
      return;
    }
    this.machine.go(UNDETECTED);
    this.onset = now;
    this.restorePoint = point;
    this.detectTicks = this.people.detectTicks(OPERATOR);
    // Nobody has decided on this one.
    this.decideTicks = 0;
    this.noticed.after(this.detectTicks);
    this.owner.mistakeBegan();
  }

  undone(): void {
    this.machine.go(NONE);
  }

  private notice(): void {
    if (this.simulation.now - this.restorePoint > this.retentionTicks) {
      this.machine.go(NONE);
      this.owner.mistakeIrreparable(this.onset);
      return;
    }
    this.machine.go(DECIDING);
    this.decideTicks = this.people.decideTicks(OPERATOR);
    this.decided.after(this.decideTicks);
  }
}
