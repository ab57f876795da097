import { addCalendar, monthBoundaries, parseInstant } from '../units/calendar.ts';
import type { Shape } from './check-shape.ts';
import * as messages from './messages.ts';
import type { Scenario } from './scenario.ts';
import { nodeAt, spanOf } from './tree.ts';
import { type Report, readCalendarDuration } from './values.ts';

const DEFAULT_START = '2027-01-01';
const DEFAULT_HORIZON = '1y';
const DEFAULT_REPLICATIONS = 10_000;
const DEFAULT_SEED = '1';
const LONGEST_YEARS = 100;
const EARLIEST = parseInstant('2000-01-01')!;
const LATEST = parseInstant('2400-01-01')!;

type Simulation = Scenario['simulation'];

/** Reads `simulation`; null when start or horizon could not be read, since everything else lies between them. */
export function readSimulation(shape: Shape, report: Report): Simulation | null {
  const given = shape.data.simulation;
  const startPath = ['simulation', 'start'];
  const horizonPath = ['simulation', 'horizon'];

  const startText = given?.start ?? DEFAULT_START;
  const startMs = parseInstant(startText);
  if (startMs === null) report(messages.notAnInstant(spanOf(shape.tree, startPath), 'simulation.start', startText));
  else if (startMs < EARLIEST || startMs >= LATEST) {
    report(messages.instantOutOfRange(spanOf(shape.tree, startPath), 'simulation.start', startText));
  }
  const horizonSpan = spanOf(shape.tree, horizonPath);
  const horizon = readCalendarDuration(given?.horizon ?? DEFAULT_HORIZON, horizonSpan, 'simulation.horizon', report);
  if (startMs === null || horizon === null || startMs < EARLIEST || startMs >= LATEST) return null;

  const longest = addCalendar(startMs, { years: LONGEST_YEARS, months: 0, days: 0, milliseconds: 0 });
  const endMs = boundedEnd(startMs, horizon);
  if (endMs === null || endMs <= startMs || endMs > longest) {
    report(messages.outOfRange(horizonSpan, 'simulation.horizon', given?.horizon, 'more than 0 and at most 100y'));
    return null;
  }
  return { startMs, endMs, replications: given?.replications ?? DEFAULT_REPLICATIONS, seed: readSeed(shape, report) };
}

/** Null when the sum leaves the calendar. */
function boundedEnd(startMs: number, horizon: Parameters<typeof addCalendar>[1]): number | null {
  try {
    const endMs = addCalendar(startMs, horizon);
    return Number.isSafeInteger(endMs) ? endMs : null;
  } catch {
    return null;
  }
}

/** Any text, or an integer as it was written: digits beyond what a number can hold count too. */
function readSeed(shape: Shape, report: Report): string {
  const node = nodeAt(shape.tree, ['simulation', 'seed']);
  if (node?.kind !== 'scalar') return DEFAULT_SEED;
  if (typeof node.value !== 'number') return String(node.value);
  if (Number.isSafeInteger(node.value)) return String(node.value);
  if (/^[+-]?\d+$/.test(node.text)) return node.text;
  report(messages.wrongType(node.span, 'simulation.seed', 'text or a whole number', node.value));
  return DEFAULT_SEED;
}

/** The UTC calendar months of the horizon, in ticks: first ticks, then the end. */
export function monthsOf(simulation: Simulation): { readonly monthStarts: number[]; readonly monthNames: string[] } {
  const { starts, names } = monthBoundaries(simulation.startMs, simulation.endMs);
  const monthStarts = [...starts, simulation.endMs].map((instant) => instant - simulation.startMs);
  return { monthStarts, monthNames: names };
}
