import type { PrintedLine } from '../billing/bill.ts';
import type { AssumptionRow } from '../scenario/scenario.ts';
import type { StudyTallyJson } from './study.ts';

/**
 * The result of a run, as `result.json` holds it. Version 1.0: a minor version adds, a major one breaks. Money in `cost`
 * is a decimal string; figures are totals over the horizon. A figure that does not exist is null or absent.
 */
export interface Result {
  readonly formatVersion: '1.0';
  readonly tool: { readonly name: 'pgnines'; readonly version: string };
  readonly inputs: {
    readonly scenario: string;
    readonly text: string;
    readonly sha256: string;
    readonly variant: string | null;
    readonly set: readonly string[];
    readonly horizon: string | null;
    readonly name: string;
    readonly seed: string;
    readonly replications: number;
    readonly block_size: number;
    /** Replications of one draw of what is not known for certain; absent when all is. */
    readonly outer_size?: number;
    readonly start: string;
    readonly end: string;
    readonly hours: number;
    readonly assumption_set: string;
    readonly price_set: string;
  };
  /** Of everything that was executed in all replications: equal for equal histories. 16 hexadecimal digits. */
  readonly fingerprint: string;
  readonly verdict: Verdict;
  readonly server: ServerSummary;
  readonly metrics: Readonly<Record<string, MetricResult>>;
  readonly causes: readonly CauseResult[];
  readonly recovery: readonly RecoveryResult[];
  readonly months: readonly MonthResult[];
  readonly representatives: Representatives;
  readonly histories: readonly History[];
  /** How the mean downtime settled, at 10, 20, 50, 100, ... replications and at all; empty when there is no interval yet. */
  readonly convergence: readonly ConvergencePoint[];
  readonly durability: Durability;
  /** What the demand leaves of what the server can do, when nothing fails; absent where nothing is said of the workload. */
  readonly capacity?: CapacityResult;
  readonly cost: CostResult;
  readonly assumptions: readonly AssumptionRow[];
  /** Names of the assumptions that the scenario says are not known for certain; absent when there are none. */
  readonly not_known?: readonly string[];
  readonly not_included: readonly { readonly name: string; readonly adds: string }[];
  readonly targets: readonly TargetResult[];
  readonly thresholds: readonly ThresholdResult[];
  /** Of a run with --precision. */
  readonly precision?: readonly PrecisionResult[];
  readonly rows: { readonly written: number; readonly of: number };
  readonly warnings: readonly Warning[];
  /**
   * Everything that was added up, for `run --extend`. Absent up to 100,000 replications: then the values themselves are
   * needed, and simulating them again takes less time than reading them.
   */
  readonly state?: StudyTallyJson;
  /** Left out under --reproducible. */
  readonly run?: RunFacts;
}

export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** Decided by the interval, not by the estimate. */
export type Status = 'met' | 'breached' | 'inconclusive';

/** Of all targets and of all thresholds that weigh; `none` when there are none. */
export type Verdict = Status | 'none';

/** Figures in `unit`; `percent` of windows, of time, or a share from 0 to 1. */
interface JudgedFigure {
  readonly unit: string;
  readonly limit: number;
  /** Null when there was nothing to judge, and of a probability that was never seen. */
  readonly estimate: number | null;
  /** Null for least and greatest values, and when there was nothing to judge; an end that is unknown is null in JSON. */
  readonly interval: Interval | null;
  /** Replications, events or windows. */
  readonly samples: number;
  readonly status: Status;
  /** Of an inconclusive one: how many would decide it; null when no number does. */
  readonly replications_needed: number | null;
}

export interface TargetResult extends JudgedFigure {
  /** `availability`, `recovery.region.rto`, `budget.monthly`. */
  readonly id: string;
  /** In words. */
  readonly goal: string;
}

export interface ThresholdResult extends JudgedFigure {
  readonly metric: string;
  readonly expression: string;
  readonly severity: 'error' | 'warn';
}

/** What became of a precision goal. */
export interface PrecisionResult {
  readonly metric: string;
  /** Half-width of the interval over the mean. */
  readonly wanted: number;
  /** Null when nothing was seen. */
  readonly reached: number | null;
  /** What the mean rests on; null for what goes by plan. */
  readonly events: number | null;
  readonly met: boolean;
  /** Null when it is met, and when no run is long enough. */
  readonly replications_needed: number | null;
}

export interface RunFacts {
  readonly generated_at: string;
  readonly seconds: number;
  readonly node: string;
  readonly time_zone_data: string;
}

/** What was simulated, for headings. */
export interface ServerSummary {
  readonly location: string;
  readonly sku: string;
  readonly tier: string;
  readonly v_cores: number;
  readonly ha_mode: string;
  readonly storage_gib: number;
  readonly storage_tier: string | null;
  readonly backup_retention_days: number;
  readonly geo_redundant_backup: boolean;
  readonly sla_percent: number;
  /** Availability zone that the primary starts in. */
  readonly zone: string;
  /** Null without HA. */
  readonly standby_zone: string | null;
  /** UTC; null: Azure chooses. */
  readonly maintenance_window: MaintenanceWindow | null;
}

export interface MaintenanceWindow {
  /** 0 is Sunday. */
  readonly day_of_week: number;
  readonly start_hour: number;
  readonly start_minute: number;
}

export interface Interval {
  readonly level: number;
  readonly low: number;
  readonly high: number;
  readonly method: string;
}

export const PERCENTILES = [1, 5, 10, 25, 50, 75, 90, 95, 99] as const;
export type Percentiles = Readonly<Record<`p${(typeof PERCENTILES)[number]}`, number>>;

export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface SpreadResult {
  /** Standard deviation of single histories, if all were known. */
  readonly luck_sd: number;
  /** Standard deviation of the mean, over what is not known. */
  readonly ignorance_sd: number;
  readonly ignorance_interval: Interval;
  readonly outer_draws: number;
  /** Quantiles of the mean, over what is not known: estimates, with the luck of 50 histories taken out of their spread. */
  readonly means: { readonly p5: number; readonly p50: number; readonly p95: number };
}

export interface MetricResult {
  readonly unit: string;
  readonly mean: number;
  readonly sd: number;
  readonly interval: Interval;
  /** Of a scenario that is uncertain: what differs between histories by luck, and what between draws of what is not known. */
  readonly spread?: SpreadResult;
  readonly percentiles: Percentiles;
  readonly percentile_method: string;
  readonly min: number;
  readonly max: number;
  readonly samples: number;
  /** Values that were not zero: the number of observations a rare figure rests on. */
  readonly events: number;
  readonly histogram: readonly HistogramBin[];
}

export interface CauseResult {
  readonly cause: string;
  readonly class: string;
  readonly planned: boolean;
  readonly downtime_minutes: { readonly mean: number; readonly interval: Interval };
  /** Disruptions of this cause that clients noticed, over all replications. */
  readonly events: number;
  readonly events_per_year: number;
  /** Part of the mean downtime, 0 to 1. */
  readonly share: number;
}

export interface Spread {
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** Points of the empirical distribution function: [value, share of events at or below]. */
  readonly cdf: readonly (readonly [number, number])[];
}

export interface RecoveryResult {
  readonly class: string;
  readonly events: number;
  readonly masked_events: number;
  readonly censored: number;
  readonly total_losses: number;
  /** null when no event of this class was recovered from. */
  readonly rto_seconds: Spread | null;
  readonly rpo_seconds: Spread | null;
  /** Means in seconds; they add up to the mean RTO. */
  readonly parts: {
    readonly detect: number;
    readonly decide: number;
    readonly restore: number;
    readonly replay: number;
    readonly reconnect: number;
  } | null;
}

export interface MonthResult {
  readonly month: string;
  readonly availability_percent: number;
  readonly sla_percent: number;
  readonly breach_probability: number;
  readonly breach_interval: Interval;
  readonly credit: number;
  readonly cost: number;
}

export interface Representatives {
  readonly metric: string;
  readonly median: number;
  readonly p95: number;
  readonly worst: number;
}

export interface HistoryOutage {
  readonly start: string;
  readonly end: string;
  readonly minutes: number;
  readonly cause: string;
  readonly class: string;
  readonly path: string;
  readonly enabled_by: string | null;
  readonly planned: boolean;
  readonly rto_seconds: number;
  readonly rpo_seconds: number;
}

/** One simulated history shown in full. */
export interface History {
  readonly history: 'median' | 'p95' | 'worst';
  readonly replication: number;
  readonly downtime_minutes: number;
  readonly outages: readonly HistoryOutage[];
}

/** The mean downtime and its 95 % interval as a run of so many replications gives them: what a longer one had so far. Minutes. */
export interface ConvergencePoint {
  readonly replications: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface Durability {
  /** Years simulated, and how many of them lost committed work, or everything. */
  readonly years: number;
  readonly annual_loss_probability: { readonly estimate: number | null; readonly interval: Interval };
  readonly paths: readonly {
    readonly path: string;
    readonly events: number;
    readonly estimate: number | null;
    readonly interval: Interval;
  }[];
  /** What is too rare to be seen in a run, estimated by rare-event simulation; absent in the cells of a sweep. */
  readonly rare?: RareDurability;
}

/** Annual probabilities of losing committed data because it is destroyed, or because a mistake is noticed too late. */
export interface RareDurability {
  readonly work_lost: RareEstimate;
  readonly nothing_restorable: RareEstimate;
  readonly paths: readonly LossPath[];
}

/** A yearly probability; never 0 for what can happen. */
export interface RareEstimate {
  /** Null when it was not met: then the interval tells how likely it may be at most. */
  readonly estimate: number | null;
  readonly interval: Interval;
  /** Half-width of the interval over the estimate. */
  readonly relative_half_width: number | null;
  /** Why it cannot happen in this model; null when it can. */
  readonly impossible: string | null;
}

export type LossPathName =
  'threeCopies' | 'sharedShock' | 'unreadableCopy' | 'zoneDestroyed' | 'regionDestroyed' | 'noticedTooLate';

export interface LossPath {
  readonly path: LossPathName;
  /** How often it begins, a year: the storage is lost, the zone destroyed, a mistake is made. */
  readonly begins: RareEstimate;
  /** The same by the Markov chain of the storage, where it has one: exact when all its times are exponential. */
  readonly markov: { readonly probability: number; readonly exact: boolean } | null;
  readonly work_lost: RareEstimate;
  readonly nothing_restorable: RareEstimate;
  readonly method: string;
  /** Histories simulated: of the storage alone, of the whole server with one such destruction each. */
  readonly effort: { readonly storage: number; readonly server: number };
}

export interface CostResult {
  readonly currency: string;
  readonly total: string;
  readonly per_month: string;
  readonly lines: readonly PrintedLine[];
  readonly outage_cost: string;
  readonly sla_credit: string;
  readonly tco: string;
  readonly tco_present_value: string;
  readonly derived_prices: boolean;
  /** Names of the assumptions that the scenario says are not known for certain; absent when there are none. */
  readonly not_known?: readonly string[];
  readonly not_included: readonly string[];
}

export type CapacityResource = 'cpu' | 'iops' | 'throughput' | 'storage';

/** The highest use in a month, in percent of what there is; null where nothing is said of it. */
export interface CapacityMonth {
  readonly month: string;
  readonly cpu_percent: number | null;
  readonly iops_percent: number | null;
  readonly throughput_percent: number | null;
  readonly storage_percent: number | null;
  /** Fewest burst credits; null of sizes without. */
  readonly least_credits: number | null;
}

/** The first time that something is short, or that the disk takes a step. */
export interface CapacityEvent {
  /** `cpu`, `iops`, `throughput`, `credits`, `read-only`, or `disk of 256 GiB`. */
  readonly what: string;
  /** Share of the futures in which it happens within the horizon. */
  readonly probability: number;
  /** Of those in which it does. */
  readonly date: { readonly p5: string; readonly p50: string; readonly p95: string };
}

export interface CapacityResult {
  /** That were looked at: 1 when growth is known. */
  readonly futures: number;
  readonly months: readonly CapacityMonth[];
  /** By median date. */
  readonly events: readonly CapacityEvent[];
  /** Share of the time without burst credits, by hour of the week from Monday on, UTC; null when there always are some. */
  readonly credits_exhausted_by_hour: readonly number[] | null;
}
