import type { Scenario, Aggregation, Comparison, MetricKey } from '../scenario/scenario.ts';
import {
  betaBounds,
  clusteredProportionInterval,
  type ConfidenceInterval,
  effectiveTrials,
  meanInterval,
  proportionInterval,
  ratioInterval,
} from '../statistics/intervals.ts';
import { bigintRatio } from '../statistics/bigint-ratio.ts';
import type { Moments } from '../statistics/moments.ts';
import { EXACT_LIMIT, type Sketch } from '../statistics/sketch.ts';
import { CAUSES, DISRUPTION_CLASSES } from '../vocabulary/causes.ts';
import { METRICS } from '../vocabulary/metrics.ts';
import { LEVEL } from './level.ts';
import { timesAssured } from './needed.ts';
import { nothingLost, nothingSeen, rests } from './nothing-seen.ts';
import { columnOf, METRIC_STEPS } from './quantities.ts';
import { type Tally, WINDOW_SUMS } from './tally.ts';

const TAIL = (1 - LEVEL) / 2;

/** More than anybody can simulate: beyond it, a search for enough samples ends. */
const MOST_TIMES = 1e12;

/** What the samples say about one figure, in the unit of its metric. */
export interface Estimate {
  readonly unit: string;
  /** Null without samples. */
  readonly value: number | null;
  /** Null for the least and the greatest value, which are what they are, and without samples. Ends may be infinite. */
  readonly interval: ConfidenceInterval | null;
  readonly samples: number;
  /** Samples that were not zero, where the figure is a mean that chance could have kept at zero; else null. */
  readonly events: number | null;
  /**
   * How many times the samples would be needed for the interval to leave out a limit, if the estimate holds. Infinite when no
   * number is enough; NaN when there is nothing to go by.
   */
  readonly times: (limit: number, comparison: Comparison) => number;
}

/** A figure of one metric. */
export function estimateOf(scenario: Scenario, tally: Tally, key: MetricKey, aggregation: Aggregation): Estimate {
  const series = seriesOf(tally, key);
  const { unit, steps, moments, sketch, nonZero, independent } = series;
  switch (aggregation.kind) {
    case 'mean':
      return mean(series, nothingIn(scenario, tally, key));
    case 'min':
    case 'max':
      return extreme(unit, moments, steps, aggregation.kind === 'min');
    default:
      if (sketch === null || nonZero === null)
        throw new Error(`of ${unit} of one cause no ${aggregation.kind} is kept`);
      return aggregation.kind === 'rate'
        ? proportion('share', nonZero, moments.count, independent)
        : quantile(unit, sketch, steps, aggregation.p, independent);
  }
}

const MINUTE = 60_000;

/** What a tally has of a metric. */
export interface Series {
  readonly unit: string;
  /** Integer steps of one unit. */
  readonly steps: number;
  readonly moments: Moments;
  /** Null of what is only added up; so is the number of values that are not zero. */
  readonly sketch: Sketch | null;
  readonly nonZero: number | null;
  /** Samples, or what happened in them, that a mean rests on; null for what goes by plan. */
  readonly events: number | null;
  /** Of the mean, in steps. */
  readonly interval: ConfidenceInterval;
  /** Samples that can be taken for independent: fewer than there are when some share an outer draw. */
  readonly independent: number;
}

export function seriesOf(tally: Tally, key: MetricKey): Series {
  if (key.kind === 'cause') {
    const index = CAUSES.findIndex((cause) => cause.name === key.cause);
    const events = tally.causeEvents.value(index);
    const moments = tally.causeMs[index]!;
    const interval = tally.causeInterval(index);
    const { independent } = tally;
    return { unit: 'minutes', steps: MINUTE, moments, sketch: null, nonZero: null, events, interval, independent };
  }
  if (key.kind === 'event') {
    const recovery = tally.recovery[DISRUPTION_CLASSES.indexOf(key.class)]!;
    const { moments, sketch } = key.name === 'rto_minutes' ? recovery.rto : recovery.rpo;
    const nonZero = moments.count - sketch.countBelow(0, true);
    // Events of one outer draw are not independent; how they differ between draws is not kept.
    const independent = Math.min(moments.count, tally.independent);
    const { low, high, method } = meanInterval(moments, LEVEL);
    const mean = moments.mean();
    const wider = Math.sqrt(moments.count / independent);
    const widened = { low: mean - (mean - low) * wider, high: mean + (high - mean) * wider, method };
    const interval = independent === 0 ? { low: -Infinity, high: Infinity, method } : widened;
    const figures = { unit: 'minutes', steps: MINUTE, moments, sketch, nonZero, events: nonZero };
    return { ...figures, interval: wider === 1 ? { low, high, method } : interval, independent };
  }
  const column = columnOf(key.name);
  return {
    unit: METRICS[column]!.unit,
    steps: METRIC_STEPS[column]!,
    moments: tally.metrics[column]!,
    sketch: tally.sketches[column]!,
    nonZero: tally.nonZero.value(column),
    events: rests(tally, key.name),
    interval: tally.metricInterval(column),
    independent: tally.independent,
  };
}

function nothingIn(scenario: Scenario, tally: Tally, key: MetricKey): ConfidenceInterval | null {
  if (key.kind === 'event') return nothingLost(scenario, seriesOf(tally, key).moments.count);
  return nothingSeen(scenario, tally, key.kind === 'cause' ? 'downtime_minutes' : key.name);
}

/** @param nothing what is known of the mean when chance never struck: it then has no spread to go by */
function mean({ unit, moments, steps, events, interval: of }: Series, nothing: ConfidenceInterval | null): Estimate {
  const samples = moments.count;
  if (samples === 0) return empty(unit);
  const value = moments.scaledMean(steps);
  if (events === 0 && nothing !== null && moments.min === moments.max) {
    const width = nothing.high - nothing.low;
    return {
      unit,
      value,
      interval: nothing,
      samples,
      events,
      times: (limit) => (limit === value ? Infinity : width / Math.abs(limit - value)),
    };
  }
  const { low, high, method } = of;
  const halfWidth = (high - low) / 2 / steps;
  return {
    unit,
    value,
    interval: clamped(unit, { low: low / steps, high: high / steps, method }),
    samples,
    events,
    times: (limit) => byWidth(halfWidth, limit - value),
  };
}

/** The half-width shrinks with the square root of the number of samples. */
function byWidth(halfWidth: number, distance: number): number {
  if (distance === 0) return Infinity;
  if (!Number.isFinite(halfWidth)) return NaN;
  return (halfWidth / distance) * (halfWidth / distance);
}

function extreme(unit: string, moments: Moments, steps: number, least: boolean): Estimate {
  if (moments.count === 0) return empty(unit);
  const value = (least ? moments.min : moments.max) / steps;
  return { unit, value, interval: null, samples: moments.count, events: null, times: () => NaN };
}

/** A share of trials, from 0 to 1; so many of them count as independent. */
function proportion(unit: string, successes: number, trials: number, independent: number): Estimate {
  if (trials === 0) return empty(unit);
  const value = successes / trials;
  return {
    unit,
    value,
    interval: shareInterval(successes, trials, independent),
    samples: trials,
    events: null,
    times: (limit) => (independent === 0 ? NaN : timesOfShare(value, effectiveOf(trials, independent, value), limit)),
  };
}

/**
 * As many independent trials as say what trials do that share outer draws. Of something rare, a draw seldom sees two: its variance is
 * 1 + 2 m times that of independent trials for m expected a draw, when its rate varies between draws by up to 1.4 times itself.
 * At most all trials of a draw say one thing.
 */
function effectiveOf(trials: number, independent: number, share: number): number {
  const size = trials / independent;
  return trials / Math.min(size, 1 + 2 * size * Math.min(share, 1 - share));
}

/** Clopper and Pearson's, with as many trials as are independent; of none, less than one outer draw, nothing is known. */
export function shareInterval(successes: number, trials: number, independent: number): ConfidenceInterval {
  if (independent === trials || successes === 0) return proportionInterval(successes, trials, LEVEL);
  if (independent === 0) return proportionInterval(0, 0, LEVEL);
  const effective = effectiveOf(trials, independent, successes / trials);
  const { low, high } = betaBounds((successes / trials) * effective, effective, TAIL);
  return { low, high, method: 'clopper-pearson' };
}

/** How many times the trials until the exact interval of a share leaves out a limit, both from 0 to 1. */
function timesOfShare(share: number, trials: number, limit: number): number {
  if (share === limit || limit < 0 || limit > 1) return Infinity;
  const decides = (times: number): boolean => {
    const { low, high } = betaBounds(share * trials * times, trials * times, TAIL);
    return limit < low || limit > high;
  };
  let high = 1;
  while (!decides(high)) {
    high *= 2;
    if (high > MOST_TIMES) return Infinity;
  }
  let low = high / 2;
  while (high / low > 1.01) {
    const middle = (low + high) / 2;
    if (decides(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function quantile(unit: string, sketch: Sketch, steps: number, p: number, draws: number): Estimate {
  const samples = sketch.count;
  if (samples === 0) return empty(unit);
  const value = sketch.quantile(p) / steps;
  if (draws === 0) {
    const interval = { low: -Infinity, high: Infinity, method: 'order-statistics' } as const;
    return { unit, value, interval, samples, events: null, times: () => NaN };
  }
  const independent = Math.floor(effectiveOf(samples, draws, p));
  const { low, high, method } = sketch.quantileInterval(p, LEVEL, independent);
  return {
    unit,
    value,
    interval: clamped(unit, { low: low / steps, high: high / steps, method }),
    samples,
    events: null,
    times: (limit, comparison) => {
      const inSteps = limit * steps;
      const nearest = Math.round(inSteps);
      const exact = nearest / steps === limit ? nearest : inSteps;
      return timesOfQuantile(sketch, p, exact, comparison, independent);
    },
  };
}

/** A p-quantile lies below a limit when more than p of the values do. */
function timesOfQuantile(
  sketch: Sketch,
  p: number,
  limit: number,
  comparison: Comparison,
  independent: number,
): number {
  const { count } = sketch;
  const inclusive = comparison === '<=' || comparison === '>';
  const times = timesOfShare(sketch.countBelow(limit, inclusive) / count, independent, p);
  if (timesAssured(times) * count <= EXACT_LIMIT) return times;
  // Beyond the limit a value is known by its bucket only: all of it must lie on one side.
  const value = sketch.quantile(p);
  const edge = sketch.edgeTowards(limit, value);
  if (edge === null) return Infinity;
  return timesOfShare(sketch.countBelow(edge, false) / count, independent, p);
}

/** Availability over the time meant to run, all replications together, in percent. */
export function longRunAvailability(scenario: Scenario, tally: Tally): Estimate {
  const { replications: n } = tally;
  if (n === 0) return empty('percent');
  const down = tally.metrics[columnOf('downtime_minutes')]!;
  const stop = tally.metrics[columnOf('planned_stop_minutes')]!;
  const horizon = BigInt(scenario.simulation.endMs - scenario.simulation.startMs);
  const count = BigInt(n);
  // Exposure is the horizon less the planned stop.
  const exposure = count * horizon - stop.sum;
  if (exposure === 0n) return empty('percent');
  const exposureSquared = count * horizon * horizon - 2n * horizon * stop.sum + stop.sumOfSquares;
  const both = horizon * down.sum - tally.downTimesStop;
  const value = 100 * (1 - bigintRatio(down.sum, exposure));
  const events = tally.nonZero.value(columnOf('downtime_minutes'));
  const nothing = nothingSeen(scenario, tally, 'availability_percent');
  if (events === 0 && nothing !== null) {
    const width = nothing.high - nothing.low;
    const times = (limit: number) => (limit === value ? Infinity : width / Math.abs(limit - value));
    return { unit: 'percent', value, interval: nothing, samples: n, events, times };
  }
  const { low, high, method } = ratioInterval(down.sum, exposure, down.sumOfSquares, exposureSquared, both, n, LEVEL);
  const halfWidth = 50 * (high - low) * widening(tally);
  const interval = clamped('percent', { low: value - halfWidth, high: value + halfWidth, method });
  return { unit: 'percent', value, interval, samples: n, events, times: (limit) => byWidth(halfWidth, limit - value) };
}

/** How much wider the interval of the mean downtime is for what replications of one outer draw share. */
function widening(tally: Tally): number {
  const column = columnOf('downtime_minutes');
  const plain = meanInterval(tally.metrics[column]!, LEVEL);
  const { low, high } = tally.metricInterval(column);
  return plain.high === plain.low ? 1 : Math.max(1, (high - low) / (plain.high - plain.low));
}

/** Percent of the calendar windows that met the availability target. Windows of one replication need not be independent. */
export function windowsMet(tally: Tally): Estimate {
  const sum = (name: keyof typeof WINDOW_SUMS): bigint => tally.windows.total(WINDOW_SUMS[name]);
  const sums = { x: sum('w'), y: sum('m'), xx: sum('ww'), xy: sum('wm'), yy: sum('mm'), n: tally.replications };
  if (sums.x === 0n) return empty('percent');
  const missed = bigintRatio(sums.y, sums.x);
  const trials = (effectiveTrials(sums) * tally.independent) / tally.replications;
  const { low, high, method } =
    tally.independent === tally.replications
      ? clusteredProportionInterval(sums, LEVEL)
      : { ...betaBounds(missed * trials, trials, TAIL), method: 'clopper-pearson' as const };
  return {
    unit: 'percent',
    value: 100 * (1 - missed),
    interval: { low: 100 * (1 - high), high: 100 * (1 - low), method },
    samples: Number(sums.x),
    events: null,
    times: (limit) => timesOfShare(missed, trials, 1 - limit / 100),
  };
}

const empty = (unit: string): Estimate => ({
  unit,
  value: null,
  interval: null,
  samples: 0,
  events: null,
  times: () => NaN,
});

/** No figure is negative, except what costs less its credits; no percentage is above 100. */
function clamped(unit: string, { low, high, method }: ConfidenceInterval): ConfidenceInterval {
  if (unit === 'currency') return { low, high, method };
  return { low: Math.max(0, low), high: unit === 'percent' ? Math.min(100, high) : high, method };
}
