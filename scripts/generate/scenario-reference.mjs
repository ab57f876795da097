import { scenarioJsonSchema } from '../../dist/scenario/json-schema.js';
import { EVENT_METRICS, METRICS } from '../../dist/vocabulary/metrics.js';

const metricList = [
  ...METRICS.map(({ name }) => `\`${name}\``),
  ...EVENT_METRICS.map(({ name }) => `\`${name}{class:CLASS}\``),
].join(', ');

const typeOf = (schema) => {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(' ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].filter(Boolean).join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {}) || 'maps'}`;
  if (schema.type === 'object') return schema.additionalProperties?.type ? 'map' : '';
  return schema.type ?? 'value';
};

const range = ({ minimum, maximum }) =>
  minimum === undefined || maximum === undefined || Math.abs(maximum) > 1e15 ? '' : ` (${minimum} to ${maximum})`;

/** Many keys that take the same are shown once. */
const keysOf = (properties = {}) => {
  const entries = Object.entries(properties);
  const alike = new Set(entries.map(([, inner]) => JSON.stringify(inner)));
  const [first] = entries;
  return alike.size === 1 && entries.length > 5 && first[1].properties ? [['CLASS', first[1]]] : entries;
};

/** Rows for a schema's keys, depth first: `path | type | description`. */
const rows = (schema, path) =>
  keysOf(schema.properties).flatMap(([key, inner]) => {
    const here = path === '' ? key : `${path}.${key}`;
    const items = inner.type === 'array' && inner.items?.properties ? inner.items : null;
    const own = `| \`${here}\` | ${typeOf(items ? { type: 'array', items: {} } : inner)}${range(inner)} | ${inner.description ?? ''} |`;
    return [own, ...rows(items ?? inner, items ? `${here}[]` : here)];
  });

/** docs/scenario.md: prose, then every key of the schema except those inside `server`, which are Azure's own. */
export const scenarioReference = () => {
  const schema = scenarioJsonSchema();
  const { server, ...properties } = schema.properties;
  return `# The scenario file

YAML 1.2 (or JSON). Only \`server\` is required. For completion in your editor begin the file with
\`# yaml-language-server: $schema=<path to>/schema/scenario.schema.json\`.

- **\`server\`** is the body of the ARM resource \`Microsoft.DBforPostgreSQL/flexibleServers\`, word for word: paste a template
  (parameters filled in) or what the portal exports. Keys that are not modelled give a warning; read-only ones are ignored.
- **Durations**: \`90s 5m 6h 7d 2w 3mo 1y\` or ISO 8601. \`M\` alone is refused: minutes or months? In assumptions a month is 730 h
  and a year 8760 h; in \`horizon\` and \`operations\` they are calendar units.
- **Distributions**: \`{ dist: lognormal, p5: 2m, p95: 20m }\` or, in one line, \`lognormal(p5=2m,p95=20m)\`. Kinds: constant,
  exponential, uniform, triangular, lognormal (\`p5\`+\`p95\`, \`p50\`+\`p95\`, \`p50\`+\`sigma\`, \`mean\`+\`sd\`), gamma, weibull, empirical,
  mixture; \`min\` and \`max\` clamp. A bare range is refused with the spellings it could mean. A bare duration is a constant;
  for a hazard (\`....every\`) it is the mean of an exponential. \`never\` switches a hazard off.
- **Assumptions**: \`assumptions.override\` takes any name of \`pgnines catalog assumptions\`; \`assumptions.set: quiet\` is the shipped
  set with every hazard and maintenance off (and starts that never fail), to look at one mechanism alone.
  A distribution inside a parameter, or in place of a plain number, says that it is not known: [statistics.md](statistics.md).
- **\`targets\`** are promises. \`availability\`: \`targetPercent\` must hold in at least \`windowsMetPercent\` (default 95) of the calendar
  windows of \`timeWindow\`; without a window, over the whole of the simulated time, on average. \`recovery\`, by disruption class
  (software, hardware, storage, zone, region, operator, maintenance, change, capacity): the p95 of its events. \`budget\`: the p90 of
  \`cost_monthly\`.
- **\`thresholds\`** are rules in k6's grammar, a list by metric: \`downtime_minutes: ['p(95)<240']\`. A rule is an aggregation
  (\`mean min max med p(N) rate\`), a comparison (\`< <= > >= == !=\`) and a number in the unit that the name of the metric ends in.
  \`rate\` is the share of the histories in which the metric is not zero. The long form \`{ threshold: 'max<600', severity: warn }\` never
  changes the exit code. Tags: \`rto_minutes{class:region}\` and \`rpo_minutes{class:region}\` have one value per event and need the
  class (their \`rate\`: share of the events); \`downtime_minutes{cause:hostFailure}\` takes \`mean\`, \`min\` and \`max\`. How a verdict
  is formed: [statistics.md](statistics.md).
- **Metrics** (\`pgnines explain METRIC\` says what each is): ${metricList}.
- **Paths** of \`--set\` and \`variants\` are dotted: \`server.properties.highAvailability.mode\`. Values parse as YAML. With
  \`server.sku.name\` alone the tier follows, with \`highAvailability.mode\` alone the standby's zone.
- Keys that begin with \`x-\` are yours. Any other unknown key is an error with a guess. Keys whose part of the service is not
  built yet are answered "not yet" (PG3001).

## Keys

Generated by \`npm run generate\` from the schema.

| key | takes | meaning |
|---|---|---|
| \`server\` | map | ${server.description ?? 'The ARM resource body.'} |
${rows({ properties }, '').join('\n')}
`;
};
