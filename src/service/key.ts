import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { causeId } from '../vocabulary/causes.ts';
import { Blocker } from './blocker.ts';
import type { Hazard, Hazards } from './hazard.ts';
import { Machine, type MachineDefinition, type TransitionListener } from './machine.ts';
import type { Parameters } from './parameters.ts';

/**
 * A customer-managed key. Access to it is lost (it expires, is deleted, a role or a firewall is in the way: all human); within the hour
 * the server notices and denies all connections; people restore the key; within another hour the server is Ready again. Both servers of a
 * pair depend on the one key. Its clocks are calendar clocks. A version of it that the server was pointed at can expire; a server pointed at
 * the key alone follows new versions. (Service documentation, data encryption.)
 */
export const KEY = {
  name: 'key',
  states: ['Available', 'Lost', 'Inaccessible', 'Returning'],
  transitions: [
    { from: 'Available', to: 'Lost', on: 'access to the key lost' },
    { from: 'Lost', to: 'Available', on: 'restored before the server noticed' },
    { from: 'Lost', to: 'Inaccessible', on: 'noticed: all connections denied' },
    { from: 'Inaccessible', to: 'Returning', on: 'key restored' },
    { from: 'Returning', to: 'Available', on: 'Ready again' },
  ],
} as const satisfies MachineDefinition;

const AVAILABLE = 0;
const LOST = 1;
const INACCESSIBLE = 2;
const RETURNING = 3;
const KEY_LOSS = causeId('keyLoss');

export interface KeyOwner {
  keyDenied(): void;
  keyReturned(since: number): void;
}

export class Key {
  /** Active while the server is Inaccessible, until it is Ready. */
  readonly blocker = new Blocker();
  /** The customer has one to lose. */
  private readonly managed: boolean;
  private readonly machine: Machine;
  private readonly hazard: Hazard | null;
  private readonly expiry: Hazard | null;
  private readonly step: Timer;
  private readonly simulation: Simulation;
  private readonly owner: KeyOwner;
  private readonly denied: Sampler;
  private readonly repair: Sampler;
  private readonly back: Sampler;
  private readonly stream: Stream;
  /** Ticks at which people have restored the key, and at which the server notices that it is gone. */
  private repairedAt = 0;
  private noticedAt = 0;

  constructor(
    simulation: Simulation,
    managed: boolean,
    versioned: boolean,
    parameters: Parameters,
    hazards: Hazards,
    owner: KeyOwner,
    listeners: TransitionListener[],
  ) {
    this.simulation = simulation;
    this.managed = managed;
    this.owner = owner;
    this.machine = new Machine(simulation, KEY, 'key', listeners);
    this.denied = parameters.sampler('key.inaccessible.duration');
    this.repair = parameters.sampler('key.repair.duration');
    this.back = parameters.sampler('key.return.duration');
    this.stream = simulation.stream('key', 'duration');
    this.step = simulation.timer('key', () => this.next());
    const every = managed ? parameters.distribution('key.loss.every') : ({ kind: 'never' } as const);
    this.hazard = hazards.create('key', 'key.loss', every, () => this.lose(null));
    const expires = managed && versioned ? parameters.distribution('key.expiry.every') : ({ kind: 'never' } as const);
    this.expiry = hazards.create('key', 'key.expiry', expires, () => {
      this.lose(null);
      this.expiry!.expose(true);
    });
  }

  reset(): void {
    this.machine.reset();
    this.blocker.clear();
    this.hazard?.expose(true);
    this.expiry?.expose(true);
  }

  /** The server can read it, or does not know yet that it cannot. */
  get usable(): boolean {
    return !this.blocker.active;
  }

  /** Access is lost; `repairTicks` replaces the drawn time until people have restored it. One that is lost already stays so. */
  lose(repairTicks: number | null): void {
    const { stream } = this;
    const repair = Math.round(stream.draw(this.repair));
    const notice = Math.round(stream.draw(this.denied));
    if (!this.managed || this.machine.state !== AVAILABLE) return;
    const { now } = this.simulation;
    this.machine.go(LOST);
    this.hazard?.expose(false);
    this.repairedAt = now + (repairTicks ?? repair);
    this.noticedAt = now + notice;
    this.step.at(Math.min(this.repairedAt, this.noticedAt));
  }

  private next(): void {
    switch (this.machine.state) {
      case LOST:
        if (this.repairedAt <= this.noticedAt) {
          this.available();
          break;
        }
        this.machine.go(INACCESSIBLE);
        this.blocker.block(KEY_LOSS, this.simulation.now);
        this.step.at(this.repairedAt);
        this.owner.keyDenied();
        break;
      case INACCESSIBLE:
        this.machine.go(RETURNING);
        this.step.after(this.stream.draw(this.back));
        break;
      default: {
        const { since } = this.blocker;
        this.blocker.clear();
        this.available();
        this.owner.keyReturned(since);
      }
    }
  }

  private available(): void {
    this.machine.go(AVAILABLE);
    this.hazard?.expose(true);
  }
}
