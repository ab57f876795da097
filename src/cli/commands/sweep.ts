import { basename } from 'node:path';
import { formatFindings } from '../../diagnostics/format.ts';
import { maskSecrets } from '../../diagnostics/secrets.ts';
import { formSweep } from '../../experiment/form-sweep.ts';
import { type Cell, type CellTally, MOST_CELLS, runCells, studiesOf } from '../../experiment/sweep.ts';
import type { Sweep } from '../../experiment/sweep-result.ts';
import { renderSweep } from '../../report/sweep-text.ts';
import { plural } from '../../report/words.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { identityOf, readCell, removeStaleCells, storeCell } from '../cell-store.ts';
import { runFacts, toWarning } from '../deliver.ts';
import { EXIT } from '../exit-codes.ts';
import type { FlagReader } from '../flag-reader.ts';
import { loadGrid } from '../grid.ts';
import { STDOUT_FORMATS, SWEEP, SWEEP_FORMATS, tell } from '../kinds.ts';
import { readScenarioFlags, repeatFlags, withoutSecrets } from '../load.ts';
import { readOutTargets } from '../out-targets.ts';
import { Progress } from '../progress.ts';
import { readSource } from '../read-source.ts';
import { readJobs, withWorkers } from '../simulate.ts';
import { printError, stderrLook, stdoutLook } from '../terminal.ts';
import { readVary } from '../vary-flag.ts';
import { packageVersion } from '../version.ts';

/** `pgnines sweep`: every combination of some values over the same histories. Verdicts are shown and do not change the exit code. */
export async function sweep(flags: FlagReader): Promise<number> {
  const [file] = flags.words('file') as [string];
  const given = readScenarioFlags(flags);
  const varied = readVary(flags, MOST_CELLS);
  const targets = readOutTargets(flags, [], SWEEP_FORMATS);
  const format = flags.choice('format', STDOUT_FORMATS) ?? 'text';
  const look = { noColor: flags.flag('no-color'), ascii: flags.flag('ascii') };
  const quiet = flags.flag('quiet');
  const jobs = readJobs(flags);
  const source = readSource(file);
  if ('code' in source) flags.report(source);
  const cells = 'code' in source ? [] : loadGrid(flags, source, given, varied);
  flags.check();
  if (!quiet) printError(formatFindings(flags.findings, flags.sources, stderrLook(look)));

  const started = performance.now();
  const { tallies, isKept } = await simulate(cells, targets.directory, { jobs, quiet, ascii: look.ascii });
  const { text, sha256 } = source as Exclude<typeof source, { code: string }>;
  const vary = varied.map(({ path, values }) => ({ path, values: values.map(({ data }) => data) }));
  const { variant = null, set, horizon = null } = given;
  const inputs = {
    file: basename(file),
    text: maskSecrets(text),
    sha256,
    variant,
    set: withoutSecrets(set),
    horizon,
    vary,
  };
  const formed = formSweep(cells, tallies, inputs, packageVersion());
  const seconds = flags.flag('reproducible') ? null : (performance.now() - started) / 1000;
  const result: Sweep = {
    ...formed,
    warnings: [...flags.findings.map(toWarning), ...formed.warnings],
    ...runFacts(seconds),
  };

  const isOpen = result.cells.some(({ status }) => status === 'open');
  const { directory } = targets;
  return tell(SWEEP, result, {
    targets,
    format,
    quiet,
    exitCode: !isKept ? EXIT.unexpected : isOpen ? EXIT.interrupted : EXIT.done,
    text: (exitCode) =>
      renderSweep(result, { file, flags: repeatFlags(given), directory, exitCode, ...stdoutLook(look) }),
    onWritten: () => {
      if (isKept && !isOpen && directory !== null) removeStaleCells(directory, identitiesOf(cells));
    },
  });
}

interface Settings {
  readonly jobs: number | undefined;
  readonly quiet: boolean;
  readonly ascii: boolean;
}

const identitiesOf = (cells: readonly Cell[]): Set<string> =>
  new Set(cells.flatMap(({ scenario }) => (scenario === null ? [] : [identityOf(scenario, packageVersion())])));

/** The cells that were stored before are read, the others simulated and stored one by one. */
async function simulate(
  cells: readonly Cell[],
  directory: string | null,
  { jobs, quiet, ascii }: Settings,
): Promise<{ readonly tallies: (CellTally | null)[]; readonly isKept: boolean }> {
  const version = packageVersion();
  const tallies = cells.map(({ scenario }) =>
    scenario === null || directory === null ? null : readCell(directory, identityOf(scenario, version)),
  );
  const wanted = cells.flatMap(({ scenario }, index) =>
    scenario === null || tallies[index] !== null ? [] : [{ index, scenario }],
  );
  const stored = tallies.filter((tally) => tally !== null).length;
  if (stored > 0 && !quiet) printError(`${plural(stored, 'cell')} of an earlier sweep found in ${directory}\n`);
  if (wanted.length === 0) return { tallies, isKept: true };

  let isKept = true;
  const keep = (scenario: Scenario, tally: CellTally): void => {
    if (directory === null || !isKept) return;
    try {
      storeCell(directory, identityOf(scenario, version), tally);
    } catch (error) {
      isKept = false;
      printError(`pgnines: cannot keep finished cells: ${(error as Error).message}\n`);
    }
  };
  const { replications } = wanted[0]!.scenario.simulation;
  const studies = studiesOf(wanted.map(({ scenario }) => scenario));
  const workers = { jobs, replications: replications * studies.length, quiet, ascii };
  await withWorkers(studies, workers, async ({ pool, signal }) => {
    const progress = new Progress(plural(wanted.length, 'cell'), { quiet, ascii });
    try {
      await runCells(pool, version, {
        replications,
        signal,
        onProgress: (done, total) => progress.show(done, total),
        onCell: (study, tally) => {
          const { index, scenario } = wanted[study]!;
          tallies[index] = tally;
          keep(scenario, tally);
        },
      });
    } finally {
      progress.end();
    }
  });
  return { tallies, isKept };
}
