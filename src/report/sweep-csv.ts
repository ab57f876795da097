import type { CellResult, Sweep } from '../experiment/sweep-result.ts';
import { METRICS } from '../vocabulary/metrics.ts';
import { type Cell, renderTable } from './csv.ts';

/** The columns that come first; the means of all other metrics follow. */
const FIRST = ['cost_monthly', 'downtime_minutes', 'downtime_low', 'downtime_high', 'downtime_p95'] as const;
const REST = METRICS.map(({ name }) => name).filter((name) => !(FIRST as readonly string[]).includes(name));

/** `sweep.csv`: a row per cell of the grid; means over the histories, unrounded. */
export function renderSweepCsv({ inputs, cells }: Sweep): string {
  const paths = inputs.vary.map(({ path }) => path);
  const columns = ['cell', ...paths, 'status', 'on_front', 'indistinct_from', 'verdict', ...FIRST, ...REST, 'problem'];
  return renderTable(
    columns,
    cells.map((one) => [one.cell, ...paths.map((path) => valueText(one.values[path])), ...figuresOf(one)]),
  );
}

function figuresOf(one: CellResult): Cell[] {
  if (one.status !== 'simulated') {
    const problem = one.status === 'refused' ? `${one.problem.code} ${one.problem.message}` : null;
    return [one.status, ...Array.from({ length: 3 + FIRST.length + REST.length }, () => null), problem];
  }
  const { status, on_front, indistinct_from, verdict, metrics } = one;
  const { mean, interval, p95 } = metrics['downtime_minutes']!;
  return [
    status,
    on_front,
    indistinct_from,
    verdict,
    metrics['cost_monthly']!.mean,
    mean,
    interval.low,
    interval.high,
    p95,
    ...REST.map((name) => metrics[name]?.mean ?? null),
    null,
  ];
}

/** A varied value: texts and numbers as they are, lists and maps as JSON. */
export const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
