import { CAUSES, DISRUPTION_CLASSES } from '../vocabulary/causes.ts';
import { METRICS } from '../vocabulary/metrics.ts';
import { DISRUPTION_FLAGS, type Ledger } from '../service/ledger.ts';
import { ExactSums } from '../statistics/exact-sums.ts';
import { type ConfidenceInterval, meanInterval } from '../statistics/intervals.ts';
import { Moments, type MomentsJson } from '../statistics/moments.ts';
import { sumOfProducts } from '../statistics/products.ts';
import { EXACT_LIMIT, Sketch, type SketchJson } from '../statistics/sketch.ts';
import { VarianceComponents, type VarianceComponentsJson } from '../statistics/variance-components.ts';
import { type CheckpointJson, Checkpoints } from './checkpoints.ts';
import { FIGURES, type Figures } from './figures.ts';
import { OUTER_SIZE } from './ignorance.ts';
import { LEVEL } from './level.ts';
import { columnOf, METRIC_STEPS } from './quantities.ts';

/** Replications per block: the unit of folding, of merging, and of deciding when to stop. Part of a result's identity. */
export const BLOCK_SIZE = 1000;

/** Rows kept for `replications.csv`, when nothing else is asked for. */
export const ROWS_KEPT = 10_000;

const DOWNTIME = columnOf('downtime_minutes');
const STOP = columnOf('planned_stop_minutes');

/** Sums over replications in {@link Tally.windows}: w windows of the availability target, m of them missed. */
export const WINDOW_SUMS = { w: 0, m: 1, ww: 2, wm: 3, mm: 4 } as const;

/** RTO parts in the order of {@link RecoveryTally.parts}. */
export const RTO_PARTS = ['detect', 'decide', 'restore', 'replay', 'reconnect'] as const;

/** A growing column of event values, folded at the end of each block. */
export class EventColumn {
  readonly moments: Moments;
  readonly sketch: Sketch;
  private buffer = new Float64Array(256);
  private count = 0;

  constructor(moments = new Moments(), sketch = new Sketch()) {
    this.moments = moments;
    this.sketch = sketch;
  }

  add(value: number): void {
    if (this.count === this.buffer.length) this.fold();
    this.buffer[this.count++] = value;
  }

  fold(): void {
    if (this.count === 0) return;
    this.moments.addColumn(this.buffer, 0, 1, this.count);
    this.sketch.addColumn(this.buffer, 0, 1, this.count, 0);
    this.count = 0;
  }

  merge(other: EventColumn): void {
    this.moments.merge(other.moments);
    this.sketch.merge(other.sketch);
  }

  toJSON(): EventColumnJson {
    return { moments: this.moments.toJSON(), sketch: this.sketch.toJSON() };
  }

  static fromJSON({ moments, sketch }: EventColumnJson): EventColumn {
    return new EventColumn(Moments.fromJSON(moments), Sketch.fromJSON(sketch));
  }
}

interface EventColumnJson {
  readonly moments: MomentsJson;
  readonly sketch: SketchJson;
}

/** What is known of the recoveries of one disruption class. Times in milliseconds. */
export class RecoveryTally {
  events = 0;
  masked = 0;
  censored = 0;
  totalLosses = 0;
  rto: EventColumn;
  rpo: EventColumn;
  parts = new ExactSums(RTO_PARTS.length);

  constructor(rto = new EventColumn(), rpo = new EventColumn()) {
    this.rto = rto;
    this.rpo = rpo;
  }

  merge(other: RecoveryTally): void {
    this.events += other.events;
    this.masked += other.masked;
    this.censored += other.censored;
    this.totalLosses += other.totalLosses;
    this.rto.merge(other.rto);
    this.rpo.merge(other.rpo);
    this.parts.merge(other.parts);
  }

  toJSON() {
    const { events, masked, censored, totalLosses, rto, rpo, parts } = this;
    return { events, masked, censored, totalLosses, rto: rto.toJSON(), rpo: rpo.toJSON(), parts: parts.toJSON() };
  }

  static fromJSON(json: ReturnType<RecoveryTally['toJSON']>): RecoveryTally {
    const tally = new RecoveryTally(EventColumn.fromJSON(json.rto), EventColumn.fromJSON(json.rpo));
    tally.events = json.events;
    tally.masked = json.masked;
    tally.censored = json.censored;
    tally.totalLosses = json.totalLosses;
    tally.parts = ExactSums.fromJSON(json.parts);
    return tally;
  }
}

/** The rows of one block of replications, before they are folded. */
export class BlockRows {
  /** In integer steps, row-major. */
  readonly figures = new Float64Array(BLOCK_SIZE * FIGURES);
  readonly causeMs = new Float64Array(BLOCK_SIZE * CAUSES.length);
  /** Scratch. */
  readonly column = new Float64Array(BLOCK_SIZE);
  count = 0;
}

/** What a tally of a scenario needs to know of it. */
export interface TallyShape {
  readonly months: number;
  readonly billLines: number;
  /** Rows to keep. */
  readonly rowsKept: number;
  /** The replication it begins with; default 1. */
  readonly firstReplication?: number;
  /**
   * Of each sketch (metrics first, then RTO and RPO by class) whether a histogram will do, because what it will be merged
   * into is one already; default none.
   */
  readonly histograms?: readonly boolean[];
  /** Whether the scenario has assumptions that are not known for certain. */
  readonly uncertain?: boolean;
  /** Figures that are measured of it; the others stay empty. Default all. */
  readonly columns?: readonly number[];
}

export type TallyJson = ReturnType<Tally['toJSON']>;

/** Counts and sums that merging simply adds. */
const COUNTS = [
  'replications',
  'asPlanned',
  'replicationsWithLoss',
  'replicationsWithTotalLoss',
  'refusedOperations',
] as const;
const SUMS = [
  'nonZero',
  'causeEvents',
  'monthDownMs',
  'monthStopMs',
  'monthSlaMinutes',
  'monthBreaches',
  'monthCost',
  'monthCredit',
  'quantities',
  'lossByClass',
  'windows',
  'fingerprints',
] as const;

/**
 * Everything a run adds up of one scenario. Memory does not grow with the number of replications: a block's rows are kept
 * until it is full, then folded into exact sums and sketches. Tallies of consecutive blocks merge into the tally of both,
 * to the bit.
 */
export class Tally {
  replications = 0;
  metrics: Moments[] = METRICS.map(() => new Moments());
  sketches: Sketch[];
  /** Values that were not zero. */
  nonZero = new ExactSums(FIGURES);
  causeMs: Moments[] = CAUSES.map(() => new Moments());
  causeEvents = new ExactSums(CAUSES.length);
  recovery: RecoveryTally[];
  monthDownMs: ExactSums;
  monthStopMs: ExactSums;
  monthSlaMinutes: ExactSums;
  monthBreaches: ExactSums;
  monthCost: ExactSums;
  monthCredit: ExactSums;
  /** Quantity x ms by month and bill line, of replications in which usage did not go by plan. */
  quantities: ExactSums;
  /** Replications in which it did: their bill is the planned one. */
  asPlanned = 0;
  /** Quantity x ms by month and bill line of the planned bill; null while no replication went by plan. */
  planned: Float64Array | null = null;
  /** Replications that lost committed work, and those that lost everything, by disruption class. */
  lossByClass = new ExactSums(DISRUPTION_CLASSES.length);
  replicationsWithLoss = 0;
  replicationsWithTotalLoss = 0;
  refusedOperations = 0;
  /** Downtime times planned stop, ms^2: availability is a ratio of two varying times. */
  downTimesStop = 0n;
  /** All 0 without an availability target by window. */
  windows = new ExactSums(Object.keys(WINDOW_SUMS).length);
  /**
   * Of a scenario that is uncertain: the columns of figures, and the downtimes by cause, by outer draw. Replications of one draw are
   * not independent: their groups are.
   */
  components: { readonly metrics: VarianceComponents[]; readonly causeMs: VarianceComponents[] } | null;
  /** How the mean downtime settled: its values, or of a scenario that is uncertain their sums by outer draw. */
  checkpoints: Checkpoints;
  /** Of the two words of each replication's fingerprint. */
  fingerprints = new ExactSums(2);
  /** The first rows, in integer steps, row-major. */
  rows: Float64Array;
  rowsKept = 0;
  private readonly lossSeen = new Uint8Array(DISRUPTION_CLASSES.length);
  private readonly firstReplication: number;
  private readonly columns: readonly number[];

  constructor(shape: TallyShape) {
    const { months, billLines, rowsKept, firstReplication = 1, histograms = [], uncertain = false } = shape;
    this.columns = shape.columns ?? METRICS.map((_, column) => column);
    this.components = uncertain
      ? {
          metrics: METRICS.map((_, column) => new VarianceComponents(OUTER_SIZE, originOf(column))),
          causeMs: CAUSES.map(() => new VarianceComponents(OUTER_SIZE)),
        }
      : null;
    this.checkpoints = new Checkpoints(uncertain ? OUTER_SIZE : 1);
    this.firstReplication = firstReplication;
    const sketch = (index: number, origin = 0) => new Sketch(histograms[index] === true ? 0 : EXACT_LIMIT, origin);
    const column = (index: number) => new EventColumn(new Moments(), sketch(index));
    this.sketches = METRICS.map((_, index) => sketch(index, originOf(index)));
    this.recovery = DISRUPTION_CLASSES.map(
      (_, index) => new RecoveryTally(column(FIGURES + 2 * index), column(FIGURES + 2 * index + 1)),
    );
    this.monthDownMs = new ExactSums(months);
    this.monthStopMs = new ExactSums(months);
    this.monthSlaMinutes = new ExactSums(months);
    this.monthBreaches = new ExactSums(months);
    this.monthCost = new ExactSums(months);
    this.monthCredit = new ExactSums(months);
    this.quantities = new ExactSums(months * billLines);
    this.rows = new Float64Array(rowsKept * FIGURES);
  }

  /**
   * Of each sketch whether it will be a histogram when this tally has so many replications, as far as that is known now; see
   * {@link TallyShape.histograms}.
   */
  histogramsAfter(replications: number): boolean[] {
    const events = this.recovery.flatMap(({ rto, rpo }) => [rto.sketch, rpo.sketch]);
    return [
      ...this.sketches.map(() => replications > EXACT_LIMIT),
      ...events.map((sketch) => sketch.method === 'histogram'),
    ];
  }

  /** Samples that can be taken for independent: replications, or outer draws of a scenario that is uncertain. */
  get independent(): number {
    return this.components?.metrics[0]!.groups ?? this.replications;
  }

  /** Of which the mean downtime is the mean. */
  private get downtimes(): Moments {
    return this.components?.metrics[DOWNTIME]!.sums ?? this.metrics[DOWNTIME]!;
  }

  /** The 95 % interval of the mean of a column of figures, in integer steps. */
  metricInterval(column: number): ConfidenceInterval {
    return intervalOf(this.metrics[column]!, this.components?.metrics[column]);
  }

  /** The 95 % interval of the mean downtime of a cause, in milliseconds. */
  causeInterval(cause: number): ConfidenceInterval {
    return intervalOf(this.causeMs[cause]!, this.components?.causeMs[cause]);
  }

  /** Adds the next replication, its row to those of the block. */
  add(ledger: Ledger, figures: Figures, block: BlockRows): void {
    const row = block.count++;
    figures.read(ledger, block.figures, row * FIGURES);
    const causes = row * CAUSES.length;
    for (let cause = 0; cause < CAUSES.length; cause++) {
      block.causeMs[causes + cause] = ledger.causeMs[cause]!;
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
    if (figures.windows !== null) this.addWindows(figures.windows.counted, figures.windows.missed);
  }

  /** Adds what was executed in the next replication; see {@link World.fingerprint}. */
  addFingerprint([high, low]: readonly [high: number, low: number]): void {
    this.fingerprints.add(0, high);
    this.fingerprints.add(1, low);
  }

  /** The sum of the fingerprints of all replications, modulo 2^64, in hexadecimal digits. */
  get fingerprint(): string {
    const sum = (this.fingerprints.total(0) << 32n) + this.fingerprints.total(1);
    return BigInt.asUintN(64, sum).toString(16).padStart(16, '0');
  }

  /** Folds the rows of a block, after the last of its replications, and empties them. */
  fold(block: BlockRows): void {
    const { figures, causeMs, count } = block;
    const first = this.firstReplication + this.replications;
    // Columns are read more than once: side by side in the processor's cache rather than a row apart.
    const { column: values } = block;
    for (const column of this.columns) {
      let nonZero = 0;
      for (let row = 0, at = column; row < count; row++, at += FIGURES) {
        values[row] = figures[at]!;
        if (figures[at] !== 0) nonZero++;
      }
      if (column === DOWNTIME) this.checkpoints.add(values, count, first, this.downtimes);
      this.metrics[column]!.addColumn(values, 0, 1, count);
      this.sketches[column]!.addColumn(values, 0, 1, count, first);
      this.nonZero.add(column, nonZero);
      this.components?.metrics[column]!.add(values, count);
    }
    for (let cause = 0; cause < CAUSES.length; cause++) {
      for (let row = 0, at = cause; row < count; row++, at += CAUSES.length) values[row] = causeMs[at]!;
      this.causeMs[cause]!.addColumn(values, 0, 1, count);
      this.components?.causeMs[cause]!.add(values, count);
    }
    this.downTimesStop += sumOfProducts(figures, DOWNTIME, STOP, FIGURES, count);
    this.keepRows(figures, count);
    for (const tally of this.recovery) {
      tally.rto.fold();
      tally.rpo.fold();
    }
    this.replications += count;
    block.count = 0;
  }

  private addWindows(counted: number, missed: number): void {
    const { windows } = this;
    windows.add(WINDOW_SUMS.w, counted);
    windows.add(WINDOW_SUMS.ww, counted * counted);
    if (missed === 0) return;
    windows.add(WINDOW_SUMS.m, missed);
    windows.add(WINDOW_SUMS.wm, counted * missed);
    windows.add(WINDOW_SUMS.mm, missed * missed);
  }

  private addMonths(ledger: Ledger, figures: Figures): void {
    const { months, quantities } = figures;
    if (ledger.usageAsPlanned) {
      this.asPlanned++;
      this.planned ??= figures.planned.quantities.slice();
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
        addParts(tally.parts, columns, row);
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

  /** Adds the tally of the replications that follow. */
  merge(other: Tally): void {
    this.checkpoints.merge(other.checkpoints, this.downtimes);
    for (const name of COUNTS) this[name] += other[name];
    for (const name of SUMS) this[name].merge(other[name]);
    for (const [index, moments] of this.metrics.entries()) moments.merge(other.metrics[index]!);
    for (const [index, sketch] of this.sketches.entries()) sketch.merge(other.sketches[index]!);
    for (const [index, moments] of this.causeMs.entries()) moments.merge(other.causeMs[index]!);
    for (const [index, recovery] of this.recovery.entries()) recovery.merge(other.recovery[index]!);
    this.downTimesStop += other.downTimesStop;
    this.planned ??= other.planned;
    for (const name of ['metrics', 'causeMs'] as const) {
      for (const [index, components] of this.components?.[name].entries() ?? []) {
        components.merge(other.components![name][index]!);
      }
    }
    this.keepRows(other.rows, other.rowsKept);
  }

  /** Plain data, for other threads and for files; without the rows. */
  toJSON() {
    return {
      counts: COUNTS.map((name) => this[name]),
      sums: SUMS.map((name) => this[name].toJSON()),
      metrics: this.metrics.map((moments) => moments.toJSON()),
      sketches: this.sketches.map((sketch) => sketch.toJSON()),
      causeMs: this.causeMs.map((moments) => moments.toJSON()),
      recovery: this.recovery.map((recovery) => recovery.toJSON()),
      downTimesStop: String(this.downTimesStop),
      planned: this.planned === null ? null : [...this.planned],
      checkpoints: this.checkpoints.toJSON(),
      components:
        this.components === null
          ? null
          : {
              metrics: this.components.metrics.map((components) => components.toJSON()),
              causeMs: this.components.causeMs.map((components) => components.toJSON()),
            },
    };
  }

  /** @param rows first rows of the replications, row-major, in integer steps; empty when none were kept */
  static fromJSON(json: TallyJson, rows: Float64Array = new Float64Array(0)): Tally {
    const tally = new Tally({ months: 0, billLines: 0, rowsKept: 0 });
    for (const [index, name] of COUNTS.entries()) tally[name] = json.counts[index]!;
    for (const [index, name] of SUMS.entries()) tally[name] = ExactSums.fromJSON(json.sums[index]!);
    tally.metrics = json.metrics.map((moments) => Moments.fromJSON(moments));
    tally.sketches = json.sketches.map((sketch) => Sketch.fromJSON(sketch));
    tally.causeMs = json.causeMs.map((moments) => Moments.fromJSON(moments));
    tally.recovery = json.recovery.map((recovery) => RecoveryTally.fromJSON(recovery));
    tally.downTimesStop = BigInt(json.downTimesStop);
    tally.planned = json.planned === null ? null : Float64Array.from(json.planned);
    const { components } = json;
    if (components !== null) {
      const read = (component: VarianceComponentsJson) => VarianceComponents.fromJSON(component, OUTER_SIZE);
      tally.components = { metrics: components.metrics.map(read), causeMs: components.causeMs.map(read) };
    }
    // States stored before there were any hold none.
    const checkpoints: readonly CheckpointJson[] | undefined = json.checkpoints;
    tally.checkpoints = Checkpoints.fromJSON(checkpoints ?? [], components === null ? 1 : OUTER_SIZE);
    tally.rows = rows;
    tally.rowsKept = rows.length / FIGURES;
    return tally;
  }

  /** Takes over the rows of a tally of the first of the same replications. */
  takeRows(other: Tally): void {
    this.rows = other.rows;
    this.rowsKept = other.rowsKept;
  }

  private keepRows(rows: Float64Array, count: number): void {
    const wanted = Math.min(count, this.rows.length / FIGURES - this.rowsKept);
    if (wanted <= 0) return;
    this.rows.set(rows.subarray(0, wanted * FIGURES), this.rowsKept * FIGURES);
    this.rowsKept += wanted;
  }
}

/** What the values of a column of figures are measured from, in steps: shares near 100 % by what they lack. */
const originOf = (column: number): number => (METRICS[column]!.unit === 'percent' ? 100 * METRIC_STEPS[column]! : 0);

/** In the order of {@link RTO_PARTS}; by name, since a name that is computed is slow. */
function addParts(parts: ExactSums, columns: Ledger['disruptions']['columns'], row: number): void {
  if (columns.detect[row] !== 0) parts.add(0, columns.detect[row]!);
  if (columns.decide[row] !== 0) parts.add(1, columns.decide[row]!);
  if (columns.restore[row] !== 0) parts.add(2, columns.restore[row]!);
  if (columns.replay[row] !== 0) parts.add(3, columns.replay[row]!);
  if (columns.reconnect[row] !== 0) parts.add(4, columns.reconnect[row]!);
}

/** Replications of an incomplete last outer draw count in the mean, and not in the width. */
function intervalOf(moments: Moments, components: VarianceComponents | undefined): ConfidenceInterval {
  if (components === undefined) return meanInterval(moments, LEVEL);
  const { low, high, method } = components.meanInterval(LEVEL);
  const shift = components.groups === 0 ? 0 : moments.mean() - components.mean();
  return { low: low + shift, high: high + shift, method };
}
