import type { Comparison } from '../experiment/comparison.ts';
import type { Result } from '../experiment/result.ts';
import type { Sensitivity } from '../experiment/sensitivity.ts';
import type { Sweep } from '../experiment/sweep-result.ts';
import type { Chart } from '../report/charts/chart.ts';
import { renderComparisonMarkdown } from '../report/compare-markdown.ts';
import { renderMonths, renderOutages } from '../report/csv.ts';
import { renderAnnotations, renderWarnings } from '../report/github.ts';
import { renderJson } from '../report/json.ts';
import { renderJunit } from '../report/junit.ts';
import { renderRunMarkdown } from '../report/run-markdown.ts';
import { renderSensitivityMarkdown } from '../report/sensitivity-markdown.ts';
import { renderSweepCsv } from '../report/sweep-csv.ts';
import { renderSweepMarkdown } from '../report/sweep-markdown.ts';
import { EXIT } from './exit-codes.ts';
import { printForGithub } from './job-summary.ts';
import type { OutTargets } from './out-targets.ts';
import {
  chartFolder,
  type Folder,
  pageScript,
  pngFolder,
  printFormat,
  type Renderers,
  svgFolder,
  writeTargets,
} from './render.ts';
import { print, printError } from './terminal.ts';

export const STDOUT_FORMATS = ['text', 'json', 'markdown', 'github'] as const;
export type StdoutFormat = (typeof STDOUT_FORMATS)[number];

/** How results of a kind are written; what is heavy is loaded when it is asked for. */
export interface Kind<F extends string, R> {
  readonly renderers: Renderers<F, R>;
  /** What DIR gets. */
  readonly folder: Folder<R>;
  readonly markdown: (result: R) => string;
  readonly annotations: (result: R) => string;
}

/** Drawings, as folders of files. */
const drawings = <R>(chartsOf: (result: R) => Promise<readonly Chart[]>) => ({
  svg: async (result: R) => svgFolder(await chartsOf(result)),
  png: async (result: R) => pngFolder(await chartsOf(result)),
});

const registry = () => import('../report/charts/registry.ts');

export const chartsOfRun = async (result: Result): Promise<readonly Chart[]> => (await registry()).runCharts(result);

export async function pageOfRun(result: Result, targets: OutTargets<string>): Promise<string> {
  const { renderRunReport } = await import('../report/html/run-report.ts');
  return renderRunReport(result, await pageScript(targets));
}

/** A run as its file tells it: without the rows of single replications. */
export const RUN: Kind<'json' | 'html' | 'md' | 'junit' | 'svg' | 'png', Result> = {
  renderers: {
    json: renderJson,
    html: pageOfRun,
    md: renderRunMarkdown,
    junit: renderJunit,
    ...drawings(chartsOfRun),
  },
  folder: async (result, targets) => [
    ...(await chartFolder(await chartsOfRun(result))),
    ['report.html', await pageOfRun(result, targets)],
    ['outages.csv', renderOutages(result)],
    ['months.csv', renderMonths(result)],
  ],
  markdown: renderRunMarkdown,
  annotations: (result) => renderAnnotations(result, result.inputs.scenario),
};

const chartsOfComparison = async (comparison: Comparison): Promise<readonly Chart[]> =>
  (await registry()).comparisonCharts(comparison);

async function pageOfComparison(comparison: Comparison, targets: OutTargets<string>): Promise<string> {
  const { renderComparisonReport } = await import('../report/html/comparison-report.ts');
  return renderComparisonReport(comparison, await pageScript(targets));
}

export const COMPARISON_FORMATS = ['json', 'md', 'html', 'svg', 'png'] as const;

export const COMPARISON: Kind<(typeof COMPARISON_FORMATS)[number], Comparison> = {
  renderers: {
    json: renderJson,
    md: renderComparisonMarkdown,
    html: pageOfComparison,
    ...drawings(chartsOfComparison),
  },
  folder: async (comparison, targets) => [
    ...(await chartFolder(await chartsOfComparison(comparison))),
    ['report.html', await pageOfComparison(comparison, targets)],
    ['comparison.md', renderComparisonMarkdown(comparison)],
    ['comparison.json', renderJson(comparison)],
  ],
  markdown: renderComparisonMarkdown,
  annotations: ({ warnings }) => renderWarnings(warnings, null),
};

const chartsOfSweep = async (sweep: Sweep): Promise<readonly Chart[]> => (await registry()).sweepCharts(sweep);

async function pageOfSweep(sweep: Sweep, targets: OutTargets<string>): Promise<string> {
  const { renderSweepReport } = await import('../report/html/sweep-report.ts');
  return renderSweepReport(sweep, await pageScript(targets));
}

export const SWEEP_FORMATS = ['json', 'csv', 'html', 'md', 'svg', 'png'] as const;

export const SWEEP: Kind<(typeof SWEEP_FORMATS)[number], Sweep> = {
  renderers: {
    json: renderJson,
    csv: renderSweepCsv,
    html: pageOfSweep,
    md: renderSweepMarkdown,
    ...drawings(chartsOfSweep),
  },
  folder: async (sweep, targets) => [
    ...(await chartFolder(await chartsOfSweep(sweep))),
    ['report.html', await pageOfSweep(sweep, targets)],
    ['sweep.md', renderSweepMarkdown(sweep)],
    ['sweep.csv', renderSweepCsv(sweep)],
    ['sweep.json', renderJson(sweep)],
  ],
  markdown: renderSweepMarkdown,
  annotations: ({ warnings, inputs }) => renderWarnings(warnings, inputs.scenario),
};

const chartsOfSensitivity = async (sensitivity: Sensitivity): Promise<readonly Chart[]> =>
  (await registry()).sensitivityCharts(sensitivity);

export const SENSITIVITY_FORMATS = ['json', 'md', 'svg', 'png'] as const;

export const SENSITIVITY: Kind<(typeof SENSITIVITY_FORMATS)[number], Sensitivity> = {
  renderers: { json: renderJson, md: renderSensitivityMarkdown, ...drawings(chartsOfSensitivity) },
  folder: async (sensitivity) => [
    ...(await chartFolder(await chartsOfSensitivity(sensitivity))),
    ['sensitivity.md', renderSensitivityMarkdown(sensitivity)],
    ['sensitivity.json', renderJson(sensitivity)],
  ],
  markdown: renderSensitivityMarkdown,
  annotations: ({ warnings, inputs }) => renderWarnings(warnings, inputs.scenario),
};

interface Telling<F extends string> {
  readonly targets: OutTargets<F>;
  readonly format: StdoutFormat;
  readonly quiet: boolean;
  readonly exitCode: number;
  /** The summary, of the exit code that it will be. */
  readonly text: (exitCode: number) => string;
  /** Once everything is written. */
  readonly onWritten?: () => void;
}

/**
 * Writes what `--out` asks for and prints the rest.
 * @returns the exit code
 */
export async function tell<F extends string, R>(
  kind: Kind<F, R>,
  result: R,
  { targets, format, quiet, text, onWritten, ...given }: Telling<F>,
): Promise<number> {
  let { exitCode } = given;
  try {
    await writeTargets(targets, kind, result, quiet);
    onWritten?.();
  } catch (error) {
    // What was simulated is still told.
    printError(`pgnines: cannot write: ${(error as Error).message}\n`);
    exitCode = EXIT.unexpected;
  }
  if (await printFormat(targets, kind.renderers, result)) return exitCode;
  if (format === 'json') print(renderJson(result));
  else if (format === 'markdown') print(kind.markdown(result));
  else if (format === 'github') printForGithub(kind.annotations(result), kind.markdown(result));
  else if (!quiet) print(text(exitCode));
  return exitCode;
}
