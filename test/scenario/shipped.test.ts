import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/scenario/load.ts';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.ts';

const files = readdirSync('scenarios');
const load = (file: string, variant?: string) =>
  loadScenario(
    { name: `scenarios/${file}`, text: readFileSync(`scenarios/${file}`, 'utf8') },
    variant === undefined ? {} : { variant },
  );

describe('shipped scenarios', () => {
  test('there is one per question of the guide', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'no-ha.yaml',
        'same-zone.yaml',
        'zone-redundant.yaml',
        'burstable-dev.yaml',
        'bad-day.yaml',
        'example-scenario.yaml',
      ]),
    );
  });

  test.each(files)('%s says its question, names its schema, and is without any finding in all variants', (file) => {
    const lines = readFileSync(`scenarios/${file}`, 'utf8').split('\n');
    expect(lines[0]).toMatch(/^# Question: .+\?/);
    expect(lines[1]).toBe('# yaml-language-server: $schema=../schema/scenario.schema.json');
    const { findings, variants } = load(file);
    // But for variants that ask what to choose when a server is created.
    expect(findings.filter(({ code }) => code !== 'PG3007')).toEqual([]);
    for (const variant of variants) expect(load(file, variant).scenario, variant).not.toBeNull();
  });

  test('npm start runs a zone-redundant server of 512 GiB, 10,000 times', () => {
    const { scenario } = load('zone-redundant.yaml');
    expect(scenario?.server).toMatchObject({
      skuName: 'Standard_D4ds_v5',
      haMode: 'ZoneRedundant',
      storage: { sizeGib: 512 },
    });
    expect(scenario?.server.maintenanceWindow.kind).toBe('custom');
    expect(scenario?.simulation.replications).toBe(10_000);
    expect(scenario?.cost.downtimePerHour).toBeGreaterThan(0);
  });

  test('the office-hours server runs 2610 h of 2027', () => {
    const running = load('burstable-dev.yaml').scenario!.schedule!.running;
    expect(running.reduce((sum, { from, to }) => sum + to - from, 0) / 3_600_000).toBe(2610);
  });
});

describe('JSON Schema', () => {
  test('the file is what the definition generates; else npm run generate', () => {
    expect(JSON.parse(readFileSync('schema/scenario.schema.json', 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(scenarioJsonSchema())),
    );
  });

  test('is draft-07, refuses unknown keys, and frees x- keys outside server', () => {
    const schema = scenarioJsonSchema();
    const properties = schema['properties'] as Record<string, Record<string, unknown>>;
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#');
    expect(schema['required']).toEqual(['server']);
    expect(schema['additionalProperties']).toBe(false);
    expect(schema['patternProperties']).toEqual({ '^x-': {} });
    expect(properties['cost']?.['patternProperties']).toEqual({ '^x-': {} });
    expect(JSON.stringify(properties['server'])).not.toContain('^x-');
  });
});
