import { FIGURES } from '../../src/experiment/figures.ts';
import { columnOf, METRIC_STEPS } from '../../src/experiment/quantities.ts';
import { BLOCK_SIZE, BlockRows, Tally } from '../../src/experiment/tally.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { DISRUPTION_CLASSES, type DisruptionClass } from '../../src/vocabulary/causes.ts';
import type { MetricName } from '../../src/vocabulary/metrics.ts';

/** A scenario with these keys beside a server; `assumptions: { set: quiet }` leaves nothing to chance. */
export function scenarioWith(text: string, variant?: string): Scenario {
  const server = 'server: { location: swedencentral, sku: { name: Standard_D4ds_v5 } }\n';
  const { scenario, findings } = loadScenario(
    { name: 'a.yaml', text: server + text },
    variant === undefined ? {} : { variant },
  );
  if (scenario === null) throw new Error(findings.map(({ message }) => message).join('\n'));
  return scenario;
}

interface Given {
  /** One value per replication, in the unit of the metric; 0 where it is not given. */
  readonly metrics?: Partial<Record<MetricName, readonly number[]>>;
  /** Replications, when no metric says. */
  readonly replications?: number;
  /** Minutes of the disruptions of a class. */
  readonly rto?: Partial<Record<DisruptionClass, readonly number[]>>;
  readonly rpo?: Partial<Record<DisruptionClass, readonly number[]>>;
  /** Windows of the availability target, and those missed, by replication. */
  readonly windows?: readonly (readonly [counted: number, missed: number])[];
  /** Lines of the bill, when one is to be formed. */
  readonly billLines?: number;
}

/** A tally of replications in which just this was seen. */
export function tallyOf({ metrics = {}, replications, rto = {}, rpo = {}, windows = [], billLines = 0 }: Given): Tally {
  const tally = new Tally({ months: 12, billLines, rowsKept: 0 });
  const count = replications ?? Math.max(windows.length, ...Object.values(metrics).map((values) => values!.length));
  for (const kind of ['rto', 'rpo'] as const) {
    for (const [name, values] of Object.entries(kind === 'rto' ? rto : rpo)) {
      const recovery = tally.recovery[DISRUPTION_CLASSES.indexOf(name as DisruptionClass)]!;
      for (const minutes of values) recovery[kind].add(Math.round(minutes * 60_000));
    }
  }
  for (const [w, m] of windows) {
    for (const [index, sum] of [w, m, w * w, w * m, m * m].entries()) tally.windows.add(index, sum);
  }
  for (let done = 0; done < count; done += BLOCK_SIZE) {
    const block = new BlockRows();
    block.count = Math.min(BLOCK_SIZE, count - done);
    for (const [name, values] of Object.entries(metrics)) {
      const column = columnOf(name as MetricName);
      for (let row = 0; row < block.count; row++) {
        block.figures[row * FIGURES + column] = Math.round((values![done + row] ?? 0) * METRIC_STEPS[column]!);
      }
    }
    tally.fold(block);
  }
  return tally;
}
