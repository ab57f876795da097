import { formatFindings } from '../../diagnostics/format.ts';
import { type Partial, type Shard, shardRange } from '../../experiment/partial.ts';
import { EXIT } from '../exit-codes.ts';
import type { FlagReader } from '../flag-reader.ts';
import { inputsOf, loadFiles, readScenarioFlags } from '../load.ts';
import * as messages from '../messages.ts';
import { RUN_FORMATS } from '../deliver.ts';
import { readOutTargets } from '../out-targets.ts';
import { writeOutputs } from '../output.ts';
import { readJobs, withWorkers } from '../simulate.ts';
import { sealPartial } from '../stored.ts';
import { print, printError, stderrLook } from '../terminal.ts';
import { packageVersion } from '../version.ts';

const MOST_SHARDS = 100_000;

/** `pgnines run --shard i/n`: a part of the replications, for `merge` to join. */
export async function runShard(flags: FlagReader, part: string): Promise<number> {
  const files = [...new Set(flags.words('file'))];
  const shard = readShard(flags, part);
  const scenarioFlags = readScenarioFlags(flags);
  const targets = readOutTargets(flags, files, RUN_FORMATS);
  const jobs = readJobs(flags);
  const quiet = flags.flag('quiet');
  const [target] = targets.files;
  if (target === undefined || target.format !== 'json' || targets.files.length > 1 || targets.directory !== null) {
    flags.report(messages.shardOutput());
  }
  if (flags.texts('precision').length > 0) flags.report(messages.shardOfFixedLength());
  if (files.length !== 1) flags.report(messages.shardOfOne());
  const { loaded, warnings, sources } = loadFiles(flags, files, scenarioFlags);
  if (!quiet)
    printError(
      formatFindings(warnings, sources, stderrLook({ noColor: flags.flag('no-color'), ascii: flags.flag('ascii') })),
    );

  const [one] = loaded;
  const { scenario } = one!;
  const { replications, seed } = scenario.simulation;
  const { first, last } = shardRange(shard!, replications);
  const studies = [{ scenarios: [scenario], reference: null }];
  const tally = await withWorkers(studies, { jobs, quiet, replications: last - first + 1 }, ({ run }) =>
    run(0, `${scenario.name}, shard ${shard!.index} of ${shard!.of}`, {
      firstReplication: first,
      lastReplication: last,
      rowsKept: 0,
      check: flags.flag('check'),
    }),
  );
  if (tally.replications < last - first + 1) {
    printError('pgnines: interrupted; a part of a shard is of no use, so nothing was written\n');
    return EXIT.interrupted;
  }
  const partial: Partial = {
    formatVersion: '1.0',
    kind: 'Partial',
    version: packageVersion(),
    inputs: inputsOf(one!, scenarioFlags),
    seed,
    replications,
    shard: shard!,
    tally: tally.toJSON(),
  };
  const content = sealPartial(partial);
  if (target!.path === '-') print(content);
  else {
    try {
      writeOutputs([], [{ path: target!.path, content }]);
    } catch (error) {
      printError(`pgnines: cannot write: ${(error as Error).message}\n`);
      return EXIT.unexpected;
    }
  }
  if (!quiet) printError(messages.shardWritten(shard!, { first, last, replications }, target!.path));
  return EXIT.done;
}

function readShard(flags: FlagReader, text: string): Shard | null {
  const [index, of] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).slice(1).map(Number);
  if (index !== undefined && of !== undefined && index >= 1 && index <= of && of <= MOST_SHARDS) return { index, of };
  flags.report(messages.notAShard(text), text);
  return null;
}
