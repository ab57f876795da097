import { CAUSES, type CauseId } from '../vocabulary/causes.ts';
import { DAY } from '../units/duration.ts';
import type { Interval } from '../scenario/scenario.ts';
import { type Capacity, WORK } from './capacity.ts';
import { PATH, type Ledger } from './ledger.ts';

/**
 * The condition of the server over time, and the three clocks that watch it: what clients see, SLA minutes, and
 * `is_db_alive`. Every Down second is blamed on one cause.
 */
export const CONDITION = {
  /** Clients work. */
  serving: 0,
  /** The server does not answer. */
  down: 1,
  /** The server answers, but the customer has taken it away from clients (a mistake is being undone). */
  withdrawn: 2,
  /** The server answers again, clients are not back yet: DNS and reconnecting. Down for the client clock only. */
  reconnecting: 3,
  /** Stopped on purpose. */
  stopped: 4,
} as const;
export const CONDITION_NAMES = [
  'Serving',
  'Down',
  'Down (withdrawn)',
  'Down (clients reconnecting)',
  'Stopped',
] as const;

const MINUTE = 60_000;

/** Which cause has an outage that is owed to several in equal parts: the lower rank, then the earlier in the table. */
const PRECEDENCE = Int32Array.from(CAUSES, (cause, index) => cause.rank * CAUSES.length + index);

/** Hears of every change of the condition, with what it is blamed on (-1: nothing). */
export type ConditionListener = (from: number, to: number, blame: CauseId) => void;

export interface ConditionOptions {
  readonly businessHours: readonly Interval[];
  readonly slaMinutes: 'clock' | 'any';
  /** Whether planned maintenance counts for the SLA clock. */
  readonly maintenanceCounts: boolean;
  /** Milliseconds from a full minute of the clock to tick 0. */
  readonly clockOffsetMs: number;
}

export class ConditionClock {
  state: number = CONDITION.serving;
  /** Cause of the present Down second; -1 when not Down. */
  blame: CauseId = -1;
  /** Reads work, writes wait (the standby's loss is being noticed). */
  writesStalled = false;
  readOnly = false;
  degraded = false;
  /** Tick since which the server has not answered (Down or Stopped); -1 while it answers. */
  awaySince = -1;
  listener: ConditionListener | null = null;
  /** Hears of every stretch of time as it ends; null where nothing is known of the workload. */
  capacity: Capacity | null = null;
  private since = 0;
  private sideSince = 0;
  private slaSince = -1;
  private aliveSince = -1;
  private outageStart = -1;
  private outagePath = 0;
  private outageEnabledBy: CauseId = -1;
  private readonly outageCauseMs = new Float64Array(CAUSES.length);
  /** The causes of the outage that have milliseconds. */
  private readonly outageCauses = new Int32Array(CAUSES.length);
  private outageCauseCount = 0;
  private readonly countsForSla: Uint8Array;
  private readonly businessFrom: Float64Array;
  private readonly businessTo: Float64Array;
  private readonly businessOfDay: Int32Array;
  private readonly ledger: Ledger;
  private readonly anyMinute: boolean;
  private readonly clockOffset: number;

  constructor(ledger: Ledger, options: ConditionOptions) {
    this.ledger = ledger;
    this.anyMinute = options.slaMinutes === 'any';
    this.clockOffset = options.clockOffsetMs;
    this.countsForSla = Uint8Array.from(CAUSES, (cause) =>
      cause.countsForSla && (options.maintenanceCounts || cause.name !== 'maintenance') ? 1 : 0,
    );
    this.businessFrom = Float64Array.from(options.businessHours, (hours) => hours.from);
    this.businessTo = Float64Array.from(options.businessHours, (hours) => hours.to);
    this.businessOfDay = firstOfDays(this.businessTo);
  }

  reset(state: number): void {
    this.state = state;
    this.blame = -1;
    this.writesStalled = false;
    this.readOnly = false;
    this.degraded = false;
    this.since = 0;
    this.sideSince = 0;
    this.slaSince = -1;
    this.aliveSince = -1;
    this.outageStart = -1;
    this.awaySince = state === CONDITION.stopped ? 0 : -1;
    this.clearOutageCauses();
    this.forgetPath();
  }

  /** The server itself answers, whether or not clients are there. */
  get answers(): boolean {
    return this.state !== CONDITION.down && this.state !== CONDITION.stopped;
  }

  get inOutage(): boolean {
    return this.outageStart >= 0;
  }

  /** Moves to a condition, closing what the old one had begun. Returns true when an outage ended by it. */
  set(now: number, state: number, blame: CauseId): boolean {
    if (state === this.state && blame === this.blame) return false;
    if (this.listener !== null) this.listener(this.state, state, blame);
    this.closeSegment(now);
    const down = state === CONDITION.down || state === CONDITION.withdrawn || state === CONDITION.reconnecting;
    const wasInOutage = this.outageStart >= 0;
    if (down && !wasInOutage) {
      this.outageStart = now;
    }
    this.state = state;
    this.blame = blame;
    if (this.answers) this.awaySince = -1;
    else if (this.awaySince < 0) this.awaySince = now;
    this.watchSla(now, state === CONDITION.down && this.countsForSla[blame] === 1);
    this.watchAlive(now, state === CONDITION.down);
    if (wasInOutage && !down) {
      this.closeOutage(now);
      return true;
    }
    return false;
  }

  /**
   * A whole outage of one cause at once, with clients working before and after it: Down, then reconnecting. Three instants,
   * from `step` on: the server is away, it answers, clients are back.
   */
  passOutage(ticks: Float64Array, step: number, blame: CauseId, path: number): void {
    const from = ticks[step]!;
    const answers = ticks[step + 1]!;
    const until = ticks[step + 2]!;
    this.capacity?.pass(from, WORK.on);
    this.capacity?.pass(answers, WORK.away);
    this.capacity?.pass(until, WORK.away);
    this.since = until;
    this.sideSince = until;
    this.ledger.addDown(blame, from, until);
    const offset = this.clockOffset;
    const first = Math.ceil((from + offset) / MINUTE);
    const minutes = Math.floor((answers + offset) / MINUTE) - first;
    if (minutes > 0) this.ledger.aliveDownMinutes += minutes;
    if (this.countsForSla[blame] === 1) {
      if (this.anyMinute) this.addSlaMinutes(from, answers);
      else if (minutes > 0) this.ledger.addSlaMinutes(first * MINUTE - offset, minutes);
    }
    this.recordOutage(from, until, blame, path, -1);
  }

  /** So many ticks of Degraded until `now`, with clients working before and after. */
  passDegraded(now: number, ticks: number): void {
    this.capacity?.pass(now - ticks, WORK.on);
    this.capacity?.pass(now, WORK.held);
    this.sideSince = now;
    this.ledger.touch();
    this.ledger.degradedMs += ticks;
  }

  /** Side conditions that do not end serving; they count only while Serving. */
  setSide(now: number, writesStalled: boolean, readOnly: boolean, degraded: boolean): void {
    if (writesStalled === this.writesStalled && readOnly === this.readOnly && degraded === this.degraded) return;
    this.closeSide(now);
    this.writesStalled = writesStalled;
    this.readOnly = readOnly;
    this.degraded = degraded;
  }

  /** Notes how the outage (that is on, or about to begin) is being ended, or why it is as long as it is. */
  takePath(path: number, enabledBy: CauseId = -1): void {
    if (path > this.outagePath) this.outagePath = path;
    if (enabledBy >= 0) this.outageEnabledBy = enabledBy;
  }

  /** Nothing is Down: what was noted of paths belongs to no outage. */
  forgetPath(): void {
    this.outagePath = PATH.direct;
    this.outageEnabledBy = -1;
  }

  /** Closes all accounts at the horizon: an outage that lasts longer is clipped there. */
  finish(now: number): void {
    this.closeSegment(now);
    this.watchSla(now, false);
    this.watchAlive(now, false);
    if (this.outageStart >= 0) this.closeOutage(now);
  }

  /** What the time that is passing is to the workload. */
  private get work(): number {
    if (this.state === CONDITION.serving)
      return this.degraded || this.writesStalled || this.readOnly ? WORK.held : WORK.on;
    return this.state === CONDITION.stopped ? WORK.off : WORK.away;
  }

  private closeSegment(now: number): void {
    const { since, ledger } = this;
    this.closeSide(now);
    this.since = now;
    if (now === since) return;
    if (this.state === CONDITION.stopped) {
      ledger.addPlannedStop(since, now);
    } else if (this.state !== CONDITION.serving) {
      ledger.addDown(this.blame, since, now);
      if (this.outageCauseMs[this.blame] === 0) this.outageCauses[this.outageCauseCount++] = this.blame;
      this.outageCauseMs[this.blame]! += now - since;
    }
  }

  /** Accounts for the time until now, before the load changes. */
  account(now: number): void {
    this.closeSide(now);
  }

  private closeSide(now: number): void {
    const elapsed = now - this.sideSince;
    this.sideSince = now;
    this.capacity?.pass(now, this.work);
    if (this.state !== CONDITION.serving || elapsed === 0) return;
    if (this.writesStalled || this.readOnly) {
      this.ledger.touch();
      this.ledger.writeOnlyMs += elapsed;
      if (this.readOnly) this.ledger.readOnlyMs += elapsed;
    } else if (this.degraded) {
      this.ledger.touch();
      this.ledger.degradedMs += elapsed;
    }
  }

  private closeOutage(now: number): void {
    const { outageCauseMs } = this;
    const start = this.outageStart;
    this.outageStart = -1;
    if (now === start) return;
    let main = this.outageCauses[0]!;
    for (let index = 1; index < this.outageCauseCount; index++) {
      const cause = this.outageCauses[index]!;
      const more = outageCauseMs[cause]! - outageCauseMs[main]!;
      if (more > 0 || (more === 0 && PRECEDENCE[cause]! < PRECEDENCE[main]!)) main = cause;
    }
    this.clearOutageCauses();
    this.recordOutage(start, now, main, this.outagePath, this.outageEnabledBy);
  }

  private recordOutage(start: number, end: number, cause: CauseId, path: number, enabledBy: CauseId): void {
    const { ledger } = this;
    ledger.touch();
    if (end - start > ledger.longestMs) ledger.longestMs = end - start;
    ledger.businessDownMs += this.businessOverlap(start, end);
    const { row } = ledger.outages;
    row[0] = start;
    row[1] = end;
    row[2] = cause;
    row[3] = path;
    row[4] = enabledBy;
    ledger.outages.add();
  }

  private clearOutageCauses(): void {
    for (let index = 0; index < this.outageCauseCount; index++) this.outageCauseMs[this.outageCauses[index]!] = 0;
    this.outageCauseCount = 0;
  }

  /** Whole minutes of [a, b): of the clock, or any 60 seconds, by the scenario's switch. */
  private watchSla(now: number, down: boolean): void {
    if (down === this.slaSince >= 0) return;
    if (down) {
      this.slaSince = now;
      return;
    }
    this.addSlaMinutes(this.slaSince, now);
    this.slaSince = -1;
  }

  private addSlaMinutes(from: number, to: number): void {
    const offset = this.clockOffset;
    const first = this.anyMinute ? from : Math.ceil((from + offset) / MINUTE) * MINUTE - offset;
    const minutes = Math.floor((to - first) / MINUTE);
    if (minutes > 0) this.ledger.addSlaMinutes(first, minutes);
  }

  private watchAlive(now: number, down: boolean): void {
    if (down === this.aliveSince >= 0) return;
    if (down) {
      this.aliveSince = now;
      return;
    }
    this.addAliveMinutes(this.aliveSince, now);
    this.aliveSince = -1;
  }

  private addAliveMinutes(from: number, to: number): void {
    const offset = this.clockOffset;
    const minutes = Math.floor((to + offset) / MINUTE) - Math.ceil((from + offset) / MINUTE);
    if (minutes <= 0) return;
    this.ledger.touch();
    this.ledger.aliveDownMinutes += minutes;
  }

  private businessOverlap(from: number, to: number): number {
    const { businessFrom, businessTo, businessOfDay } = this;
    let overlap = 0;
    for (
      let index = businessOfDay[Math.floor(from / DAY)] ?? businessFrom.length;
      index < businessFrom.length;
      index++
    ) {
      if (businessFrom[index]! >= to) break;
      overlap += Math.max(0, Math.min(to, businessTo[index]!) - Math.max(from, businessFrom[index]!));
    }
    return overlap;
  }
}

/** Of each day until the last interval ends: the first interval that ends after the day has begun. */
function firstOfDays(ends: Float64Array): Int32Array {
  const first = new Int32Array(Math.floor((ends.at(-1) ?? 0) / DAY) + 1);
  for (let day = 0, index = 0; day < first.length; day++) {
    while (ends[index]! <= day * DAY) index++;
    first[day] = index;
  }
  return first;
}
