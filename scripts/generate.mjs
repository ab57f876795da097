// Writes the generated files; with --check only compares. Needs a build.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { scenarioJsonSchema } from '../dist/scenario/json-schema.js';
import { commandReference } from './generate/command-reference.mjs';
import { readmeWithSample } from './generate/readme-sample.mjs';
import { scenarioReference } from './generate/scenario-reference.mjs';
import { stateMachines } from './generate/state-machines.mjs';

const files = {
  'README.md': readmeWithSample(),
  'schema/scenario.schema.json': `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`,
  'docs/command-reference.md': await commandReference(),
  'docs/scenario.md': scenarioReference(),
  'docs/state-machines.md': stateMachines(),
};

const checking = process.argv.includes('--check');
for (const [name, text] of Object.entries(files)) {
  const path = new URL(`../${name}`, import.meta.url);
  const formatted = name.endsWith('.md')
    ? await format(text, { ...(await resolveConfig(path)), filepath: name })
    : text;
  if (!checking) {
    writeFileSync(path, formatted);
  } else if (readFileSync(path, 'utf8') !== formatted) {
    console.error(`${name} is not what the code says: run npm run generate`);
    process.exitCode = 1;
  }
}
