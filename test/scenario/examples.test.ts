import { expect, test } from 'vitest';
import { EXAMPLES } from '../../src/scenario/examples.ts';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.ts';
import { loadScenario } from '../../src/scenario/load.ts';

/** What some need beside them. */
const BESIDE: Readonly<Record<string, string>> = {
  'targets.availability.timeWindow': 'targets: { availability: { targetPercent: 99.95 } }',
};
const SERVER = 'server: { location: swedencentral, sku: { name: Standard_D4ds_v5 } }\n';
const load = (text: string) => loadScenario({ name: 'a.yaml', text });

interface Node {
  readonly type?: string;
  readonly anyOf?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
}

/** Paths of all maps and lists that the schema knows, in the notation of the table. */
function containers(node: Node, path: string): string[] {
  const own = node.type === 'object' || node.type === 'array' ? [path] : [];
  const under = (key: string) => (path === '' ? key : `${path}.${key}`);
  const { properties = {}, additionalProperties: free, items, anyOf = [] } = node;
  return [
    ...own,
    ...Object.entries(properties).flatMap(([key, inner]) => containers(inner, under(key))),
    ...(typeof free === 'object' ? containers(free, under('*')) : []),
    ...(items === undefined ? [] : containers(items, `${path}[]`)),
    ...anyOf.flatMap((form) => containers(form, path)),
  ];
}

test('every map and list of the schema has an example', () => {
  const known = Object.keys(EXAMPLES);
  const hasExample = (path: string) => known.some((key) => key === path || key === path.replace(/[^.]+$/, '*'));
  const notYet = ['server.properties.cluster'];
  const all = containers(scenarioJsonSchema() as Node, '').filter((path) => path !== '' && !notYet.includes(path));
  expect(all.length).toBeGreaterThan(30);
  expect(all.filter((path) => !hasExample(path))).toEqual([]);
});

test.each(Object.entries(EXAMPLES))('the example of %s can be loaded', (path, example) => {
  const name = { 'targets.recovery.*': 'zone', 'variants.*': 'other' }[path] ?? 'downtime_minutes';
  const value = path.endsWith('[]') ? `[${example}]` : example;
  const place = path.replace('[]', '').replace('*', name);
  const isVariants = path.startsWith('variants');
  const text =
    path === 'variants.*'
      ? `variants: { ${name}: ${value} }`
      : isVariants
        ? `${place}: ${value}`
        : (BESIDE[path] ?? '');
  const { findings } = loadScenario(
    { name: 'a.yaml', text: SERVER + text },
    isVariants ? {} : { set: [`${place}=${value}`] },
  );
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test.each([
  ['targets: { availability: 99.9 }', 'availability: { targetPercent: 99.95 }'],
  ['targets: { recovery: { hardware: 5m } }', 'hardware: { rto: 5m, rpo: 0s }'],
  ['faults: [zoneOutage]', '- { at: 2027-06-15T10:00Z, type: zoneOutage, duration: 2h }'],
  ['operations: restart', 'operations: [{ every: 1mo, do: plannedFailover }]'],
  ['thresholds: { downtime_minutes: p(95)<240 }', 'downtime_minutes: ["p(95)<240"]'],
  ['variants: [a]', 'variants: { no-standby: { server.properties.highAvailability.mode: Disabled } }'],
  ['variants: { a: b }', 'a: { server.properties.highAvailability.mode: Disabled }'],
])('%s is answered with an example', (text, example) => {
  expect(load(SERVER + text).findings).toMatchObject([{ code: 'PG1103', note: `For example ${example}` }]);
});

test('a missing map is answered with an example, too', () => {
  expect(load('server: { location: swedencentral }').findings[0]).toMatchObject({
    code: 'PG1105',
    note: 'For example sku: { name: Standard_D4ds_v5 }',
  });
});
