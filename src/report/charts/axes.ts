import { Temporal } from 'temporal-polyfill';

const SECOND = 1;
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
/** Ticks of an axis of durations, in seconds. */
const DURATIONS = [
  [0.1 * SECOND, '0.1 s'],
  [SECOND, '1 s'],
  [10 * SECOND, '10 s'],
  [MINUTE, '1 min'],
  [10 * MINUTE, '10 min'],
  [HOUR, '1 h'],
  [10 * HOUR, '10 h'],
  [4 * DAY, '4 d'],
  [40 * DAY, '40 d'],
  [400 * DAY, '400 d'],
] as const;

/** Where those would be too few. */
const MORE_DURATIONS = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30].map((count) => [count * SECOND, `${count} s`] as const),
  ...[1, 2, 5, 10, 20, 30].map((count) => [count * MINUTE, `${count} min`] as const),
  ...[1, 2, 5, 10].map((count) => [count * HOUR, `${count} h`] as const),
  ...[1, 2, 4, 10, 20, 40, 100, 200, 400].map((count) => [count * DAY, `${count} d`] as const),
];
const FEWEST = 3;

/**
 * A logarithmic axis of durations that reads in seconds, minutes, hours and days.
 * @param unit seconds in the unit of the data: 60 for minutes
 * @param domain of the axis, in that unit: a short one gets more ticks
 */
export function durationAxis(unit: number, domain?: readonly [number, number]) {
  const inDomain = ([seconds]: readonly [number, string]) =>
    domain === undefined || (seconds >= domain[0] * unit && seconds <= domain[1] * unit);
  const few = DURATIONS.filter(inDomain);
  const chosen = few.length < FEWEST ? MORE_DURATIONS.filter(inDomain) : few;
  const ticks = chosen.map(([seconds, label]) => ({ value: seconds / unit, label }));
  const labels = ticks.map(({ value, label }) => `abs(datum.value - ${value}) < ${value / 1e6} ? '${label}'`);
  return {
    values: ticks.map(({ value }) => value),
    labelExpr: `${labels.map((label) => `${label} : `).join('')}''`,
  };
}

/** Months shown between two ticks, so that ticks are few. */
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120];

/** Months between two ticks, so that there are at most so many. */
const monthStep = (months: number, mostTicks: number): number =>
  MONTH_STEPS.find((candidate) => months / candidate <= mostTicks) ?? MONTH_STEPS.at(-1)!;

/** A month by its name; of several years, January by its year. */
const monthLabel = (time: string, severalYears: boolean): string =>
  severalYears ? `utcFormat(${time}, utcmonth(${time}) === 0 ? '%Y' : '%b')` : `utcFormat(${time}, '%b')`;

/** An axis of instants, in milliseconds since 1970, that reads in months; a short one in days. */
export function calendarAxis(from: number, to: number, mostTicks: number) {
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO('UTC');
  const end = Temporal.Instant.fromEpochMilliseconds(to).toZonedDateTimeISO('UTC');
  const days = start.until(end, { largestUnit: 'days' }).days;
  if (days <= 62) {
    const step = [1, 2, 7, 14].find((candidate) => days / candidate <= mostTicks) ?? 14;
    return {
      values: ticksFrom(start.startOfDay(), { days: step }, from, to),
      labelExpr: `utcFormat(datum.value, '%-d %b')`,
    };
  }
  const months = start.until(end, { largestUnit: 'months' }).months;
  const severalYears = months > 12;
  // Of several years, so that each January among the ticks is named.
  const first = start.with({ day: 1, ...(severalYears ? { month: 1 } : {}) }).startOfDay();
  const step = monthStep(months, mostTicks);
  return {
    values: ticksFrom(first, { months: step }, from, to),
    labelExpr: monthLabel('datum.value', severalYears),
  };
}

function ticksFrom(
  first: Temporal.ZonedDateTime,
  step: { readonly days?: number; readonly months?: number },
  from: number,
  to: number,
): number[] {
  const values: number[] = [];
  for (let tick = first; tick.epochMilliseconds <= to; tick = tick.add(step)) {
    if (tick.epochMilliseconds >= from) values.push(tick.epochMilliseconds);
  }
  return values;
}

/** An axis of months such as `2027-01`, as categories; of many every second, third ... is named. */
export function monthAxis(months: readonly string[], mostTicks: number) {
  const severalYears = months.length > 12;
  const step = severalYears ? monthStep(months.length, mostTicks) : Math.ceil(months.length / mostTicks);
  const place = (month: string, index: number) =>
    severalYears ? 12 * Number(month.slice(0, 4)) + Number(month.slice(5)) - 1 : index;
  return {
    values: months.filter((month, index) => place(month, index) % step === 0),
    labelExpr: monthLabel("toDate(datum.value + '-01T00:00:00Z')", severalYears),
    labelAngle: 0,
  };
}
