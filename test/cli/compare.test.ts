import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../src/experiment/comparison.ts';
import { pgnines, SCENARIO, start, temporaryDirectory, temporaryFile } from './pgnines.ts';

/** A standby, and a variant that changes nothing. */
const VARIANTS = `${SCENARIO}variants:
  same: {}
  standby: { server.properties.highAvailability.mode: ZoneRedundant }
`;
const compareJson = (args: readonly string[], cwd: string): Comparison => {
  const { code, stdout, stderr } = pgnines(['compare', ...args, '--format', 'json', '--reproducible'], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Comparison;
};
const namesOf = ({ variants }: Comparison): string[] => variants.map(({ name }) => name);

/** A directory with these files in it. */
function directoryWith(files: Readonly<Record<string, string>>): string {
  const directory = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  return directory;
}

describe('what is compared', () => {
  const directory = (): string => directoryWith({ 'a.yaml': VARIANTS, 'b.yaml': VARIANTS, 'c.yaml': SCENARIO });

  test('of one file the scenario as base, and all its variants', () => {
    const comparison = compareJson(['a.yaml'], directory());
    expect(namesOf(comparison)).toEqual(['base', 'same', 'standby']);
    expect(comparison.reference).toBe('base');
    expect(comparison.inputs).toMatchObject({ replications: 20, seed: '7', end: '2028-01-01T00:00:00Z' });
    expect(comparison.inputs.scenarios).toHaveLength(1);
  });

  test('--variant chooses, --reference turns the differences round', () => {
    const cwd = directory();
    const forth = compareJson(['a.yaml', '--variant', 'standby'], cwd);
    const back = compareJson(['a.yaml', '--variant', 'standby', '--reference', 'standby'], cwd);
    expect(namesOf(forth)).toEqual(['base', 'standby']);
    const [one, other] = [forth, back].map(({ differences }) => differences[0]!.metrics['downtime_minutes']!);
    expect(back.differences[0]!.variant).toBe('base');
    expect(one!.mean).toBe(-other!.mean);
    expect([one!.less.share, one!.interval.low]).toEqual([other!.greater.share, -other!.interval.high]);
  });

  test('of several files each by its name, and the variants that are asked for', () => {
    const cwd = directory();
    expect(namesOf(compareJson(['a.yaml', 'c.yaml'], cwd))).toEqual(['a', 'c']);
    const comparison = compareJson(['a.yaml', 'b.yaml', 'c.yaml', '--variant', 'standby', '--reference', 'c'], cwd);
    expect(namesOf(comparison)).toEqual(['a', 'a:standby', 'b', 'b:standby', 'c']);
    expect(comparison.reference).toBe('c');
    // The same scenario under other names sees the same years.
    const equal = comparison.differences.filter(({ metrics }) => metrics['tco']!.equal.share === 1);
    expect(equal.map(({ variant }) => variant)).toEqual(['a', 'b']);
  });

  test('files of one name in two folders keep their paths', () => {
    const cwd = directory();
    mkdirSync(join(cwd, 'x'));
    writeFileSync(join(cwd, 'x', 'a.yaml'), SCENARIO);
    expect(namesOf(compareJson(['a.yaml', 'x/a.yaml'], cwd))).toEqual(['a.yaml', 'x/a.yaml']);
  });

  test('an identical variant differs by exactly 0', () => {
    const { differences } = compareJson(['a.yaml'], directory());
    const [same] = differences;
    for (const { mean, interval, equal } of Object.values(same!.metrics)) {
      expect([mean, interval.low, interval.high, equal.share]).toEqual([0, 0, 0, 1]);
    }
    expect(same!.price.kind).toBe('same');
  });
});

describe('output', () => {
  test('text: the answer, a row per scenario in 100 columns, and what pairing is worth', () => {
    const file = temporaryFile('orders.yaml', VARIANTS);
    const { code, stdout } = pgnines(['compare', file, '-n', '200']);
    expect(code).toBe(0);
    expect(stdout).toContain('base is the cheapest');
    expect(stdout).toContain('standby has the least downtime');
    expect(stdout).toMatch(/\n {2}same .* no difference\n/);
    expect(stdout).toMatch(/PAIRING with base[^]*standby: \+-.* times narrower/);
    expect(stdout).toMatch(/\nDONE: cheapest base, least downtime standby\.[^]*exit 0\n$/);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('the bytes do not depend on the number of threads', () => {
    const file = temporaryFile('orders.yaml', VARIANTS);
    const [one, two] = ['1', '2'].map(
      (jobs) => pgnines(['compare', file, '-n', '2500', '--jobs', jobs, '--format', 'json', '--reproducible']).stdout,
    );
    expect(one).toContain('"kind": "Comparison"');
    expect(one === two).toBe(true);
  });

  test('--out DIR writes every file and leaves others alone; FORMAT=PATH writes one', () => {
    const directory = directoryWith({ 'a.yaml': VARIANTS, 'result.json': 'mine' });
    const { stderr } = pgnines(['compare', 'a.yaml', '--out', '.', '--out', 'md=x/table.md'], { cwd: directory });
    expect(stderr).toBe('wrote .\nwrote x/table.md\n');
    expect(readdirSync(directory).sort()).toEqual([
      'a.yaml',
      'charts',
      'comparison.json',
      'comparison.md',
      'report.html',
      'result.json',
      'x',
    ]);
    const read = (...path: string[]) => readFileSync(join(directory, ...path), 'utf8');
    expect(read('result.json')).toBe('mine');
    expect(read('x', 'table.md')).toBe(read('comparison.md'));
    expect((JSON.parse(read('comparison.json')) as Comparison).run?.node).toBe(process.versions.node);
    const toStdout = pgnines(['compare', 'a.yaml', '--out', 'md=-', '--reproducible'], { cwd: directory });
    expect(toStdout.stdout).toBe(read('comparison.md'));
  });

  test('Markdown: names are text, never markup', () => {
    const evil = '| **x** <img src=x> [a](https://b.example) @team #1 `c` :tada:';
    const text = `${SCENARIO}variants:\n  ${JSON.stringify(evil)}: {}\n`;
    const { code, stdout } = pgnines(['compare', '-', '--format', 'markdown'], { input: text });
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    const row = lines.find((line) => line.startsWith('| \\|'))!;
    const joiner = '\u2060';
    expect(row).toContain(
      `\\| \\*\\*x\\*\\* &lt;img src=x\\> \\[a\\]\\(https:${joiner}//b.example\\) @${joiner}team \\#${joiner}1 \\\`c\\\` :${joiner}tada:`,
    );
    // As many cells as the heading.
    const cells = (line: string): number => line.replaceAll(/\\./g, '').split('|').length;
    const head = lines.find((line) => line.startsWith('| scenario |'))!;
    expect(cells(row)).toBe(cells(head));
  });

  test('a target of the scenario is judged for each, and does not change the exit code', () => {
    const text = `${VARIANTS}targets: { budget: { monthly: 1 } }\n`;
    const { code, stdout } = pgnines(['compare', '-'], { input: text });
    expect(code).toBe(0);
    expect(stdout).toContain('standby: BREACHED   budget.monthly 0 % of histories BREACHED');
  });

  test('-q prints nothing', () => {
    const { code, stdout, stderr } = pgnines(['compare', '-', '-q'], { input: VARIANTS });
    expect([code, stdout, stderr]).toEqual([0, '', '']);
  });
});

describe('mistakes are told in one go, and nothing is simulated', () => {
  const refused = (args: readonly string[], input: string): string => {
    const { code, stdout, stderr } = pgnines(['compare', ...args], { input });
    expect([code, stdout]).toEqual([2, '']);
    return stderr;
  };

  test('unknown names, with what they may have meant', () => {
    const stderr = refused(['-', '--variant', 'standbi', '--reference', 'sam', '--format', 'xml'], VARIANTS);
    expect(stderr).toContain('variant: "standbi" is not known');
    expect(stderr).toMatch(/mean.*standby/);
    expect(stderr).toContain('reference: "sam"');
    expect(stderr).toContain('format: "xml"');
  });

  test('nothing to compare with', () => {
    expect(refused(['-'], SCENARIO)).toContain('PG1411  there is only one scenario');
  });

  test('other years: start, horizon, seed or number of replications', () => {
    const text = `${SCENARIO}variants:
  late: { simulation.start: 2028-01-01 }
  short: { simulation.horizon: 6mo, simulation.seed: 8 }
  few: { simulation.replications: 3 }
`;
    const stderr = refused(['-'], text);
    expect(stderr).toContain('base and late differ in the start and the horizon');
    expect(stderr).toContain('base and short differ in the horizon and the seed');
    expect(stderr).toContain('base and few differ in the number of replications');
    // The flags set them for all.
    expect(pgnines(['compare', '-', '--variant', 'few', '-n', '3'], { input: text }).code).toBe(0);
  });

  test('what is wrong in a variant, and a variant called base', () => {
    const stderr = refused(['-'], `${SCENARIO}variants:\n  base: {}\n  bad: { server.sku.name: Nope }\n`);
    expect(stderr).toContain('Nope');
    expect(stderr).toContain('PG1411  a variant cannot be called base');
  });

  test('a place that cannot be written', () => {
    const file = temporaryFile('taken', '');
    expect(refused(['-', '--out', `json=${file}/x.json`, '--out', 'csv=a.csv'], VARIANTS)).toContain('PG1406');
  });
});

test('Ctrl-C: what is done is compared, and says so', async () => {
  const file = temporaryFile('orders.yaml', VARIANTS);
  const child = start(['compare', file, '-n', '100000000', '--jobs', '1']);
  const output = { stdout: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  setTimeout(() => child.kill('SIGINT'), 2000);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  expect(code).toBe(130);
  expect(output.stdout).toMatch(/\nINTERRUPTED after [\d,]+ of 100,000,000 replications: cheapest base[^]*exit 130\n$/);
});
