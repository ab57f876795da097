import { describe, expect, test } from 'vitest';
import { AvailabilityWindows } from '../../src/experiment/windows.ts';
import { Ledger } from '../../src/service/ledger.ts';
import { scenarioWith } from './make-tally.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** January to March 2027. */
const [JANUARY, FEBRUARY, MARCH] = [0, 31 * DAY, 59 * DAY] as const;

function windowsOf(duration: string, horizon: string, fill: (ledger: Ledger) => void, start = '2027-01-01') {
  const scenario = scenarioWith(
    `targets: { availability: { targetPercent: 99.9, timeWindow: { duration: ${duration} } } }\nsimulation: { start: ${start}, horizon: ${horizon} }\n`,
  );
  const windows = AvailabilityWindows.of(scenario)!;
  const ledger = new Ledger(scenario.monthStarts);
  fill(ledger);
  windows.count(ledger);
  return [windows.counted, windows.missed];
}

describe('windows of an availability target', () => {
  test('a month of 31 days may lose 44.64 minutes of 99.9 %, one of 28 days 40.32', () => {
    const lose = (minutes: number) =>
      windowsOf('1mo', '3mo', (ledger) => {
        ledger.addDown(0, JANUARY, JANUARY + minutes * MINUTE);
        ledger.addDown(0, FEBRUARY, FEBRUARY + minutes * MINUTE);
      });
    expect(lose(40.32)).toEqual([3, 0]);
    expect(lose(40.33)).toEqual([3, 1]);
    expect(lose(44.64)).toEqual([3, 1]);
    expect(lose(44.65)).toEqual([3, 2]);
  });

  test('an outage over the end of a month is shared', () => {
    const over = (from: number, to: number) =>
      windowsOf('1mo', '3mo', (ledger) => ledger.addDown(0, FEBRUARY + from * MINUTE, FEBRUARY + to * MINUTE));
    expect(over(-40, 40)).toEqual([3, 0]);
    expect(over(-40, 41)).toEqual([3, 1]);
  });

  test('quarters and years follow the calendar, parts of them at the ends count', () => {
    const lose = (ledger: Ledger) => ledger.addDown(0, MARCH, MARCH + 100 * MINUTE);
    // February to April: a part of the first quarter and of the second.
    expect(windowsOf('3mo', '3mo', () => {}, '2027-02-01')).toEqual([2, 0]);
    expect(windowsOf('3mo', '12mo', lose)).toEqual([4, 0]);
    expect(windowsOf('1mo', '12mo', lose)).toEqual([12, 1]);
    expect(windowsOf('1y', '2y', () => {}, '2027-07-01')).toEqual([3, 0]);
  });

  test('the server is judged on the time it was meant to run; a month without any does not count', () => {
    const stopped = (minutes: number) =>
      windowsOf('1mo', '3mo', (ledger) => {
        ledger.addPlannedStop(JANUARY, FEBRUARY);
        ledger.addPlannedStop(FEBRUARY + 14 * DAY, MARCH);
        ledger.addDown(0, FEBRUARY, FEBRUARY + minutes * MINUTE);
      });
    expect(stopped(20.16)).toEqual([2, 0]);
    expect(stopped(20.17)).toEqual([2, 1]);
  });

  test('there are none without a window', () => {
    expect(AvailabilityWindows.of(scenarioWith('targets: { availability: { targetPercent: 99.9 } }'))).toBeNull();
    expect(AvailabilityWindows.of(scenarioWith(''))).toBeNull();
  });
});
