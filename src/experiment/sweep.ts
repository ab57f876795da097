import type { Scenario } from '../scenario/scenario.ts';
import { planOf } from './block.ts';
import { formSweep, type SweepInputs } from './form-sweep.ts';
import { LocalPool, type Pool, ThreadPool } from './pool.ts';
import { columnOf } from './quantities.ts';
import type { Warning } from './result.ts';
import type { RunOptions } from './run.ts';
import { runStudy } from './run-study.ts';
import type { Study, StudyTally } from './study.ts';
import { representativesOf, summarise, type RunInputs } from './summary.ts';
import type { CellFigures, Sweep } from './sweep-result.ts';
import { BLOCK_SIZE } from './tally.ts';

/** The most cells a sweep may have. */
export const MOST_CELLS = 1000;

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

/**
 * Simulates all cells, with common random numbers, and finds those that are worth their money. All have the same start, horizon, seed,
 * currency and number of replications; at least one is not refused.
 * @throws Error when a scenario cannot be priced: callers check `planBill` first and refuse the cell
 */
export async function sweepScenarios(
  cells: readonly Cell[],
  inputs: SweepInputs,
  options: Omit<RunOptions, 'rowsKept'>,
): Promise<Sweep> {
  const { version, jobs = 0, ...rest } = options;
  const wanted = cells.flatMap(({ scenario }, index) => (scenario === null ? [] : [{ index, scenario }]));
  const studies = studiesOf(wanted.map(({ scenario }) => scenario));
  const pool: Pool = jobs > 0 ? await ThreadPool.open(studies, jobs) : new LocalPool(studies);
  const tallies: (CellTally | null)[] = cells.map(() => null);
  try {
    const { replications } = wanted[0]!.scenario.simulation;
    const onCell = (study: number, tally: CellTally) => (tallies[wanted[study]!.index] = tally);
    await runCells(pool, version, { ...rest, replications, onCell });
  } finally {
    await pool.close();
  }
  return formSweep(cells, tallies, inputs, version);
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
