import { describe, expect, test } from 'vitest';
import type { Result, TargetResult, ThresholdResult } from '../../src/experiment/result.ts';
import { renderText } from '../../src/report/text.ts';
import { precisionSection, targetSection, thresholdSection, verdictSentence } from '../../src/report/text-verdict.ts';
import { SAMPLE } from './sample-result.ts';

const interval = (low: number, high: number) => ({ level: 0.95, low, high, method: 'order-statistics' });

function target(id: string, status: TargetResult['status'], more: Partial<TargetResult>): TargetResult {
  return {
    id,
    goal: '',
    unit: 'minutes',
    limit: 4,
    estimate: 3,
    interval: interval(2.5, 3.5),
    samples: 1295,
    status,
    replications_needed: null,
    ...more,
  };
}

function threshold(
  expression: string,
  status: ThresholdResult['status'],
  more: Partial<ThresholdResult> = {},
): ThresholdResult {
  return {
    metric: 'downtime_minutes',
    expression,
    severity: 'error',
    unit: 'minutes',
    limit: 240,
    estimate: 74,
    interval: interval(70.1, 78.2),
    samples: 2000,
    status,
    replications_needed: null,
    ...more,
  };
}

const JUDGED: Result = {
  ...SAMPLE,
  verdict: 'breached',
  targets: [
    target('availability', 'met', {
      goal: '99.95 % in 95 % of months',
      unit: 'percent',
      limit: 95,
      estimate: 98.9,
      samples: 24_000,
    }),
    target('recovery.hardware.rto', 'met', { limit: 3, estimate: 1.8 }),
    target('recovery.hardware.rpo', 'met', { limit: 0, estimate: 0, interval: interval(0, 0) }),
    target('recovery.region.rto', 'breached', { limit: 120, estimate: 154, interval: interval(121, 300), samples: 38 }),
    target('recovery.region.rpo', 'met', { limit: 5, estimate: 0.7 }),
    target('recovery.operator.rto', 'inconclusive', {
      limit: 240,
      estimate: 231,
      interval: interval(200, Infinity),
      samples: 60,
      replications_needed: 9000,
    }),
    target('recovery.zone.rpo', 'inconclusive', {
      estimate: null,
      interval: null,
      samples: 0,
      replications_needed: 40_000,
    }),
    target('budget.monthly', 'met', { unit: 'currency', limit: 1500, estimate: 1166 }),
  ],
  thresholds: [
    threshold('p(95)<120', 'met'),
    threshold('rate<0.05', 'met', { metric: 'sla_breached_months', estimate: null, interval: interval(0, 0.0018) }),
    threshold('max<85', 'breached', { metric: 'tco', severity: 'warn', estimate: 88.1, interval: null }),
    threshold('p(99)<85', 'inconclusive', {
      metric: 'rto_minutes{class:region}',
      interval: interval(30, Infinity),
      samples: 38,
    }),
  ],
};

describe('targets', () => {
  test('goal, simulated, verdict on one line; the interval beneath what is not met', () => {
    expect(targetSection(JUDGED).join('\n')).toMatchInlineSnapshot(`
      "  TARGETS                goal                       simulated                      verdict
          availability         99.95 % in 95 % of months  met in 98.9 %                  MET
          hardware RTO / RPO   3m / 0s                    p95 1m48s / 0s                 MET
          region RTO / RPO     2h / 5m                    p95 2h34m / 42s                BREACHED  RTO
            RTO [2h1m, 5h] of 38 events
          operator RTO         4h                         p95 3h51m                      INCONCLUSIVE
            RTO [3h20m, ...] of 60 events
          zone RPO             4m                         nothing seen                   INCONCLUSIVE
            RPO of 0 events
          budget per month     1,500.00 USD               p90 1,166.00 USD               MET"
    `);
  });

  test('a read result has null where an end is unknown', () => {
    const read = JSON.parse(JSON.stringify(JUDGED)) as Result;
    expect(targetSection(read)).toEqual(targetSection(JUDGED));
    expect(thresholdSection(read)).toEqual(thresholdSection(JUDGED));
  });

  test('all windows met, and the long run', () => {
    const of = (more: Partial<TargetResult>) =>
      targetSection({
        ...JUDGED,
        targets: [target('availability', 'met', { unit: 'percent', samples: 24_000, ...more })],
      })[1];
    expect(of({ goal: '99.95 % in 95 % of months', estimate: 100 })).toMatch(/ {2}met in all of 24,000 +MET$/);
    expect(of({ goal: '99.9 %', estimate: 99.99421, limit: 99.9 })).toMatch(/ 99\.9 % +99\.9942 % +MET$/);
  });
});

describe('thresholds', () => {
  test('word, rule and value on one line', () => {
    expect(thresholdSection(JUDGED).join('\n')).toMatchInlineSnapshot(`
      "  THRESHOLDS
          ok            downtime_minutes           'p(95)<120'   p(95)=74.0   [70.1, 78.2]
          ok            sla_breached_months        'rate<0.05'   never seen in 2,000: at most 0.0018
          warn          tco                        'max<85'      max=88.1
          INCONCLUSIVE  rto_minutes{class:region}  'p(99)<85'    p(99)=74.0   [30.0, ...]   n=38"
    `);
  });
});

describe('the last line', () => {
  test.each([
    ['breached', '1 of 6 targets (region RTO).'],
    ['inconclusive', '2 of 6 targets (operator RTO and zone RPO) and 1 of 3 thresholds (rto_minutes{class:region}).'],
    ['met', 'all of 6 targets and 3 thresholds.'],
  ] as const)('%s: %s', (verdict, sentence) => {
    expect(verdictSentence({ ...JUDGED, verdict })).toBe(sentence);
  });

  test('stands at the end, with the exit code', () => {
    const text = renderText(JUDGED, { file: 'a.yaml', exitCode: 3 });
    expect(text).toMatch(/\nBREACHED: 1 of 6 targets \(region RTO\)\. .*exit 3\n$/);
    expect(text).toContain('npx pgnines run a.yaml -n 40000\n');
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  test('without targets the finding stands there', () => {
    expect(renderText(SAMPLE, { file: 'a.yaml' })).toMatch(/\nDONE: [^]*exit 0\n$/);
  });
});

test('colours say nothing that the words do not', () => {
  const plain = renderText(JUDGED, { file: 'a.yaml' });
  const painted = renderText(JUDGED, { file: 'a.yaml', colour: true });
  expect(painted).toContain('\u001b[31mBREACHED\u001b[0m  RTO');
  expect(painted).toContain('\u001b[32mMET\u001b[0m');
  expect(painted).toContain('\u001b[33mINCONCLUSIVE\u001b[0m');
  expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(plain); // oxlint-disable-line no-control-regex -- that is what is taken out
});

test('precision: what was asked for, what was reached', () => {
  const one = {
    metric: 'downtime_minutes',
    wanted: 0.05,
    reached: 0.0483,
    events: 2000,
    met: true,
    replications_needed: null,
  };
  const other = { ...one, metric: 'tco', reached: null, met: false };
  expect(precisionSection({ ...SAMPLE, precision: [one, other] })).toEqual([
    '  PRECISION   downtime_minutes   mean -+ 4.83 %   5.00 % asked for: reached',
    '              tco   nothing seen   5.00 % asked for: NOT REACHED',
  ]);
  expect(precisionSection(SAMPLE)).toEqual([]);
});
