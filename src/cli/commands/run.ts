import { basename, join } from 'node:path';
import { formatFindings } from '../../diagnostics/format.ts';
import { maskSecrets } from '../../diagnostics/secrets.ts';
import { formOutput, type RunInputs, type RunOutput } from '../../experiment/run.ts';
import { ROWS_KEPT } from '../../experiment/tally.ts';
import type { Result } from '../../experiment/result.ts';
import { renderCost, renderMonths, renderOutages, renderReplications } from '../../report/csv.ts';
import { renderJson } from '../../report/json.ts';
import { renderText } from '../../report/text.ts';
import type { FlagReader } from '../flag-reader.ts';
import { type LoadedFile, loadFiles, readScenarioFlags, repeatFlags, type ScenarioFlags } from '../load.ts';
import { type OutTargets, readOutTargets, stemOf } from '../out-targets.ts';
import { type OutputFile, type OutputFolder, writeOutputs } from '../output.ts';
import { EXIT } from '../exit-codes.ts';
import { withWorkers } from '../simulate.ts';
import { print, printError, stderrLook, stdoutLook } from '../terminal.ts';
import { packageVersion } from '../version.ts';

const MOST_JOBS = 256;

interface RunFlags {
  readonly quiet: boolean;
  readonly jobs: number | undefined;
  readonly reproducible: boolean;
  readonly rowsKept: number;
}

interface Finished {
  readonly loaded: LoadedFile;
  readonly output: RunOutput;
  /** The output's result, completed with warnings and the facts of this run. */
  readonly result: Result;
}

/** `pgnines run`: check everything, simulate, write, print. */
export async function run(flags: FlagReader): Promise<number> {
  const files = [...new Set(flags.words('file'))];
  const scenarioFlags = readScenarioFlags(flags);
  const targets = readOutTargets(flags, files);
  const format = flags.choice('format', ['text', 'json']) ?? 'text';
  const quiet = flags.flag('quiet');
  const jobs = flags.wholeNumber('jobs', 1, MOST_JOBS);
  const look = { noColor: flags.flag('no-color'), ascii: flags.flag('ascii') };
  const { loaded, warnings, sources } = loadFiles(flags, files, scenarioFlags);
  if (!quiet) printError(formatFindings(warnings, sources, stderrLook(look)));

  const { finished, interrupted } = await simulateAll(loaded, scenarioFlags, {
    quiet,
    jobs,
    reproducible: flags.flag('reproducible'),
    rowsKept: targets.files.some((file) => file.format === 'csv') ? Infinity : ROWS_KEPT,
  });
  let exitCode = interrupted ? EXIT.interrupted : worstVerdict(finished.map(({ result }) => result));

  const several = files.length > 1;
  const toStdout = targets.files.find((file) => file.path === '-');
  try {
    writeOutputs(foldersOf(targets, finished, several), filesOf(targets, finished));
  } catch (error) {
    // What was simulated is still told.
    printError(`pgnines: cannot write: ${(error as Error).message}\n`);
    exitCode = EXIT.unexpected;
  }
  if (!quiet && exitCode !== EXIT.unexpected) printError(writtenNote(targets));
  if (toStdout !== undefined) print(fileContent(toStdout.format, finished[0]!));
  else if (format === 'json') {
    const results = finished.map(({ result }) => result);
    print(renderJson(several ? results : results[0]));
  } else if (!quiet) {
    const texts = finished.map(({ loaded: { file, scenario }, result }) =>
      renderText(result, {
        file,
        flags: repeatFlags(scenarioFlags),
        exitCode,
        ...(result.inputs.replications < scenario.simulation.replications
          ? { interruptedOf: scenario.simulation.replications }
          : {}),
        ...stdoutLook(look),
      }),
    );
    print(texts.join('\n\n'));
  }
  return exitCode;
}

/** One scenario after the other; after Ctrl-C, with what is done. */
async function simulateAll(
  loaded: readonly LoadedFile[],
  flags: ScenarioFlags,
  options: RunFlags,
): Promise<{ finished: Finished[]; interrupted: boolean }> {
  const version = packageVersion();
  const studies = loaded.map(({ scenario }) => ({ scenarios: [scenario], reference: null }));
  const most = Math.max(...loaded.map(({ scenario }) => scenario.simulation.replications));
  return withWorkers(studies, { ...options, replications: most }, async ({ run: simulate, signal }) => {
    const finished: Finished[] = [];
    for (const [index, one] of loaded.entries()) {
      if (signal.aborted) break;
      const { scenario } = one;
      const started = performance.now();
      const { replications } = scenario.simulation;
      // oxlint-disable-next-line no-await-in-loop -- one after the other: each has all workers
      const { tallies } = await simulate(index, scenario.name, {
        lastReplication: replications,
        rowsKept: Math.min(replications, options.rowsKept),
      });
      // Interrupted before the first block: nothing to report.
      if (tallies[0]!.replications === 0) break;
      const output = formOutput(scenario, inputsOf(one, flags), version, tallies[0]!);
      const seconds = (performance.now() - started) / 1000;
      const result = complete(output.result, one, options.reproducible ? null : seconds);
      finished.push({ loaded: one, output, result });
    }
    const cut = finished.some(
      ({ result, loaded: { scenario } }) => result.inputs.replications < scenario.simulation.replications,
    );
    return { finished, interrupted: cut || finished.length < loaded.length };
  });
}

function inputsOf({ file, text, sha256 }: LoadedFile, { variant, set }: ScenarioFlags): RunInputs {
  // A password may stand in a pasted server definition; it has no place in a report.
  return { file: basename(file), text: maskSecrets(text), sha256, variant: variant ?? null, set };
}

function complete(result: Result, { warnings }: LoadedFile, seconds: number | null): Result {
  const loading = warnings.map(({ code, message, variant }) => ({
    code,
    message: variant === undefined ? message : `variant ${variant}: ${message}`,
  }));
  const run =
    seconds === null
      ? {}
      : {
          run: {
            generated_at: new Date().toISOString(),
            seconds: Math.round(seconds * 1000) / 1000,
            node: process.versions.node,
            time_zone_data: process.versions['tz'] ?? 'unknown',
          },
        };
  return { ...result, warnings: [...loading, ...result.warnings], ...run };
}

function worstVerdict(results: readonly Result[]): number {
  const verdicts = new Set(results.map((result) => result.verdict));
  if (verdicts.has('breached')) return EXIT.breached;
  return verdicts.has('inconclusive') ? EXIT.inconclusive : EXIT.done;
}

function foldersOf(targets: OutTargets, finished: readonly Finished[], several: boolean): OutputFolder[] {
  const { directory } = targets;
  if (directory === null) return [];
  return finished.map((one) => ({
    directory: several ? join(directory, stemOf(one.loaded.file)) : directory,
    files: new Map([
      ['replications.csv', renderReplications(one.output.rows, one.result.rows.written)],
      ['outages.csv', renderOutages(one.result)],
      ['months.csv', renderMonths(one.result)],
      ['cost.csv', renderCost(one.output.costRows)],
      ['result.json', renderJson(one.result)],
    ]),
  }));
}

const filesOf = (targets: OutTargets, [one]: readonly Finished[]): OutputFile[] =>
  one === undefined
    ? []
    : targets.files
        .filter((file) => file.path !== '-')
        .map((file) => ({ path: file.path, content: fileContent(file.format, one) }));

const fileContent = (format: 'json' | 'csv', one: Finished): string =>
  format === 'json' ? renderJson(one.result) : renderReplications(one.output.rows);

function writtenNote(targets: OutTargets): string {
  const paths = [targets.directory, ...targets.files.map((file) => (file.path === '-' ? null : file.path))];
  const written = paths.filter((path) => path !== null);
  return written.map((path) => `wrote ${path}\n`).join('');
}
