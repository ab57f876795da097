import { formatFindings } from '../../diagnostics/format.ts';
import { durabilitiesOf } from '../../experiment/durability.ts';
import { type PrecisionGoal, precisionReached, precisionReport, withPrecision } from '../../experiment/precision.ts';
import { formOutput } from '../../experiment/run.ts';
import type { Tally } from '../../experiment/tally.ts';
import { completeResult, deliver, type Delivery, type Finished, readDelivery, rowsNeeded } from '../deliver.ts';
import type { FlagReader } from '../flag-reader.ts';
import { inputsOf, type LoadedFile, loadFiles, readScenarioFlags, repeatFlags } from '../load.ts';
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

  const { simulated, interrupted } = await simulateAll(loaded, delivery, work);
  // The workers are gone by now: what is formed of a long run needs their memory.
  const finished = simulated.map(({ one, tally, milliseconds }): Finished => {
    const started = performance.now();
    const output = formOutput(one.scenario, inputsOf(one, scenarioFlags), packageVersion(), tally);
    const seconds = (milliseconds + performance.now() - started) / 1000;
    const precise = withPrecision(output.result, precisionReport(tally, work.goals));
    const result = completeResult(precise, one, delivery.reproducible ? null : seconds);
    return { loaded: one, output, result, flags: repeatFlags(scenarioFlags) };
  });
  return deliver(finished, delivery, { interrupted, several: files.length > 1 });
}

interface RunFlags {
  readonly jobs: number | undefined;
  readonly check: boolean;
  readonly goals: readonly PrecisionGoal[];
}

interface Simulated {
  readonly one: LoadedFile;
  readonly tally: Tally;
  readonly milliseconds: number;
}

/** One scenario after the other; after Ctrl-C, with what is done. */
async function simulateAll(
  loaded: readonly LoadedFile[],
  delivery: Delivery,
  { jobs, check, goals }: RunFlags,
): Promise<{ simulated: Simulated[]; interrupted: boolean }> {
  const studies = loaded.map(({ scenario }) => ({ scenarios: [scenario], reference: null }));
  const replications = Math.max(...loaded.map(({ scenario }) => scenario.simulation.replications));
  return withWorkers(
    studies,
    { jobs, replications, quiet: delivery.quiet, ascii: delivery.look.ascii },
    async ({ run: simulate, signal }) => {
      const simulated: Simulated[] = [];
      for (const [index, one] of loaded.entries()) {
        if (signal.aborted) break;
        const { scenario } = one;
        const started = performance.now();
        const lastReplication = scenario.simulation.replications;
        // oxlint-disable-next-line no-await-in-loop -- one after the other: each has all workers
        const [{ tallies }] = await Promise.all([
          simulate(index, scenario.name, {
            lastReplication,
            rowsKept: rowsNeeded(delivery, lastReplication),
            check,
            ...(goals.length === 0 ? {} : { enough: (study) => precisionReached(study.tallies[0]!, goals) }),
          }),
          Promise.resolve([scenario]).then(durabilitiesOf),
        ]);
        const [tally] = tallies;
        // Interrupted before the first block: nothing to report.
        if (tally!.replications === 0) break;
        simulated.push({ one, tally: tally!, milliseconds: performance.now() - started });
      }
      const cut = simulated.some(({ one, tally }) => tally.replications < one.scenario.simulation.replications);
      return { simulated, interrupted: signal.aborted && (cut || simulated.length < loaded.length) };
    },
  );
}
