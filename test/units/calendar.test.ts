import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  addCalendar,
  expandWeekly,
  isoDay,
  isoInstant,
  isTimeZone,
  monthBoundaries,
  parseInstant,
  parseWeeklyRange,
  recurring,
  type TimeSpan,
  weeklyInstants,
} from '../../src/units/calendar.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The instant at which the clocks of a zone show this. */
const local = (text: string, timeZone: string) =>
  Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds;
const at = (text: string) => parseInstant(text)!;
const hours = (spans: readonly TimeSpan[]) => spans.reduce((sum, span) => sum + (span.to - span.from), 0) / HOUR;
const within = (spans: readonly TimeSpan[], from: number, to: number) =>
  spans
    .map((span) => ({ from: Math.max(span.from, from), to: Math.max(from, Math.min(span.to, to)) }))
    .filter((span) => span.to > span.from);
const monthHours = (start: number, end: number, timeZone: string) => {
  const { starts } = monthBoundaries(start, end, timeZone);
  return starts.map((from, index) => ((starts[index + 1] ?? end) - from) / HOUR);
};

describe('instants', () => {
  test('a day is its midnight in UTC, a time without zone is UTC, an offset counts', () => {
    expect(at('2027-01-01')).toBe(1_798_761_600_000);
    expect(at('2027-01-01T00:00')).toBe(at('2027-01-01'));
    expect(at('2027-06-15T10:00Z')).toBe(at('2027-06-15') + 10 * HOUR);
    expect(at('2027-06-15T12:00+02:00')).toBe(at('2027-06-15T10:00Z'));
    expect(at('2027-06-15T10:00:01.5Z') - at('2027-06-15T10:00Z')).toBe(1500);
  });

  test('days that do not exist and other text are not instants', () => {
    for (const text of [
      '2027-02-29',
      '2027-13-01',
      '2027-06-15T25:00Z',
      '2027-6-1',
      'tomorrow',
      '',
      '2027',
      '36h',
      '2027-06-15T',
    ]) {
      expect(parseInstant(text), text).toBeNull();
    }
  });

  test('text reads back', () => {
    expect(isoInstant(at('2027-06-15T10:00Z'))).toBe('2027-06-15T10:00:00Z');
    expect(isoDay(at('2028-02-29T23:59Z'))).toBe('2028-02-29');
  });
});

describe('calendar durations', () => {
  const add = (text: string, part: Partial<Parameters<typeof addCalendar>[1]>) =>
    isoInstant(addCalendar(at(text), { years: 0, months: 0, days: 0, milliseconds: 0, ...part }));

  test('a year of the horizon has as many days as the calendar says', () => {
    expect(add('2027-01-01', { years: 1 })).toBe('2028-01-01T00:00:00Z');
    expect(add('2028-01-01', { years: 1 })).toBe('2029-01-01T00:00:00Z');
    expect(
      (addCalendar(at('2028-01-01'), { years: 1, months: 0, days: 0, milliseconds: 0 }) - at('2028-01-01')) / HOUR,
    ).toBe(8784);
    expect(add('2028-02-29', { years: 1 })).toBe('2029-02-28T00:00:00Z');
    expect(add('2027-01-01', { years: 100 })).toBe('2127-01-01T00:00:00Z');
  });

  test('a month after the 31st is the last day, and the series returns to the 31st', () => {
    expect(add('2027-01-31', { months: 1, milliseconds: HOUR })).toBe('2027-02-28T01:00:00Z');
    const month = { years: 0, months: 1, days: 0, milliseconds: 0 };
    expect(recurring(at('2027-01-31'), month, at('2027-06-01'), 100)?.map(isoDay)).toEqual([
      '2027-02-28',
      '2027-03-31',
      '2027-04-30',
      '2027-05-31',
    ]);
  });

  test('a series ends before its end, and is refused when too long or without period', () => {
    const every = (milliseconds: number, limit: number) =>
      recurring(0, { years: 0, months: 0, days: 0, milliseconds }, 10 * HOUR, limit);
    expect(every(5 * HOUR, 100)).toEqual([5 * HOUR]);
    expect(every(HOUR, 9)).toHaveLength(9);
    expect(every(HOUR, 8)).toBeNull();
    expect(every(0, 8)).toBeNull();
  });
});

describe('months', () => {
  test('V48: hours per month of Berlin 2027 and of UTC 2028', () => {
    const berlin = monthHours(
      local('2027-01-01', 'Europe/Berlin'),
      local('2028-01-01', 'Europe/Berlin'),
      'Europe/Berlin',
    );
    expect(berlin).toEqual([744, 672, 743, 720, 744, 720, 744, 744, 720, 745, 720, 744]);
    expect(berlin.reduce((sum, value) => sum + value)).toBe(8760);
    const utc = monthHours(at('2028-01-01'), at('2029-01-01'), 'UTC');
    expect(utc.slice(0, 3)).toEqual([744, 696, 744]);
    expect(utc.reduce((sum, value) => sum + value)).toBe(8784);
  });

  test('a horizon within a month touches that month only', () => {
    expect(monthBoundaries(at('2027-03-10'), at('2027-03-20'))).toEqual({
      starts: [at('2027-03-10')],
      names: ['2027-03'],
    });
    expect(monthBoundaries(at('2027-11-30T23:00Z'), at('2028-01-01')).names).toEqual(['2027-11', '2027-12']);
  });

  test('a century has 1200 of them', () => {
    expect(monthBoundaries(at('2027-01-01'), at('2127-01-01')).names).toHaveLength(1200);
  });
});

describe('weekly instants', () => {
  test('V44: Tuesdays 02:00 in Berlin, at least 30 days apart', () => {
    const time = { timeZone: 'Europe/Berlin', dayOfWeek: 2, hour: 2, minute: 0 };
    const windows = weeklyInstants(time, at('2027-01-01'), at('2028-01-01'));
    const chosen: number[] = [];
    for (const window of windows) if (chosen.length === 0 || window >= chosen.at(-1)! + 30 * DAY) chosen.push(window);
    expect(chosen.map((instant) => isoInstant(instant).slice(0, 16))).toEqual([
      '2027-01-05T01:00',
      '2027-02-09T01:00',
      '2027-03-16T01:00',
      '2027-04-20T00:00',
      '2027-05-25T00:00',
      '2027-06-29T00:00',
      '2027-08-03T00:00',
      '2027-09-07T00:00',
      '2027-10-12T00:00',
      '2027-11-16T01:00',
      '2027-12-21T01:00',
    ]);
  });

  test('a local time that does not exist is read with the offset before the gap, a repeated one is its first', () => {
    const gap = { timeZone: 'America/New_York', dayOfWeek: 0, hour: 2, minute: 30 };
    expect(weeklyInstants(gap, at('2027-03-14'), at('2027-03-15')).map(isoInstant)).toEqual(['2027-03-14T07:30:00Z']);
    const overlap = { timeZone: 'America/New_York', dayOfWeek: 0, hour: 1, minute: 30 };
    expect(weeklyInstants(overlap, at('2027-11-07'), at('2027-11-08')).map(isoInstant)).toEqual([
      '2027-11-07T05:30:00Z',
    ]);
  });

  test('in UTC they are exactly a week apart, over a century too', () => {
    const windows = weeklyInstants(
      { timeZone: 'UTC', dayOfWeek: 0, hour: 2, minute: 0 },
      at('2027-01-01'),
      at('2127-01-01'),
    );
    expect(isoInstant(windows[0]!)).toBe('2027-01-03T02:00:00Z');
    expect(windows.every((window, index) => index === 0 || window - windows[index - 1]! === 7 * DAY)).toBe(true);
    expect(windows).toHaveLength(5218);
  });

  test('agrees with Temporal in every zone, gaps and repeated hours included', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'Africa/Casablanca',
      'America/Santiago',
      'Asia/Gaza',
    ];
    const times = fc.record({
      timeZone: fc.constantFrom(...zones),
      dayOfWeek: fc.integer({ min: 0, max: 6 }),
      hour: fc.integer({ min: 0, max: 23 }),
      minute: fc.integer({ min: 0, max: 59 }),
    });
    fc.assert(
      fc.property(times, fc.integer({ min: 2000, max: 2060 }), (time, year) => {
        const start = at(`${year}-01-01`);
        const end = at(`${year + 1}-01-01`);
        const firstDay = Temporal.PlainDate.from(`${year - 1}-12-25`);
        const expected = Array.from({ length: 380 }, (_, days) => firstDay.add({ days }))
          .filter((day) => day.dayOfWeek % 7 === time.dayOfWeek)
          .map((day) => day.toPlainDateTime({ hour: time.hour, minute: time.minute }))
          .map((reading) => reading.toZonedDateTime(time.timeZone, { disambiguation: 'compatible' }).epochMilliseconds)
          .filter((instant) => instant >= start && instant < end);
        expect(weeklyInstants(time, start, end)).toEqual(expected);
      }),
      { seed: 1, numRuns: 150 },
    );
  });
});

describe('weekly ranges', () => {
  test('days are single, listed, a range, or daily', () => {
    expect(parseWeeklyRange('Mon-Fri 08:00-18:00')).toEqual({ days: [1, 2, 3, 4, 5], fromMinute: 480, toMinute: 1080 });
    expect(parseWeeklyRange('sat,SUN 9:30-24:00')).toEqual({ days: [0, 6], fromMinute: 570, toMinute: 1440 });
    expect(parseWeeklyRange('Fri-Mon 00:00-24:00')?.days).toEqual([0, 1, 5, 6]);
    expect(parseWeeklyRange('daily 05:00-01:00')).toEqual({
      days: [0, 1, 2, 3, 4, 5, 6],
      fromMinute: 300,
      toMinute: 1500,
    });
  });

  test('what is not a weekly range is refused', () => {
    for (const text of [
      'Mon-Fri',
      '08:00-18:00',
      'Mon 8-18',
      'Mon 08:00-25:00',
      'Mon 24:00-25:00',
      'Mon 08:60-09:00',
      'Mon 08:00-08:00',
      'Mo 08:00-09:00',
      'Mon-Tue-Wed 08:00-09:00',
      '',
    ]) {
      expect(parseWeeklyRange(text), text).toBeNull();
    }
  });

  test('V45: Monday to Friday 08:00 to 18:00 in Berlin is 2610 h of 2027', () => {
    const start = local('2027-01-01', 'Europe/Berlin');
    const end = local('2028-01-01', 'Europe/Berlin');
    const running = expandWeekly([parseWeeklyRange('Mon-Fri 08:00-18:00')!], 'Europe/Berlin', start, end);
    expect(hours(running)).toBe(2610);
    const { starts } = monthBoundaries(start, end, 'Europe/Berlin');
    const byMonth = starts.map((from, index) => hours(within(running, from, starts[index + 1] ?? end)));
    expect(byMonth).toEqual([210, 200, 230, 220, 210, 220, 220, 220, 220, 210, 220, 230]);
    expect(running).toHaveLength(261);
  });

  test('V46: stopped daily 01:00 to 05:00 in New York is 1464 h of 2028, and clocks shift March and November', () => {
    const zone = 'America/New_York';
    const start = local('2028-01-01', zone);
    const end = local('2029-01-01', zone);
    const running = expandWeekly([parseWeeklyRange('daily 05:00-01:00')!], zone, start, end);
    const stopped = expandWeekly([parseWeeklyRange('daily 01:00-05:00')!], zone, start, end);
    expect([hours(stopped), hours(running), (end - start) / HOUR]).toEqual([1464, 7320, 8784]);
    const month = (from: string, to: string) => {
      const [a, b] = [local(from, zone), local(to, zone)];
      return [(b - a) / HOUR, hours(within(stopped, a, b)), hours(within(running, a, b))];
    };
    expect(month('2028-03-01', '2028-04-01')).toEqual([743, 123, 620]);
    expect(month('2028-11-01', '2028-12-01')).toEqual([721, 121, 600]);
  });

  test('ranges that touch are one interval, and the horizon clips them', () => {
    const ranges = ['Mon 08:00-12:00', 'Mon 12:00-18:00', 'Mon 17:00-20:00'].map((text) => parseWeeklyRange(text)!);
    const start = at('2027-01-04T09:00Z');
    expect(expandWeekly(ranges, 'UTC', start, at('2027-01-05'))).toEqual([
      { from: start, to: at('2027-01-04T20:00Z') },
    ]);
    expect(
      expandWeekly([parseWeeklyRange('daily 00:00-24:00')!], 'Europe/Berlin', start, at('2027-02-05')),
    ).toHaveLength(1);
  });
});

test('time zones are known by their IANA names', () => {
  expect(['Europe/Berlin', 'UTC', 'America/New_York', '+02:00'].map(isTimeZone)).toEqual([true, true, true, true]);
  expect(['Europe/Berln', '', 'Mars/Olympus'].map(isTimeZone)).toEqual([false, false, false]);
});
