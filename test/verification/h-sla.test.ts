import { describe, expect, test } from 'vitest';
import { slaTerms } from '../../src/catalog/sla.ts';
import { constant, exponential, type Distribution } from '../../src/distributions/index.ts';
import { Simulation } from '../../src/engine/index.ts';
import { CONDITION, ConditionClock } from '../../src/service/condition.ts';
import { Ledger } from '../../src/service/ledger.ts';
import { causeId } from '../../src/vocabulary/causes.ts';
import { check, Samples } from './estimate.ts';

/** Ticks are milliseconds. */
const SECOND = 1000;
const MINUTE = 60_000;
const DAY = 86_400_000;
const HOST_FAILURE = causeId('hostFailure');

/** Outages at exponential intervals, watched by the service's own clocks over these months. */
function outages(seed: string, monthDays: readonly number[], every: Distribution, duration: Distribution) {
  const starts = [0];
  for (const days of monthDays) starts.push(starts.at(-1)! + days * DAY);
  const ledger = new Ledger(starts);
  const clock = new ConditionClock(ledger, {
    businessHours: [],
    slaMinutes: 'clock',
    maintenanceCounts: true,
    clockOffsetMs: 0,
  });
  const simulation = new Simulation({ seed });
  const failures = simulation.stream('server', 'failure');
  const durations = simulation.stream('server', 'duration');
  const failure = simulation.timer('outage', () => {
    clock.set(simulation.now, CONDITION.down, HOST_FAILURE);
    repair.after(durations.sample(duration));
  });
  const repair = simulation.timer('over', () => {
    clock.set(simulation.now, CONDITION.serving, -1);
    failure.after(failures.sample(every));
  });
  const run = (replication: number): Ledger => {
    simulation.reset(replication);
    ledger.reset();
    clock.reset(CONDITION.serving);
    failure.after(failures.sample(every));
    simulation.runUntil(starts.at(-1)!);
    clock.finish(simulation.now);
    return ledger;
  };
  return { run, starts };
}

const THIRTY = Array.from({ length: 12 }, () => 30);
const YEAR_2027 = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

describe('V40 outages of 90 s against 99.99 % a month', () => {
  /** Months missed in each of many years. */
  function missedMonths(seed: string, monthDays: readonly number[], every: Distribution, years: number) {
    const { run, starts } = outages(seed, monthDays, every, constant(90 * SECOND));
    const missed = new Samples();
    const any = new Samples();
    for (let year = 1; year <= years; year++) {
      const { monthDownMs } = run(year);
      let count = 0;
      for (let month = 0; month < monthDays.length; month++) {
        if (monthDownMs[month]! > 1e-4 * (starts[month + 1]! - starts[month]!)) count++;
      }
      missed.add(count);
      any.add(count > 0 ? 1 : 0);
    }
    return { missed, any };
  }

  test('months of 30 days, one outage in two months: 0.1727 misses a year, any with probability 0.1596', () => {
    const { missed, any } = missedMonths('V40', THIRTY, exponential({ mean: 60 * DAY }), 300_000);
    check(missed, 0.172652136, 0.006);
    check(any, 0.15962428772, 0.006);
  });

  test('the months of 2027, six outages a year: 0.1729 misses, any with probability 0.1599', () => {
    const { missed, any } = missedMonths('V40 2027', YEAR_2027, exponential({ mean: (365 / 6) * DAY }), 300_000);
    check(missed, 0.172925312, 0.006);
    check(any, 0.159862746, 0.006);
  });
});

describe('V41 outages of Exp(300 s), one in two months of 30 days', () => {
  const { run } = outages('V41', THIRTY, exponential({ mean: 60 * DAY }), exponential({ mean: 300 * SECOND }));
  const { credits } = slaTerms('ZoneRedundant');
  const over = { 0: new Samples(), 259.2: new Samples(), 1296: new Samples(), 2592: new Samples() };
  const credit = new Samples();
  for (let year = 1; year <= 100_000; year++) {
    const { monthDownMs } = run(year);
    for (const ticks of monthDownMs) {
      const seconds = ticks / SECOND;
      for (const limit of [0, 259.2, 1296, 2592] as const) over[limit].add(seconds > limit ? 1 : 0);
      // The case's own schedule: 10 % of the fee below 99.99 %, 25 % below 99.9 %.
      credit.add(seconds > 2592 ? 0.25 : seconds > 259.2 ? 0.1 : 0);
    }
  }

  test.each([
    [0, 1 - 0.60653066, 0.005],
    [259.2, 0.201029097151, 0.005],
    [1296, 0.012550117554, 0.01],
    [2592, 0.000343941323, 0.06],
  ] as const)('a month has more than %d s of them with probability %d', (seconds, exact, tolerance) => {
    check(over[seconds], exact, tolerance);
  });

  test('the expected credit is 2.0155 % of the fee', () => {
    check(credit, 0.020154500914);
  });

  test('99.99 % and the first credit step are the published ones for zone redundancy', () => {
    expect(credits[0]).toEqual({ belowPercent: 99.99, creditPercent: 10 });
    expect(slaTerms('ZoneRedundant').targetPercent).toBe(99.99);
  });
});

describe('V42 minutes of an outage that begins at any phase of the clock', () => {
  /** Average of whole clock minutes, of any 60 s, and of clock minutes touched, over all phases in steps of 100 ms. */
  function minutes(seconds: number) {
    const ledger = new Ledger([0, DAY]);
    const record = (slaMinutes: 'clock' | 'any', start: number): { sla: number; alive: number } => {
      const clock = new ConditionClock(ledger, {
        businessHours: [],
        slaMinutes,
        maintenanceCounts: true,
        clockOffsetMs: 0,
      });
      ledger.reset();
      clock.reset(CONDITION.serving);
      clock.set(start, CONDITION.down, HOST_FAILURE);
      clock.set(start + seconds * SECOND, CONDITION.serving, -1);
      clock.finish(DAY);
      return { sla: ledger.slaMinutes, alive: ledger.aliveDownMinutes };
    };
    let clockMinutes = 0;
    let anyMinutes = 0;
    let aliveMinutes = 0;
    const phases = MINUTE / 100;
    for (let phase = 0; phase < phases; phase++) {
      const start = 10 * MINUTE + phase * 100;
      const { sla, alive } = record('clock', start);
      clockMinutes += sla / phases;
      aliveMinutes += alive / phases;
      anyMinutes += record('any', start).sla / phases;
    }
    return { clockMinutes, anyMinutes, aliveMinutes };
  }

  test.each([
    [45, 0, 0],
    [60, 1 / 600, 1],
    [90, 0.5, 1],
    [150, 1.5, 2],
    [3600, 59, 60],
  ])('of %i s it covers %d whole clock minutes on average, and %i of any 60 s', (seconds, whole, any) => {
    const { clockMinutes, anyMinutes, aliveMinutes } = minutes(seconds);
    // 600 phases instead of all of them: off by no more than one phase.
    expect(Math.abs(clockMinutes - whole)).toBeLessThan(1.01 / 600);
    expect(aliveMinutes).toBeCloseTo(clockMinutes, 12);
    expect(anyMinutes).toBeCloseTo(any, 9);
  });

  test('a service that bills only whole failed minutes forgives half of all 90-second failovers', () => {
    const { clockMinutes } = minutes(90);
    expect(clockMinutes * 60).toBeCloseTo(30, 0);
  });
});
