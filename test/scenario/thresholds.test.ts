import { describe, expect, test } from 'vitest';
import { formatFindings } from '../../src/diagnostics/format.ts';
import { loadScenario, type LoadOptions } from '../../src/scenario/load.ts';
import type { Threshold } from '../../src/scenario/scenario.ts';

const SERVER = 'server: { location: swedencentral, sku: { name: Standard_D4ds_v5 } }\n';
const load = (text: string, options: LoadOptions = {}) =>
  loadScenario({ name: 'a.yaml', text: SERVER + text }, options);

function sound(text: string, options: LoadOptions = {}): readonly Threshold[] {
  const { scenario, findings } = load(text, options);
  expect(findings).toEqual([]);
  return scenario!.thresholds;
}

/** The one finding of a rule on a metric: code, column, words from there on, and what is offered. */
function refused(rule: string, metric = 'downtime_minutes') {
  const text = `thresholds:\n  ${metric}: [${rule}]\n`;
  const { findings } = load(text);
  expect(findings).toHaveLength(1);
  const { code, line, column, length, message, allowed, guess } = findings[0]!;
  const at = (SERVER + text).split('\n')[line - 1]!.slice(column - 1, column - 1 + (length ?? 1));
  return { code, at, message, allowed, guess };
}

describe('rules', () => {
  test.each([
    ['mean<1.5', { kind: 'mean' }, '<', 1.5, 'mean<1.5'],
    ['min >= 0', { kind: 'min' }, '>=', 0, 'min>=0'],
    ['max<=1e3', { kind: 'max' }, '<=', 1000, 'max<=1000'],
    ['med > -2', { kind: 'quantile', p: 0.5 }, '>', -2, 'med>-2'],
    ['p(95)<240', { kind: 'quantile', p: 0.95 }, '<', 240, 'p(95)<240'],
    [' p( 99.9 ) < 240 ', { kind: 'quantile', p: 0.999 }, '<', 240, 'p(99.9)<240'],
    ['rate==0', { kind: 'rate' }, '==', 0, 'rate==0'],
    ['mean!=7', { kind: 'mean' }, '!=', 7, 'mean!=7'],
  ] as const)('%s', (rule, aggregation, comparison, value, expression) => {
    const [threshold] = sound(`thresholds: { downtime_minutes: ["${rule}"] }`);
    expect(threshold).toMatchObject({ comparison, value, expression, severity: 'error', metric: 'downtime_minutes' });
    expect(threshold!.aggregation.kind).toBe(aggregation.kind);
    if (aggregation.kind === 'quantile' && threshold!.aggregation.kind === 'quantile') {
      expect(threshold!.aggregation.p).toBeCloseTo(aggregation.p, 15);
    }
  });

  test('the long form says how much a rule weighs', () => {
    const text = 'thresholds: { tco: ["mean<1", { threshold: "max<9", severity: warn }, { threshold: "min<9" }] }';
    expect(sound(text).map(({ expression, severity }) => [expression, severity])).toEqual([
      ['mean<1', 'error'],
      ['max<9', 'warn'],
      ['min<9', 'error'],
    ]);
  });

  test('tags name a class or a cause', () => {
    const keys = sound(
      'thresholds:\n  rto_minutes{class:region}: ["max<9"]\n  "rpo_minutes{ class: operator }": ["max<9"]\n  downtime_minutes{cause:hostFailure}: ["mean<9"]\n',
    );
    expect(keys.map(({ metric, key }) => [metric, key])).toEqual([
      ['rto_minutes{class:region}', { kind: 'event', name: 'rto_minutes', class: 'region' }],
      ['rpo_minutes{class:operator}', { kind: 'event', name: 'rpo_minutes', class: 'operator' }],
      ['downtime_minutes{cause:hostFailure}', { kind: 'cause', cause: 'hostFailure' }],
    ]);
  });

  test('--set and variants replace them', () => {
    const text = 'thresholds: { tco: ["mean<1"] }\nvariants: { loose: { thresholds.tco: ["mean<5"] } }\n';
    const rules = (options: LoadOptions) => sound(text, options).map(({ metric, expression }) => metric + expression);
    expect(rules({ variant: 'loose' })).toEqual(['tcomean<5']);
    expect(rules({ set: ['thresholds.rto_minutes{class:zone}=[p(50)<3]'] })).toEqual([
      'tcomean<1',
      'rto_minutes{class:zone}med<3',
    ]);
    expect(rules({ set: ['thresholds=null'] })).toEqual([]);
  });
});

describe('what is no rule is answered where it stands', () => {
  test.each([
    ['"p95<240"', 'PG1220', 'p95', 'p(95)'],
    ['"avg<240"', 'PG1220', 'avg', 'mean'],
    ["'maen<240'", 'PG1220', 'maen', 'mean'],
    ['mean=240', 'PG1220', '=', '=='],
    ['"mean =< 240"', 'PG1220', '=<', '<='],
    ['"p(101)<240"', 'PG1220', 'p(101)', undefined],
    ['"p(0)<240"', 'PG1220', 'p(0)', undefined],
    ['"<240"', 'PG1220', '<', undefined],
    ['"mean<"', 'PG1220', '"', undefined],
    ['"mean<4h"', 'PG1220', '4h', undefined],
    ['"rate<5"', 'PG1220', '5', undefined],
    ['"mean 240"', 'PG1220', 'mean 240', undefined],
    ['""', 'PG1220', '"', undefined],
    ['7', 'PG1103', '7', undefined],
    ['{ threshold: "max<9", severity: wran }', 'PG1102', 'wran', 'warn'],
    ['{ threshold: "max<9", severty: warn }', 'PG1101', 'severty', 'severity'],
    ['{ severity: warn }', 'PG1105', '{ severity: warn }', undefined],
  ] as const)('%s', (rule, code, at, guess) => {
    expect(refused(rule)).toMatchObject({ code, at, guess });
  });

  test('a metric that does not exist gets the nearest', () => {
    expect(refused('"max<9"', 'downtime_minute')).toMatchObject({ code: 'PG1221', guess: 'downtime_minutes' });
    expect(refused('"max<9"', '"a b{"')).toMatchObject({ code: 'PG1221' });
  });

  test.each([
    ['downtime', 'downtime_minutes'],
    ['availability', 'availability_percent'],
    ['Uptime', 'availability_percent'],
    ['cost', 'cost_monthly'],
    ['rto', 'rto_minutes'],
    ['failovers', 'failover_count'],
    ['purple', undefined],
  ])('of %s, %s is offered', (metric, guess) => {
    expect(refused('"max<9"', metric)).toMatchObject({ code: 'PG1221', guess });
  });

  test('a metric of a part that is not built is "not yet"', () => {
    expect(refused('"max<85"', 'connections_refused')).toMatchObject({ code: 'PG3001', at: 'connections_refused' });
  });

  test('a metric of what the scenario says nothing of is refused', () => {
    expect(refused('"max<85"', 'cpu_saturated_minutes')).toMatchObject({
      code: 'PG1223',
      at: 'cpu_saturated_minutes',
      message: 'cpu_saturated_minutes is not measured: the scenario says nothing of workload.cpu',
    });
  });

  test.each([
    ['rto_minutes', 'rto_minutes needs a class, for example rto_minutes{class:software}', undefined],
    ['rto_minutes{cause:region}', 'rto_minutes has no tag "cause"', undefined],
    ['tco{class:region}', 'tco takes no tag', undefined],
    ['downtime_minutes{class:region}', 'downtime_minutes has no tag "class"', undefined],
    ['rto_minutes{class:regoin}', 'rto_minutes: "regoin" is not a known class', 'region'],
    ['downtime_minutes{cause:hostfailure}', 'downtime_minutes: "hostfailure" is not a known cause', 'hostFailure'],
  ])('tag of %s', (metric, message, guess) => {
    expect(refused('"max<9"', metric)).toMatchObject({ message, guess, at: metric });
  });

  test('of one cause only sums and ends are kept', () => {
    expect(refused('"p(95)<9"', 'downtime_minutes{cause:hostFailure}')).toMatchObject({
      at: 'p(95)',
      allowed: ['mean', 'min', 'max'],
    });
  });

  test('all of it is said at once, with the place', () => {
    const text = 'thresholds:\n  tc: ["mean<1"]\n  tco: ["maen<1", "p(100)<2"]\n';
    const { findings, sources } = load(text);
    expect(formatFindings(findings, sources, { colour: false, ascii: true })).toMatchInlineSnapshot(`
      "a.yaml:3:3  error PG1221  there is no metric "tc"
          3 |   tc: ["mean<1"]
            |   ^^
            Did you mean tco?
            docs/scenario.md lists them; pgnines explain METRIC says what one is.

      a.yaml:4:10  error PG1220  threshold "maen<1": "maen" is not an aggregation
          4 |   tco: ["maen<1", "p(100)<2"]
            |          ^^^^
            allowed: mean, min, max, med, p(N), rate.   Did you mean mean?
            A rule is AGGREGATION COMPARISON NUMBER, for example p(95)<240.

      a.yaml:4:20  error PG1220  threshold "p(100)<2": a percentile lies between 0 and 100, both excluded
          4 |   tco: ["maen<1", "p(100)<2"]
            |                    ^^^^^^
            min and max are the ends.
      "
    `);
  });

  test('one rule instead of a list is refused', () => {
    expect(load('thresholds: { tco: "mean<1" }').findings[0]!.message).toBe(
      'thresholds.tco: expected a list, got the text "mean<1"',
    );
  });
});
