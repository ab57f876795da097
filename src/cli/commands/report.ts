import { basename, join } from 'node:path';
import type { Comparison } from '../../experiment/comparison.ts';
import type { Result } from '../../experiment/result.ts';
import type { Sensitivity } from '../../experiment/sensitivity.ts';
import type { Sweep } from '../../experiment/sweep-result.ts';
import { renderComparisonMarkdown } from '../../report/compare-markdown.ts';
import { renderComparison } from '../../report/compare-text.ts';
import { renderMonths, renderOutages } from '../../report/csv.ts';
import { renderAnnotations, renderWarnings } from '../../report/github.ts';
import { renderJson } from '../../report/json.ts';
import { renderJunit } from '../../report/junit.ts';
import { renderRunMarkdown } from '../../report/run-markdown.ts';
import { renderSensitivityMarkdown } from '../../report/sensitivity-markdown.ts';
import { renderSensitivity } from '../../report/sensitivity-text.ts';
import { renderSweepMarkdown } from '../../report/sweep-markdown.ts';
import { renderSweep } from '../../report/sweep-text.ts';
import { renderText } from '../../report/text.ts';
import { chartsOf, htmlOf, STDOUT_FORMATS, type StdoutFormat, worstVerdict } from '../deliver.ts';
import { EXIT } from '../exit-codes.ts';
import type { FlagReader } from '../flag-reader.ts';
import { printForGithub } from '../job-summary.ts';
import { repeatFlags } from '../load.ts';
import { formatOfKind, notStored } from '../messages.ts';
import { readOutTargets, stemOf } from '../out-targets.ts';
import {
  chartFolder,
  type Folder,
  pngFolder,
  printFormat,
  type Renderers,
  svgFolder,
  writeTargets,
} from '../render.ts';
import { type AnyResult, readAnyResult } from '../stored.ts';
import { type Look, print, printError, stdoutLook } from '../terminal.ts';
import { COMPARISON_RENDERERS, comparisonFolder } from './compare.ts';
import { SENSITIVITY_RENDERERS, sensitivityFolder } from './sensitivity.ts';
import { SWEEP_RENDERERS, sweepFolder } from './sweep.ts';

const FORMATS = ['json', 'csv', 'html', 'md', 'svg', 'png', 'junit'] as const;
type Format = (typeof FORMATS)[number];

/** How a stored result of some kind is shown. */
interface Kind<R> {
  /** Those that its file is enough for. */
  readonly renderers: Partial<Renderers<Format, R>>;
  readonly folder: Folder<R>;
  readonly markdown: (result: R) => string;
  readonly annotations: (result: R) => string;
  readonly text: (result: R, exitCode: number, look: Look) => string;
}

const RUN: Kind<Result> = {
  renderers: {
    json: renderJson,
    html: htmlOf,
    md: renderRunMarkdown,
    junit: renderJunit,
    svg: async (result) => svgFolder(await chartsOf(result)),
    png: async (result) => pngFolder(await chartsOf(result)),
  },
  folder: async (result, targets) => [
    ...(await chartFolder(await chartsOf(result))),
    ['report.html', await htmlOf(result, targets)],
    ['outages.csv', renderOutages(result)],
    ['months.csv', renderMonths(result)],
  ],
  markdown: renderRunMarkdown,
  annotations: (result) => renderAnnotations(result, result.inputs.scenario),
  text: (result, exitCode, look) =>
    renderText(result, { file: result.inputs.scenario, flags: flagsOf(result.inputs), exitCode, ...look }),
};

const COMPARISON: Kind<Comparison> = {
  renderers: COMPARISON_RENDERERS,
  folder: comparisonFolder,
  markdown: renderComparisonMarkdown,
  annotations: ({ warnings }) => renderWarnings(warnings, null),
  text: (comparison, exitCode, look) =>
    renderComparison(comparison, {
      files: comparison.inputs.scenarios.map(({ scenario }) => scenario),
      flags: flagsOf({ ...comparison.inputs, variant: null }),
      choices: [],
      exitCode,
      ...look,
    }),
};

const SWEEP: Kind<Sweep> = {
  renderers: SWEEP_RENDERERS,
  folder: sweepFolder,
  markdown: renderSweepMarkdown,
  annotations: ({ warnings, inputs }) => renderWarnings(warnings, inputs.scenario),
  text: (sweep, exitCode, look) =>
    renderSweep(sweep, {
      file: sweep.inputs.scenario,
      flags: flagsOf(sweep.inputs),
      directory: null,
      exitCode,
      ...look,
    }),
};

const SENSITIVITY: Kind<Sensitivity> = {
  renderers: SENSITIVITY_RENDERERS,
  folder: sensitivityFolder,
  markdown: renderSensitivityMarkdown,
  annotations: ({ warnings, inputs }) => renderWarnings(warnings, inputs.scenario),
  text: (sensitivity, exitCode, { ascii }) =>
    renderSensitivity(sensitivity, {
      file: sensitivity.inputs.scenario,
      flags: flagsOf(sensitivity.inputs),
      exitCode,
      ascii,
    }),
};

const KINDS: Readonly<Record<string, Kind<never>>> = {
  Result: RUN,
  Comparison: COMPARISON,
  Sweep: SWEEP,
  Sensitivity: SENSITIVITY,
};

const flagsOf = ({ set, variant, seed, horizon }: Pick<Result['inputs'], 'set' | 'variant' | 'seed' | 'horizon'>) =>
  repeatFlags({
    set: [...set],
    variant: variant ?? undefined,
    seed,
    horizon: horizon ?? undefined,
    replications: undefined,
  });

const kindOf = (result: AnyResult): Kind<AnyResult> =>
  KINDS['kind' in result ? result.kind : 'Result'] as unknown as Kind<AnyResult>;

const isRun = (result: AnyResult): result is Result => !('kind' in result);

/** `pgnines report`: stored results again, in other formats. */
export async function report(flags: FlagReader): Promise<number> {
  const files = [...new Set(flags.words('result'))];
  const targets = readOutTargets(flags, files, FORMATS);
  const format = flags.choice('format', STDOUT_FORMATS) ?? 'text';
  const look = stdoutLook({ noColor: flags.flag('no-color'), ascii: flags.flag('ascii') });
  const quiet = flags.flag('quiet');
  const read = files.map((file) => readAnyResult(flags, file));
  for (const [index, result] of read.entries()) {
    if (result === null) continue;
    const able = Object.keys(kindOf(result).renderers);
    for (const { format: wanted } of targets.files) {
      if (!able.includes(wanted)) flags.report(formatOfKind(wanted, files[index]!, able));
    }
  }
  flags.check();
  const results = read.filter((result) => result !== null);
  const exitCode = flags.flag('exit-zero') ? EXIT.done : worstVerdict(results.filter(isRun));

  try {
    for (const [index, result] of results.entries()) {
      const { renderers, folder } = kindOf(result);
      const complete = renderers as Renderers<Format, AnyResult>;
      const directory =
        targets.directory === null || results.length === 1
          ? targets.directory
          : join(targets.directory, stemOf(basename(files[index]!)));
      // oxlint-disable-next-line no-await-in-loop -- charts are drawn one after the other anyway
      await writeTargets({ ...targets, directory }, { renderers: complete, folder }, result, quiet);
      // oxlint-disable-next-line no-await-in-loop -- as above
      if (await printFormat(targets, complete, result)) return exitCode;
    }
    if (!quiet || format !== 'text') show(results, format, exitCode, look);
  } catch (error) {
    if (error instanceof TypeError) {
      // A file that has the marks of a result and not its figures.
      for (const file of files) flags.report(notStored(file, 'whole file: its figures are damaged'));
      flags.check();
    }
    printError(`pgnines: cannot write: ${(error as Error).message}\n`);
    return EXIT.unexpected;
  }
  return exitCode;
}

function show(results: readonly AnyResult[], format: StdoutFormat, exitCode: number, look: Look): void {
  const markdown = (): string => results.map((result) => kindOf(result).markdown(result)).join('\n');
  switch (format) {
    case 'json':
      print(renderJson(results.length === 1 ? results[0] : results));
      break;
    case 'markdown':
      print(markdown());
      break;
    case 'github':
      printForGithub(results.map((result) => kindOf(result).annotations(result)).join(''), markdown());
      break;
    case 'text':
      print(results.map((result) => kindOf(result).text(result, exitCode, look)).join('\n\n'));
  }
}
