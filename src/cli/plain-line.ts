import type { Arguments } from './flag-reader.ts';
import {
  COMMANDS,
  type CommandHelp,
  type CommandName,
  isSwitch,
  OPTIONS,
  type OptionName,
  positionalName,
} from './options.ts';

/**
 * Reads a plain command line as yargs would, from the same definitions and without loading it, which takes longer than to
 * check a scenario. Null for everything unusual or wrong: yargs answers that. Plain is: a command first, known flags (short
 * ones alone), values that cannot be mistaken for flags, nothing quoted, no switch twice.
 */
export function readPlainLine(
  args: readonly string[],
): { readonly command: CommandName; readonly values: Arguments } | null {
  const help = (COMMANDS as readonly CommandHelp[]).find((command) => command.name === args[0]);
  if (help === undefined) return null;
  const words: string[] = [];
  const values = new Map<string, unknown>();
  for (let index = 1; index < args.length; index++) {
    const word = args[index]!;
    if (word === '-' || !word.startsWith('-')) {
      if (!isPlainValue(word)) return null;
      words.push(word);
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const name = optionOf(equals < 0 ? word : word.slice(0, equals), help);
    if (name === null) return null;
    const following = args[index + 1];
    if (isSwitch(name)) {
      if (equals >= 0 || values.has(name) || following === 'true' || following === 'false') return null;
      values.set(name, true);
    } else {
      const value = equals < 0 ? following : word.slice(equals + 1);
      if (value === undefined || !isPlainValue(value)) return null;
      const earlier = values.get(name) as string | string[] | undefined;
      values.set(name, earlier === undefined ? value : [earlier, value].flat());
      if (equals < 0) index++;
    }
  }
  const positional = positionalOf(words, help);
  if (positional === null) return null;
  return { command: help.name as CommandName, values: { ...Object.fromEntries(values), ...positional } };
}

/** What yargs takes letter for letter. */
const isPlainValue = (text: string): boolean => text === '-' || (text !== '' && !/^['"-]/.test(text));

/** The long name of `--name` or `-n`, when it is one of the command's. */
function optionOf(word: string, help: CommandHelp): OptionName | null {
  return (
    help.options.find((name) => {
      const { alias } = OPTIONS[name] as { readonly alias?: string };
      return word === `--${name}` || (alias !== undefined && word === `-${alias}`);
    }) ?? null
  );
}

/** Null when there are too few or too many words. */
function positionalOf(words: readonly string[], help: CommandHelp): Arguments | null {
  const { positional } = help;
  const required = positional.startsWith('<');
  if (required && words.length === 0) return null;
  const name = positionalName(help);
  if (positional.includes('..')) return { [name]: words };
  if (words.length > 1) return null;
  return words.length === 0 ? {} : { [name]: words[0] };
}
