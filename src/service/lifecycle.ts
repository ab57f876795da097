import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { causeId } from '../vocabulary/causes.ts';
import { Blocker } from './blocker.ts';
import { Machine, type MachineDefinition, type TransitionListener } from './machine.ts';
import type { Parameters } from './parameters.ts';

/**
 * The server's lifecycle as the control plane shows it: one operation at a time, on primary and standby together. A
 * stopped server starts itself after seven days; a start can fail for lack of capacity and is tried again. State names
 * are Azure's.
 */
export const LIFECYCLE = {
  name: 'lifecycle',
  states: ['Ready', 'Stopping', 'Stopped', 'Starting', 'Restarting', 'Updating'],
  transitions: [
    { from: 'Ready', to: 'Stopping', on: 'stop' },
    { from: 'Stopping', to: 'Stopped', on: 'stopped' },
    { from: 'Stopped', to: 'Starting', on: 'start; or seven days have passed' },
    { from: 'Starting', to: 'Ready', on: 'started' },
    { from: 'Starting', to: 'Stopped', on: 'no capacity' },
    { from: 'Ready', to: 'Restarting', on: 'restart' },
    { from: 'Restarting', to: 'Ready', on: 'restarted' },
    { from: 'Ready', to: 'Updating', on: 'failover asked for' },
    { from: 'Updating', to: 'Ready', on: 'failover done' },
  ],
} as const satisfies MachineDefinition;

const READY = 0;
const STOPPING = 1;
const STOPPED = 2;
const STARTING = 3;
const RESTARTING = 4;
const UPDATING = 5;
const RESTART = causeId('restart');
const START_FAILURE = causeId('startFailure');

export interface LifecycleOwner {
  stopRequested(): void;
  startRequested(): void;
  /** The first start attempt has failed: from here on it is an outage. */
  startFailed(cause: number): void;
  started(): void;
  /** Maintenance waits for this start. */
  readonly maintenancePending: boolean;
}

export class Lifecycle {
  /** Active during a restart, and from the first failed start until the server is up. */
  readonly blocker = new Blocker();
  /** A stop waits until the server is Ready; a start until it is Stopped. */
  pendingStop = false;
  pendingStart = false;
  private readonly simulation: Simulation;
  private readonly machine: Machine;
  private readonly owner: LifecycleOwner;
  private readonly step: Timer;
  private readonly autoStart: Timer;
  private readonly retry: Timer;
  private readonly startTicks: Sampler;
  private readonly stopTicks: Sampler;
  private readonly restart: Sampler;
  private readonly pendingMaintenance: Sampler;
  private readonly retryWait: Sampler;
  private readonly autoStartAfter: Sampler;
  private readonly startSuccess: number;
  private readonly starts: Stream;
  private readonly outcomes: Stream;
  private readonly retries: Stream;
  private readonly stops: Stream;
  private readonly restarts: Stream;
  private startWillFail = false;

  constructor(simulation: Simulation, parameters: Parameters, owner: LifecycleOwner, listeners: TransitionListener[]) {
    this.simulation = simulation;
    this.owner = owner;
    this.machine = new Machine(simulation, LIFECYCLE, 'server', listeners);
    this.startTicks = parameters.sampler('lifecycle.start.duration');
    this.stopTicks = parameters.sampler('lifecycle.stop.duration');
    this.restart = parameters.sampler('lifecycle.restart.duration');
    this.pendingMaintenance = parameters.sampler('lifecycle.start.pendingMaintenance.duration');
    this.retryWait = parameters.sampler('lifecycle.start.retryWait.duration');
    this.autoStartAfter = parameters.sampler('lifecycle.autoStart.duration');
    this.startSuccess = parameters.probability('lifecycle.start.success.probability');
    this.starts = simulation.stream('server', 'start');
    this.outcomes = simulation.stream('server', 'start.success');
    this.retries = simulation.stream('server', 'start.retryWait');
    this.stops = simulation.stream('server', 'stop');
    this.restarts = simulation.stream('server', 'restart');
    this.step = simulation.timer('server step', () => this.next());
    this.autoStart = simulation.timer('server starts itself', () => this.start());
    this.retry = simulation.timer('server start tried again', () => this.start());
  }

  /** @param running false when the schedule says the server is stopped at the start */
  reset(running: boolean): void {
    this.machine.reset(running ? READY : STOPPED);
    this.blocker.clear();
    this.pendingStop = false;
    this.pendingStart = false;
    if (!running) this.autoStart.after(this.starts.draw(this.autoStartAfter));
  }

  get ready(): boolean {
    return this.machine.state === READY;
  }

  /** Not meant to serve: stopping, stopped, or starting for the first time. A failed start is an outage instead. */
  get stoppedOnPurpose(): boolean {
    return this.powerOff && !this.blocker.active;
  }

  /** No VM runs. */
  get powerOff(): boolean {
    return this.machine.state === STOPPING || this.machine.state === STOPPED || this.machine.state === STARTING;
  }

  get starting(): boolean {
    return this.machine.state === STARTING;
  }

  stop(): void {
    this.pendingStop = false;
    this.machine.go(STOPPING);
    this.owner.stopRequested();
    // The seven days count from the request, as billing does.
    this.autoStart.after(this.starts.draw(this.autoStartAfter));
    this.step.after(this.stops.draw(this.stopTicks));
  }

  /** A stop during Stopping, or while a failed start waits to be tried again: the server stays off. True when so. */
  giveUpStarting(): boolean {
    const waits = this.machine.state === STOPPING && this.pendingStart;
    const retries = this.machine.state === STOPPED && this.retry.due !== Infinity;
    if (!waits && !retries) return false;
    this.pendingStart = false;
    this.stayOff();
    return true;
  }

  private stayOff(): void {
    this.pendingStop = false;
    this.retry.cancel();
    this.blocker.clear();
    this.autoStart.after(this.starts.draw(this.autoStartAfter));
  }

  start(): void {
    this.pendingStart = false;
    if (this.machine.state === STOPPING) {
      this.pendingStart = true;
      return;
    }
    if (this.machine.state !== STOPPED) return;
    this.retry.cancel();
    this.autoStart.cancel();
    this.machine.go(STARTING);
    this.startWillFail = !this.outcomes.chance(this.startSuccess);
    if (this.startWillFail && !this.blocker.active) {
      this.blocker.block(START_FAILURE, this.simulation.now);
      this.owner.startFailed(START_FAILURE);
    }
    this.owner.startRequested();
    const extra = this.owner.maintenancePending ? this.starts.draw(this.pendingMaintenance) : 0;
    this.step.after(this.starts.draw(this.startTicks) + extra);
  }

  /** Ticks of a restart of the engine. */
  restartTicks(): number {
    return Math.round(this.restarts.draw(this.restart));
  }

  beginRestart(): void {
    this.machine.go(RESTARTING);
    this.blocker.block(RESTART, this.simulation.now);
    this.step.after(this.restartTicks());
  }

  beginUpdate(): void {
    this.machine.go(UPDATING);
  }

  endUpdate(): void {
    if (this.machine.state === UPDATING) this.machine.go(READY);
  }

  private next(): void {
    switch (this.machine.state) {
      case STOPPING:
        this.machine.go(STOPPED);
        if (this.pendingStart) this.start();
        break;
      case STARTING:
        if (this.startWillFail) {
          this.machine.go(STOPPED);
          this.owner.stopRequested();
          if (this.pendingStop) this.stayOff();
          else this.retry.after(this.retries.draw(this.retryWait));
        } else {
          this.machine.go(READY);
          this.blocker.clear();
          this.owner.started();
        }
        break;
      case RESTARTING:
        this.blocker.clear();
        this.machine.go(READY);
        break;
      default:
    }
  }
}
