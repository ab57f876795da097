import type { Result, Status, Verdict } from '../../experiment/result.ts';
import { formatDuration } from '../../units/duration.ts';
import { periodOf } from '../period.ts';
import { targetRows, verdictSentence } from '../text-verdict.ts';
import { availability, bracket, capital, figure, money } from '../words.ts';
import { html, type Child, type Markup } from './markup.ts';
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

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

/** A single history has no interval. */
const intervalNote = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  Number.isFinite(low) && Number.isFinite(high)
    ? `95 % interval ${availability(Math.max(0, low))} to ${availability(Math.min(100, high))}`
    : 'of one history: no interval';

/** The figures that a meeting asks for first, each with how sure it is. */
export function tiles(result: Result): Markup {
  const { metrics, server, cost, targets, inputs } = result;
  const period = periodOf(result);
  const downtime = metrics['downtime_minutes'];
  const seen = metrics['availability_percent'];
  const goal = targets.find(({ id }) => id === 'availability');
  const promised = goal === undefined ? server.sla_percent : Number.parseFloat(goal.goal);
  const budget = ((100 - promised) / 100) * (365 / 12) * 24 * 60;
  const shown: Tile[] = [
    goal === undefined
      ? {
          name: 'Contract (SLA)',
          value: `${server.sla_percent} %`,
          note: `a month: ${figure(budget)} minutes may be lost; no target is set`,
        }
      : { name: 'Objective', value: goal.goal, note: `${figure(budget)} minutes a month may be lost` },
    ...(seen === undefined
      ? []
      : [
          {
            name: 'Simulated availability',
            value: availability(seen.mean),
            note: intervalNote(seen.interval),
          },
        ]),
    ...(downtime === undefined
      ? []
      : [
          {
            name: 'Downtime a year',
            value: `${figure(downtime.mean * period.perYear)} minutes`,
            note: `${bracket(downtime.interval, period.perYear)}; one ${period.isYear ? 'year' : 'history'} in twenty has more than ${figure(downtime.percentiles.p95)}`,
          },
        ]),
    {
      name: 'Bill',
      value: `${money(cost.per_month)} ${cost.currency} a month`,
      note: `${money(cost.total)} over ${formatDuration(inputs.hours * 3_600_000)}, prices ${inputs.price_set}`,
    },
  ];
  return html`<ul class="tiles">
    ${shown.map(
      ({ name, value, note }) =>
        html`<li><span class="name">${name}</span><strong>${value}</strong><span class="note">${note}</span></li> `,
    )}
  </ul>`;
}

/** Targets and thresholds with their verdicts; null without any. */
export function verdictTables({ targets, thresholds, cost }: Result): Child {
  return [
    targets.length === 0
      ? null
      : table(
          'Targets',
          [{ name: 'Target' }, { name: 'Goal' }, { name: 'Simulated' }, { name: 'Verdict' }],
          targetRows(targets, cost.currency).map(({ label, goal, simulated, status, which, note }) => ({
            cells: [
              capital(label),
              goal,
              note === '' ? simulated : html`${simulated}<br /><span class="muted">${note}</span>`,
              which === '' ? statusMark(status) : html`${statusMark(status)} ${which}`,
            ],
          })),
        ),
    thresholds.length === 0
      ? null
      : table(
          'Thresholds',
          [
            { name: 'Metric' },
            { name: 'Rule' },
            { name: 'Seen', numeric: true },
            { name: '95 % interval', numeric: true },
            { name: 'Verdict' },
          ],
          thresholds.map(({ metric, expression, estimate, interval, status, severity }) => ({
            cells: [
              metric,
              html`<code>${expression}</code>`,
              estimate === null ? 'never' : figure(Math.abs(estimate)),
              interval === null ? '' : bracket(interval),
              severity === 'warn' ? html`${statusMark(status)} (warns only)` : statusMark(status),
            ],
          })),
        ),
  ];
}

/** What to keep in mind while reading; null without any. */
export const warningList = (warnings: Result['warnings']): Markup | null =>
  warnings.length === 0
    ? null
    : html`<h3>Keep in mind</h3>
        <ul class="notes">
          ${warnings.map(({ code, message }) => html`<li>${message} <span class="muted">(${code})</span></li> `)}
        </ul>`;
