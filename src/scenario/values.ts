import type { Finding } from '../diagnostics/finding.ts';
import { type CalendarDuration, parseCalendarDuration, parseDuration } from '../units/duration.ts';
import * as messages from './messages.ts';
import type { Span } from './tree.ts';

const LONGEST_TEXT = 100;

/** Takes a finding. */
export type Report = (finding: Finding) => void;

/** Milliseconds of a duration (a year is 8760 h, a month 730 h); null when it could not be read, which is reported. */
export function readDuration(value: unknown, span: Span, where: string, report: Report): number | null {
  if (isAmbiguous(value, span, where, report)) return null;
  const parsed = parseDuration(String(value));
  if (parsed.ok) return Math.round(parsed.milliseconds);
  report(messages.notADuration(span, where, value, parsed.reason));
  return null;
}

/** The same in calendar units: a year of a horizon may have 366 days. */
export function readCalendarDuration(
  value: unknown,
  span: Span,
  where: string,
  report: Report,
): CalendarDuration | null {
  if (isAmbiguous(value, span, where, report)) return null;
  const parsed = parseCalendarDuration(String(value));
  if (parsed.ok) return parsed.duration;
  report(messages.notADuration(span, where, value, parsed.reason));
  return null;
}

/** Reports `1M`, which could be minutes or months. */
export function isAmbiguous(value: unknown, span: Span, where: string, report: Report): boolean {
  if (typeof value !== 'string' || value.length > LONGEST_TEXT) return false;
  if (value.trim().startsWith('P') || !/\d\s*M(?![a-zA-Z])/.test(value)) return false;
  report(messages.ambiguousDuration(span, where, value.trim()));
  return true;
}

/**
 * Reports ranges such as `15m to 2h`, which say neither which distribution is meant nor what their ends are.
 * @param isHazard whether it stands for the time between random events, whose mean may be what is not known
 */
export function isBareRange(value: unknown, span: Span, report: Report, isHazard = false): boolean {
  if (typeof value !== 'string' || value.length > LONGEST_TEXT) return false;
  const range = /^(\d[\d.]*)\s*([a-zA-Z]*)\s*(?:to|-|–|\.\.\.?|…)\s*(\d[\d.]*)\s*([a-zA-Z]+)$/.exec(value.trim());
  if (range === null) return false;
  const [, low, unit, high, lastUnit] = range as unknown as [string, string, string, string, string];
  report(messages.bareRange(span, value.trim(), low + (unit || lastUnit), high + lastUnit, isHazard));
  return true;
}
