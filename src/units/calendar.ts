import { Temporal } from 'temporal-polyfill';
import { type CalendarDuration, DAY, MINUTE, WEEK } from './duration.ts';

/** Milliseconds since 1970-01-01T00:00Z everywhere, unless the name says otherwise. */
type Instant = number;

/** No sensible text is longer; a hostile one is not looked at. */
const LONGEST_TEXT = 100;

/** A half-open span of time, [from, to). */
export interface TimeSpan {
  readonly from: Instant;
  readonly to: Instant;
}

/** `2027-06-15T10:00:00Z`; milliseconds only when there are any. */
export function isoInstant(instant: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toString();
}

/** `2027-06-15`, the day in UTC. */
export function isoDay(instant: Instant): string {
  return utc(instant).toPlainDate().toString();
}

/**
 * Reads a day (`2027-06-15`: midnight UTC), a UTC date and time (`2027-06-15T10:00`, with or without `Z`) or one with an offset
 * (`2027-06-15T12:00+02:00`); null for anything else, a day that does not exist among it.
 */
export function parseInstant(text: string): Instant | null {
  if (text.length > LONGEST_TEXT) return null;
  const form = /^\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(Z|z|[+-]\d{2}:\d{2})?)?$/.exec(
    text.trim(),
  );
  if (form === null) return null;
  const zone = form[1];
  try {
    if (zone !== undefined) return Temporal.Instant.from(text.trim()).epochMilliseconds;
    return Temporal.PlainDateTime.from(text.trim(), { overflow: 'reject' }).toZonedDateTime('UTC').epochMilliseconds;
  } catch {
    return null;
  }
}

/** Adds calendar years, months and days, then the exact rest, in UTC. The 31st plus a month is the last day of that month. */
export function addCalendar(start: Instant, duration: CalendarDuration): Instant {
  const { years, months, days, milliseconds } = duration;
  return utc(start).add({ years, months, days }).epochMilliseconds + milliseconds;
}

/**
 * `start + period`, `start + 2 periods`, ... before `end`; each counted from `start`, so that the 31st stays the 31st where a
 * month has one. Null when there are more than `limit`, or when the period is empty.
 */
export function recurring(start: Instant, period: CalendarDuration, end: Instant, limit: number): Instant[] | null {
  const { years, months, days, milliseconds } = period;
  // In UTC a day always has 24 hours.
  const fixed = days * DAY + milliseconds;
  if (years + months + fixed <= 0) return null;
  const calendar = years + months > 0;
  // No month is longer than 31 days, so this many there are at least.
  const longest = (years * 12 + months) * 31 * DAY + fixed;
  if ((end - start) / longest - 1 > limit) return null;
  const instants: Instant[] = [];
  for (let times = 1; ; times++) {
    const base = calendar ? addMonths(start, (years * 12 + months) * times) : start;
    const instant = base + Math.round(fixed * times);
    if (instant >= end) return instants;
    if (instants.length === limit) return null;
    instants.push(instant);
  }
}

const addMonths = (start: Instant, months: number) => utc(start).add({ months }).epochMilliseconds;

/** The calendar months a span of time touches: where each begins (the first clipped to the span) and `2027-01`. */
export function monthBoundaries(
  start: Instant,
  end: Instant,
  timeZone = 'UTC',
): { readonly starts: Instant[]; readonly names: string[] } {
  const starts: Instant[] = [];
  const names: string[] = [];
  let month = Temporal.Instant.fromEpochMilliseconds(start)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toPlainYearMonth();
  for (let begins = start; begins < end;) {
    starts.push(begins);
    names.push(month.toString());
    month = month.add({ months: 1 });
    begins = month.toPlainDate({ day: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
  }
  return { starts, names };
}

/** Whether the name is a time zone of the IANA database, or an offset such as `+02:00`. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** A weekly local wall-clock time; `dayOfWeek` counts from 0 = Sunday, as Azure does. */
export interface WeeklyTime {
  readonly timeZone: string;
  readonly dayOfWeek: number;
  readonly hour: number;
  readonly minute: number;
}

/**
 * Every instant in [start, end) at which the clocks of the zone show this time of the week. A local time that does not exist
 * is read with the offset before the gap; one that occurs twice is its first occurrence.
 */
export function weeklyInstants(time: WeeklyTime, start: Instant, end: Instant): Instant[] {
  const toInstant = wallClock(time.timeZone, start - WEEK, end + WEEK);
  const instants: Instant[] = [];
  const offset = (time.hour * 60 + time.minute) * MINUTE;
  for (let day = firstDay(start, time.dayOfWeek); day < end + WEEK; day += WEEK) {
    const instant = toInstant(day + offset);
    if (instant >= start && instant < end) instants.push(instant);
  }
  return instants;
}

/** Recurring local hours of the week: on each of the days from `fromMinute` to `toMinute`, which may lie on the next day. */
export interface WeeklyRange {
  /** 0 = Sunday; ascending. */
  readonly days: readonly number[];
  /** Minutes after local midnight, 0 to 1439. */
  readonly fromMinute: number;
  /** Minutes after the same midnight, up to 2879; more than `fromMinute`. */
  readonly toMinute: number;
}

const DAY_NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Reads `Mon-Fri 08:00-18:00`, `Mon,Wed 22:00-04:00` (crosses midnight) or `daily 00:00-24:00`; null for anything else. */
export function parseWeeklyRange(text: string): WeeklyRange | null {
  if (text.length > LONGEST_TEXT) return null;
  const form = /^(\S+(?:\s*,\s*\S+)*?)\s+(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (form === null) return null;
  const days = parseDays(form[1]!);
  const [fromHour, fromMinutes, toHour, toMinutes] = form.slice(2).map(Number) as [number, number, number, number];
  const from = fromHour * 60 + fromMinutes;
  const to = toHour * 60 + toMinutes;
  if (days === null || fromMinutes > 59 || toMinutes > 59 || fromHour > 23 || to > 1440 || from === to) return null;
  return { days, fromMinute: from, toMinute: to > from ? to : to + 1440 };
}

function parseDays(text: string): number[] | null {
  if (text.toLowerCase() === 'daily') return [0, 1, 2, 3, 4, 5, 6];
  const days = new Set<number>();
  for (const part of text.toLowerCase().split(',')) {
    const [first, last, ...rest] = part.trim().split('-');
    const from = DAY_NAMES.indexOf(first ?? '');
    const to = last === undefined ? from : DAY_NAMES.indexOf(last);
    if (from < 0 || to < 0 || rest.length > 0) return null;
    for (let day = from; ; day = (day + 1) % 7) {
      days.add(day);
      if (day === to) break;
    }
  }
  return [...days].sort((a, b) => a - b);
}

/** The ranges as spans of time within [start, end): ascending, merged where they touch. Local times as in {@link weeklyInstants}. */
export function expandWeekly(
  ranges: readonly WeeklyRange[],
  timeZone: string,
  start: Instant,
  end: Instant,
): TimeSpan[] {
  const toInstant = wallClock(timeZone, start - WEEK, end + WEEK);
  const spans: TimeSpan[] = [];
  for (const range of ranges) {
    for (const dayOfWeek of range.days) {
      for (let day = firstDay(start, dayOfWeek); day < end + WEEK; day += WEEK) {
        const from = Math.max(start, toInstant(day + range.fromMinute * MINUTE));
        const to = Math.min(end, toInstant(day + range.toMinute * MINUTE));
        if (from < to) spans.push({ from, to });
      }
    }
  }
  return mergeSpans(spans);
}

function mergeSpans(spans: TimeSpan[]): TimeSpan[] {
  spans.sort((a, b) => a.from - b.from);
  const merged: TimeSpan[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last !== undefined && span.from <= last.to) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    } else merged.push(span);
  }
  return merged;
}

const utc = (instant: Instant) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO('UTC');

/** Local midnight, as if the zone were UTC, of the last such day of the week at least a week before the start. */
function firstDay(start: Instant, dayOfWeek: number): number {
  const midnight = Math.floor(start / DAY) * DAY;
  const today = utc(midnight).dayOfWeek % 7;
  return midnight - ((today - dayOfWeek + 7) % 7) * DAY - WEEK;
}

/**
 * Turns a wall-clock reading (milliseconds as if the zone were UTC) into the instant it means, for readings near [start, end).
 * The zone's transitions are asked for once; between them the offset is constant. A reading belongs to the offset before a
 * transition T until T plus the larger of the two offsets: that reads a gap with the offset before it and a repeated hour as
 * its first occurrence, which is Temporal's `compatible` rule.
 */
function wallClock(timeZone: string, start: Instant, end: Instant): (reading: number) => Instant {
  let at = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timeZone);
  const offsets = [offsetMs(at)];
  const until: number[] = [];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= end) break;
    at = next;
    const offset = offsetMs(at);
    until.push(at.epochMilliseconds + Math.max(offsets.at(-1)!, offset));
    offsets.push(offset);
  }
  let index = 0;
  return (reading) => {
    // Readings mostly ascend; a step back starts over.
    if (index > 0 && reading < until[index - 1]!) index = 0;
    while (index < until.length && reading >= until[index]!) index++;
    return reading - offsets[index]!;
  };
}

const offsetMs = (at: Temporal.ZonedDateTime) => Math.round(at.offsetNanoseconds / 1e6);
