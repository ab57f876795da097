import { slaTerms } from '../../catalog/index.ts';
import { constant, exponential, type Distribution } from '../../distributions/index.ts';
import { Simulation } from '../../engine/index.ts';
import { CONDITION, ConditionClock } from '../../service/condition.ts';
import { Ledger } from '../../service/ledger.ts';
import { DAY, MINUTE, SECOND } from '../../units/duration.ts';
import { causeId } from '../../vocabulary/causes.ts';
import { type Case, computed, figure, type Figure } from '../case.ts';
import { Samples } from '../estimate.ts';

const HOST_FAILURE = causeId('hostFailure');

const clockOf = (ledger: Ledger, slaMinutes: 'clock' | 'any'): ConditionClock =>
  new ConditionClock(ledger, { businessHours: [], slaMinutes, maintenanceCounts: true, clockOffsetMs: 0 });

/** Outages at exponential intervals, watched by the service's own clocks over these months. */
function outages(seed: string, monthDays: readonly number[], every: Distribution, duration: Distribution) {
  const starts = [0];
  for (const days of monthDays) starts.push(starts.at(-1)! + days * DAY);
  const ledger = new Ledger(starts);
  const clock = clockOf(ledger, 'clock');
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

function fixedOutages(seed: string): readonly Figure[] {
  const thirty = missedMonths(seed, THIRTY, exponential({ mean: 60 * DAY }), 300_000);
  const calendar = missedMonths(`${seed} 2027`, YEAR_2027, exponential({ mean: (365 / 6) * DAY }), 300_000);
  return [
    figure('months of 30 days, one outage in two: misses a year', 0.172652136, thirty.missed, 0.006),
    figure('months of 30 days, one outage in two: share of years with any', 0.15962428772, thirty.any, 0.006),
    figure('months of 2027, six outages a year: misses a year', 0.172925312, calendar.missed, 0.006),
    figure('months of 2027, six outages a year: share of years with any', 0.159862746, calendar.any, 0.006),
  ];
}

export const V40: Case = {
  id: 'V40',
  title: 'outages of 90 s against 99.99 % a month',
  source: 'closed form (Poisson)',
  simulate: (seed) => fixedOutages(`${seed} V40`),
};

function randomOutages(seed: string): readonly Figure[] {
  const { run } = outages(seed, THIRTY, exponential({ mean: 60 * DAY }), exponential({ mean: 300 * SECOND }));
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
  const { credits, targetPercent } = slaTerms('ZoneRedundant');
  return [
    figure('share of months with any outage', 1 - 0.60653066, over[0]),
    figure('share of months with more than 259.2 s', 0.201029097151, over[259.2]),
    figure('share of months with more than 1296 s', 0.012550117554, over[1296], 0.01),
    figure('share of months with more than 2592 s', 0.000343941323, over[2592], 0.06),
    figure('credit, part of the fee', 0.020154500914, credit),
    computed('published target for zone redundancy, percent', 99.99, targetPercent),
    computed('published first credit step: below percent', 99.99, credits[0]!.belowPercent),
    computed('published first credit step: credit percent', 10, credits[0]!.creditPercent),
  ];
}

export const V41: Case = {
  id: 'V41',
  title: 'outages of Exp(300 s), one in two months of 30 days, and their service credit',
  source: 'closed form (compound Poisson)',
  simulate: (seed) => randomOutages(`${seed} V41`),
};

/** Whole clock minutes in one outage, and minutes of any 60 s. */
function minutesOf(startMs: number, seconds: number) {
  const ledger = new Ledger([0, DAY]);
  const record = (slaMinutes: 'clock' | 'any') => {
    const clock = clockOf(ledger, slaMinutes);
    ledger.reset();
    clock.reset(CONDITION.serving);
    clock.set(startMs, CONDITION.down, HOST_FAILURE);
    clock.set(startMs + seconds * SECOND, CONDITION.serving, -1);
    clock.finish(DAY);
    return { sla: ledger.slaMinutes, alive: ledger.aliveDownMinutes };
  };
  const { sla, alive } = record('clock');
  return { clock: sla, alive, any: record('any').sla };
}

/** Averages over an outage's phases within a minute, the middles of 600 equal parts. */
function averageMinutes(seconds: number) {
  const parts = 600;
  const sums = { clock: 0, alive: 0, any: 0 };
  for (let part = 0; part < parts; part++) {
    const minutes = minutesOf(10 * MINUTE + ((part + 0.5) * MINUTE) / parts, seconds);
    sums.clock += minutes.clock;
    sums.alive += minutes.alive;
    sums.any += minutes.any;
  }
  return { clock: sums.clock / parts, alive: sums.alive / parts, any: sums.any / parts };
}

export const V42: Case = {
  id: 'V42',
  title: 'minutes of an outage that begins at any phase of the clock: whole failed minutes forgive half of 90 s',
  source: 'closed form (uniform phase)',
  simulate: () => [
    ...[45, 60, 90, 150, 3600].flatMap((seconds) => {
      const { clock, alive, any } = averageMinutes(seconds);
      const exact = Math.max(0, seconds / 60 - 1);
      return [
        computed(`${seconds} s: whole minutes of the SLA clock`, exact, clock),
        computed(`${seconds} s: whole minutes without a probe answered`, exact, alive),
        computed(`${seconds} s: minutes of any 60 s`, Math.floor(seconds / 60), any),
      ];
    }),
    computed('60 s from the full minute on: whole minutes of the SLA clock', 1, minutesOf(10 * MINUTE, 60).clock),
  ],
};
