import { describe, expect, test } from 'vitest';
import { loadScenario, type LoadOptions } from '../../src/scenario/load.ts';

const SERVER = 'server: { location: swedencentral, sku: { name: Standard_D4ds_v5 } }\n';
const load = (text: string, options: LoadOptions = {}) =>
  loadScenario({ name: 'a.yaml', text: SERVER + text }, options);
const MINUTE = 60_000;

function sound(text: string, options: LoadOptions = {}) {
  const { scenario, findings } = load(text, options);
  expect(findings).toEqual([]);
  return scenario!.targets;
}

const WHOLE = `targets:
  availability: { targetPercent: 99.95, timeWindow: { duration: 1mo, calendar: true } }
  recovery:
    region: { rto: 4h, rpo: 5m }
    hardware: { rto: 4m, rpo: 0s }
    zone: { rto: PT5M }
  budget: { monthly: 2500 }
`;

describe('targets', () => {
  test('none by default', () => {
    expect(sound('')).toEqual({ availability: null, recovery: [], budget: null });
  });

  test('are plain data, recovery in the order of the classes', () => {
    expect(sound(WHOLE)).toEqual({
      availability: { targetPercent: 99.95, windowMonths: 1, windowsMetPercent: 95 },
      recovery: [
        { class: 'hardware', rtoMs: 4 * MINUTE, rpoMs: 0 },
        { class: 'zone', rtoMs: 5 * MINUTE, rpoMs: null },
        { class: 'region', rtoMs: 240 * MINUTE, rpoMs: 5 * MINUTE },
      ],
      budget: { monthly: 2500 },
    });
  });

  test.each([
    ['{ targetPercent: 99.9 }', null, 95],
    ['{ targetPercent: 99.9, timeWindow: { duration: 1y } }', 12, 95],
    ['{ targetPercent: 99.9, timeWindow: { duration: 12mo } }', 12, 95],
    ['{ targetPercent: 99.9, timeWindow: { duration: P3M }, windowsMetPercent: 99 }', 3, 99],
  ])('availability %s', (given, windowMonths, windowsMetPercent) => {
    expect(sound(`targets: { availability: ${given} }`).availability).toEqual({
      targetPercent: 99.9,
      windowMonths,
      windowsMetPercent,
    });
  });

  test('--set and variants replace them', () => {
    const text = `${WHOLE}variants: { cheap: { targets.budget.monthly: 900, targets.recovery.zone: null } }\n`;
    expect(sound(text, { variant: 'cheap' })).toMatchObject({
      recovery: [{ class: 'hardware' }, { class: 'region' }],
      budget: { monthly: 900 },
    });
    expect(sound(text, { set: ['targets.availability.targetPercent=99'] }).availability!.targetPercent).toBe(99);
    expect(sound('', { set: ['targets.recovery.operator.rto=1d'] }).recovery).toEqual([
      { class: 'operator', rtoMs: 1440 * MINUTE, rpoMs: null },
    ]);
  });

  test.each([
    ['{ availability: { targetPercent: 101 } }', 'PG1104', '101', undefined],
    ['{ availability: { targetPercent: 0 } }', 'PG1104', '0', undefined],
    ['{ availability: { targetPercent: 99, timeWindw: {} } }', 'PG1101', 'timeWindw', 'timeWindow'],
    ['{ availability: { targetPercent: 99, timeWindow: { duration: 30d } } }', 'PG1102', '30d', '1mo'],
    ['{ availability: { targetPercent: 99, timeWindow: { duration: 5mo } } }', 'PG1102', '5mo', undefined],
    ['{ availability: { targetPercent: 99, timeWindow: { duration: 1M } } }', 'PG1203', '1M', undefined],
    ['{ availability: { targetPercent: 99, timeWindow: { duration: soon } } }', 'PG1201', 'soon', undefined],
    [
      '{ availability: { targetPercent: 99, timeWindow: { duration: 1mo, calendar: false } } }',
      'PG3001',
      'calendar',
      undefined,
    ],
    ['{ availability: { targetPercent: 99, windowsMetPercent: 100 } }', 'PG1104', '100', undefined],
    ['{ recovery: { regoin: { rto: 1h } } }', 'PG1101', 'regoin', 'region'],
    ['{ recovery: { region: {} } }', 'PG1105', 'region', undefined],
    ['{ recovery: { region: { rto: soon } } }', 'PG1201', 'soon', undefined],
    ['{ recovery: { region: { rto: [1h] } } }', 'PG1103', '[1h]', undefined],
    ['{ budget: { monthly: -1 } }', 'PG1104', '-1', undefined],
    ['{ budget: {} }', 'PG1105', 'budget', undefined],
  ] as const)('%s is refused with its place', (given, code, at, guess) => {
    const { findings, scenario } = load(`targets: ${given}\n`);
    expect(scenario).toBeNull();
    expect(findings).toHaveLength(1);
    const { line, column, length, ...finding } = findings[0]!;
    expect(finding.code).toBe(code);
    expect(finding.guess).toBe(guess);
    expect(line).toBe(2);
    expect(`targets: ${given}`.slice(column - 1, column - 1 + (length ?? 1))).toBe(at);
  });
});
