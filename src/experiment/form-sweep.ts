import { priceSet } from '../catalog/index.ts';
import { meanInterval } from '../statistics/intervals.ts';
import { Moments } from '../statistics/moments.ts';
import { isoInstant } from '../units/calendar.ts';
import type { Sign } from './comparison.ts';
import { beats, frontOf } from './pareto.ts';
import type { Warning } from './result.ts';
import type { RunInputs } from './summary.ts';
import type { Cell, CellTally } from './sweep.ts';
import type { CellFigures, CellResult, Sweep, VariedPath } from './sweep-result.ts';
import { LEVEL } from './level.ts';
import { BLOCK_SIZE } from './tally.ts';

/** Fewer batches than this give no interval worth the name. */
const LEAST_BATCHES = 10;

/** Where the cells of a sweep come from. */
export interface SweepInputs extends RunInputs {
  readonly vary: readonly VariedPath[];
}

/**
 * Forms the sweep of cells, of which some may not be simulated yet.
 * @param tallies by cell; null for those that are refused or open
 */
export function formSweep(
  cells: readonly Cell[],
  tallies: readonly (CellTally | null)[],
  { file, text, sha256, variant, set, horizon, vary }: SweepInputs,
  version: string,
): Sweep {
  const { name, simulation, cost } = cells.find(({ scenario }) => scenario !== null)!.scenario!;
  const places = placesOf(tallies);
  return {
    formatVersion: '1.0',
    kind: 'Sweep',
    tool: { name: 'pgnines', version },
    inputs: {
      scenario: file,
      text,
      sha256,
      variant,
      set,
      horizon,
      vary,
      name,
      seed: simulation.seed,
      replications: simulation.replications,
      block_size: BLOCK_SIZE,
      start: isoInstant(simulation.startMs),
      end: isoInstant(simulation.endMs),
      hours: (simulation.endMs - simulation.startMs) / 3_600_000,
      price_set: priceSet().name,
    },
    currency: cost.currency,
    cells: cells.map(({ values, set: own, problem }, index): CellResult => {
      const common = { cell: index + 1, values, set: own };
      const tally = tallies[index];
      if (problem !== null) return { ...common, status: 'refused', problem };
      if (tally === null || tally === undefined) return { ...common, status: 'open' };
      return { ...common, status: 'simulated', ...places.of[index]!, ...tally.figures };
    }),
    front: places.front.map((index) => index + 1),
    warnings: warningsOf(tallies),
  };
}

interface Place {
  readonly on_front: boolean;
  readonly indistinct_from: number | null;
}

/** Bills to the cent: what lies below is chance, and no reason to choose. */
const cents = ({ figures }: CellTally): number => Math.round(100 * figures.metrics['cost_monthly']!.mean);
const pointOf = (tally: CellTally) => ({
  cost: cents(tally),
  downtime: tally.figures.metrics['downtime_minutes']!.mean,
});

function placesOf(tallies: readonly (CellTally | null)[]): {
  readonly front: readonly number[];
  readonly of: readonly (Place | null)[];
} {
  const simulated = tallies.flatMap((tally, index) =>
    tally === null ? [] : [{ index, tally, point: pointOf(tally) }],
  );
  const front = frontOf(simulated.map(({ point }) => point)).map((at) => simulated[at]!);
  const of: (Place | null)[] = tallies.map(() => null);
  for (const one of simulated) {
    const onFront = front.includes(one);
    const rivals = front.filter(({ point }) => (onFront ? point.cost < one.point.cost : beats(point, one.point)));
    const doubtful = rivals.filter(({ tally }) => signOf(tally, one.tally) === 'undecided');
    // One rival that beats it for sure is enough to keep it off the front.
    const isDoubtful = onFront ? doubtful.length > 0 : doubtful.length === rivals.length;
    of[one.index] = { on_front: onFront, indistinct_from: isDoubtful ? doubtful[0]!.index + 1 : null };
  }
  return { front: front.map(({ index }) => index), of };
}

/**
 * Whether `a` is down less than `b`. Both saw the same histories: what counts is the difference, batch by batch. Too short runs
 * are told apart when their intervals do not overlap.
 */
export function signOf(a: CellTally, b: CellTally): Sign {
  const ofA = a.figures.metrics['downtime_minutes']!;
  const ofB = b.figures.metrics['downtime_minutes']!;
  if (ofA.mean === ofB.mean) return 'same';
  const { low, high } =
    a.batches.length < LEAST_BATCHES || a.batches.length !== b.batches.length
      ? { low: lowOf(ofA) - highOf(ofB), high: highOf(ofA) - lowOf(ofB) }
      : differenceOf(a.batches, b.batches);
  if (high < 0) return 'less';
  return low > 0 ? 'more' : 'undecided';
}

/** A single history has no interval. */
const lowOf = ({ interval }: CellFigures['metrics'][string]): number => interval.low ?? -Infinity;
const highOf = ({ interval }: CellFigures['metrics'][string]): number => interval.high ?? Infinity;

function differenceOf(a: readonly number[], b: readonly number[]): { readonly low: number; readonly high: number } {
  const difference = new Moments();
  const values = Float64Array.from(a, (value, index) => value - b[index]!);
  difference.addColumn(values, 0, 1, values.length);
  return meanInterval(difference, LEVEL);
}

/** Each once, with the numbers of the cells it is about. */
function warningsOf(tallies: readonly (CellTally | null)[]): Warning[] {
  const cells = new Map<string, { readonly warning: Warning; readonly numbers: number[] }>();
  const simulated = tallies.filter((tally) => tally !== null).length;
  for (const [index, tally] of tallies.entries()) {
    for (const { code, message } of tally?.figures.warnings ?? []) {
      const key = JSON.stringify([code, message]);
      const known = cells.get(key) ?? { warning: { code, message }, numbers: [] };
      known.numbers.push(index + 1);
      cells.set(key, known);
    }
  }
  return [...cells.values()].map(({ warning: { code, message }, numbers }) => ({
    code,
    message: numbers.length === simulated ? message : `${cellsWords(numbers)}: ${message}`,
  }));
}

const MOST_NUMBERS = 20;

/** `cell 3`, `cells 3, 5, 8`, `cells 1, 2, ... (24 of them)`. */
export function cellsWords(numbers: readonly number[]): string {
  if (numbers.length === 1) return `cell ${numbers[0]}`;
  const shown = numbers.slice(0, MOST_NUMBERS).join(', ');
  return numbers.length > MOST_NUMBERS ? `cells ${shown} ... (${numbers.length} of them)` : `cells ${shown}`;
}
