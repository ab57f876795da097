import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/experiment/result.ts';
import type { Sensitivity } from '../../src/experiment/sensitivity.ts';
import { filesIn, pgnines, temporaryDirectory, temporaryFile } from './pgnines.ts';

const FILE = 'scenarios/zone-redundant.yaml';
const N = ['-n', '1000'];

const sensitivityOf = (...flags: string[]): Sensitivity =>
  JSON.parse(
    pgnines(['sensitivity', FILE, ...N, '--format', 'json', '--reproducible', '-q', ...flags]).stdout,
  ) as Sensitivity;

const meanOf = (...flags: string[]): number => {
  const { stdout } = pgnines(['run', FILE, ...N, '--format', 'json', '-q', ...flags]);
  return (JSON.parse(stdout) as Result).metrics['downtime_minutes']!.mean;
};

describe('pgnines sensitivity', () => {
  const found = sensitivityOf();
  const swing = (name: string) => found.swings.find((one) => one.name === name)!;

  test('the base and each end are what run gives with that assumption, to the bit', () => {
    expect(found.base.mean).toBe(meanOf());
    const region = swing('regionOutage.every');
    expect(region.low.mean).toBe(meanOf('--set', 'assumptions.override.regionOutage.every=5y'));
    expect(region.high.mean).toBe(meanOf('--set', 'assumptions.override.regionOutage.every=100y'));
    const success = swing('failover.success.probability');
    expect(success.low.mean).toBe(meanOf('--set', 'assumptions.override.failover.success.probability=0.9'));
  });

  test('durations keep their shape: the ends are those of the typical value', () => {
    const written = `assumptions.override.zoneOutage.duration=lognormal(p50=3d,sigma=1.1)`;
    expect(swing('zoneOutage.duration').high.mean).toBeCloseTo(meanOf('--set', written), 6);
  });

  test('differences are those of the means, and the widest swing is first', () => {
    for (const { low, high, width } of found.swings) {
      for (const end of [low, high]) expect(end.difference).toBeCloseTo(end.mean - found.base.mean, 9);
      const means = [found.base.mean, low.mean, high.mean];
      expect(width).toBe(Math.max(...means) - Math.min(...means));
    }
    const widths = found.swings.map(({ width }) => width);
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    expect(swing('regionOutage.every').confidence).toBe('L');
  });

  test('what cannot matter makes no difference at all', () => {
    const { low, high, width } = sensitivityOf('--metric', 'planned_stop_minutes').swings[0]!;
    expect([width, low.difference, high.difference]).toEqual([0, 0, 0]);
    const { stdout } = pgnines([
      'sensitivity',
      FILE,
      '-n',
      '100',
      '--metric',
      'planned_stop_minutes',
      '-q',
      '--out',
      'md=-',
    ]);
    expect(stdout).toMatch(/^No assumption moves it/);
  });

  test('what the scenario sets for certain stays; what it does not know is varied by its own range', () => {
    const set = ['--set', 'assumptions.override.regionOutage.every=50y'];
    const range = [
      '--set',
      'assumptions.override.mistake.every={dist: exponential, mean: {dist: uniform, min: 10y, max: 20y}}',
    ];
    const { swings, fixed } = sensitivityOf(...set, ...range);
    expect(fixed).toContain('regionOutage.every');
    expect(swings.find(({ name }) => name === 'mistake.every')).toMatchObject({
      low: { value: 'its p10' },
      high: { value: 'its p90' },
    });
  });

  test('says what decides, what it is worth and how to go on; DIR gets the tornado', () => {
    const out = temporaryDirectory();
    const { code, stdout, stderr } = pgnines(['sensitivity', FILE, ...N, '--out', out, '--reproducible']);
    expect([code, stderr]).toEqual([0, `wrote ${out}\n`]);
    expect(stdout).toMatch(/ {2}regionOutage\.every decides most: from 5y to 100y the mean goes from/);
    expect(stdout).toContain('regionOutage.every: derived, low confidence');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(filesIn(out)).toEqual([
      join('charts', 'tornado.svg'),
      join('charts', 'tornado.vl.json'),
      'sensitivity.json',
      'sensitivity.md',
    ]);
    const svg = readFileSync(join(out, 'charts', 'tornado.svg'), 'utf8');
    expect(svg).toContain('regionOutage.every');
    const again = temporaryDirectory();
    pgnines(['report', join(out, 'sensitivity.json'), '--out', again, '-q']);
    for (const file of filesIn(out)) {
      expect(readFileSync(join(again, file), 'utf8') === readFileSync(join(out, file), 'utf8')).toBe(true);
    }
  });

  test('the bytes do not depend on the number of threads', () => {
    expect(JSON.stringify(sensitivityOf('--jobs', '1'))).toBe(JSON.stringify(sensitivityOf('--jobs', '2')));
  });

  test('an unknown metric is answered with a guess', () => {
    const { code, stderr } = pgnines([
      'sensitivity',
      temporaryFile('a.yaml', readFileSync(FILE)),
      '--metric',
      'downtime_minuts',
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean downtime_minutes?');
  });
});
