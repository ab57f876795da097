import { describe, expect, test } from 'vitest';
import { listAssumptions } from '../../src/catalog/assumptions.ts';
import { resolveAssumption } from '../../src/scenario/assumptions.ts';
import { loadScenario } from '../../src/scenario/load.ts';

const HOUR = 3_600_000;
const YEAR = 8760 * HOUR;
const load = (rest: string, sku = 'Standard_D4ds_v5') =>
  loadScenario({ name: 'a.yaml', text: `server: { location: swedencentral, sku: { name: ${sku} } }\n${rest}` });
const sound = (rest: string, sku?: string) => {
  const { scenario, findings } = load(rest, sku);
  expect(findings).toEqual([]);
  return scenario!;
};
const override = (text: string) => `assumptions: { override: { ${text} } }\n`;
const codes = (rest: string) => load(rest).findings.map(({ code }) => code);
const row = (rest: string, name: string) => sound(rest).assumptionRows.find((one) => one.name === name);

describe('the shipped set', () => {
  const { assumptions, assumptionRows } = sound('');

  test('every name has a row, and a value of its own or that of another', () => {
    expect(assumptionRows.map(({ name }) => name)).toEqual(listAssumptions().map(({ name }) => name));
    for (const { name, fallback } of listAssumptions()) {
      expect(assumptions[name] !== undefined || assumptions[fallback!] !== undefined, name).toBe(true);
    }
    expect(assumptionRows.some(({ overridden }) => overridden)).toBe(false);
  });

  test('values are in base units', () => {
    expect(assumptions['engineCrash.every']).toEqual({
      quantity: 'hazard',
      distribution: { kind: 'exponential', mean: 2 * YEAR },
    });
    expect(assumptions['maintenance.release.every']).toEqual({
      quantity: 'hazard',
      distribution: { kind: 'constant', value: 730 * HOUR },
    });
    expect(assumptions['walReplay.rate']).toEqual({ quantity: 'rate', value: 4e7 });
    expect(assumptions['crashRecovery.enabled']).toEqual({ quantity: 'flag', value: true });
    expect(assumptions['failover.success.probability']).toEqual({ quantity: 'probability', value: 0.98 });
    expect(assumptions['people.policy.zone']).toEqual({ quantity: 'choice', value: 'wait' });
  });

  test('large servers replay faster', () => {
    expect(sound('', 'Standard_D32ds_v5').assumptions['walReplay.rate']).toEqual({ quantity: 'rate', value: 2e8 });
  });

  test('hazards of parts that are not built never occur', () => {
    expect(assumptions['networkIncident.every']).toEqual({ quantity: 'hazard', distribution: { kind: 'never' } });
    expect(row('', 'networkIncident.every')).toMatchObject({ value: 'never' });
  });
});

test('quiet is the shipped set with every hazard and maintenance never and sure starts; snapshots go on', () => {
  const { assumptions, assumptionSet } = sound('assumptions: { set: quiet }');
  const shipped = sound('').assumptions;
  expect(assumptionSet).toBe('quiet');
  for (const [name, value] of Object.entries(assumptions)) {
    if (value.quantity === 'hazard' && name !== 'backup.snapshot.every')
      expect(value.distribution, name).toEqual({ kind: 'never' });
    else if (name === 'lifecycle.start.success.probability')
      expect(value).toEqual({ quantity: 'probability', value: 1 });
    else expect(value, name).toEqual(shipped[name]);
  }
  const one = sound('assumptions: { set: quiet, override: { hostFailure.every: 1y } }').assumptions;
  expect(one['hostFailure.every']).toEqual({ quantity: 'hazard', distribution: { kind: 'exponential', mean: YEAR } });
  expect(one['vmCrash.every']).toEqual({ quantity: 'hazard', distribution: { kind: 'never' } });
});

describe('overrides', () => {
  test('nested maps and dotted names mean the same', () => {
    const dotted = sound(override('hostFailure.every: 1y, hostFailure.relocation.duration: 5m')).assumptions;
    const nested = sound(override('hostFailure: { every: 1y, relocation: { duration: 5m } }')).assumptions;
    const mixed = sound(override('hostFailure: { every: 1y, relocation.duration: 5m }')).assumptions;
    expect(nested).toEqual(dotted);
    expect(mixed).toEqual(dotted);
    expect(dotted['hostFailure.relocation.duration']).toEqual({
      quantity: 'duration',
      distribution: { kind: 'constant', value: 5 * 60_000 },
    });
  });

  test('a bare duration of a hazard is the mean of an exponential; constant says fixed', () => {
    expect(sound(override('vmCrash.every: 30d')).assumptions['vmCrash.every']).toMatchObject({
      distribution: { kind: 'exponential' },
    });
    expect(sound(override('vmCrash.every: constant(30d)')).assumptions['vmCrash.every']).toMatchObject({
      distribution: { kind: 'constant' },
    });
    expect(sound(override('vmCrash.every: never')).assumptions['vmCrash.every']).toMatchObject({
      distribution: { kind: 'never' },
    });
  });

  test('a value may carry its source into the report', () => {
    const rest = override(
      'vmCrash.every: { value: 3y, source: our incidents }, hostFailure.every: { dist: exponential, mean: 5y, source: theirs }',
    );
    expect(row(rest, 'vmCrash.every')).toEqual({
      name: 'vmCrash.every',
      value: 'exponential(3y)',
      kind: 'given',
      source: 'our incidents',
      date: '',
      confidence: '',
      overridden: true,
    });
    expect(row(rest, 'hostFailure.every')).toMatchObject({
      value: 'exponential(5y)',
      source: 'theirs',
      overridden: true,
    });
    expect(row(override('vmCrash.every: 3y'), 'vmCrash.every')?.source).toBe('scenario');
  });

  test('people and workload.client are short for assumptions', () => {
    const { assumptions } = sound(
      'people: { detect: 5m, decide: { region: 1h, operator: { dist: constant, value: 2h } }, policy: { zone: restore } }\n' +
        'workload: { client: { dns: 0s, reconnect: 0, timeout: 10s } }\n',
    );
    const constant = (value: number) => ({ quantity: 'duration', distribution: { kind: 'constant', value } });
    expect(assumptions['people.detect.duration']).toEqual(constant(300_000));
    expect(assumptions['people.decide.region.duration']).toEqual(constant(HOUR));
    expect(assumptions['people.decide.operator.duration']).toEqual(constant(2 * HOUR));
    expect(assumptions['people.policy.zone']).toEqual({ quantity: 'choice', value: 'restore' });
    expect(assumptions['client.dns.duration']).toEqual(constant(0));
    expect(assumptions['client.reconnect.duration']).toEqual(constant(0));
    expect(assumptions['client.timeout.duration']).toEqual(constant(10_000));
  });

  test('given in two spellings is an error at the second', () => {
    expect(codes(`people: { detect: 5m }\n${override('people.detect.duration: 6m')}`)).toEqual(['PG1106']);
    expect(codes(override('vmCrash.every: 1y, vmCrash: { every: 2y }'))).toEqual(['PG1106']);
    expect(codes(`workload: { client: { dns: 0s } }\n${override('client: { dns: { duration: 1s } }')}`)).toEqual([
      'PG1106',
    ]);
  });

  test('an unknown name is an error with a guess', () => {
    const { findings } = load(override('hostFailure.evrey: 1y'));
    expect(findings[0]).toMatchObject({ code: 'PG1211', guess: 'hostFailure.every' });
    expect(codes('people: { detect: { nobody: 5m } }')).toEqual(['PG1211']);
  });

  test('a part that is not built takes never, or the shipped value, and nothing else', () => {
    sound(override('networkIncident.every: never, upgrade.success.probability: 0.95'));
    expect(codes(override('networkIncident.every: 5y'))).toEqual(['PG3001']);
    expect(codes(override('upgrade.success.probability: 0.5'))).toEqual(['PG3001']);
    expect(codes(override('failover.backlog: fromWorkload, people.policy.region: promote'))).toEqual([
      'PG3001',
      'PG3001',
    ]);
  });

  test.each([
    ['vmCrash.every: 15m to 2h', 'PG1210'],
    ['vmCrash.every: 2M', 'PG1203'],
    ['vmCrash.every: often', 'PG1207'],
    ['vmCrash.every: 5', 'PG1207'],
    ['vmCrash.every: 0s', 'PG1207'],
    ['vmCrash.every: 10ms', 'PG1104'],
    ['vmCrash.every: "uniform(0s,1s)"', 'PG1104'],
    ['vmCrash.every: [1y]', 'PG1207'],
    ['backup.snapshot.every: never', 'PG1207'],
    ['client.dns.duration: never', 'PG1207'],
    ['client.dns.duration: -5s', 'PG1207'],
    ['client.dns.duration: { dist: lognormal, p5: 1M, p95: 2h }', 'PG1203'],
    ['client.dns.duration: { dist: lognormol, p5: 1m, p95: 2h }', 'PG1207'],
    ['client.dns.duration: { dist: lognormal, p5: 1m, p96: 2h }', 'PG1207'],
    ['client.dns.duration: lognormal(p5=1m', 'PG1207'],
    ['failover.success.probability: 98%', 'PG1208'],
    ['failover.success.probability: 1.01', 'PG1208'],
    ['failover.success.probability: [1]', 'PG1208'],
    ['repeatFailure.factor: 4', null],
    ['repeatFailure.factor: 0.5', 'PG1104'],
    ['repeatFailure.factor: often', 'PG1104'],
    ['walReplay.rate: 40', null],
    ['walReplay.rate: 0', 'PG1202'],
    ['walReplay.rate: fast', 'PG1202'],
    ['crashRecovery.enabled: maybe', 'PG1103'],
    ['mistake.outage: sometimes', 'PG1102'],
    ['failover.backlog: 5 apples', 'PG1207'],
  ])('%s is %s', (text, code) => {
    expect(new Set(codes(override(text)))).toEqual(new Set(code === null ? [] : [code]));
  });

  test('a problem inside a distribution is shown where it stands', () => {
    const { findings } = load('people:\n  detect:\n    dist: lognormal\n    p5: 1m\n    p95: soon\n');
    expect(findings[0]).toMatchObject({ code: 'PG1207', line: 6, column: 10, length: 4 });
  });
});

describe('a bare range', () => {
  const noteOf = (text: string) => load(override(text)).findings[0]?.note ?? '';
  const offered = (note: string) => [...note.matchAll(/\{ dist: .*?\}(?: \})?(?= {2}|$)/gm)].map(([form]) => form);

  test('of a hazard may also mean that its mean is not known; all that is offered can be read', () => {
    const forms = offered(noteOf('hostFailure.every: 4 to 96mo'));
    expect(forms).toEqual([
      '{ dist: lognormal, p5: 4mo, p95: 96mo }',
      '{ dist: uniform, min: 4mo, max: 96mo }',
      '{ dist: exponential, mean: { dist: lognormal, p5: 4mo, p95: 96mo } }',
    ]);
    const uncertain = forms.map((form) => sound(override(`hostFailure.every: ${form}`)).uncertain.length);
    expect(uncertain).toEqual([0, 0, 1]);
  });

  test('of anything else, and inside a distribution, is luck or ignorance already', () => {
    expect(offered(noteOf('client.dns.duration: 5s-10s'))).toHaveLength(2);
    expect(offered(noteOf('hostFailure.every: { dist: exponential, mean: 4mo to 8y }'))).toHaveLength(2);
  });
});

describe('what is not known for certain', () => {
  const uncertain = (text: string) => sound(override(text)).uncertain;

  test('is a distribution inside a parameter, or in place of a plain number', () => {
    expect(uncertain('hostFailure.every: 5y')).toEqual([]);
    expect(
      uncertain('hostFailure.every: { dist: exponential, mean: { dist: lognormal, p5: 1y, p95: 8y } }'),
    ).toMatchObject([
      { name: 'hostFailure.every', parameters: [{ key: 'mean', distribution: { kind: 'lognormal' } }] },
    ]);
    expect(uncertain('hostFailure.every: "exponential(mean=uniform(1y,3y))"')).toMatchObject([
      { parameters: [{ key: 'mean' }] },
    ]);
    expect(uncertain('maintenance.badRollout.probability: { dist: uniform, min: 0.001, max: 0.01 }')).toMatchObject([
      { parameters: [{ key: '', distribution: { kind: 'uniform', min: 0.001, max: 0.01 } }] },
    ]);
    expect(uncertain('walReplay.rate: { dist: uniform, min: 20MB/s, max: 60MB/s }')).toMatchObject([
      { parameters: [{ distribution: { min: 2e7, max: 6e7 } }] },
    ]);
  });

  test('stands in the report with its median and what is believed of it', () => {
    const text = 'hostFailure.every: { dist: exponential, mean: { dist: uniform, min: 1y, max: 3y } }';
    expect(row(override(text), 'hostFailure.every')).toMatchObject({
      value: 'exponential(2y); not known: mean uniform(1y,3y)',
      overridden: true,
    });
  });

  test.each([
    ['hostFailure.every: { dist: exponential, mean: { dist: lognormal, p5: 8y, p95: 1y } }', 'PG1207'],
    [
      'hostFailure.every: { dist: exponential, mean: { dist: uniform, min: 1y, max: { dist: uniform, min: 2y, max: 3y } } }',
      'PG1207',
    ],
    ['hostFailure.every: { dist: exponential, mean: { dist: uniform, min: 1, max: 3 } }', 'PG1207'],
    ['hostFailure.every: { dist: uniform, min: { dist: uniform, min: 1y, max: 3y }, max: 2y }', 'PG1207'],
    ['hostFailure.every: { dist: exponential, mean: { dist: uniform, min: 0s, max: 1h } }', 'PG1104'],
    ['maintenance.badRollout.probability: { dist: uniform, min: 0.5, max: 1.5 }', 'PG1208'],
    ['crashRecovery.enabled: { dist: uniform, min: 0, max: 1 }', 'PG1103'],
    [`hostFailure.every: { dist: empirical, values: [${'"uniform(1y,2y)", '.repeat(9)}] }`, 'PG1207'],
  ])('%s is refused (%s)', (text, code) => {
    expect(new Set(codes(override(text)))).toEqual(new Set([code]));
  });

  test('a problem is shown where it stands', () => {
    const { findings } = load(
      'assumptions:\n  override:\n    hostFailure.every:\n      dist: exponential\n      mean: { dist: lognormal, p5: 1y, p95: 8 }\n',
    );
    expect(findings).toMatchObject([
      { code: 'PG1207', line: 6, column: 45, message: expect.stringContaining('p95: 8') },
    ]);
  });

  test('each draw must be allowed, from each part of a mixture; a clamp sees to it', () => {
    const mixture = (more: string) =>
      `maintenance.badRollout.probability: { dist: mixture, of: ["uniform(0.5,1.5)", "uniform(0,0.1)"], weights: [0.5, 0.5]${more} }`;
    const [finding] = load(override(mixture(''))).findings;
    expect(finding).toMatchObject({ code: 'PG1208', note: expect.stringContaining('min and max cut draws off') });
    const [parameter] = uncertain(mixture(', max: 1'));
    for (const u of [1e-16, 0.25, 0.4999999999, 0.75, 1 - 1e-16]) {
      const { value } = resolveAssumption(parameter!, () => u) as { value: number };
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
  });

  test('shorthands take it, too', () => {
    const text = 'people: { detect: { dist: lognormal, p5: { dist: uniform, min: 1m, max: 2m }, p95: 20m } }';
    expect(sound(text).uncertain).toMatchObject([{ name: 'people.detect.duration', parameters: [{ key: 'p5' }] }]);
  });
});
