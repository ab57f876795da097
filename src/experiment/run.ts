import { planBill } from '../billing/plan.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { World } from '../service/world.ts';
import { METRICS } from '../vocabulary/metrics.ts';
import { Figures, FIGURES } from './figures.ts';
import { tellHistories } from './histories.ts';
import { METRIC_STEPS } from './quantities.ts';
import type { Result } from './result.ts';
import { representativesOf, summarise, type RunInputs } from './summary.ts';
import { BLOCK_SIZE, ROWS_KEPT, Tally } from './tally.ts';

export type { RunInputs } from './summary.ts';

export interface RunOptions {
  /** Version of the tool, for the result. */
  readonly version: string;
  /** Rows to keep for `replications.csv`; default 10,000. The only part of the output that grows with the replications. */
  readonly rowsKept?: number;
  /** Hears how far the run is, once per block. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Asked after every block; true ends the run there, with what is done. */
  readonly interrupted?: () => boolean;
}

export interface RunOutput {
  readonly result: Result;
  /** The first replications, one row each, in the units of the metrics. */
  readonly rows: { readonly columns: readonly string[]; readonly values: Float64Array; readonly count: number };
  /** FOCUS rows of the bill by month. */
  readonly costRows: readonly Record<string, string>[];
}

/**
 * Simulates a scenario: replications 1 to n, in blocks, added up exactly.
 * @throws Error when the scenario cannot be priced: callers check `planBill` first and show what is missing
 */
export function runScenario(scenario: Scenario, inputs: RunInputs, options: RunOptions): RunOutput {
  const { plan, missing } = planBill(scenario);
  if (plan === null) throw new Error(`not priced: ${missing.map((price) => price.priceKey).join(', ')}`);
  const { replications } = scenario.simulation;
  const rowsKept = Math.min(replications, options.rowsKept ?? ROWS_KEPT);
  const world = new World(scenario);
  const figures = new Figures(scenario, plan);
  const tally = new Tally(scenario.monthNames.length, plan.lines.length, rowsKept);
  for (let done = 0; done < replications;) {
    const end = Math.min(replications, done + BLOCK_SIZE);
    for (let replication = done + 1; replication <= end; replication++) tally.add(world.run(replication), figures);
    done = end;
    options.onProgress?.(done, replications);
    if (done < replications && options.interrupted?.() === true) break;
  }
  tally.fold();
  const representatives = representativesOf(tally);
  const histories = tellHistories(world, representatives, scenario.simulation.startMs);
  const { result, costRows } = summarise({
    scenario,
    inputs,
    version: options.version,
    plan,
    tally,
    figures,
    representatives,
    histories,
  });
  return { result, rows: rowsOf(tally), costRows };
}

function rowsOf(tally: Tally): RunOutput['rows'] {
  const count = tally.rowsKept;
  const values = new Float64Array(count * FIGURES);
  for (let index = 0; index < values.length; index++) {
    values[index] = tally.rows[index]! / METRIC_STEPS[index % FIGURES]!;
  }
  return { columns: METRICS.map((metric) => metric.name), values, count };
}
