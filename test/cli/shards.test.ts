import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pgnines, SCENARIO, start, temporaryDirectory, temporaryFile } from './pgnines.ts';

const textOf = (path: string): string => readFileSync(path, 'utf8');

describe('shards', () => {
  test('16 of them, merged in any order, are the bytes of one run', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const directory = temporaryDirectory();
    const at = (name: string) => join(directory, name);
    // Fewer blocks than shards: some have nothing to do.
    const run = ['run', file, '-n', '12345', '--quiet'];
    expect(pgnines([...run, '--reproducible', '--out', at('whole')]).code).toBe(0);
    for (let index = 1; index <= 16; index++) {
      expect(pgnines([...run, '--shard', `${index}/16`, '--out', `json=${at(`part-${index}.json`)}`]).code).toBe(0);
    }
    const parts = readdirSync(directory).filter((name) => name.startsWith('part-'));
    const merged = pgnines(['merge', ...parts.toReversed().map(at), '--reproducible', '-q', '--out', at('merged')]);
    expect(merged).toEqual({ code: 0, stdout: '', stderr: '' });
    for (const name of readdirSync(at('whole')))
      expect(textOf(join(at('merged'), name))).toBe(textOf(join(at('whole'), name)));
  });

  test('one that is killed leaves no file, and is simply run again', async () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const part = join(temporaryDirectory(), 'part.json');
    const child = start(['run', file, '-n', '100000000', '--shard', '1/2', '--out', `json=${part}`]);
    setTimeout(() => child.kill('SIGKILL'), 1200);
    const [, signal] = (await once(child, 'close')) as [number | null, string | null];
    expect([signal, existsSync(part)]).toEqual(['SIGKILL', false]);
    expect(pgnines(['run', file, '-n', '2000', '--shard', '1/2', '--out', `json=${part}`, '-q']).code).toBe(0);
    expect(existsSync(part)).toBe(true);
  });

  test('a missing one is named with the command that makes it', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const part = join(temporaryDirectory(), 'part.json');
    pgnines(['run', file, '-n', '3000', '--shard', '1/3', '--out', `json=${part}`, '-q']);
    const { code, stderr } = pgnines(['merge', part]);
    expect(code).toBe(2);
    expect(stderr).toContain('PG1410');
    expect(stderr).toContain('missing: 2 shards: 2/3, 3/3');
    expect(stderr).toContain('pgnines run orders.yaml --shard 2/3');
  });

  test.each([
    ['0/3', 'expected i/n'],
    ['4/3', 'expected i/n'],
    ['third', 'expected i/n'],
  ])('--shard %s is refused, and so is a shard without a place to go', (shard, message) => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const { code, stderr } = pgnines(['run', file, '--shard', shard]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain('--out json=PATH');
  });

  test('one that holds other replications than it says is refused', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const part = join(temporaryDirectory(), 'part.json');
    pgnines(['run', file, '-n', '3000', '--shard', '1/3', '--out', `json=${part}`, '-q']);
    writeFileSync(part, textOf(part).replace('"shard":{"index":1,"of":3}', '"shard":{"index":1,"of":1}'));
    const { code, stderr } = pgnines(['merge', part]);
    expect([code, stderr.includes('does not hold the replications of its shard')]).toEqual([2, true]);
  });

  test('what is not a partial result is refused', () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'folder'));
    for (const [name, content] of [
      ['scenario.yaml', SCENARIO],
      ['other.json', '{}'],
      ['partial.json', '{"formatVersion":"1.0","kind":"Partial","version":"0.1.0","tally":{}}'],
    ] as const) {
      const path = join(directory, name);
      writeFileSync(path, content);
      const { code, stderr } = pgnines(['merge', path]);
      expect(code).toBe(2);
      expect(stderr).toContain('PG1408');
    }
  });
});

describe('--extend', () => {
  test.each([
    ['small results are simulated again', 1500, 2700],
    ['large ones go on where they stopped', 100_500, 102_300],
  ])('gives the bytes of the bigger run: %s', (_, first, second) => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const directory = temporaryDirectory();
    const at = (name: string) => join(directory, name);
    const run = (n: number, name: string) =>
      pgnines([
        'run',
        file,
        '-n',
        `${n}`,
        '--set',
        'workload.wal.GBPerHour=3',
        '--seed',
        'x',
        '-q',
        '--reproducible',
        '--out',
        at(name),
      ]);
    run(first, 'small');
    run(second, 'big');
    const extended = ['run', '--extend', at('small/result.json'), '-n', `${second}`, '-q', '--reproducible'];
    expect(pgnines([...extended, '--out', at('extended')])).toEqual({ code: 0, stdout: '', stderr: '' });
    for (const name of readdirSync(at('big')))
      expect(textOf(join(at('extended'), name)) === textOf(join(at('big'), name))).toBe(true);
  });

  test('takes only flags that keep it the same run, and more replications than there are', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const result = join(temporaryDirectory(), 'result.json');
    pgnines(['run', file, '-n', '30', '-q', '--out', `json=${result}`]);
    const { code, stderr } = pgnines(['run', file, '--extend', result, '--seed', '2']);
    expect(code).toBe(2);
    expect(stderr).toContain('--seed cannot be given');
    expect(stderr).toContain('-n N');
    expect(pgnines(['run', '--extend', result, '-n', '30']).stderr).toContain('has 30 replications already');
  });
});
