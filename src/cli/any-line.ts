import yargs, { type Argv, type FallbackCompletionFunction } from 'yargs';
import { UserError } from '../diagnostics/user-error.ts';
import { type Arguments, FlagReader } from './flag-reader.ts';
import * as messages from './messages.ts';
import { COMMANDS, type CommandHelp, type CommandName, OPTIONS, positionalName } from './options.ts';
import { packageVersion } from './version.ts';

/** yargs drops a bare `-`; no argument can hold a NUL byte, so this stands for it unmistakably. */
const DASH = '\u0000-';

/**
 * Reads any command line with yargs. Null when yargs answered it itself: help, version, shell completion.
 * @throws UserError when there is no such command, or its argument is missing
 */
export async function readAnyLine(
  args: readonly string[],
): Promise<{ readonly command: CommandName; readonly flags: FlagReader } | null> {
  let chosen: { readonly help: CommandHelp; readonly values: Arguments } | undefined;
  const parser = buildParser(
    args.map((arg) => (arg === '-' ? DASH : arg)),
    (help, values) => {
      chosen = { help, values };
    },
  );
  try {
    const parsed = await parser.parseAsync();
    if (chosen === undefined) {
      if (isAnswered(args)) return null;
      throw noSuchCommand(args, parsed._.map(String));
    }
  } catch (error) {
    throw missingArgument(error, args) ?? error;
  }
  const { help, values } = chosen;
  const flags = new FlagReader(withDashes(values));
  reportUnknownWords(flags, help, values, args);
  return { command: help.name as CommandName, flags };
}

const COMPLETING = '--get-yargs-completions';

/** The definition of the command line; `choose` hears which command was given. */
export function buildParser(args: readonly string[], choose: (help: CommandHelp, values: Arguments) => void): Argv {
  const parser = yargs([...args])
    .scriptName('pgnines')
    .usage('Availability, recovery and cost of Azure Database for PostgreSQL, simulated\n\npgnines COMMAND [flags]')
    .locale('en')
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .help()
    .alias('help', 'h')
    .describe('help', 'show help')
    .version(packageVersion())
    .describe('version', 'show the version')
    .wrap(100)
    .exitProcess(false)
    .showHelpOnFail(false)
    .completion('completion', 'Print a script for shell completion', offerNoFlags)
    .epilogue('Exit codes: 0 done, 1 unexpected failure, 2 invalid input, 3 breached, 4 inconclusive, 130 interrupted.')
    .fail((message: string, error?: Error) => {
      throw error ?? new Error(message);
    });
  for (const help of COMMANDS as readonly CommandHelp[]) {
    parser.command(
      `${help.name} ${help.positional}`,
      help.describe,
      (builder) => describeCommand(builder, help, args.includes(COMPLETING)),
      (values) => choose(help, values),
    );
  }
  return parser;
}

/** Where a word begins, files are likelier than flags; the shell offers them when it is offered nothing. */
const offerNoFlags: FallbackCompletionFunction = (current, _values, offer, done) => {
  offer((_error, words) => done((words ?? []).filter((word) => current !== '' || !word.startsWith('-'))));
};

/** For the shell's completion yargs must know the choices, and only then: wrong ones have findings of ours. */
function describeCommand(builder: Argv, help: CommandHelp, isCompleting: boolean): Argv {
  const { positionalHelp, notes } = help;
  builder.positional(positionalName(help), {
    type: 'string',
    describe: positionalHelp,
    ...(isCompleting && CHOSEN.has(help.name) ? { choices: wordsOf(positionalHelp) } : {}),
  });
  for (const option of help.options) {
    const describe = notes?.[option] ?? OPTIONS[option].describe ?? '';
    const choices = isCompleting && option === 'format' ? { choices: wordsOf(describe) } : {};
    builder.option(option, { ...OPTIONS[option], describe, ...choices });
  }
  for (const [command, why] of help.examples) builder.example(command, why);
  return builder;
}

/** Commands whose argument is one of the words of its help. */
const CHOSEN: ReadonlySet<string> = new Set(['catalog', 'schema']);

/** The choices that a help names: of `text, json or github (annotations), on standard output` the three words. */
const wordsOf = (help: string): string[] =>
  help
    .replace(/ \([^)]*\)/g, '')
    .replace(/, on .*/, '')
    .split(/, | or /);

/** yargs itself answers these. */
const isAnswered = (args: readonly string[]): boolean =>
  args.some((arg) => arg === '--help' || arg === '-h' || arg === '--version') ||
  args[0] === 'completion' ||
  args.includes(COMPLETING);

const withDashes = (values: Arguments): Arguments =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.map(dash) : dash(value)]),
  );
const dash = (value: unknown): unknown => (value === DASH ? '-' : value);

/** Where a word stands in the command line, for the carets. */
function placeOf(args: readonly string[], matches: (arg: string) => boolean) {
  const index = args.findIndex(matches);
  const before = ['pgnines', ...args.slice(0, Math.max(0, index))].join(' ').length + 1;
  const length = index < 0 ? 1 : Math.max(1, args[index]!.length);
  return { file: messages.COMMAND_LINE, column: index < 0 ? 1 : before + 1, length };
}

const commandLineOf = (args: readonly string[]) => ({
  name: messages.COMMAND_LINE,
  text: ['pgnines', ...args].join(' ').replace(/[\r\n]+/g, ' '),
});

function noSuchCommand(args: readonly string[], words: readonly string[]): UserError {
  const [word] = words;
  if (word === undefined) return new UserError([messages.noCommand()]);
  const names = [...COMMANDS.map((command) => command.name), 'completion'];
  return new UserError(
    [
      messages.unknownCommand(
        placeOf(args, (arg) => arg === word),
        word,
        names,
      ),
    ],
    [commandLineOf(args)],
  );
}

/** yargs knows of missing arguments only a sentence. */
function missingArgument(error: unknown, args: readonly string[]): UserError | undefined {
  if (!(error instanceof Error) || !error.message.startsWith('Not enough non-option arguments')) return undefined;
  const help = (COMMANDS as readonly CommandHelp[]).find((command) => args.includes(command.name));
  const name = help?.name ?? 'pgnines';
  return new UserError([messages.missingArgument(name, help?.positionalHelp ?? 'an argument')]);
}

function reportUnknownWords(flags: FlagReader, help: CommandHelp, values: Arguments, args: readonly string[]): void {
  const aliases = help.options.flatMap((name) => ('alias' in OPTIONS[name] ? [OPTIONS[name].alias] : []));
  const known = [...help.options, ...aliases, 'help', 'h', 'version'].map(String);
  const positional = positionalName(help);
  let found = false;
  for (const key of Object.keys(values)) {
    if (key === '_' || key === '$0' || key === positional || known.includes(key)) continue;
    const flag = key.length === 1 ? `-${key}` : `--${key}`;
    const place = placeOf(
      args,
      (arg) =>
        arg === flag || arg.startsWith(`${flag}=`) || (key.length === 1 && new RegExp(`^-[a-zA-Z]*${key}`).test(arg)),
    );
    const offered = known.filter((name) => name.length > 1).map((name) => `--${name}`);
    flags.report(messages.unknownFlag(place, flag, help.name, offered));
    found = true;
  }
  for (const word of (values['_'] as readonly string[]).slice(1).map((extra) => String(dash(extra)))) {
    flags.report(
      messages.tooManyArguments(
        placeOf(args, (arg) => arg === word),
        word,
        help.name,
      ),
    );
    found = true;
  }
  if (found) flags.sources.push(commandLineOf(args));
}
