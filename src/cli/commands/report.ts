import { basename, join } from 'node:path';
import type { Comparison } from '../../experiment/comparison.ts';
import type { Result } from '../../experiment/result.ts';
import type { Sensitivity } from '../../experiment/sensitivity.ts';
import type { Sweep } from '../../experiment/sweep-result.ts';
import { renderComparison } from '../../report/compare-text.ts';
import { renderJson } from '../../report/json.ts';
import { renderSensitivity } from '../../report/sensitivity-text.ts';
import { renderSweep } from '../../report/sweep-text.ts';
import { renderText } from '../../report/text.ts';
import { worstVerdict } from '../deliver.ts';
import { EXIT } from '../exit-codes.ts';
import type { FlagReader } from '../flag-reader.ts';
import { printForGithub } from '../job-summary.ts';
import { COMPARISON, type Kind, RUN, SENSITIVITY, STDOUT_FORMATS, type StdoutFormat, SWEEP } from '../kinds.ts';
import { repeatFlags } from '../load.ts';
import { formatOfKind, notStored } from '../messages.ts';
import { readOutTargets, stemOf } from '../out-targets.ts';
import { printFormat, type Renderers, writeTargets } from '../render.ts';
import { type AnyResult, readAnyResult } from '../stored.ts';
import { type Look, print, printError, stdoutLook } from '../terminal.ts';

const FORMATS = ['json', 'csv', 'html', 'md', 'svg', 'png', 'junit'] as const;
type Format = (typeof FORMATS)[number];

/** A kind of result that was stored, and its summary. */
interface Stored<R> extends Kind<Format, R> {
  readonly text: (result: R, exitCode: number, look: Look) => string;
}

const stored = <F extends string, R>(kind: Kind<F, R>, text: Stored<R>['text']): Stored<never> =>
  // Which formats it has is asked before one is used.
  ({ ...kind, text }) as unknown as Stored<never>;

const KINDS: Readonly<Record<string, Stored<never>>> = {
  Result: stored(RUN, (result: Result, exitCode, look) =>
    renderText(result, { file: result.inputs.scenario, flags: flagsOf(result.inputs), exitCode, ...look }),
  ),
  Comparison: stored(COMPARISON, (comparison: Comparison, exitCode, look) =>
    renderComparison(comparison, {
      files: comparison.inputs.scenarios.map(({ scenario }) => scenario),
      flags: flagsOf({ ...comparison.inputs, variant: null }),
      choices: [],
      exitCode,
      ...look,
    }),
  ),
  Sweep: stored(SWEEP, (sweep: Sweep, exitCode, look) =>
    renderSweep(sweep, {
      file: sweep.inputs.scenario,
      flags: flagsOf(sweep.inputs),
      directory: null,
      exitCode,
      ...look,
    }),
  ),
  Sensitivity: stored(SENSITIVITY, (sensitivity: Sensitivity, exitCode, { ascii }) =>
    renderSensitivity(sensitivity, {
      file: sensitivity.inputs.scenario,
      flags: flagsOf(sensitivity.inputs),
      exitCode,
      ascii,
    }),
  ),
};

const flagsOf = ({ set, variant, seed, horizon }: Pick<Result['inputs'], 'set' | 'variant' | 'seed' | 'horizon'>) =>
  repeatFlags({
    set: [...set],
    variant: variant ?? undefined,
    seed,
    horizon: horizon ?? undefined,
    replications: undefined,
  });

const kindOf = (result: AnyResult): Stored<AnyResult> =>
  KINDS['kind' in result ? result.kind : 'Result'] as unknown as Stored<AnyResult>;

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
