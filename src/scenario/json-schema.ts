import { z } from 'zod';
import { scenarioSchema } from './schema.ts';

interface JsonSchema {
  [key: string]: unknown;
}

/**
 * The JSON Schema (draft-07) of the scenario file, for editors. Keys that begin with `x-` are allowed everywhere outside
 * `server`.
 */
export function scenarioJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(scenarioSchema, { io: 'input', target: 'draft-7' }) as JsonSchema;
  const properties = schema['properties'] as Record<string, JsonSchema>;
  for (const [name, property] of Object.entries(properties)) if (name !== 'server') allowFreeKeys(property);
  schema['patternProperties'] = { '^x-': {} };
  return { $schema: schema['$schema'], title: 'pgnines scenario', ...schema };
}

function allowFreeKeys(schema: unknown): void {
  if (Array.isArray(schema)) schema.forEach(allowFreeKeys);
  else if (typeof schema === 'object' && schema !== null) {
    const node = schema as JsonSchema;
    if (node['additionalProperties'] === false) node['patternProperties'] = { '^x-': {} };
    Object.values(node).forEach(allowFreeKeys);
  }
}
