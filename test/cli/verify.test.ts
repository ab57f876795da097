import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { Verification } from '../../src/verification/verify.ts';
import { pgnines, start } from './pgnines.ts';

describe('pgnines verify', () => {
  const { code, stdout, stderr } = pgnines(['verify', 'v20', 'V19']);

  test('shows each known figure beside the simulated one, its interval, verdict and source; no rarity reads as 0', () => {
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^V19 {2}three copies lost together: 1e-11 a year: agrees$/m);
    expect(stdout).toMatch(/^ +source: absorption in a birth-death chain$/m);
    expect(stdout).toMatch(
      /^ +loss within a year +9\.98007e-12 +[\d.]+e-1[12] +\[[\d.]+e-1[12], [\d.]+e-1[12]\] +ok$/m,
    );
    expect(stdout).toMatch(/^ +years to loss +912575 +912575 +computed +ok$/m);
    expect(stdout).not.toMatch(/ 0 /);
  });

  test('cases come in the order of their numbers; the last line says whether all agree', () => {
    expect(stdout.indexOf('V19  ')).toBeLessThan(stdout.indexOf('V20  '));
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
      /^DONE: 2 cases with 7 known figures: all agree\. {2,}[\d.]+ s {2,}exit 0$/,
    );
  });

  test('the answer depends on the seed alone, not on the workers', () => {
    const answer = (...flags: string[]): Verification =>
      JSON.parse(pgnines(['verify', 'V15', 'V12', '--format', 'json', ...flags]).stdout) as Verification;
    const one = answer('--jobs', '1');
    expect(answer('--jobs', '2')).toEqual(one);
    expect(one.cases.map(({ id }) => id)).toEqual(['V12', 'V15']);
    expect(answer('--seed', 'other').cases[0]!.figures[0]!.mean).not.toBe(one.cases[0]!.figures[0]!.mean);
  });

  test('Markdown has a table for each case', () => {
    const { stdout: text } = pgnines(['verify', 'V20', '--format', 'markdown']);
    expect(text).toContain('### V20 a mirror of two copies');
    expect(text).toContain('| years to loss | 912575 | 912575 | computed | ok |  |');
  });

  test('all unknown cases are named at once, with a guess, and nothing is run', () => {
    const wrong = pgnines(['verify', 'V91', 'V19', 'storage']);
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toMatch(/case 1: "V91" is not known/);
    expect(wrong.stderr).toMatch(/case 3: "STORAGE" is not known/);
    expect(wrong.stderr).toMatch(/Did you mean V\d\d\?/);
  });

  test('Ctrl-C ends it at once: some cases say nothing of the others', async () => {
    const child = start(['verify']);
    let stdout = '';
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    setTimeout(() => child.kill('SIGINT'), 1500);
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(stdout).toBe('');
  });
});
