import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/experiment/result.ts';
import { pgnines, SCENARIO, temporaryFile } from './pgnines.ts';

const PROMISES = 'scenarios/promises.yaml';
const QUICK = ['-n', '500', '--seed', '1'];
const lastLine = (text: string) => text.trimEnd().split('\n').at(-1)!;
const jsonOf = (args: readonly string[]) => {
  const { code, stdout } = pgnines([...args, '--format', 'json', '-q', '--reproducible']);
  return { code, result: JSON.parse(stdout) as Result };
};
/** The scenario of a single rule on the mean downtime. */
const withRule = (rule: string, replications: number) =>
  temporaryFile(
    'a.yaml',
    SCENARIO.replace('replications: 20', `replications: ${replications}`) +
      `thresholds: { downtime_minutes: ["${rule}"] }\n`,
  );

describe('the exit code is the verdict', () => {
  test('0 when all is met', () => {
    const { code, stdout } = pgnines(['run', withRule('mean<5000', 1000)]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\n {2}THRESHOLDS\n {4}ok {2}downtime_minutes {2}'mean<5000' {3}mean=[\d.]+ {3}\[[\d.]+, [\d.]+\]\n/,
    );
    expect(lastLine(stdout)).toMatch(/^MET: 1 threshold\. .*exit 0$/);
  });

  test('3 when a threshold is breached', () => {
    const { code, stdout } = pgnines(['run', withRule('mean<5', 1000)]);
    expect(code).toBe(3);
    expect(stdout).toContain("    BREACHED  downtime_minutes  'mean<5'");
    expect(lastLine(stdout)).toMatch(/^BREACHED: 1 of 1 threshold \(downtime_minutes\)\. .*exit 3$/);
  });

  test('4 when the replications cannot decide; the number it names does', () => {
    const { result: first } = jsonOf(['run', withRule('mean<5000', 1000)]);
    const { mean, interval } = first.metrics['downtime_minutes']!;
    const near = (mean + 0.6 * (interval.high - mean)).toFixed(2);
    const file = withRule(`mean<${near}`, 1000);
    const { code, stdout } = pgnines(['run', file]);
    expect(code).toBe(4);
    expect(lastLine(stdout)).toMatch(/^INCONCLUSIVE: 1 of 1 threshold \(downtime_minutes\)\. .*exit 4$/);
    const neededIn = (text: string) =>
      /PG5001[^;]*; about\s+([\d,]+)\s+replications\s+would\s+decide\s+it/.exec(text)![1]!.replaceAll(',', '');
    expect(stdout).toContain(`npx pgnines run ${file} -n ${neededIn(stdout)}\n`);
    // Four of five times the first number does; else the next.
    let last = stdout;
    let decided = 4;
    for (let attempt = 0; attempt < 3 && decided === 4; attempt++) {
      const next = pgnines(['run', file, '-n', neededIn(last)]);
      decided = next.code!;
      last = next.stdout;
    }
    expect([0, 3]).toContain(decided);
  });

  test('breached outweighs inconclusive; --exit-zero leaves the verdict and takes the code', () => {
    const broken = jsonOf(['run', PROMISES, '-n', '60', '--set', 'targets.budget.monthly=1']);
    expect(broken).toMatchObject({ code: 3, result: { verdict: 'breached' } });
    expect(broken.result.thresholds.map(({ status }) => status)).toContain('inconclusive');
    const excused = jsonOf(['run', PROMISES, '-n', '60', '--set', 'targets.budget.monthly=1', '--exit-zero']);
    expect(excused).toMatchObject({ code: 0, result: { verdict: 'breached' } });
  });

  test('of several scenarios the worst counts', () => {
    expect(pgnines(['run', withRule('mean<5000', 200), withRule('mean<1', 200), '-q']).code).toBe(3);
  });

  test('the shipped scenario of promises keeps one, breaks one and leaves one open', () => {
    const { code, result } = jsonOf(['run', PROMISES]);
    expect(code).toBe(3);
    const statuses = Object.fromEntries([
      ...result.targets.map(({ id, status }) => [id, status]),
      ...result.thresholds.map(({ metric, expression, status }) => [`${metric} ${expression}`, status]),
    ]);
    expect(statuses).toMatchObject({
      availability: 'met',
      'recovery.region.rto': 'breached',
      'downtime_minutes mean<30': 'inconclusive',
      'rto_minutes{class:operator} med<120': 'breached',
    });
  });
});

describe('result.json', () => {
  test('holds goal, estimate, interval, samples and status', () => {
    const { result } = jsonOf(['run', PROMISES, ...QUICK]);
    for (const target of result.targets) {
      expect(Object.keys(target)).toEqual([
        'id',
        'goal',
        'unit',
        'limit',
        'estimate',
        'interval',
        'samples',
        'status',
        'replications_needed',
      ]);
    }
    for (const threshold of result.thresholds) {
      expect(threshold).toMatchObject({ severity: expect.stringMatching(/^(error|warn)$/), unit: expect.any(String) });
    }
    expect(result.targets.map(({ id }) => id)).toEqual([
      'availability',
      'recovery.hardware.rto',
      'recovery.hardware.rpo',
      'recovery.region.rto',
      'budget.monthly',
    ]);
  });

  test('without targets there is no verdict', () => {
    const { code, result } = jsonOf(['run', temporaryFile('a.yaml', SCENARIO)]);
    expect([code, result.verdict, result.targets, result.thresholds]).toEqual([0, 'none', [], []]);
  });

  test('shards of a judged scenario merge into the bytes of one run', () => {
    const whole = temporaryFile('whole.json', '');
    const folder = join(whole, '..');
    const common = ['run', PROMISES, '-n', '2000', '--seed', '3', '-q'];
    expect(pgnines([...common, '--reproducible', '--out', `json=${whole}`]).code).toBe(3);
    const parts = ['1/2', '2/2'].map((shard, index) => {
      const path = join(folder, `part-${index}.json`);
      expect(pgnines([...common, '--shard', shard, '--out', `json=${path}`]).code).toBe(0);
      return path;
    });
    const merged = join(folder, 'merged.json');
    expect(pgnines(['merge', ...parts, '--reproducible', '-q', '--out', `json=${merged}`]).code).toBe(3);
    expect(readFileSync(merged, 'utf8')).toBe(readFileSync(whole, 'utf8'));
  });
});

describe('--precision', () => {
  test('stops as soon as the mean is known well enough, at 2, 3, 5, 8, ... blocks', () => {
    const { code, result } = jsonOf([
      'run',
      temporaryFile('a.yaml', SCENARIO),
      '-n',
      '40000',
      '--precision',
      'outage_count=0.01',
    ]);
    expect(code).toBe(0);
    expect([2000, 3000, 5000, 8000]).toContain(result.inputs.replications);
    expect(result.precision).toMatchObject([
      { metric: 'outage_count', wanted: 0.01, met: true, replications_needed: null },
    ]);
    expect(result.precision![0]!.reached).toBeLessThanOrEqual(0.01);
  });

  test('is the run of so many replications', () => {
    const file = temporaryFile('a.yaml', SCENARIO);
    const { result } = jsonOf(['run', file, '-n', '40000', '--precision', 'outage_count=0.01']);
    const { precision, ...stopped } = result;
    const { result: plain } = jsonOf(['run', file, '-n', String(result.inputs.replications)]);
    expect(precision).toHaveLength(1);
    expect(stopped).toEqual(plain);
  });

  test('a budget that ends first is said, with the replications it takes; the exit code stays', () => {
    const file = temporaryFile('a.yaml', SCENARIO);
    const { code, stdout } = pgnines(['run', file, '-n', '1000', '--precision', 'downtime_minutes=0.01']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      / {2}PRECISION {3}downtime_minutes {3}mean -\+ [\d.]+ % {3}1\.00 % asked for: NOT REACHED\n/,
    );
    expect(stdout).toMatch(/PG5003 {2}precision of downtime_minutes not reached: 1 % of the mean asked for/);
    expect(stdout).toMatch(/npx pgnines run \S+ -n \d+ --precision downtime_minutes=0\.01\n/);
  });

  test('what it cannot be is answered with place and guess, all at once', () => {
    const flags = ['downtime_minute=0.1', 'downtime_minutes=3', 'tco', 'rto_minutes=0.1', 'tco=x'];
    const { code, stderr } = pgnines(['run', PROMISES, ...flags.flatMap((flag) => ['--precision', flag])]);
    expect(code).toBe(2);
    expect(stderr.match(/^--precision:\d+:\d+ {2}error PG\d+/gm)).toEqual([
      '--precision:1:1  error PG1221',
      '--precision:2:18  error PG1104',
      '--precision:3:1  error PG1104',
      '--precision:4:1  error PG1222',
      '--precision:5:5  error PG1104',
    ]);
    expect(stderr).toContain('Did you mean downtime_minutes?');
  });

  test('does not go with shards and stored runs', () => {
    const shard = pgnines(['run', PROMISES, '--shard', '1/2', '--out', 'json=-', '--precision', 'tco=0.1']);
    expect([shard.code, shard.stderr]).toEqual([2, expect.stringContaining('--precision cannot be given with it')]);
    const extended = pgnines(['run', '--extend', 'result.json', '-n', '5', '--precision', 'tco=0.1']);
    expect([extended.code, extended.stderr]).toEqual([
      2,
      expect.stringContaining('--precision cannot be given with it'),
    ]);
  });
});

test('explain tells what the codes of doubt mean', () => {
  for (const code of ['PG5001', 'PG5002', 'PG5003', 'PG5004', 'PG5005', 'PG5006', 'PG1220', 'PG1221', 'PG1222']) {
    expect(pgnines(['explain', code]).stdout).toMatch(new RegExp(`^${code}: `));
  }
});
