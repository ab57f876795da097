import type { Finding } from '../diagnostics/finding.ts';
import { metricKeyText, readMetricKey } from '../scenario/metric-key.ts';
import type { MetricKey } from '../scenario/scenario.ts';
import { seriesOf } from './estimates.ts';
import * as messages from './messages.ts';
import { FEW_EVENTS, MOST_REPLICATIONS, twoDigits } from './needed.ts';
import type { PrecisionResult, Result } from './result.ts';
import { BLOCK_SIZE, type Tally } from './tally.ts';

/** A run goes on until the interval of a mean is narrow enough. */
export interface PrecisionGoal {
  readonly key: MetricKey;
  readonly metric: string;
  /** Half of the interval over the mean, between 0 and 1. */
  readonly relative: number;
}

const FLAG = '--precision';

/** Reads `METRIC=REL`, as in `downtime_minutes=0.05`; the finding points into the flag. */
export function readPrecisionGoal(text: string): PrecisionGoal | Finding {
  const equals = text.lastIndexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  const place = { file: FLAG, line: 1, column: 1, length: Math.max(1, name.length) };
  const key = readMetricKey(name, place);
  if ('code' in key) return key;
  const number = equals < 0 ? '' : text.slice(equals + 1).trim();
  const relative = Number(number);
  if (/^\d*\.?\d+(e-?\d+)?$/i.test(number) && relative > 0 && relative < 1) {
    return { key, metric: metricKeyText(key), relative };
  }
  const after = { ...place, column: Math.max(1, equals + 2), length: Math.max(1, number.length) };
  return messages.notAPrecision(after, name.trim(), number);
}

/** Blocks before the first look. */
const FIRST_LOOK = 2;
/** From one look to the next the run grows by half. */
const GROWTH = 1.5;

/**
 * Whether all goals are reached; to be asked after each block. Whoever stops as soon as an interval looks narrow stops too often where it
 * is narrow by chance, so that it covers less than it says. Therefore only few blocks are looked at, each half as many again as
 * the last: 2, 3, 5, 8, 12, 18, 27, ...
 */
export function precisionReached(tally: Tally, goals: readonly PrecisionGoal[]): boolean {
  return isLook(tally.replications / BLOCK_SIZE) && goals.every((goal) => isReached(tally, goal));
}

function isLook(blocks: number): boolean {
  let look = FIRST_LOOK;
  while (look < blocks) look = Math.ceil(look * GROWTH);
  return look === blocks;
}

function isReached(tally: Tally, goal: PrecisionGoal): boolean {
  const { events } = seriesOf(tally, goal.key);
  return (events === null || events >= FEW_EVENTS) && relativeHalfWidth(tally, goal) <= goal.relative;
}

/** Infinite while nothing is known of it. */
function relativeHalfWidth(tally: Tally, { key }: PrecisionGoal): number {
  const { moments, events, interval } = seriesOf(tally, key);
  if (moments.count < 2 || events === 0) return Infinity;
  const { low, high } = interval;
  return low === high ? 0 : (high - low) / 2 / Math.abs(moments.mean());
}

/** The half-width of a longer run is a little different. */
const SAFETY = 1.2;

/** What became of each goal. */
export function precisionReport(tally: Tally, goals: readonly PrecisionGoal[]): PrecisionResult[] {
  return goals.map((goal) => {
    const { metric, relative: wanted } = goal;
    const reached = relativeHalfWidth(tally, goal);
    const { events } = seriesOf(tally, goal.key);
    const met = isReached(tally, goal);
    const byWidth = SAFETY * (reached / wanted) * (reached / wanted);
    const byEvents = events === null || events === 0 ? 1 : (SAFETY * FEW_EVENTS) / events;
    const needed = twoDigits(Math.max(byWidth, byEvents, 1.1) * tally.replications);
    return {
      metric,
      wanted,
      reached: Number.isFinite(reached) ? reached : null,
      events,
      met,
      replications_needed: met || needed > MOST_REPLICATIONS ? null : needed,
    };
  });
}

/** A result that says what became of the goals; warns of those that the replications allowed did not reach. */
export function withPrecision(result: Result, precision: readonly PrecisionResult[]): Result {
  if (precision.length === 0) return result;
  const missed = precision.filter(({ met }) => !met);
  const { replications } = result.inputs;
  return {
    ...result,
    precision,
    warnings: [...missed.map((one) => messages.precisionMissed(one, replications)), ...result.warnings],
  };
}
