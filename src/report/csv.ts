import { stringify } from 'csv-stringify/sync';
import type { Result } from '../experiment/result.ts';

export type Cell = string | number | boolean | null;

/** The first replications, row-major, in the units of the metrics. */
export interface ReplicationRows {
  readonly columns: readonly string[];
  readonly values: Float64Array;
  readonly count: number;
}

/** Rows in a piece. */
const PIECE = 10_000;

/**
 * `replications.csv`: a row per replication, the first `most` of them, figures unrounded. In pieces, since all rows of a long run
 * are more than a string can hold.
 */
export function* renderReplications(
  { columns, values, count }: ReplicationRows,
  most = Infinity,
): Generator<string, void> {
  yield renderTable(['replication', ...columns], []);
  const width = columns.length;
  const end = Math.min(most, count);
  for (let first = 0; first < end; first += PIECE) {
    let text = '';
    for (let row = first; row < Math.min(end, first + PIECE); row++) {
      text += `${row + 1}`;
      for (let at = row * width; at < (row + 1) * width; at++) text += `,${cellText(values[at]!)}`;
      text += '\n';
    }
    yield text;
  }
}

const OUTAGE_COLUMNS = [
  'replication',
  'history',
  'start',
  'end',
  'minutes',
  'cause',
  'class',
  'path',
  'enabled_by',
  'planned',
  'rto_seconds',
  'rpo_seconds',
] as const;

/** `outages.csv`: the outages of the representative histories. */
export function renderOutages(result: Pick<Result, 'histories'>): string {
  const lines = result.histories.flatMap(({ history, replication, outages }) =>
    outages.map((outage) => OUTAGE_COLUMNS.map((column): Cell => ({ ...outage, history, replication })[column])),
  );
  return renderTable(OUTAGE_COLUMNS, lines);
}

const MONTH_COLUMNS = [
  'month',
  'availability_percent',
  'sla_percent',
  'breach_probability',
  'breach_low',
  'breach_high',
  'credit',
  'cost',
] as const;

/** `months.csv`: means by calendar month; credit and cost in the currency of the result. */
export function renderMonths(result: Pick<Result, 'months'>): string {
  const lines = result.months.map(({ breach_interval: { low, high }, ...month }) =>
    MONTH_COLUMNS.map((column): Cell => ({ ...month, breach_low: low, breach_high: high })[column]),
  );
  return renderTable(MONTH_COLUMNS, lines);
}

/** `cost.csv`: rows with FOCUS columns, those of the first row. */
export function renderCost(rows: readonly Readonly<Record<string, string>>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => columns.map((column) => row[column] ?? null));
  return renderTable(columns, lines);
}

/** A table of cells, the columns' names first. */
export function renderTable(columns: readonly string[], lines: readonly (readonly Cell[])[]): string {
  const texts = [columns, ...lines].map((line) => line.map(cellText));
  return stringify(texts, { record_delimiter: '\n', quoted_match: /[\r\n]/ });
}

const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection); numbers never do, the
 * negative ones that come as text among them.
 */
export function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  if (typeof cell === 'number') {
    if (!Number.isFinite(cell)) throw new Error(`${cell} is not a figure`);
    return String(cell);
  }
  return /^[=+\-@\t\r]/.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}
