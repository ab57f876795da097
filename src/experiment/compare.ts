import { priceSet } from '../catalog/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type ConfidenceInterval, meanInterval } from '../statistics/intervals.ts';
import { unpairedInterval } from '../statistics/unpaired.ts';
import { isoInstant } from '../units/calendar.ts';
import { DISRUPTION_CLASSES } from '../vocabulary/causes.ts';
import { METRICS } from '../vocabulary/metrics.ts';
import { planOf } from './block.ts';
import type { Best, Chance, Comparison, DifferenceResult, MetricDifference, VariantResult } from './comparison.ts';
import { durabilitiesOf } from './durability.ts';
import { dominates, priceOf, signOf } from './contrast.ts';
import type { CrossedMetric } from './cross-products.ts';
import { shareInterval } from './estimates.ts';
import { FEW_EVENTS } from './needed.ts';
import { frontOf } from './pareto.ts';
import { LocalPool, type Pool, ThreadPool } from './pool.ts';
import { columnOf, columnsOf, METRIC_STEPS } from './quantities.ts';
import type { MetricResult, Result, Spread, TargetResult, Warning } from './result.ts';
import type { RunOptions } from './run.ts';
import { runStudy } from './run-study.ts';
import type { PairTally, StudyTally } from './study.ts';
import { representativesOf, scaled, summarise, type RunInputs } from './summary.ts';
import { LEVEL } from './level.ts';
import { BLOCK_SIZE, type Tally } from './tally.ts';

/** One history with more of the variance than this makes an interval a rough one. */
const LARGE_SHARE = 0.2;

/** A scenario of a comparison. */
export interface Contestant {
  readonly name: string;
  readonly scenario: Scenario;
  readonly inputs: RunInputs;
}

/**
 * Simulates scenarios side by side, with common random numbers, and compares them. All have the same start, horizon, seed and
 * number of replications.
 * @param reference index of the one that the others are compared with
 * @throws Error when a scenario cannot be priced: callers check `planBill` first and show what is missing
 */
export async function compareScenarios(
  contestants: readonly Contestant[],
  reference: number,
  options: Omit<RunOptions, 'rowsKept'>,
): Promise<Comparison> {
  const { version, jobs = 0, ...rest } = options;
  const studies = [{ scenarios: contestants.map(({ scenario }) => scenario), reference }];
  const pool: Pool = jobs > 0 ? await ThreadPool.open(studies, jobs) : new LocalPool(studies);
  try {
    const lastReplication = contestants[0]!.scenario.simulation.replications;
    const tally = await runStudy(pool, 0, { ...rest, lastReplication, rowsKept: 0 });
    return compare(contestants, reference, tally, version);
  } finally {
    await pool.close();
  }
}

/** Forms the comparison of scenarios that were simulated side by side; `reference` is the index of one. */
export function compare(
  contestants: readonly Contestant[],
  reference: number,
  tally: StudyTally,
  version: string,
): Comparison {
  const durabilities = durabilitiesOf(contestants.map(({ scenario }) => scenario));
  const results = contestants.map(({ scenario, inputs }, index) => {
    const one = tally.tallies[index]!;
    const representatives = representativesOf(one);
    const rare = durabilities[index]!;
    const plan = planOf(scenario);
    return summarise({ scenario, inputs, version, plan, tally: one, representatives, histories: [], rare }).result;
  });
  const names = contestants.map(({ name }) => name);
  const columns = columnsOf(contestants.map(({ scenario }) => scenario));
  const [first] = contestants;
  const { simulation, cost } = first!.scenario;
  const differences = names.flatMap((name, index) => {
    const pair = tally.pairs[index];
    return pair === null || pair === undefined ? [] : [differenceResult(name, index, reference, pair, tally, columns)];
  });
  return {
    formatVersion: '1.0',
    kind: 'Comparison',
    tool: { name: 'pgnines', version },
    inputs: {
      scenarios: filesOf(contestants),
      set: first!.inputs.set,
      horizon: first!.inputs.horizon,
      seed: simulation.seed,
      replications: tally.replications,
      block_size: BLOCK_SIZE,
      start: isoInstant(simulation.startMs),
      end: isoInstant(simulation.endMs),
      hours: (simulation.endMs - simulation.startMs) / 3_600_000,
      price_set: priceSet().name,
    },
    currency: cost.currency,
    reference: names[reference]!,
    variants: contestants.map((contestant, index) => ({
      ...variantResult(contestant, results[index]!, tally.tallies[index]!),
      dominated_by: names.filter((_, other) => other !== index && dominates(tally, other, index)),
    })),
    differences,
    best: bestOf(names, tally),
    front: frontOfVariants(names, tally),
    warnings: [...doubts(differences, names[reference]!), ...warningsOf(names, results)],
  };
}

/** Each file once. */
function filesOf(contestants: readonly Contestant[]): Comparison['inputs']['scenarios'] {
  const files = contestants.map(({ inputs: { file, text, sha256 } }) => ({ scenario: file, text, sha256 }));
  return files.filter(
    (one, index) =>
      files.findIndex(({ scenario, sha256 }) => scenario === one.scenario && sha256 === one.sha256) === index,
  );
}

function variantResult(
  { name, scenario, inputs }: Contestant,
  result: Result,
  tally: Tally,
): Omit<VariantResult, 'dominated_by'> {
  const { per_month, total, outage_cost, sla_credit, tco } = result.cost;
  const metrics = Object.entries(result.metrics).map(([key, metric]) => [key, withoutHistogram(metric)] as const);
  return {
    name,
    scenario: inputs.file,
    variant: inputs.variant,
    server: result.server,
    cost: { per_month, total, outage_cost, sla_credit, tco },
    metrics: Object.fromEntries(metrics),
    causes: result.causes.filter(({ downtime_minutes: { mean } }) => mean > 0),
    recovery: result.recovery.map((one) => ({
      class: one.class,
      events: one.events,
      total_losses: one.total_losses,
      rto_seconds: withoutCurve(one.rto_seconds),
      rpo_seconds: withoutCurve(one.rpo_seconds),
    })),
    annual_loss_probability: result.durability.annual_loss_probability,
    ...(result.durability.rare === undefined ? {} : { rare: result.durability.rare }),
    verdict: result.verdict,
    targets: result.targets.map((target) => ({ ...target, probability: probabilityOf(target, scenario, tally) })),
    thresholds: result.thresholds,
  };
}

function withoutHistogram(metric: MetricResult): Omit<MetricResult, 'histogram'> {
  const { histogram: _, ...rest } = metric;
  return rest;
}

function withoutCurve(spread: Spread | null): Omit<Spread, 'cdf'> | null {
  if (spread === null) return null;
  const { cdf: _, ...rest } = spread;
  return rest;
}

/** How likely a target is met: in one history, one calendar window or one disruption. Null when nothing was seen. */
function probabilityOf(target: TargetResult, { targets }: Scenario, tally: Tally): Chance | null {
  const { id, limit, estimate, interval, samples } = target;
  if (id === 'availability') {
    if (targets.availability!.windowMonths !== null) {
      if (estimate === null || interval === null) return null;
      const { level, low, high, method } = interval;
      return {
        of: 'windows',
        share: estimate / 100,
        interval: { level, low: low / 100, high: high / 100, method },
      };
    }
    const column = columnOf('availability_percent');
    const missed = tally.sketches[column]!.countBelow(Math.round(limit * METRIC_STEPS[column]!), false);
    return { of: 'histories', ...chance(tally.replications - missed, tally.replications, tally.independent) };
  }
  if (id === 'budget.monthly') {
    const column = columnOf('cost_monthly');
    const within = tally.sketches[column]!.countBelow(Math.round(limit * METRIC_STEPS[column]!), true);
    return { of: 'histories', ...chance(within, tally.replications, tally.independent) };
  }
  if (samples === 0) return null;
  const [, name, what] = id.split('.') as [string, (typeof DISRUPTION_CLASSES)[number], 'rto' | 'rpo'];
  const { sketch } = tally.recovery[DISRUPTION_CLASSES.indexOf(name)]![what];
  return {
    of: 'events',
    ...chance(sketch.countBelow(Math.round(limit * 60_000), true), sketch.count, tally.independent),
  };
}

function chance(successes: number, trials: number, independent: number): Omit<Chance, 'of'> {
  const interval = shareInterval(successes, trials, Math.min(trials, independent));
  return { share: successes / trials, interval: { level: LEVEL, ...interval } };
}

function differenceResult(
  variant: string,
  index: number,
  reference: number,
  pair: PairTally,
  tally: StudyTally,
  columns: readonly number[],
): DifferenceResult {
  const { independent } = tally.tallies[index]!;
  const metrics = columns.map((column) => {
    const metric = METRICS[column]!;
    const ofVariant = tally.tallies[index]!.metrics[column]!;
    const ofReference = tally.tallies[reference]!.metrics[column]!;
    const difference = pair.differences[column]!;
    const steps = METRIC_STEPS[column]!;
    const variance = difference.variance();
    const mean = difference.mean();
    const components = pair.components?.[column];
    const paired = components?.meanInterval(LEVEL) ?? meanInterval(difference, LEVEL);
    const unpaired =
      components === undefined
        ? unpairedInterval(ofVariant, ofReference, LEVEL)
        : withWidths(
            mean,
            [index, reference].map((one) => tally.tallies[one]!.metricInterval(column)),
          );
    const narrower =
      components === undefined
        ? Math.sqrt((ofVariant.variance() + ofReference.variance()) / variance)
        : (unpaired.high - unpaired.low) / (paired.high - paired.low);
    const farthest = Math.max(Math.abs(difference.min - mean), Math.abs(difference.max - mean));
    const n = difference.count;
    const found: MetricDifference = {
      unit: metric.unit,
      mean: difference.scaledMean(steps),
      interval: scaled(paired, steps),
      unpaired_interval: scaled(unpaired, steps),
      narrower: variance > 0 ? narrower : null,
      less: chance(pair.less[column]!, n, independent),
      equal: chance(pair.equal[column]!, n, independent),
      greater: chance(pair.greater[column]!, n, independent),
      differ: pair.less[column]! + pair.greater[column]!,
      largest_share: variance > 0 ? (farthest * farthest) / (variance * (n - 1)) : 0,
    };
    return [metric.name, found] as const;
  });
  return { variant, metrics: Object.fromEntries(metrics), price: priceOf(tally, index, reference) };
}

/** About a difference, from intervals of two independent means. */
function withWidths(mean: number, intervals: readonly ConfidenceInterval[]): ConfidenceInterval {
  const squares = intervals.map(({ low, high }) => ((high - low) / 2) * ((high - low) / 2));
  const halfWidth = Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
  return { low: mean - halfWidth, high: mean + halfWidth, method: 'student-t' };
}

function bestOf(names: readonly string[], tally: StudyTally): Comparison['best'] {
  const cheapest = leastOf('cost_total', 'downtime_minutes', tally);
  const leastDowntime = leastOf('downtime_minutes', 'cost_total', tally);
  const best = (metric: CrossedMetric, least: number): Best => ({
    variant: names[least]!,
    or: names.filter((_, index) => index !== least && signOf(tally, least, index, metric) !== 'less'),
  });
  return {
    cheapest: best('cost_total', cheapest),
    least_downtime: best('downtime_minutes', leastDowntime),
    lowest_tco: best('tco', leastOf('tco', 'downtime_minutes', tally)),
    price: cheapest === leastDowntime ? null : priceOf(tally, leastDowntime, cheapest),
  };
}

function frontOfVariants(names: readonly string[], tally: StudyTally): Comparison['front'] {
  const all = names.map((_, index) => index);
  const open = all.filter((index) => !all.some((other) => dominates(tally, other, index)));
  const mean = (index: number, metric: CrossedMetric): number =>
    tally.tallies[index]!.metrics[columnOf(metric)]!.mean();
  const points = open.map((index) => ({ cost: mean(index, 'cost_total'), downtime: mean(index, 'downtime_minutes') }));
  const front = frontOf(points).map((position) => open[position]!);
  return front.map((index, position) => ({
    variant: names[index]!,
    price: position === 0 ? null : priceOf(tally, index, front[position - 1]!),
  }));
}

/** The scenario with the least of a metric; where others have the same, the one of them with the least of the second. */
function leastOf(metric: CrossedMetric, second: CrossedMetric, tally: StudyTally): number {
  const all = tally.tallies.map((_, index) => index);
  const least = withLeast(all, metric, tally);
  const same = all.filter((index) => signOf(tally, index, least, metric) === 'same');
  return withLeast(same, second, tally);
}

/** Of these scenarios the one with the least sum of a metric; the first of equal ones. */
function withLeast(scenarios: readonly number[], metric: CrossedMetric, { tallies }: StudyTally): number {
  const sum = (index: number): bigint => tallies[index]!.metrics[columnOf(metric)]!.sum;
  return scenarios.reduce((least, index) => (sum(index) < sum(least) ? index : least));
}

/** Differences of downtime that rest on few histories. */
function doubts(differences: readonly DifferenceResult[], reference: string): Warning[] {
  const downtimes = differences.map(({ variant, metrics }) => ({ variant, ...metrics['downtime_minutes']! }));
  const few = downtimes.filter(({ differ }) => differ > 0 && differ < FEW_EVENTS);
  const uneven = downtimes.filter((one) => !few.includes(one) && one.largest_share > LARGE_SHARE);
  const less = (names: readonly string[]): string => `downtime of ${names.join(', ')} less that of ${reference}`;
  return [
    ...few.map(({ variant, differ }) => {
      const histories = differ === 1 ? '1 history that differs' : `${differ} histories that differ`;
      return { code: 'PG5002', message: `${less([variant])} rests on ${histories}; its interval is a rough one` };
    }),
    ...(uneven.length === 0
      ? []
      : [
          {
            code: 'PG5002',
            message: `${less(uneven.map(({ variant }) => variant))}: one history has ${percentages(uneven)} % of the variance; such an interval is a rough one`,
          },
        ]),
  ];
}

const percentages = (differences: readonly MetricDifference[]): string =>
  differences.map(({ largest_share: share }) => Math.round(share * 100)).join(', ');

/** Those of the single results, each once, with the names of whom it is about. */
function warningsOf(names: readonly string[], results: readonly Result[]): Warning[] {
  const all = results.flatMap(({ warnings }, index) =>
    warnings.map((warning) => ({ ...warning, name: names[index]! })),
  );
  const keys = [...new Set(all.map(({ code, message }) => JSON.stringify([code, message])))];
  return keys.map((key) => {
    const [code, message] = JSON.parse(key) as [string, string];
    const of = all.filter((one) => one.code === code && one.message === message).map(({ name }) => name);
    return { code, message: of.length === names.length ? message : `${of.join(', ')}: ${message}` };
  });
}
