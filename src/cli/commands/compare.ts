import { formatFindings } from '../../diagnostics/format.ts';
import { compare as formComparison } from '../../experiment/compare.ts';
import { durabilitiesOf } from '../../experiment/durability.ts';
import type { Comparison } from '../../experiment/comparison.ts';
import { renderComparison } from '../../report/compare-text.ts';
import { loadContestants, type LoadedContestant } from '../contestants.ts';
import { runFacts, toWarning } from '../deliver.ts';
import { EXIT } from '../exit-codes.ts';
import type { FlagReader } from '../flag-reader.ts';
import { COMPARISON, COMPARISON_FORMATS, STDOUT_FORMATS, tell } from '../kinds.ts';
import { MOST_REPLICATIONS, repeatFlags } from '../load.ts';
import { unknownChoice } from '../messages.ts';
import { readOutTargets } from '../out-targets.ts';
import { readJobs, withWorkers } from '../simulate.ts';
import { printError, stderrLook, stdoutLook } from '../terminal.ts';
import { packageVersion } from '../version.ts';

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
  const [tally] = await withWorkers([study], { jobs, replications, quiet, ascii: look.ascii }, (simulation) =>
    Promise.all([
      simulation.run(0, label, { lastReplication: replications, rowsKept: 0 }),
      Promise.resolve(study.scenarios).then(durabilitiesOf),
    ]),
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

  return tell(COMPARISON, comparison, {
    targets,
    format,
    quiet,
    exitCode: done < replications ? EXIT.interrupted : EXIT.done,
    text: (exitCode) =>
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
  });
}

/** Index of the scenario that `--reference` names; the first one when it is not given, or wrong. */
function readReference(flags: FlagReader, contestants: readonly LoadedContestant[]): number {
  const name = flags.text('reference');
  const names = contestants.map((contestant) => contestant.name);
  if (name === undefined || names.length === 0) return 0;
  if (!names.includes(name)) flags.report(unknownChoice('--reference', name, names), name);
  return Math.max(0, names.indexOf(name));
}
