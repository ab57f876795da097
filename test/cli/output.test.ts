import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stemOf } from '../../src/cli/out-targets.ts';
import { writeOutputs } from '../../src/cli/output.ts';
import { fitted, progressText } from '../../src/cli/progress.ts';
import { temporaryDirectory } from './pgnines.ts';

const folder = (directory: string, files: Record<string, string>) => ({
  directory,
  files: new Map(Object.entries(files)),
});
const read = (...path: string[]) => readFileSync(join(...path), 'utf8');

describe('writing reports', () => {
  test('our own stale files are removed, strangers and links are not', () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'charts'));
    for (const name of ['report.html', 'outages.csv', 'charts/a.svg', 'charts/a.vl.json', 'own.csv', 'charts/b.txt']) {
      writeFileSync(join(directory, name), 'old');
    }
    writeOutputs([folder(directory, { 'result.json': 'new', 'charts/c.svg': 'new' })], []);
    expect(readdirSync(directory).sort()).toEqual(['charts', 'own.csv', 'result.json']);
    expect(readdirSync(join(directory, 'charts')).sort()).toEqual(['b.txt', 'c.svg']);
  });

  test('when one file cannot be written, all are as they were', () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'result.json'), 'old');
    mkdirSync(join(directory, 'cost.csv'));
    const files = { 'months.csv': 'new', 'cost.csv': 'new', 'result.json': 'new' };
    expect(() => writeOutputs([folder(join(directory, 'fresh', 'deep'), files), folder(directory, files)], [])).toThrow(
      'is a directory',
    );
    expect(readdirSync(directory).sort()).toEqual(['cost.csv', 'result.json']);
    expect(read(directory, 'result.json')).toBe('old');
  });

  test('a file alone replaces what it links to, and leaves its neighbours', () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'report.html'), 'old');
    writeFileSync(join(directory, 'real.json'), 'old');
    symlinkSync('real.json', join(directory, 'link.json'));
    writeOutputs([], [{ path: join(directory, 'link.json'), content: 'new' }]);
    expect([read(directory, 'real.json'), read(directory, 'report.html')]).toEqual(['new', 'old']);
    expect(readdirSync(directory).sort()).toEqual(['link.json', 'real.json', 'report.html']);
  });

  test('a device is written to, not replaced', () => {
    writeOutputs([], [{ path: '/dev/null', content: 'gone' }]);
    expect(read('/dev/null')).toBe('');
  });

  test('the folder of a scenario is named after its file', () => {
    expect(['a/orders.prod.yaml', 'b\\x.YML', '-', '..', 'plain'].map(stemOf)).toEqual([
      'orders.prod',
      'x',
      'scenario',
      'scenario',
      'plain',
    ]);
  });

  test('a line that is wider than the terminal loses its beginning: another line could not be written over', () => {
    expect(fitted('orders  3 s left', 17)).toBe('orders  3 s left');
    expect(fitted('orders  3 s left', 16)).toBe('rders  3 s left');
    expect(fitted('orders  3 s left', Infinity)).toBe('orders  3 s left');
  });

  test('progress tells rate and time left', () => {
    expect(progressText('orders', 4000, 10_000, 2000, true)).toBe(
      'orders  ########............  40 %  4,000 of 10,000  2,000/s  3 s left',
    );
    expect(progressText('orders', 1000, 4_000_000, 1000, false)).toBe(
      'orders  ░░░░░░░░░░░░░░░░░░░░  0 %  1,000 of 4,000,000  1,000/s  67 min left',
    );
  });
});
