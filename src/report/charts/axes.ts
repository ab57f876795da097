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

/**
 * A logarithmic axis of durations that reads in seconds, minutes, hours and days.
 * @param unit seconds in the unit of the data: 60 for minutes
 */
export function durationAxis(unit: number) {
  const ticks = DURATIONS.map(([seconds, label]) => ({ value: seconds / unit, label }));
  const labels = ticks.map(({ value, label }) => `abs(datum.value - ${value}) < ${value / 1e6} ? '${label}'`);
  return {
    values: ticks.map(({ value }) => value),
    labelExpr: `${labels.join(' : ')} : ''`,
  };
}

/** Months shown between two ticks, so that ticks are few. */
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120];

/** An axis of instants, in milliseconds since 1970, that reads in months; a short one in days. */
export function calendarAxis(from: number, to: number, mostTicks: number) {
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO('UTC');
  const end = Temporal.Instant.fromEpochMilliseconds(to).toZonedDateTimeISO('UTC');
  const days = start.until(end, { largestUnit: 'days' }).days;
  const isShort = days <= 62;
  const steps = isShort ? [1, 2, 7, 14] : MONTH_STEPS;
  const unit = isShort ? 'days' : 'months';
  const length = isShort ? days : start.until(end, { largestUnit: 'months' }).months;
  const step = steps.find((candidate) => length / candidate <= mostTicks) ?? steps.at(-1)!;
  const first = isShort ? start.startOfDay() : start.with({ day: 1 }).startOfDay();
  const values: number[] = [];
  for (let tick = first; tick.epochMilliseconds <= to; tick = tick.add({ [unit]: step })) {
    if (tick.epochMilliseconds >= from) values.push(tick.epochMilliseconds);
  }
  const format = isShort ? '%-d %b' : length > 12 ? '%b %Y' : '%b';
  return { values, labelExpr: `utcFormat(datum.value, '${format}')` };
}

/** An axis of months such as `2027-01`, as categories; of many every second, third ... is named. */
export function monthAxis(months: readonly string[], mostTicks: number) {
  const step = Math.ceil(months.length / mostTicks);
  const format = months.length > 12 ? '%b %Y' : '%b';
  return {
    values: months.filter((_, index) => index % step === 0),
    labelExpr: `utcFormat(toDate(datum.value + '-01T00:00:00Z'), '${format}')`,
    labelAngle: 0,
  };
}
