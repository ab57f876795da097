import { lazy, readData } from './data-file.ts';

/** A value in the scenario's own grammar: `lognormal(p50=8s,sigma=0.5)`, `30d`, `40MB/s`, `never`, or a mixture as a map. */
export type AssumptionText =
  string | { readonly dist: 'mixture'; readonly of: readonly string[]; readonly weights: readonly number[] };

interface Described {
  /** `hostFailure.every`. */
  readonly name: string;
  /** In words: `time between occurrences`, `bytes per second`. */
  readonly unit: string;
  readonly appliesTo: string;
  readonly kind: 'documented' | 'derived' | 'measured' | 'judgement';
  /** H = would survive review, M = right within a factor of three, L = within ten either way: vary it. */
  readonly confidence: 'H' | 'M' | 'L';
  /** In words, with the public document or paper. */
  readonly source: string;
  /** Day, month or year of the source; of a judgement, when it was made. */
  readonly date: string;
  /** Plausible values; of a distribution, of its typical value. */
  readonly range: { readonly low: string; readonly high: string } | null;
  readonly description: string;
  /** False: its part is not in this version; only `never` and the shipped value are accepted. */
  readonly available: boolean;
  /** For what is not included: what including it would add. */
  readonly adds?: string;
  /** With a null value: the assumption that holds instead. */
  readonly fallback?: string;
}

/** A model parameter of the shipped set. A null value stands for that of `fallback`. */
export type Assumption = Described &
  (
    | {
        readonly quantity: 'hazard';
        readonly value: AssumptionText;
        /** What a bare duration means: the mean of an exponential, or a fixed interval. */
        readonly bare: 'exponential' | 'constant';
      }
    | {
        readonly quantity: 'duration';
        readonly value: AssumptionText | null;
        readonly bare: 'constant';
        /** Between regions; `value` holds within one. */
        readonly valueCrossRegion?: AssumptionText;
      }
    | { readonly quantity: 'bytes'; readonly value: AssumptionText; readonly bare: 'constant' }
    | { readonly quantity: 'rate'; readonly value: string; readonly valueFrom32VCores?: string }
    | { readonly quantity: 'probability'; readonly value: number | null }
    /** So many times as often, as long or as much: from `least` on, 1 when that is not given. */
    | { readonly quantity: 'factor'; readonly value: number; readonly least?: number }
    | { readonly quantity: 'flag'; readonly value: boolean }
    | { readonly quantity: 'choice'; readonly value: string; readonly choices: readonly string[] }
  );

interface AssumptionSet {
  readonly name: string;
  readonly date: string;
  readonly assumptions: readonly Assumption[];
}

// The file is ours and its shape is held by tests, so it is not checked again at run time.
const set = lazy(() => JSON.parse(readData('assumptions.json')) as AssumptionSet);
const byName = lazy(() => new Map(set().assumptions.map((entry) => [entry.name, entry])));

/** The shipped assumptions, grouped by part. */
export function listAssumptions(): readonly Assumption[] {
  return set().assumptions;
}

export function assumption(name: string): Assumption | undefined {
  return byName().get(name);
}

/** Name and day of the shipped set. */
export function assumptionSet(): { readonly name: string; readonly date: string } {
  const { name, date } = set();
  return { name, date };
}
