import { priceSet } from '../catalog/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { meanInterval } from '../statistics/intervals.ts';
import { Moments } from '../statistics/moments.ts';
import { isoInstant } from '../units/calendar.ts';
import { planOf } from './block.ts';
import type { Sign } from './comparison.ts';
import { beats, frontOf } from './pareto.ts';
import type { Pool } from './pool.ts';
import { columnOf } from './quantities.ts';
import type { Warning } from './result.ts';
import { runStudy } from './run-study.ts';
import type { Study, StudyTally } from './study.ts';
import { representativesOf, summarise, type RunInputs } from './summary.ts';
import type { CellFigures, CellResult, Sweep, VariedPath } from './sweep-result.ts';
import { BLOCK_SIZE } from './tally.ts';

const LEVEL = 0.95;

/** The most cells a sweep may have. */
export const MOST_CELLS = 1000;

/** Fewer batches than this give no interval worth the name. */
const LEAST_BATCHES = 10;
/** More batches make the interval no better. */
const MOST_BATCHES = 1000;

/** One combination of the varied values. */
export interface Cell {
  /** By path, in the order of the paths. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The same as `PATH=VALUE`. */
  readonly set: readonly string[];
  /** Null when the combination is refused. */
  readonly scenario: Scenario | null;
  /** Why it is refused. */
  readonly problem: Warning | null;
}

/** What a cell gave: what a sweep says of it, and what tells it from another cell. */
export interface CellTally {
  readonly figures: CellFigures;
  /** Downtime of equally many consecutive replications each, in milliseconds. */
  readonly batches: readonly number[];
}

export interface RunCellsOptions {
  /** Of each cell. */
  readonly replications: number;
  /** Hears how far the work is, in replications of all cells. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the work after the blocks that are under way; unfinished cells are dropped. */
  readonly signal?: AbortSignal;
  /** Hears of each cell that is finished. */
  readonly onCell: (index: number, tally: CellTally) => void;
}

/** Studies of single cells for a pool; what their scenarios have in common travels to the workers once. */
export function studiesOf(scenarios: readonly Scenario[]): Study[] {
  const known = new Map<string, unknown>();
  const shared = (value: unknown): unknown => {
    const text = JSON.stringify(value);
    if (!known.has(text)) known.set(text, value);
    return known.get(text);
  };
  return scenarios.map((scenario) => {
    const entries = Object.entries(scenario).map(([key, value]) => [key, shared(value)] as const);
    return { scenarios: [Object.fromEntries(entries) as unknown as Scenario], reference: null };
  });
}

/** Simulates all studies of a pool, each of one cell; small ones side by side. */
export async function runCells(
  pool: Pool,
  version: string,
  { replications, onProgress, signal, onCell }: RunCellsOptions,
): Promise<void> {
  const { studies, jobs } = pool;
  const done = studies.map(() => 0);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < studies.length && signal?.aborted !== true) {
      const index = next++;
      const sums: bigint[] = [];
      const note = (tally: StudyTally): false => {
        if (tally.replications % BLOCK_SIZE === 0) sums.push(downtimeOf(tally));
        return false;
      };
      // oxlint-disable-next-line no-await-in-loop -- lanes run side by side, each one cell at a time
      const tally = await runStudy(pool, index, {
        lastReplication: replications,
        rowsKept: 0,
        enough: note,
        ...(signal === undefined ? {} : { signal }),
        onProgress: (count) => {
          done[index] = count;
          onProgress?.(
            done.reduce((sum, one) => sum + one, 0),
            replications * studies.length,
          );
        },
      });
      if (tally.replications < replications) return;
      note(tally);
      onCell(index, { figures: figuresOf(studies[index]!.scenarios[0]!, tally, version), batches: batchesOf(sums) });
    }
  };
  const blocks = Math.ceil(replications / BLOCK_SIZE);
  // Two tasks a worker keep all of them busy.
  const atOnce = Math.ceil((2 * jobs) / blocks);
  await Promise.all(Array.from({ length: Math.min(atOnce, studies.length) }, lane));
}

const downtimeOf = ({ tallies }: StudyTally): bigint => tallies[0]!.metrics[columnOf('downtime_minutes')]!.sum;

/** @param sums after each block, of all blocks up to it */
function batchesOf(sums: readonly bigint[]): number[] {
  const size = Math.ceil(sums.length / MOST_BATCHES);
  const ends = sums.filter((_, index) => (index + 1) % size === 0);
  return ends.map((sum, index) => Number(sum - (ends[index - 1] ?? 0n)));
}

function figuresOf(scenario: Scenario, { tallies }: StudyTally, version: string): CellFigures {
  const tally = tallies[0]!;
  const inputs: RunInputs = { file: '', text: '', sha256: '', variant: null, set: [], horizon: null };
  const { result } = summarise({
    scenario,
    inputs,
    version,
    plan: planOf(scenario),
    tally,
    representatives: representativesOf(tally),
    histories: [],
  });
  const metrics = Object.entries(result.metrics).map(([name, { unit, mean, interval, percentiles, events }]) => {
    return [name, { unit, mean, interval, p50: percentiles.p50, p95: percentiles.p95, events }] as const;
  });
  const { fingerprint, server, verdict, targets, thresholds, warnings } = result;
  const figures: CellFigures = {
    fingerprint,
    server,
    verdict,
    metrics: Object.fromEntries(metrics),
    targets,
    thresholds,
    warnings,
  };
  // What does not exist is null, as in a cell that was stored.
  return JSON.parse(JSON.stringify(figures)) as CellFigures;
}

/** Where the cells of a sweep come from. */
export interface SweepInputs extends RunInputs {
  readonly vary: readonly VariedPath[];
}

/**
 * Forms the sweep of cells, of which some may not be simulated yet.
 * @param tallies by cell; null for those that are refused or open
 */
export function formSweep(
  cells: readonly Cell[],
  tallies: readonly (CellTally | null)[],
  { file, text, sha256, variant, set, horizon, vary }: SweepInputs,
  version: string,
): Sweep {
  const { name, simulation, cost } = cells.find(({ scenario }) => scenario !== null)!.scenario!;
  const places = placesOf(tallies);
  return {
    formatVersion: '1.0',
    kind: 'Sweep',
    tool: { name: 'pgnines', version },
    inputs: {
      scenario: file,
      text,
      sha256,
      variant,
      set,
      horizon,
      vary,
      name,
      seed: simulation.seed,
      replications: simulation.replications,
      block_size: BLOCK_SIZE,
      start: isoInstant(simulation.startMs),
      end: isoInstant(simulation.endMs),
      hours: (simulation.endMs - simulation.startMs) / 3_600_000,
      price_set: priceSet().name,
    },
    currency: cost.currency,
    cells: cells.map(({ values, set: own, problem }, index): CellResult => {
      const common = { cell: index + 1, values, set: own };
      const tally = tallies[index];
      if (problem !== null) return { ...common, status: 'refused', problem };
      if (tally === null || tally === undefined) return { ...common, status: 'open' };
      return { ...common, status: 'simulated', ...places.of[index]!, ...tally.figures };
    }),
    front: places.front.map((index) => index + 1),
    warnings: warningsOf(tallies),
  };
}

interface Place {
  readonly on_front: boolean;
  readonly indistinct_from: number | null;
}

/** Bills to the cent: what lies below is chance, and no reason to choose. */
const cents = ({ figures }: CellTally): number => Math.round(100 * figures.metrics['cost_monthly']!.mean);
const pointOf = (tally: CellTally) => ({
  cost: cents(tally),
  downtime: tally.figures.metrics['downtime_minutes']!.mean,
});

function placesOf(tallies: readonly (CellTally | null)[]): {
  readonly front: readonly number[];
  readonly of: readonly (Place | null)[];
} {
  const simulated = tallies.flatMap((tally, index) =>
    tally === null ? [] : [{ index, tally, point: pointOf(tally) }],
  );
  const front = frontOf(simulated.map(({ point }) => point)).map((at) => simulated[at]!);
  const of: (Place | null)[] = tallies.map(() => null);
  for (const one of simulated) {
    const onFront = front.includes(one);
    const rivals = front.filter(({ point }) => (onFront ? point.cost < one.point.cost : beats(point, one.point)));
    const doubtful = rivals.filter(({ tally }) => signOf(tally, one.tally) === 'undecided');
    // One rival that beats it for sure is enough to keep it off the front.
    const isDoubtful = onFront ? doubtful.length > 0 : doubtful.length === rivals.length;
    of[one.index] = { on_front: onFront, indistinct_from: isDoubtful ? doubtful[0]!.index + 1 : null };
  }
  return { front: front.map(({ index }) => index), of };
}

/**
 * Whether `a` is down less than `b`. Both saw the same histories: what counts is the difference, batch by batch. Too short runs
 * are told apart when their intervals do not overlap.
 */
export function signOf(a: CellTally, b: CellTally): Sign {
  const ofA = a.figures.metrics['downtime_minutes']!;
  const ofB = b.figures.metrics['downtime_minutes']!;
  if (ofA.mean === ofB.mean) return 'same';
  const { low, high } =
    a.batches.length < LEAST_BATCHES || a.batches.length !== b.batches.length
      ? { low: lowOf(ofA) - highOf(ofB), high: highOf(ofA) - lowOf(ofB) }
      : differenceOf(a.batches, b.batches);
  if (high < 0) return 'less';
  return low > 0 ? 'more' : 'undecided';
}

/** A single history has no interval. */
const lowOf = ({ interval }: CellFigures['metrics'][string]): number => interval.low ?? -Infinity;
const highOf = ({ interval }: CellFigures['metrics'][string]): number => interval.high ?? Infinity;

function differenceOf(a: readonly number[], b: readonly number[]): { readonly low: number; readonly high: number } {
  const difference = new Moments();
  const values = Float64Array.from(a, (value, index) => value - b[index]!);
  difference.addColumn(values, 0, 1, values.length);
  return meanInterval(difference, LEVEL);
}

/** Each once, with the numbers of the cells it is about. */
function warningsOf(tallies: readonly (CellTally | null)[]): Warning[] {
  const cells = new Map<string, { readonly warning: Warning; readonly numbers: number[] }>();
  const simulated = tallies.filter((tally) => tally !== null).length;
  for (const [index, tally] of tallies.entries()) {
    for (const { code, message } of tally?.figures.warnings ?? []) {
      const key = JSON.stringify([code, message]);
      const known = cells.get(key) ?? { warning: { code, message }, numbers: [] };
      known.numbers.push(index + 1);
      cells.set(key, known);
    }
  }
  return [...cells.values()].map(({ warning: { code, message }, numbers }) => ({
    code,
    message: numbers.length === simulated ? message : `${cellsWords(numbers)}: ${message}`,
  }));
}

const MOST_NUMBERS = 10;

/** `cell 3`, `cells 3, 5, 8`, `cells 1, 2, ... (24 of them)`. */
export function cellsWords(numbers: readonly number[]): string {
  if (numbers.length === 1) return `cell ${numbers[0]}`;
  const shown = numbers.slice(0, MOST_NUMBERS).join(', ');
  return numbers.length > MOST_NUMBERS ? `cells ${shown} ... (${numbers.length} of them)` : `cells ${shown}`;
}
