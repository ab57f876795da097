import { CAUSES, DISRUPTION_CLASSES, type CauseId } from '../vocabulary/causes.ts';
import type { UsageRows } from '../vocabulary/ledger.ts';
import { NO_TICKS } from './no-ticks.ts';

/** How an outage ended, or what had made it worse. Later entries win when several apply. */
export const OUTAGE_PATHS = ['direct', 'unprotected', 'failover', 'failoverFailed', 'restore'] as const;
export type OutagePath = (typeof OUTAGE_PATHS)[number];
export const PATH = { direct: 0, unprotected: 1, failover: 2, failoverFailed: 3, restore: 4 } as const;

const CLASS_OF = Int32Array.from(CAUSES, (cause) => DISRUPTION_CLASSES.indexOf(cause.class));

/** A growable table of numbers, one typed array per column; emptied, not freed, between replications. */
class Table<Column extends string> {
  count = 0;
  readonly columns = {} as Record<Column, Float64Array>;
  /** A row to be, in the order of the columns. */
  readonly row: Float64Array;
  /** All columns, one after the other. */
  private cells = new Float64Array(0);
  private capacity = 0;
  private readonly names: readonly Column[];

  constructor(names: readonly Column[]) {
    this.names = names;
    this.row = new Float64Array(names.length);
    this.grow(64);
  }

  /** Adds the {@link row}. */
  add(): void {
    if (this.count === this.capacity) this.grow(this.capacity * 2);
    const { row, cells, capacity } = this;
    let place = this.count++;
    for (let column = 0; column < row.length; column++) {
      cells[place] = row[column]!;
      place += capacity;
    }
  }

  private grow(capacity: number): void {
    const { names, columns } = this;
    this.capacity = capacity;
    this.cells = new Float64Array(names.length * capacity);
    for (let index = 0; index < names.length; index++) {
      const column = this.cells.subarray(index * capacity, (index + 1) * capacity);
      if (this.count > 0) column.set(columns[names[index]!]);
      columns[names[index]!] = column;
    }
  }
}

/** Outages: `[start, end)` in ticks, `cause` and `enabledBy` as cause ids (-1 none), `path` as index of OUTAGE_PATHS. */
const OUTAGE_COLUMNS = ['start', 'end', 'cause', 'path', 'enabledBy'] as const;

/**
 * Disruptions: `cause`, `onset`; the contiguous parts of the RTO (`detect`, `decide`, `restore`, `replay`, `reconnect`)
 * and `rto`, their sum; `rpo` in milliseconds of commits; `flags` of {@link DISRUPTION_FLAGS}.
 */
const DISRUPTION_COLUMNS = [
  'cause',
  'class',
  'onset',
  'rto',
  'detect',
  'decide',
  'restore',
  'replay',
  'reconnect',
  'rpo',
  'flags',
] as const;

/** Bits of the `flags` column: still open at the horizon; nothing restorable was left; committed work was lost. */
export const DISRUPTION_FLAGS = { censored: 1, totalLoss: 2, lossy: 4 } as const;

/** Ticks at which the months begin, and the end of the last. */
class MonthStarts {
  readonly ticks: Float64Array;
  /** Asked for last: what is asked for next is mostly near it. */
  private recent = 0;

  constructor(ticks: readonly number[]) {
    this.ticks = Float64Array.from(ticks);
  }

  /** Index of the month a tick lies in. */
  monthOf(tick: number): number {
    const { ticks } = this;
    const last = ticks.length - 2;
    let month = this.recent;
    while (month > 0 && tick < ticks[month]!) month--;
    while (month < last && ticks[month + 1]! <= tick) month++;
    this.recent = month;
    return month;
  }
}

/** Rows of (resource, meter, from, to, quantity); see UsageRows. */
class Usage implements UsageRows {
  count = 0;
  resource = new Int32Array(64);
  meter = new Int32Array(64);
  from = new Float64Array(64);
  to = new Float64Array(64);
  quantity = new Float64Array(64);

  add(resource: number, meter: number, from: number, to: number, quantity: number): void {
    if (to <= from || quantity === 0) return;
    const row = this.count++;
    if (row === this.from.length) {
      const grow = <A extends Int32Array | Float64Array>(old: A, fresh: A): A => {
        fresh.set(old);
        return fresh;
      };
      const capacity = row * 2;
      this.resource = grow(this.resource, new Int32Array(capacity));
      this.meter = grow(this.meter, new Int32Array(capacity));
      this.from = grow(this.from, new Float64Array(capacity));
      this.to = grow(this.to, new Float64Array(capacity));
      this.quantity = grow(this.quantity, new Float64Array(capacity));
    }
    this.resource[row] = resource;
    this.meter[row] = meter;
    this.from[row] = from;
    this.to[row] = to;
    this.quantity[row] = quantity;
  }
}

/**
 * What one replication recorded. Times are ticks (integer milliseconds); everything is an integer, so sums are exact in
 * any order. Reused from replication to replication: {@link Ledger.reset} costs what the last one had touched.
 */
export class Ledger {
  downMs = 0;
  writeOnlyMs = NO_TICKS;
  degradedMs = NO_TICKS;
  readOnlyMs = NO_TICKS;
  /** Most of the disk that was in use, in percent. */
  storageUsedPercent = 0.5;
  cpuSaturatedMs = NO_TICKS;
  ioSaturatedMs = NO_TICKS;
  creditExhaustedMs = NO_TICKS;
  plannedStopMs = NO_TICKS;
  unprotectedMs = 0;
  businessDownMs = NO_TICKS;
  longestMs = 0;
  slaMinutes = 0;
  aliveDownMinutes = 0;
  failovers = 0;
  masked = 0;
  restores = 0;
  /** Disruptions that lost committed work, and how much, total losses left out. */
  lossEvents = 0;
  lossMs = NO_TICKS;
  totalLosses = 0;
  /** Time people worked on incidents, from being told until clients were back. */
  peopleMs = NO_TICKS;
  refusedOperations = 0;
  /** False once anything was used that the plan did not foresee (a stop, a restore). */
  usageAsPlanned = true;
  readonly usage = new Usage();
  readonly outages = new Table(OUTAGE_COLUMNS);
  readonly disruptions = new Table(DISRUPTION_COLUMNS);
  /** Down per cause; every Down second belongs to exactly one. */
  readonly causeMs = new Float64Array(CAUSES.length);
  /** Disruptions per cause that clients noticed. */
  readonly causeEvents = new Float64Array(CAUSES.length);
  readonly maskedByClass = new Float64Array(DISRUPTION_CLASSES.length);
  /** Per calendar month. */
  readonly monthDownMs: Float64Array;
  readonly monthStopMs: Float64Array;
  readonly monthSlaMinutes: Float64Array;
  private readonly monthStarts: MonthStarts;
  // The first reset sets everything.
  private touched = true;

  constructor(monthStarts: readonly number[]) {
    this.monthStarts = new MonthStarts(monthStarts);
    const months = monthStarts.length - 1;
    this.monthDownMs = new Float64Array(months);
    this.monthStopMs = new Float64Array(months);
    this.monthSlaMinutes = new Float64Array(months);
  }

  reset(): void {
    this.usage.count = 0;
    this.usageAsPlanned = true;
    this.unprotectedMs = 0;
    this.masked = 0;
    if (!this.touched) return;
    this.touched = false;
    this.downMs = 0;
    this.writeOnlyMs = 0;
    this.degradedMs = 0;
    this.readOnlyMs = 0;
    this.storageUsedPercent = 0;
    this.cpuSaturatedMs = 0;
    this.ioSaturatedMs = 0;
    this.creditExhaustedMs = 0;
    this.plannedStopMs = 0;
    this.businessDownMs = 0;
    this.longestMs = 0;
    this.slaMinutes = 0;
    this.aliveDownMinutes = 0;
    this.failovers = 0;
    this.restores = 0;
    this.lossEvents = 0;
    this.lossMs = 0;
    this.totalLosses = 0;
    this.peopleMs = 0;
    this.refusedOperations = 0;
    this.outages.count = 0;
    this.disruptions.count = 0;
    const { causeMs, causeEvents, maskedByClass, monthDownMs, monthStopMs, monthSlaMinutes } = this;
    for (let cause = 0; cause < causeMs.length; cause++) {
      causeMs[cause] = 0;
      causeEvents[cause] = 0;
    }
    for (let index = 0; index < maskedByClass.length; index++) maskedByClass[index] = 0;
    for (let month = 0; month < monthDownMs.length; month++) {
      monthDownMs[month] = 0;
      monthStopMs[month] = 0;
      monthSlaMinutes[month] = 0;
    }
  }

  /** To be called before anything but unprotected time, masked counts and usage is written. */
  touch(): void {
    this.touched = true;
  }

  mask(cause: CauseId): void {
    this.touched = true;
    this.masked++;
    this.maskedByClass[CLASS_OF[cause]!]!++;
  }

  /** Adds a Down interval of the client clock to its cause and its months. */
  addDown(cause: CauseId, from: number, to: number): void {
    this.touched = true;
    this.downMs += to - from;
    this.causeMs[cause]! += to - from;
    this.addByMonth(this.monthDownMs, from, to);
  }

  addPlannedStop(from: number, to: number): void {
    this.touched = true;
    this.plannedStopMs += to - from;
    this.addByMonth(this.monthStopMs, from, to);
  }

  /** Adds whole minutes of the SLA clock; a minute belongs to the month it begins in. Ticks are of the first minute. */
  addSlaMinutes(firstMinuteTick: number, minutes: number): void {
    this.touched = true;
    this.slaMinutes += minutes;
    this.addByMonth(this.monthSlaMinutes, firstMinuteTick, firstMinuteTick + minutes * 60_000, 60_000);
  }

  /** Adds whole units of time, each to the month it begins in. */
  private addByMonth(months: Float64Array, from: number, to: number, unit = 1): void {
    const { ticks } = this.monthStarts;
    let month = this.monthStarts.monthOf(from);
    let start = from;
    while (month < months.length - 1 && ticks[month + 1]! < to) {
      const units = Math.max(0, Math.ceil((ticks[month + 1]! - start) / unit));
      months[month]! += units;
      start += units * unit;
      month++;
    }
    months[month]! += (to - start) / unit;
  }
}

/** Index of the disruption class of a cause. */
export function classOf(cause: CauseId): number {
  return CLASS_OF[cause]!;
}
