import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import type { CauseId } from '../vocabulary/causes.ts';
import type { Ledger } from './ledger.ts';
import { Durations } from './durations.ts';
import { Machine, type MachineDefinition, type TransitionListener } from './machine.ts';
import type { Parameters } from './parameters.ts';

/**
 * High availability as the service shows it: the state of the standby, which receives every commit and serves nothing.
 * After a failover, or when the standby is lost, the server runs unprotected until a new standby is Healthy. A loss that
 * nobody has noticed yet still shows Healthy; a failover onto such a standby fails. State names are Azure's.
 */
export const STANDBY = {
  name: 'standby (HA)',
  states: ['Healthy', 'NotEnabled', 'CreatingStandby', 'ReplicatingData', 'FailingOver', 'RecreatingStandby'],
  transitions: [
    { from: 'Healthy', to: 'FailingOver', on: 'failover begins' },
    { from: 'FailingOver', to: 'Healthy', on: 'failover cancelled, primary back' },
    { from: 'FailingOver', to: 'RecreatingStandby', on: 'failover done; or abandoned with the standby lost' },
    { from: 'FailingOver', to: 'ReplicatingData', on: 'failover abandoned, standby away for a while' },
    { from: 'Healthy', to: 'ReplicatingData', on: 'standby away for a while (VM restart, storage unreachable, patch)' },
    { from: 'ReplicatingData', to: 'Healthy', on: 'missed WAL replayed' },
    { from: 'Healthy', to: 'RecreatingStandby', on: 'standby lost' },
    { from: 'ReplicatingData', to: 'RecreatingStandby', on: 'standby lost' },
    { from: 'RecreatingStandby', to: 'Healthy', on: 'new standby caught up' },
    { from: 'NotEnabled', to: 'CreatingStandby', on: 'HA enabled again after a restore' },
    { from: 'CreatingStandby', to: 'Healthy', on: 'new standby caught up' },
    { from: 'CreatingStandby', to: 'RecreatingStandby', on: 'standby lost while being created' },
    { from: 'Healthy', to: 'NotEnabled', on: 'server replaced by a restored one' },
    { from: 'RecreatingStandby', to: 'NotEnabled', on: 'server replaced by a restored one' },
    { from: 'ReplicatingData', to: 'NotEnabled', on: 'server replaced by a restored one' },
    { from: 'CreatingStandby', to: 'NotEnabled', on: 'server replaced by a restored one' },
  ],
} as const satisfies MachineDefinition;

const HEALTHY = 0;
const NOT_ENABLED = 1;
const CREATING = 2;
const REPLICATING = 3;
const FAILING_OVER = 4;
const RECREATING = 5;

export interface StandbyOwner {
  /** There is something to replay from. */
  canCatchUp(): boolean;
  /** HA is enabled again after a restore: the new standby is being paid for from now on. */
  standbyEnabled(): void;
}

export class Standby {
  /** What had left the server unprotected; -1 while it is protected. */
  unprotectedBy: CauseId = -1;
  /** Lost, but not noticed yet. */
  private undetected = false;
  private unprotectedSince = -1;
  /** The server is stopped: there is nothing to protect. */
  private stopped = false;
  /** A standby must be built and the building may run only while primary and place are there. */
  private buildWanted = false;
  private readonly simulation: Simulation;
  private readonly ledger: Ledger;
  private readonly machine: Machine;
  private readonly wanted: boolean;
  private readonly built: Timer;
  private readonly caughtUp: Timer;
  private readonly noticed: Timer;
  private readonly reenabled: Timer;
  readonly rebuilds: Durations;
  private readonly undetectedStream: Stream;
  private readonly undetectedDurations: Stream;
  private readonly reenableStream: Stream;
  private readonly undetectedProbability: number;
  private readonly undetectedDuration: Sampler;
  private readonly reenable: Sampler;

  constructor(
    simulation: Simulation,
    wanted: boolean,
    parameters: Parameters,
    ledger: Ledger,
    owner: StandbyOwner,
    listeners: TransitionListener[],
  ) {
    this.simulation = simulation;
    this.wanted = wanted;
    this.ledger = ledger;
    this.machine = new Machine(simulation, STANDBY, 'standby', listeners);
    this.rebuilds = new Durations(
      simulation.stream('standby', 'rebuild'),
      parameters.distribution('standby.rebuild.duration'),
    );
    this.undetectedProbability = parameters.probability('standby.undetected.probability');
    this.undetectedDuration = parameters.sampler('standby.undetected.duration');
    this.reenable = parameters.sampler('restore.haReenable.duration');
    this.undetectedStream = simulation.stream('standby', 'undetected');
    this.undetectedDurations = simulation.stream('standby', 'undetected.duration');
    this.reenableStream = simulation.stream('standby', 'haReenable');
    this.built = simulation.timer('standby built', () => this.becomeHealthy());
    this.caughtUp = simulation.timer('standby caught up', () => {
      if (owner.canCatchUp()) this.becomeHealthy();
    });
    this.noticed = simulation.timer('standby loss noticed', () => {
      this.recreate();
    });
    this.reenabled = simulation.timer('HA enabled again', () => {
      this.machine.go(CREATING);
      this.buildWanted = true;
      owner.standbyEnabled();
    });
  }

  /** @param stopped the schedule has the server stopped at the start */
  reset(stopped: boolean): void {
    this.machine.reset(this.wanted ? HEALTHY : NOT_ENABLED);
    this.undetected = false;
    this.unprotectedBy = -1;
    this.unprotectedSince = -1;
    this.stopped = stopped;
    this.buildWanted = false;
    this.rebuilds.reset();
  }

  /** Was away for a while, and is back. */
  passAway(ticks: number): void {
    this.ledger.unprotectedMs += ticks;
  }

  /** Ticks since the server is unprotected; -1 while it is protected or stopped. */
  get unprotectedFrom(): number {
    return this.unprotectedSince;
  }

  /** The platform takes the standby for Healthy. */
  get healthy(): boolean {
    return this.machine.state === HEALTHY;
  }

  /** A failover onto it would work. */
  get usable(): boolean {
    return (this.machine.state === HEALTHY || this.machine.state === FAILING_OVER) && !this.undetected;
  }

  /** A standby is paid for, in whatever state it is. */
  get enabled(): boolean {
    return this.machine.state !== NOT_ENABLED;
  }

  /** A new standby is wanted or being built. */
  get building(): boolean {
    return this.buildWanted;
  }

  get failingOver(): boolean {
    return this.machine.state === FAILING_OVER;
  }

  beginFailover(): void {
    this.machine.go(FAILING_OVER);
  }

  /** The primary was back in time. */
  cancelFailover(): void {
    if (this.machine.state === FAILING_OVER) this.machine.go(HEALTHY);
  }

  /** The standby has become the primary; a new one is needed. */
  promoted(cause: CauseId): void {
    this.machine.go(RECREATING);
    this.buildWanted = true;
    this.settleProtection(cause);
  }

  /** Away for a while, with its data: `ticks` until it has caught up; Infinity = until {@link catchUpIn} says. */
  awayFor(ticks: number, cause: CauseId): void {
    if (!this.enabled || this.buildWanted) return;
    this.machine.go(REPLICATING);
    this.settleProtection(cause);
    if (ticks === Infinity) {
      this.caughtUp.cancel();
      return;
    }
    const due = this.simulation.now + Math.round(ticks);
    this.caughtUp.at(this.caughtUp.due === Infinity ? due : Math.max(due, this.caughtUp.due));
  }

  catchUpIn(ticks: number): void {
    if (this.machine.state === REPLICATING) this.caughtUp.after(ticks);
  }

  /** Lost for good. If it `mayGoUnnoticed`, it can take the platform a while to see that. */
  lose(cause: CauseId, mayGoUnnoticed: boolean): void {
    if (!this.enabled || (this.undetected && this.machine.state === HEALTHY)) return;
    this.caughtUp.cancel();
    this.settleProtection(cause);
    if (mayGoUnnoticed && this.machine.state === HEALTHY && this.undetectedStream.chance(this.undetectedProbability)) {
      this.undetected = true;
      this.noticed.after(this.undetectedDurations.draw(this.undetectedDuration));
      return;
    }
    this.recreate();
  }

  /** A failover has shown that the standby is not what it seemed. */
  exposeUndetected(): void {
    if (this.undetected) this.recreate();
  }

  /** Builds go on only while there is a primary to copy from and a place to build in; a broken-off one starts again. */
  allowBuilding(allowed: boolean): void {
    if (!this.buildWanted) return;
    const running = this.built.due !== Infinity;
    if (allowed === running) return;
    if (allowed) this.built.after(this.rebuilds.next());
    else this.built.cancel();
  }

  /** A restored server has no standby until someone enables HA again. */
  serverReplaced(cause: CauseId): void {
    if (!this.wanted) return;
    this.built.cancel();
    this.caughtUp.cancel();
    this.noticed.cancel();
    this.undetected = false;
    this.buildWanted = false;
    this.machine.go(NOT_ENABLED);
    this.settleProtection(cause);
    this.reenabled.after(this.reenableStream.draw(this.reenable));
  }

  /** Unprotected time does not run while the server is stopped. */
  pauseProtectionClock(paused: boolean): void {
    this.stopped = paused;
    if (paused) this.closeProtection();
    else if (this.unprotectedBy >= 0) this.settleProtection(this.unprotectedBy);
  }

  finish(): void {
    this.closeProtection();
  }

  private becomeHealthy(): void {
    this.buildWanted = false;
    this.machine.go(HEALTHY);
    // One that was lost unnoticed only looks healthy.
    if (!this.undetected) this.settleProtection(-1);
  }

  private recreate(): void {
    this.undetected = false;
    this.noticed.cancel();
    this.machine.go(RECREATING);
    this.buildWanted = true;
    this.built.cancel();
  }

  private settleProtection(by: CauseId): void {
    if (by < 0) {
      this.closeProtection();
      this.unprotectedBy = -1;
      return;
    }
    this.unprotectedBy = by;
    if (this.unprotectedSince < 0 && !this.stopped) this.unprotectedSince = this.simulation.now;
  }

  private closeProtection(): void {
    if (this.unprotectedSince < 0) return;
    this.ledger.unprotectedMs += this.simulation.now - this.unprotectedSince;
    this.unprotectedSince = -1;
  }
}
