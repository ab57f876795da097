import { formatFindings } from '../../diagnostics/format.ts';
import { traceReplication } from '../../experiment/trace.ts';
import { renderJson } from '../../report/json.ts';
import { renderTrace } from '../../report/trace-text.ts';
import type { FlagReader } from '../flag-reader.ts';
import { loadFiles, readScenarioFlags } from '../load.ts';
import { EXIT } from '../exit-codes.ts';
import { print, printError, stderrLook, stdoutLook } from '../terminal.ts';

/** `pgnines trace`: the event log of one simulated history. */
export async function trace(flags: FlagReader): Promise<number> {
  const files = flags.words('file');
  const replication = flags.wholeNumber('replication', 1, 1_000_000_000) ?? 1;
  const format = flags.choice('format', ['text', 'json']) ?? 'text';
  const look = { noColor: flags.flag('no-color'), ascii: flags.flag('ascii') };
  const { loaded, warnings, sources } = loadFiles(flags, files, readScenarioFlags(flags));
  printError(formatFindings(warnings, sources, stderrLook(look)));
  const { scenario } = loaded[0]!;
  const told = traceReplication(scenario, replication);
  const heading = { name: scenario.name, seed: scenario.simulation.seed, replication };
  if (format === 'json') {
    const { events, history, downtimeMinutes } = told;
    print(renderJson({ ...heading, downtime_minutes: downtimeMinutes, events, outages: history }));
  } else print(renderTrace(heading, told, stdoutLook(look)));
  return EXIT.done;
}
