import { formatFindings } from '../../diagnostics/format.ts';
import { formSensitivity, type Sensitivity, variedAssumptions } from '../../experiment/sensitivity.ts';
import type { StudyTally } from '../../experiment/study.ts';
import { renderWarnings } from '../../report/github.ts';
import { renderJson } from '../../report/json.ts';
import { renderSensitivityMarkdown } from '../../report/sensitivity-markdown.ts';
import { renderSensitivity } from '../../report/sensitivity-text.ts';
import { METRICS } from '../../vocabulary/metrics.ts';
import { runFacts, STDOUT_FORMATS, toWarning } from '../deliver.ts';
import { EXIT } from '../exit-codes.ts';
import type { FlagReader } from '../flag-reader.ts';
import { printForGithub } from '../job-summary.ts';
import { inputsOf, loadFiles, readScenarioFlags, repeatFlags } from '../load.ts';
import { unknownChoice } from '../messages.ts';
import { readOutTargets } from '../out-targets.ts';
import {
  chartFolder,
  type Folder,
  pngFolder,
  printFormat,
  type Renderers,
  svgFolder,
  writeTargets,
} from '../render.ts';
import { readJobs, withWorkers } from '../simulate.ts';
import { print, printError, stderrLook, stdoutLook } from '../terminal.ts';
import { packageVersion } from '../version.ts';

export const SENSITIVITY_FORMATS = ['json', 'md', 'svg', 'png'] as const;

export const SENSITIVITY_RENDERERS: Renderers<(typeof SENSITIVITY_FORMATS)[number], Sensitivity> = {
  json: renderJson,
  md: renderSensitivityMarkdown,
  svg: async (sensitivity) => svgFolder(await chartsOf(sensitivity)),
  png: async (sensitivity) => pngFolder(await chartsOf(sensitivity)),
};

export const sensitivityFolder: Folder<Sensitivity> = async (sensitivity) => [
  ...(await chartFolder(await chartsOf(sensitivity))),
  ['sensitivity.md', renderSensitivityMarkdown(sensitivity)],
  ['sensitivity.json', renderJson(sensitivity)],
];

async function chartsOf(sensitivity: Sensitivity) {
  const { sensitivityCharts } = await import('../../report/charts/registry.ts');
  return sensitivityCharts(sensitivity);
}

const NAMES = METRICS.map(({ name }) => name);

/** `pgnines sensitivity`: each assumption at the ends of its range, one at a time. */
export async function sensitivity(flags: FlagReader): Promise<number> {
  const files = flags.words('file');
  const given = readScenarioFlags(flags);
  const targets = readOutTargets(flags, [], SENSITIVITY_FORMATS);
  const format = flags.choice('format', STDOUT_FORMATS) ?? 'text';
  const look = { noColor: flags.flag('no-color'), ascii: flags.flag('ascii') };
  const quiet = flags.flag('quiet');
  const jobs = readJobs(flags);
  const wanted = flags.text('metric') ?? 'downtime_minutes';
  const metric = NAMES.find((name) => name === wanted);
  if (metric === undefined) flags.report(unknownChoice('--metric', wanted, NAMES), wanted);
  const { loaded, warnings, sources } = loadFiles(flags, files, given);
  if (!quiet) printError(formatFindings(warnings, sources, stderrLook(look)));

  const [one] = loaded;
  const { scenario } = one!;
  const started = performance.now();
  const plan = variedAssumptions(scenario);
  const { replications } = scenario.simulation;
  const tallies = await withWorkers(
    plan.varied.map(({ study }) => study),
    { jobs, replications, quiet, ascii: look.ascii },
    async ({ run, signal }) => {
      const done: StudyTally[] = [];
      for (const [index, { name }] of plan.varied.entries()) {
        const label = `${name}, ${index + 1} of ${plan.varied.length}`;
        // oxlint-disable-next-line no-await-in-loop -- one after the other: each has all workers
        const tally = await run(index, label, { lastReplication: replications, rowsKept: 0 });
        if (signal.aborted) return null;
        done.push(tally);
      }
      return done;
    },
  );
  if (tallies === null) {
    printError('pgnines: interrupted; one assumption beside others half done says nothing, so nothing is printed\n');
    return EXIT.interrupted;
  }
  const formed = formSensitivity(scenario, plan, tallies, metric!, inputsOf(one!, given), packageVersion());
  const seconds = flags.flag('reproducible') ? null : (performance.now() - started) / 1000;
  const result: Sensitivity = { ...formed, warnings: one!.warnings.map(toWarning), ...runFacts(seconds) };

  let exitCode: number = EXIT.done;
  try {
    await writeTargets(targets, { renderers: SENSITIVITY_RENDERERS, folder: sensitivityFolder }, result, quiet);
  } catch (error) {
    // What was simulated is still told.
    printError(`pgnines: cannot write: ${(error as Error).message}\n`);
    exitCode = EXIT.unexpected;
  }
  if (await printFormat(targets, SENSITIVITY_RENDERERS, result)) return exitCode;
  if (format === 'json') print(renderJson(result));
  else if (format === 'markdown') print(renderSensitivityMarkdown(result));
  else if (format === 'github')
    printForGithub(renderWarnings(result.warnings, one!.file), renderSensitivityMarkdown(result));
  else if (!quiet) {
    const { ascii } = stdoutLook(look);
    print(renderSensitivity(result, { file: one!.file, flags: repeatFlags(given), exitCode, ascii }));
  }
  return exitCode;
}
