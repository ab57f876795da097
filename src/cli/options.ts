import type { Options } from 'yargs';

/** Flags of the commands, as yargs takes them. Values are read as text and checked by FlagReader, all in one go. */
const value = (describe: string, more: Options = {}): Options => ({ type: 'string', describe, ...more });
const switched = (describe: string, more: Options = {}): Options => ({ type: 'boolean', describe, ...more });

/** yargs lists the flags in this order. */
export const OPTIONS = {
  replications: value('N: simulated histories, 1 to 1000000000', { alias: 'n' }),
  replication: value('N, median, p95 or worst: the history to show (default 1)'),
  seed: value('TEXT: seed of all chance'),
  horizon: value('DURATION: simulated time, such as 1y or 6mo'),
  set: value('PATH=VALUE: replaces a key of the scenario; the value is YAML; repeatable'),
  vary: value('PATH=v1,v2: the values to try, in YAML; 0..23 and 0..24:6 are whole numbers; repeatable'),
  metric: value('NAME: the metric whose mean is looked at; default downtime_minutes'),
  variant: value('NAME: one of the variants of the scenario'),
  reference: value('NAME: what the others are compared with; default the first'),
  out: value(
    'DIR for all reports, or FORMAT=PATH for one: json, csv, html, md, junit; svg, png: PATH is a folder; repeatable',
  ),
  format: value('text, json, markdown or github (annotations and job summary), on standard output'),
  region: value('NAME: only prices and regions of this region'),
  geography: value('NAME: only regions of this geography, such as Europe or "United States"'),
  shard: value('i/n: simulate only this part of n, for merge to join; needs --out json=PATH'),
  extend: value('RESULT: add replications to a stored result.json, up to -n in all'),
  precision: value('METRIC=REL: stop once the mean is known to this part of itself, -n at most; repeatable'),
  jobs: value('N: worker threads; default: one per processor; the results do not depend on it'),
  check: switched(
    'check the invariants of every replication, simulate one in 50 again, stop at a fault; twice the time',
  ),
  reproducible: switched('no times and machine facts in the output'),
  interactive: switched('charts of report.html answer the mouse: a script of half a megabyte comes into the page'),
  'exit-zero': switched('exit 0 when a target is breached or inconclusive, instead of 3 or 4'),
  quiet: switched('no summary, progress or warnings', { alias: 'q' }),
  'no-color': switched('no colours'),
  ascii: switched('only ASCII characters'),
} as const satisfies Record<string, Options>;

export type OptionName = keyof typeof OPTIONS;

export interface CommandHelp {
  readonly name: string;
  /** Positional arguments in yargs' notation. */
  readonly positional: string;
  readonly positionalHelp: string;
  readonly describe: string;
  readonly options: readonly OptionName[];
  /** Help of options that differs here. */
  readonly notes?: Partial<Record<OptionName, string>>;
  readonly examples: readonly (readonly [string, string])[];
}

export const COMMANDS = [
  {
    name: 'run',
    positional: '[file..]',
    positionalHelp: 'scenario files; - is standard input',
    describe: 'Simulate scenarios: availability, recovery and cost',
    options: [
      'replications',
      'seed',
      'horizon',
      'set',
      'variant',
      'out',
      'format',
      'interactive',
      'precision',
      'jobs',
      'shard',
      'extend',
      'check',
      'exit-zero',
      'reproducible',
      'quiet',
      'no-color',
      'ascii',
    ],
    examples: [
      ['pgnines run prod.yaml', 'print the summary'],
      ['pgnines run prod.yaml -n 50000 --out reports/prod', 'write every report'],
      ['pgnines run prod.yaml -n 1000000 --precision downtime_minutes=0.02', 'until the mean is known to 2 %'],
      ['pgnines run prod.yaml --set server.properties.highAvailability.mode=Disabled', 'what if?'],
    ],
  },
  {
    name: 'compare',
    positional: '<file..>',
    positionalHelp: 'one scenario file with variants, or several files; - is standard input',
    describe: 'Compare variants and scenarios, paired history by history',
    options: [
      'replications',
      'seed',
      'horizon',
      'set',
      'variant',
      'reference',
      'out',
      'format',
      'interactive',
      'jobs',
      'reproducible',
      'quiet',
      'no-color',
      'ascii',
    ],
    notes: {
      variant: 'NAME: only these variants of one file, these variants too of several; repeatable',
      out: 'DIR for both reports, or json=PATH or md=PATH for only that; - is standard output; repeatable',
    },
    examples: [
      ['pgnines compare prod.yaml', 'the scenario and all its variants'],
      ['pgnines compare prod.yaml --reference no-standby', 'what each costs and brings above no standby'],
      ['pgnines compare prod.yaml --variant no-standby --format markdown', 'a table for a pull request'],
      ['pgnines compare old.yaml new.yaml -n 100000', 'two files'],
    ],
  },
  {
    name: 'sweep',
    positional: '<file>',
    positionalHelp: 'scenario file; - is standard input',
    describe: 'Try all combinations of some values: which cost least for their downtime',
    options: [
      'vary',
      'replications',
      'seed',
      'horizon',
      'set',
      'variant',
      'out',
      'format',
      'interactive',
      'jobs',
      'reproducible',
      'quiet',
      'no-color',
      'ascii',
    ],
    notes: {
      replications: 'N: simulated histories of each combination, 1 to 1000000000',
      out: 'DIR for both reports, and to go on where a sweep was interrupted; or json=PATH or csv=PATH; repeatable',
    },
    examples: [
      ['pgnines sweep prod.yaml --vary server.properties.storage.storageSizeGB=128,256,512', 'three sizes of the disk'],
      [
        'pgnines sweep prod.yaml --vary server.sku.name=Standard_B2ms,Standard_D2ds_v5 --out reports/sizes',
        'all files; after an interruption the same line goes on',
      ],
    ],
  },
  {
    name: 'sensitivity',
    positional: '<file>',
    positionalHelp: 'scenario file; - is standard input',
    describe: 'Each assumption at the ends of its range: which one decides, and has anybody measured it?',
    options: [
      'metric',
      'replications',
      'seed',
      'horizon',
      'set',
      'variant',
      'out',
      'format',
      'jobs',
      'reproducible',
      'quiet',
      'no-color',
      'ascii',
    ],
    notes: { out: 'DIR for all reports, or FORMAT=PATH for one: json, md; svg, png: PATH is a folder; repeatable' },
    examples: [['pgnines sensitivity prod.yaml --metric tco', 'what the total cost hangs on']],
  },
  {
    name: 'merge',
    positional: '<partial..>',
    positionalHelp: 'all files that run --shard i/n --out json=PATH wrote, in any order',
    describe: 'Join the shards of a run: the bytes of one run',
    options: ['out', 'format', 'interactive', 'jobs', 'exit-zero', 'reproducible', 'quiet', 'no-color', 'ascii'],
    examples: [['pgnines merge part-*.json --out reports/prod', 'write every report']],
  },
  {
    name: 'report',
    positional: '<result..>',
    positionalHelp: 'JSON files that run, compare, sweep or sensitivity wrote; - is standard input',
    describe: 'Render stored results again; simulate nothing',
    options: ['out', 'format', 'interactive', 'exit-zero', 'quiet', 'no-color', 'ascii'],
    notes: {
      out: 'DIR for all reports, or FORMAT=PATH for one: json, html, md, junit; svg, png: PATH is a folder; repeatable',
    },
    examples: [
      ['pgnines report result.json --out html=report.html', 'one page to send around'],
      ['pgnines report result.json --format markdown', 'to paste into a pull request'],
    ],
  },
  {
    name: 'validate',
    positional: '<file..>',
    positionalHelp: 'scenario files; - is standard input',
    describe: "Check scenarios against the schema, then Azure's rules; simulate nothing",
    options: ['set', 'variant', 'format', 'no-color', 'ascii'],
    notes: { format: 'text, json or github (annotations of a workflow run)' },
    examples: [['pgnines validate *.yaml', 'all problems of all files']],
  },
  {
    name: 'trace',
    positional: '<file>',
    positionalHelp: 'scenario file; - is standard input',
    describe: 'Show one simulated history event by event',
    options: [
      'replication',
      'replications',
      'seed',
      'horizon',
      'set',
      'variant',
      'out',
      'format',
      'interactive',
      'jobs',
      'quiet',
      'no-color',
      'ascii',
    ],
    notes: {
      format: 'text or json, on standard output',
      replications: 'N: simulated histories to choose median, p95 or worst from',
      out: 'DIR for the drawing and the log, or svg=PATH or png=PATH for only that; - is standard output; repeatable',
      quiet: 'no log, progress or warnings',
    },
    examples: [
      ['pgnines trace prod.yaml --replication 17', 'the 17th history of a run with the same seed'],
      ['pgnines trace prod.yaml --replication p95 --out png=bad-year.png', 'the drawing of a bad year'],
    ],
  },
  {
    name: 'verify',
    positional: '[case..]',
    positionalHelp: 'ids such as V19; without any, all',
    describe: 'Run models whose answers are known, and show both answers',
    options: ['seed', 'format', 'jobs', 'quiet', 'no-color', 'ascii'],
    notes: { format: 'text, json or markdown, on standard output' },
    examples: [['pgnines verify V19', 'three copies lost together: 1e-11 a year']],
  },
  {
    name: 'catalog',
    positional: '[section]',
    positionalHelp: 'skus, storage, regions, versions, prices, slas, assumptions or metrics',
    describe: 'Show what the tool believes, with source and date',
    options: ['region', 'geography', 'format'],
    notes: { format: 'text or json, on standard output' },
    examples: [
      ['pgnines catalog prices --region swedencentral', 'one region'],
      [
        'pgnines catalog regions --geography "United States"',
        'where zone-redundant pairs, geo backups and sizes are offered',
      ],
    ],
  },
  {
    name: 'explain',
    positional: '<topic>',
    positionalHelp: 'a code such as PG2004, a metric or an assumption',
    describe: 'Explain a code, a metric or an assumption',
    options: [],
    examples: [['pgnines explain PG2004', 'what the code means']],
  },
  {
    name: 'schema',
    positional: '[what]',
    positionalHelp: 'scenario',
    describe: 'Print the JSON Schema of scenario files, for editors',
    options: [],
    examples: [['pgnines schema > scenario.schema.json', '']],
  },
] as const satisfies readonly CommandHelp[];

export type CommandName = (typeof COMMANDS)[number]['name'];

/** The name of a command's positional argument, without yargs' brackets and dots. */
export const positionalName = ({ positional }: CommandHelp): string => positional.replace(/[<>[\].]/g, '');

/** Whether a flag takes no value. */
export const isSwitch = (name: OptionName): boolean => OPTIONS[name].type === 'boolean';
