import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/experiment/result.ts';
import { renderAnnotations } from '../../src/report/github.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderRunMarkdown } from '../../src/report/run-markdown.ts';
import { SAMPLE } from './sample-result.ts';

const HOSTILE = '<script>alert(1)</script> | [x](javascript:y) `z` ::error::\n# no';
const hostile: Result = { ...SAMPLE, inputs: { ...SAMPLE.inputs, name: HOSTILE, scenario: `${HOSTILE}.yaml` } };
const judged: Result = {
  ...SAMPLE,
  verdict: 'breached',
  targets: [
    {
      id: 'recovery.region.rto',
      goal: 'p95 at most 2h',
      unit: 'minutes',
      limit: 120,
      estimate: 154,
      interval: { level: 0.95, low: 131, high: 190, method: 'order-statistics' },
      samples: 38,
      status: 'breached',
      replications_needed: null,
    },
  ],
  thresholds: [
    {
      metric: 'downtime_minutes',
      expression: 'mean<24',
      severity: 'error',
      unit: 'minutes',
      limit: 24,
      estimate: 24,
      interval: { level: 0.95, low: 21, high: 27, method: 'student-t' },
      samples: 2000,
      status: 'inconclusive',
      replications_needed: 9000,
    },
    {
      metric: 'longest_outage_minutes',
      expression: 'max<60',
      severity: 'warn',
      unit: 'minutes',
      limit: 60,
      estimate: 300,
      interval: null,
      samples: 2000,
      status: 'breached',
      replications_needed: null,
    },
  ],
};

describe('Markdown of a run', () => {
  test('has the verdict, the findings, tables and the command, in less than 60 lines', () => {
    const text = renderRunMarkdown(judged);
    expect(text).toMatchSnapshot();
    expect(text.split('\n').length).toBeLessThan(60);
  });

  test('shows hostile names as text', () => {
    const text = renderRunMarkdown(hostile);
    const outside = text.split('```')[0]! + text.split('```').slice(2).join('');
    expect(outside).not.toMatch(/<script|(?<!\\)\[x\]|(?<!\\)`z`/);
    expect(outside).toContain('&lt;script\\>');
    expect(outside).not.toMatch(/^# no/m);
  });
});

describe('JUnit', () => {
  test('fails what is breached, skips what is open or only warns', () => {
    expect(renderJunit(judged)).toMatchSnapshot();
  });

  test('a run without goals has one case, that it was simulated', () => {
    expect(renderJunit({ ...SAMPLE, targets: [], thresholds: [] })).toMatch(
      /<testsuites name="pgnines" tests="1" failures="0" errors="0" skipped="0">[^]*name="simulated"\/>/,
    );
  });

  test('shows hostile names as text, without control characters', () => {
    const named = { ...hostile, inputs: { ...hostile.inputs, name: `${HOSTILE}\u0007"` } };
    const text = renderJunit(named);
    expect(text).not.toContain('<script');
    expect(text).not.toContain('\u0007');
    expect(text).toContain('&lt;script&gt;');
    expect(text).toContain('&quot;');
  });
});

describe('annotations of GitHub', () => {
  test('one for each goal that is not met, and each warning, at the file', () => {
    const lines = renderAnnotations({ ...judged, warnings: [{ code: 'PG6003', message: 'a: 5 %, b' }] }, 'a,b.yaml');
    expect(lines.split('\n')).toEqual([
      '::error file=a%2Cb.yaml,title=target breached%3A region RTO 2h::p95 2h34m; RTO [2h11m, 3h10m] of 38 events',
      '::warning file=a%2Cb.yaml,title=threshold inconclusive%3A downtime_minutes mean<24::24.0 [21.0, 27.0]',
      '::warning file=a%2Cb.yaml,title=threshold breached%3A longest_outage_minutes max<60::300',
      '::notice file=a%2Cb.yaml,title=PG6003::a: 5 %25, b',
      '',
    ]);
  });

  test('a name cannot begin a command of its own', () => {
    const breached = { ...judged.targets[0]!, goal: 'x\n::error::y' };
    const text = renderAnnotations(
      { ...judged, targets: [{ ...breached, id: 'availability' }], warnings: [] },
      HOSTILE,
    );
    expect(text.match(/^::/gm)).toHaveLength(3);
    expect(text.trimEnd().split('\n')).toHaveLength(3);
  });
});
