import { describe, expect, test } from 'vitest';
import { loadScenario, type LoadOptions } from '../../src/scenario/load.ts';

const TEXT = `
metadata: { labels: { a.b: old } }
server:
  location: swedencentral
  sku: { name: Standard_D4ds_v5 }
  properties: { highAvailability: { mode: ZoneRedundant, standbyAvailabilityZone: "2" }, storage: { storageSizeGB: 512 } }
faults:
  - { at: 1d, type: mistake }
assumptions: { override: { hostFailure: { every: 3y } } }
variants:
  single: { server.properties.highAvailability.mode: Disabled }
  nested:
    server: { properties: { highAvailability: { mode: SameZone, standbyAvailabilityZone: null } } }
    workload.wal.GBPerHour: 9
  broken:
    server.properties.highAvailability.mode: Sameish
  far: { server.location: uksouth, server.properties.backup.geoRedundantBackup: Enabled }
`;
const load = (options: LoadOptions = {}, text = TEXT) => loadScenario({ name: 'v.yaml', text }, options);
const set = (...flags: string[]) => load({ set: flags, checkVariants: false });
const problems = (...flags: string[]) =>
  set(...flags).findings.map(({ code, file, line, column }) => `${code} ${file}:${line}:${column}`);
const sound = (options: LoadOptions) => {
  const { scenario, findings } = load({ checkVariants: false, ...options });
  expect(findings).toEqual([]);
  return scenario!;
};

describe('--set', () => {
  test('the value parses as YAML, and missing steps are created', () => {
    const scenario = sound({
      set: ['workload.data.initialGB=100', 'simulation.seed="0x1"', 'cost={ downtimeCostPerHour: 5 }'],
    });
    expect([scenario.workload.dataGib, scenario.simulation.seed, scenario.cost.downtimePerHour]).toEqual([
      100,
      '0x1',
      5,
    ]);
  });

  test('later flags win, a list is addressed by number, keys may hold dots', () => {
    const scenario = sound({
      set: ['faults.0.at=2d', 'faults.1={ at: 3d, type: vmCrash }', 'metadata.labels.a.b=x', 'metadata.labels.a.b=new'],
    });
    expect(scenario.faults.map(({ at, type }) => [at / 86_400_000, type])).toEqual([
      [2, 'mistake'],
      [3, 'vmCrash'],
    ]);
    expect(scenario.labels).toEqual({ 'a.b': 'new' });
  });

  test('an assumption is replaced in whatever way it was written', () => {
    for (const flag of [
      'assumptions.override.hostFailure.every=5y',
      'assumptions.override.hostFailure={ every: 5y }',
      'assumptions.override={ hostFailure.every: 5y }',
      'assumptions={ override: { hostFailure: { every: 5y } } }',
    ]) {
      expect(sound({ set: [flag] }).assumptions['hostFailure.every'], flag).toEqual({
        quantity: 'hazard',
        distribution: { kind: 'exponential', mean: 5 * 8760 * 3_600_000 },
      });
    }
  });

  test('null goes back to the default', () => {
    const shipped = sound({ set: ['assumptions.override.hostFailure.every=null'] }).assumptionRows;
    expect(shipped.find(({ name }) => name === 'hostFailure.every')?.overridden).toBe(false);
  });

  test('a distribution replaces another whole', () => {
    const flags = [
      'workload.client.reconnect={ dist: uniform, min: 1s, max: 2s }',
      'workload.client.reconnect={ dist: constant, value: 3s }',
    ];
    expect(sound({ set: flags }).assumptions['client.reconnect.duration']).toEqual({
      quantity: 'duration',
      distribution: { kind: 'constant', value: 3000 },
    });
  });

  test('problems point at the flag: its number is the line', () => {
    expect(problems('server.properties.version=9')).toEqual(['PG2009 --set:1:27']);
    expect(problems('simulation.seed=1', 'server.sku.name=Standard_D4ds_v9')).toEqual(['PG2002 --set:2:17']);
    expect(problems('nowhere=1')).toEqual(['PG1101 --set:1:1']);
    expect(problems('server.nowhere.deep=1')).toEqual(['PG1101 --set:1:1']);
    expect(problems('workload.wal.GBPerHour=[1')).toEqual(['PG1003 --set:1:26']);
    expect(problems('seed')).toEqual(['PG1109 --set:1:1']);
    expect(problems('=1')).toEqual(['PG1109 --set:1:1']);
    expect(problems('a..b=1')).toEqual(['PG1109 --set:1:1']);
    expect(problems('server.location.x=1')).toEqual(['PG1109 --set:1:1']);
    expect(problems('faults.5.at=1d')).toEqual(['PG1109 --set:1:1']);
    expect(problems('__proto__.x=1')).toEqual(['PG1010 --set:1:1']);
  });

  test('flags of their own are stronger and named', () => {
    const scenario = sound({ set: ['simulation.horizon=2y'], horizon: '1mo', seed: 'x', replications: 7 });
    expect(scenario.simulation).toMatchObject({ seed: 'x', replications: 7 });
    expect(scenario.monthNames).toEqual(['2027-01']);
    const { findings } = load({ horizon: '1M', replications: 0, checkVariants: false });
    expect(findings.map(({ code, file }) => `${code} ${file}`)).toEqual(['PG1104 --replications', 'PG1203 --horizon']);
  });
});

describe('variants', () => {
  test('a variant is chosen by name, and --set is applied after it', () => {
    expect(sound({ variant: 'single' }).server).toMatchObject({ haMode: 'Disabled', standbyZone: null });
    expect(sound({ variant: 'nested' }).server).toMatchObject({ haMode: 'SameZone', standbyZone: '1' });
    expect(sound({ variant: 'nested' }).workload.walBytesPerSecond).toBe(9e9 / 3600);
    expect(sound({ variant: 'single', set: ['workload.wal.GBPerHour=1'] }).workload.walBytesPerSecond).toBe(1e9 / 3600);
    expect(load().variants).toEqual(['single', 'nested', 'broken', 'far']);
  });

  test('setting the mode alone leaves a zone behind that only fitted the old mode', () => {
    const mode = (value: string) => `server.properties.highAvailability.mode=${value}`;
    expect(sound({ set: [mode('SameZone')] }).server).toMatchObject({
      haMode: 'SameZone',
      zone: '1',
      standbyZone: '1',
    });
    expect(sound({ set: ['server.properties.availabilityZone=3', mode('ZoneRedundant')] }).server.standbyZone).toBe(
      '2',
    );
    expect(problems('server.properties.availabilityZone=2')).toEqual(['PG2016 v.yaml:6:83']);
    expect(problems('server.properties.highAvailability={ mode: SameZone, standbyAvailabilityZone: "3" }')).toEqual([
      'PG2016 --set:1:79',
    ]);
  });

  test('an unknown variant is an error with a guess', () => {
    expect(load({ variant: 'singel' }).findings[0]).toMatchObject({
      code: 'PG1108',
      file: '--variant',
      guess: 'single',
    });
  });

  test('every variant is checked with the file, at its own lines and by its name', () => {
    const { findings, scenario } = load();
    expect(scenario).toBeNull();
    expect(findings.map(({ code, variant, line, column }) => [code, variant, line, column])).toEqual([
      ['PG1102', 'broken', 16, 46],
      ['PG3007', 'far', 17, 10],
      ['PG3007', 'far', 17, 36],
    ]);
  });

  test('what is wrong with the file is not said again for each variant', () => {
    const { findings } = load({}, TEXT.replace('mode: Sameish', 'mode: SameZone').replace('at: 1d', 'at: soon'));
    expect(findings.filter(({ code }) => code === 'PG1204')).toHaveLength(1);
  });

  test('a variant must be a map', () => {
    const { findings } = load({}, `${TEXT}  list: [1]\n`);
    expect(findings.at(-1)).toMatchObject({ code: 'PG1103', line: 18 });
  });
});
