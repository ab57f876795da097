import type { Result } from '../experiment/result.ts';
import { creditHours, dateWords, shortages, stepsOf, stepWords, usesOf } from './capacity-words.ts';
import { wrap } from './layout.ts';
import { capital, figure, grouped } from './words.ts';

const LABEL_WIDTH = 30;
const CELL_WIDTHS = [10, 22, 36] as const;

const row = (label: string, ...cells: readonly [first: string, most: string, short: string]): string =>
  label.padEnd(LABEL_WIDTH) + cells.map((cell, index) => cell.padEnd(CELL_WIDTHS[index]!)).join('');

/** How far the demand is from what the server can do; nothing for results without a workload. */
export function capacitySection(result: Result): string[] {
  const { capacity } = result;
  if (capacity === undefined) return [];
  const { futures, events, months } = capacity;
  const lines = usesOf(capacity).map(({ words, first, most, month, short }) =>
    row(
      `    ${words}`,
      `${figure(first)} %`,
      `${figure(most)} % in ${month}`,
      short === null ? 'never' : dateWords(short, futures),
    ),
  );
  const least = months.flatMap(({ least_credits: credits }) => credits ?? []);
  const credits = events.find(({ what }) => what === 'credits');
  const hours = creditHours(capacity);
  const steps = stepsOf(capacity).map((step) => `${stepWords(step)} ${dateWords(step, futures)}`);
  return [
    row('  CAPACITY without failures', 'first', 'busiest month', 'first short'),
    ...lines,
    ...(least.length === 0
      ? []
      : [
          row(
            '    burst credits',
            '',
            `least ${grouped(Math.min(...least))}`,
            credits === undefined ? 'never' : dateWords(credits, futures),
          ),
        ]),
    ...(hours === null ? [] : wrap(`Credits are used up ${hours}.`, '    ', '    ')),
    ...(steps.length === 0 ? [] : wrap(`The disk grows to ${steps.join(', ')}.`, '    ', '    ')),
    ...shortages(result).flatMap((sentence) => wrap(`${capital(sentence)}.`, '    ', '    ')),
  ];
}
