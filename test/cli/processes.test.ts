import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MAIN, pgnines, SCENARIO, start, temporaryDirectory, temporaryFile } from './pgnines.ts';

describe('processes', () => {
  test('a reader that closes the pipe early ends it quietly', async () => {
    const child = start(['catalog', 'prices', '--format', 'json']);
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = (await once(child, 'exit')) as [number | null];
    expect([code, stderr]).toEqual([0, '']);
  });

  test('who hears no warnings still gets the files', async () => {
    const never = '{ at: 2030-01-01T00:00:00Z, type: vmCrash }';
    const file = temporaryFile('orders.yaml', `${SCENARIO}faults: [${never}]\n`);
    const directory = temporaryDirectory();
    const child = start(['run', file, '--out', directory]);
    child.stderr.destroy();
    child.stdout.resume();
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(existsSync(join(directory, 'result.json'))).toBe(true);
  });

  test('a full disk behind standard output is said, and fails it', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'run', file, '-q', '--format', 'json'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect(stderr).toMatch(/^pgnines: cannot write: ENOSPC[^\n]*\n$/);
    expect(status).toBe(1);
  });

  test('Ctrl-C ends after the running block, reports what is done and exits 130', async () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const child = start(['run', file, '-n', '100000000', '--format', 'json']);
    let stdout = '';
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    // Blocks take tens of milliseconds; a second is enough for one.
    setTimeout(() => child.kill('SIGINT'), 1500);
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(130);
    const done = (JSON.parse(stdout) as { inputs: { replications: number } }).inputs.replications;
    expect(done).toBeGreaterThan(0);
    expect(done % 1000).toBe(0);
  });

  test('a run that Ctrl-C ended says how it goes on, where it left a result', async () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const directory = join(temporaryDirectory(), 'out');
    const child = start(['run', file, '-n', '100000000', '--out', directory, '--out', `json=${directory}.json`]);
    let stdout = '';
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    setTimeout(() => child.kill('SIGINT'), 1500);
    expect(await once(child, 'close')).toEqual([130, null]);
    const [, command] = /go on where it stopped\s+npx pgnines (.*)\n/.exec(stdout)!;
    const words = command!.split(' ');
    const stored = join(directory, 'result.json');
    expect(words.join(' ')).toBe(`run --extend ${stored} -n 100000000 --out ${directory} --out json=${directory}.json`);
    const done = Number(/INTERRUPTED after ([\d,]+) of/.exec(stdout)![1]!.replaceAll(',', ''));
    const shorter = words.map((word) => (word === '100000000' ? String(done + 1000) : word));
    expect(pgnines([...shorter, '-q'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
