import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CATALOG_SECTIONS } from '../../src/cli/commands/catalog.ts';
import { COMMANDS } from '../../src/cli/options.ts';
import { pgnines, SCENARIO, temporaryFile } from './pgnines.ts';

/** What the shell is offered for the last word. */
const complete = (...words: readonly string[]): string[] =>
  pgnines(['--get-yargs-completions', 'pgnines', ...words])
    .stdout.trim()
    .split('\n');

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('pgnines', () => {
  test('--version is that of the package', () => {
    const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { version: string };
    expect(pgnines(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('--help lists the commands on standard output, in English whatever the locale', () => {
    const { code, stdout, stderr } = pgnines(['--help'], { env: { LC_ALL: 'fr_FR.UTF-8' } });
    expect([code, stderr]).toEqual([0, '']);
    for (const name of ['run', 'validate', 'trace', 'catalog', 'explain', 'schema', 'completion']) {
      expect(stdout).toContain(`  pgnines ${name} `);
    }
    expect(stdout).toContain('show help');
  });

  test('an unknown command gets a guess, a missing one a hint, exit 2', () => {
    const { code, stdout, stderr } = pgnines(['rnu', 'x.yaml']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^command line:1:9 {2}error PG1401 {2}rnu is not a command\n/);
    expect(stderr).toContain('Did you mean run?');
    expect(pgnines([])).toMatchObject({ code: 2, stdout: '' });
    expect(pgnines(['run']).stderr).toContain('run needs scenario files');
    expect(pgnines(['schema', 'scenario', 'more']).stderr).toContain('schema has no place for more');
  });

  test('an unknown flag gets a guess, with its place', () => {
    const { code, stderr } = pgnines(['run', '-', '--replicatons', '3'], { input: SCENARIO });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^command line:1:15 {2}error PG1402 /);
    expect(stderr).toContain('Did you mean --replications?');
  });

  test('the command reference says what --help prints', () => {
    const script = fileURLToPath(new URL('../../scripts/generate.mjs', import.meta.url));
    expect(spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  test('validate: findings on standard output, exit 2 when there are errors', () => {
    const file = temporaryFile('a.yaml', SCENARIO);
    expect(pgnines(['validate', file])).toMatchObject({ code: 0, stderr: '' });
    expect(pgnines(['validate', file]).stdout.split('\n')[0]).toBe(`${file}: valid`);
    const { code, stdout } = pgnines(['validate', '-', '--format', 'github'], { input: SCENARIO.replace('17', '1') });
    expect(code).toBe(2);
    expect(stdout).toMatch(/^::error file=-,line=5,/);
  });

  test('trace: the same history as text and as JSON', () => {
    const flags = ['trace', '-', '--replication', '2', '--seed', 'x'];
    const text = pgnines(flags, { input: SCENARIO });
    expect([text.code, text.stderr]).toEqual([0, '']);
    const { events, outages } = JSON.parse(pgnines([...flags, '--format', 'json'], { input: SCENARIO }).stdout) as {
      events: { part: string }[];
      outages: unknown[];
    };
    expect(outages.length).toBeGreaterThan(0);
    // A heading of three lines, two lines per outage.
    expect(text.stdout.trimEnd().split('\n')).toHaveLength(3 + events.length + 2 * outages.length);
    expect(text.stdout).toContain('replication 2 of seed x');
  });

  test('explain: codes, metrics and assumptions; anything else is refused', () => {
    expect(pgnines(['explain', 'pg2004']).stdout).toMatch(/^PG2004: Burstable with high availability\n/);
    expect(pgnines(['explain', 'downtime_minutes']).stdout).toMatch(/^downtime_minutes \(minutes\)\n/);
    expect(pgnines(['explain', 'hostFailure.every']).stdout).toContain('Source (');
    expect(pgnines(['explain', 'constructor'])).toMatchObject({ code: 2, stdout: '' });
  });

  test('schema prints JSON Schema, catalog its tables', () => {
    expect(JSON.parse(pgnines(['schema']).stdout)).toHaveProperty('$schema');
    expect(pgnines(['catalog', 'slas'])).toMatchObject({ code: 0, stderr: '' });
    expect(pgnines(['catalog', 'slaz'])).toMatchObject({ code: 2, stdout: '' });
    expect(pgnines(['catalog', 'prices', '--region', 'estus2']).stderr).toContain('Did you mean eastus2?');
  });

  test('completion offers flags', () => {
    expect(pgnines(['completion']).stdout).toContain('--get-yargs-completions');
    expect(complete('run', '--se')).toContain('--seed');
  });

  test('completion writes a script for the command pgnines', () => {
    expect(pgnines(['completion']).stdout).toMatch(/\ncomplete .* pgnines\n/);
    expect(pgnines(['completion'], { env: { SHELL: '/bin/zsh' } }).stdout).toMatch(/^#compdef pgnines\n/);
  });

  test('completion offers the values that a command takes, no more and no less', () => {
    const takers = COMMANDS.filter(({ options }) => (options as readonly string[]).includes('format'));
    expect(takers.length).toBeGreaterThan(4);
    for (const { name } of takers) {
      const { stderr } = pgnines([name, 'x.yaml', '--format', 'nonsense']);
      const [, allowed] = /format: "nonsense" is not known\n[^]*?allowed: (.*?)\./.exec(stderr) ?? [];
      expect([name, complete(name, 'x.yaml', '--format', '').sort()]).toEqual([name, allowed?.split(', ').sort()]);
    }
    expect(complete('catalog', '').sort()).toEqual([...CATALOG_SECTIONS].sort());
    expect(complete('schema', 'sce')).toEqual(['scenario']);
    expect(complete('')).toContain('sweep');
    // Nothing: the shell completes names of files.
    expect(complete('run', '')).toEqual(['']);
  });
});
