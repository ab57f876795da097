import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { CAUSES, type CauseId } from '../vocabulary/causes.ts';
import { Blocker } from './blocker.ts';
import { Durations } from './durations.ts';
import { Machine, type MachineDefinition, type TransitionListener } from './machine.ts';
import type { Parameters } from './parameters.ts';

/**
 * The failover coordinator: detection, replay of the backlog, promotion and the DNS update. During Detecting the primary
 * may come back and cancel it; later the old primary is fenced. A failover whose standby is lost on the way waits for the
 * standby or for the primary, whichever is back first. A planned failover blocks writes only while promoting.
 */
export const FAILOVER = {
  name: 'failover',
  states: ['Idle', 'Detecting', 'Replaying', 'Promoting'],
  transitions: [
    { from: 'Idle', to: 'Detecting', on: 'primary lost, standby Healthy' },
    { from: 'Detecting', to: 'Replaying', on: 'enough failed checks; the old primary is fenced' },
    { from: 'Detecting', to: 'Promoting', on: 'nothing to replay' },
    { from: 'Replaying', to: 'Promoting', on: 'backlog replayed' },
    { from: 'Promoting', to: 'Idle', on: 'DNS updated' },
    { from: 'Idle', to: 'Promoting', on: 'planned, or forced by a person' },
    { from: 'Idle', to: 'Replaying', on: 'requested, with a backlog' },
    { from: 'Detecting', to: 'Idle', on: 'primary back' },
    { from: 'Replaying', to: 'Idle', on: 'standby lost, primary back first' },
  ],
} as const satisfies MachineDefinition;

const IDLE = 0;
const DETECTING = 1;
const REPLAYING = 2;
const PROMOTING = 3;

export interface FailoverOwner {
  /** DNS is updated: the standby is the primary now. */
  failedOver(cause: CauseId): void;
}

export class Failover {
  /** Active while the failover itself keeps the server from serving. */
  readonly blocker = new Blocker();
  /** Ticks of the present (or last) failover, for the parts of the RTO. */
  detectTicks = 0;
  replayTicks = 0;
  lastDone = -Infinity;
  /** Ticks of WAL to replay in the next one, where that has been looked at; else negative. */
  replayAhead = -1;
  private coverageAhead = -1;
  private suspendedWith = -1;
  private promoteTicks = 0;
  private planned = false;
  private readonly simulation: Simulation;
  private readonly machine: Machine;
  private readonly owner: FailoverOwner;
  private readonly step: Timer;
  private readonly base: Durations;
  private readonly detect: Durations;
  private readonly backlog: Sampler;
  readonly plannedDowntimes: Durations;
  private readonly minGap: Sampler;
  private readonly replayRate: number;
  private readonly coverage: Float64Array;
  private readonly uncontrolled: number;
  private readonly backlogs: Stream;
  private readonly coverages: Stream;
  private readonly gaps: Stream;

  constructor(simulation: Simulation, parameters: Parameters, owner: FailoverOwner, listeners: TransitionListener[]) {
    this.simulation = simulation;
    this.owner = owner;
    this.machine = new Machine(simulation, FAILOVER, 'failover', listeners);
    this.base = new Durations(
      simulation.stream('failover', 'base.duration'),
      parameters.distribution('failover.base.duration'),
    );
    this.detect = new Durations(
      simulation.stream('failover', 'detect.duration'),
      parameters.distribution('failover.detect.duration'),
    );
    this.backlog = parameters.sampler('failover.backlog');
    this.plannedDowntimes = new Durations(
      simulation.stream('failover', 'planned.duration'),
      parameters.distribution('plannedFailover.downtime.duration'),
    );
    this.minGap = parameters.sampler('failover.minGap.duration');
    this.replayRate = parameters.rate('walReplay.rate');
    this.coverage = Float64Array.from(CAUSES, (cause) =>
      parameters.probability(
        parameters.firstOf(`failover.success.${cause.name}.probability`, 'failover.success.probability'),
      ),
    );
    this.uncontrolled = parameters.probability('controlPlaneOutage.failover.success.probability');
    this.backlogs = simulation.stream('failover', 'backlog');
    this.coverages = simulation.stream('failover', 'success');
    this.gaps = simulation.stream('failover', 'minGap');
    this.step = simulation.timer('failover step', () => this.next());
  }

  reset(): void {
    this.machine.reset();
    this.blocker.clear();
    this.suspendedWith = -1;
    this.lastDone = -Infinity;
    this.plannedDowntimes.reset();
    this.base.reset();
    this.detect.reset();
    this.replayAhead = -1;
    this.coverageAhead = -1;
  }

  get active(): boolean {
    return this.machine.state !== IDLE;
  }

  /** The primary may still come back and end it. */
  get cancellable(): boolean {
    return this.machine.state === DETECTING || this.suspendedWith >= 0;
  }

  get suspended(): boolean {
    return this.suspendedWith >= 0;
  }

  /** Only writes are blocked for a moment: losing the standby now means staying where we are. */
  get isPlanned(): boolean {
    return this.planned;
  }

  /** Past detection: the old primary is shut out, whatever becomes of it. */
  get fencing(): boolean {
    return !this.planned && (this.machine.state === REPLAYING || this.machine.state === PROMOTING) && !this.suspended;
  }

  /** Whether the automatic failover works this time: one draw per attempt. */
  covered(cause: CauseId, controlled: boolean): boolean {
    const works = this.willWork(cause, controlled);
    this.coverageAhead = -1;
    return works;
  }

  /** Looks at what {@link covered} will answer next. Without the control plane it works less often. */
  willWork(cause: CauseId, controlled: boolean): boolean {
    const usual = this.coverage[cause]!;
    const probability = controlled ? usual : Math.min(usual, this.uncontrolled);
    if (probability <= 0) return false;
    if (probability >= 1) return true;
    if (this.coverageAhead < 0) this.coverageAhead = this.coverages.uniform();
    return this.coverageAhead < probability;
  }

  /** Looks at the durations of the next automatic failover: {@link detectAhead} and the others. */
  look(): void {
    this.base.look();
    this.detect.look();
    if (this.replayAhead < 0) this.replayAhead = this.drawReplay();
  }

  get detectAhead(): number {
    return Math.min(this.detect.ahead, this.base.ahead);
  }

  get promoteAhead(): number {
    return this.base.ahead - this.detectAhead;
  }

  /** What was looked at has been used. */
  forget(): void {
    this.base.ahead = -1;
    this.detect.ahead = -1;
    this.replayAhead = -1;
    this.coverageAhead = -1;
  }

  /** Automatic: detection, replay, promotion. */
  start(cause: CauseId): void {
    this.look();
    this.detectTicks = this.detectAhead;
    this.replayTicks = this.replayAhead;
    this.promoteTicks = this.promoteAhead;
    this.base.ahead = -1;
    this.detect.ahead = -1;
    this.replayAhead = -1;
    this.planned = false;
    this.machine.go(DETECTING);
    this.blocker.block(cause, this.simulation.now);
    this.step.after(this.detectTicks);
  }

  /** Forced by a person who has found that the automatic one did not work; always succeeds. */
  startByPerson(cause: CauseId, since: number): void {
    this.begin(cause, since, this.base.next(), 0, false);
  }

  /** A failover the customer asks for: as an unplanned one, from the request on. */
  startForced(cause: CauseId): void {
    const base = this.base.next();
    this.begin(cause, this.simulation.now, base, this.nextReplay(), false);
  }

  startPlanned(cause: CauseId): void {
    this.begin(cause, this.simulation.now, this.plannedDowntimes.next(), 0, true);
  }

  /** A requested failover within this many ticks of the last one is refused. */
  gapTicks(): number {
    return Math.round(this.gaps.draw(this.minGap));
  }

  /** The standby is gone: wait. */
  suspend(): void {
    if (!this.active || this.suspended) return;
    this.suspendedWith = Math.max(0, this.step.due - this.simulation.now);
    this.step.cancel();
  }

  /** The standby is back: the remaining phases go on. */
  resume(): void {
    if (!this.suspended) return;
    this.step.after(this.suspendedWith);
    this.suspendedWith = -1;
  }

  abandon(): void {
    if (!this.active) return;
    this.step.cancel();
    this.suspendedWith = -1;
    this.blocker.clear();
    this.machine.go(IDLE);
  }

  private begin(cause: CauseId, since: number, promote: number, replay: number, planned: boolean): void {
    this.detectTicks = 0;
    this.replayTicks = replay;
    this.promoteTicks = promote;
    this.planned = planned;
    this.blocker.block(cause, since);
    if (replay > 0) {
      this.machine.go(REPLAYING);
      this.step.after(replay);
    } else {
      this.machine.go(PROMOTING);
      this.step.after(promote);
    }
  }

  private nextReplay(): number {
    const replay = this.replayAhead < 0 ? this.drawReplay() : this.replayAhead;
    this.replayAhead = -1;
    return replay;
  }

  private drawReplay(): number {
    return Math.round((this.backlogs.draw(this.backlog) / this.replayRate) * 1000);
  }

  private next(): void {
    if (this.machine.state === DETECTING && this.replayTicks > 0) {
      this.machine.go(REPLAYING);
      this.step.after(this.replayTicks);
    } else if (this.machine.state !== PROMOTING) {
      this.machine.go(PROMOTING);
      this.step.after(this.promoteTicks);
    } else {
      const { cause } = this.blocker;
      this.blocker.clear();
      this.machine.go(IDLE);
      this.lastDone = this.simulation.now;
      this.owner.failedOver(cause);
    }
  }
}
