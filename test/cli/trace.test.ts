import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/experiment/result.ts';
import { pgnines, SCENARIO, temporaryDirectory } from './pgnines.ts';

const input = { input: SCENARIO };

describe('trace', () => {
  test('median, p95 and worst are the histories that run shows', () => {
    const { histories } = JSON.parse(
      pgnines(['run', '-', '-n', '50', '--format', 'json', '-q'], input).stdout,
    ) as Result;
    for (const { history, replication, outages } of histories) {
      const flags = ['trace', '-', '--replication', history, '-n', '50', '-q', '--format', 'json'];
      expect(JSON.parse(pgnines(flags, input).stdout)).toMatchObject({ replication, outages });
    }
    const { stdout } = pgnines(['trace', '-', '--replication', 'worst', '-n', '50'], input);
    expect(stdout.split('\n')[0]).toContain(`replication ${histories.at(-1)!.replication}, the worst of 50, of seed`);
  });

  test('any other word is refused, with a guess', () => {
    const { code, stderr } = pgnines(['trace', '-', '--replication', 'wurst'], input);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean worst?')]);
    expect(pgnines(['trace', '-', '--replication', '1.5'], input)).toMatchObject({ code: 2, stdout: '' });
  });

  test('--out draws it: to a file, to standard output instead of the log, or with the log to a folder', () => {
    const directory = temporaryDirectory();
    const png = join(directory, 'a.png');
    const drawn = pgnines(['trace', '-', '--out', `png=${png}`, '--out', 'svg=-'], input);
    expect([drawn.code, drawn.stderr]).toEqual([0, `wrote ${png}\n`]);
    expect(drawn.stdout).toMatch(/^<svg [^]*<\/svg>\n$/);
    expect(readFileSync(png).subarray(1, 4).toString()).toBe('PNG');
    const folder = join(directory, 'all');
    const { stdout } = pgnines(['trace', '-', '--out', folder, '--ascii'], input);
    expect(readdirSync(folder).toSorted()).toEqual(['history-timeline.svg', 'trace.json', 'trace.txt']);
    expect(readFileSync(join(folder, 'history-timeline.svg'), 'utf8')).toBe(drawn.stdout);
    expect(readFileSync(join(folder, 'trace.txt'), 'utf8')).toBe(stdout);
  });

  test('a drawing is one file: a folder, or another format, is refused', () => {
    const flags = ['trace', '-', '--out', `svg=${temporaryDirectory()}`, '--out', 'html=x'];
    const { code, stderr } = pgnines(flags, input);
    expect(code).toBe(2);
    expect(stderr).toMatch(/is a directory[^]*html is not a format[^]*allowed: svg, png/);
  });
});
