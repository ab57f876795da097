import type { Sensitivity, Swing } from '../experiment/sensitivity.ts';
import { estimate } from './compare-words.ts';
import { bracket, figure, list } from './words.ts';

const CONFIDENCE: Readonly<Record<string, string>> = { H: 'high', M: 'medium', L: 'low' };
/** Swings below this part of the widest do not decide. */
const DECIDES = 0.5;
const MEASURED = new Set(['measured', 'documented']);

/** Whether an interval tells an end from the base. */
export const isTold = ({ low, high }: Swing): boolean =>
  [low, high].some(({ interval }) => interval.low > 0 || interval.high < 0);

/** `judgement, low confidence`: how much an assumption is worth. */
export const worth = ({ kind, confidence }: Swing): string =>
  `${kind}, ${CONFIDENCE[confidence] ?? confidence} confidence`;

/** `12.1 to 61.4`: the means at the ends, the smaller first. */
export function rangeOf({ low, high }: Swing): string {
  const [least, most] = [low.mean, high.mean].toSorted((a, b) => a - b) as [number, number];
  return `${figure(Math.max(0, least))} to ${figure(Math.max(0, most))}`;
}

/** Which assumption decides, and has anybody measured it? */
export function sensitivityAnswer(sensitivity: Sensitivity): string[] {
  const { swings, metric, unit, base } = sensitivity;
  const told = swings.filter(isTold);
  const mean = `mean ${metric} ${figure(Math.max(0, base.mean))} ${bracket(base.interval)}`;
  const [first] = told;
  if (first === undefined) return [`No assumption moves it, as far as these histories tell: ${mean}.`];
  const deciding = told.filter(({ width }) => width >= DECIDES * first.width);
  const guessed = deciding.filter(({ kind }) => !MEASURED.has(kind));
  const what = unit === metric ? '' : ` ${unit}`;
  return [
    `${first.name} decides most: from ${first.low.value} to ${first.high.value} the mean goes from ${figure(Math.max(0, first.low.mean))} to ${figure(Math.max(0, first.high.mean))}${what} (${mean}).`,
    guessed.length === 0
      ? `What decides (${list(deciding.map(({ name }) => name))}) has been measured or documented.`
      : `${list(guessed.map((swing) => `${swing.name} (${worth(swing)})`))}: nobody has published a measurement. Put in your own, or a range.`,
  ];
}

/** The table of all swings, as text. */
export function sensitivityTable({ swings, metric }: Sensitivity): {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  return {
    columns: ['assumption', 'is', 'at', 'difference', 'at', 'difference', `mean ${metric}`, 'worth'],
    rows: swings.map((swing) => [
      swing.name,
      swing.value,
      swing.low.value,
      estimate(swing.low.difference, swing.low.interval),
      swing.high.value,
      estimate(swing.high.difference, swing.high.interval),
      rangeOf(swing),
      worth(swing),
    ]),
  };
}
