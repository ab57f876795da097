import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Sweep } from '../../src/experiment/sweep-result.ts';
import { pgnines, SCENARIO, start, temporaryDirectory, temporaryFile } from './pgnines.ts';

const MODE = 'server.properties.highAvailability.mode';
const SKU = 'server.sku.name';
const RETENTION = 'server.properties.backup.backupRetentionDays';
const MODES = ['--vary', `${MODE}=Disabled,SameZone,ZoneRedundant`];

const textOf = (...path: string[]): string => readFileSync(join(...path), 'utf8');
const sweepOf = (text: string) => JSON.parse(text) as Sweep;
/** The finished cells that are kept in a folder. */
const keptIn = (directory: string): string[] => {
  const folder = join(directory, 'cells');
  return existsSync(folder) ? readdirSync(folder).filter((name) => /^[0-9a-f]+\.json$/.test(name)) : [];
};

describe('pgnines sweep', () => {
  test('simulates every combination, the last path varying fastest, and says which are worth their money', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const { code, stdout, stderr } = pgnines(['sweep', file, ...MODES, '--vary', `${RETENTION}=7,14`]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('6 cells simulated; ');
    expect(stdout).toMatch(/\n {2}FRONT +USD\/month +min\/year/);
    expect(stdout).toMatch(/\n +1 {2}Disabled {2,}7 /);
    expect(stdout).toMatch(/\nDONE: \d cells? on the front, of 6\. [^]*exit 0\n$/);
    const json = pgnines(['sweep', file, ...MODES, '--vary', `${RETENTION}=7,14`, '--format', 'json']);
    const { cells, front, inputs } = sweepOf(json.stdout);
    expect(inputs).toMatchObject({ scenario: 'orders.yaml', replications: 20, seed: '7' });
    expect(inputs.vary[1]).toEqual({ path: RETENTION, values: [7, 14] });
    expect(cells.map(({ values }) => Object.values(values).join(' '))).toEqual([
      'Disabled 7',
      'Disabled 14',
      'SameZone 7',
      'SameZone 14',
      'ZoneRedundant 7',
      'ZoneRedundant 14',
    ]);
    expect(front[0]).toBe(1);
  });

  test('a warning of several cells is said once; of some of them, with their numbers', () => {
    const text = `${SCENARIO}faults: [{ at: 2030-01-01, type: vmCrash }, { at: +1d, type: vmCrash, target: standby }]\n`;
    const line = ['sweep', temporaryFile('orders.yaml', text), '--vary', `${MODE}=Disabled,SameZone,ZoneRedundant`];
    const { code, stdout, stderr } = pgnines(line);
    expect(code).toBe(0);
    const warnings = stdout.slice(stdout.indexOf('  WARNINGS'), stdout.indexOf('  NEXT')).split('\n');
    expect(warnings.filter((warning) => warning.includes('PG1301'))).toEqual([
      '    PG1301  faults[0].at: 2030-01-01 lies outside the simulated time, so it never happens',
    ]);
    expect(warnings.filter((warning) => warning.includes('PG1303'))).toEqual([
      expect.stringMatching(/^ {4}PG1303 {2}cell 1: .* needs a standby, and the server has none$/),
    ]);
    expect(stderr.match(/PG1301/g)).toHaveLength(1);
    expect(stderr).toContain('warning PG1303  cell 1: ');
  });

  test('a cell has the figures of a run with the same values', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const shared = [
      '--set',
      'workload.wal.GBPerHour=3',
      '--seed',
      'x',
      '-n',
      '50',
      '--horizon',
      '6mo',
      '--format',
      'json',
    ];
    const { cells } = sweepOf(pgnines(['sweep', file, ...MODES, ...shared]).stdout);
    const [, cell] = cells;
    const run = pgnines(['run', file, ...shared, ...cell!.set.flatMap((text) => ['--set', text])]).stdout;
    const { fingerprint } = JSON.parse(run) as { fingerprint: string };
    expect(cell).toMatchObject({ status: 'simulated', fingerprint });
  });

  test('--out DIR writes every file, all cells as CSV and JSON among them; csv=- and json=PATH only that', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const out = join(file, '..', 'out');
    const args = ['sweep', file, ...MODES, '--vary', `${SKU}=Standard_B2ms,Standard_D2ds_v5`, '--reproducible'];
    const { code, stderr } = pgnines([...args, '--out', out]);
    expect([code, stderr]).toEqual([0, `wrote ${out}\n`]);
    expect(readdirSync(out).sort()).toEqual(['cells', 'charts', 'report.html', 'sweep.csv', 'sweep.json', 'sweep.md']);
    const csv = textOf(out, 'sweep.csv');
    const [head, ...lines] = csv.trimEnd().split('\n');
    expect(head).toMatch(
      /^cell,server\.properties\.highAvailability\.mode,server\.sku\.name,status,on_front,indistinct_from,verdict,cost_monthly,downtime_minutes,downtime_low,/,
    );
    expect(new Set([head!, ...lines].map((line) => line.split(',').length)).size).toBe(1);
    expect(lines[0]).toMatch(/^1,Disabled,Standard_B2ms,simulated,true,,none,\d/);
    expect(lines[2]).toMatch(/^3,SameZone,Standard_B2ms,refused,,,.*PG2004 tier Burstable cannot have/);
    expect(pgnines([...args, '--out', 'csv=-']).stdout).toBe(csv);
    const json = join(out, 'alone.json');
    expect(pgnines([...args, '--quiet', '--out', `json=${json}`])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(textOf(json)).toBe(textOf(out, 'sweep.json'));
  });

  test('values may be lists, maps, texts with commas and ranges; a CSV cell is never a formula', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const args = [
      ['--vary', 'people.detect="lognormal(p5=2m,p95=20m)",{dist: constant, value: 5m}'],
      ['--vary', 'server.properties.maintenanceWindow.startHour=0..23:12'],
      ['--vary', 'metadata.labels={team: "=a"},[]'],
    ];
    const bad = pgnines(['sweep', file, ...args.flat()]);
    expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining('--vary:3:30  error PG1103')]);
    const named = ['--vary', 'metadata.description="=a","-b"'];
    const { code, stdout } = pgnines(['sweep', file, ...args[0]!, ...args[1]!, ...named, '-n', '2', '--out', 'csv=-']);
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[1]).toMatch(/^1,"lognormal\(p5=2m,p95=20m\)",0,'=a,/);
    expect(lines[8]).toMatch(/^8,"\{""dist"":""constant"",""value"":""5m""\}",12,'-b,/);
  });
});

describe('combinations that cannot be had', () => {
  test('are refused one by one, and the others simulated', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const skus = ['--vary', `${SKU}=Standard_B2ms,Standard_D2ds_v5`];
    const { code, stdout } = pgnines(['sweep', file, ...skus, ...MODES]);
    expect(code).toBe(0);
    expect(stdout).toContain('4 cells simulated');
    expect(stdout).toContain('REFUSED, 2 cells');
    expect(stdout).toContain(
      'PG2004  tier Burstable cannot have high availability; --vary:2 sets mode SameZone: cell 2',
    );
  });

  test('may be two values that each go with others', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const sizes = ['--vary', 'server.properties.storage.storageSizeGB=128,512'];
    const data = ['--vary', 'workload.data.initialGB=64,256'];
    const { code, stdout } = pgnines(['sweep', file, ...sizes, ...data]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/REFUSED, 1 cell\n {4}PG1104 {2}workload\.data\.initialGB: 256 is out of range.* cell 2\n/s);
    expect(pgnines(['sweep', file, ...sizes, '--set', 'workload.data.initialGB=256']).code).toBe(0);
    const wrong = pgnines(['sweep', file, ...sizes, '--vary', 'workload.data.initialGB=64,-1']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--vary:2:28  error PG1104')]);
  });

  test('are findings when they are all there is', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const { code, stdout, stderr } = pgnines(['sweep', file, '--vary', `${RETENTION}=3,40`]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--vary:1:46  error PG2014  backupRetentionDays: 3 is out of range');
    expect(stderr).toContain('--vary:1:48  error PG2014  backupRetentionDays: 40 is out of range');
  });
});

describe('mistakes in the grid', () => {
  test('are told in one go, with carets and guesses, and nothing is simulated', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const out = join(file, '..', 'out');
    const { code, stdout, stderr } = pgnines([
      'sweep',
      file,
      `--vary=${SKU}=Standard_D2ds_v5,Standard_D2ds_v55`,
      '--vary=server.properties.highAvailability.mod=Disabled,SameZone',
      '--set=workload.wal.GBPerHou=3',
      `--out=${out}`,
    ]);
    expect([code, stdout, existsSync(out)]).toEqual([2, '', false]);
    expect(stderr).toContain('--vary:1:34  error PG2002');
    expect(stderr).toContain('Did you mean Standard_D2ds_v5?');
    expect(stderr).toContain('--vary:2:1  error PG1101');
    expect(stderr).toContain('Did you mean mode?');
    expect(stderr).toContain('--set:1:1  error PG1101');
    expect(stderr.match(/error PG/g)).toHaveLength(3);
  });

  test.each([
    [[], 'PG1404  sweep needs --vary'],
    [['--vary', 'a=1,1'], '--vary:1:5  error PG1412  1 is given twice'],
    [['--vary', 'a=0..40', '--vary', 'b=0..40'], 'the grid has 1,681 cells; at most 1,000 can be swept'],
    [['--vary', 'simulation.horizon=1y,2y'], 'PG1411  cell 1 and cell 2 differ in the horizon'],
    [['--vary', 'a..b=1'], 'PG1109  the path has an empty step'],
  ])('%j is answered with %j', (args, message) => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const { code, stdout, stderr } = pgnines(['sweep', file, ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});

/** Eight cells that take a second or so. */
const LONG = [`--vary=${MODE}=Disabled,SameZone`, `--vary=${RETENTION}=7,14,21,35`, '-n', '1500'];

/** Starts a sweep and ends it once more cells are kept than so many. */
async function interrupt(args: readonly string[], out: string, kept: number, signal: 'SIGINT' | 'SIGKILL') {
  const child = start([...args, '--out', out]);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (data: Buffer) => (output[name] += String(data)));
  const closed = once(child, 'close') as Promise<[number | null, string | null]>;
  while (keptIn(out).length <= kept) await sleep(2);
  child.kill(signal);
  const [code, killed] = await closed;
  return { code, killed, ...output };
}

describe('a sweep that is interrupted', () => {
  test('by SIGKILL or Ctrl-C goes on where it stopped, and ends with the bytes of one that was not', async () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const out = join(file, '..', 'out');
    const args = ['sweep', file, ...LONG, '--reproducible'];
    const whole = join(file, '..', 'whole');
    expect(pgnines([...args, '-q', '--jobs', '1', '--out', whole]).code).toBe(0);

    const killed = await interrupt([...args, '--jobs', '1'], out, 0, 'SIGKILL');
    expect([killed.killed, existsSync(join(out, 'sweep.json'))]).toEqual(['SIGKILL', false]);
    const kept = keptIn(out).length;
    expect(kept).toBeGreaterThan(0);

    const { code, stdout, stderr } = await interrupt([...args, '--jobs', '2'], out, kept, 'SIGINT');
    expect(code).toBe(130);
    expect(stderr).toContain(`${kept} cell${kept === 1 ? '' : 's'} of an earlier sweep found in ${out}\n`);
    expect(stdout).toMatch(/\nINTERRUPTED after \d of 8 cells: [^]*exit 130\n$/);
    const partial = sweepOf(textOf(out, 'sweep.json'));
    const more = keptIn(out).length;
    expect(more).toBeGreaterThan(kept);
    expect(more).toBeLessThan(8);
    expect(partial.cells.filter(({ status }) => status === 'simulated')).toHaveLength(more);
    expect(partial.cells.filter(({ status }) => status === 'open')).toHaveLength(8 - more);

    // A kept cell that a failing disk cut short is simulated again.
    truncateSync(join(out, 'cells', keptIn(out)[0]!), 100);
    const last = pgnines([...args, '--jobs', '7', '--out', out]);
    expect([last.code, last.stderr]).toEqual([0, expect.stringContaining(`${more - 1} cell`)]);
    for (const name of ['sweep.csv', 'sweep.json']) expect(textOf(out, name) === textOf(whole, name)).toBe(true);
    expect(keptIn(out).sort()).toEqual(readdirSync(join(whole, 'cells')).sort());
    for (const name of keptIn(out)) expect(textOf(out, 'cells', name)).toBe(textOf(whole, 'cells', name));
  });
});

describe('cells that are kept', () => {
  test('serve a larger grid, and nothing that changes a figure; a comment changes none', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const out = join(file, '..', 'out');
    const found = (...args: string[]): string => pgnines(['sweep', file, ...args, '--out', out]).stderr.split('\n')[0]!;
    const wrote = `wrote ${out}`;
    const two = ['--vary', `${MODE}=Disabled,SameZone`];
    expect(found(...two)).toBe(wrote);
    expect(found(...MODES)).toBe(`2 cells of an earlier sweep found in ${out}`);
    expect(found(...MODES, '--seed', '8')).toBe(wrote);
    // The cells of the other seed are gone.
    expect(found(...MODES)).toBe(wrote);
    expect(found(...MODES, '-n', '21')).toBe(wrote);
    expect(found(...MODES, '-n', '21', '--set', 'workload.wal.GBPerHour=3')).toBe(wrote);
    expect(found(...MODES)).toBe(wrote);
    writeFileSync(file, `# a comment\n${SCENARIO}`);
    expect(found(...MODES)).toBe(`3 cells of an earlier sweep found in ${out}`);
    writeFileSync(file, SCENARIO.replace('128', '256'));
    expect(found(...MODES)).toBe(wrote);
    expect(keptIn(out)).toHaveLength(3);
  });

  test('of other sweeps go when a sweep is complete; what is not ours stays', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const out = temporaryDirectory();
    mkdirSync(join(out, 'cells'));
    const ours = ['a'.repeat(64), `.${'b'.repeat(64)}`].map(
      (name, index) => `${name}.json${index === 1 ? '.77.tmp' : ''}`,
    );
    for (const name of [...ours, 'notes.txt']) writeFileSync(join(out, 'cells', name), '{}');
    expect(pgnines(['sweep', file, ...MODES, '-q', '--out', out]).code).toBe(0);
    const names = readdirSync(join(out, 'cells'));
    expect(names).toHaveLength(4);
    expect(names).toContain('notes.txt');
    for (const name of ours) expect(names).not.toContain(name);
  });
});
