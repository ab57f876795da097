import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CODES } from '../../src/diagnostics/codes.ts';
import { type Loaded, type LoadOptions, loadScenario } from '../../src/scenario/load.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const HOUR = 3_600_000;
const SERVER = 'server: { location: swedencentral, sku: { name: Standard_D4ds_v5 } }\n';

const load = (text: string, options: LoadOptions = {}): Loaded => loadScenario({ name: 'orders.yaml', text }, options);
const brief = ({ findings }: Loaded) => findings.map(({ code, line, column }) => `${code} ${line}:${column}`);
const codes = ({ findings }: Loaded) => findings.map(({ code }) => code);
/** The scenario of a text that must be sound; `rest` follows a minimal server. */
function sound(rest: string, options: LoadOptions = {}): Scenario {
  const loaded = load(SERVER + rest, options);
  expect(loaded.findings).toEqual([]);
  return loaded.scenario!;
}

describe('defaults', () => {
  const scenario = sound('');

  test('only a server is required', () => {
    expect(scenario.name).toBe('orders');
    expect(scenario.server).toEqual({
      location: 'swedencentral',
      skuName: 'Standard_D4ds_v5',
      tier: 'GeneralPurpose',
      vCores: 4,
      memoryGib: 16,
      version: 17,
      zone: '1',
      standbyZone: null,
      haMode: 'Disabled',
      storage: { type: 'Premium_LRS', sizeGib: 32, autoGrow: false, tier: 'P4', iops: null, throughputMbps: null },
      customerManagedKey: false,
      keyVersioned: false,
      backup: { retentionDays: 7, geoRedundant: false },
      maintenanceWindow: { kind: 'system' },
    });
  });

  test('a year of 2027, 10,000 replications, seed 1, in twelve months', () => {
    const { startMs, endMs, replications, seed } = scenario.simulation;
    expect([startMs, (endMs - startMs) / HOUR, replications, seed]).toEqual([1_798_761_600_000, 8760, 10_000, '1']);
    expect(scenario.monthNames).toHaveLength(12);
    expect(scenario.monthStarts.slice(0, 3)).toEqual([0, 744 * HOUR, 1416 * HOUR]);
    expect(scenario.monthStarts.at(-1)).toBe(8760 * HOUR);
  });

  test('half the disk is data, 2 % of it changes a day, 2e9 bytes of WAL an hour', () => {
    expect(scenario.workload).toEqual({
      dataGib: 16,
      changeGibPerDay: 0.32,
      walBytesPerSecond: 2e9 / 3600,
      growthGibPerMonth: null,
      growthPerYear: 0,
      demand: { vCores: null, iops: null, megabytesPerSecond: null },
    });
  });

  test('working hours are Monday to Friday, 08:00 to 18:00 UTC', () => {
    expect(scenario.schedule).toBeNull();
    expect(scenario.businessHours).toHaveLength(261);
    expect(scenario.businessHours[0]).toEqual({ from: 8 * HOUR, to: 18 * HOUR });
  });

  test('the result is plain data that can go to a worker', () => {
    expect(structuredClone(scenario)).toEqual(scenario);
  });
});

describe('all problems in one go', () => {
  test('six mistakes are six errors, each at its place', () => {
    const text = [
      'server:',
      '  location: westeurop',
      '  sku: { name: Standard_D4ds_v5, tier: GeneralPurpose }',
      '  properties:',
      '    storage: { storageSizeGB: 500 }',
      '    highAvailability: { mode: ZoneRedundent }',
      'schedle: { running: ["Mon-Fri 08:00-18:00"] }',
      'assumptions: { override: { hostFailure.every: 15m to 2h } }',
      'simulation: { horizon: 1M }',
      '',
    ].join('\n');
    const loaded = load(text);
    expect(loaded.scenario).toBeNull();
    expect(loaded.findings.every((finding) => finding.severity === 'error')).toBe(true);
    expect(brief(loaded)).toEqual([
      'PG2001 2:13',
      'PG2011 5:31',
      'PG1102 6:31',
      'PG1101 7:1',
      'PG1210 8:47',
      'PG1203 9:24',
    ]);
    expect(loaded.findings[0]?.guess).toBe('westeurope');
    expect(loaded.findings[2]).toMatchObject({
      length: 13,
      guess: 'ZoneRedundant',
      allowed: ['Disabled', 'SameZone', 'ZoneRedundant'],
    });
    expect(loaded.findings[3]?.guess).toBe('schedule');
  });

  test("Azure's rules run on what parsed, errors of shape elsewhere notwithstanding", () => {
    const text =
      'server: { location: swedencentral, sku: { name: Standard_B2ms, tier: Burstable },\n' +
      '  properties: { version: [], storage: { storageSizeGB: big }, highAvailability: { mode: SameZone }, backup: { backupRetentionDays: 3 } } }\n';
    expect(brief(load(text))).toEqual(['PG2004 1:70', 'PG1103 2:26', 'PG1103 2:56', 'PG2014 2:132']);
  });

  test('a wrong value is not taken for a missing one', () => {
    expect(codes(load('server: { location: 5, sku: { name: 7 } }'))).toEqual(['PG1103', 'PG1103']);
    expect(
      codes(load(`${SERVER}simulation: { start: 2027-99-01 }\nfaults: [{ at: 2027-06-01, type: mistake }]\n`)),
    ).toEqual(['PG1204']);
  });

  test('every code that is used is registered', () => {
    const texts = [
      'a: 1',
      'server: 1',
      'server: { location: x, sku: { name: y } }',
      `${SERVER}cost: { currency: EUR }`,
      '[',
      '',
    ];
    for (const text of texts) for (const code of codes(load(text))) expect(CODES).toHaveProperty(code);
  });
});

describe('not a scenario', () => {
  test.each([
    ['', 'PG1012'],
    ['# only a comment\n', 'PG1012'],
    ['- a list\n', 'PG1012'],
    ['just text', 'PG1012'],
    ['null', 'PG1012'],
    ['{}', 'PG1105'],
    ['kind: Scenario', 'PG1105'],
    ['server:', 'PG1105'],
    ['apiVersion: v2\n' + SERVER, 'PG1102'],
  ])('%j is %s', (text, code) => {
    const loaded = load(text);
    expect(codes(loaded)).toEqual([code]);
    expect(loaded.scenario).toBeNull();
  });

  test('no text throws, and an unsound one has an error', () => {
    const word = fc.constantFrom(
      'server',
      'location',
      'swedencentral',
      'sku',
      'name',
      'Standard_D4ds_v5',
      'properties',
      'storage',
      'simulation',
      'horizon',
      '1y',
      '3mo',
      '-1',
      '0',
      '1e99',
      'never',
      'assumptions',
      'override',
      'hostFailure.every',
      'lognormal(p5=1m',
      'faults',
      'at',
      'x-y',
      'variants',
      'schedule',
      'running',
      'Mon-Fri 08:00-18:00',
      'operations',
      'every',
      'do',
      'restart',
      'cost',
      'people',
      'detect',
    );
    const value: fc.Memo<unknown> = fc.memo((depth): fc.Arbitrary<unknown> =>
      depth <= 1
        ? fc.oneof(word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null))
        : fc.oneof(
            word,
            fc.dictionary(word, value(depth - 1), { maxKeys: 4 }),
            fc.array(value(depth - 1), { maxLength: 3 }),
          ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          value(4).map((data) => JSON.stringify(data)),
          fc.string({ maxLength: 100 }),
        ),
        fc.array(fc.string({ maxLength: 30 }), { maxLength: 2 }),
        (text, set) => {
          const loaded = load(text, { set });
          const errors = loaded.findings.filter((finding) => finding.severity === 'error');
          expect(loaded.scenario === null).toBe(errors.length > 0);
          for (const { code } of loaded.findings) expect(CODES).toHaveProperty(code);
        },
      ),
      { seed: 1, numRuns: 400 },
    );
  });
});

describe('values', () => {
  test('x- keys are free everywhere but inside server', () => {
    sound(
      'x-note: { a: [1] }\ncost: { x-owner: me }\nmetadata: { labels: { x-a: 1 } }\nassumptions: { override: { x-why: y } }\n',
    );
    expect(codes(load('server: { location: swedencentral, sku: { name: Standard_D4ds_v5 }, x-a: 1 }'))).toEqual([
      'PG1101',
    ]);
  });

  test('null is not set', () => {
    sound('workload:\ncost: { downtimeCostPerHour: }\nsimulation: ~\n');
  });

  test('a horizon counts calendar years', () => {
    const { simulation } = sound('simulation: { start: 2028-01-01, horizon: 1y }\n');
    expect((simulation.endMs - simulation.startMs) / HOUR).toBe(8784);
    expect(sound('simulation: { horizon: 100y, start: 2027-01-01 }').monthNames).toHaveLength(1200);
    for (const horizon of ['101y', '0', '1e6y', '-1y', '2027']) {
      expect(codes(load(`${SERVER}simulation: { horizon: "${horizon}" }`)), horizon).toHaveLength(1);
    }
  });

  test('a seed is any text or integer, to its last digit', () => {
    expect(sound('simulation: { seed: 42 }').simulation.seed).toBe('42');
    expect(sound('simulation: { seed: "07" }').simulation.seed).toBe('07');
    expect(sound('simulation: { seed: 12345678901234567890 }').simulation.seed).toBe('12345678901234567890');
    expect(codes(load(`${SERVER}simulation: { seed: 1.5 }`))).toEqual(['PG1103']);
  });

  test('replications end at 1e9', () => {
    expect(sound('simulation: { replications: 1000000000 }').simulation.replications).toBe(1e9);
    expect(codes(load(`${SERVER}simulation: { replications: 1000000001 }`))).toEqual(['PG1104']);
  });

  test('parts that are not built are refused with one word each, empty ones are fine', () => {
    const rest =
      'parameters: { a: 1 }\nreplicas: [{ name: x }]\ncluster: { nodes: 2 }\n' +
      'workload: { connections: { a: 1 } }\n' +
      'cost: { reservation: { term: P1Y }, savingsPlan: { a: 1 } }\n' +
      'operations: [{ at: 2027-03-01, do: scaleCompute, to: Standard_D8ds_v5, for: 2d }]\n';
    expect(codes(load(SERVER + rest))).toEqual(Array(7).fill('PG3001'));
    sound('parameters: {}\nreplicas: []\ntargets:\nthresholds: {}\n');
  });

  test('cost is read whole', () => {
    const rest =
      'cost: { downtimeCostPerHour: 10, writeDowntimeCostPerHour: 5, dataLossCostPerSecond: 2, peopleCostPerHour: 3, discountRate: 0.05,\n' +
      '  discountPercent: { compute: 10, extendedSupport: 5 }, sla: { minutes: any, maintenance: excluded, credit: unclaimed } }\n';
    expect(sound(rest).cost).toEqual({
      currency: 'USD',
      downtimePerHour: 10,
      writeDowntimePerHour: 5,
      dataLossPerSecond: 2,
      peoplePerHour: 3,
      discountRate: 0.05,
      discountPercent: { compute: 10, 'extended-support': 5 },
      sla: { minutes: 'any', maintenanceCounts: false, creditClaimed: false },
    });
  });

  test('data cannot be larger than its disk', () => {
    expect(codes(load(`${SERVER}workload: { data: { initialGB: 33 } }`))).toEqual(['PG1104']);
  });
});

describe('time', () => {
  test('a schedule becomes intervals of ticks, and is the working hours', () => {
    const { schedule, businessHours } = sound(
      'schedule: { timeZone: Europe/Berlin, running: ["Mon-Fri 08:00-18:00"], restop: true }\n',
    );
    expect(schedule).toMatchObject({ timeZone: 'Europe/Berlin', restop: true });
    expect(schedule!.running[0]).toEqual({ from: 7 * HOUR, to: 17 * HOUR });
    expect(schedule!.running.reduce((sum, { from, to }) => sum + to - from, 0) / HOUR).toBe(2610);
    expect(businessHours).toEqual(schedule!.running);
  });

  test('operations recur in calendar time and are sorted', () => {
    const { operations } = sound(
      'simulation: { start: 2027-01-31, horizon: 4mo }\noperations:\n  - { every: 1mo, do: restart }\n  - { at: 36h, do: stop }\n  - { at: +38h, do: start }\n',
    );
    const day = 24 * HOUR;
    expect(operations).toEqual([
      { at: 36 * HOUR, type: 'stop' },
      { at: 38 * HOUR, type: 'start' },
      { at: 28 * day, type: 'restart' },
      { at: 59 * day, type: 'restart' },
      { at: 89 * day, type: 'restart' },
    ]);
  });

  test('an operation with at and every begins there', () => {
    const { operations } = sound('operations: [{ at: 2027-01-10, every: 6mo, do: restart }]\n');
    expect(operations.map(({ at }) => at / (24 * HOUR))).toEqual([9, 190]);
  });

  test('faults keep their zone, target and duration', () => {
    const rest =
      'faults:\n  - { at: 2027-01-02T10:00Z, type: zoneOutage, zone: 1, duration: 3h }\n  - { at: 1h, type: mistake, target: primary }\n';
    expect(sound(rest).faults).toEqual([
      { at: HOUR, type: 'mistake', durationMs: null, zone: null, target: 'primary' },
      { at: 34 * HOUR, type: 'zoneOutage', durationMs: 3 * HOUR, zone: '1', target: null },
    ]);
  });

  test('outside the horizon is a warning, and left out', () => {
    const loaded = load(
      `${SERVER}faults: [{ at: 2028-01-01, type: mistake }, { at: 2026-12-31, type: mistake }, { at: 400d, type: mistake }]\n`,
    );
    expect(codes(loaded)).toEqual(['PG1301', 'PG1301', 'PG1301']);
    expect(loaded.scenario?.faults).toEqual([]);
  });

  test('what needs a standby warns without one', () => {
    const rest =
      'faults: [{ at: 1d, type: standbyFailure }, { at: 1d, type: zoneOutage, zone: 3 }]\noperations: [{ at: 2d, do: plannedFailover }]\n';
    expect(codes(load(SERVER + rest))).toEqual(['PG1303', 'PG1303', 'PG1303']);
  });

  test('times that cannot be read are errors', () => {
    const rest =
      'faults: [{ at: soon, type: mistake }, { at: 1d, type: mistake, duration: long }]\n' +
      'operations: [{ do: restart }, { every: 0s, do: restart }, { every: 1s, do: restart }]\nschedule: { timeZone: Mars/Base, running: [always] }\n';
    expect(codes(load(SERVER + rest))).toEqual(['PG1204', 'PG1201', 'PG1105', 'PG1104', 'PG1302', 'PG1205', 'PG1206']);
  });
});

test('the codes of the messages and the registered ones are the same', () => {
  const used = new Set(readFileSync('src/scenario/messages.ts', 'utf8').match(/PG\d{4}/g));
  expect([...used].sort()).toEqual(Object.keys(CODES).filter((code) => used.has(code) || /^PG[123]/.test(code)));
});

describe('a hostile scenario is answered quickly', () => {
  const lines = (count: number, line: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => line(i)).join('\n');
  test.each([
    [
      'operations every second',
      `simulation: { horizon: 100y }\noperations:\n${lines(5000, () => '- { every: 1s, do: restart }')}`,
      'PG1302',
    ],
    [
      'operations every month',
      `simulation: { horizon: 100y }\noperations:\n${lines(5000, () => '- { every: 1mo, do: restart }')}`,
      'PG1302',
    ],
    ['unknown keys', lines(20_000, (index) => `k${index}: 1`), 'PG1101'],
    ['too many variants', `variants:\n${lines(500, (index) => `  v${index}: {}`)}`, 'PG1104'],
    ['a long name', `metadata: { name: ${'x'.repeat(900_000)} }`, 'PG1104'],
    ['a long range', `schedule: { running: ["${'a , '.repeat(200_000)}"] }`, 'PG1206'],
    ['a long duration', `simulation: { horizon: "${'1'.repeat(900_000)}" }`, 'PG1201'],
    ['a long distribution', `assumptions: { override: { vmCrash.every: "${'mixture('.repeat(60_000)}" } }`, 'PG1207'],
  ])('%s', (_, text, code) => {
    const begun = performance.now();
    const { findings, scenario } = load(SERVER + text);
    expect(findings[0]?.code).toBe(code);
    expect(scenario).toBeNull();
    expect(Math.max(...findings.map(({ message }) => message.length))).toBeLessThan(400);
    expect(performance.now() - begun).toBeLessThan(2_500);
  });
});
