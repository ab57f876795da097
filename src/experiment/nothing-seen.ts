import type { Scenario } from '../scenario/scenario.ts';
import { type ConfidenceInterval, proportionInterval, rateInterval } from '../statistics/intervals.ts';
import { METRICS, type MetricName } from '../vocabulary/metrics.ts';
import { LEVEL } from './level.ts';
import { columnOf } from './quantities.ts';
import type { Tally } from './tally.ts';

/**
 * What chance never touched has no spread, but that does not make it certain: of a metric that stayed at its best in all n
 * replications, something else may show in up to 3.7 / n of the replications (97.5 %). Times the most that one replication can
 * hold, this bounds the mean.
 */

/** Availability shows what was lost: the metric that is zero when nothing was. */
const LOST: Partial<Record<MetricName, MetricName>> = {
  availability_percent: 'downtime_minutes',
  write_availability_percent: 'write_downtime_minutes',
  sla_availability_percent: 'sla_downtime_minutes',
};

/** Metrics that go by plan, whatever happens besides: their value is what it is. */
const PLANNED: readonly MetricName[] = [
  'planned_stop_minutes',
  'cost_total',
  'tco',
  'cost_monthly',
  'compute_hours',
  'storage_gib_months',
  'backup_billed_gib_months',
];

/** Replications whose value of a metric chance has moved; null for a metric that goes by plan. */
export function rests(tally: Tally, name: MetricName): number | null {
  return PLANNED.includes(name) ? null : tally.nonZero.value(columnOf(LOST[name] ?? name));
}

/**
 * The interval of the mean of a metric that stayed at its best in every replication; null where that is certain, because it goes by
 * plan or because no hazard is on.
 */
export function nothingSeen(scenario: Scenario, tally: Tally, name: MetricName): ConfidenceInterval | null {
  if (PLANNED.includes(name) || !hasHazards(scenario)) return null;
  const n = tally.replications;
  const { unit } = METRICS[columnOf(name)]!;
  if (unit === 'count') return rateInterval(0, n, LEVEL);
  const { high, method } = proportionInterval(0, n, LEVEL);
  if (unit === 'percent') return { low: 100 * (1 - high), high: 100, method };
  return { low: 0, high: high * mostOf(scenario, tally, name), method };
}

/** The same of the minutes that each of some disruptions lost, when all of them lost none. */
export function nothingLost(scenario: Scenario, disruptions: number): ConfidenceInterval | null {
  if (!hasHazards(scenario)) return null;
  const { high, method } = proportionInterval(0, disruptions, LEVEL);
  return { low: 0, high: (high * (scenario.simulation.endMs - scenario.simulation.startMs)) / 60_000, method };
}

/** The most that one replication can hold of a metric, in its unit. */
function mostOf({ simulation, cost }: Scenario, tally: Tally, name: MetricName): number {
  const hours = (simulation.endMs - simulation.startMs) / 3_600_000;
  switch (METRICS[columnOf(name)]!.unit) {
    case 'minutes':
      return hours * 60;
    case 'hours':
      return hours;
    case 'seconds':
      return hours * 3600;
    default: {
      if (name === 'sla_credit') return tally.metrics[columnOf('cost_total')]!.max / 1e6;
      const perHour = cost.downtimePerHour + cost.writeDowntimePerHour + cost.peoplePerHour;
      return hours * (perHour + 3600 * cost.dataLossPerSecond);
    }
  }
}

/** Snapshots come by the clock. */
const BY_THE_CLOCK = 'backup.snapshot.every';

/** Whether chance can strike at all. */
export const hasHazards = ({ assumptions }: Scenario): boolean =>
  Object.entries(assumptions).some(
    ([name, value]) => value.quantity === 'hazard' && value.distribution.kind !== 'never' && name !== BY_THE_CLOCK,
  );
