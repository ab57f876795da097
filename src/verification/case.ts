import type { Estimate } from './estimate.ts';

/** A model whose answers are known: in closed form, as a Markov chain solved exactly, or published. */
export interface Case {
  /** `V01` and so on. */
  readonly id: string;
  /** What is modelled, in a line. */
  readonly title: string;
  /** Where the exact figures come from. */
  readonly source: string;
  /** Simulates it: one figure per known answer, the same ones for any seed. */
  readonly simulate: (seed: string) => readonly Figure[];
  /** By what is wrong with them, variants that must not pass. */
  readonly wrong?: Readonly<Record<string, (seed: string) => readonly Figure[]>>;
}

/** One known answer beside the simulated one. */
export interface Figure {
  /** `downtime of a year, hours`: unique within the case, with its unit if it has one. */
  readonly what: string;
  readonly exact: number;
  readonly estimate: Estimate;
  /** The largest standard error that counts as sharp, as a part of the exact value. */
  readonly tolerance: number;
  /** As it was printed, of a figure that is computed: the standard error is then that of its last digit. */
  readonly printed?: string;
}

export const DEFAULT_TOLERANCE = 0.005;
/** Half-width of the 99.9 % interval, in standard errors. */
const WIDTH = 3.3;
/** Two digits are the fewest that say anything. */
const PRINTED_TOLERANCE = 0.02;
/** Computed figures differ by rounding only. */
const ROUNDING = 1e-9;

export function figure(what: string, exact: number, estimate: Estimate, tolerance = DEFAULT_TOLERANCE): Figure {
  return { what, exact, estimate, tolerance };
}

/** A figure that is computed, not drawn: it must be right to its digits. */
export const computed = (what: string, exact: number, value: number): Figure =>
  figure(what, exact, { mean: value, standardError: 0 });

/** A figure that is computed, beside one that was printed with so many digits. */
export function printed(what: string, text: string, value: number): Figure {
  const exact = Number(text);
  const [, digits, exponent] = /^(?:\d*\.?(\d*))(?:e([+-]?\d+))?$/.exec(text)!;
  const lastDigit = Number(`1e${Number(exponent ?? 0) - digits!.length}`);
  const estimate = { mean: value, standardError: lastDigit / 2 / WIDTH };
  return { ...figure(what, exact, estimate, PRINTED_TOLERANCE), printed: text };
}

export type FigureVerdict = 'ok' | 'off' | 'blurred';

/**
 * `ok` when the exact value lies within 3.3 standard errors (99.9 %) of the estimate and the estimate is sharp: a wide interval cannot
 * pass for agreement. `off` when it does not lie there, `blurred` when the estimate is not sharp.
 */
export function verdictOf({ exact, estimate, tolerance }: Figure): FigureVerdict {
  const { mean, standardError } = estimate;
  const scale = Math.max(Math.abs(exact), Number.MIN_VALUE);
  if (!(Math.abs(mean - exact) <= WIDTH * standardError + ROUNDING * scale)) return 'off';
  return standardError <= tolerance * scale ? 'ok' : 'blurred';
}

/** The 99.9 % interval of an estimate. */
export const intervalOf = ({ mean, standardError }: Estimate): readonly [low: number, high: number] => [
  mean - WIDTH * standardError,
  mean + WIDTH * standardError,
];
