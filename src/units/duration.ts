import { timesDecimal } from './decimal.ts';

/** Milliseconds. A month is a twelfth of a year of 365 days: 730 h. Calendar months and years are {@link CalendarDuration}. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;
export const MONTH = 730 * HOUR;
export const YEAR = 8760 * HOUR;

/** Large to small: parts are written in this order. */
const UNITS = [
  { name: 'y', milliseconds: YEAR },
  { name: 'mo', milliseconds: MONTH },
  { name: 'w', milliseconds: WEEK },
  { name: 'd', milliseconds: DAY },
  { name: 'h', milliseconds: HOUR },
  { name: 'm', milliseconds: MINUTE },
  { name: 's', milliseconds: SECOND },
  { name: 'ms', milliseconds: 1 },
] as const;
type UnitName = (typeof UNITS)[number]['name'];

/** Years, months and days of the calendar, then exact milliseconds. A week is seven days. All are whole except milliseconds. */
export interface CalendarDuration {
  readonly years: number;
  readonly months: number;
  readonly days: number;
  readonly milliseconds: number;
}

type Failure = { readonly ok: false; readonly reason: string };

const LONGEST = 1_000_000 * YEAR;
const LONGEST_TEXT = 100;
const EXAMPLES = 'write for example 90s, 5m, 1h30m, 7d, 3mo or PT10M';

/**
 * Reads `90s`, `1h30m`, `3.333y`, `PT10M`, `0`. A year is 8760 h and a month 730 h. The result is not rounded, not negative and at
 * most a million years.
 */
export function parseDuration(text: string): { readonly ok: true; readonly milliseconds: number } | Failure {
  const parts = readParts(text);
  if (!parts.ok) return parts;
  let milliseconds = 0;
  for (const { number, unit } of parts.parts) milliseconds += timesDecimal(number, sizeOf(unit));
  if (!(milliseconds <= LONGEST)) return fail('it is longer than a million years');
  return { ok: true, milliseconds };
}

/**
 * Reads the same texts, keeping years, months, weeks and days as units of the calendar. Parts of a day or a week become hours;
 * years and months must be whole.
 */
export function parseCalendarDuration(
  text: string,
): { readonly ok: true; readonly duration: CalendarDuration } | Failure {
  const parts = readParts(text);
  if (!parts.ok) return parts;
  const duration = { years: 0, months: 0, days: 0, milliseconds: 0 };
  let total = 0;
  for (const { number, unit } of parts.parts) {
    const milliseconds = timesDecimal(number, sizeOf(unit));
    total += milliseconds;
    if (unit === 'y' || unit === 'mo') {
      const whole = Number(number);
      if (!Number.isInteger(whole))
        return fail(`calendar ${unit === 'y' ? 'years' : 'months'} are whole; 6mo is half a year`);
      if (unit === 'y') duration.years += whole;
      else duration.months += whole;
    } else if (unit === 'w' || unit === 'd') {
      const days = Math.floor(milliseconds / DAY);
      duration.days += days;
      duration.milliseconds += milliseconds - days * DAY;
    } else duration.milliseconds += milliseconds;
  }
  if (!(total <= LONGEST)) return fail('it is longer than a million years');
  return { ok: true, duration };
}

/** Short text for people, at most two units: `8ms`, `1m48s`, `2h34m`, `3d4h`. Not for reading back. */
export function formatDuration(milliseconds: number): string {
  if (Number.isNaN(milliseconds)) return 'NaN';
  if (milliseconds < 0) return `-${formatDuration(-milliseconds)}`;
  if (milliseconds === Infinity) return 'never';
  if (milliseconds === 0) return '0s';
  if (milliseconds < SECOND) return `${trim(milliseconds, milliseconds < 10 ? 1 : 0)}ms`.replace(/^1000ms$/, '1s');
  if (milliseconds < 10 * SECOND) return `${trim(milliseconds / SECOND, 1)}s`;
  const step = milliseconds < HOUR ? SECOND : milliseconds < DAY ? MINUTE : HOUR;
  const years = milliseconds >= YEAR;
  const rounded = Math.round(milliseconds / (years ? DAY : step)) * (years ? DAY : step);
  return compound(rounded, years ? ['y', 'd'] : ['d', 'h', 'm', 's']);
}

/**
 * Text that {@link parseDuration} reads back to exactly this number: the shortest of a single unit (`1.5h`, `3.333y`) and several
 * (`1h1m1s`). Throws for what is not a duration.
 */
export function durationText(milliseconds: number): string {
  if (!(milliseconds >= 0 && milliseconds <= LONGEST)) throw new RangeError(`not a duration: ${milliseconds}`);
  if (milliseconds === 0) return '0s';
  const candidates: string[] = [];
  for (const { name, milliseconds: size } of UNITS) {
    const count = milliseconds / size;
    // Weeks are read but not written: 14d says it as well.
    if (name === 'w' || count < 1 || (count >= 1000 && name !== 'y')) continue;
    const number = trim(count, 4);
    if (timesDecimal(number, size) === milliseconds) candidates.push(`${number}${name}`);
  }
  if (Number.isSafeInteger(milliseconds)) candidates.push(compound(milliseconds, ['d', 'h', 'm', 's', 'ms']));
  const shortest = candidates.reduce((best, text) => (text.length < best.length ? text : best), candidates[0] ?? '');
  return shortest === '' ? `${milliseconds}ms` : shortest;
}

function compound(milliseconds: number, names: readonly UnitName[]): string {
  let rest = milliseconds;
  let text = '';
  for (const { name, milliseconds: size } of UNITS) {
    if (!names.includes(name)) continue;
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${name}`;
    rest -= count * size;
  }
  return text;
}

/** At most so many decimals, no zeros at the end. */
const trim = (value: number, decimals: number): string => String(Number(value.toFixed(decimals)));

const sizeOf = (unit: UnitName): number => UNITS.find(({ name }) => name === unit)!.milliseconds;
const fail = (reason: string): Failure => ({ ok: false, reason });

interface Part {
  /** Digits with at most one point between them, or in the form of `1e-7`. */
  readonly number: string;
  readonly unit: UnitName;
}
type Parts = { readonly ok: true; readonly parts: readonly Part[] } | Failure;

function readParts(given: string): Parts {
  if (given.length > LONGEST_TEXT) return fail(`it is longer than ${LONGEST_TEXT} characters; ${EXAMPLES}`);
  const text = given.trim();
  if (text === '') return fail(`it is empty; ${EXAMPLES}`);
  if (text.startsWith('-')) return fail('it is negative');
  if (/^0+(\.0+)?$/.test(text)) return { ok: true, parts: [] };
  return text.startsWith('P') ? readIsoParts(text) : readPlainParts(text);
}

/** One number and its unit; sticky, so that each character is looked at once. */
const PLAIN_PART = /\s*(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*([a-zA-Z]*)/y;

function readPlainParts(text: string): Parts {
  const parts: Part[] = [];
  let lastRank = -1;
  PLAIN_PART.lastIndex = 0;
  while (PLAIN_PART.lastIndex < text.length) {
    const match = PLAIN_PART.exec(text);
    if (match === null) return fail(EXAMPLES);
    const [, number, unit] = match as unknown as [string, string, string];
    if (unit === '') return fail(`${number} has no unit; ${EXAMPLES}`);
    if (unit === 'M') return fail(`M could be minutes or months; write ${number}m (minutes) or ${number}mo (months)`);
    const rank = UNITS.findIndex(({ name }) => name === unit);
    if (rank < 0) return fail(`${unit} is not a unit; the units are y, mo, w, d, h, m, s and ms`);
    if (rank <= lastRank) return fail('each unit stands once, large before small');
    lastRank = rank;
    parts.push({ number, unit: UNITS[rank]!.name });
  }
  return { ok: true, parts };
}

/** ISO 8601-1, 5.5.2.2: years, months, weeks and days, then T and hours, minutes and seconds. */
const ISO_FORM =
  /^P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/;
const ISO_UNITS = ['y', 'mo', 'w', 'd', 'h', 'm', 's'] as const;

function readIsoParts(text: string): Parts {
  const match = ISO_FORM.exec(text);
  const parts: Part[] = [];
  for (const [index, unit] of ISO_UNITS.entries()) {
    const number = match?.[index + 1];
    if (number === undefined) continue;
    if (!/^\d+(\.\d+)?$/.test(number)) return fail(`${number} is not a number`);
    parts.push({ number, unit });
  }
  if (parts.length === 0 || text.endsWith('T')) return fail('it is not an ISO 8601 duration such as PT10M or P1DT2H');
  return { ok: true, parts };
}
