import { formatFindings } from '../../diagnostics/format.ts';
import type { Representatives } from '../../experiment/result.ts';
import { representativesOf } from '../../experiment/summary.ts';
import { type Trace, traceReplication } from '../../experiment/trace.ts';
import type { Chart } from '../../report/charts/chart.ts';
import { renderJson } from '../../report/json.ts';
import { renderTrace, type TraceHeading } from '../../report/trace-text.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { isoInstant } from '../../units/calendar.ts';
import type { FlagReader } from '../flag-reader.ts';
import { loadFiles, readScenarioFlags } from '../load.ts';
import { EXIT } from '../exit-codes.ts';
import { unknownChoice } from '../messages.ts';
import { readOutTargets } from '../out-targets.ts';
import { type Folder, FONTS, printFormat, type Renderers, writeTargets } from '../render.ts';
import { readJobs, withWorkers } from '../simulate.ts';
import { print, printError, stderrLook, stdoutLook } from '../terminal.ts';

const NAMED = ['median', 'p95', 'worst'] as const;
type Named = (typeof NAMED)[number];

const TRACE_FORMATS = ['svg', 'png'] as const;
type TraceFormat = (typeof TRACE_FORMATS)[number];

/** A history that was told, of a scenario. */
interface Told {
  readonly scenario: Scenario;
  readonly heading: TraceHeading;
  readonly trace: Trace;
}

const RENDERERS: Renderers<TraceFormat, Told> = {
  svg: svgOf,
  png: async (told) => {
    const { renderPng } = await import('../../report/render/png.ts');
    return renderPng(await chartOf(told), FONTS);
  },
};

async function chartOf({
  scenario: { simulation },
  heading: { replication, seed },
  trace: told,
}: Told): Promise<Chart> {
  const { historyTimeline } = await import('../../report/charts/history-timeline.ts');
  const { startMs, endMs } = simulation;
  return historyTimeline({
    replication,
    seed,
    start: isoInstant(startMs),
    end: isoInstant(endMs),
    trace: told,
  });
}

async function svgOf(told: Told): Promise<string> {
  const { renderSvg } = await import('../../report/render/svg.ts');
  const { WIDE } = await import('../../report/charts/chart.ts');
  return renderSvg(await chartOf(told), { frame: WIDE, standalone: true });
}

/** What DIR gets. */
const folderOf: Folder<Told> = async (told) => [
  ['history-timeline.svg', await svgOf(told)],
  ['trace.txt', renderTrace(told.heading, told.trace)],
  ['trace.json', jsonOf(told)],
];

const jsonOf = ({ heading: { name, seed, replication }, trace: { events, history, downtimeMinutes } }: Told): string =>
  renderJson({ name, seed, replication, downtime_minutes: downtimeMinutes, events, outages: history });

/** `pgnines trace`: the event log of one simulated history, and its drawing. */
export async function trace(flags: FlagReader): Promise<number> {
  const files = flags.words('file');
  const chosen = readReplication(flags);
  const format = flags.choice('format', ['text', 'json']) ?? 'text';
  const targets = readOutTargets(flags, files, TRACE_FORMATS, []);
  const jobs = readJobs(flags);
  const quiet = flags.flag('quiet');
  const look = { noColor: flags.flag('no-color'), ascii: flags.flag('ascii') };
  const { loaded, warnings, sources } = loadFiles(flags, files, readScenarioFlags(flags));
  if (!quiet) printError(formatFindings(warnings, sources, stderrLook(look)));
  const { scenario } = loaded[0]!;
  const isNamed = typeof chosen === 'string';
  const representatives = isNamed ? await findRepresentatives(scenario, { jobs, quiet, ascii: look.ascii }) : null;
  if (isNamed && representatives === null) return EXIT.interrupted;
  const replication = isNamed ? representatives![chosen] : chosen;
  const { seed, replications } = scenario.simulation;
  const told: Told = {
    scenario,
    heading: {
      name: scenario.name,
      seed,
      replication,
      ...(isNamed ? { rank: { name: chosen, of: replications } } : {}),
    },
    trace: traceReplication(scenario, replication),
  };
  let exitCode: number = EXIT.done;
  try {
    await writeTargets(targets, { renderers: RENDERERS, folder: folderOf }, told, quiet);
  } catch (error) {
    // What was simulated is still told.
    printError(`pgnines: cannot write: ${(error as Error).message}\n`);
    exitCode = EXIT.unexpected;
  }
  if (await printFormat(targets, RENDERERS, told)) return exitCode;
  if (format === 'json') print(jsonOf(told));
  else if (!quiet) print(renderTrace(told.heading, told.trace, stdoutLook(look)));
  return exitCode;
}

function readReplication(flags: FlagReader): number | Named {
  const [given] = flags.texts('replication');
  if (given === undefined || /^[+-]?[\d.]/.test(given)) {
    return flags.wholeNumber('replication', 1, 1_000_000_000) ?? 1;
  }
  const text = flags.text('replication')!;
  const named = NAMED.find((name) => name === text);
  if (named === undefined) flags.report(unknownChoice('--replication', text, [...NAMED, 'a whole number']), text);
  return named ?? 1;
}

/** Which histories those are is known once all are simulated; null when that was interrupted. */
async function findRepresentatives(
  scenario: Scenario,
  look: { readonly jobs: number | undefined; readonly quiet: boolean; readonly ascii: boolean },
): Promise<Representatives | null> {
  const { replications } = scenario.simulation;
  const studies = [{ scenarios: [scenario], reference: null }];
  return withWorkers(studies, { ...look, replications }, async ({ run, signal }) => {
    const { tallies } = await run(0, scenario.name, { lastReplication: replications, rowsKept: 0 });
    return signal.aborted ? null : representativesOf(tallies[0]!);
  });
}
