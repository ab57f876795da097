import type { CauseId } from '../vocabulary/causes.ts';
import { classOf, DISRUPTION_FLAGS, type Ledger } from './ledger.ts';

/** Ids of open disruptions are small numbers, valid until {@link OpenDisruptions.closeAll}. */
export type DisruptionId = number;

/** Disruptions whose clients are not back yet. What is known of their parts is noted as it happens. */
export class OpenDisruptions {
  private count = 0;
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
  }

  get any(): boolean {
    return this.count > 0;
  }

  open(cause: CauseId, onset: number, replayTicks: number): DisruptionId {
    const id = this.count++;
    this.cause[id] = cause;
    this.onset[id] = onset;
    this.detect[id] = 0;
    this.decide[id] = 0;
    this.replay[id] = replayTicks;
    this.rpo[id] = 0;
    this.flags[id] = 0;
    return id;
  }

  /** The one opened last; -1 when none is open. */
  get last(): DisruptionId {
    return this.count - 1;
  }

  /** What the RTO of a disruption consists of, apart from restoring and reconnecting. */
  setParts(id: DisruptionId, detect: number, decide: number, replay: number): void {
    if (id < 0 || id >= this.count) return;
    this.detect[id] = detect;
    this.decide[id] = decide;
    this.replay[id] = replay;
  }

  /** Committed work is lost: ticks of commits, or everything. */
  setLoss(id: DisruptionId, ticks: number, totalLoss: boolean): void {
    if (id < 0 || id >= this.count) return;
    this.rpo[id] = Math.max(this.rpo[id]!, ticks);
    if (ticks > 0 || totalLoss) this.flags[id] = this.flags[id]! | DISRUPTION_FLAGS.lossy;
    if (totalLoss) this.flags[id] = this.flags[id]! | DISRUPTION_FLAGS.totalLoss;
  }

  /** The restore that would have lost commits was not needed. */
  forgiveLoss(id: DisruptionId): void {
    if (id < 0 || id >= this.count) return;
    this.rpo[id] = 0;
    this.flags[id] = 0;
  }

  /** Closes the disruption opened last, alone. */
  closeLast(now: number): void {
    this.record(this.count - 1, now, 0, 0);
    this.count--;
  }

  /** Clients are back. `reconnectTicks` is the client's own tail at the end. */
  closeAll(now: number, reconnectTicks: number): void {
    for (let id = 0; id < this.count; id++) this.record(id, now, reconnectTicks, 0);
    this.count = 0;
  }

  /** The horizon: what is open counts as an event and stays out of RTO and RPO. */
  censorAll(now: number): void {
    for (let id = 0; id < this.count; id++) this.record(id, now, 0, DISRUPTION_FLAGS.censored);
    this.count = 0;
  }

  private record(id: DisruptionId, now: number, reconnectTicks: number, extraFlags: number): void {
    const { ledger } = this;
    const cause = this.cause[id]!;
    const flags = this.flags[id]! | extraFlags;
    const rto = now - this.onset[id]!;
    // Parts are contiguous and add up: what overlaps with another disruption is cut, in this order.
    let left = rto;
    const take = (ticks: number): number => {
      const taken = Math.min(left, ticks);
      left -= taken;
      return taken;
    };
    const reconnect = take(reconnectTicks);
    const detect = take(this.detect[id]!);
    const decide = take(this.decide[id]!);
    const replay = take(this.replay[id]!);
    ledger.touch();
    ledger.causeEvents[cause]!++;
    const row = ledger.disruptions.add();
    const { columns } = ledger.disruptions;
    columns.cause[row] = cause;
    columns.class[row] = classOf(cause);
    columns.onset[row] = this.onset[id]!;
    columns.rto[row] = rto;
    columns.reconnect[row] = reconnect;
    columns.detect[row] = detect;
    columns.decide[row] = decide;
    columns.replay[row] = replay;
    columns.restore[row] = left;
    columns.rpo[row] = this.rpo[id]!;
    columns.flags[row] = flags;
    if ((flags & DISRUPTION_FLAGS.lossy) !== 0) {
      ledger.lossEvents++;
      if ((flags & DISRUPTION_FLAGS.totalLoss) !== 0) ledger.totalLosses++;
      else ledger.lossMs += this.rpo[id]!;
    }
    // People work on what the platform does not repair by itself, from being told until clients are back.
    if (this.decide[id]! > 0) ledger.peopleMs += Math.max(0, rto - detect);
  }
}
