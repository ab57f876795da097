import { isoInstant } from '../units/calendar.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { CONDITION_NAMES } from '../service/condition.ts';
import { World } from '../service/world.ts';
import { CAUSES } from '../vocabulary/causes.ts';
import { outagesOf } from './histories.ts';
import { outerDrawOf, resolveScenario } from './ignorance.ts';
import type { HistoryOutage } from './result.ts';

/** One line of the event log: a transition of a part, a change of the condition, or a note. */
export interface TraceEvent {
  /** Ticks (milliseconds) since the start. */
  readonly at: number;
  /** ISO instant, UTC. */
  readonly time: string;
  readonly part: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly text: string | null;
}

export interface Trace {
  readonly events: readonly TraceEvent[];
  readonly history: readonly HistoryOutage[];
  readonly downtimeMinutes: number;
}

/** Simulates one replication with all its events written down. */
export function traceReplication(scenario: Scenario, replication: number): Trace {
  const world = new World(resolveScenario(scenario, outerDrawOf(replication)));
  const { startMs } = scenario.simulation;
  const events: TraceEvent[] = [];
  const write = (part: string, from: string | null, to: string | null, text: string | null): void => {
    const at = world.simulation.now;
    events.push({ at, time: isoInstant(startMs + at), part, from, to, text });
  };
  world.listen({
    transition: (part, from, to) => write(part, from, to, null),
    note: (part, text) => write(part, null, null, text),
    condition: (from, to, blame) =>
      write('condition', CONDITION_NAMES[from]!, CONDITION_NAMES[to]!, blame < 0 ? null : CAUSES[blame]!.name),
  });
  const ledger = world.run(replication);
  return { events, history: outagesOf(ledger, startMs), downtimeMinutes: ledger.downMs / 60_000 };
}
