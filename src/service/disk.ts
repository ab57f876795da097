import type { Sampler } from '../distributions/distribution.ts';
import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { causeId, DISRUPTION_CLASSES } from '../vocabulary/causes.ts';
import { Blocker } from './blocker.ts';
import { AUTOGROW_RULES, autogrowFrom, type DiskRules, growsOffline, nextSizeGib, readOnlyFrom } from './disk-rules.ts';
import type { Ledger } from './ledger.ts';
import { Machine, type MachineDefinition, type TransitionListener } from './machine.ts';
import type { Parameters } from './parameters.ts';
import type { People } from './people.ts';

/**
 * The disk fills. Only crossings are events: near full it grows by itself, if that is switched on and the step does not reach 4096
 * GiB; at 95 % or 5 GiB free it is read-only until people have grown it. It never shrinks. (Service documentation, storage.)
 */
export const DISK = {
  name: 'disk',
  states: ['Ok', 'AutogrowDue', 'ReadOnly', 'Growing'],
  transitions: [
    { from: 'Ok', to: 'AutogrowDue', on: 'little is free' },
    { from: 'AutogrowDue', to: 'Ok', on: 'grown by itself' },
    { from: 'AutogrowDue', to: 'ReadOnly', on: '95 % used or 5 GiB free' },
    { from: 'Ok', to: 'ReadOnly', on: '95 % used or 5 GiB free' },
    { from: 'ReadOnly', to: 'Ok', on: 'grown by itself after all, or by people online' },
    { from: 'ReadOnly', to: 'Growing', on: 'grown by people, offline' },
    { from: 'Growing', to: 'Ok', on: 'grown' },
  ],
} as const satisfies MachineDefinition;

const OK = 0;
const AUTOGROW_DUE = 1;
const READ_ONLY = 2;
const GROWING = 3;
const DISK_FULL = causeId('diskFull');
const CAPACITY = DISRUPTION_CLASSES.indexOf('capacity');
/** Milliseconds of a month as assumptions count it. */
const MONTH = 730 * 3_600_000;

export interface DiskOwner {
  /** The disk has another size from now on. */
  diskGrown(sizeGib: number): void;
  /** Writes are not refused any more as they were since then; people took so long to notice and to decide. */
  writable(since: number, detect: number, decide: number): void;
  /** The server is away until the disk has grown. */
  growsOffline(): void;
}

/** What is in use of a disk at a tick, and by how much it grows until the next time this is told. */
export type DiskListener = (
  at: number,
  usedGib: number,
  sizeGib: number,
  gibPerTick: number,
  readOnly: boolean,
) => void;

export class Disk {
  listener: DiskListener | null = null;
  /** Active while the server is away to grow. */
  readonly blocker = new Blocker();
  private sizeGib = 0;
  private readonly machine: Machine;
  private readonly simulation: Simulation;
  private readonly owner: DiskOwner;
  private readonly ledger: Ledger;
  private readonly people: People;
  private readonly rules: DiskRules;
  private readonly initialGib: number;
  private readonly dataGib: number;
  private readonly watched: boolean;
  /** GiB per tick. */
  private readonly growth: number;
  private readonly growDuration: Sampler;
  private readonly offlineDuration: Sampler;
  private readonly stream: Stream;
  /** The next crossing; while read-only, people have acted. */
  private readonly crossing: Timer;
  private readonly grown: Timer;
  /** GiB used at `since`. */
  private used = 0;
  private since = 0;
  private detect = 0;
  private decide = 0;
  private readOnlySince = -1;

  constructor(
    simulation: Simulation,
    { server, workload }: Pick<Scenario, 'server' | 'workload'>,
    parameters: Parameters,
    people: People,
    ledger: Ledger,
    owner: DiskOwner,
    listeners: TransitionListener[],
  ) {
    this.simulation = simulation;
    this.owner = owner;
    this.ledger = ledger;
    this.people = people;
    this.machine = new Machine(simulation, DISK, 'disk', listeners);
    const { type, sizeGib, autoGrow } = server.storage;
    const rule = AUTOGROW_RULES.find((name) => name === parameters.choice('disk.autogrow.rule'))!;
    this.rules = { type, autogrow: autoGrow, rule };
    this.watched = workload.growthGibPerMonth !== null;
    this.initialGib = sizeGib;
    this.dataGib = workload.dataGib;
    this.growth = ((workload.growthGibPerMonth ?? 0) * parameters.factor('workload.growth.factor')) / MONTH;
    this.growDuration = parameters.sampler('disk.grow.duration');
    this.offlineDuration = parameters.sampler('scaling.regular.duration');
    this.stream = simulation.stream('disk', 'duration');
    this.crossing = simulation.timer('disk crossing', () => this.cross());
    this.grown = simulation.timer('disk grown', () => this.grow());
  }

  reset(): void {
    this.machine.reset();
    this.blocker.clear();
    this.sizeGib = this.initialGib;
    this.used = this.dataGib;
    this.since = 0;
    this.readOnlySince = -1;
    if (this.watched) this.plan();
    this.tell();
  }

  /** Reads work, writes fail. */
  get readOnly(): boolean {
    return this.machine.state === READ_ONLY;
  }

  /** Closes the accounts at the horizon. */
  finish(): void {
    if (this.watched) this.look();
    this.tell();
  }

  /** Since when writes are refused; -1 while they are not. */
  get refusedSince(): number {
    return this.readOnlySince;
  }

  private get usedNow(): number {
    const grows = this.machine.state === OK || this.machine.state === AUTOGROW_DUE;
    return this.used + (grows ? this.growth * (this.simulation.now - this.since) : 0);
  }

  private settle(): void {
    this.used = this.usedNow;
    this.since = this.simulation.now;
    this.look();
  }

  private look(): void {
    const percent = (100 * this.usedNow) / this.sizeGib;
    if (percent > this.ledger.storageUsedPercent) {
      this.ledger.touch();
      this.ledger.storageUsedPercent = percent;
    }
  }

  private tell(): void {
    const grows = this.machine.state === OK || this.machine.state === AUTOGROW_DUE;
    this.listener?.(this.simulation.now, this.usedNow, this.sizeGib, grows ? this.growth : 0, this.readOnly);
  }

  /** When the next threshold is reached. */
  private plan(): void {
    const full = readOnlyFrom(this.sizeGib);
    const autogrow = autogrowFrom(this.rules, this.sizeGib);
    // What grows first is not refused to write meanwhile.
    const from = this.machine.state === OK ? Math.min(autogrow, full) : autogrow === full ? Infinity : full;
    const left = Math.max(0, from - this.used);
    if (left === 0 || (this.growth > 0 && left < Infinity)) {
      this.crossing.after(left === 0 ? 0 : Math.ceil(left / this.growth));
    }
  }

  private cross(): void {
    this.settle();
    const full = readOnlyFrom(this.sizeGib);
    const autogrows = autogrowFrom(this.rules, this.sizeGib) <= full;
    if (this.machine.state === OK && autogrows) {
      this.machine.go(AUTOGROW_DUE);
      this.grown.after(this.stream.draw(this.growDuration));
      this.plan();
      this.tell();
      return;
    }
    const wasDue = this.machine.state === AUTOGROW_DUE;
    this.machine.go(READ_ONLY);
    this.tell();
    this.readOnlySince = this.simulation.now;
    this.detect = 0;
    this.decide = 0;
    // The disk that is about to grow by itself needs nobody.
    if (wasDue) return;
    this.detect = this.people.detectTicks(CAPACITY);
    this.decide = this.people.decideTicks(CAPACITY);
    if (nextSizeGib(this.rules.type, this.sizeGib) === null) return;
    this.grown.after(this.detect + this.decide + Math.round(this.stream.draw(this.growDuration)));
  }

  private grow(): void {
    this.settle();
    const next = nextSizeGib(this.rules.type, this.sizeGib)!;
    if (this.readOnlySince >= 0) this.owner.writable(this.readOnlySince, this.detect, this.decide);
    this.readOnlySince = -1;
    if (this.readOnly && growsOffline(this.rules.type, this.sizeGib, next)) {
      this.machine.go(GROWING);
      this.blocker.block(DISK_FULL, this.simulation.now);
      this.owner.growsOffline();
      this.tell();
      this.grown.after(this.stream.draw(this.offlineDuration));
      return;
    }
    this.blocker.clear();
    this.crossing.cancel();
    this.sizeGib = next;
    this.machine.go(OK);
    this.owner.diskGrown(next);
    this.plan();
    this.tell();
  }
}
