import { expandWeekly, isTimeZone, parseWeeklyRange, type WeeklyRange } from '../units/calendar.ts';
import * as messages from './messages.ts';
import type { Scenario, WeeklyProfile } from './scenario.ts';
import type { Shape } from './check-shape.ts';
import { type Path, spanOf } from './tree.ts';
import type { Report } from './values.ts';

const MINUTES_A_WEEK = 7 * 24 * 60;
/** When the peak hours are, where nobody says so: working hours. */
const PEAK = 'Mon-Fri 08:00-18:00';
/** Day and first minute of an hour of the week, counted from Monday as people count. */
const dayOf = (hour: number): number => (Math.floor(hour / 24) + 1) % 7;

/** When the load is high: weekly hours of a time zone. */
export interface PeakHours {
  readonly ranges: readonly WeeklyRange[];
  readonly timeZone: string;
}

/** A quantity of the workload as written: an average and a peak, or its value hour by hour. */
export interface GivenProfile {
  readonly average?: number | undefined;
  readonly peak?: number | undefined;
  readonly hourly?: readonly (number | undefined)[] | undefined;
}

/** Reads `peak` and `timeZone` below a path; what is not given there is taken from `fallback`. Null: given, and unreadable. */
export function readPeakHours(
  shape: Shape,
  path: Path,
  given: { readonly peak?: string | undefined; readonly timeZone?: string | undefined },
  fallback: PeakHours | null,
  report: Report,
): PeakHours | null {
  const where = path.join('.');
  const timeZone = given.timeZone ?? fallback?.timeZone ?? 'UTC';
  const known = isTimeZone(timeZone);
  if (!known) {
    const span = spanOf(shape.tree, [...path, 'timeZone']);
    report(messages.unknownTimeZone(span, `${where}.timeZone`, timeZone, Intl.supportedValuesOf('timeZone')));
  }
  if (given.peak === undefined && fallback !== null) return known ? { ranges: fallback.ranges, timeZone } : null;
  const range = parseWeeklyRange(given.peak ?? PEAK);
  if (range === null) {
    report(messages.notAWeeklyRange(spanOf(shape.tree, [...path, 'peak']), `${where}.peak`, given.peak!));
  }
  return range === null || !known ? null : { ranges: [range], timeZone };
}

/**
 * The weekly profile of a quantity: `peak` in the peak hours and, outside them, what makes the average of a week that given; or
 * its value in every hour of the day or the week. Null when it is not given or wrong (reported).
 * @param unit ends the keys: `averagePercent`, `peakPercent`, `hourlyPercent`
 */
export function readWeeklyProfile(
  shape: Shape,
  path: Path,
  unit: string,
  given: GivenProfile,
  hours: PeakHours | null,
  simulation: Scenario['simulation'] | null,
  report: Report,
): WeeklyProfile | null {
  const { average, peak, hourly } = given;
  const at = (kind: 'average' | 'peak' | 'hourly') => {
    const key = [...path, kind + unit];
    return { where: key.join('.'), span: spanOf(shape.tree, key) };
  };
  const { where, span } = at('average');
  if (hours === null) return null;
  if (hourly !== undefined) {
    const { where, span } = at('hourly');
    if (average !== undefined) report(messages.givenTwice(span, where, at('average').span));
    if (hourly.length !== 24 && hourly.length !== 168) {
      report(messages.outOfRange(span, where, hourly.length, '24 values (of a day) or 168 (of a week, Monday first)'));
      return null;
    }
    return simulation === null || hourly.includes(undefined)
      ? null
      : hourlyProfile(hourly as readonly number[], hours.timeZone, simulation);
  }
  if (average === undefined) {
    const missing = peak !== undefined && !shape.isBroken(where);
    if (missing) report(messages.missingKey(at('peak').span, path.join('.'), `average${unit}`));
    return null;
  }
  if (peak === undefined) return { base: average, bands: [] };
  if (peak < average) {
    report(messages.outOfRange(span, where, average, `at most the peak of ${peak}`));
    return null;
  }
  const peakMinutes = hours.ranges.reduce(
    (sum, { days, fromMinute, toMinute }) => sum + days.length * (toMinute - fromMinute),
    0,
  );
  const rest = MINUTES_A_WEEK - peakMinutes;
  const base = rest === 0 ? peak : (average * MINUTES_A_WEEK - peak * peakMinutes) / rest;
  if (base < 0 || (rest === 0 && average !== peak)) {
    const least = (peak * peakMinutes) / MINUTES_A_WEEK;
    const why = `at least ${Number(least.toFixed(2))}: the peak hours alone make that much of a week`;
    report(messages.outOfRange(span, where, average, why));
    return null;
  }
  if (simulation === null) return null;
  return { base, bands: [{ value: peak, during: expand(hours.ranges, hours.timeZone, simulation) }] };
}

function hourlyProfile(hourly: readonly number[], timeZone: string, simulation: Scenario['simulation']): WeeklyProfile {
  const rangesOf = new Map<number, WeeklyRange[]>();
  hourly.forEach((value, hour) => {
    const fromMinute = (hour % 24) * 60;
    const days = hourly.length === 24 ? [0, 1, 2, 3, 4, 5, 6] : [dayOf(hour)];
    const ranges = rangesOf.get(value) ?? [];
    ranges.push({ days, fromMinute, toMinute: fromMinute + 60 });
    rangesOf.set(value, ranges);
  });
  const [first, ...others] = [...rangesOf];
  const bands = others.map(([value, ranges]) => ({ value, during: expand(ranges, timeZone, simulation) }));
  return { base: first![0], bands };
}

const expand = (
  ranges: readonly WeeklyRange[],
  timeZone: string,
  { startMs, endMs }: Scenario['simulation'],
): WeeklyProfile['bands'][number]['during'] =>
  expandWeekly(ranges, timeZone, startMs, endMs).map(({ from, to }) => ({ from: from - startMs, to: to - startMs }));
