import { mkdirSync, writeFileSync } from 'node:fs';
import { scenarioJsonSchema } from '../src/scenario/json-schema.ts';

// Writes schema/scenario.schema.json. A test fails when the file and the definition differ.
mkdirSync('schema', { recursive: true });
writeFileSync('schema/scenario.schema.json', `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
