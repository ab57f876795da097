import type { Result } from '../../experiment/result.ts';
import { creditHours, dateWords, shortages, stepsOf, stepWords, usesOf } from '../capacity-words.ts';
import { capital, figure } from '../words.ts';
import { html } from './markup.ts';
import type { Section } from './page.ts';
import { table } from './table.ts';

/** Is the server large enough? Null for results without a workload. */
export function capacity(result: Result): Section | null {
  if (result.capacity === undefined) return null;
  const { futures } = result.capacity;
  const hours = creditHours(result.capacity);
  const steps = stepsOf(result.capacity);
  const short = shortages(result);
  return {
    id: 'capacity',
    title: 'Is the server large enough?',
    content: html`<p>
        The highest use of a month in percent of what size and disk can do together, when nothing fails and no load is
        unusual.
        ${futures > 1 ? `Growth is uncertain: dates are the median of ${futures} futures, and in brackets the 5th to the 95th percentile.` : null}
      </p>
      ${table(
        'Highest use',
        [
          { name: 'Of' },
          { name: 'First month', numeric: true },
          { name: 'Busiest month', numeric: true },
          { name: 'When' },
          { name: 'Short for the first time' },
        ],
        usesOf(result.capacity).map((use) => ({
          cells: [
            capital(use.words),
            `${figure(use.first)} %`,
            `${figure(use.most)} %`,
            use.month,
            use.short === null ? 'never' : dateWords(use.short, futures),
          ],
        })),
      )}
      <ul>
        ${hours === null ? null : html`<li>Burst credits are used up ${hours}.</li>`}
        ${steps.map((step) => html`<li>The disk grows to ${stepWords(step)} on ${dateWords(step, futures)}.</li> `)}
        ${short.map((sentence) => html`<li>${capital(sentence)}.</li> `)}
      </ul>`,
  };
}
