import type { Result, Status, Verdict } from '../../experiment/result.ts';
import { targetRows, verdictSentence } from '../text-verdict.ts';
import { bracket, capital, figure, plural } from '../words.ts';
import { html, type Child, type Markup } from './markup.ts';
import type { Section } from './page.ts';
import { table } from './table.ts';

/** A word and a shape, so that nothing hangs on a colour. */
const SHAPES: Readonly<Record<Status, string>> = { met: '\u25cf', inconclusive: '\u25d0', breached: '\u22a0' };

export const statusMark = (status: Status): Markup =>
  html`<span class="status ${status}"><span aria-hidden="true">${SHAPES[status]}</span> ${status}</span>`;

const HEADS: Readonly<Record<Verdict, string>> = {
  met: 'Kept: ',
  breached: 'Broken: ',
  inconclusive: 'Open: ',
  none: '',
};

/** Do we keep what we promised? */
export function verdictOf(result: Result): Markup | null {
  const { verdict } = result;
  if (verdict === 'none') return null;
  return html`<p class="verdict ${verdict}">
    <strong><span aria-hidden="true">${SHAPES[verdict]}</span> ${HEADS[verdict]}${verdictSentence(result)}</strong>
  </p>`;
}

/** Targets and thresholds with their verdicts, which stand beside the names so that a telephone shows them; null without any. */
export function promises({ targets, thresholds, cost }: Result): Section | null {
  if (targets.length === 0 && thresholds.length === 0) return null;
  return {
    id: 'promises',
    title: 'What was promised',
    content: [
      targets.length === 0
        ? null
        : table(
            'Targets',
            [{ name: 'Target' }, { name: 'Verdict' }, { name: 'Goal' }, { name: 'Simulated' }],
            targetRows(targets, cost.currency).map(({ label, goal, simulated, status, which, note }) => ({
              cells: [
                capital(label),
                which === '' ? statusMark(status) : html`${statusMark(status)} ${which}`,
                goal,
                note === '' ? simulated : html`${simulated}<br /><span class="muted">${note}</span>`,
              ],
            })),
          ),
      thresholds.length === 0
        ? null
        : table(
            'Thresholds',
            [
              { name: 'Metric' },
              { name: 'Verdict' },
              { name: 'Rule' },
              { name: 'Seen', numeric: true },
              { name: '95 % interval', numeric: true },
            ],
            thresholds.map(({ metric, expression, estimate, interval, status, severity }) => ({
              cells: [
                metric,
                severity === 'warn' ? html`${statusMark(status)} (warns only)` : statusMark(status),
                html`<code>${expression}</code>`,
                estimate === null ? 'never' : figure(Math.abs(estimate)),
                interval === null ? '' : bracket(interval),
              ],
            })),
          ),
    ],
  };
}

const WARNINGS_SHOWN = 3;

/** What to keep in mind while reading, above all figures; null without any. */
export function warningNote(warnings: Result['warnings']): Markup | null {
  if (warnings.length === 0) return null;
  // One that is alone behind a click would cost as much room as it saves.
  const shown = warnings.length > WARNINGS_SHOWN + 1 ? WARNINGS_SHOWN : warnings.length;
  const rest = warnings.slice(shown);
  return html`<div class="warnings" role="note" aria-label="Keep in mind">
    <p><strong>Keep in mind</strong></p>
    ${warningList(warnings.slice(0, shown))}
    ${
      rest.length === 0
        ? null
        : html`<details>
            <summary>${plural(rest.length, 'more warning')}</summary>
            ${warningList(rest)}
          </details>`
    }
  </div>`;
}

const warningList = (warnings: Result['warnings']): Child =>
  html`<ul>
    ${warnings.map(({ code, message }) => html`<li>${message} <span class="muted">(${code})</span></li> `)}
  </ul>`;
