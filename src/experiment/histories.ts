import type { Scenario } from '../scenario/scenario.ts';
import { CAUSES } from '../vocabulary/causes.ts';
import { isoInstant } from '../units/calendar.ts';
import { DISRUPTION_FLAGS, OUTAGE_PATHS, type Ledger } from '../service/ledger.ts';
import { World } from '../service/world.ts';
import { outerDrawOf, resolveScenario } from './ignorance.ts';
import type { History, HistoryOutage, Representatives } from './result.ts';

/** The outages of the replication that a ledger holds, as people read them. */
export function outagesOf(ledger: Ledger, startMs: number): HistoryOutage[] {
  const { columns, count } = ledger.outages;
  return Array.from({ length: count }, (_, row) => {
    const cause = CAUSES[columns.cause[row]!]!;
    const enabledBy = columns.enabledBy[row]!;
    const start = columns.start[row]!;
    const end = columns.end[row]!;
    const losses = lossesWithin(ledger, start, end);
    return {
      start: isoInstant(startMs + start),
      end: isoInstant(startMs + end),
      minutes: (end - start) / 60_000,
      cause: cause.name,
      class: cause.class,
      path: OUTAGE_PATHS[columns.path[row]!]!,
      enabled_by: enabledBy < 0 ? null : CAUSES[enabledBy]!.name,
      planned: cause.planned,
      rto_seconds: losses.rto / 1000,
      rpo_seconds: losses.rpo / 1000,
    };
  });
}

/** Longest recovery and largest loss of the disruptions that ended with an outage. */
function lossesWithin(ledger: Ledger, start: number, end: number): { rto: number; rpo: number } {
  const { columns, count } = ledger.disruptions;
  let rto = end - start;
  let rpo = 0;
  for (let row = 0; row < count; row++) {
    const back = columns.onset[row]! + columns.rto[row]!;
    if (back !== end || (columns.flags[row]! & DISRUPTION_FLAGS.censored) !== 0) continue;
    rto = Math.max(rto, columns.rto[row]!);
    rpo = Math.max(rpo, columns.rpo[row]!);
  }
  return { rto, rpo };
}

/** Simulates the representative histories again and tells them in full. */
export function tellHistories(scenario: Scenario, representatives: Representatives): History[] {
  const { startMs } = scenario.simulation;
  return (['median', 'p95', 'worst'] as const).map((history) => {
    const replication = representatives[history];
    const ledger = new World(resolveScenario(scenario, outerDrawOf(replication))).run(replication);
    return {
      history,
      replication,
      downtime_minutes: ledger.downMs / 60_000,
      outages: outagesOf(ledger, startMs),
    };
  });
}
