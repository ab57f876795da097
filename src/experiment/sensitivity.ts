import { assumption, type Assumption, listAssumptions } from '../catalog/index.ts';
import { parseDistribution } from '../distributions/parse.ts';
import { scale, typical } from '../distributions/scale.ts';
import { resolveAssumption } from '../scenario/assumptions.ts';
import type { AssumptionValue, Scenario } from '../scenario/scenario.ts';
import { meanInterval } from '../statistics/intervals.ts';
import { METRICS, type MetricName } from '../vocabulary/metrics.ts';
import { LEVEL } from './level.ts';
import { columnOf, METRIC_STEPS } from './quantities.ts';
import type { Interval, Result, RunFacts, Warning } from './result.ts';
import type { Study, StudyTally } from './study.ts';
import { type RunInputs, scaled, statedInputs } from './summary.ts';

/**
 * One assumption at a time at the ends of its range, as `pgnines sensitivity` writes it. Version 1.0: a minor version adds, a major one
 * breaks. Figures are means over the replications, totals over the horizon.
 */
export interface Sensitivity {
  readonly formatVersion: '1.0';
  readonly kind: 'Sensitivity';
  readonly tool: { readonly name: 'pgnines'; readonly version: string };
  readonly inputs: Result['inputs'];
  readonly metric: string;
  readonly unit: string;
  readonly base: { readonly mean: number; readonly interval: Interval };
  /** The widest swing first. */
  readonly swings: readonly Swing[];
  /** Assumptions without a range, or set by the scenario for certain: they were left as they are. */
  readonly fixed: readonly string[];
  readonly warnings: readonly Warning[];
  /** Left out under --reproducible. */
  readonly run?: RunFacts;
}

export interface Swing {
  readonly name: string;
  /** As it is in the scenario. */
  readonly value: string;
  readonly kind: string;
  readonly confidence: string;
  readonly low: SwingEnd;
  readonly high: SwingEnd;
  /** Between the larger and the smaller mean of both ends and the base. */
  readonly width: number;
}

export interface SwingEnd {
  /** What the assumption, or its typical value, is there. */
  readonly value: string;
  readonly mean: number;
  /** Mean of the paired difference from the base. */
  readonly difference: number;
  readonly interval: Interval;
}

/** An assumption to vary, and the study of the base with both ends. */
export interface Varied {
  readonly name: string;
  readonly ends: readonly [low: string, high: string];
  /** Base, low end, high end. */
  readonly study: Study;
}

/** Quantiles of what a scenario says is not known for certain. */
const LOW = 0.1;
const HIGH = 0.9;

/** The assumptions with a range, and those left as they are. A scenario that is uncertain is taken at its medians. */
export function variedAssumptions(scenario: Scenario): { varied: Varied[]; fixed: string[] } {
  const base = { ...scenario, uncertain: [] };
  const varied: Varied[] = [];
  const fixed: string[] = [];
  for (const { name, available } of listAssumptions()) {
    const found = available && scenario.assumptions[name] !== undefined ? endsOf(scenario, name) : null;
    if (found === null) {
      fixed.push(name);
      continue;
    }
    const at = (value: AssumptionValue): Scenario => ({ ...base, assumptions: { ...base.assumptions, [name]: value } });
    const [low, high] = found.values;
    varied.push({ name, ends: found.texts, study: { scenarios: [base, at(low), at(high)], reference: 0 } });
  }
  return { varied, fixed };
}

interface Ends {
  readonly texts: readonly [low: string, high: string];
  readonly values: readonly [low: AssumptionValue, high: AssumptionValue];
}

function endsOf(scenario: Scenario, name: string): Ends | null {
  const uncertain = scenario.uncertain.find((one) => one.name === name);
  if (uncertain !== undefined) {
    return {
      texts: [`its p${100 * LOW}`, `its p${100 * HIGH}`],
      values: [resolveAssumption(uncertain, () => LOW), resolveAssumption(uncertain, () => HIGH)],
    };
  }
  const own = scenario.assumptionRows.some((row) => row.name === name && row.overridden);
  const entry = assumption(name)!;
  if (own || entry.range === null) return null;
  const { low, high } = entry.range;
  const base = scenario.assumptions[name]!;
  const [first, second] = [valueAt(entry, base, low), valueAt(entry, base, high)];
  return first === null || second === null ? null : { texts: [low, high], values: [first, second] };
}

/** The value with its size, of a distribution the typical one, put to an end of its range. */
function valueAt(entry: Assumption, base: AssumptionValue, end: string): AssumptionValue | null {
  switch (base.quantity) {
    case 'probability':
    case 'factor':
      return { quantity: base.quantity, value: Number(end) };
    case 'hazard':
    case 'duration':
    case 'bytes': {
      const size = sizeOf(end, base.quantity === 'bytes' ? 'bytes' : 'duration');
      if (base.distribution.kind === 'never') return null;
      const now = typical(base.distribution);
      // Nothing can be made longer by a factor that is nothing.
      const distribution =
        now > 0 && now < Infinity ? scale(base.distribution, size / now) : ({ kind: 'constant', value: size } as const);
      return { quantity: base.quantity, distribution };
    }
    case 'rate':
      return { quantity: 'rate', value: sizeOf(end, 'rate') };
    default:
      return entry.range === null ? null : base;
  }
}

function sizeOf(text: string, quantity: 'duration' | 'bytes' | 'rate'): number {
  const parsed = parseDistribution(text, { quantity, bare: 'constant', allowNever: true });
  if (!parsed.ok) throw new Error(`range of an assumption: ${text}`);
  return parsed.distribution.kind === 'never' ? Infinity : typical(parsed.distribution);
}

/** Forms the answer from the tallies of the studies, in their order. */
export function formSensitivity(
  scenario: Scenario,
  { varied, fixed }: { readonly varied: readonly Varied[]; readonly fixed: readonly string[] },
  tallies: readonly StudyTally[],
  metric: MetricName,
  inputs: RunInputs,
  version: string,
): Sensitivity {
  const column = columnOf(metric);
  const steps = METRIC_STEPS[column]!;
  const [first] = tallies;
  const base = first!.tallies[0]!.metrics[column]!;
  const mean = base.mean() / steps;
  const swings = varied.map(({ name, ends }, index): Swing => {
    const row = scenario.assumptionRows.find((one) => one.name === name)!;
    const end = (position: 1 | 2): SwingEnd => {
      const difference = tallies[index]!.pairs[position]!.differences[column]!;
      return {
        value: ends[position - 1]!,
        mean: tallies[index]!.tallies[position]!.metrics[column]!.mean() / steps,
        difference: difference.scaledMean(steps),
        interval: scaled(meanInterval(difference, LEVEL), steps),
      };
    };
    const [low, high] = [end(1), end(2)];
    const means = [mean, low.mean, high.mean];
    const width = Math.max(...means) - Math.min(...means);
    return { name, value: row.value, kind: row.kind, confidence: row.confidence, low, high, width };
  });
  return {
    formatVersion: '1.0',
    kind: 'Sensitivity',
    tool: { name: 'pgnines', version },
    inputs: statedInputs(scenario, inputs, first!.replications, false),
    metric,
    unit: METRICS[column]!.unit,
    base: { mean, interval: scaled(meanInterval(base, LEVEL), steps) },
    swings: swings.toSorted((a, b) => b.width - a.width),
    fixed: [...fixed],
    warnings: [],
  };
}
