import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { causeId, type CauseId } from '../vocabulary/causes.ts';
import { Blocker } from './blocker.ts';
import type { Clock, Clocks } from './hazard.ts';
import { Machine, type MachineDefinition, type TransitionListener } from './machine.ts';
import type { Parameters } from './parameters.ts';

/**
 * The storage of one server: three synchronous, locally redundant copies in the server's zone. A lost copy is rebuilt in
 * the background, unseen by clients; copies fail and rebuild independently, in parallel. With all three down at once the
 * data of this server in this zone is gone. Apart from that the storage service can be unreachable for a while, with
 * nothing lost.
 */
export const STORAGE = {
  name: 'storage',
  states: ['Redundant', 'Degraded(1)', 'Degraded(2)', 'Lost'],
  transitions: [
    { from: 'Redundant', to: 'Degraded(1)', on: 'a copy fails' },
    { from: 'Degraded(1)', to: 'Degraded(2)', on: 'a second copy fails' },
    { from: 'Degraded(2)', to: 'Lost', on: 'the last copy fails, or is unreadable when a rebuild needs it' },
    { from: 'Degraded(2)', to: 'Degraded(1)', on: 'a copy is rebuilt' },
    { from: 'Degraded(1)', to: 'Redundant', on: 'a copy is rebuilt' },
    { from: 'Redundant', to: 'Lost', on: 'a shared shock or the loss of the zone takes all copies' },
    { from: 'Degraded(1)', to: 'Lost', on: 'a shared shock or the loss of the zone takes all copies' },
    { from: 'Lost', to: 'Redundant', on: 'a new disk set takes its place' },
    { from: 'Degraded(1)', to: 'Redundant', on: 'a new disk set takes its place' },
    { from: 'Degraded(2)', to: 'Redundant', on: 'a new disk set takes its place' },
  ],
} as const satisfies MachineDefinition;

const COPIES = 3;
const LOST = 3;
const STORAGE_LOSS = causeId('storageLoss');
const STORAGE_SHOCK = causeId('storageShock');
const STORAGE_OUTAGE = causeId('storageOutage');

export interface StorageOwner {
  /** The outage clock of this storage has struck: the server decides what else it takes. */
  storageOutageStruck(slot: number, duration: number): void;
  storageReturned(slot: number, since: number): void;
  /** All copies are gone. */
  storageLost(slot: number, cause: CauseId): void;
  /** A copy was lost and nobody noticed. */
  storageCopyMasked(): void;
}

export class Storage {
  /** Active while unreachable. */
  readonly unreachable = new Blocker();
  /** Active while Lost. */
  readonly lost = new Blocker();
  /** Probability that the last copy cannot be read when a rebuild needs it. */
  unreadable: number;
  /** Probability that a shock takes a copy. */
  copyLoss: number;
  private readonly machine: Machine;
  private readonly simulation: Simulation;
  private readonly slot: number;
  private readonly owner: StorageOwner;
  private readonly copyHazards: (Clock | null)[] = [];
  private readonly rebuilds: Timer[] = [];
  private readonly up = [true, true, true];
  private readonly shockHazard: Clock | null;
  private readonly outageHazard: Clock | null;
  private readonly outageEnd: Timer;
  private readonly rebuild: Sampler;
  private readonly rebuildStream: Stream;
  private readonly shockStream: Stream;

  constructor(
    simulation: Simulation,
    slot: number,
    parameters: Parameters,
    hazards: Clocks,
    owner: StorageOwner,
    listeners: TransitionListener[],
  ) {
    const part = slot === 0 ? 'storage-a' : 'storage-b';
    this.simulation = simulation;
    this.slot = slot;
    this.owner = owner;
    this.machine = new Machine(simulation, STORAGE, part, listeners);
    this.rebuild = parameters.sampler('storageCopy.rebuild.duration');
    this.rebuildStream = simulation.stream(part, 'storageCopy.rebuild');
    this.unreadable = parameters.probability('storageCopy.unreadable.probability');
    for (let copy = 0; copy < COPIES; copy++) {
      const copyPart = `${part}-copy-${copy + 1}`;
      const distribution = parameters.distribution('storageCopy.failure.every');
      this.copyHazards.push(hazards.create(copyPart, 'storageCopy.failure', distribution, () => this.copyFailed(copy)));
      this.rebuilds.push(simulation.timer(`${copyPart} rebuilt`, () => this.copyRebuilt(copy)));
    }
    this.copyLoss = parameters.probability('storageShock.copyLoss.probability');
    this.shockStream = simulation.stream(part, 'storageShock.copyLoss');
    this.shockHazard = hazards.create(part, 'storageShock', parameters.distribution('storageShock.every'), () =>
      this.shocked(),
    );
    const outage = parameters.sampler('storageOutage.duration');
    const outageStream = simulation.stream(part, 'storageOutage.duration');
    this.outageHazard = hazards.create(part, 'storageOutage', parameters.distribution('storageOutage.every'), () =>
      owner.storageOutageStruck(slot, Math.round(outageStream.draw(outage))),
    );
    this.outageEnd = simulation.timer(`${part} returns`, () => {
      const { since } = this.unreachable;
      this.unreachable.clear();
      this.outageHazard?.expose(true);
      owner.storageReturned(slot, since);
    });
  }

  reset(): void {
    this.machine.reset();
    this.unreachable.clear();
    this.lost.clear();
    for (let copy = 0; copy < COPIES; copy++) this.up[copy] = true;
    this.exposeAll();
  }

  /** Begins or prolongs an outage of this storage. */
  loseReach(duration: number): void {
    this.outageHazard?.expose(false);
    this.unreachable.block(STORAGE_OUTAGE, this.simulation.now);
    const end = this.simulation.now + duration;
    this.outageEnd.at(this.outageEnd.due === Infinity ? end : Math.max(end, this.outageEnd.due));
  }

  /** All copies are destroyed. */
  destroy(cause: CauseId): void {
    if (this.machine.state === LOST) return;
    for (let copy = 0; copy < COPIES; copy++) {
      this.up[copy] = false;
      this.copyHazards[copy]?.renew();
      this.rebuilds[copy]!.cancel();
    }
    this.machine.go(LOST);
    this.lost.block(cause, this.simulation.now);
    this.owner.storageLost(this.slot, cause);
  }

  /** A new disk set: three good copies, reachable. Clocks of what had struck start anew, the others run on. */
  replace(): void {
    this.outageEnd.cancel();
    this.unreachable.clear();
    this.lost.clear();
    for (let copy = 0; copy < COPIES; copy++) {
      this.up[copy] = true;
      this.rebuilds[copy]!.cancel();
    }
    this.machine.go(0);
    this.exposeAll();
  }

  private exposeAll(): void {
    for (let copy = 0; copy < COPIES; copy++) this.copyHazards[copy]?.expose(true);
    this.shockHazard?.expose(true);
    this.outageHazard?.expose(true);
  }

  private copyFailed(copy: number): void {
    if (this.take(copy)) this.destroy(STORAGE_LOSS);
    else this.owner.storageCopyMasked();
  }

  /** Takes one copy; true when it was the last. */
  private take(copy: number): boolean {
    if (!this.up[copy]) return false;
    this.up[copy] = false;
    this.copyHazards[copy]?.expose(false);
    if (this.copiesUp() === 0) return true;
    this.machine.go(COPIES - this.copiesUp());
    this.rebuilds[copy]!.after(this.rebuildStream.draw(this.rebuild));
    return false;
  }

  private copyRebuilt(copy: number): void {
    if (this.copiesUp() === 1 && this.rebuildStream.chance(this.unreadable)) {
      this.destroy(STORAGE_LOSS);
      return;
    }
    this.up[copy] = true;
    this.machine.go(COPIES - this.copiesUp());
    this.copyHazards[copy]?.expose(true);
  }

  private shocked(): void {
    this.shockHazard?.expose(true);
    if (this.machine.state === LOST) return;
    let last = false;
    for (let copy = 0; copy < COPIES; copy++) {
      // One draw per copy, up or not, so that the draws of later shocks stay aligned.
      if (this.shockStream.chance(this.copyLoss)) last = this.take(copy) || last;
    }
    if (last) this.destroy(STORAGE_SHOCK);
  }

  private copiesUp(): number {
    return (this.up[0] ? 1 : 0) + (this.up[1] ? 1 : 0) + (this.up[2] ? 1 : 0);
  }
}
