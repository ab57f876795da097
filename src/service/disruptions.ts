import type { CauseId } from '../vocabulary/causes.ts';
import { classOf, DISRUPTION_FLAGS, type Ledger } from './ledger.ts';

/** Ids are never used twice in a replication; one whose disruption is closed is ignored, -1 is nobody's. */
export type DisruptionId = number;

/** Disruptions whose clients are not back yet. What is known of their parts is noted as it happens. */
export class OpenDisruptions {
  private count = 0;
  /** Id of the first open one. */
  private base = 0;
  private readonly cause: number[] = [];
  private readonly onset: number[] = [];
  private readonly detect: number[] = [];
  private readonly decide: number[] = [];
  private readonly replay: number[] = [];
  private readonly rpo: number[] = [];
  private readonly flags: number[] = [];
  private readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  reset(): void {
    this.count = 0;
    this.base = 0;
  }

  get any(): boolean {
    return this.count > 0;
  }

  open(cause: CauseId, onset: number, replayTicks: number): DisruptionId {
    const index = this.count++;
    this.cause[index] = cause;
    this.onset[index] = onset;
    this.detect[index] = 0;
    this.decide[index] = 0;
    this.replay[index] = replayTicks;
    this.rpo[index] = 0;
    this.flags[index] = 0;
    return this.base + index;
  }

  /** The open one of a cause, the last if there are several; -1 when there is none. */
  find(cause: CauseId): DisruptionId {
    const index = this.cause.lastIndexOf(cause, this.count - 1);
    return this.count === 0 || index < 0 ? -1 : this.base + index;
  }

  /** The one opened last; -1 when none is open. */
  get last(): DisruptionId {
    return this.count === 0 ? -1 : this.base + this.count - 1;
  }

  /** What the RTO of a disruption consists of, apart from restoring and reconnecting. */
  setParts(id: DisruptionId, detect: number, decide: number, replay: number): void {
    const index = this.indexOf(id);
    if (index < 0) return;
    this.detect[index] = detect;
    this.decide[index] = decide;
    this.replay[index] = replay;
  }

  /** WAL is replayed at the end of what a cause had begun. */
  addReplay(cause: CauseId, ticks: number): void {
    const index = this.indexOf(this.find(cause));
    if (index >= 0) this.replay[index]! += ticks;
  }

  /** Committed work is lost: ticks of commits, or everything. */
  setLoss(id: DisruptionId, ticks: number, totalLoss: boolean): void {
    const index = this.indexOf(id);
    if (index < 0) return;
    this.rpo[index] = Math.max(this.rpo[index]!, ticks);
    if (ticks > 0 || totalLoss) this.flags[index] = this.flags[index]! | DISRUPTION_FLAGS.lossy;
    if (totalLoss) this.flags[index] = this.flags[index]! | DISRUPTION_FLAGS.totalLoss;
  }

  /**
   * One at once, while none is open: its three instants, from `step` on, as {@link ConditionClock.passOutage} has them, and
   * the ticks of detection and replay in it.
   */
  pass(ticks: Float64Array, step: number, cause: CauseId, detect: number, replay: number): void {
    const { ledger } = this;
    const onset = ticks[step]!;
    const rto = ticks[step + 2]! - onset;
    const reconnectTicks = ticks[step + 2]! - ticks[step + 1]!;
    this.base++;
    ledger.causeEvents[cause]!++;
    const { row } = ledger.disruptions;
    row[0] = cause;
    row[1] = classOf(cause);
    row[2] = onset;
    row[3] = rto;
    row[4] = detect;
    row[5] = 0;
    row[6] = rto - reconnectTicks - detect - replay;
    row[7] = replay;
    row[8] = reconnectTicks;
    row[9] = 0;
    row[10] = 0;
    ledger.disruptions.add();
  }

  /** Closes the disruption opened last, alone. */
  closeLast(now: number): void {
    this.record(this.count - 1, now, 0, 0);
    this.count--;
  }

  /** Clients are back. `reconnectTicks` is the client's own tail at the end. */
  closeAll(now: number, reconnectTicks: number): void {
    for (let index = 0; index < this.count; index++) this.record(index, now, reconnectTicks, 0);
    this.base += this.count;
    this.count = 0;
  }

  /** The horizon: what is open counts as an event and stays out of RTO and RPO. */
  censorAll(now: number): void {
    for (let index = 0; index < this.count; index++) this.record(index, now, 0, DISRUPTION_FLAGS.censored);
    this.base += this.count;
    this.count = 0;
  }

  private indexOf(id: DisruptionId): number {
    const index = id - this.base;
    return index >= 0 && index < this.count ? index : -1;
  }

  private record(index: number, now: number, reconnectTicks: number, extraFlags: number): void {
    const { ledger } = this;
    const cause = this.cause[index]!;
    const flags = this.flags[index]! | extraFlags;
    const rto = now - this.onset[index]!;
    // Parts are contiguous and add up: what overlaps with another disruption is cut, in this order.
    const reconnect = Math.min(rto, reconnectTicks);
    let left = rto - reconnect;
    const detect = Math.min(left, this.detect[index]!);
    left -= detect;
    const decide = Math.min(left, this.decide[index]!);
    left -= decide;
    const replay = Math.min(left, this.replay[index]!);
    left -= replay;
    ledger.touch();
    ledger.causeEvents[cause]!++;
    const { row } = ledger.disruptions;
    row[0] = cause;
    row[1] = classOf(cause);
    row[2] = this.onset[index]!;
    row[3] = rto;
    row[4] = detect;
    row[5] = decide;
    row[6] = left;
    row[7] = replay;
    row[8] = reconnect;
    row[9] = this.rpo[index]!;
    row[10] = flags;
    ledger.disruptions.add();
    if ((flags & DISRUPTION_FLAGS.lossy) !== 0) {
      ledger.lossEvents++;
      if ((flags & DISRUPTION_FLAGS.totalLoss) !== 0) ledger.totalLosses++;
      else ledger.lossMs += this.rpo[index]!;
    }
    // People work on what the platform does not repair by itself, from being told until clients are back.
    if (this.decide[index]! > 0) ledger.peopleMs += Math.max(0, rto - detect);
  }
}
