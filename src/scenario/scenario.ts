import type { Distribution } from '../distributions/distribution.ts';
import type { DisruptionClass } from '../vocabulary/causes.ts';
import type { EventMetricName, MetricName } from '../vocabulary/metrics.ts';

/** A merged assumption: what the model uses, in base units (milliseconds, bytes, bytes per second). */
export type AssumptionValue =
  /** Time between occurrences; `{kind: 'never'}` switches the hazard off. */
  | { readonly quantity: 'hazard'; readonly distribution: Distribution }
  | { readonly quantity: 'duration'; readonly distribution: Distribution }
  | { readonly quantity: 'bytes'; readonly distribution: Distribution }
  /** Bytes per second. */
  | { readonly quantity: 'rate'; readonly value: number }
  | { readonly quantity: 'probability'; readonly value: number }
  /** 1 changes nothing. */
  | { readonly quantity: 'factor'; readonly value: number }
  | { readonly quantity: 'flag'; readonly value: boolean }
  | { readonly quantity: 'choice'; readonly value: string };

/**
 * An assumption with parameters that are not known for certain: they are drawn once per outer draw, not per event
 * (docs/decisions/0008-ignorance.md). Among the merged assumptions it stands with their medians.
 */
export interface UncertainAssumption {
  readonly name: string;
  /** Its value as written: plain data. */
  readonly written: unknown;
  /** Where in what was written a parameter stands (`mean`; empty: the value itself), and what is believed of it. */
  readonly parameters: readonly { readonly key: string; readonly distribution: Distribution }[];
}

/** An assumption as the report shows it. */
export interface AssumptionRow {
  readonly name: string;
  readonly value: string;
  readonly kind: string;
  readonly source: string;
  readonly date: string;
  readonly confidence: string;
  readonly overridden: boolean;
}

export type HaMode = 'Disabled' | 'SameZone' | 'ZoneRedundant';

export interface Server {
  readonly location: string;
  readonly skuName: string;
  readonly tier: 'Burstable' | 'GeneralPurpose' | 'MemoryOptimized';
  readonly vCores: number;
  readonly memoryGib: number;
  /** Major version of PostgreSQL. */
  readonly version: number;
  readonly zone: string;
  /** The standby's zone; equal to `zone` for SameZone, null without HA. */
  readonly standbyZone: string | null;
  readonly haMode: HaMode;
  readonly storage: {
    readonly type: 'Premium_LRS' | 'PremiumV2_LRS' | 'UltraSSD_LRS';
    readonly sizeGib: number;
    readonly autoGrow: boolean;
    /** Performance tier, P4 to P80; null for disks without tiers. */
    readonly tier: string | null;
    readonly iops: number | null;
    readonly throughputMbps: number | null;
  };
  /** Encrypted with a key that the customer can lose. */
  readonly customerManagedKey: boolean;
  /** Its address names one version of it, which expires; without one the server follows new versions. */
  readonly keyVersioned: boolean;
  readonly backup: { readonly retentionDays: number; readonly geoRedundant: boolean };
  readonly maintenanceWindow:
    | { readonly kind: 'system' }
    | { readonly kind: 'custom'; readonly dayOfWeek: number; readonly startHour: number; readonly startMinute: number };
}

export interface Workload {
  /** Data at the start, GiB. */
  readonly dataGib: number;
  /** Data changed per day, GiB: the size of a daily snapshot. */
  readonly changeGibPerDay: number;
  readonly walBytesPerSecond: number;
  /** GiB the data grow by in a month of 730 h; null: they do not, and the disk is not watched. */
  readonly growthGibPerMonth: number | null;
  /** By which share the demand grows in a year: 0.2 is 20 %. It grows in steps, at the beginning of calendar months. */
  readonly growthPerYear: number;
  readonly demand: Demand;
}

/** What the application asks of the server, over the hours of the week at the start; null where nobody says. */
export interface Demand {
  /** Busy cores. */
  readonly vCores: WeeklyProfile | null;
  readonly iops: WeeklyProfile | null;
  /** 1e6 bytes per second, read and written. */
  readonly megabytesPerSecond: WeeklyProfile | null;
}

/** A quantity with weekly hours, spread over the horizon: `base` wherever no band is. Bands do not overlap. */
export interface WeeklyProfile {
  readonly base: number;
  readonly bands: readonly { readonly value: number; readonly during: readonly Interval[] }[];
}

export const FAULT_TYPES = [
  'engineCrash',
  'vmCrash',
  'hostFailure',
  'storageLoss',
  'storageOutage',
  'zoneOutage',
  'regionOutage',
  'standbyFailure',
  'mistake',
  'keyLoss',
  'certificateRotation',
  'networkRule',
] as const;
export type FaultType = (typeof FAULT_TYPES)[number];

/** A scripted fault. `at` is in ticks (milliseconds since the start). */
export interface Fault {
  readonly at: number;
  readonly type: FaultType;
  /** Overrides the drawn duration of the fault. */
  readonly durationMs: number | null;
  readonly zone: string | null;
  readonly target: 'primary' | 'standby' | null;
}

export const OPERATION_TYPES = ['restart', 'plannedFailover', 'forcedFailover', 'stop', 'start'] as const;
export type OperationType = (typeof OPERATION_TYPES)[number];

/** One planned operation at one instant (a recurring one is expanded). `at` is in ticks. */
export interface Operation {
  readonly at: number;
  readonly type: OperationType;
}

/** A half-open interval of ticks. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

export interface Cost {
  readonly currency: string;
  /** Money per hour of client-seen downtime; 0 when not given. */
  readonly downtimePerHour: number;
  /** Money per hour in which only writes fail; 0 when not given. */
  readonly writeDowntimePerHour: number;
  /** Money per lost second of commits; 0 when not given. */
  readonly dataLossPerSecond: number;
  /** Money per hour people work on an incident (detected until restored); 0 when not given. */
  readonly peoplePerHour: number;
  /** Yearly rate for present value; 0 when not given. */
  readonly discountRate: number;
  /** Negotiated discount in percent by meter; empty when none. */
  readonly discountPercent: Readonly<Partial<Record<'compute' | 'storage' | 'backup' | 'extended-support', number>>>;
  readonly sla: {
    readonly minutes: 'clock' | 'any';
    readonly maintenanceCounts: boolean;
    readonly creditClaimed: boolean;
  };
}

/** What a threshold or a precision goal is about. */
export type MetricKey =
  /** One value per replication. */
  | { readonly kind: 'metric'; readonly name: MetricName }
  /** Downtime of one cause, by its name: one value per replication. */
  | { readonly kind: 'cause'; readonly cause: string }
  /** One value per disruption of a class. */
  | { readonly kind: 'event'; readonly name: EventMetricName; readonly class: DisruptionClass };

export type Aggregation =
  | { readonly kind: 'mean' | 'min' | 'max' }
  /** Share of the samples that are not zero. */
  | { readonly kind: 'rate' }
  /** Strictly between 0 and 1. */
  | { readonly kind: 'quantile'; readonly p: number };

export const COMPARISONS = ['<', '<=', '>', '>=', '==', '!='] as const;
export type Comparison = (typeof COMPARISONS)[number];

export const SEVERITIES = ['error', 'warn'] as const;

/** One rule on one metric. */
export interface Threshold {
  readonly key: MetricKey;
  /** The metric as one writes it: `rto_minutes{class:region}`. */
  readonly metric: string;
  /** The rule without blanks: `p(95)<240`. */
  readonly expression: string;
  readonly aggregation: Aggregation;
  readonly comparison: Comparison;
  /** In the unit of the metric; of a rate, a share. */
  readonly value: number;
  /** `warn` never changes the verdict. */
  readonly severity: (typeof SEVERITIES)[number];
}

/** What was promised; null or empty where nothing was. */
export interface Targets {
  readonly availability: {
    readonly targetPercent: number;
    /** Calendar months per window, aligned to the year; null for the whole of the simulated time. */
    readonly windowMonths: number | null;
    /** In how many percent of the windows the target must hold. */
    readonly windowsMetPercent: number;
  } | null;
  /** In the order of the classes. */
  readonly recovery: readonly {
    readonly class: DisruptionClass;
    readonly rtoMs: number | null;
    readonly rpoMs: number | null;
  }[];
  readonly budget: { readonly monthly: number } | null;
}

/**
 * A checked scenario: plain, structured-cloneable data, all defaults filled in, units converted. Times are ticks
 * (integer milliseconds since `simulation.startMs`) unless the name says otherwise.
 */
export interface Scenario {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly server: Server;
  readonly workload: Workload;
  /** When the server is meant to run; null = always. Intervals are ascending, disjoint and clipped to the horizon. */
  readonly schedule: {
    readonly timeZone: string;
    readonly restop: boolean;
    readonly running: readonly Interval[];
  } | null;
  /** Ascending by `at`. */
  readonly faults: readonly Fault[];
  /** Ascending by `at`; does not contain the stops and starts of `schedule`. */
  readonly operations: readonly Operation[];
  /** Every assumption name to its merged value. */
  readonly assumptions: Readonly<Record<string, AssumptionValue>>;
  /** Those that the scenario says are not known for certain. */
  readonly uncertain: readonly UncertainAssumption[];
  readonly assumptionRows: readonly AssumptionRow[];
  readonly assumptionSet: string;
  readonly cost: Cost;
  readonly targets: Targets;
  readonly thresholds: readonly Threshold[];
  /** Working hours: those of `schedule`, else Mon-Fri 08:00-18:00 UTC. */
  readonly businessHours: readonly Interval[];
  readonly simulation: {
    /** Milliseconds since 1970-01-01T00:00Z. */
    readonly startMs: number;
    readonly endMs: number;
    readonly replications: number;
    readonly seed: string;
  };
  /** First ticks of the UTC calendar months the horizon touches, then the horizon's end: months.length + 1 entries. */
  readonly monthStarts: readonly number[];
  /** '2027-01', one per month of the horizon. */
  readonly monthNames: readonly string[];
}
