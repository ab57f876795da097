// Writes the generated files; with --check only compares; with --verify also those that take minutes. Needs a build.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { scenarioJsonSchema } from '../dist/scenario/json-schema.js';
import { exampleReports } from './generate/example-reports.mjs';
import { commandReference } from './generate/command-reference.mjs';
import { coveragePage } from './generate/coverage.mjs';
import { readmeWithSample } from './generate/readme-sample.mjs';
import { scenarioReference } from './generate/scenario-reference.mjs';
import { stateMachines } from './generate/state-machines.mjs';
import { runVerification, verificationPage } from './generate/verification.mjs';

const files = {
  'README.md': readmeWithSample(),
  'schema/scenario.schema.json': `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`,
  'docs/command-reference.md': await commandReference(),
  'docs/coverage.md': coveragePage(),
  'docs/scenario.md': scenarioReference(),
  'docs/state-machines.md': stateMachines(),
  ...exampleReports(),
  ...(process.argv.includes('--verify') ? { 'docs/verification.md': verificationPage(await runVerification()) } : {}),
};

const checking = process.argv.includes('--check');
for (const [name, text] of Object.entries(files)) {
  const path = new URL(`../${name}`, import.meta.url);
  const formatted = name.endsWith('.md')
    ? await format(text, { ...(await resolveConfig(path)), filepath: name })
    : text;
  if (!checking) {
    mkdirSync(dirname(fileURLToPath(path)), { recursive: true });
    writeFileSync(path, formatted);
  } else if (!existsSync(path) || readFileSync(path, 'utf8') !== formatted) stale(name);
}

// What an example does not hold any more.
for (const name of readdirSync(new URL('../reports/examples/', import.meta.url), { recursive: true })) {
  const path = `reports/examples/${name.replaceAll('\\', '/')}`;
  if (!/\.(svg|html)$/.test(path) || Object.hasOwn(files, path)) continue;
  if (checking) stale(path);
  else rmSync(new URL(`../${path}`, import.meta.url));
}

function stale(name) {
  console.error(`${name} is not what the code says: run npm run generate`);
  process.exitCode = 1;
}
