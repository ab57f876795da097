import { describe, expect, test } from 'vitest';
import type { RecoveryResult, Result, Spread, TargetResult } from '../../../src/experiment/result.ts';
import { costByMonth } from '../../../src/report/charts/cost-by-month.ts';
import { protection } from '../../../src/report/charts/protection.ts';
import { recoveryParts } from '../../../src/report/charts/recovery-parts.ts';
import { recovery } from '../../../src/report/charts/recovery.ts';
import { SAMPLE } from '../sample-result.ts';
import { expectDrawn, readable } from './expect-drawn.ts';

/** As the runs write it: 50 points at most, each a quantile. */
const spread = (...cdf: readonly (readonly [number, number])[]): Spread => ({
  mean: 1,
  p50: cdf.find(([, share]) => share >= 0.5)![0],
  p95: cdf.find(([, share]) => share >= 0.95)![0],
  p99: cdf.at(-1)![0],
  max: cdf.at(-1)![0],
  cdf,
});
const NOTHING = spread([0, 1]);
const HOUR = 3600;

const recovered = (name: string, more: Partial<RecoveryResult> = {}): RecoveryResult => ({
  class: name,
  events: 300,
  masked_events: 0,
  censored: 0,
  total_losses: 0,
  rto_seconds: spread([60, 0.5], [120, 0.9], [180, 1]),
  rpo_seconds: NOTHING,
  parts: { detect: 30, decide: 0, restore: 60, replay: 5, reconnect: 25 },
  ...more,
});
const region = recovered('region', {
  events: 12,
  rto_seconds: spread([HOUR, 0.44], [5 * HOUR, 0.46], [10 * HOUR, 0.96], [20 * HOUR, 1]),
  parts: { detect: 0, decide: 2 * HOUR, restore: 6 * HOUR, replay: 0, reconnect: 0 },
});

const target = (id: string, minutes: number, status: TargetResult['status']): TargetResult => ({
  id,
  goal: id,
  unit: 'minutes',
  limit: minutes,
  estimate: 1,
  interval: null,
  samples: 12,
  status,
  replications_needed: null,
});

const withRecovery = (...classes: readonly RecoveryResult[]): Result => ({ ...SAMPLE, recovery: classes });

describe('recovery', () => {
  const missed: Result = {
    ...withRecovery(recovered('hardware'), region),
    targets: [target('recovery.hardware.rto', 2, 'met'), target('recovery.region.rto', 240, 'breached')],
  };

  test('a target that is missed is the finding; what is within it is told as near as it is known', async () => {
    const chart = recovery(missed)!;
    expect(chart.title).toBe('Region RTO misses its target');
    expect(chart.description).toContain('44 to 46 % within 4h, the target');
    expect(chart.description).toContain('hardware, 300 events');
    const svg = await expectDrawn(chart);
    expect(svg).toContain('>44 to 46 % within 4h<');
    expect(svg).toContain('>more than 90 % within 2m<');
    expect(svg).toContain('12 events, rough');
    expect(readable(svg)).toMatchSnapshot();
  });

  test.each([
    [30, 'fewer than 50 % within 30s'],
    [60, '50 to 90 % within 1m'],
    [120, 'more than 90 % within 2m'],
    [180, 'all within 3m'],
    [86_400, 'all within 1d'],
  ])('a target of %i s', async (seconds, words) => {
    const result = {
      ...withRecovery(recovered('hardware')),
      targets: [target('recovery.hardware.rto', seconds / 60, 'met')],
    };
    expect(await expectDrawn(recovery(result))).toContain(`>${words}<`);
  });

  test('when all targets are met it says so; without any, which class takes longest', () => {
    const met = missed.targets.map((one) => ({ ...one, status: 'met' as const }));
    expect(recovery({ ...missed, targets: met })!.title).toBe('Every recovery target is met');
    expect(recovery({ ...missed, targets: [] })!.title).toBe(
      'Region disruptions take longest: 19 in twenty are over within 10h',
    );
  });

  test('what never loses anything is said in words, not drawn', async () => {
    const chart = recovery(withRecovery(recovered('hardware')))!;
    expect(chart.subtitle).toContain('hardware: nothing lost');
    expect(await expectDrawn(chart)).not.toContain('data lost');
    const losing = recovery(withRecovery(recovered('operator', { rpo_seconds: spread([0, 0.5], [HOUR, 1]) })))!;
    expect(losing.subtitle).not.toContain('nothing lost');
    expect(await expectDrawn(losing)).toContain('operator: data lost');
  });

  test('one event, recovered at once', async () => {
    const once = recovered('hardware', { events: 1, rto_seconds: NOTHING });
    await expectDrawn(recovery(withRecovery(once)));
  });

  test('nothing to recover from: no chart', () => {
    const none = recovered('hardware', { events: 0, rto_seconds: null, rpo_seconds: null, parts: null });
    expect(recovery(withRecovery(none))).toBeNull();
    expect(recoveryParts(withRecovery(none))).toBeNull();
  });
});

describe('where the time to recover goes', () => {
  test('the longest step of the longest recovery is the finding', async () => {
    const chart = recoveryParts(withRecovery(recovered('hardware'), region))!;
    expect(chart.title).toBe('Region disruptions take 8h on average, 75.0 % of it to restore');
    expect(chart.table.rows).toEqual([
      ['region', '12', '0s', '2h', '6h', '0s', '0s', '8h'],
      ['hardware', '300', '30s', '0s', '1m', '5s', '25s', '2m'],
    ]);
    const svg = await expectDrawn(chart);
    expect(svg).toContain('region: 8h, 12 events: rough');
    expect(readable(svg)).toMatchSnapshot();
  });

  test('recovered at once: no chart', () => {
    const parts = { detect: 0, decide: 0, restore: 0, replay: 0, reconnect: 0 };
    expect(recoveryParts(withRecovery(recovered('hardware', { parts })))).toBeNull();
  });
});

describe('cost by month', () => {
  const [compute] = SAMPLE.cost.lines;
  const line = (meter: string, resource: string, ...byMonth: readonly string[]) => ({
    ...compute!,
    meter,
    resource,
    by_month: byMonth,
    cost: String(byMonth.reduce((sum, amount) => sum + Number(amount), 0)),
  });
  const billOf = (lines: Result['cost']['lines'], total: string): Result => ({
    ...SAMPLE,
    cost: { ...SAMPLE.cost, lines, total, per_month: '500.00', currency: 'SEK' },
  });

  test('what it costs a month, and what the most of it is for', async () => {
    const lines = [
      line('compute', 'primary', '300', '280'),
      line('compute', 'replaced-primary', '10', '10'),
      line('compute', 'standby', '100', '100'),
      line('storage', 'primary', '100', '100'),
    ];
    const chart = costByMonth(billOf(lines, '1000'))!;
    expect(chart.title).toBe('500.00 SEK a month; compute is 80.0 % of the bill');
    expect(chart.subtitle).toContain('outages add 1,600.00 over the horizon, not drawn');
    expect(chart.table.rows[0]).toEqual(['2027-01', '310.00', '100.00', '100.00', '700.25']);
    const svg = await expectDrawn(chart);
    expect(svg).toContain('>compute primary 60.0 %<');
    expect(readable(svg)).toMatchSnapshot();
  });

  test('six parts at most: the rest is other', async () => {
    const lines = Array.from({ length: 9 }, (_, index) => line(`meter-${index}`, 'primary', `${90 - index}`, '1'));
    const chart = costByMonth(billOf(lines, '783'))!;
    const names = chart.table.columns.map(({ name }) => name);
    expect(names).toEqual(['Month', 'Meter 0', 'Meter 1', 'Meter 2', 'Meter 3', 'Meter 4', 'Other', 'Sum']);
    // 85 + 84 + 83 + 82
    expect(chart.table.rows[0]![6]).toBe('334.00');
    await expectDrawn(chart);
  });

  test('one month', async () => {
    const lines = [line('compute', 'primary', '300')];
    const chart = costByMonth({ ...billOf(lines, '300'), months: SAMPLE.months.slice(0, 1) });
    await expectDrawn(chart);
  });

  test('a result from before lines had their months: the bill as a whole', async () => {
    const { by_month: _, ...old } = line('compute', 'primary');
    const chart = costByMonth(billOf([old as typeof compute & object], '1350.75'))!;
    expect(chart.title).toBe('500.00 SEK a month');
    expect(chart.table.rows[0]).toEqual(['2027-01', '700.25', '700.25']);
    await expectDrawn(chart);
  });

  test('nothing to pay: no chart', () => {
    expect(costByMonth(billOf([line('compute', 'primary', '0', '0')], '0'))).toBeNull();
  });
});

describe('protection', () => {
  const unprotected = SAMPLE.metrics['unprotected_hours']!;
  const hours: Result = {
    ...SAMPLE,
    metrics: {
      ...SAMPLE.metrics,
      unprotected_hours: {
        ...unprotected,
        percentiles: { ...unprotected.percentiles, p50: 6, p75: 7, p90: 9, p95: 12.3, p99: 26 },
        max: 259,
      },
    },
  };

  test('how long the standby is missing is the finding', async () => {
    const chart = protection(hours)!;
    expect(chart.title).toBe(
      'A ready standby is missing for 7.20 hours a year; in one year of twenty, for more than 12.3',
    );
    // 7.2 of 8760 hours.
    expect(chart.table.rows).toContainEqual(['Standby ready', '99.9178 %']);
    expect(chart.table.rows).toContainEqual(['One year in 100: more than', '26.0']);
    // 300 and 100 in 2,000 years.
    expect(chart.table.rows).toContainEqual(['Hardware failures a year that clients notice', '0.15']);
    expect(chart.table.rows).toContainEqual([
      'Hardware failures a year of the standby or a copy of the storage',
      '0.050',
    ]);
    const svg = await expectDrawn(chart);
    expect(svg).toContain('>0.15 noticed, 0.050 not<');
    expect(readable(svg)).toMatchSnapshot();
  });

  test('without failures that strike the standby the hours are drawn alone; one history has no interval', async () => {
    const once = {
      ...hours.metrics['unprotected_hours']!,
      interval: { ...unprotected.interval, low: -Infinity, high: Infinity },
    };
    const chart = protection({ ...hours, recovery: [], metrics: { ...hours.metrics, unprotected_hours: once } })!;
    expect(chart.subtitle).not.toContain('Failures');
    expect(chart.description).toContain('[no interval]');
    await expectDrawn(chart);
  });

  test('without a standby, or one that is always ready: no chart', () => {
    expect(protection({ ...hours, server: { ...SAMPLE.server, ha_mode: 'Disabled' } })).toBeNull();
    const always = { ...unprotected, mean: 0, max: 0 };
    expect(protection({ ...hours, metrics: { ...hours.metrics, unprotected_hours: always } })).toBeNull();
  });
});
