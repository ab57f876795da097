import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { filesIn, MAIN, SCENARIO, pgnines, temporaryDirectory, temporaryFile } from '../cli/pgnines.ts';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));

interface Job {
  readonly kind: string;
  readonly spec: {
    readonly completions?: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly command: readonly string[];
          readonly args: readonly string[];
          readonly env: readonly { readonly name: string; readonly value: string }[];
        }[];
      };
    };
  };
}

/** Runs the command of a job's container as the kubelet would, with the paths of this machine. */
function runJob(job: Job, env: Readonly<Record<string, string>>, path: string) {
  const [container] = job.spec.template.spec.containers;
  const given = Object.fromEntries(container!.env.map(({ name, value }) => [name, value]));
  const [command, ...args] = [...container!.command, ...container!.args] as [string, ...string[]];
  return spawnSync(command, args, { env: { ...given, ...env, PATH: path }, encoding: 'utf8' });
}

/** A PATH on which `pgnines` is the built command line. */
function pathWithPgnines(): string {
  const bin = temporaryDirectory();
  symlinkSync(MAIN, join(bin, 'pgnines'));
  symlinkSync(process.execPath, join(bin, 'node'));
  return `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
}

function wholeRun(file: string, replications: number): string {
  const directory = join(temporaryDirectory(), 'whole');
  pgnines(['run', file, '-n', `${replications}`, '-q', '--reproducible', '--out', directory]);
  return directory;
}

/** Everything but the facts of the run, which the jobs do not leave out. */
function sameReports(one: string, other: string): void {
  for (const name of filesIn(one)) {
    const [a, b] = [one, other].map((directory) => factless(name, readFileSync(join(directory, name), 'utf8')));
    expect(a).toEqual(b);
  }
}

function factless(name: string, text: string): unknown {
  if (name === 'result.json') return { ...(JSON.parse(text) as object), run: 0 };
  return name === 'report.html' ? text.replace(/<dt>Run<\/dt>\s*<dd>[^<]*<\/dd> ?| on \d{4}-\d\d-\d\d/g, '') : text;
}

test('the Kubernetes jobs run every shard and merge them into the reports of one run', () => {
  const [, run] = parseAllDocuments(readFileSync(join(examples, 'kubernetes/run.yaml'), 'utf8')).map(
    (document) => document.toJS() as Job,
  );
  const [merge] = parseAllDocuments(readFileSync(join(examples, 'kubernetes/merge.yaml'), 'utf8')).map(
    (document) => document.toJS() as Job,
  );
  const SCENARIO_FILE = temporaryFile('scenario.yaml', SCENARIO);
  const RESULTS = temporaryDirectory();
  const path = pathWithPgnines();
  const { completions } = run!.spec;
  for (let index = 0; index < completions!; index++) {
    const env = { SCENARIO: SCENARIO_FILE, RESULTS, REPLICATIONS: '4000', JOB_COMPLETION_INDEX: `${index}` };
    expect(runJob(run!, env, path)).toMatchObject({ status: 0, stderr: '' });
  }
  expect(readdirSync(RESULTS)).toHaveLength(completions!);
  expect(runJob(merge!, { RESULTS }, path).status).toBe(0);
  sameReports(wholeRun(SCENARIO_FILE, 4000), join(RESULTS, 'report'));
});

test('the Slurm scripts run every shard and merge them into the reports of one run', () => {
  const SCENARIO_FILE = temporaryFile('scenario.yaml', SCENARIO);
  const RESULTS = join(temporaryDirectory(), 'results');
  mkdirSync(RESULTS);
  const script = (name: string) => join(examples, 'slurm', name);
  const [, first, last] = /#SBATCH --array=(\d+)-(\d+)/.exec(readFileSync(script('run.sbatch'), 'utf8'))!.map(Number);
  const env = { SCENARIO: SCENARIO_FILE, RESULTS, REPLICATIONS: '4000', PATH: pathWithPgnines() };
  for (let index = first!; index <= last!; index++) {
    const task = { SLURM_ARRAY_TASK_ID: `${index}`, SLURM_ARRAY_TASK_COUNT: `${last! - first! + 1}` };
    expect(spawnSync('bash', [script('run.sbatch')], { env: { ...env, ...task }, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  }
  expect(spawnSync('bash', [script('merge.sbatch')], { env }).status).toBe(0);
  sameReports(wholeRun(SCENARIO_FILE, 4000), join(RESULTS, 'report'));
});
