import type { Comparison, Scenario, Targets, Threshold } from '../scenario/scenario.ts';
import { durationText, YEAR } from '../units/duration.ts';
import type { DisruptionClass } from '../vocabulary/causes.ts';
import { type Estimate, estimateOf, longRunAvailability, windowsMet } from './estimates.ts';
import { LEVEL } from './level.ts';
import * as messages from './messages.ts';
import { FEW_EVENTS, FEW_YEARS, replicationsNeeded } from './needed.ts';
import { hasHazards, rests } from './nothing-seen.ts';
import { columnOf } from './quantities.ts';
import type { Interval, Status, TargetResult, ThresholdResult, Verdict, Warning } from './result.ts';
import type { Tally } from './tally.ts';

/** What a tally says of the targets and thresholds of its scenario. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly targets: readonly TargetResult[];
  readonly thresholds: readonly ThresholdResult[];
  readonly warnings: readonly Warning[];
}

/**
 * Judges every target and threshold of a scenario, by the interval of its figure rather than by the figure: met when all of the
 * interval holds, breached when none of it does, else inconclusive. Least and greatest values are judged as they are.
 */
export function judge(scenario: Scenario, tally: Tally): Judgement {
  const targets = goalsOf(scenario, tally).map((goal) => targetResult(goal, scenario, tally));
  const thresholds = scenario.thresholds.map((threshold) => thresholdResult(threshold, scenario, tally));
  const all = [...targets, ...thresholds];
  return {
    verdict: verdictOf([
      ...targets.map(({ result }) => result.status),
      ...thresholds.flatMap(({ result }) => (result.severity === 'warn' ? [] : [result.status])),
    ]),
    targets: targets.map(({ result }) => result),
    thresholds: thresholds.map(({ result }) => result),
    warnings: [...all.flatMap(({ warnings }) => warnings), ...headlineWarnings(tally)],
  };
}

/** The mean downtime is the first figure that anybody reads. */
function headlineWarnings(tally: Tally): Warning[] {
  const events = rests(tally, 'downtime_minutes')!;
  const { min, max } = tally.metrics[columnOf('downtime_minutes')]!;
  return events > 0 && events < FEW_EVENTS && min !== max ? [messages.fewEvents('downtime_minutes', events)] : [];
}

/** None without anything to judge; breached before inconclusive before met. */
export function verdictOf(statuses: readonly Status[]): Verdict {
  if (statuses.length === 0) return 'none';
  if (statuses.includes('breached')) return 'breached';
  return statuses.includes('inconclusive') ? 'inconclusive' : 'met';
}

/** A target, ready to be judged. */
interface Goal {
  readonly id: string;
  readonly goal: string;
  readonly figure: string;
  readonly estimate: Estimate;
  readonly comparison: '<=' | '>=';
  readonly limit: number;
}

function goalsOf(scenario: Scenario, tally: Tally): Goal[] {
  const { availability, recovery, budget } = scenario.targets;
  return [
    ...(availability === null ? [] : [availabilityGoal(availability, scenario, tally)]),
    ...recovery.flatMap(({ class: name, rtoMs, rpoMs }) => [
      ...(rtoMs === null ? [] : [recoveryGoal('rto', rtoMs, name, scenario, tally)]),
      ...(rpoMs === null ? [] : [recoveryGoal('rpo', rpoMs, name, scenario, tally)]),
    ]),
    ...(budget === null ? [] : [budgetGoal(budget.monthly, scenario, tally)]),
  ];
}

function availabilityGoal(target: NonNullable<Targets['availability']>, scenario: Scenario, tally: Tally): Goal {
  const { targetPercent, windowMonths, windowsMetPercent } = target;
  const id = 'availability';
  if (windowMonths === null) {
    const estimate = longRunAvailability(scenario, tally);
    return { id, goal: `${targetPercent} %`, figure: 'availability', estimate, comparison: '>=', limit: targetPercent };
  }
  const windows = WINDOW_WORDS[windowMonths]!;
  return {
    id,
    goal: `${targetPercent} % in ${windowsMetPercent} % of ${windows}`,
    figure: `share of ${windows} that meet ${targetPercent} %`,
    estimate: windowsMet(tally),
    comparison: '>=',
    limit: windowsMetPercent,
  };
}

const WINDOW_WORDS: Readonly<Record<number, string>> = { 1: 'months', 3: 'quarters', 6: 'half-years', 12: 'years' };

function recoveryGoal(
  what: 'rto' | 'rpo',
  limitMs: number,
  name: DisruptionClass,
  scenario: Scenario,
  tally: Tally,
): Goal {
  const key = { kind: 'event', name: `${what}_minutes`, class: name } as const;
  return {
    id: `recovery.${name}.${what}`,
    goal: `p95 at most ${durationText(limitMs)}`,
    figure: `p(95) of ${what}_minutes{class:${name}}`,
    estimate: estimateOf(scenario, tally, key, { kind: 'quantile', p: 0.95 }),
    comparison: '<=',
    limit: limitMs / 60_000,
  };
}

function budgetGoal(monthly: number, scenario: Scenario, tally: Tally): Goal {
  const key = { kind: 'metric', name: 'cost_monthly' } as const;
  return {
    id: 'budget.monthly',
    goal: `p90 at most ${monthly} ${scenario.cost.currency} a month`,
    figure: 'p(90) of cost_monthly',
    estimate: estimateOf(scenario, tally, key, { kind: 'quantile', p: 0.9 }),
    comparison: '<=',
    limit: monthly,
  };
}

interface Judged<T> {
  readonly result: T;
  readonly warnings: Warning[];
}

function targetResult(
  { id, goal, figure, estimate, comparison, limit }: Goal,
  scenario: Scenario,
  tally: Tally,
): Judged<TargetResult> {
  const status = statusOf(estimate, comparison, limit);
  const needed = status === 'inconclusive' ? replicationsNeeded(estimate, limit, comparison, tally.replications) : null;
  return {
    result: {
      id,
      goal,
      unit: estimate.unit,
      limit,
      estimate: estimate.value,
      interval: intervalOf(estimate),
      samples: estimate.samples,
      status,
      replications_needed: needed,
    },
    warnings: warningsOf(`target ${id} (${goal})`, figure, estimate, status, needed, tally, scenario),
  };
}

function thresholdResult(threshold: Threshold, scenario: Scenario, tally: Tally): Judged<ThresholdResult> {
  const { key, metric, expression, aggregation, comparison, value, severity } = threshold;
  const estimate = estimateOf(scenario, tally, key, aggregation);
  const status = statusOf(estimate, comparison, value);
  const needed = status === 'inconclusive' ? replicationsNeeded(estimate, value, comparison, tally.replications) : null;
  const [figure] = expression.split(/[<>=!]/);
  return {
    result: {
      metric,
      expression,
      severity,
      unit: estimate.unit,
      limit: value,
      // A probability that was never seen is not zero: the interval says what it can be at most.
      estimate: estimate.unit === 'share' && estimate.value === 0 ? null : estimate.value,
      interval: intervalOf(estimate),
      samples: estimate.samples,
      status,
      replications_needed: needed,
    },
    warnings: warningsOf(`threshold ${metric} ${expression}`, figure!, estimate, status, needed, tally, scenario),
  };
}

function statusOf({ value, interval }: Estimate, comparison: Comparison, limit: number): Status {
  if (value === null) return 'inconclusive';
  return decide(comparison, limit, interval ?? { low: value, high: value });
}

/** Whether all of an interval holds, none of it, or only a part. */
export function decide(
  comparison: Comparison,
  limit: number,
  { low, high }: { readonly low: number; readonly high: number },
): Status {
  const choose = (met: boolean, breached: boolean): Status => (met ? 'met' : breached ? 'breached' : 'inconclusive');
  const isPoint = low === limit && high === limit;
  const isOutside = limit < low || limit > high;
  switch (comparison) {
    case '<':
      return choose(high < limit, low >= limit);
    case '<=':
      return choose(high <= limit, low > limit);
    case '>':
      return choose(low > limit, high <= limit);
    case '>=':
      return choose(low >= limit, high < limit);
    case '==':
      return choose(isPoint, isOutside);
    case '!=':
      return choose(isOutside, isPoint);
  }
}

const intervalOf = ({ interval }: Estimate): Interval | null =>
  interval === null ? null : { level: LEVEL, low: interval.low, high: interval.high, method: interval.method };

function warningsOf(
  what: string,
  figure: string,
  estimate: Estimate,
  status: Status,
  needed: number | null,
  { replications }: Tally,
  scenario: Scenario,
): Warning[] {
  if (status === 'inconclusive') return [messages.inconclusive(what, figure, estimate, needed, replications)];
  const { events } = estimate;
  if (events === null || !hasHazards(scenario)) return [];
  if (events < FEW_EVENTS) return [messages.fewEvents(what, events)];
  const { startMs, endMs } = scenario.simulation;
  const years = (replications * (endMs - startMs)) / YEAR;
  return years < FEW_YEARS ? [messages.fewYears(what, years)] : [];
}
