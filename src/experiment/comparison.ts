import type {
  CauseResult,
  Durability,
  Interval,
  MetricResult,
  RareDurability,
  RunFacts,
  ServerSummary,
} from './result.ts';
import type { Spread, TargetResult, ThresholdResult, Verdict, Warning } from './result.ts';

/**
 * Scenarios side by side, as `pgnines compare` writes them. Version 1.0: a minor version adds, a major one breaks. Figures are
 * totals over the horizon; money is decimal text where it is printed and a number where it is estimated.
 */
export interface Comparison {
  readonly formatVersion: '1.0';
  readonly kind: 'Comparison';
  readonly tool: { readonly name: 'pgnines'; readonly version: string };
  readonly inputs: {
    readonly scenarios: readonly { readonly scenario: string; readonly text: string; readonly sha256: string }[];
    readonly set: readonly string[];
    readonly horizon: string | null;
    readonly seed: string;
    readonly replications: number;
    readonly block_size: number;
    readonly start: string;
    readonly end: string;
    readonly hours: number;
    readonly price_set: string;
  };
  readonly currency: string;
  /** Name of the variant that each other one is compared with. */
  readonly reference: string;
  readonly variants: readonly VariantResult[];
  /** Of each variant but the reference: its figures less those of the reference. */
  readonly differences: readonly DifferenceResult[];
  readonly best: {
    readonly cheapest: Best;
    readonly least_downtime: Best;
    readonly lowest_tco: Best;
    /** What the one with the least downtime costs above the cheapest; null when they are one. */
    readonly price: Price | null;
  };
  /** Those that no other one dominates, nor beats by the means; cheapest first, each with its price against the one before. */
  readonly front: readonly { readonly variant: string; readonly price: Price | null }[];
  readonly warnings: readonly Warning[];
  /** Left out under --reproducible. */
  readonly run?: RunFacts;
}

export interface VariantResult {
  readonly name: string;
  /** Base name of its file. */
  readonly scenario: string;
  /** Of the file; null for the file as it stands. */
  readonly variant: string | null;
  readonly server: ServerSummary;
  readonly cost: {
    readonly per_month: string;
    readonly total: string;
    readonly outage_cost: string;
    readonly sla_credit: string;
    readonly tco: string;
  };
  readonly metrics: Readonly<Record<string, Omit<MetricResult, 'histogram'>>>;
  /** Those with any downtime. */
  readonly causes: readonly CauseResult[];
  readonly recovery: readonly {
    readonly class: string;
    readonly events: number;
    readonly total_losses: number;
    readonly rto_seconds: Omit<Spread, 'cdf'> | null;
    readonly rpo_seconds: Omit<Spread, 'cdf'> | null;
  }[];
  readonly annual_loss_probability: Durability['annual_loss_probability'];
  /** What is too rare to be seen. */
  readonly rare?: RareDurability;
  readonly verdict: Verdict;
  readonly targets: readonly (TargetResult & { readonly probability: Chance | null })[];
  readonly thresholds: readonly ThresholdResult[];
  /** Names of variants that cost no more and are down no more, and one of both less, as far as the intervals decide. */
  readonly dominated_by: readonly string[];
}

/** A share of histories, windows or events, and its interval. */
export interface Chance {
  readonly of: 'histories' | 'windows' | 'events';
  readonly share: number;
  readonly interval: Interval;
}

export interface DifferenceResult {
  readonly variant: string;
  readonly metrics: Readonly<Record<string, MetricDifference>>;
  readonly price: Price;
}

export interface MetricDifference {
  readonly unit: string;
  readonly mean: number;
  /** Of the paired difference. */
  readonly interval: Interval;
  /** What the interval would be without common random numbers. */
  readonly unpaired_interval: Interval;
  /** How many times narrower pairing makes the interval; null when the difference does not vary. */
  readonly narrower: number | null;
  /** Share of the replications in which the variant has less than the reference, and so on. */
  readonly less: Omit<Chance, 'of'>;
  readonly equal: Omit<Chance, 'of'>;
  readonly greater: Omit<Chance, 'of'>;
  /** Replications in which they differ. */
  readonly differ: number;
  /** Part of the variance that comes from the one replication that differs most. */
  readonly largest_share: number;
}

export interface Best {
  readonly variant: string;
  /** Those from which its difference is not decided. */
  readonly or: readonly string[];
}

/**
 * Money per minute of downtime, of one variant against another. `avoided`: it costs more and is down less; what each minute
 * avoided costs. `saved`: it costs less and is down more; what each minute more saves. `better`: it is one of both and not worse in the
 * other. `worse`: the other way round. `same`: neither differs in any replication. `undecided`: the intervals do not tell.
 */
export interface Price {
  readonly kind: 'avoided' | 'saved' | 'better' | 'worse' | 'same' | 'undecided';
  readonly cost: Sign;
  readonly downtime: Sign;
  /** Null unless avoided or saved. */
  readonly per_minute: number | null;
  readonly interval: Interval | null;
}

/**
 * Of a paired difference, by its interval. `same` when it is 0 in every replication; of bills also when all of the interval is
 * less than a thousandth of the lower one.
 */
export type Sign = 'less' | 'same' | 'more' | 'undecided';
