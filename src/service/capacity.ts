import { findStorageTier, listStorageTiers } from '../catalog/storage.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Ledger } from './ledger.ts';
import { ceilingOf, creditsAfter, exhaustedWithin, type Load, LoadTable, loadOf } from './load.ts';
import type { Parameters } from './parameters.ts';

/** Of the usual load, and of an unusual one. */
type Tables = readonly [regular: LoadTable, surging: LoadTable];

/** Hears of the load as it passes. */
export type LoadListener = (stretch: LoadStretch) => void;

/** A stretch of time in which demand and ceiling are constant. */
export interface LoadStretch {
  readonly from: number;
  readonly to: number;
  /** Of the load, with this table. */
  readonly piece: number;
  readonly table: LoadTable;
  /** Times the load. */
  readonly factor: number;
  /** Of {@link WORK}. */
  readonly work: number;
  /** At its beginning and its end; 0 without any. */
  readonly credits: readonly [number, number];
}

/** What a stretch of time is to the workload. */
export const WORK = {
  /** Clients work. */
  on: 0,
  /** They work, and are held up by something else already. */
  held: 1,
  /** The server runs, and nobody works with it. */
  away: 2,
  /** It is deallocated. */
  off: 3,
} as const;

/**
 * The workload meets what compute and disk can do: time in which more is asked of the server than it can give is Degraded.
 * Demand is known ahead, so nothing of this is an event: the condition's stretches of time are told as they end, and what
 * happened in them is looked up. Of a burstable size the credits are kept: they run as in the table while nothing comes
 * between, and after an interruption until they are at the cap or used up in both.
 */
export class Capacity {
  listener: LoadListener | null = null;
  private readonly ledger: Ledger;
  private readonly load: Load;
  private table: LoadTable;
  private regular: LoadTable;
  private surging: LoadTable;
  private readonly created: Tables;
  /** By disk size, once seen. */
  private readonly grown = new Map<number, Tables>();
  private readonly server: Scenario['server'];
  private readonly spikeFactor: number;
  /** The new virtual machine begins with the credits that one is given. */
  private readonly startsAnew: boolean;
  private at = 0;
  private piece = 0;
  private credits = 0;
  /** The credits are those of the table. */
  private inStep = true;
  private moved = false;
  private cpuMs = 0;
  private ioMs = 0;
  private exhaustedMs = 0;
  private degradedMs = 0;

  constructor(scenario: Scenario, parameters: Parameters, ledger: Ledger) {
    this.ledger = ledger;
    this.load = loadOf(scenario, parameters.factor('workload.growth.factor'));
    this.server = scenario.server;
    this.spikeFactor = parameters.factor('workload.spike.factor');
    this.created = this.tablesOf(scenario.server);
    [this.regular, this.surging] = this.created;
    this.table = this.regular;
    this.startsAnew = parameters.choice('burst.credits.afterRelocation') === 'initial';
  }

  reset(): void {
    [this.regular, this.surging] = this.created;
    this.table = this.regular;
    this.at = 0;
    this.piece = 0;
    this.credits = this.table.ceiling.credits?.initial ?? 0;
    this.inStep = true;
    this.moved = false;
    this.cpuMs = 0;
    this.ioMs = 0;
    this.exhaustedMs = 0;
    this.degradedMs = 0;
  }

  /** The server is on another virtual machine when it is back. */
  relocated(): void {
    this.moved = true;
  }

  /** From now on the load is an unusual one, or the usual one again; what was before is accounted for. */
  surge(on: boolean): void {
    this.turnTo(on ? this.surging : this.regular);
  }

  /** From now on the disk is one of this size; what was before is accounted for. */
  diskGrown(sizeGib: number): void {
    const { server, grown } = this;
    if (!grown.has(sizeGib)) grown.set(sizeGib, this.tablesOf({ ...server, storage: afterGrowth(server, sizeGib) }));
    const surges = this.table === this.surging;
    [this.regular, this.surging] = grown.get(sizeGib)!;
    this.turnTo(surges ? this.surging : this.regular);
  }

  private turnTo(table: LoadTable): void {
    if (this.inStep && this.table.ceiling.credits !== null) this.credits = this.table.creditsAt(this.at, this.piece);
    this.inStep = false;
    this.table = table;
  }

  private tablesOf(server: Scenario['server']): Tables {
    const ceiling = ceilingOf(server);
    return [new LoadTable(this.load, ceiling), new LoadTable(this.load, ceiling, this.spikeFactor)];
  }

  /** A stretch of time ends, of a kind of {@link WORK}. */
  pass(until: number, work: number): void {
    if (until <= this.at) return;
    if (this.listener !== null) this.tell(until, work, this.listener);
    const from = this.piece;
    const piece = this.table.pieceAt(until);
    const { table, at } = this;
    const works = work === WORK.on || work === WORK.held;
    if (works) {
      const saturated = table.saturatedUntil(until, piece) - table.saturatedUntil(at, from);
      this.cpuMs += table.cpuSaturatedUntil(until, piece) - table.cpuSaturatedUntil(at, from);
      this.ioMs += table.ioSaturatedUntil(until, piece) - table.ioSaturatedUntil(at, from);
      if (work === WORK.on) this.degradedMs += saturated;
    }
    if (table.ceiling.credits !== null) {
      if (works) this.spend(until, piece, work === WORK.on);
      else this.rest(until, work === WORK.off);
    }
    this.at = until;
    this.piece = piece;
  }

  /** What passes until a tick, piece by piece. */
  private tell(until: number, work: number, listener: LoadListener): void {
    const { table } = this;
    const { starts } = this.load;
    const earned = table.ceiling.credits?.earned ?? 0;
    const max = table.ceiling.credits?.max ?? 0;
    const works = work === WORK.on || work === WORK.held;
    let before = this.inStep && max > 0 ? table.creditsAt(this.at, this.piece) : this.credits;
    for (let from = this.at, piece = this.piece; from < until; piece++) {
      const to = Math.min(until, starts[piece + 1]!);
      const slope = works ? table.slope[piece]! : work === WORK.away ? earned : 0;
      const after = creditsAfter(before, slope, to - from, max);
      const factor = table === this.surging ? this.spikeFactor : 1;
      if (to > from) listener({ from, to, piece, table, factor, work, credits: [before, after] });
      before = after;
      from = to;
    }
  }

  /** Closes the accounts of the replication. */
  finish(): void {
    const { ledger, cpuMs, ioMs, exhaustedMs, degradedMs } = this;
    if (cpuMs + ioMs + exhaustedMs === 0) return;
    ledger.touch();
    ledger.cpuSaturatedMs = Math.round(cpuMs);
    ledger.ioSaturatedMs = Math.round(ioMs);
    ledger.creditExhaustedMs = Math.round(exhaustedMs);
    ledger.degradedMs += Math.round(degradedMs);
  }

  /** Clients work until a tick. */
  private spend(until: number, last: number, counts: boolean): void {
    const { table } = this;
    const { starts } = this.load;
    const { max } = table.ceiling.credits!;
    let { at, piece } = this;
    while (!this.inStep && at < until) {
      const end = Math.min(until, starts[piece + 1]!);
      const slope = table.slope[piece]!;
      const exhausted = exhaustedWithin(this.credits, slope, end - at);
      this.exhaustedMs += exhausted;
      if (counts && !table.isShort(piece)) this.degradedMs += exhausted;
      this.credits = creditsAfter(this.credits, slope, end - at, max);
      at = end;
      if (end === starts[piece + 1]) {
        piece++;
        this.inStep = this.credits === table.credits[piece];
      }
    }
    if (!this.inStep || at >= until) return;
    this.exhaustedMs += table.exhaustedUntil(until, last) - table.exhaustedUntil(at, piece);
    if (counts) {
      this.degradedMs += table.exhaustedOnlyUntil(until, last) - table.exhaustedOnlyUntil(at, piece);
    }
  }

  /** Nobody works until a tick: credits are earned, unless the server is off or begins anew. */
  private rest(until: number, off: boolean): void {
    const { table, at } = this;
    const { initial, max, earned } = table.ceiling.credits!;
    if (this.inStep) this.credits = table.creditsAt(at, this.piece);
    this.inStep = false;
    if (!off) this.credits = creditsAfter(this.credits, earned, until - at, max);
    if ((off || this.moved) && this.startsAnew) this.credits = initial;
    this.moved = false;
  }
}

/** A tier that was chosen above that of the size stays, while it is the better one. */
function afterGrowth({ storage }: Scenario['server'], sizeGib: number): Scenario['server']['storage'] {
  const tier = findStorageTier(storage.type, sizeGib)!;
  const own = listStorageTiers().find((row) => row.tier !== null && row.tier === storage.tier);
  const keeps = own !== undefined && own.baselineIops > tier.baselineIops;
  return { ...storage, sizeGib, tier: keeps ? storage.tier : tier.tier };
}
