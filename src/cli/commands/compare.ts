import { formatFindings } from '../../diagnostics/format.ts';
import { compare as formComparison } from '../../experiment/compare.ts';
import type { Comparison } from '../../experiment/comparison.ts';
import { renderComparisonMarkdown } from '../../report/compare-markdown.ts';
import { renderComparison } from '../../report/compare-text.ts';
import { renderWarnings } from '../../report/github.ts';
import { renderJson } from '../../report/json.ts';
import { loadContestants, type LoadedContestant } from '../contestants.ts';
import { runFacts, STDOUT_FORMATS, toWarning } from '../deliver.ts';
import { EXIT } from '../exit-codes.ts';
import type { FlagReader } from '../flag-reader.ts';
import { printForGithub } from '../job-summary.ts';
import { MOST_REPLICATIONS, repeatFlags } from '../load.ts';
import { unknownChoice } from '../messages.ts';
import { type OutTargets, readOutTargets } from '../out-targets.ts';
import {
  chartFolder,
  pageScript,
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

export const COMPARISON_FORMATS = ['json', 'md', 'html', 'svg', 'png'] as const;
type FileFormat = (typeof COMPARISON_FORMATS)[number];

export const COMPARISON_RENDERERS: Renderers<FileFormat, Comparison> = {
  json: renderJson,
  md: renderComparisonMarkdown,
  html: htmlOf,
  svg: async (comparison) => svgFolder(await chartsOf(comparison)),
  png: async (comparison) => pngFolder(await chartsOf(comparison)),
};

async function chartsOf(comparison: Comparison) {
  const { comparisonCharts } = await import('../../report/charts/registry.ts');
  return comparisonCharts(comparison);
}

async function htmlOf(comparison: Comparison, targets: OutTargets<string>): Promise<string> {
  const { renderComparisonReport } = await import('../../report/html/comparison-report.ts');
  return renderComparisonReport(comparison, await pageScript(targets));
}

/** What DIR gets. */
export const comparisonFolder: Folder<Comparison> = async (comparison, targets) => [
  ...(await chartFolder(await chartsOf(comparison))),
  ['report.html', await htmlOf(comparison, targets)],
  ['comparison.md', renderComparisonMarkdown(comparison)],
  ['comparison.json', renderJson(comparison)],
];

/** `pgnines compare`: scenarios side by side over the same histories. Verdicts are shown and do not change the exit code. */
export async function compare(flags: FlagReader): Promise<number> {
  const files = flags.words('file');
  const given = {
    set: flags.texts('set'),
    replications: flags.wholeNumber('replications', 1, MOST_REPLICATIONS),
    seed: flags.text('seed'),
    horizon: flags.text('horizon'),
  };
  const chosen = flags.texts('variant');
  const targets = readOutTargets(flags, [], COMPARISON_FORMATS);
  const format = flags.choice('format', STDOUT_FORMATS) ?? 'text';
  const look = { noColor: flags.flag('no-color'), ascii: flags.flag('ascii') };
  const quiet = flags.flag('quiet');
  const jobs = readJobs(flags);
  const contestants = loadContestants(flags, files, given, chosen);
  const reference = readReference(flags, contestants);
  flags.check();
  if (!quiet) printError(formatFindings(flags.findings, flags.sources, stderrLook(look)));

  const started = performance.now();
  const study = { scenarios: contestants.map(({ scenario }) => scenario), reference };
  const { replications } = study.scenarios[0]!.simulation;
  const label = `${contestants.length} scenarios`;
  const tally = await withWorkers([study], { jobs, replications, quiet, ascii: look.ascii }, (simulation) =>
    simulation.run(0, label, { lastReplication: replications, rowsKept: 0 }),
  );
  const done = tally.replications;
  // Interrupted before the first block: nothing to report.
  if (done === 0) return EXIT.interrupted;
  const formed = formComparison(contestants, reference, tally, packageVersion());
  const seconds = flags.flag('reproducible') ? null : (performance.now() - started) / 1000;
  const comparison: Comparison = {
    ...formed,
    warnings: [...flags.findings.map(toWarning), ...formed.warnings],
    ...runFacts(seconds),
  };

  let exitCode: number = done < replications ? EXIT.interrupted : EXIT.done;
  try {
    await writeTargets(targets, { renderers: COMPARISON_RENDERERS, folder: comparisonFolder }, comparison, quiet);
  } catch (error) {
    // What was simulated is still told.
    printError(`pgnines: cannot write: ${(error as Error).message}\n`);
    exitCode = EXIT.unexpected;
  }
  if (await printFormat(targets, COMPARISON_RENDERERS, comparison)) return exitCode;
  if (format === 'json') print(renderJson(comparison));
  else if (format === 'markdown') print(renderComparisonMarkdown(comparison));
  else if (format === 'github')
    printForGithub(renderWarnings(comparison.warnings, null), renderComparisonMarkdown(comparison));
  else if (!quiet) {
    print(
      renderComparison(comparison, {
        files: [...new Set(files)],
        flags: repeatFlags({ ...given, variant: undefined }),
        choices: [
          ...chosen.flatMap((name) => ['--variant', name]),
          ...(reference === 0 ? [] : ['--reference', contestants[reference]!.name]),
        ],
        exitCode,
        ...(done < replications ? { interruptedOf: replications } : {}),
        ...stdoutLook(look),
      }),
    );
  }
  return exitCode;
}

/** Index of the scenario that `--reference` names; the first one when it is not given, or wrong. */
function readReference(flags: FlagReader, contestants: readonly LoadedContestant[]): number {
  const name = flags.text('reference');
  const names = contestants.map((contestant) => contestant.name);
  if (name === undefined || names.length === 0) return 0;
  if (!names.includes(name)) flags.report(unknownChoice('--reference', name, names), name);
  return Math.max(0, names.indexOf(name));
}
