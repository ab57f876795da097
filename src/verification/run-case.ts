import { type Case, type Figure, type FigureVerdict, intervalOf, verdictOf } from './case.ts';

/** A known answer beside the simulated one. */
export interface FigureOutcome {
  readonly what: string;
  readonly exact: number;
  /** Simulated, or computed when the standard error is 0. */
  readonly mean: number;
  readonly standard_error: number;
  /** Of 99.9 %. */
  readonly interval: { readonly low: number; readonly high: number };
  /** The largest standard error that counts as sharp, as a part of the exact value. */
  readonly tolerance: number;
  /** The digits as they were printed, of a computed figure that is held against them; else null. */
  readonly printed: string | null;
  readonly verdict: FigureVerdict;
  /** Seeds that were tried: one, or three when the figure was not ok with the first. */
  readonly seeds: 1 | 3;
}

export interface CaseOutcome {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  /** Whether all figures are ok. */
  readonly verdict: 'agrees' | 'differs';
  readonly figures: readonly FigureOutcome[];
}

/**
 * Runs a case. Of a thousand good figures one lies outside its 99.9 % interval: a figure that is not ok is tried with two more seeds. When
 * it is ok with both it is shown as the first of them has it; otherwise two of three are not, and it is shown as it was. Depends on the
 * seed alone.
 */
export function runCase({ id, title, source, simulate }: Case, seed: string): CaseOutcome {
  const attempt = (name: string): readonly FigureOutcome[] => simulate(name).map(outcomeOf);
  const first = attempt(seed);
  const more = first.every(isOk) ? [] : [attempt(`${seed} 2`), attempt(`${seed} 3`)];
  const figures = first.map((figure, index): FigureOutcome => {
    if (isOk(figure)) return figure;
    const again = more.map((outcomes) => outcomes[index]!);
    return { ...(again.every(isOk) ? again[0]! : figure), seeds: 3 };
  });
  return { id, title, source, verdict: figures.every(isOk) ? 'agrees' : 'differs', figures };
}

const isOk = ({ verdict }: FigureOutcome): boolean => verdict === 'ok';

function outcomeOf(figure: Figure): FigureOutcome {
  const { what, exact, estimate, tolerance } = figure;
  const [low, high] = intervalOf(estimate);
  return {
    what,
    exact,
    mean: estimate.mean,
    standard_error: estimate.standardError,
    interval: { low, high },
    tolerance,
    printed: figure.printed ?? null,
    verdict: verdictOf(figure),
    seeds: 1,
  };
}
