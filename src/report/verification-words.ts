import type { CaseOutcome, FigureOutcome } from '../verification/run-case.ts';
import type { Verification } from '../verification/verify.ts';
import { list, plural } from './words.ts';

export const FIGURE_COLUMNS = ['exact', 'simulated', '99.9 % interval', 'verdict'] as const;

/** Six digits, 9.98007e-12 where that is shorter; what is not 0 never reads as 0. */
function digits(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return value.toExponential(5).replace(/\.?0+e/, 'e');
  return String(Number(value.toPrecision(6)));
}

/** The cells of a figure after its name. */
export function figureCells({ exact, mean, standard_error: error, interval, verdict }: FigureOutcome): string[] {
  const between = error === 0 ? 'computed' : `[${digits(interval.low)}, ${digits(interval.high)}]`;
  return [digits(exact), digits(mean), between, verdict === 'blurred' ? 'not sharp' : verdict];
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

/** What stands beside a verdict. */
export const verdictWords = ({ verdict, seeds }: CaseOutcome): string =>
  seeds === 1 ? verdict : verdict === 'agrees' ? 'agrees, with two of three seeds' : 'differs, with two of three seeds';
