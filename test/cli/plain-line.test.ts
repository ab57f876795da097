import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAnyLine } from '../../src/cli/any-line.ts';
import { FlagReader } from '../../src/cli/flag-reader.ts';
import { COMMANDS, type CommandName, isSwitch, positionalName } from '../../src/cli/options.ts';
import { readPlainLine } from '../../src/cli/plain-line.ts';
import { UserError } from '../../src/diagnostics/user-error.ts';

/** Everything a command can learn from its command line. */
function seen(command: CommandName, flags: FlagReader) {
  const help = COMMANDS.find(({ name }) => name === command)!;
  const words = flags.words(positionalName(help));
  const flagsSeen = help.options.map((name) => [name, isSwitch(name) ? flags.flag(name) : flags.texts(name)]);
  return { command, words, flags: flagsSeen, findings: flags.findings, sources: flags.sources };
}

function plain(args: readonly string[]) {
  const line = readPlainLine(args);
  return line === null ? null : seen(line.command, new FlagReader(line.values));
}

async function byYargs(args: readonly string[]) {
  try {
    const line = await readAnyLine(args);
    return line === null ? 'answered' : seen(line.command, line.flags);
  } catch (error) {
    if (error instanceof UserError) return error.findings;
    throw error;
  }
}

const commands = COMMANDS.map(({ name }) => name);
const options = [...new Set(COMMANDS.flatMap((command) => command.options.map((name) => `--${name}`)))];
const values = [
  'prod.yaml',
  '-',
  '17',
  '-5',
  '1e6',
  '',
  ' ',
  'true',
  'false',
  'a.b=1',
  '--',
  "'x'",
  '"y"',
  'json=-',
  '1/4',
];
const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...options, '-n', '-q') },
  { weight: 6, arbitrary: fc.constantFrom(...values) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...options), fc.constantFrom(...values)).map((pair) => pair.join('=')),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '--help',
      '-h',
      '--version',
      '-n5',
      '-qn',
      '--no-quiet',
      '--sed',
      '-x',
      '--n',
      ...commands,
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }).filter((text) => !text.includes('\u0000')) },
);
const line = fc
  .tuple(fc.constantFrom(...commands), fc.array(word, { maxLength: 6 }))
  .map(([name, rest]) => [name, ...rest]);

describe('a plain command line', () => {
  test.each([
    ['run prod.yaml'],
    ['run prod.yaml -n 50000 --out reports/prod -q'],
    ['run a.yaml b.yaml --set server.properties.version=17 --set x=1 --seed=abc --no-color'],
    ['run - --out json=- --reproducible'],
    ['run'],
    ['validate a.yaml b.yaml --format json --ascii'],
    ['trace prod.yaml --replication 17'],
    ['catalog'],
    ['catalog prices --region swedencentral'],
    ['explain PG2004'],
    ['schema'],
    ['merge part-1.json part-2.json'],
  ])('is read without yargs, as yargs reads it: %s', async (text) => {
    const args = text.split(' ');
    expect(plain(args)).not.toBeNull();
    expect(plain(args)).toEqual(await byYargs(args));
  });

  test.each([
    [''],
    ['nonsense'],
    ['--help'],
    ['run --help'],
    ['completion'],
    ['run prod.yaml --replicas 3'],
    ['run prod.yaml -n5'],
    ['run prod.yaml -n -5'],
    ['run prod.yaml -n'],
    ['run prod.yaml --quiet false'],
    ['run prod.yaml -- -x'],
    ['trace a.yaml b.yaml'],
    ['explain'],
    ["run prod.yaml --seed 'x'"],
  ])('is one without surprises, which this is not: %s', (text) => {
    expect(plain(text.split(' '))).toBeNull();
  });

  test('is never read otherwise than by yargs', async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(line, async (args) => {
        const own = plain(args);
        if (own === null) return;
        read++;
        expect(own).toEqual(await byYargs(args));
      }),
      { numRuns: 3000, seed: 3 },
    );
    expect(read).toBeGreaterThan(300);
  });
});
