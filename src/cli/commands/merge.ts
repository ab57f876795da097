import { joinPartials, misfitsOf } from '../../experiment/partial.ts';
import { formOutput } from '../../experiment/run.ts';
import { completeResult, deliver, readDelivery, rowsNeeded } from '../deliver.ts';
import { EXIT } from '../exit-codes.ts';
import type { FlagReader } from '../flag-reader.ts';
import { repeatFlags } from '../load.ts';
import * as messages from '../messages.ts';
import { readJobs, withWorkers } from '../simulate.ts';
import { readPartial, reload } from '../stored.ts';
import { printError } from '../terminal.ts';
import { packageVersion } from '../version.ts';

/** `pgnines merge`: shards become the bytes of one run. */
export async function merge(flags: FlagReader): Promise<number> {
  const files = flags.words('partial');
  const delivery = readDelivery(flags, []);
  const jobs = readJobs(flags);
  const parts = files.map((file) => readPartial(flags, file));
  flags.check();
  const whole = parts.map((part) => part!);
  for (const misfit of misfitsOf(whole)) flags.report(messages.misfit(misfit, files, whole[0]!));
  const { inputs, seed, replications } = whole[0]!;
  const loaded = reload(flags, files[0]!, inputs, { seed, replications });
  flags.check();

  const started = performance.now();
  const { scenario } = loaded!;
  const tally = joinPartials(whole).tallies[0]!;
  const rowsKept = rowsNeeded(delivery, replications);
  if (rowsKept > 0) {
    // Shards hold no rows: they are simulated again.
    const studies = [{ scenarios: [scenario], reference: null }];
    const again = await withWorkers(
      studies,
      { jobs, replications: rowsKept, quiet: delivery.quiet, ascii: delivery.look.ascii },
      ({ run }) => run(0, `${scenario.name}, rows`, { lastReplication: rowsKept, rowsKept }),
    );
    if (again.replications < rowsKept) {
      printError('pgnines: interrupted; nothing was written\n');
      return EXIT.interrupted;
    }
    tally.takeRows(again.tallies[0]!);
  }
  const output = formOutput(scenario, inputs, packageVersion(), tally);
  const seconds = delivery.reproducible ? null : (performance.now() - started) / 1000;
  const result = completeResult(output.result, loaded!, seconds);
  const repeated = repeatFlags({
    ...inputs,
    seed,
    variant: inputs.variant ?? undefined,
    horizon: inputs.horizon ?? undefined,
    replications,
  });
  return deliver([{ loaded: loaded!, output, result, flags: repeated }], delivery, {
    interrupted: false,
    several: false,
  });
}
