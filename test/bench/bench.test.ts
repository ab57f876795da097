import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

type Line = Readonly<Record<string, string | number>>;

function bench(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [at('bench/main.mjs'), ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

function linesOf(...args: readonly string[]): Line[] {
  const { status, stdout, stderr } = bench(...args);
  expect([status, stderr]).toEqual([0, '']);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

const positive = (value: unknown) => expect(value).toBeGreaterThan(0);

describe('benchmarks', () => {
  test('m1 prints its years, its speed and an availability that is right within its error', () => {
    const [line, ...more] = linesOf('m1', '--quick');
    expect(more).toEqual([]);
    expect(Object.keys(line!)).toEqual(['benchmark', 'years', 'seconds', 'years_per_second', 'availability']);
    expect(line).toMatchObject({ benchmark: 'm1', years: 20_000 });
    positive(line!['years_per_second']);
    // Of one year the standard deviation is 7.4e-5: here are four standard errors.
    expect(Math.abs(Number(line!['availability']) - 0.99995799)).toBeLessThan((4 * 7.4e-5) / Math.sqrt(20_000));
  });

  test('m1 simulates as many years as it is told', () => {
    expect(linesOf('m1', '--quick', '--years', '500')).toMatchObject([{ benchmark: 'm1', years: 500 }]);
  });

  test('mm1 and hold print theirs, in the order of the list', () => {
    const [mm1, hold, ...more] = linesOf('hold', 'mm1', '--quick');
    expect(more).toEqual([]);
    expect(mm1).toMatchObject({ benchmark: 'mm1', rho: 0.9, customers: 20_000 });
    expect(mm1!['exact_mean_wait']).toBeCloseTo(9, 12);
    // So busy a queue forgets slowly: 1.9 is the standard error of 20,000 customers.
    expect(Math.abs(Number(mm1!['mean_wait']) - 9)).toBeLessThan(3 * 1.9);
    positive(mm1!['customers_per_second']);
    expect(hold).toMatchObject({ benchmark: 'hold', timers: 1000 });
    // As many as expected, give or take five standard deviations of a Poisson number.
    expect(Math.abs(Number(hold!['operations']) - 40_000)).toBeLessThan(5 * Math.sqrt(40_000));
    positive(hold!['operations_per_second']);
  });

  test('service prints a line for each scenario that is shipped', () => {
    const lines = linesOf('service', '--quick');
    const names = readdirSync(at('scenarios')).filter((name) => name.endsWith('.yaml'));
    expect(lines.map((line) => line['scenario'])).toEqual(names.sort());
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(['benchmark', 'scenario', 'years', 'cpu_seconds', 'years_per_second']);
      positive(line['years_per_second']);
    }
  });

  test('rare prints how well a probability of 1e-11 is known, and after how many histories', () => {
    const [line, ...more] = linesOf('rare', '--quick');
    expect(more).toEqual([]);
    expect(line).toMatchObject({ benchmark: 'rare', histories: 20_000, exact: 9.980074805e-12 });
    const width = Number(line!['relative_half_width']);
    expect(width).toBeLessThan(0.05);
    expect(Math.abs(Number(line!['probability']) / 9.980074805e-12 - 1)).toBeLessThan(2 * width);
    positive(line!['histories_per_second']);
  });

  test.each([[['m2']], [['m1', '--years', '0']], [['--fast']]])('%j is refused with what is allowed', (args) => {
    const { status, stdout, stderr } = bench(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('m1, mm1, hold, service, rare, scaling, startup');
  });
});
