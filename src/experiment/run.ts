import type { Scenario } from '../scenario/scenario.ts';
import { EXACT_LIMIT } from '../statistics/sketch.ts';
import { METRICS } from '../vocabulary/metrics.ts';
import { planOf } from './block.ts';
import { durabilitiesOf } from './durability.ts';
import { FIGURES } from './figures.ts';
import { tellHistories } from './histories.ts';
import { LocalPool, type Pool, ThreadPool } from './pool.ts';
import { columnsOf, METRIC_STEPS } from './quantities.ts';
import type { Result } from './result.ts';
import { runStudy } from './run-study.ts';
import { representativesOf, summarise, type RunInputs } from './summary.ts';
import { StudyTally } from './study.ts';
import { ROWS_KEPT, type Tally } from './tally.ts';

export type { RunInputs } from './summary.ts';

export interface RunOptions {
  /** Version of the tool, for the result. */
  readonly version: string;
  /** Worker threads; 0, the default, simulates in this thread. The result does not depend on it. */
  readonly jobs?: number;
  /** Rows to keep for `replications.csv`; default 10,000. The only part of the output that grows with the replications. */
  readonly rowsKept?: number;
  /** Hears how far the run is, once per block. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the run after the blocks that are under way, with what is done. */
  readonly signal?: AbortSignal;
}

export interface Rows {
  readonly columns: readonly string[];
  /** In the units of the metrics, row-major. */
  readonly values: Float64Array;
  readonly count: number;
}

export interface RunOutput {
  readonly result: Result;
  /** The first replications, one row each. */
  readonly rows: Rows;
  /** FOCUS rows of the bill by month. */
  readonly costRows: readonly Record<string, string>[];
}

/**
 * Simulates a scenario: replications 1 to n, in blocks, added up exactly.
 * @throws Error when the scenario cannot be priced: callers check `planBill` first and show what is missing
 */
export async function runScenario(scenario: Scenario, inputs: RunInputs, options: RunOptions): Promise<RunOutput> {
  const { version, jobs = 0, rowsKept = ROWS_KEPT, ...rest } = options;
  const studies = [{ scenarios: [scenario], reference: null }];
  const pool: Pool = jobs > 0 ? await ThreadPool.open(studies, jobs) : new LocalPool(studies);
  try {
    const lastReplication = scenario.simulation.replications;
    const { tallies } = await runStudy(pool, 0, {
      ...rest,
      lastReplication,
      rowsKept: Math.min(lastReplication, rowsKept),
    });
    return formOutput(scenario, inputs, version, tallies[0]!);
  } finally {
    await pool.close();
  }
}

/** The result of what was added up, with the representative histories simulated again. */
export function formOutput(scenario: Scenario, inputs: RunInputs, version: string, tally: Tally): RunOutput {
  const representatives = representativesOf(tally);
  const histories = tellHistories(scenario, representatives);
  const plan = planOf(scenario);
  const rare = durabilitiesOf([scenario])[0]!;
  const { result, costRows } = summarise({ scenario, inputs, version, plan, tally, representatives, histories, rare });
  const state = tally.replications > EXACT_LIMIT ? { state: new StudyTally([tally], [null]).toJSON() } : {};
  return { result: { ...result, ...state }, rows: rowsOf(tally, scenario), costRows };
}

/** The rows that a tally has kept, of the metrics that are measured. */
export function rowsOf(tally: Tally, scenario: Scenario): Rows {
  const columns = columnsOf([scenario]);
  const values = new Float64Array(tally.rowsKept * columns.length);
  let at = 0;
  for (let row = 0; row < tally.rowsKept; row++) {
    for (const column of columns) values[at++] = tally.rows[row * FIGURES + column]! / METRIC_STEPS[column]!;
  }
  return { columns: columns.map((column) => METRICS[column]!.name), values, count: tally.rowsKept };
}
