import { formatFindings } from '../diagnostics/format.ts';
import { findingsToJson } from '../diagnostics/machine.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { EXIT } from './exit-codes.ts';
import { FlagReader } from './flag-reader.ts';
import type { CommandName } from './options.ts';
import { readPlainLine } from './plain-line.ts';
import { print, printError, stderrLook } from './terminal.ts';

/** Answers the exit code. Each command is loaded when it runs, and loads what it needs itself. */
type Command = (flags: FlagReader) => Promise<number>;

const LOAD: Record<CommandName, () => Promise<Command>> = {
  run: async () => (await import('./commands/run.ts')).run,
  compare: async () => (await import('./commands/compare.ts')).compare,
  sweep: async () => (await import('./commands/sweep.ts')).sweep,
  sensitivity: async () => (await import('./commands/sensitivity.ts')).sensitivity,
  merge: async () => (await import('./commands/merge.ts')).merge,
  report: async () => (await import('./commands/report.ts')).report,
  validate: async () => (await import('./commands/validate-files.ts')).validate,
  trace: async () => (await import('./commands/trace.ts')).trace,
  verify: async () => (await import('./commands/verify.ts')).verify,
  catalog: async () => (await import('./commands/show-catalog.ts')).catalog,
  explain: async () => (await import('./commands/explain.ts')).explain,
  schema: async () => (await import('./commands/schema.ts')).schema,
};

/** Runs one command line and answers its exit code. */
export async function runProgram(args: readonly string[]): Promise<number> {
  try {
    const line = await readLine(args);
    if (line === null) return EXIT.done;
    const command = await LOAD[line.command]();
    return await command(line.flags);
  } catch (error) {
    if (error instanceof UserError) return showUserError(error, args);
    throw error;
  }
}

/** Null when the line was answered already, as `--help` is. */
async function readLine(args: readonly string[]): Promise<{ command: CommandName; flags: FlagReader } | null> {
  const plain = readPlainLine(args);
  if (plain !== null) return { command: plain.command, flags: new FlagReader(plain.values) };
  const { readAnyLine } = await import('./any-line.ts');
  return readAnyLine(args);
}

/** Findings go to standard error; with --format json they are the answer, and go to standard output. */
function showUserError({ findings, sources }: UserError, args: readonly string[]): number {
  if (wantsJson(args)) print(findingsToJson(findings, sources));
  else {
    const look = stderrLook({ noColor: args.includes('--no-color'), ascii: args.includes('--ascii') });
    printError(formatFindings(findings, sources, look));
  }
  return EXIT.invalid;
}

const wantsJson = (args: readonly string[]): boolean =>
  args.some((arg, index) => arg === '--format=json' || (arg === '--format' && args[index + 1] === 'json'));
