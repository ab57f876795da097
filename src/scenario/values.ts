import type { Finding } from '../diagnostics/finding.ts';
import { type CalendarDuration, parseCalendarDuration, parseDuration } from '../units/duration.ts';
import * as messages from './messages.ts';
import type { Span } from './tree.ts';

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

/** Reports `1M`, and ranges such as `15m to 2h` that say neither which distribution nor what their ends are. */
export function isAmbiguous(value: unknown, span: Span, where: string, report: Report): boolean {
  if (typeof value !== 'string') return false;
  const text = value.trim();
  if (!text.startsWith('P') && /\d\s*M(?![a-zA-Z])/.test(text)) {
    report(messages.ambiguousDuration(span, where, text));
    return true;
  }
  const range = /^(\d[\d.]*\s*[a-zA-Z]*)\s*(?:to|-|–|\.\.\.?|…)\s*(\d[\d.]*\s*[a-zA-Z]+)$/.exec(text);
  if (range === null || /^\d{4}-\d{2}/.test(text)) return false;
  report(messages.bareRange(span, text, range[1]!.trim(), range[2]!.trim()));
  return true;
}
