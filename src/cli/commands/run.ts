import { formatFindings } from '../../diagnostics/format.ts';
import { type PrecisionGoal, precisionReached, precisionReport, withPrecision } from '../../experiment/precision.ts';
import { formOutput } from '../../experiment/run.ts';
import { completeResult, deliver, type Delivery, type Finished, readDelivery, rowsNeeded } from '../deliver.ts';
import type { FlagReader } from '../flag-reader.ts';
import { inputsOf, type LoadedFile, loadFiles, readScenarioFlags, repeatFlags, type ScenarioFlags } from '../load.ts';
import { missingArgument } from '../messages.ts';
import { readJobs, withWorkers } from '../simulate.ts';
import { readPrecision } from '../precision-flag.ts';
import { printError, stderrLook } from '../terminal.ts';
import { packageVersion } from '../version.ts';
import { extend } from './run-extend.ts';
import { runShard } from './run-shard.ts';

/** `pgnines run`: check everything, simulate, write, print. */
export async function run(flags: FlagReader): Promise<number> {
  const stored = flags.text('extend');
  if (stored !== undefined) return extend(flags, stored);
  const shard = flags.text('shard');
  if (shard !== undefined) return runShard(flags, shard);
  const files = [...new Set(flags.words('file'))];
  if (files.length === 0) flags.report(missingArgument('run', 'scenario files'));
  const scenarioFlags = readScenarioFlags(flags);
  const delivery = readDelivery(flags, files);
  const work = { jobs: readJobs(flags), check: flags.flag('check'), goals: readPrecision(flags) };
  const { loaded, warnings, sources } = loadFiles(flags, files, scenarioFlags);
  if (!delivery.quiet) printError(formatFindings(warnings, sources, stderrLook(delivery.look)));

  const { finished, interrupted } = await simulateAll(loaded, scenarioFlags, delivery, work);
  return deliver(finished, delivery, { interrupted, several: files.length > 1 });
}

interface RunFlags {
  readonly jobs: number | undefined;
  readonly check: boolean;
  readonly goals: readonly PrecisionGoal[];
}

/** One scenario after the other; after Ctrl-C, with what is done. */
async function simulateAll(
  loaded: readonly LoadedFile[],
  flags: ScenarioFlags,
  delivery: Delivery,
  { jobs, check, goals }: RunFlags,
): Promise<{ finished: Finished[]; interrupted: boolean }> {
  const version = packageVersion();
  const studies = loaded.map(({ scenario }) => ({ scenarios: [scenario], reference: null }));
  const replications = Math.max(...loaded.map(({ scenario }) => scenario.simulation.replications));
  return withWorkers(
    studies,
    { jobs, replications, quiet: delivery.quiet, ascii: delivery.look.ascii },
    async ({ run: simulate, signal }) => {
      const finished: Finished[] = [];
      for (const [index, one] of loaded.entries()) {
        if (signal.aborted) break;
        const { scenario } = one;
        const started = performance.now();
        const lastReplication = scenario.simulation.replications;
        // oxlint-disable-next-line no-await-in-loop -- one after the other: each has all workers
        const { tallies } = await simulate(index, scenario.name, {
          lastReplication,
          rowsKept: rowsNeeded(delivery, lastReplication),
          check,
          ...(goals.length === 0 ? {} : { enough: (study) => precisionReached(study.tallies[0]!, goals) }),
        });
        // Interrupted before the first block: nothing to report.
        if (tallies[0]!.replications === 0) break;
        const output = formOutput(scenario, inputsOf(one, flags), version, tallies[0]!);
        const seconds = delivery.reproducible ? null : (performance.now() - started) / 1000;
        const precise = withPrecision(output.result, precisionReport(tallies[0]!, goals));
        const result = completeResult(precise, one, seconds);
        finished.push({ loaded: one, output, result, flags: repeatFlags(flags) });
      }
      const cut = finished.some(
        ({ result, loaded: { scenario } }) => result.inputs.replications < scenario.simulation.replications,
      );
      return { finished, interrupted: signal.aborted && (cut || finished.length < loaded.length) };
    },
  );
}
