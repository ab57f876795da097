import { join } from 'node:path';
import type { Finding } from '../diagnostics/finding.ts';
import type { RunOutput } from '../experiment/run.ts';
import type { Result, RunFacts, Warning } from '../experiment/result.ts';
import { ROWS_KEPT } from '../experiment/tally.ts';
import { renderCost, renderReplications } from '../report/csv.ts';
import { renderAnnotations } from '../report/github.ts';
import { renderJson } from '../report/json.ts';
import { renderText } from '../report/text.ts';
import { EXIT } from './exit-codes.ts';
import type { FlagReader } from './flag-reader.ts';
import { goOnWords } from './go-on.ts';
import { printForGithub } from './job-summary.ts';
import { RUN, STDOUT_FORMATS, type StdoutFormat } from './kinds.ts';
import type { LoadedFile } from './load.ts';
import { type OutTargets, readOutTargets, stemOf } from './out-targets.ts';
import { type Content, type OutputFolder, writeOutputs } from './output.ts';
import { printFormat, renderFiles, type Renderers, writtenNote } from './render.ts';
import { print, printError, stdoutLook } from './terminal.ts';

/** A run that is done. */
export interface Finished {
  readonly loaded: LoadedFile;
  readonly output: RunOutput;
  /** The output's result, completed with warnings and the facts of this run. */
  readonly result: Result;
  /** Flags that commands to copy must repeat. */
  readonly flags: readonly string[];
}

export const RUN_FORMATS = ['json', 'csv', 'html', 'md', 'svg', 'png', 'junit'] as const;
type RunFormat = (typeof RUN_FORMATS)[number];

const { html, md, junit, svg, png } = RUN.renderers;
const RENDERERS: Renderers<RunFormat, Finished> = {
  json: ({ result }) => renderJson(result),
  csv: ({ output }) => renderReplications(output.rows),
  html: ({ result }, targets) => html(result, targets),
  md: ({ result }, targets) => md(result, targets),
  junit: ({ result }, targets) => junit(result, targets),
  svg: ({ result }, targets) => svg(result, targets),
  png: ({ result }, targets) => png(result, targets),
};

/** Where results go, and how they look. */
export interface Delivery {
  readonly targets: OutTargets<RunFormat>;
  readonly format: StdoutFormat;
  readonly quiet: boolean;
  readonly reproducible: boolean;
  /** Exit 0 in place of 3 and 4. */
  readonly exitZero: boolean;
  readonly look: { readonly noColor: boolean; readonly ascii: boolean };
}

export function readDelivery(flags: FlagReader, files: readonly string[]): Delivery {
  return {
    targets: readOutTargets(flags, files, RUN_FORMATS),
    format: flags.choice('format', STDOUT_FORMATS) ?? 'text',
    quiet: flags.flag('quiet'),
    reproducible: flags.flag('reproducible'),
    exitZero: flags.flag('exit-zero'),
    look: { noColor: flags.flag('no-color'), ascii: flags.flag('ascii') },
  };
}

/** Rows of single replications that a delivery needs, of so many. */
export function rowsNeeded({ targets }: Delivery, replications: number): number {
  if (targets.files.some((file) => file.format === 'csv')) return replications;
  return targets.directory === null ? 0 : Math.min(replications, ROWS_KEPT);
}

/** A finding as a warning of the result. */
export const toWarning = ({ code, message, variant }: Finding): Warning => ({
  code,
  message: variant === undefined ? message : `variant ${variant}: ${message}`,
});

/** The facts of a run that took so long; none under --reproducible, told by null. */
export function runFacts(seconds: number | null): { readonly run?: RunFacts } {
  if (seconds === null) return {};
  return {
    run: {
      generated_at: new Date().toISOString(),
      seconds: Math.round(seconds * 1000) / 1000,
      node: process.versions.node,
      time_zone_data: process.versions['tz'] ?? 'unknown',
    },
  };
}

/** Adds what only the command line knows: warnings of loading, and the facts of this run. */
export function completeResult(result: Result, { warnings }: LoadedFile, seconds: number | null): Result {
  const loading = warnings.map(toWarning);
  return { ...result, warnings: [...loading, ...result.warnings], ...runFacts(seconds) };
}

/**
 * Writes and prints what was simulated.
 * @param several whether several scenarios were asked for: each gets a folder of its own
 * @returns the exit code
 */
export async function deliver(
  finished: readonly Finished[],
  delivery: Delivery,
  { interrupted, several }: { readonly interrupted: boolean; readonly several: boolean },
): Promise<number> {
  const { targets, format, quiet, exitZero, look } = delivery;
  const verdict = exitZero ? EXIT.done : worstVerdict(finished.map(({ result }) => result));
  let exitCode: number = interrupted ? EXIT.interrupted : verdict;
  try {
    const [only] = finished;
    const files = only === undefined ? [] : await renderFiles(targets, RENDERERS, only);
    writeOutputs(await foldersOf(targets, finished, several), files);
  } catch (error) {
    // What was simulated is still told.
    printError(`pgnines: cannot write: ${(error as Error).message}\n`);
    exitCode = EXIT.unexpected;
  }
  if (!quiet && exitCode !== EXIT.unexpected) printError(writtenNote(targets));
  if (finished[0] !== undefined && (await printFormat(targets, RENDERERS, finished[0]))) return exitCode;
  if (format === 'json') {
    const results = finished.map(({ result }) => result);
    print(renderJson(several ? results : results[0]));
  } else if (format === 'markdown') {
    print(finished.map(({ result }) => RUN.markdown(result)).join('\n'));
  } else if (format === 'github') {
    printForGithub(
      finished
        .map(({ loaded, result }) => renderAnnotations(result, loaded.file === '-' ? null : loaded.file))
        .join(''),
      finished.map(({ result }) => RUN.markdown(result)).join('\n'),
    );
  } else if (!quiet) {
    const texts = finished.map(({ loaded, result, flags }, index) => {
      const { file, scenario } = loaded;
      // Once is enough.
      const comparable = index === finished.length - 1 ? comparableFiles(finished) : [];
      return renderText(result, {
        file,
        flags,
        comparable,
        exitCode,
        ...(interrupted && result.inputs.replications < scenario.simulation.replications
          ? {
              interruptedOf: scenario.simulation.replications,
              goOn:
                exitCode === EXIT.unexpected || result.precision !== undefined
                  ? null
                  : goOnWords(targets, several ? file : null, scenario.simulation.replications),
            }
          : {}),
        ...stdoutLook(look),
      });
    });
    print(texts.join('\n\n'));
  }
  return exitCode;
}

/** Standard input cannot be read again. */
function comparableFiles(finished: readonly Finished[]): string[] {
  const files = finished.map(({ loaded }) => loaded.file);
  const isWorthIt = files.length > 1 || finished[0]!.loaded.variants.length > 0;
  return isWorthIt && !files.includes('-') ? files : [];
}

export function worstVerdict(results: readonly Result[]): number {
  const verdicts = new Set(results.map((result) => result.verdict));
  if (verdicts.has('breached')) return EXIT.breached;
  return verdicts.has('inconclusive') ? EXIT.inconclusive : EXIT.done;
}

async function foldersOf(
  targets: Delivery['targets'],
  finished: readonly Finished[],
  several: boolean,
): Promise<OutputFolder[]> {
  const { directory } = targets;
  if (directory === null) return [];
  return Promise.all(
    finished.map(async (one): Promise<OutputFolder> => ({
      directory: several ? join(directory, stemOf(one.loaded.file)) : directory,
      files: new Map<string, Content>([
        ['replications.csv', renderReplications(one.output.rows, one.result.rows.written)],
        ['cost.csv', renderCost(one.output.costRows)],
        ...(await RUN.folder(one.result, targets)),
        ['result.json', renderJson(one.result)],
      ]),
    })),
  );
}
