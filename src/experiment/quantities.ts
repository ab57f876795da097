import { isMeasured } from '../scenario/measured.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { METRICS, type MetricName } from '../vocabulary/metrics.ts';

/**
 * Per-replication figures are integers: milliseconds, counts, millionths. So sums are exact in any order, and means are
 * formed once, at the end. This is how many integer steps one unit of a metric has.
 */
const STEPS: Record<(typeof METRICS)[number]['unit'], number> = {
  minutes: 60_000,
  hours: 3_600_000,
  seconds: 1000,
  percent: 1e9,
  count: 1,
  currency: 1e6,
  'GiB-months': 1e6,
};

export const METRIC_STEPS: readonly number[] = METRICS.map((metric) => STEPS[metric.unit]);

const COLUMN = new Map<string, number>(METRICS.map((metric, column) => [metric.name, column]));

/** Column of a metric in a row of per-replication figures. */
export function columnOf(name: MetricName): number {
  return COLUMN.get(name)!;
}

/** Columns of the metrics that are measured of any of the scenarios. */
export function columnsOf(scenarios: readonly Pick<Scenario, 'workload'>[]): readonly number[] {
  return METRICS.flatMap(({ only }, column) => (scenarios.some((one) => isMeasured(only, one)) ? [column] : []));
}
