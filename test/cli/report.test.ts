import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesIn, MAIN, pgnines, temporaryDirectory, temporaryFile } from './pgnines.ts';

const quiet = ['--quiet', '--reproducible'];

describe('pgnines report', () => {
  let folder: string;
  const at = (...path: string[]) => join(folder, ...path);
  const textOf = (...path: string[]) => readFileSync(at(...path), 'utf8');

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pgnines-report-'));
    pgnines(['run', 'scenarios/promises.yaml', '-n', '500', ...quiet, '--out', at('run')]);
    pgnines(['compare', 'scenarios/ha-choice.yaml', '-n', '300', ...quiet, '--out', at('compare')]);
    const vary = ['--vary', 'server.properties.backup.backupRetentionDays=7,35'];
    pgnines(['sweep', 'scenarios/no-ha.yaml', '-n', '200', ...quiet, ...vary, '--out', at('sweep')]);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['run', 'result.json', ['charts', 'months.csv', 'outages.csv', 'report.html']],
    ['compare', 'comparison.json', ['charts', 'comparison.json', 'comparison.md', 'report.html']],
    ['sweep', 'sweep.json', ['charts', 'report.html', 'sweep.csv', 'sweep.json', 'sweep.md']],
  ])('renders what %s wrote again, to the same bytes', (command, name, expected) => {
    const out = temporaryDirectory();
    const { code, stderr } = pgnines(['report', at(command, name), '--out', out]);
    expect([code, stderr]).toEqual([command === 'run' ? 3 : 0, `wrote ${out}\n`]);
    const files = filesIn(out);
    expect(new Set(files.map((file) => file.split(/[\\/]/)[0]))).toEqual(new Set(expected));
    expect(files.filter((file) => file.endsWith('.svg')).length).toBeGreaterThan(0);
    for (const file of files) expect(readFileSync(join(out, file), 'utf8') === textOf(command, file)).toBe(true);
  });

  test('prints the summary, Markdown, JSON, and JUnit, and exits with the stored verdict', () => {
    const file = at('run', 'result.json');
    const print = (...flags: string[]) => pgnines(['report', file, ...flags]);
    expect(print().stdout).toMatch(/^pgnines [^]*\nBREACHED: [^]*exit 3\n$/);
    expect(print('--format', 'markdown').stdout).toMatch(/^### promises: breached\n/);
    expect(print('--format', 'json').stdout).toBe(textOf('run', 'result.json'));
    expect(print('--out', 'junit=-').stdout).toMatch(/^<\?xml /);
    expect(print('--exit-zero').code).toBe(0);
  });

  test('of several results, each gets a folder', () => {
    const directory = temporaryDirectory();
    for (const name of ['a.json', 'b.json']) writeFileSync(join(directory, name), textOf('run', 'result.json'));
    pgnines(['report', 'a.json', 'b.json', '--out', 'out', '-q'], { cwd: directory });
    expect(filesIn(join(directory, 'out', 'a'))).toEqual(filesIn(join(directory, 'out', 'b')));
    expect(filesIn(join(directory, 'out', 'a'))).toContain('report.html');
  });

  test('--format github annotates, and appends to the summary of the job where there is one', () => {
    const summary = join(temporaryDirectory(), 'summary.md');
    writeFileSync(summary, 'before\n');
    const args = ['report', at('run', 'result.json'), '--format', 'github'];
    const { stdout } = pgnines(args, { env: { GITHUB_STEP_SUMMARY: summary } });
    expect(stdout).toMatch(/^::error file=promises\.yaml,title=target breached%3A region RTO/m);
    expect(stdout).not.toContain('###');
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n### promises: breached\n/);
    expect(pgnines(args, { env: { GITHUB_STEP_SUMMARY: '' } }).stdout).toContain('\n### promises: breached\n');
  });

  test('what it cannot read, or has not the figures for, is said', () => {
    const refused = (file: string, ...flags: string[]) => {
      const { code, stderr } = pgnines(['report', file, ...flags]);
      expect(code).toBe(2);
      return stderr;
    };
    expect(refused(at('missing.json'))).toContain('PG1405');
    expect(refused(temporaryFile('a.json', '{'))).toContain('this is not a JSON file');
    expect(refused(temporaryFile('a.json', '{"formatVersion":"2.0"}'))).toContain('formatVersion 1.0');
    expect(refused(temporaryFile('a.json', '{"formatVersion":"1.0","kind":"Sweep"}'))).toContain('damaged');
    expect(refused(at('run', 'result.json'), '--out', 'csv=x.csv')).toContain('does not hold what csv needs');
    expect(refused(at('sweep', 'sweep.json'), '--out', 'junit=x.xml')).toContain('does not hold what junit needs');
    const part = join(temporaryDirectory(), 'part.json');
    pgnines(['run', 'scenarios/no-ha.yaml', '-n', '2000', '--shard', '1/2', '--out', `json=${part}`, '-q']);
    expect(refused(part)).toContain('merge joins partial ones');
  });

  test('run draws nothing, and loads nothing that draws, unless asked to', () => {
    const loadsVega = (...flags: string[]) => {
      const coverage = temporaryDirectory();
      spawnSync(process.execPath, [MAIN, 'run', 'scenarios/no-ha.yaml', '-n', '50', '-q', ...flags], {
        env: { ...process.env, NODE_V8_COVERAGE: coverage },
      });
      return filesIn(coverage).some((name) =>
        readFileSync(join(coverage, name), 'utf8').includes('/node_modules/vega'),
      );
    };
    expect(loadsVega('--out', `json=${join(temporaryDirectory(), 'a.json')}`)).toBe(false);
    expect(loadsVega('--out', `html=${join(temporaryDirectory(), 'a.html')}`)).toBe(true);
  });
});
