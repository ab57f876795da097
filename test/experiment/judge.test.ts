import { describe, expect, test } from 'vitest';
import { decide, judge, verdictOf } from '../../src/experiment/judge.ts';
import { timesAssured, twoDigits } from '../../src/experiment/needed.ts';
import { proportionInterval } from '../../src/statistics/intervals.ts';
import { scenarioWith, tallyOf } from './make-tally.ts';

/** The one threshold of a metric, judged. */
function thresholdOf(metric: string, rule: string, tally: ReturnType<typeof tallyOf>, more = '') {
  const { thresholds, warnings, verdict } = judge(
    scenarioWith(`thresholds: { "${metric}": ["${rule}"] }\n${more}`),
    tally,
  );
  return { ...thresholds[0]!, warnings, verdict };
}

describe('an interval decides', () => {
  test.each([
    ['<', 9, 'met'],
    ['<', 8, 'inconclusive'],
    ['<=', 8, 'met'],
    ['<', 4, 'breached'],
    ['<=', 4, 'inconclusive'],
    ['>', 3, 'met'],
    ['>', 4, 'inconclusive'],
    ['>=', 4, 'met'],
    ['>', 8, 'breached'],
    ['>=', 8, 'inconclusive'],
    ['==', 5, 'inconclusive'],
    ['==', 9, 'breached'],
    ['!=', 9, 'met'],
    ['!=', 5, 'inconclusive'],
  ] as const)('[4, 8] %s %d is %s', (comparison, limit, status) => {
    expect(decide(comparison, limit, { low: 4, high: 8 })).toBe(status);
  });

  test.each([
    ['==', 'met'],
    ['!=', 'breached'],
    ['<', 'breached'],
    ['<=', 'met'],
  ] as const)('a value without spread %s itself is %s', (comparison, status) => {
    expect(decide(comparison, 5, { low: 5, high: 5 })).toBe(status);
  });

  test('breached outweighs inconclusive, inconclusive outweighs met', () => {
    expect(verdictOf([])).toBe('none');
    expect(verdictOf(['met', 'met'])).toBe('met');
    expect(verdictOf(['met', 'inconclusive'])).toBe('inconclusive');
    expect(verdictOf(['inconclusive', 'breached', 'met'])).toBe('breached');
  });
});

describe('a mean, by Student-t', () => {
  // Textbook: 1 to 9 have mean 5 -+ 2.30600 sqrt(7.5 / 9) = 5 -+ 2.10508.
  const tally = tallyOf({ metrics: { downtime_minutes: [1, 2, 3, 4, 5, 6, 7, 8, 9] } });

  test.each([
    ['mean<7.2', 'met'],
    ['mean<7.1', 'inconclusive'],
    ['mean<2.9', 'inconclusive'],
    ['mean<2.8', 'breached'],
    ['mean>2.8', 'met'],
    ['mean!=7.2', 'met'],
  ])('%s is %s', (rule, status) => {
    const result = thresholdOf('downtime_minutes', rule, tally);
    expect(result.status).toBe(status);
    expect(result.estimate).toBe(5);
    expect(result.interval).toMatchObject({ level: 0.95, method: 'student-t' });
    expect(result.interval!.low).toBeCloseTo(2.894918, 5);
    expect(result.interval!.high).toBeCloseTo(7.105082, 5);
  });

  test('names the replications that decide: 9 would need to be (2.105 / 2)^2 times as many if the mean held', () => {
    const { replications_needed: needed, warnings } = thresholdOf('downtime_minutes', 'mean<7', tally);
    expect(needed).toBe(twoDigits(9 * timesAssured((2.105082 * 2.105082) / 4)));
    expect(needed).toBe(25);
    expect(warnings[0]).toEqual({
      code: 'PG5001',
      message:
        'threshold downtime_minutes mean<7 is inconclusive: mean is 5 minutes [2.89492, 7.10508]; about 25 replications would decide it',
    });
  });

  test('on the goal itself no number decides', () => {
    const { replications_needed: needed, warnings, status } = thresholdOf('downtime_minutes', 'mean<5', tally);
    expect([status, needed]).toEqual(['inconclusive', null]);
    expect(warnings[0]!.code).toBe('PG5005');
  });

  test('a decided one that rests on few events says so; one that goes by plan rests on none', () => {
    expect(thresholdOf('downtime_minutes', 'mean<9', tally).warnings[0]).toEqual({
      code: 'PG5002',
      message: 'threshold downtime_minutes mean<9: the mean rests on 9 events; its interval is a rough one',
    });
    const cost = tallyOf({ metrics: { cost_monthly: [700, 700, 700] } });
    expect(thresholdOf('cost_monthly', 'mean<=700', cost)).toMatchObject({ status: 'met', warnings: [] });
  });

  test('few simulated years say little of outages that come once in decades', () => {
    const years = tallyOf({ metrics: { downtime_minutes: Array.from({ length: 40 }, (_, index) => 1 + index) } });
    expect(thresholdOf('downtime_minutes', 'mean<99', years).warnings).toEqual([
      {
        code: 'PG5006',
        message:
          'threshold downtime_minutes mean<99: the mean rests on 40 simulated years; outages that come once in decades may be missing from its interval',
      },
    ]);
    expect(thresholdOf('downtime_minutes', 'mean<99', years, 'assumptions: { set: quiet }').warnings).toEqual([]);
  });

  test('a single replication has no spread', () => {
    const one = tallyOf({ metrics: { downtime_minutes: [3] } });
    expect(thresholdOf('downtime_minutes', 'mean<9', one)).toMatchObject({
      status: 'inconclusive',
      replications_needed: 1000,
    });
  });

  test('of one cause, the disruptions count', () => {
    const hosts = tallyOf({});
    hosts.causeMs[5]!.addColumn(Float64Array.of(60_000, 120_000, 0, 0, 0), 0, 1, 5);
    hosts.causeEvents.add(5, 2);
    expect(thresholdOf('downtime_minutes{cause:hostFailure}', 'mean<60', hosts)).toMatchObject({
      status: 'met',
      estimate: 0.6,
      warnings: [{ code: 'PG5002' }],
    });
    expect(thresholdOf('downtime_minutes{cause:hostFailure}', 'max<2', hosts).status).toBe('breached');
  });
});

describe('what chance never touched', () => {
  const quiet = tallyOf({ replications: 100, metrics: { availability_percent: Array(100).fill(100) } });
  const high = proportionInterval(0, 100, 0.95).high;

  test('may still come: up to 3.6 % of years, of 525,600 minutes each', () => {
    const result = thresholdOf('downtime_minutes', 'mean<60', quiet);
    expect(high).toBeCloseTo(0.0362167, 6);
    expect(result).toMatchObject({ status: 'inconclusive', estimate: 0 });
    expect(result.interval!.high).toBeCloseTo(high * 525_600, 6);
    expect(thresholdOf('downtime_minutes', 'mean<20000', quiet).status).toBe('met');
    expect(thresholdOf('availability_percent', 'mean>96', quiet).status).toBe('met');
    expect(thresholdOf('availability_percent', 'mean>97', quiet).status).toBe('inconclusive');
  });

  test('of counts, up to 3.69 in all', () => {
    const { interval } = thresholdOf('data_loss_events', 'mean<0.01', quiet);
    expect(interval).toMatchObject({ low: 0, method: 'poisson' });
    expect(interval!.high).toBeCloseTo(0.0368888, 6);
  });

  test('is certain when no hazard is on', () => {
    const result = thresholdOf('downtime_minutes', 'mean<60', quiet, 'assumptions: { set: quiet }');
    expect(result).toMatchObject({ status: 'met', interval: { low: 0, high: 0 }, warnings: [] });
  });

  test('that it is zero can be shown by no number of replications', () => {
    expect(thresholdOf('data_loss_events', 'mean<=0', quiet)).toMatchObject({
      status: 'inconclusive',
      replications_needed: null,
    });
  });

  test('the replications named leave room for it: 3.69 / 0.01 if it stays unseen', () => {
    expect(thresholdOf('data_loss_events', 'mean<0.01', quiet).replications_needed).toBe(
      twoDigits(100 * timesAssured(3.68888)),
    );
  });
});

describe('a rate, by Clopper and Pearson', () => {
  const tally = tallyOf({
    metrics: { data_loss_events: Array.from({ length: 100 }, (_, index) => (index < 10 ? 3 : 0)) },
  });

  test('10 of 100: [0.0490, 0.1762]', () => {
    const result = thresholdOf('data_loss_events', 'rate<0.18', tally);
    expect(result).toMatchObject({ status: 'met', estimate: 0.1, samples: 100, unit: 'share' });
    expect(result.interval!.low).toBeCloseTo(0.0490047, 6);
    expect(result.interval!.high).toBeCloseTo(0.1762226, 6);
    expect(thresholdOf('data_loss_events', 'rate<0.17', tally).status).toBe('inconclusive');
    expect(thresholdOf('data_loss_events', 'rate<0.04', tally).status).toBe('breached');
  });

  test('never seen is not zero', () => {
    const none = thresholdOf('restore_count', 'rate<0.03', tally);
    expect(none).toMatchObject({ status: 'inconclusive', estimate: null, interval: { low: 0 } });
    expect(none.interval!.high).toBeCloseTo(0.0362167, 6);
    expect(none.warnings[0]!.message).toContain('rate was never seen [0, 0.0362167]');
    // 1 - 0.025^(1/n) < 0.03 from n = 122 on.
    expect(none.replications_needed! / 100).toBeCloseTo(timesAssured(1.22), 0);
  });
});

describe('a percentile, by order statistics', () => {
  const tally = tallyOf({ metrics: { downtime_minutes: Array.from({ length: 20 }, (_, index) => 10 * (index + 1)) } });

  test('the 6th and the 15th of 20 hold the median', () => {
    const result = thresholdOf('downtime_minutes', 'med<151', tally);
    expect(result).toMatchObject({
      status: 'met',
      estimate: 100,
      interval: { low: 60, high: 150, method: 'order-statistics' },
    });
    expect(thresholdOf('downtime_minutes', 'med<150', tally).status).toBe('inconclusive');
    expect(thresholdOf('downtime_minutes', 'med<=150', tally).status).toBe('met');
    expect(thresholdOf('downtime_minutes', 'med>=150', tally).status).toBe('inconclusive');
    expect(thresholdOf('downtime_minutes', 'med<60', tally).status).toBe('breached');
  });

  test('with too few values an end is open, and no bound below it can be met', () => {
    const result = thresholdOf('downtime_minutes', 'p(95)<9999', tally);
    expect(result).toMatchObject({ status: 'inconclusive', interval: { low: 170, high: Infinity } });
    // The 17th of 20, and nothing above. It takes 72 values below the goal: 0.95^72 < 0.025.
    expect(result.replications_needed! / 20).toBeCloseTo(timesAssured(3.6), -1);
    expect(thresholdOf('downtime_minutes', 'p(5)>=0', tally).status).toBe('met');
  });

  test('beyond 100,000 values it is known to its bucket only', () => {
    const values = Array.from({ length: 100_500 }, (_, index) => (index % 10 === 0 ? 2000 : 1000));
    const many = tallyOf({ metrics: { cost_monthly: values } });
    const { interval } = thresholdOf('cost_monthly', 'p(80)<1016', many);
    expect(interval!.low).toBeGreaterThan(984);
    expect(interval!.low).toBeLessThanOrEqual(1000);
    expect(interval!.high).toBeGreaterThanOrEqual(1000);
    expect(interval!.high).toBeLessThan(1016);
    expect(thresholdOf('cost_monthly', 'p(80)<1016', many).status).toBe('met');
    expect(thresholdOf('cost_monthly', 'p(80)<1001', many)).toMatchObject({
      status: 'inconclusive',
      replications_needed: null,
      warnings: [{ code: 'PG5005' }],
    });
  });
});

test('least and greatest are what they are', () => {
  const tally = tallyOf({ metrics: { downtime_minutes: [3, 5] } });
  expect(thresholdOf('downtime_minutes', 'max<=5', tally)).toMatchObject({
    status: 'met',
    estimate: 5,
    interval: null,
  });
  expect(thresholdOf('downtime_minutes', 'max<5', tally).status).toBe('breached');
  expect(thresholdOf('downtime_minutes', 'min>=3', tally).status).toBe('met');
});

test('a rule that only warns does not weigh', () => {
  const tally = tallyOf({ metrics: { downtime_minutes: [3, 5] } });
  const scenario = (severity: string) =>
    scenarioWith(`thresholds: { downtime_minutes: [{ threshold: "max<4", severity: ${severity} }] }`);
  expect(judge(scenario('warn'), tally)).toMatchObject({ verdict: 'none', thresholds: [{ status: 'breached' }] });
  expect(judge(scenario('error'), tally).verdict).toBe('breached');
});

describe('targets', () => {
  const recovery = 'targets: { recovery: { region: { rto: 4h, rpo: 5m } } }';

  test('recovery is judged on the p95 of the events of a class, RTO and RPO apart', () => {
    const tally = tallyOf({
      replications: 1000,
      rto: { region: Array.from({ length: 200 }, (_, index) => 1 + index) },
      rpo: { region: Array.from({ length: 200 }, (_, index) => (index < 100 ? 0 : 10)) },
    });
    const { targets, verdict } = judge(scenarioWith(recovery), tally);
    expect(verdict).toBe('breached');
    expect(targets).toMatchObject([
      {
        id: 'recovery.region.rto',
        goal: 'p95 at most 4h',
        unit: 'minutes',
        limit: 240,
        estimate: 190,
        samples: 200,
        status: 'met',
        replications_needed: null,
      },
      { id: 'recovery.region.rpo', goal: 'p95 at most 5m', estimate: 10, status: 'breached' },
    ]);
    // P(Bin(200, 0.95) < 184) <= 0.025 <= P(Bin(200, 0.95) < 185), and so on.
    expect(targets[0]!.interval).toMatchObject({ low: 184, high: 197, method: 'order-statistics' });
  });

  test('a class without events is inconclusive, with the replications for 72 if it is as frequent as it can be', () => {
    const { targets, warnings, verdict } = judge(scenarioWith(recovery), tallyOf({ replications: 5000 }));
    expect(verdict).toBe('inconclusive');
    expect(targets[0]).toMatchObject({ estimate: null, interval: null, samples: 0, replications_needed: 98_000 });
    expect(warnings[0]).toEqual({
      code: 'PG5004',
      message:
        'target recovery.region.rto (p95 at most 4h): nothing to judge in 5,000 replications; it takes at least 98,000, if it can happen at all',
    });
  });

  test('the budget is judged on the p90 of the monthly cost', () => {
    const tally = tallyOf({
      metrics: { cost_monthly: Array.from({ length: 1000 }, (_, index) => (index < 50 ? 900 : 700)) },
    });
    const of = (monthly: number) =>
      judge(scenarioWith(`targets: { budget: { monthly: ${monthly} } }`), tally).targets[0];
    expect(of(700)).toMatchObject({
      id: 'budget.monthly',
      goal: 'p90 at most 700 USD a month',
      estimate: 700,
      status: 'met',
    });
    expect(of(699.99)!.status).toBe('breached');
  });

  describe('availability', () => {
    const monthly = 'targets: { availability: { targetPercent: 99.9, timeWindow: { duration: 1mo } } }';

    test('of months: the share that meets it, against 95 %', () => {
      const few = Array.from({ length: 1000 }, (_, index) => [12, index < 240 ? 1 : 0] as const);
      const { targets } = judge(scenarioWith(monthly), tallyOf({ windows: few }));
      expect(targets[0]).toMatchObject({
        id: 'availability',
        goal: '99.9 % in 95 % of months',
        unit: 'percent',
        limit: 95,
        estimate: 98,
        samples: 12_000,
        status: 'met',
      });
      // One miss at most per replication spreads less than 12 independent months would: no fewer trials than 12,000.
      const exact = proportionInterval(240, 12_000, 0.95);
      expect(targets[0]!.interval!.low).toBeCloseTo(100 * (1 - exact.high), 9);
    });

    test('months that fail together say less: 12 of 12 missed in 2 % of the years is a sample of 1000, not of 12,000', () => {
      const together = Array.from({ length: 1000 }, (_, index) => [12, index < 20 ? 12 : 0] as const);
      const { interval } = judge(scenarioWith(monthly), tallyOf({ windows: together })).targets[0]!;
      const exact = proportionInterval(20, 1000, 0.95);
      expect(interval!.low).toBeCloseTo(100 * (1 - exact.high), 1);
      expect(interval!.high).toBeCloseTo(100 * (1 - exact.low), 1);
    });

    test('not one missed month leaves a bound', () => {
      const never = Array.from({ length: 10 }, () => [12, 0] as const);
      const { targets } = judge(
        scenarioWith(monthly.replace('} } }', '}, windowsMetPercent: 99 } }')),
        tallyOf({ windows: never }),
      );
      expect(targets[0]).toMatchObject({ estimate: 100, status: 'inconclusive', interval: { high: 100 } });
      expect(targets[0]!.interval!.low).toBeCloseTo(100 * Math.exp(Math.log(0.025) / 120), 9);
    });

    const whole = 'targets: { availability: { targetPercent: 99.9 } }';
    test('of the whole horizon: time served over time meant to run', () => {
      // Half of the replications are stopped for half a year, and lose twice as much while they run.
      const count = 400;
      const half = (even: number, odd: number) =>
        Array.from({ length: count }, (_, index) => (index % 2 === 0 ? even : odd));
      const tally = tallyOf({ metrics: { downtime_minutes: half(100, 100), planned_stop_minutes: half(0, 262_800) } });
      const { targets } = judge(scenarioWith(whole), tally);
      const lost = 200 / (525_600 + 262_800);
      expect(targets[0]!.estimate).toBeCloseTo(100 * (1 - lost), 10);
      expect(targets[0]).toMatchObject({ status: 'met', interval: { method: 'ratio' }, limit: 99.9 });
      // Cochran 6.4: the residuals are 100 - r 525600 and 100 - r 262800.
      const residual = 100 - lost * 525_600;
      const error = Math.sqrt((residual * residual) / (count - 1)) / 394_200;
      expect(targets[0]!.interval!.high - targets[0]!.estimate!).toBeCloseTo(1.9659 * error * 100, 6);
    });

    test('without any downtime it is bounded, not certain', () => {
      const { targets } = judge(scenarioWith(whole), tallyOf({ replications: 100 }));
      expect(targets[0]).toMatchObject({ estimate: 100, status: 'inconclusive' });
      expect(targets[0]!.interval!.low).toBeCloseTo(100 - 3.62167, 4);
    });
  });
});
