import { OUTER_SIZE } from '../../experiment/ignorance.ts';
import { formOutput } from '../../experiment/run.ts';
import { StudyTally } from '../../experiment/study.ts';
import { completeResult, deliver, readDelivery, rowsNeeded } from '../deliver.ts';
import { EXIT } from '../exit-codes.ts';
import type { FlagReader } from '../flag-reader.ts';
import { MOST_REPLICATIONS, repeatFlags } from '../load.ts';
import * as messages from '../messages.ts';
import { readJobs, withWorkers } from '../simulate.ts';
import { readResult, reload } from '../stored.ts';
import { printError } from '../terminal.ts';
import { packageVersion } from '../version.ts';

/** Flags that would make it another run. */
const OF_THE_STORED_RUN = ['seed', 'horizon', 'set', 'variant', 'shard', 'precision'] as const;

/** `pgnines run --extend result.json -n N`: simulates only the replications that a stored result lacks, where it can. */
export async function extend(flags: FlagReader, path: string): Promise<number> {
  for (const name of OF_THE_STORED_RUN)
    if (flags.texts(name).length > 0) flags.report(messages.withExtend(`--${name}`));
  if (flags.words('file').length > 0) flags.report(messages.withExtend(flags.words('file')[0]!));
  const delivery = readDelivery(flags, []);
  const jobs = readJobs(flags);
  const wanted = flags.wholeNumber('replications', 1, MOST_REPLICATIONS);
  if (wanted === undefined && flags.texts('replications').length === 0) flags.report(messages.extendNeedsCount());
  const stored = readResult(flags, path);
  flags.check();
  const { inputs, state } = stored!;
  if (wanted! <= inputs.replications) flags.report(messages.notMore(path, wanted!, inputs.replications));
  const identity = { ...inputs, file: inputs.scenario };
  const loaded = reload(flags, path, identity, { seed: inputs.seed, replications: wanted! });
  flags.check();

  const { scenario } = loaded!;
  const started = performance.now();
  const studies = [{ scenarios: [scenario], reference: null }];
  // An outer draw that was cut in two cannot be put together again.
  const wholeDraws = scenario.uncertain.length === 0 || inputs.replications % OUTER_SIZE === 0;
  const rowsKept = rowsNeeded(delivery, wanted!);
  // Rows are not stored: where more of them are wanted than the first, all is simulated.
  const canGoOn = state !== undefined && wholeDraws && rowsKept <= inputs.replications;
  const tally = await withWorkers(
    studies,
    { jobs, replications: wanted!, quiet: delivery.quiet, ascii: delivery.look.ascii },
    async ({ run }) => {
      const check = flags.flag('check');
      if (!canGoOn) return (await run(0, scenario.name, { lastReplication: wanted!, rowsKept, check })).tallies[0]!;
      const first = await run(0, `${scenario.name}, rows`, { lastReplication: rowsKept, rowsKept });
      const before = StudyTally.fromJSON(state);
      before.tallies[0]!.takeRows(first.tallies[0]!);
      const firstReplication = inputs.replications + 1;
      const all = await run(0, scenario.name, {
        before,
        firstReplication,
        lastReplication: wanted!,
        rowsKept: 0,
        check,
      });
      return all.tallies[0]!;
    },
  );
  if (tally.replications <= inputs.replications) {
    printError(`pgnines: interrupted; ${path} has no fewer replications, so nothing was written\n`);
    return EXIT.interrupted;
  }
  const output = formOutput(scenario, identity, packageVersion(), tally);
  const seconds = delivery.reproducible ? null : (performance.now() - started) / 1000;
  const result = completeResult(output.result, loaded!, seconds);
  const repeated = repeatFlags({
    ...identity,
    variant: identity.variant ?? undefined,
    horizon: identity.horizon ?? undefined,
    replications: wanted,
  });
  const interrupted = tally.replications < wanted!;
  return deliver([{ loaded: loaded!, output, result, flags: repeated }], delivery, { interrupted, several: false });
}
