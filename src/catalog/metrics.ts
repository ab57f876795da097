import { lazy, readTable } from './data-file.ts';

/** A metric as the service's own monitoring names it. */
export interface ServiceMetric {
  readonly id: string;
  readonly displayName: string;
  readonly group: string;
  readonly category: string;
  readonly unit: string;
  /** ISO 8601 duration. */
  readonly frequency: string;
  readonly displayDelayMaxMinutes: number | null;
  readonly aggregations: readonly string[];
  readonly dimension: string | null;
  /** Null: no source says. */
  readonly enabledByDefault: boolean | null;
  /** Server parameter that switches it on. */
  readonly enableParameter: string | null;
  readonly appliesTo: string;
  readonly description: string;
  readonly sources: readonly string[];
  readonly notes: string;
}

const metrics = lazy(() =>
  readTable('metrics.csv', (row): ServiceMetric => ({
    id: row.text('metric_id'),
    displayName: row.text('display_name'),
    group: row.text('metric_group'),
    category: row.text('category'),
    unit: row.text('unit'),
    frequency: row.text('frequency'),
    displayDelayMaxMinutes: row.numberOrNull('display_delay_max_min'),
    aggregations: row.list('aggregations'),
    dimension: row.textOrNull('dimension'),
    enabledByDefault: row.flagOrNull('default_enabled'),
    enableParameter: row.textOrNull('enable_parameter'),
    appliesTo: row.text('applies_to'),
    description: row.text('description'),
    sources: row.list('source'),
    notes: row.text('notes'),
  })),
);

export function listMetrics(): readonly ServiceMetric[] {
  return metrics();
}
