import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesIn, pgnines, SCENARIO, start, temporaryDirectory, temporaryFile } from './pgnines.ts';

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
    for (const name of filesIn(at('whole')))
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

  test('one that is given twice is a mistake, by the same path too: another is missing, most likely', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const part = join(temporaryDirectory(), 'part.json');
    pgnines(['run', file, '-n', '1000', '--shard', '1/1', '--out', `json=${part}`, '-q']);
    const { code, stderr } = pgnines(['merge', part, part]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${part}:1:1  error PG1410  this shard is given twice`);
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

  test('one that was damaged or changed is refused: its sum would look like any other', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const part = join(temporaryDirectory(), 'part.json');
    pgnines(['run', file, '-n', '2000', '--shard', '1/1', '--out', `json=${part}`, '-q']);
    const text = textOf(part);
    const stored = JSON.parse(text) as { tally: { tallies: { metrics: { sum: string }[] }[] } };
    const { sum } = stored.tally.tallies[0]!.metrics[0]!;
    for (const damaged of [
      text.replace('"shard":{"index":1,"of":1}', '"shard":{"index":1,"of":2}'),
      text.replace(`"sum":"${sum}"`, `"sum":"${sum}0"`),
      JSON.stringify({ ...stored, inputs: null }),
      text.slice(0, -200),
    ]) {
      expect(damaged).not.toBe(text);
      writeFileSync(part, damaged);
      expect(pgnines(['merge', part])).toMatchObject({ code: 2, stderr: expect.stringContaining('PG1408') });
    }
    // What only looks different is the same.
    writeFileSync(part, JSON.stringify(JSON.parse(text), null, 2));
    expect(pgnines(['merge', part, '-q'])).toMatchObject({ code: 0, stderr: '' });
  });

  test('a full disk is said as what it is', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const { code, stderr } = pgnines(['run', file, '-q', '--shard', '1/1', '--out', 'json=/dev/full']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^pgnines: cannot write: ENOSPC/);
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
    for (const name of filesIn(at('big')))
      expect(textOf(join(at('extended'), name)) === textOf(join(at('big'), name))).toBe(true);
  });

  test('interrupted before it has more than there was, leaves what there was', async () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const result = join(temporaryDirectory(), 'result.json');
    pgnines(['run', file, '-q', '--out', `json=${result}`]);
    // As if it had so many: nobody waits for them.
    writeFileSync(result, textOf(result).replace('"replications": 20,', '"replications": 400000000,'));
    const before = textOf(result);
    const child = start(['run', '--extend', result, '-n', '500000000', '--out', `json=${result}`]);
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    setTimeout(() => child.kill('SIGINT'), 1500);
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(stderr).toContain('nothing was written');
    expect(textOf(result)).toBe(before);
  });

  test('of a file that is not a whole result is refused', () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const result = join(temporaryDirectory(), 'result.json');
    pgnines(['run', file, '-n', '100001', '-q', '--out', `json=${result}`]);
    const stored = JSON.parse(textOf(result)) as { inputs: object };
    for (const damaged of [
      { ...stored, tool: null },
      { ...stored, inputs: { ...stored.inputs, set: null } },
      { ...stored, inputs: { ...stored.inputs, replications: 100_002 } },
      { ...stored, state: null },
    ]) {
      writeFileSync(result, JSON.stringify(damaged));
      const extended = pgnines(['run', '--extend', result, '-n', '100010', '-q']);
      expect(extended).toMatchObject({ code: 2, stderr: expect.stringContaining('PG1408') });
    }
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
