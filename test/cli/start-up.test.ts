import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { MAIN, SCENARIO, temporaryDirectory, temporaryFile } from './pgnines.ts';

/** The files of ours and of packages that a command line loads, as V8 tells its coverage. */
function loaded(...args: readonly string[]): string[] {
  const directory = temporaryDirectory();
  const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    env: { ...process.env, NODE_V8_COVERAGE: directory },
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  const reports = readdirSync(directory).map(
    (name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as { result: { url: string }[] },
  );
  const urls = reports.flatMap((report) => report.result.map(({ url }) => url));
  return urls.filter((url) => url.startsWith('file:') || url.startsWith('/'));
}

describe('at its start the command line', () => {
  test('loads next to nothing to tell its version', () => {
    const files = loaded('--version');
    expect(files.length).toBeLessThanOrEqual(3);
    const bytes = files.map((url) => statSync(fileURLToPath(url)).size).reduce((sum, size) => sum + size);
    expect(bytes).toBeLessThan(20_000);
  });

  test('loads a few files and no package on its own to check a scenario', () => {
    const files = loaded('validate', temporaryFile('orders.yaml', SCENARIO));
    expect(files.length).toBeGreaterThan(1);
    expect(files.length).toBeLessThanOrEqual(20);
    expect(files.filter((url) => url.includes('/node_modules/'))).toEqual([]);
  });

  test('loads the parser of unusual lines only for those', () => {
    const scenario = temporaryFile('orders.yaml', SCENARIO);
    const usesYargs = (...args: readonly string[]) => loaded(...args).some((url) => url.includes('/yargs/'));
    expect(usesYargs('validate', scenario, '--format', 'json')).toBe(false);
    expect(usesYargs('run', scenario, '-n', '5', '-q')).toBe(false);
    expect(usesYargs('validate', scenario, '--no-color', 'true')).toBe(true);
  });
});
