import { markOf, type Passage } from '../engine/index.ts';

/** A state that a part reaches. */
export type StateName = readonly [part: string, state: string];

/** What is left out of the list of events at an instant, and still belongs to the fingerprint: a timer, and states that follow. */
export type Left = readonly [step: number, ...names: (string | StateName)[]];

/** What happens at the instants of a table of ticks, by their indices, in order. */
export function passage(ticks: Float64Array, ...left: readonly Left[]): Passage {
  const marks = left.flatMap(([step, ...names]) =>
    names.map((name) => ({ step, mark: typeof name === 'string' ? markOf(name) : markOf(...name) })),
  );
  return {
    ticks,
    marks: Int32Array.from(marks, ({ mark }) => mark),
    steps: Uint8Array.from(marks, ({ step }) => step),
    events: left.filter(([, first]) => typeof first === 'string').length,
  };
}
