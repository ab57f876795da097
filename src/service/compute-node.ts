import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { createRoundedSampler } from '../distributions/rounded-sampler.ts';
import type { CauseId } from '../vocabulary/causes.ts';
import { Blocker } from './blocker.ts';
import { Durations } from './durations.ts';
import { HazardGroup, type Hazard, type Hazards } from './hazard.ts';
import { Machine, type MachineDefinition, type TransitionListener } from './machine.ts';
import { NO_TICKS } from './no-ticks.ts';
import type { Parameters } from './parameters.ts';

/**
 * A compute node: one Linux VM with the database engine in it, in slot A or B of the server. The engine process crashes
 * and restarts; the VM crashes and restarts in place; the host dies and the node moves to a new VM with the same storage
 * attached. Every restart and relocation runs from onset until the engine serves; crash recovery comes on top. Data loss
 * is none: the storage survives. (Recovery without HA: service documentation, business continuity and high availability.)
 */
export const COMPUTE_NODE = {
  name: 'compute node',
  states: ['Running', 'EngineDown', 'VmDown', 'Relocating', 'Updating', 'Stopped'],
  transitions: [
    { from: 'Running', to: 'EngineDown', on: 'engine crash; or power returns and crash recovery begins' },
    { from: 'Running', to: 'VmDown', on: 'VM crash' },
    { from: 'Running', to: 'Relocating', on: 'host failure' },
    { from: 'EngineDown', to: 'VmDown', on: 'VM crash' },
    { from: 'EngineDown', to: 'Relocating', on: 'host failure' },
    { from: 'VmDown', to: 'Relocating', on: 'host failure' },
    { from: 'EngineDown', to: 'Running', on: 'engine up, WAL replayed' },
    { from: 'VmDown', to: 'Running', on: 'VM restarted, WAL replayed' },
    { from: 'Relocating', to: 'Running', on: 'new VM, storage attached, WAL replayed' },
    { from: 'Running', to: 'Updating', on: 'patched by maintenance' },
    { from: 'Updating', to: 'Running', on: 'patched' },
    { from: 'Updating', to: 'EngineDown', on: 'engine crash' },
    { from: 'Updating', to: 'VmDown', on: 'VM crash' },
    { from: 'Updating', to: 'Relocating', on: 'host failure' },
    { from: 'Running', to: 'Stopped', on: 'server stopped' },
    { from: 'EngineDown', to: 'Stopped', on: 'server stopped' },
    { from: 'VmDown', to: 'Stopped', on: 'server stopped' },
    { from: 'Relocating', to: 'Stopped', on: 'server stopped' },
    { from: 'Stopped', to: 'Running', on: 'server started' },
  ],
} as const satisfies MachineDefinition;

const RUNNING = 0;
const ENGINE_DOWN = 1;
const VM_DOWN = 2;
const RELOCATING = 3;
const UPDATING = 4;
const STOPPED = 5;

export type NodeFailure = 'engineCrash' | 'vmCrash' | 'hostFailure';
/** Index of the state a failure brings. */
export const STATE_OF: Record<NodeFailure, number> = {
  engineCrash: ENGINE_DOWN,
  vmCrash: VM_DOWN,
  hostFailure: RELOCATING,
};

/** What a node tells the server it belongs to. */
export interface NodeOwner {
  /** A random failure has struck. */
  nodeStruck(slot: number, failure: NodeFailure): void;
  nodePaused(slot: number, duration: number): void;
  nodeRecovered(slot: number): void;
}

/** Shared by both nodes of a server: how long recoveries take. */
export class NodeRecovery {
  private readonly restart: Record<NodeFailure, Sampler>;
  private readonly crashRecovery: boolean;
  /** Bytes of WAL between two checkpoints: min(WAL rate x checkpoint_timeout, max_wal_size / 1.9). */
  private readonly checkpointBytes: number;
  private readonly replayRate: number;

  constructor(parameters: Parameters, walBytesPerSecond: number, maxWalBytes: number) {
    this.restart = {
      engineCrash: createRoundedSampler(parameters.distribution('engineCrash.restart.duration')),
      vmCrash: createRoundedSampler(parameters.distribution('vmCrash.restart.duration')),
      hostFailure: createRoundedSampler(parameters.distribution('hostFailure.relocation.duration')),
    };
    this.crashRecovery = parameters.flag('crashRecovery.enabled');
    this.checkpointBytes = Math.min(walBytesPerSecond * CHECKPOINT_TIMEOUT_SECONDS, maxWalBytes / 1.9);
    this.replayRate = parameters.rate('walReplay.rate');
  }

  /** Ticks from onset until the engine is up, crash recovery not included. */
  restartTicks(failure: NodeFailure, stream: Stream): number {
    return this.restart[failure].sample(stream.uniform());
  }

  /**
   * Ticks of crash recovery: WAL since the redo point / replay rate. Redo starts before the last checkpoint ended
   * (completion target 0.9), so the WAL to replay is uniform from 0.9 to 1.9 checkpoint intervals' worth.
   */
  crashRecoveryTicks(stream: Stream): number {
    if (!this.crashRecovery || this.checkpointBytes === 0) return 0;
    const bytes = (0.9 + stream.uniform()) * this.checkpointBytes;
    return Math.round((bytes / this.replayRate) * 1000);
  }
}

/** Default of checkpoint_timeout on the service. */
const CHECKPOINT_TIMEOUT_SECONDS = 600;

export class ComputeNode {
  /** Active while the engine of this node is not up. */
  readonly blocker = new Blocker();
  private readonly machine: Machine;
  private readonly recovered: Timer;
  private readonly vmHazards: HazardGroup;
  private readonly engineHazards: HazardGroup;
  private readonly restartStream: Stream;
  private readonly walStream: Stream;
  private readonly recovery: NodeRecovery;
  private readonly simulation: Simulation;
  /** A failure makes others likelier for a while. */
  readonly repeats: boolean;
  private readonly repeatDuration: Sampler;
  private readonly repeatStream: Stream;
  private readonly repeating: readonly Hazard[];
  private hastenedUntil = NO_TICKS;

  constructor(
    simulation: Simulation,
    slot: number,
    parameters: Parameters,
    recovery: NodeRecovery,
    hazards: Hazards,
    owner: NodeOwner,
    listeners: TransitionListener[],
  ) {
    const part = slot === 0 ? 'node-a' : 'node-b';
    this.simulation = simulation;
    this.recovery = recovery;
    this.machine = new Machine(simulation, COMPUTE_NODE, part, listeners);
    this.restartStream = simulation.stream(part, 'restart');
    this.walStream = simulation.stream(part, 'crashRecovery');
    this.recovered = simulation.timer(`${part} recovered`, () => {
      this.machine.go(RUNNING);
      this.blocker.clear();
      owner.nodeRecovered(slot);
    });
    const repeatFactor = parameters.factor('repeatFailure.factor');
    const hazard = (name: string, occur: () => void): Hazard | null =>
      hazards.create(
        part,
        name,
        parameters.distribution(`${name}.every`),
        () => {
          this.vmHazards.occurred();
          this.engineHazards.occurred();
          occur();
        },
        repeatFactor,
      );
    this.repeats = repeatFactor > 1;
    this.repeatDuration = parameters.sampler('repeatFailure.duration');
    this.repeatStream = simulation.stream(part, 'repeatFailure.duration');
    const pauses = new Durations(
      simulation.stream(part, 'platformPause.duration'),
      parameters.distribution('platformPause.duration'),
    );
    // A pause leaves the VM exposed: its clock goes on at once.
    const pause = hazards.create(part, 'platformPause', parameters.distribution('platformPause.every'), () => {
      pause!.expose(true);
      owner.nodePaused(slot, pauses.next());
    });
    const engineCrash = hazard('engineCrash', () => owner.nodeStruck(slot, 'engineCrash'));
    const vmCrash = hazard('vmCrash', () => owner.nodeStruck(slot, 'vmCrash'));
    const hostFailure = hazard('hostFailure', () => owner.nodeStruck(slot, 'hostFailure'));
    this.engineHazards = new HazardGroup([engineCrash]);
    this.vmHazards = new HazardGroup([vmCrash, hostFailure, pause]);
    this.repeating = [engineCrash, vmCrash, hostFailure].filter((clock) => clock !== null);
  }

  reset(): void {
    this.machine.reset();
    this.blocker.clear();
    this.engineHazards.reset();
    this.vmHazards.reset();
    this.hastenedUntil = 0;
  }

  /** The VM is up, whether or not the engine is. */
  get vmUp(): boolean {
    return this.machine.state === RUNNING || this.machine.state === ENGINE_DOWN;
  }

  get running(): boolean {
    return this.machine.state === RUNNING;
  }

  /** Lets the clocks of this node run or rest. */
  expose(vmExposed: boolean, engineExposed: boolean): void {
    this.engineHazards.expose(engineExposed);
    this.vmHazards.expose(vmExposed);
  }

  /** It has failed: for a while from now on its clocks of failures run faster. */
  hasten(): void {
    if (!this.repeats) return;
    const until = this.simulation.now + Math.round(this.repeatStream.draw(this.repeatDuration));
    if (until <= this.hastenedUntil) return;
    this.hastenedUntil = until;
    for (let index = 0; index < this.repeating.length; index++) this.repeating[index]!.hasten(until);
  }

  /** Its clocks run faster now. */
  get hastened(): boolean {
    return this.hastenedUntil > this.simulation.now;
  }

  /** The VM's clocks rest for so many ticks. */
  rest(ticks: number): void {
    this.vmHazards.rest(ticks);
  }

  /** All clocks rest for so many ticks. */
  restAll(ticks: number): void {
    this.engineHazards.rest(ticks);
    this.vmHazards.rest(ticks);
  }

  /** Ticks that the engine of this node, which does not serve now, can serve until it crashes by itself. */
  engineAhead(): number {
    return this.engineHazards.ahead();
  }

  /** Ticks, once it serves again after a failure, until the next at the earliest. */
  ahead(): number {
    return Math.min(this.engineHazards.ahead(), this.vmHazards.ahead());
  }

  /** Ticks of the restart or relocation after a failure, crash recovery not included. */
  restartTicks(failure: NodeFailure): number {
    return this.recovery.restartTicks(failure, this.restartStream);
  }

  crashRecoveryTicks(): number {
    return this.recovery.crashRecoveryTicks(this.walStream);
  }

  /** Goes down for so many ticks of its restart or relocation, and so many of crash recovery. */
  fail(failure: NodeFailure, cause: CauseId, restartTicks: number, replayTicks: number): void {
    if (STATE_OF[failure] >= this.machine.state || this.machine.state === UPDATING) this.machine.go(STATE_OF[failure]);
    this.blocker.block(cause, this.simulation.now);
    const due = this.simulation.now + restartTicks + replayTicks;
    // A second failure does not make the first one end sooner.
    this.recovered.at(this.recovered.due === Infinity ? due : Math.max(due, this.recovered.due));
  }

  /**
   * Power, network or storage is back: crash recovery, blamed on what had taken them away. A node that is still down of
   * its own goes on with that. Returns the ticks of crash recovery.
   */
  recoverFrom(cause: CauseId, since: number): number {
    if (!this.running) return 0;
    const replay = this.recovery.crashRecoveryTicks(this.walStream);
    if (replay === 0) return 0;
    this.machine.go(ENGINE_DOWN);
    this.blocker.block(cause, since);
    this.recovered.after(replay);
    return replay;
  }

  /** Maintenance patches this node; it is up again with {@link updated}. Nothing happens to a node that is not Running. */
  update(): void {
    if (this.running) this.machine.go(UPDATING);
  }

  updated(): void {
    if (this.machine.state === UPDATING) this.machine.go(RUNNING);
  }

  /** Stopped with its server; a recovery that was running is over, the next start begins from a clean engine. */
  stop(): void {
    this.recovered.cancel();
    this.blocker.clear();
    this.machine.go(STOPPED);
  }

  start(): void {
    if (this.machine.state === STOPPED) this.machine.go(RUNNING);
  }

  /**
   * A new VM takes this slot: whatever the old one was going through is over. The clocks belong to the slot: what struck
   * is renewed, what was only paused goes on where it was.
   */
  replace(): void {
    this.recovered.cancel();
    this.machine.go(RUNNING);
    this.blocker.clear();
  }
}
