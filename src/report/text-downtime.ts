import type { CauseResult, Result } from '../experiment/result.ts';
import { bar, flow, wrap } from './layout.ts';
import { isPossible } from './possible.ts';
import { FEW_EVENTS, FEW_YEARS, type Period, periodOf, upperRate } from './period.ts';
import { availability, bracket, causeWords, figure, grouped, nines, plural } from './words.ts';

const BAR_WIDTH = 24;
/** Lines of causes; what is left is summed up. */
const MOST_CAUSES = 10;

/** Downtime as clients see it: mean with interval, spread, availability, then cause by cause. */
export function downtimeSection(result: Result, ascii: boolean): string[] {
  const downtime = result.metrics['downtime_minutes'];
  if (downtime === undefined) return [];
  const period = periodOf(result);
  const factor = period.perYear;
  const first = '  DOWNTIME   ';
  const indent = ' '.repeat(first.length);
  const { level, low, high } = downtime.interval;
  // Said once, where the first of all intervals stands.
  const label = Number.isFinite(high - low) ? ` (${Math.round(level * 100)} %)` : '';
  const items = [`mean ${figure(downtime.mean * factor)} min/year ${bracket(downtime.interval, factor)}${label}`];
  const spread = spreadItems(result);
  const lines = period.isYear
    ? flow([...items, ...spread], first, indent)
    : [
        ...flow(items, first, indent),
        ...flow([`in ${period.span}: mean ${figure(downtime.mean)}`, ...spread], indent, indent),
      ];
  lines.push(...flow(availabilityItems(result), indent, indent));
  const causes = downtime.max === 0 ? [`    none seen in ${yearsText(period)}`] : causeLines(result, period, ascii);
  return [...lines, ...causes, ...leftOut(result)];
}

/** What the model leaves out, with what it would add: `network incident (about 9 min a year)`. */
function leftOut({ not_included: hazards }: Result): string[] {
  if (hazards.length === 0) return [];
  const items = hazards.map(({ name, adds }) => {
    const [much] = adds.split(' (');
    return `${causeWords(name.replace(/\.every$/, ''))} (${much})`;
  });
  return wrap(`not in these figures: ${items.join(', ')}`, '    ', '      ');
}

function spreadItems({ metrics }: Result): string[] {
  const downtime = metrics['downtime_minutes']!;
  const { p50, p95, p99 } = downtime.percentiles;
  return [`median ${figure(p50)}`, `p95 ${figure(p95)}`, `p99 ${figure(p99)}`, `worst ${figure(downtime.max)}`];
}

function availabilityItems({ metrics }: Result): string[] {
  const seen = metrics['availability_percent'];
  const sla = metrics['sla_availability_percent'];
  const items: string[] = [];
  if (seen !== undefined) {
    const count = nines(seen.mean);
    items.push(
      `availability ${availability(seen.mean)}${Number.isFinite(count) ? ` (${count.toFixed(1)} nines)` : ''}`,
    );
  }
  if (sla !== undefined) items.push(`by the SLA clock ${availability(sla.mean)}`);
  return items;
}

const yearsText = (period: Period): string =>
  period.years >= 10 ? `${grouped(period.years)} simulated years` : `${figure(period.years)} simulated years`;

function causeLines(result: Result, period: Period, ascii: boolean): string[] {
  const seen = result.causes.filter((cause) => cause.events > 0);
  const sorted = seen.toSorted((a, b) => b.downtime_minutes.mean - a.downtime_minutes.mean);
  const longest = sorted[0]?.downtime_minutes.mean ?? 0;
  const sum = (planned: boolean): string => {
    const minutes = seen.filter((cause) => cause.planned === planned).map((cause) => cause.downtime_minutes.mean);
    return figure(minutes.reduce((total, mean) => total + mean, 0) * period.perYear);
  };
  const never = result.causes.filter((cause) => cause.events === 0 && isPossible(result, cause));
  const bound = figure(upperRate(period.years));
  const shown = sorted.length > MOST_CAUSES + 1 ? sorted.slice(0, MOST_CAUSES) : sorted;
  return [
    ...shown.map((cause) => causeLine(cause, cause.downtime_minutes.mean / longest, period, ascii)),
    ...restLines(sorted.slice(shown.length), period),
    `    planned ${sum(true)} min/year, unplanned ${sum(false)} min/year`,
    ...(period.years < FEW_YEARS &&
    result.causes.some((cause) => isPossible(result, cause) && cause.events < FEW_EVENTS)
      ? wrap(
          `${yearsText(period)} are few: long, rare outages may not have come up, and the interval is too narrow for them`,
          '    ',
          '      ',
        )
      : []),
    ...(never.length === 0
      ? []
      : wrap(
          `never seen, so no more than ${bound} events a year each (95 %): ${never.map((cause) => causeWords(cause.cause)).join(', ')}`,
          '    ',
          '      ',
        )),
  ];
}

/** The causes that have no line of their own, in one. */
function restLines(rest: readonly CauseResult[], { perYear }: Period): string[] {
  if (rest.length === 0) return [];
  const minutes = rest.reduce((sum, { downtime_minutes: { mean } }) => sum + mean, 0) * perYear;
  const names = rest.map(({ cause }) => causeWords(cause)).join(', ');
  return wrap(`${rest.length} more causes: ${figure(minutes)} min/year (${names})`, '    ', '      ');
}

function causeLine(cause: CauseResult, share: number, period: Period, ascii: boolean): string {
  const { mean, interval } = cause.downtime_minutes;
  const label = causeWords(cause.cause).padEnd(24);
  const minutes = figure(mean * period.perYear).padStart(7);
  const how =
    cause.events < FEW_EVENTS
      ? `${plural(cause.events, 'event')}: wide interval ${bracket(interval, period.perYear)}`
      : `${figure(cause.events_per_year)} a year`;
  return `    ${label}${minutes}  ${bar(share, BAR_WIDTH, ascii).padEnd(BAR_WIDTH)}  ${how}`;
}
