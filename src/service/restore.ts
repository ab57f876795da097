import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import type { CauseId } from '../vocabulary/causes.ts';
import { Blocker } from './blocker.ts';
import { Machine, type MachineDefinition, type TransitionListener } from './machine.ts';
import type { Parameters } from './parameters.ts';

/**
 * A restore: always onto a new server. People notice and decide; a server is provisioned, the snapshot attached (which
 * does not depend on its size), WAL replayed up to the restore point, and the customer points clients at it. A failure
 * shows when the server should be ready; the same point is tried again after a while.
 */
export const RESTORE = {
  name: 'restore',
  states: ['Idle', 'Deciding', 'Provisioning', 'AttachingSnapshot', 'ReplayingWal', 'Redirecting'],
  transitions: [
    { from: 'Idle', to: 'Deciding', on: 'data lost, or the policy is to restore' },
    { from: 'Idle', to: 'Provisioning', on: 'already decided (a mistake)' },
    { from: 'Deciding', to: 'Provisioning', on: 'decided' },
    { from: 'Provisioning', to: 'AttachingSnapshot', on: 'server created' },
    { from: 'AttachingSnapshot', to: 'ReplayingWal', on: 'snapshot attached' },
    { from: 'ReplayingWal', to: 'Redirecting', on: 'restore point reached' },
    { from: 'ReplayingWal', to: 'Provisioning', on: 'failed; tried again after a wait' },
    { from: 'Redirecting', to: 'Idle', on: 'clients point at the new server' },
    { from: 'Deciding', to: 'Idle', on: 'platform back' },
    { from: 'Provisioning', to: 'Idle', on: 'platform back' },
    { from: 'AttachingSnapshot', to: 'Idle', on: 'platform back' },
    { from: 'ReplayingWal', to: 'Idle', on: 'platform back' },
  ],
} as const satisfies MachineDefinition;

const IDLE = 0;
const DECIDING = 1;
const PROVISIONING = 2;
const ATTACHING = 3;
const REPLAYING = 4;
const REDIRECTING = 5;

export interface RestoreOwner {
  /** Clients are pointed at the new server. */
  restored(): void;
  /** A zone or the region is out: many servers are being provisioned at once. */
  readonly crowded: boolean;
}

export class Restore {
  /** Active while clients are pointed at the new server: the old one is out of use, whatever has become of it. */
  readonly blocker = new Blocker();
  /** What made it necessary. */
  cause: CauseId = -1;
  /** Tick at which the new server began to exist; -1 before. */
  provisionedFrom = -1;
  /** WAL replay of all attempts, for the parts of the RTO. */
  replayTicksTotal = 0;
  /** The platform coming back does not end it. */
  private binding = false;
  private since = 0;
  /** Ticks left of the present step while it is held; -1 when it is not. */
  private heldWith = Infinity;
  private replayTicks = 0;
  private readonly simulation: Simulation;
  private readonly machine: Machine;
  private readonly owner: RestoreOwner;
  private readonly step: Timer;
  private readonly provision: Sampler;
  private readonly attach: Sampler;
  private readonly redirect: Sampler;
  private readonly retryWait: Sampler;
  private readonly contention: number;
  private readonly success: number;
  private readonly stream: Stream;
  private readonly outcomes: Stream;

  constructor(simulation: Simulation, parameters: Parameters, owner: RestoreOwner, listeners: TransitionListener[]) {
    this.simulation = simulation;
    this.owner = owner;
    this.machine = new Machine(simulation, RESTORE, 'restore', listeners);
    this.provision = parameters.sampler('restore.provision.duration');
    this.attach = parameters.sampler('restore.attach.duration');
    this.redirect = parameters.sampler('restore.redirect.duration');
    this.retryWait = parameters.sampler('restore.retryWait.duration');
    this.contention = parameters.factor('restore.contention.factor');
    this.success = parameters.probability('restore.success.probability');
    this.stream = simulation.stream('restore', 'duration');
    this.outcomes = simulation.stream('restore', 'success');
    this.step = simulation.timer('restore step', () => this.next());
  }

  reset(): void {
    this.machine.reset();
    this.blocker.clear();
    this.heldWith = Infinity;
    this.provisionedFrom = -1;
    this.replayTicksTotal = 0;
  }

  get active(): boolean {
    return this.machine.state !== IDLE;
  }

  get abandonable(): boolean {
    return this.active && !this.binding && this.machine.state !== REDIRECTING;
  }

  /**
   * Begins. `waitTicks` pass before people have decided; `replayTicks` is the WAL from the snapshot to the restore point.
   * A `binding` restore goes on whatever the platform does: the data is gone or damaged.
   */
  begin(cause: CauseId, waitTicks: number, replayTicks: number, binding: boolean): void {
    this.cause = cause;
    this.since = this.simulation.now;
    this.heldWith = Infinity;
    this.binding = binding;
    this.replayTicks = replayTicks;
    this.replayTicksTotal = 0;
    this.provisionedFrom = -1;
    if (waitTicks > 0) {
      this.machine.go(DECIDING);
      this.step.after(waitTicks);
    } else {
      this.enter();
    }
  }

  /** The data is gone now: what was a choice has become a necessity. */
  bind(): void {
    this.binding = true;
  }

  /** The region it works in is down: once people have decided, its steps wait. */
  hold(held: boolean): void {
    if (!this.active || this.machine.state === DECIDING || held === this.heldWith < Infinity) return;
    if (held) {
      this.heldWith = this.step.due - this.simulation.now;
      this.step.cancel();
    } else {
      this.step.after(this.heldWith);
      this.heldWith = Infinity;
    }
  }

  abandon(): void {
    if (!this.active) return;
    this.step.cancel();
    this.heldWith = Infinity;
    this.blocker.clear();
    this.machine.go(IDLE);
  }

  private enter(): void {
    this.machine.go(PROVISIONING);
    if (this.provisionedFrom < 0) this.provisionedFrom = this.simulation.now;
    this.step.after(this.provisionTicks());
  }

  private provisionTicks(): number {
    const ticks = this.stream.draw(this.provision);
    return this.owner.crowded ? ticks * this.contention : ticks;
  }

  private next(): void {
    switch (this.machine.state) {
      case DECIDING:
        this.enter();
        break;
      case PROVISIONING:
        this.machine.go(ATTACHING);
        this.step.after(this.stream.draw(this.attach));
        break;
      case ATTACHING:
        this.machine.go(REPLAYING);
        this.replayTicksTotal += this.replayTicks;
        this.step.after(this.replayTicks);
        break;
      case REPLAYING:
        if (this.outcomes.chance(this.success)) {
          this.machine.go(REDIRECTING);
          // Whoever chose to leave a server that may come back does not go back to it now.
          if (!this.binding) this.blocker.block(this.cause, this.since);
          this.step.after(this.stream.draw(this.redirect));
        } else {
          this.machine.go(PROVISIONING);
          this.step.after(this.stream.draw(this.retryWait) + this.provisionTicks());
        }
        break;
      default:
        this.blocker.clear();
        this.machine.go(IDLE);
        this.owner.restored();
    }
  }
}
