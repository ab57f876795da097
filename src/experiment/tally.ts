import { CAUSES, DISRUPTION_CLASSES } from '../vocabulary/causes.ts';
import { METRICS } from '../vocabulary/metrics.ts';
import { DISRUPTION_FLAGS, type Ledger } from '../service/ledger.ts';
import { ExactSums } from '../statistics/exact-sums.ts';
import { Moments } from '../statistics/moments.ts';
import { Sketch } from '../statistics/sketch.ts';
import { FIGURES, type Figures } from './figures.ts';

/** Replications per block: the unit of folding, of merging, and of deciding when to stop. Part of a result's identity. */
export const BLOCK_SIZE = 1000;

/** Rows kept for `replications.csv`, when nothing else is asked for. */
export const ROWS_KEPT = 10_000;

/** RTO parts in the order of {@link RecoveryTally.parts}. */
export const RTO_PARTS = ['detect', 'decide', 'restore', 'replay', 'reconnect'] as const;

/** A growing column of event values, folded at the end of each block. */
class EventColumn {
  readonly moments = new Moments();
  readonly sketch = new Sketch();
  private buffer = new Float64Array(256);
  private count = 0;
  private folded = 0;

  add(value: number): void {
    if (this.count === this.buffer.length) this.fold();
    this.buffer[this.count++] = value;
  }

  fold(): void {
    if (this.count === 0) return;
    this.moments.addColumn(this.buffer, 0, 1, this.count);
    this.sketch.addColumn(this.buffer, 0, 1, this.count, this.folded + 1);
    this.folded += this.count;
    this.count = 0;
  }
}

/** What is known of the recoveries of one disruption class. Times in milliseconds. */
export class RecoveryTally {
  events = 0;
  masked = 0;
  censored = 0;
  totalLosses = 0;
  readonly rto = new EventColumn();
  readonly rpo = new EventColumn();
  readonly parts = new ExactSums(RTO_PARTS.length);
}

/**
 * Everything a run adds up. Memory does not grow with the number of replications: a block's rows are kept until it is
 * full, then folded into exact sums and sketches.
 */
export class Tally {
  replications = 0;
  readonly metrics = METRICS.map(() => new Moments());
  readonly sketches = METRICS.map(() => new Sketch());
  /** Values that were not zero. */
  readonly nonZero = new ExactSums(FIGURES);
  readonly causeMs = CAUSES.map(() => new Moments());
  readonly causeEvents = new ExactSums(CAUSES.length);
  readonly recovery = DISRUPTION_CLASSES.map(() => new RecoveryTally());
  readonly monthDownMs: ExactSums;
  readonly monthStopMs: ExactSums;
  readonly monthSlaMinutes: ExactSums;
  readonly monthBreaches: ExactSums;
  readonly monthCost: ExactSums;
  readonly monthCredit: ExactSums;
  /** Quantity x ms by month and bill line, of replications in which usage did not go by plan. */
  readonly quantities: ExactSums;
  /** Replications in which it did: their bill is the planned one. */
  asPlanned = 0;
  /** Replications that lost committed work, and those that lost everything, by disruption class. */
  readonly lossByClass = new ExactSums(DISRUPTION_CLASSES.length);
  replicationsWithLoss = 0;
  replicationsWithTotalLoss = 0;
  refusedOperations = 0;
  /** The first rows, in integer steps, row-major. */
  readonly rows: Float64Array;
  rowsKept = 0;
  private readonly block = new Float64Array(BLOCK_SIZE * FIGURES);
  private readonly causeBlock = new Float64Array(BLOCK_SIZE * CAUSES.length);
  private inBlock = 0;
  private readonly lossSeen = new Uint8Array(DISRUPTION_CLASSES.length);

  constructor(months: number, billLines: number, rowsKept: number) {
    this.monthDownMs = new ExactSums(months);
    this.monthStopMs = new ExactSums(months);
    this.monthSlaMinutes = new ExactSums(months);
    this.monthBreaches = new ExactSums(months);
    this.monthCost = new ExactSums(months);
    this.monthCredit = new ExactSums(months);
    this.quantities = new ExactSums(months * billLines);
    this.rows = new Float64Array(rowsKept * FIGURES);
  }

  /** Adds the next replication; they must come in ascending order, from 1. */
  add(ledger: Ledger, figures: Figures): void {
    const row = this.inBlock++;
    figures.read(ledger, this.block, row * FIGURES);
    this.causeBlock.set(ledger.causeMs, row * CAUSES.length);
    for (let cause = 0; cause < CAUSES.length; cause++) {
      if (ledger.causeEvents[cause] !== 0) this.causeEvents.add(cause, ledger.causeEvents[cause]!);
    }
    this.addMonths(ledger, figures);
    if (ledger.disruptions.count > 0) this.addDisruptions(ledger);
    if (ledger.masked > 0) {
      for (let index = 0; index < this.recovery.length; index++) {
        this.recovery[index]!.masked += ledger.maskedByClass[index]!;
      }
    }
    this.refusedOperations += ledger.refusedOperations;
    if (this.inBlock === BLOCK_SIZE) this.fold();
  }

  /** Folds what the present block holds; to be called at the end. */
  fold(): void {
    const { block, inBlock, replications } = this;
    if (inBlock === 0) return;
    for (let column = 0; column < FIGURES; column++) {
      this.metrics[column]!.addColumn(block, column, FIGURES, inBlock);
      this.sketches[column]!.addColumn(block, column, FIGURES, inBlock, replications + 1);
      let nonZero = 0;
      for (let row = 0; row < inBlock; row++) if (block[row * FIGURES + column] !== 0) nonZero++;
      this.nonZero.add(column, nonZero);
    }
    for (let cause = 0; cause < CAUSES.length; cause++) {
      this.causeMs[cause]!.addColumn(this.causeBlock, cause, CAUSES.length, inBlock);
    }
    const wanted = Math.min(inBlock, this.rows.length / FIGURES - this.rowsKept);
    if (wanted > 0) {
      this.rows.set(block.subarray(0, wanted * FIGURES), this.rowsKept * FIGURES);
      this.rowsKept += wanted;
    }
    for (const tally of this.recovery) {
      tally.rto.fold();
      tally.rpo.fold();
    }
    this.replications += inBlock;
    this.inBlock = 0;
  }

  private addMonths(ledger: Ledger, figures: Figures): void {
    const { months, quantities } = figures;
    if (ledger.usageAsPlanned) {
      this.asPlanned++;
    } else {
      for (let index = 0; index < quantities.length; index++) this.quantities.add(index, quantities[index]!);
      for (let month = 0; month < months.cost.length; month++) this.monthCost.add(month, months.cost[month]!);
    }
    for (let month = 0; month < months.cost.length; month++) {
      if (ledger.monthDownMs[month] !== 0) this.monthDownMs.add(month, ledger.monthDownMs[month]!);
      if (ledger.monthStopMs[month] !== 0) this.monthStopMs.add(month, ledger.monthStopMs[month]!);
      if (ledger.monthSlaMinutes[month] !== 0) this.monthSlaMinutes.add(month, ledger.monthSlaMinutes[month]!);
      if (months.breached[month] !== 0) {
        this.monthBreaches.add(month, 1);
        this.monthCredit.add(month, months.credit[month]!);
      }
    }
  }

  private addDisruptions(ledger: Ledger): void {
    const { columns, count } = ledger.disruptions;
    let lost = false;
    let lostAll = false;
    for (let row = 0; row < count; row++) {
      const index = columns.class[row]!;
      const tally = this.recovery[index]!;
      const flags = columns.flags[row]!;
      tally.events++;
      if ((flags & DISRUPTION_FLAGS.lossy) !== 0) {
        lost = true;
        this.lossSeen[index] = 1;
      }
      if ((flags & DISRUPTION_FLAGS.totalLoss) !== 0) {
        tally.totalLosses++;
        lostAll = true;
      } else if ((flags & DISRUPTION_FLAGS.censored) !== 0) {
        tally.censored++;
      } else {
        tally.rto.add(columns.rto[row]!);
        tally.rpo.add(columns.rpo[row]!);
        for (let part = 0; part < RTO_PARTS.length; part++) {
          tally.parts.add(part, columns[RTO_PARTS[part]!][row]!);
        }
      }
    }
    if (!lost) return;
    this.replicationsWithLoss++;
    if (lostAll) this.replicationsWithTotalLoss++;
    for (let index = 0; index < this.lossSeen.length; index++) {
      if (this.lossSeen[index] === 1) this.lossByClass.add(index, 1);
      this.lossSeen[index] = 0;
    }
  }
}
