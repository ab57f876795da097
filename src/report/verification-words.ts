import type { FigureOutcome } from '../verification/run-case.ts';
import type { Verification } from '../verification/verify.ts';
import { list, plural } from './words.ts';

export const FIGURE_COLUMNS = ['exact', 'simulated', '99.9 % interval', 'verdict'] as const;

/** What is not 0 never reads as 0: 9.98007e-12 where that is shorter. */
function digits(value: number, count: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return value.toExponential(count - 1).replace(/\.?0+e/, 'e');
  return String(Number(value.toPrecision(count)));
}

/** Six digits; where exact and computed figure differ, so many that it shows. */
const SIX = 6;
const TWELVE = 12;

/** The cells of a figure after its name. */
export function figureCells(figure: FigureOutcome): string[] {
  const { exact, mean, interval, verdict, seeds, printed } = figure;
  const read = (value: number): string => digits(value, isComputed(figure) && verdict !== 'ok' ? TWELVE : SIX);
  const between = isComputed(figure) ? 'computed' : `[${read(interval.low)}, ${read(interval.high)}]`;
  const word = verdict === 'blurred' ? 'not sharp' : verdict;
  return [printed ?? read(exact), read(mean), between, verdict === 'ok' && seeds === 3 ? 'ok, 2 of 3 seeds' : word];
}

const isComputed = ({ standard_error: error, printed }: FigureOutcome): boolean => error === 0 || printed !== null;

/** How sharp a simulated figure is: its standard error, and the largest that would do. */
export function sharpness(figure: FigureOutcome): string {
  if (isComputed(figure)) return '';
  const { exact, standard_error: error, tolerance } = figure;
  return `${(100 * Math.abs(error / exact)).toFixed(2)} of ${Number((100 * tolerance).toPrecision(2))} %`;
}

/** Whether they agree, in a sentence. */
export function verificationSentence({ cases }: Verification): string {
  const figures = cases.reduce((sum, one) => sum + one.figures.length, 0);
  const differing = cases.filter(({ verdict }) => verdict === 'differs').map(({ id }) => id);
  const all = `${plural(cases.length, 'case')} with ${plural(figures, 'known figure')}`;
  return differing.length === 0
    ? `${all}: ${cases.length === 1 ? 'it agrees' : 'all agree'}.`
    : `${all}: ${list(differing)} ${differing.length === 1 ? 'differs' : 'differ'}.`;
}
