import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DAY,
  durationText,
  formatDuration,
  HOUR,
  MINUTE,
  MONTH,
  parseCalendarDuration,
  parseDuration,
  SECOND,
  WEEK,
  YEAR,
} from '../../src/units/duration.ts';

const read = (text: string) => {
  const parsed = parseDuration(text);
  return parsed.ok ? parsed.milliseconds : parsed.reason;
};
const readCalendar = (text: string) => {
  const parsed = parseCalendarDuration(text);
  return parsed.ok ? parsed.duration : parsed.reason;
};

describe('parseDuration', () => {
  test.each([
    ['90s', 90_000],
    ['5m', 300_000],
    ['6h', 21_600_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    ['3mo', 3 * 730 * 3_600_000],
    ['1y', 8760 * 3_600_000],
    ['250ms', 250],
    ['1h30m', 5_400_000],
    ['1d 2h 3m', 93_780_000],
    ['1.5h', 5_400_000],
    ['3.333y', 105_109_488_000],
    ['84.9s', 84_900],
    ['0.001s', 1],
    ['PT10M', 600_000],
    ['P1DT2H', 93_600_000],
    ['P1Y2M3W4DT5H6M7.5S', YEAR + 2 * MONTH + 3 * WEEK + 4 * DAY + 5 * HOUR + 6 * MINUTE + 7500],
    ['0', 0],
    [' 0s ', 0],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(read(text)).toBe(milliseconds);
  });

  test('M alone is refused with the two spellings it could mean', () => {
    expect(read('1M')).toBe('M could be minutes or months; write 1m (minutes) or 1mo (months)');
    expect(read('1h30M')).toContain('30m (minutes) or 30mo (months)');
  });

  test.each([
    '',
    ' ',
    '-5m',
    '5',
    '5 apples',
    'm',
    '1.m',
    '.5h',
    '1h1h',
    '30m1h',
    'P',
    'PT',
    'P1DT',
    'P1',
    'P1.2.3D',
    'P-1D',
  ])('%j is refused with a reason', (text) => {
    expect(parseDuration(text)).toEqual({ ok: false, reason: expect.stringMatching(/./) });
  });

  test.each(['NaN', 'Infinity', 'never', '15m to 2h', '5m-10m', '5..10m', '1e999y', '1000001y', '0x10s', '９m'])(
    '%j is not a duration',
    (text) => {
      expect(parseDuration(text).ok).toBe(false);
    },
  );

  test('a very long text is refused without being read', () => {
    for (const text of ['9'.repeat(1_000_000), 'P'.repeat(1_000_000), ' '.repeat(1_000_000)]) {
      expect(read(text)).toContain('longer than 100 characters');
    }
  });
});

describe('parseCalendarDuration', () => {
  test('years, months and days stay units of the calendar, the rest is exact', () => {
    expect(readCalendar('1y2mo3d4h')).toEqual({ years: 1, months: 2, days: 3, milliseconds: 4 * HOUR });
    expect(readCalendar('P1Y2M3DT4H')).toEqual({ years: 1, months: 2, days: 3, milliseconds: 4 * HOUR });
    expect(readCalendar('0')).toEqual({ years: 0, months: 0, days: 0, milliseconds: 0 });
  });

  test('a week is seven days, and half of one three and a half', () => {
    expect(readCalendar('2w')).toEqual({ years: 0, months: 0, days: 14, milliseconds: 0 });
    expect(readCalendar('0.5w')).toEqual({ years: 0, months: 0, days: 3, milliseconds: 12 * HOUR });
  });

  test('half a calendar year is refused, since it has no fixed length', () => {
    expect(readCalendar('0.5y')).toContain('calendar years are whole');
    expect(readCalendar('1.5mo')).toContain('calendar months are whole');
    expect(readCalendar('1M')).toContain('minutes or months');
    expect(readCalendar('2000000y')).toContain('million');
  });
});

describe('formatDuration', () => {
  test.each([
    [0, '0s'],
    [8, '8ms'],
    [0.25, '0.3ms'],
    [999.7, '1s'],
    [4_200, '4.2s'],
    [59_600, '1m'],
    [108_000, '1m48s'],
    [2 * HOUR + 34 * MINUTE + 20 * SECOND, '2h34m'],
    [3 * DAY + 4 * HOUR, '3d4h'],
    [DAY - SECOND, '1d'],
    [YEAR + 12 * DAY, '1y12d'],
    [Infinity, 'never'],
    [-108_000, '-1m48s'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('durationText', () => {
  test.each([
    '2y',
    '3.333y',
    '7.69y',
    '33.33y',
    '1mo',
    '30d',
    '14d',
    '1d',
    '6h',
    '90m',
    '25m',
    '84.9s',
    '36s',
    '8ms',
    '0s',
    '1h1m1s',
  ])('%s stays as it was written', (text) => {
    expect(durationText(read(text) as number)).toBe(text);
  });

  test('every duration is read back to the bit', () => {
    const duration = fc.oneof(
      fc.integer({ min: 0, max: 1_000 * YEAR }),
      fc.double({ min: 0, max: 1_000_000 * YEAR, noNaN: true }),
      fc.double({ min: 0, max: 10, noNaN: true }),
    );
    fc.assert(
      fc.property(duration, (milliseconds) => {
        expect(read(durationText(milliseconds))).toBe(milliseconds === 0 ? 0 : milliseconds);
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });

  test('what is not a duration throws', () => {
    for (const value of [NaN, -1, Infinity]) expect(() => durationText(value)).toThrow(RangeError);
  });
});
