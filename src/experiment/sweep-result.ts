import type {
  Interval,
  Result,
  RunFacts,
  ServerSummary,
  TargetResult,
  ThresholdResult,
  Verdict,
  Warning,
} from './result.ts';

/**
 * A grid of scenarios, as `pgnines sweep` writes it. Version 1.0: a minor version adds, a major one breaks. Figures are totals
 * over the horizon; money is a number, in `currency`.
 */
export interface Sweep {
  readonly formatVersion: '1.0';
  readonly kind: 'Sweep';
  readonly tool: { readonly name: 'pgnines'; readonly version: string };
  readonly inputs: Omit<Result['inputs'], 'assumption_set'> & {
    /** In the order given; the last one varies fastest. */
    readonly vary: readonly VariedPath[];
  };
  readonly currency: string;
  /** All of the grid, in its order. */
  readonly cells: readonly CellResult[];
  /** Numbers of the cells that no other one beats in cost and downtime, by ascending cost. */
  readonly front: readonly number[];
  readonly warnings: readonly Warning[];
  /** Left out under --reproducible. */
  readonly run?: RunFacts;
}

export interface VariedPath {
  readonly path: string;
  readonly values: readonly unknown[];
}

interface AnyCell {
  /** From 1. */
  readonly cell: number;
  readonly values: Readonly<Record<string, unknown>>;
  /** As `--set` takes it. */
  readonly set: readonly string[];
}

/** `refused`: such a server cannot be had, or not be priced; `open`: the sweep was interrupted before. */
export type CellResult = RefusedCell | OpenCell | SimulatedCell;

export interface RefusedCell extends AnyCell {
  readonly status: 'refused';
  readonly problem: Warning;
}

interface OpenCell extends AnyCell {
  readonly status: 'open';
}

export interface SimulatedCell extends AnyCell, CellFigures {
  readonly status: 'simulated';
  readonly on_front: boolean;
  /**
   * A cell of the front whose downtime the histories do not tell from that of this one, which it beats by its means, or which is
   * on the front too and dearer; the cheapest such cell. Null when there is none.
   */
  readonly indistinct_from: number | null;
}

export interface CellFigures {
  readonly fingerprint: string;
  readonly server: ServerSummary;
  readonly verdict: Verdict;
  readonly metrics: Readonly<Record<string, CellMetric>>;
  readonly targets: readonly TargetResult[];
  readonly thresholds: readonly ThresholdResult[];
  readonly warnings: readonly Warning[];
}

export interface CellMetric {
  readonly unit: string;
  readonly mean: number;
  /** Its ends are null for a single replication. */
  readonly interval: Omit<Interval, 'low' | 'high'> & { readonly low: number | null; readonly high: number | null };
  readonly p50: number;
  readonly p95: number;
  /** Values that were not zero. */
  readonly events: number;
}
