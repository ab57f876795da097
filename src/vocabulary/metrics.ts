/** A metric has one value per replication; `precision` says how many ticks, micro-units or counts one unit has. */
export interface Metric {
  readonly name: string;
  readonly unit: 'minutes' | 'hours' | 'seconds' | 'percent' | 'count' | 'currency' | 'GiB-months';
  readonly title: string;
  /** Measured only of scenarios that say something of it; null: of all. See `scenario/measured.ts`. */
  readonly only: MeasuredKey | null;
}

/** Keys of a scenario without which there is nothing to measure. */
export const MEASURED_KEYS = ['workload.cpu', 'workload.io', 'workload.data.growthGBPerMonth'] as const;
export type MeasuredKey = (typeof MEASURED_KEYS)[number];

const metric = <Name extends string>(
  name: Name,
  unit: Metric['unit'],
  title: string,
  only: MeasuredKey | null = null,
): Metric & { readonly name: Name } => ({ name, unit, title, only });

/** Per-replication metrics of the result, in the order of `replications.csv`. Append-only. */
export const METRICS = [
  metric(
    'availability_percent',
    'percent',
    'share of the time the server was meant to run in which clients could work',
  ),
  metric('downtime_minutes', 'minutes', 'Down as clients see it, DNS and reconnecting included'),
  metric('write_availability_percent', 'percent', 'as availability, counting read-only time as lost'),
  metric('write_downtime_minutes', 'minutes', 'Down or ReadOnly'),
  metric('degraded_minutes', 'minutes', 'serving, but paused, throttled or slow'),
  metric('sla_availability_percent', 'percent', 'by the SLA clock, over the minutes not stopped'),
  metric('sla_downtime_minutes', 'minutes', 'whole minutes in which every attempt to connect fails, by the SLA clock'),
  metric('is_db_alive_down_minutes', 'minutes', 'whole minutes in which is_db_alive would be 0'),
  metric('planned_stop_minutes', 'minutes', 'stopping, stopped and starting on purpose'),
  metric('outage_count', 'count', 'outages'),
  metric('longest_outage_minutes', 'minutes', 'longest outage'),
  metric('business_hours_downtime_minutes', 'minutes', 'Down inside working hours'),
  metric('unprotected_hours', 'hours', 'HA wanted, standby not Healthy'),
  metric('failover_count', 'count', 'failovers completed'),
  metric('masked_failure_count', 'count', 'failures that clients did not notice'),
  metric('data_loss_events', 'count', 'disruptions that lost committed work'),
  metric('data_loss_seconds', 'seconds', 'committed work lost, as seconds of commits'),
  metric('sla_breached_months', 'count', 'calendar months below the SLA'),
  metric('sla_credit', 'currency', 'service credit by the contract'),
  metric('cost_total', 'currency', 'bill over the horizon'),
  metric('outage_cost', 'currency', 'downtime, lost data and people, at the rates of the scenario'),
  metric('tco', 'currency', 'bill and outage cost, less claimed SLA credit'),
  metric('cost_monthly', 'currency', 'bill per calendar month, on average'),
  metric('compute_hours', 'hours', 'billed server hours, standby included'),
  metric('storage_gib_months', 'GiB-months', 'billed provisioned storage, standby included'),
  metric('backup_billed_gib_months', 'GiB-months', 'backup beyond the free grant'),
  metric('restore_count', 'count', 'restores completed'),
  metric('cpu_saturated_minutes', 'minutes', 'serving, with more work than the cores can do', 'workload.cpu'),
  metric(
    'cpu_credit_exhausted_minutes',
    'minutes',
    'serving, held to the baseline: no burst credits left',
    'workload.cpu',
  ),
  metric(
    'iops_saturated_minutes',
    'minutes',
    'serving, with more asked of the disk than it or the size can do',
    'workload.io',
  ),
  metric(
    'storage_used_percent',
    'percent',
    'of the provisioned disk in use, at most',
    'workload.data.growthGBPerMonth',
  ),
  metric(
    'storage_readonly_minutes',
    'minutes',
    'serving reads only: the disk was full',
    'workload.data.growthGBPerMonth',
  ),
] as const satisfies readonly Metric[];

export type MetricName = (typeof METRICS)[number]['name'];

export const metricOf = (name: MetricName): Metric => METRICS.find((metric) => metric.name === name)!;

/** Metrics of single disruptions, by class: their samples are events, not replications. */
export const EVENT_METRICS = [
  metric('rto_minutes', 'minutes', 'from the onset of a disruption until clients are back'),
  metric('rpo_minutes', 'minutes', 'committed work that a disruption lost, as minutes of commits'),
] as const satisfies readonly Metric[];

export type EventMetricName = (typeof EVENT_METRICS)[number]['name'];

/** Metrics of parts that are not built yet. */
export const METRICS_NOT_YET = ['connections_used_percent', 'connections_refused'] as const;
