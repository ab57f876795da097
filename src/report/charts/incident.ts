import type { HistoryOutage } from '../../experiment/result.ts';
import type { TraceEvent } from '../../experiment/trace.ts';
import { parseInstant } from '../../units/calendar.ts';

/** How a part is: well or at rest, at work or impaired, down. */
export type Health = 'well' | 'impaired' | 'down';

/** States of parts that are well, or have nothing to do. */
export const WELL = [
  'Serving',
  'Running',
  'Ready',
  'Stopped',
  'Healthy',
  'Redundant',
  'Up',
  'Idle',
  'Scheduled',
  'None',
] as const;
export const DOWN = [
  'Down',
  'Down (withdrawn)',
  'Down (clients reconnecting)',
  'EngineDown',
  'VmDown',
  'Relocating',
  'Lost',
] as const;

export function healthOf(state: string): Health {
  if ((WELL as readonly string[]).includes(state)) return 'well';
  return (DOWN as readonly string[]).includes(state) ? 'down' : 'impaired';
}

/** What happened around an outage. */
export interface Incident {
  readonly events: readonly TraceEvent[];
  /** Events in the midst of it that are left out, and before which they would stand. */
  readonly omitted: number;
  readonly omittedBefore: number;
}

/**
 * The events of an outage, from when the first part was no longer well to when all are well again, but not those of the outages
 * before and after it.
 * @param most events; those furthest from the outage are left out first, then the midst of it
 */
export function incidentOf(
  events: readonly TraceEvent[],
  outages: readonly HistoryOutage[],
  outage: HistoryOutage,
  most: number,
): Incident {
  const [start, end] = [parseInstant(outage.start)!, parseInstant(outage.end)!];
  const times = events.map(({ time }) => parseInstant(time)!);
  const first = times.findIndex((time) => time >= start);
  const last = times.findLastIndex((time) => time <= end);
  if (first < 0 || last < first) return { events: [], omitted: 0, omittedBefore: 0 };
  const index = outages.indexOf(outage);
  const previous = outages[index - 1];
  const next = outages[index + 1];
  const previousEnd = previous === undefined ? -Infinity : parseInstant(previous.end)!;
  const nextStart = next === undefined ? Infinity : parseInstant(next.start)!;
  const calm = calmAfter(events);
  let from = first;
  while (from > 0 && !calm[from - 1]! && times[from - 1]! > previousEnd) from--;
  let to = last;
  while (to < events.length - 1 && !calm[to]! && times[to + 1]! < nextStart) to++;
  const room = Math.max(0, most - (last - first + 1));
  const before = Math.min(first - from, Math.max(Math.floor(room / 2), room - (to - last)));
  const after = Math.min(to - last, room - before);
  const shown = events.slice(first - before, last + after + 1);
  const omitted = Math.max(0, shown.length - most);
  const omittedBefore = Math.ceil(most / 2);
  return {
    events: [...shown.slice(0, omittedBefore), ...shown.slice(omittedBefore + omitted)],
    omitted,
    omittedBefore,
  };
}

/** After each event, whether every part is well. */
function calmAfter(events: readonly TraceEvent[]): boolean[] {
  const unwell = new Set<string>();
  return events.map(({ part, to }) => {
    if (to !== null) {
      if (healthOf(to) === 'well') unwell.delete(part);
      else unwell.add(part);
    }
    return unwell.size === 0;
  });
}
