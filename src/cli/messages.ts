import { closest } from '../diagnostics/closest.ts';
import { CODES, type CodeMeaning } from '../diagnostics/codes.ts';
import type { Finding } from '../diagnostics/finding.ts';
import type { Misfit, Partial, Shard } from '../experiment/partial.ts';
import { grouped, plural } from '../report/words.ts';

/** Codes of the command line (PG14xx), and of what a run finds out. */
const RUN_CODES: Readonly<Record<string, CodeMeaning>> = {
  PG1401: { title: 'unknown command', explanation: '`pgnines --help` lists the commands.' },
  PG1402: { title: 'unknown flag', explanation: '`pgnines COMMAND --help` lists the flags of a command.' },
  PG1403: {
    title: 'flag given twice',
    explanation: 'Only --set, --vary, --out and --precision may be repeated, and --variant of compare.',
  },
  PG1404: { title: 'value or file missing', explanation: 'The command or flag needs what its help names.' },
  PG1405: {
    title: 'file cannot be read',
    explanation: 'The file does not exist, is a directory or may not be read. `-` reads standard input.',
  },
  PG1406: {
    title: 'unusable output',
    explanation:
      '--out takes a directory, which gets every file, or FORMAT=PATH, which writes only that. The formats are json, csv, html, md, junit (run only), and svg and png, of which PATH is a folder of charts; compare has no csv; trace writes its one chart to a file. `-` is standard output. A directory whose name looks like FORMAT=PATH is written ./FORMAT=PATH.',
  },
  PG1407: {
    title: 'two outputs in one place',
    explanation: 'Two outputs would overwrite each other, or be mixed on standard output.',
  },
  PG1408: {
    title: 'stored result unusable',
    explanation:
      'merge takes the files of run --shard, run --extend a result.json, both of this version of pgnines: another version may simulate other histories, and the sum would be of two models.',
  },
  PG1409: {
    title: 'flags that exclude each other',
    explanation: 'The help of the command says what each flag is for.',
  },
  PG1410: {
    title: 'shards do not make a run',
    explanation:
      'merge needs every shard of one run once: the same scenario, flags, seed, number of replications and of shards. A shard that is missing is simply run again.',
  },
  PG1411: {
    title: 'scenarios that cannot be compared',
    explanation:
      'compare shows at least two scenarios the same histories: they must have the same start, horizon, seed, number of replications and currency. --horizon, --seed and -n set them for all; --set simulation.start=... the start.',
  },
  PG1412: {
    title: 'grid unusable',
    explanation:
      'sweep takes --vary PATH=v1,v2 once or more: a path as in --set, and values in YAML. A value that has a comma stands in quotes, brackets or braces; 0..23 and 0..24:6 are ranges of whole numbers. A grid has at most 1,000 cells.',
  },
  PG3010: {
    title: 'operations refused',
    explanation:
      'Azure refuses an operation while the server is not Ready, and a failover too soon after another. The refused ones are left out, as they would be in life; stop and start wait instead.',
  },
  PG6002: {
    title: 'price missing',
    explanation:
      'The shipped price list has no row for this meter in this region. Nothing is simulated, because a bill with a silent zero would be wrong. `pgnines catalog prices --region REGION` shows what it has.',
  },
  PG6003: {
    title: 'steps of the SLA credit not confirmed',
    explanation:
      'The ladder from availability to credit is that of a sibling service. `pgnines catalog slas` shows it.',
  },
  PG6004: {
    title: 'derived prices',
    explanation:
      'A price was worked out from those of other regions or sizes. Every figure it touches is marked; `pgnines catalog prices --region REGION` shows which.',
  },
};

export const ALL_CODES: Readonly<Record<string, CodeMeaning>> = { ...CODES, ...RUN_CODES };

/** The name under which findings about the words of the command line appear. */
export const COMMAND_LINE = 'command line';

interface Place {
  readonly file: string;
  readonly column?: number;
  readonly length?: number;
}
type Hints = Pick<Finding, 'allowed' | 'guess' | 'note'>;

const error = (code: string, { file, column = 1, length = 1 }: Place, message: string, hints: Hints = {}): Finding => ({
  code,
  severity: 'error',
  message: message.length > 300 ? `${message.slice(0, 300)}...` : message,
  file,
  line: 1,
  column,
  length,
  ...hints,
});

/** A place on the command line that a flag names; the source of the same name holds its value. */
export const atFlag = (flag: string, value = ''): Place => ({ file: flag, length: Math.max(1, value.length) });

function guessOf(word: string, candidates: readonly string[]): Hints {
  const guess = closest(word, candidates);
  return guess === undefined ? {} : { guess };
}

export const unknownCommand = (place: Place, word: string, commands: readonly string[]) =>
  error('PG1401', place, `${word} is not a command`, { allowed: commands, ...guessOf(word, commands) });
export const noCommand = () =>
  error('PG1401', { file: COMMAND_LINE }, 'name a command', { note: 'pgnines --help lists them.' });
export const unknownFlag = (place: Place, flag: string, command: string, flags: readonly string[]) =>
  error('PG1402', place, `${flag} is not a flag of ${command}`, {
    ...guessOf(flag, flags),
    note: `pgnines ${command} --help lists them.`,
  });
export const flagTwice = (flag: string) => error('PG1403', atFlag(flag), `${flag} is given more than once`);
export const missingValue = (flag: string) => error('PG1404', atFlag(flag), `${flag} needs a value`);
export const missingArgument = (command: string, what: string) =>
  error('PG1404', { file: COMMAND_LINE }, `${command} needs ${what}`, { note: `pgnines ${command} --help` });
export const tooManyArguments = (place: Place, word: string, command: string) =>
  error('PG1404', place, `${command} has no place for ${word}`, { note: `pgnines ${command} --help` });
export const stdinTwice = () => error('PG1404', { file: COMMAND_LINE }, 'standard input (-) can be read only once');

export const notANumber = (flag: string, value: string, range: string) =>
  error('PG1103', atFlag(flag, value), `${flag.replace(/^-+/, '')}: expected ${range}, got "${value}"`);
export const numberOutOfRange = (flag: string, value: string, range: string) =>
  error('PG1104', atFlag(flag, value), `${flag.replace(/^-+/, '')}: ${value} is out of range; it must be ${range}`);
export const unknownChoice = (flag: string, value: string, allowed: readonly string[]) =>
  error('PG1102', atFlag(flag, value), `${flag.replace(/^-+/, '')}: "${value}" is not known`, {
    allowed,
    ...guessOf(value, allowed),
  });
export const unknownTopic = (word: string, known: readonly string[]) =>
  error(
    'PG1102',
    { file: COMMAND_LINE },
    `explain knows no code, metric or assumption "${word}"`,
    guessOf(word, known),
  );

export const notAShard = (value: string) =>
  error('PG1103', atFlag('--shard', value), `shard: expected i/n with i from 1 to n, such as 3/16, got "${value}"`);
export const shardOutput = () =>
  error('PG1409', { file: COMMAND_LINE }, '--shard writes one file: --out json=PATH, and nothing else');
export const shardOfFixedLength = () =>
  error('PG1409', { file: COMMAND_LINE }, '--shard simulates a fixed part: --precision cannot be given with it');
export const shardOfOne = () => error('PG1409', { file: COMMAND_LINE }, '--shard takes one scenario file');
export function shardWritten(
  { index, of }: Shard,
  { first, last, replications }: { first: number; last: number; replications: number },
  path: string,
): string {
  const which = last < first ? 'no replications' : `replications ${grouped(first)} to ${grouped(last)}`;
  const where = path === '-' ? '' : `wrote ${path}\n`;
  return `${where}shard ${index} of ${of}: ${which} of ${grouped(replications)}; pgnines merge joins all ${of}\n`;
}
export const withExtend = (what: string) =>
  error('PG1409', { file: COMMAND_LINE }, `--extend goes on with a stored run: ${what} cannot be given with it`);
export const extendNeedsCount = () =>
  error('PG1404', { file: COMMAND_LINE }, '--extend needs -n N: how many replications there shall be in all');
export const notMore = (file: string, wanted: number, stored: number) =>
  error(
    'PG1104',
    atFlag('--replications', String(wanted)),
    `${file} has ${grouped(stored)} replications already; -n must be more`,
  );
export const notStored = (file: string, what: string) => error('PG1408', { file }, `this is not a ${what}`);
export const formatOfKind = (format: string, file: string, able: readonly string[]) =>
  error('PG1406', atFlag('--out', format), `--out: ${file} does not hold what ${format} needs`, { allowed: able });
export const otherVersion = (file: string, version: string, own: string) =>
  error('PG1408', { file }, `written by pgnines ${version}; this is ${own}`, {
    note: 'Run it again with this version.',
  });
export function misfit(problem: Misfit, files: readonly string[], { inputs }: Partial): Finding {
  if (problem.kind === 'missing') {
    const [one] = problem.shards;
    const missing = problem.shards.map(({ index, of }) => `${index}/${of}`);
    const shown = missing.length > 10 ? [...missing.slice(0, 10), `${missing.length - 10} more`] : missing;
    return error('PG1410', { file: COMMAND_LINE }, `missing: ${plural(missing.length, 'shard')}: ${shown.join(', ')}`, {
      note: `Run each: pgnines run ${inputs.file} --shard ${one!.index}/${one!.of} --out json=PATH, with the flags of the others.`,
    });
  }
  const file = files[problem.position]!;
  return problem.kind === 'twice'
    ? error('PG1410', { file }, 'this shard is given twice')
    : error('PG1410', { file }, `part of another run than ${files[0]}; what differs: ${problem.differs.join(', ')}`);
}

export const nothingToCompare = (file: string) =>
  error('PG1411', { file }, 'there is only one scenario: nothing to compare it with', {
    note: 'Add variants to the file, or name a second file.',
  });
export const notComparable = (file: string, name: string, other: string, what: string) =>
  error('PG1411', { file }, `${name} and ${other} differ in ${what}: their histories are not the same years`, {
    note: '--horizon, --seed and -n set them for all, and --set simulation.start=... the start.',
  });
export const reservedName = (file: string, name: string) =>
  error('PG1411', { file }, `a variant cannot be called ${name} here: that is the scenario itself`, {
    note: 'Rename the variant, or choose others with --variant.',
  });

export const nothingVaried = () =>
  error('PG1404', { file: COMMAND_LINE }, 'sweep needs --vary PATH=v1,v2', {
    note: 'For example --vary server.properties.highAvailability.mode=Disabled,SameZone,ZoneRedundant',
  });
/** A place in the n-th of the flags --vary. */
interface VaryPlace extends Place {
  readonly line: number;
}
const inVary = (place: VaryPlace, message: string, hints: Hints = {}): Finding => ({
  ...error('PG1412', place, message, hints),
  line: place.line,
});
export const notVaried = (place: VaryPlace, why: string) =>
  inVary(place, why, { note: 'A path and its values: server.properties.version=16,17' });
export const variedTwice = (place: VaryPlace, path: string) => inVary(place, `${path} is varied twice`);
export const gridTooLarge = (cells: number, most: number) =>
  error(
    'PG1412',
    { file: COMMAND_LINE },
    `the grid has ${grouped(cells)} cells; at most ${grouped(most)} can be swept`,
  );

export const unreadable = (file: string, why: string) => error('PG1405', { file }, `cannot be read: ${why}`);
export const tooLarge = (file: string, megabytes: number) =>
  error('PG1001', { file }, `the file is larger than ${megabytes} MB; a scenario is a page or two`);

export const missingPrice = (file: string, what: string, priceKey: string, region: string) =>
  error('PG6002', { file }, `no price for ${what} (${priceKey}) in ${region}`, {
    note: `pgnines catalog prices --region ${region}`,
  });

export const unknownFormat = (value: string, format: string, formats: readonly string[]) =>
  error('PG1406', atFlag('--out', value), `--out: ${format} is not a format`, {
    allowed: formats,
    ...guessOf(format, formats),
    note: `For a directory of that name write ./${value}`,
  });
export const emptyPath = (value: string) => error('PG1406', atFlag('--out', value), '--out: the path is missing');
export const directoryToStdout = (value: string, formats: readonly string[]) =>
  error('PG1406', atFlag('--out', value), '--out: a directory cannot be written to standard output', {
    note: `Write ${formats.map((format) => `${format}=-`).join(' or ')}.`,
  });
export const notWritable = (value: string, path: string, why: string) =>
  error('PG1406', atFlag('--out', value), `--out: nothing can be written to ${path}: ${why}`);
export const notADirectory = (value: string, path: string) =>
  error('PG1406', atFlag('--out', value), `--out: ${path} exists and is not a directory`);
export const isADirectory = (value: string, path: string) =>
  error('PG1406', atFlag('--out', value), `--out: ${path} is a directory`);
export const twoDirectories = (value: string) =>
  error('PG1407', atFlag('--out', value), '--out: only one directory can be given');
export const oneFileForSeveral = (value: string) =>
  error('PG1407', atFlag('--out', value), '--out: one file cannot hold the results of several scenarios', {
    note: 'Give a directory: each scenario gets a folder in it.',
  });
export const sameOutput = (value: string, path: string) =>
  error('PG1407', atFlag('--out', value), `--out: two outputs would be written to ${path}`);
export const sameStem = (value: string, stem: string) =>
  error('PG1407', atFlag('--out', value), `--out: two scenarios would be written to the folder ${stem}`, {
    note: 'Rename one of the files.',
  });
export const twoOnStdout = (value: string) =>
  error('PG1407', atFlag('--out', value), '--out: standard output can take only one output');

/** For what is our fault. */
export function unexpected(thrown: unknown, stack: boolean): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const details = stack && thrown instanceof Error ? `${thrown.stack ?? ''}\n` : 'PGNINES_DEBUG=1 shows where.\n';
  return `pgnines: unexpected failure: ${text}\nThis is a mistake in pgnines, not in your scenario; please report it.\n${details}`;
}
