import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const textOf = (path: string) => readFileSync(`${root}/${path}`, 'utf8');

test('the licence of every package whose code is in the joined files stands beside them', () => {
  const joined = readdirSync(`${root}/dist/cli`).filter((name) => name.endsWith('.js'));
  // What the bundler writes above the code of each module.
  const regions = joined.flatMap((name) => [
    ...textOf(`dist/cli/${name}`).matchAll(/^\/\/ (?:.*\/)?node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm),
  ]);
  const packages = [...new Set(regions.map(([, name]) => name!))].sort();
  expect(packages).toEqual(expect.arrayContaining(['temporal-polyfill', 'yaml', 'zod']));
  const licences = textOf('dist/cli/THIRD-PARTY-LICENSES.txt');
  for (const name of packages) {
    const { version } = JSON.parse(textOf(`node_modules/${name}/package.json`)) as { version: string };
    expect(licences).toContain(`\n${name} ${version}\n\n${textOf(`node_modules/${name}/LICENSE`).trim()}\n`);
  }
});
