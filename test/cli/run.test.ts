import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/experiment/result.ts';
import { filesIn, pgnines, SCENARIO, temporaryDirectory, temporaryFile } from './pgnines.ts';

const FOLDER = ['charts', 'cost.csv', 'months.csv', 'outages.csv', 'replications.csv', 'report.html', 'result.json'];
const resultIn = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8')) as Result;

describe('pgnines run', () => {
  test('prints the summary, exits 0 and writes nothing unless asked', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const directory = join(file, '..');
    const { code, stdout, stderr } = pgnines(['run', file], { cwd: directory });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('20 simulated years of 2027   seed 7');
    expect(stdout).toMatch(/\nDONE: [^]*exit 0\n$/);
    expect(readdirSync(directory)).toEqual(['orders.yaml']);
  });

  test('--out DIR writes every file, creates the directory, and says where', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const out = join(file, '..', 'a', 'b');
    const { code, stderr } = pgnines(['run', file, '--out', out]);
    expect([code, stderr]).toEqual([0, `wrote ${out}\n`]);
    expect(readdirSync(out).sort()).toEqual(FOLDER);
    const result = resultIn(out, 'result.json');
    expect(result.inputs).toMatchObject({ scenario: 'orders.yaml', text: SCENARIO, replications: 20, seed: '7' });
    expect(result.run?.node).toBe(process.versions.node);
    const lines = readFileSync(join(out, 'replications.csv'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(21);
    expect(lines[0]).toMatch(/^replication,availability_percent,downtime_minutes,/);
  });

  test('several scenarios get a folder each; stale files of ours go, others stay', () => {
    const directory = temporaryDirectory();
    for (const name of ['a.yaml', 'b.yaml']) writeFileSync(join(directory, name), SCENARIO);
    const out = join(directory, 'out');
    expect(pgnines(['run', 'a.yaml', '--out', 'out/a'], { cwd: directory }).code).toBe(0);
    writeFileSync(join(out, 'a', 'charts', 'gone.svg'), 'stale');
    writeFileSync(join(out, 'a', 'notes.txt'), 'mine');
    expect(pgnines(['run', 'a.yaml', 'b.yaml', '--out', 'out'], { cwd: directory }).code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['a', 'b']);
    expect(readdirSync(join(out, 'a')).sort()).toEqual([...FOLDER, 'notes.txt'].sort());
    expect(readdirSync(join(out, 'b')).sort()).toEqual(FOLDER);
    expect(readdirSync(join(out, 'a', 'charts'))).not.toContain('gone.svg');
  });

  test('--reproducible: the same seed gives the same bytes, in every file and on standard output', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const [one, two] = ['one', 'two'].map((name) => {
      const out = join(file, '..', name);
      const { stdout } = pgnines(['run', file, '--reproducible', '--out', out]);
      return [stdout, ...filesIn(out).map((entry) => readFileSync(join(out, entry), 'utf8'))];
    });
    expect(one).toEqual(two);
    expect(resultIn(file, '..', 'one', 'result.json').run).toBeUndefined();
    expect(one![0]).not.toMatch(/\d s {3}exit/);
  });

  test('another seed gives other figures', () => {
    const run = (seed: string) =>
      pgnines(['run', '-', '--format', 'json', '--reproducible', '--seed', seed, '-n', '3'], { input: SCENARIO })
        .stdout;
    expect(run('a')).not.toBe(run('b').replaceAll('"seed": "b"', '"seed": "a"'));
  });

  test('- reads standard input; -n, --horizon and --set change the scenario', () => {
    const flags = ['-n', '3', '--horizon', '1mo', '--set', 'assumptions.set=quiet'];
    const { code, stdout } = pgnines(['run', '-', ...flags, '--format', 'json'], { input: SCENARIO });
    const result = JSON.parse(stdout) as Result;
    expect(code).toBe(0);
    expect(result.inputs).toMatchObject({ scenario: '-', replications: 3, end: '2027-02-01T00:00:00Z' });
    expect(result.inputs.set).toEqual(['assumptions.set=quiet']);
    expect(result.metrics['downtime_minutes']!.max).toBe(0);
  });

  test('one replication is a run too', () => {
    const { code, stdout } = pgnines(['run', '-', '-n', '1', '--format', 'json'], { input: SCENARIO });
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Result).metrics['downtime_minutes']!.samples).toBe(1);
  });

  test('--out FORMAT=PATH writes only that; - is standard output, without the summary', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const path = join(file, '..', 'only.csv');
    const { code, stdout } = pgnines(['run', file, '--out', `csv=${path}`, '--out', 'json=-', '-q']);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Result).formatVersion).toBe('1.0');
    expect(readdirSync(join(file, '..')).sort()).toEqual(['only.csv', 'orders.yaml']);
  });

  test('--quiet says nothing', () => {
    expect(pgnines(['run', '-', '-q', '-n', '2'], { input: SCENARIO })).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('a password in the server definition does not reach the result', () => {
    const input = SCENARIO.replace('    version:', '    administratorLoginPassword: hunter2secret\n    version:');
    const { code, stdout } = pgnines(['run', '-', '--format', 'json', '-n', '2'], { input });
    expect(code).toBe(0);
    expect(stdout).not.toContain('hunter2secret');
  });

  test.each([
    ['run', [], 'result.json'],
    ['compare', [], 'comparison.json'],
    ['sweep', ['--vary', 'server.sku.name=Standard_D2ds_v5,Standard_D4ds_v5'], 'sweep.json'],
  ])('a password in a flag of %s does not reach what is written or printed', (command, more, stored) => {
    const file = temporaryFile(
      'orders.yaml',
      `${SCENARIO}variants: { large: { server.sku.name: Standard_D4ds_v5 } }\n`,
    );
    const out = join(file, '..', 'out');
    const secret = ['--set', 'server.properties.administratorLoginPassword=hunter2secret'];
    const { code, stdout, stderr } = pgnines([command, file, ...more, ...secret, '-n', '20', '--out', out]);
    expect([code, stdout + stderr]).toEqual([0, expect.not.stringContaining('hunter2secret')]);
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining([stored, 'report.html']));
    for (const { parentPath, name } of files) {
      expect(readFileSync(join(parentPath, name), 'utf8')).not.toContain('hunter2secret');
    }
  });

  test('a run whose scenario or flags held a password goes on from what was stored', () => {
    const input = SCENARIO.replace('    version:', '    administratorLoginPassword: hunter2secret\n    version:');
    const file = temporaryFile('orders.yaml', input);
    const out = join(file, '..', 'out');
    const secret = ['--set', 'server.properties.administratorLoginPassword=hunter2secret'];
    expect(pgnines(['run', file, ...secret, '--quiet', '--out', out]).code).toBe(0);
    const more = pgnines(['run', '--extend', join(out, 'result.json'), '-n', '40', '--quiet', '--out', out]);
    expect(more).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(resultIn(out, 'result.json').inputs.replications).toBe(40);
  });

  test('every warning of a result can be explained', () => {
    const { stdout } = pgnines(['run', 'scenarios/example-scenario.yaml', '--format', 'json', '-n', '50']);
    for (const { code } of (JSON.parse(stdout) as Result).warnings) {
      expect(pgnines(['explain', code]).stdout).toMatch(new RegExp(`^${code}: `));
    }
  });

  test('what cannot be written is said, exit 1, and leaves nothing behind; what was simulated is still told', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const directory = join(file, '..');
    mkdirSync(join(directory, 'out', 'result.json'), { recursive: true });
    const { code, stdout, stderr } = pgnines(['run', file, '--out', join(directory, 'out')]);
    expect(code).toBe(1);
    expect(stdout).toContain('DOWNTIME');
    expect(stderr).toMatch(/^pgnines: cannot write: /);
    expect(readdirSync(join(directory, 'out'))).toEqual(['result.json']);
  });
});
