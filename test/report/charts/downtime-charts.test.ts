import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { History, HistoryOutage, MetricResult, Result } from '../../../src/experiment/result.ts';
import { calendarAxis, durationAxis, monthAxis } from '../../../src/report/charts/axes.ts';
import { convergence } from '../../../src/report/charts/convergence.ts';
import { downtimeDistribution } from '../../../src/report/charts/downtime-distribution.ts';
import { monthlyPromise } from '../../../src/report/charts/monthly-promise.ts';
import { outageTimeline } from '../../../src/report/charts/outage-timeline.ts';
import { SAMPLE } from '../sample-result.ts';
import { expectDrawn, readable } from './expect-drawn.ts';

const changed = (inputs: Partial<Result['inputs']>): Result => ({ ...SAMPLE, inputs: { ...SAMPLE.inputs, ...inputs } });
const MONTH = changed({ end: '2027-02-01T00:00:00Z', hours: 744 });
const THREE_YEARS = changed({ end: '2030-01-01T00:00:00Z', hours: 26_304 });

describe('the distribution of downtime', () => {
  const withDowntime = (more: Partial<MetricResult>, result: Result = SAMPLE): Result => ({
    ...result,
    metrics: { ...result.metrics, downtime_minutes: { ...SAMPLE.metrics['downtime_minutes']!, ...more } },
  });
  /** A quarter without any, half around ten minutes, a quarter up to a day. */
  const histogram = [
    { from: 0, to: 0, count: 500 },
    { from: 8, to: 12, count: 1000 },
    { from: 12, to: 60, count: 400 },
    { from: 60, to: 1440, count: 100 },
  ];
  const percentiles = { p1: 0, p5: 0, p10: 0, p25: 8, p50: 10, p75: 12, p90: 48, p95: 60, p99: 763 };
  const sample = withDowntime({ histogram, percentiles, min: 0, max: 1432, samples: 2000, events: 1500 });
  /** Minutes at which dots stand, as drawn. */
  const dotsOf = async (result: Result) =>
    [
      ...(await expectDrawn(downtimeDistribution(result))).matchAll(
        /transform="translate\(([\d.]+),([\d.]+)\)" d="M[^"]*A/g,
      ),
    ].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));

  test('the twentieth year is the finding; years without downtime are told apart', async () => {
    const chart = downtimeDistribution(sample)!;
    expect(chart.title).toBe('One year in twenty has more than 60.0 minutes of downtime');
    expect(chart.subtitle).toContain('the 25.0 % without any are not drawn');
    expect(chart.table.rows).toEqual([
      ['0', '0', '500', '25.0 %', '100 %'],
      ['8.00', '12.0', '1,000', '50.0 %', '99.9985 %'],
      ['12.0', '60.0', '400', '20.0 %', '99.9977 %'],
      ['60.0', '1,440', '100', '5.00 %', '99.9886 %'],
    ]);
    expect(readable(await expectDrawn(chart))).toMatchSnapshot();
  });

  test('a dot is a hundredth: those of a bin lie within it, none on another', async () => {
    const dots = await dotsOf(sample);
    expect(dots).toHaveLength(75);
    expect(new Set(dots.map(({ x, y }) => `${x} ${y}`)).size).toBe(75);
    const places = dots.map(({ x }) => x).toSorted((a, b) => a - b);
    // 50 within a factor of 1.5, 20 within 5, 5 within 24.
    const widths = [places[49]! - places[0]!, places[69]! - places[50]!, places[74]! - places[70]!];
    expect(widths[0]!).toBeLessThan(widths[1]!);
    expect(widths[1]!).toBeLessThan(widths[2]!);
  });

  test('one year in thirty with downtime: how many is the finding', async () => {
    const none = { p1: 0, p5: 0, p10: 0, p25: 0, p50: 0, p75: 0, p90: 0, p95: 0, p99: 5 };
    const rare = [
      { from: 0, to: 0, count: 1940 },
      { from: 4, to: 9, count: 60 },
    ];
    const chart = downtimeDistribution(withDowntime({ histogram: rare, percentiles: none, max: 8, events: 60 }));
    expect(chart!.title).toBe('3.00 % of years have any downtime');
    await expectDrawn(chart);
  });

  test('of a few years the worst is the finding', async () => {
    const two = [
      { from: 3, to: 3.5, count: 1 },
      { from: 3.5, to: 4, count: 1 },
    ];
    const chart = downtimeDistribution(withDowntime({ histogram: two, min: 3, max: 4, samples: 2, events: 2 }));
    expect(chart!.title).toBe('The worst of 2 years has 4.00 minutes of downtime');
    await expectDrawn(chart);
  });

  test('extremes: all in one bin, over ten orders of magnitude, of a month, of three years', async () => {
    const one = [{ from: 10, to: 10.5, count: 2000 }];
    const wide = [
      { from: 1e-5, to: 2e-5, count: 1000 },
      { from: 1e5, to: 2e5, count: 1000 },
    ];
    await Promise.all(
      [
        withDowntime({
          histogram: one,
          percentiles: { ...percentiles, p1: 10, p50: 10.2, p95: 10.4, p99: 10.5 },
          max: 10.5,
          min: 10,
        }),
        withDowntime({
          histogram: wide,
          percentiles: { ...percentiles, p50: 2e-5, p95: 1.9e5, p99: 2e5 },
          max: 2e5,
          min: 1e-5,
        }),
        withDowntime({ ...sample.metrics['downtime_minutes']! }, MONTH),
        withDowntime({ ...sample.metrics['downtime_minutes']! }, THREE_YEARS),
      ].map((result) => expectDrawn(downtimeDistribution(result))),
    );
  });

  test('one history, or no downtime in any: no chart', () => {
    expect(downtimeDistribution(withDowntime({ min: 12, max: 12 }))).toBeNull();
    expect(downtimeDistribution(withDowntime({ min: 0, max: 0 }))).toBeNull();
    expect(downtimeDistribution({ ...SAMPLE, metrics: {} })).toBeNull();
  });
});

describe('three histories', () => {
  const outage = (start: string, minutes: number, more: Partial<HistoryOutage> = {}): HistoryOutage => ({
    ...SAMPLE.histories[0]!.outages[0]!,
    start,
    minutes,
    ...more,
  });
  const planned = { cause: 'maintenance', class: 'maintenance', planned: true };
  const history = (name: History['history'], replication: number, outages: readonly HistoryOutage[]): History => ({
    history: name,
    replication,
    downtime_minutes: outages.reduce((sum, { minutes }) => sum + minutes, 0),
    outages,
  });
  const median = history('median', 3, [outage('2027-02-07T02:05:00Z', 1, planned)]);
  const bad = history('p95', 17, [
    outage('2027-03-02T04:11:09Z', 60, { cause: 'mistake', class: 'operator', path: 'restore' }),
    outage('2027-07-02T02:00:00Z', 15, planned),
  ]);
  const worst = history('worst', 1234, [outage('2027-12-31T23:00:00Z', 2880, { cause: 'zoneOutage', class: 'zone' })]);
  const of = (...histories: readonly History[]): Result => ({ ...SAMPLE, histories });

  test('what makes a bad year is the finding, and every outage is in the table', async () => {
    const chart = outageTimeline(of(median, bad, worst))!;
    expect(chart.title).toBe('A bad year has 2 outages; the longest, an operator mistake, is 80 % of it');
    expect(chart.subtitle).toContain('three simulated years');
    expect(chart.table.rows).toEqual([
      ['median', '3', '2027-02-07 02:05:00', '1m', 'planned maintenance', 'planned', 'failover'],
      ['95th percentile', '17', '2027-03-02 04:11:09', '1h', 'operator mistake', 'unplanned', 'restore'],
      ['95th percentile', '17', '2027-07-02 02:00:00', '15m', 'planned maintenance', 'planned', 'failover'],
      ['worst', '1234', '2027-12-31 23:00:00', '2d', 'zone outage', 'unplanned', 'failover'],
    ]);
    const svg = await expectDrawn(chart);
    for (const label of ['operator mistake 1h', 'planned maintenance 15m', 'zone outage 2d'])
      expect(svg).toContain(label);
    expect(readable(svg)).toMatchSnapshot();
  });

  test('one history that is all three is drawn and told once', async () => {
    const same = (['median', 'p95', 'worst'] as const).map((name) => ({ ...bad, history: name, replication: 1 }));
    const chart = outageTimeline(of(...same))!;
    expect(chart.subtitle).toContain('one simulated year');
    expect(chart.description).toMatch(/^The median, 95th percentile and worst year has 75\.0 minutes in 2 outages/);
    expect(chart.table.rows).toHaveLength(2);
    await expectDrawn(chart);
  });

  test('when a bad year has no outage, the worst is not called a bad one', async () => {
    const chart = outageTimeline(of(history('median', 1, []), history('p95', 2, []), worst))!;
    expect(chart.title).toBe('The worst year has 1 outage');
    expect(chart.table.rows).toHaveLength(1);
    await expectDrawn(chart);
  });

  test('extremes: a millisecond, all year, a hundred in a day, of a month, of three years', async () => {
    const crowd = Array.from({ length: 100 }, (_, index) =>
      outage(`2027-01-02T${10 + (index % 14)}:00:00Z`, 1 + index),
    );
    await Promise.all(
      [
        of(history('worst', 1, [outage('2027-01-01T00:00:00Z', 1 / 60_000)])),
        of(history('worst', 1, [outage('2027-01-01T00:00:00Z', 525_600)])),
        of(median, history('p95', 4, crowd)),
        { ...MONTH, histories: [history('worst', 1, crowd)] },
        { ...THREE_YEARS, histories: [median, bad, worst] },
      ].map((result) => expectDrawn(outageTimeline(result))),
    );
  });

  test('no outage in any: no chart', () => {
    expect(outageTimeline(of())).toBeNull();
    expect(outageTimeline(of(history('median', 1, []), history('worst', 1, [])))).toBeNull();
  });
});

describe('the monthly promise', () => {
  const never = SAMPLE.months.map((month, index) => ({
    ...month,
    breach_probability: 0,
    breach_interval: { ...month.breach_interval, low: 0, high: index === 0 ? 0.001 : 0.0018 },
    credit: 0,
  }));

  test("the share of months below the SLA is the finding; the credit is the contract's", async () => {
    const chart = monthlyPromise(SAMPLE)!;
    expect(chart.title).toBe('The SLA of 99.99 % is broken in 0.30 % of months');
    expect(chart.subtitle).toMatch(/The contract credits 4\.30 USD a year on average$/);
    expect(chart.description).toContain('most often 2027-01 with 0.40 %');
    expect(chart.table.rows).toEqual([
      ['2027-01', '0.40 %', '[0.20 %, 0.60 %]', '99.9950 %', '99.9970 %', '0.35'],
      ['2027-02', '0.20 %', '[0.10 %, 0.30 %]', '99.9960 %', '99.9980 %', '0.20'],
    ]);
    expect(readable(await expectDrawn(chart))).toMatchSnapshot();
  });

  test('what was never seen is not zero', async () => {
    const chart = monthlyPromise({ ...SAMPLE, months: never })!;
    expect(chart.title).toBe('No month broke the SLA in 2,000 simulated years: no more than 0.18 %');
    expect(chart.description).toContain('the probability of each is at most 0.18 %');
    expect(chart.table.rows.map(([, broken]) => broken)).toEqual(['at most 0.10 %', 'at most 0.18 %']);
    await expectDrawn(chart);
    expect(monthlyPromise({ ...changed({ replications: 1 }), months: never })!.title).toContain('in 1 simulated year:');
  });

  test('how often a target of availability is kept is said', () => {
    const target = {
      id: 'availability',
      goal: '99.95 % in 95 % of months',
      unit: 'percent',
      limit: 95,
      estimate: 99.25,
    };
    const result = {
      ...SAMPLE,
      targets: [{ ...target, interval: null, samples: 24_000, status: 'met', replications_needed: null }],
    };
    expect(monthlyPromise(result as unknown as Result)!.description).toMatch(
      /The target, 99\.95 % in 95 % of months, is kept in 99\.3 % of months\.$/,
    );
  });

  test('one month, three years, every month broken', async () => {
    const many = Array.from({ length: 36 }, (_, index) => ({
      ...SAMPLE.months[index % 2]!,
      month: `${2027 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
    }));
    const broken = SAMPLE.months.map((month) => ({
      ...month,
      breach_probability: 1,
      breach_interval: { ...month.breach_interval, low: 0.99, high: 1 },
    }));
    await Promise.all(
      [
        { ...MONTH, months: SAMPLE.months.slice(0, 1) },
        { ...THREE_YEARS, months: many },
        { ...SAMPLE, months: broken },
      ].map((result) => expectDrawn(monthlyPromise(result))),
    );
    expect(monthlyPromise({ ...SAMPLE, months: [] })).toBeNull();
  });
});

describe('the convergence of the mean', () => {
  test('how well the mean is known is the finding', async () => {
    const chart = convergence(SAMPLE)!;
    expect(chart.title).toBe('After 2,000 years the mean is known to within 12.5 %');
    expect(chart.table.rows).toEqual([
      ['10', '31.0', '[2.00, 60.0]'],
      ['100', '22.0', '[12.0, 32.0]'],
      ['1,000', '24.5', '[20.3, 28.7]'],
      ['2,000', '24.0', '[21.0, 27.0]'],
    ]);
    expect(readable(await expectDrawn(chart))).toMatchSnapshot();
  });

  test('a mean that is not known is not said to be', async () => {
    const points = [10, 20, 50].map((replications) => ({ replications, mean: 3, low: -4, high: 10 }));
    const chart = convergence({ ...MONTH, convergence: points })!;
    expect(chart.title).toBe('After 50 histories the mean is hardly known: at most 10.0 minutes');
    expect(chart.table.rows[0]).toEqual(['10', '3.00', '[0, 10.0]']);
    await expectDrawn(chart);
  });

  test('too few points, no downtime, or no interval: no chart', () => {
    const points = SAMPLE.convergence!;
    const none = points.map((point) => ({ ...point, mean: 0, low: 0, high: 0 }));
    const unknown = points.map((point) => ({ ...point, low: -Infinity, high: Infinity }));
    for (const given of [points.slice(0, 2), none, unknown, []]) {
      expect(convergence({ ...SAMPLE, convergence: given })).toBeNull();
    }
  });
});

describe('axes', () => {
  const day = (text: string) => Temporal.Instant.from(`${text}T00:00:00Z`).epochMilliseconds;

  test('durations: an axis of little span has more ticks', () => {
    expect(durationAxis(60).values).toHaveLength(10);
    expect(durationAxis(60, [20, 700]).values).toEqual([20, 30, 60, 120, 300, 600]);
  });

  test('several years: ticks fall on Januaries, wherever the axis begins', () => {
    const { values, labelExpr } = calendarAxis(day('2027-06-01'), day('2030-06-01'), 6);
    expect(values).toEqual(
      ['2027-07-01', '2028-01-01', '2028-07-01', '2029-01-01', '2029-07-01', '2030-01-01'].map(day),
    );
    expect(labelExpr).toContain("'%Y'");
    const months = Array.from(
      { length: 36 },
      (_, i) => `${2027 + Math.floor((i + 5) / 12)}-${String(((i + 5) % 12) + 1).padStart(2, '0')}`,
    );
    expect(monthAxis(months, 4).values).toEqual(['2028-01', '2029-01', '2030-01']);
  });

  test('a year has its months, a month its days', () => {
    expect(calendarAxis(day('2027-01-01'), day('2028-01-01'), 12).values).toHaveLength(13);
    expect(calendarAxis(day('2027-01-01'), day('2027-02-01'), 12).values.slice(0, 2)).toEqual(
      ['2027-01-01', '2027-01-08'].map(day),
    );
    expect(monthAxis(['2027-11', '2027-12', '2028-01'], 12).values).toEqual(['2027-11', '2027-12', '2028-01']);
  });
});
