import { formatFindings } from '../../diagnostics/format.ts';
import { formSensitivity, type Sensitivity, variedAssumptions } from '../../experiment/sensitivity.ts';
import type { StudyTally } from '../../experiment/study.ts';
import { renderSensitivity } from '../../report/sensitivity-text.ts';
import { METRICS } from '../../vocabulary/metrics.ts';
import { runFacts, toWarning } from '../deliver.ts';
import { EXIT } from '../exit-codes.ts';
import type { FlagReader } from '../flag-reader.ts';
import { SENSITIVITY, SENSITIVITY_FORMATS, STDOUT_FORMATS, tell } from '../kinds.ts';
import { inputsOf, loadFiles, readScenarioFlags, repeatFlags } from '../load.ts';
import { unknownChoice } from '../messages.ts';
import { readOutTargets } from '../out-targets.ts';
import { readJobs, withWorkers } from '../simulate.ts';
import { printError, stderrLook, stdoutLook } from '../terminal.ts';
import { packageVersion } from '../version.ts';

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

  return tell(SENSITIVITY, result, {
    targets,
    format,
    quiet,
    exitCode: EXIT.done,
    text: (exitCode) =>
      renderSensitivity(result, {
        file: one!.file,
        flags: repeatFlags(given),
        exitCode,
        ascii: stdoutLook(look).ascii,
      }),
  });
}
