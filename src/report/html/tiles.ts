import type { Result } from '../../experiment/result.ts';
import { TWENTY } from '../findings.ts';
import { periodOf } from '../period.ts';
import { availability, bracket, figure, money, percent } from '../words.ts';
import { html, type Markup } from './markup.ts';

export interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

/** The figures that a meeting asks for first. */
export const tileList = (tiles: readonly Tile[]): Markup =>
  html`<ul class="tiles">
    ${tiles.map(
      ({ name, value, note }) =>
        html`<li><span class="name">${name}</span><strong>${value}</strong><span class="note">${note}</span></li> `,
    )}
  </ul>`;

const DAYS_PER_YEAR = 365;

/** Of a run, each with how sure it is. */
export function runTiles(result: Result): Markup {
  const { metrics, cost, inputs } = result;
  const seen = metrics['availability_percent'];
  const downtime = downtimeTile(result);
  return tileList([
    objectiveTile(result),
    ...(seen === undefined
      ? []
      : [{ name: 'Simulated availability', value: availability(seen.mean), note: intervalNote(seen.interval) }]),
    ...(downtime === null ? [] : [downtime]),
    {
      name: 'Bill',
      value: `${money(cost.per_month)} ${cost.currency} a month`,
      note: `${money(cost.total)} for ${periodOf(result).span}, prices ${inputs.price_set}`,
    },
  ]);
}

/** What may be lost in what the objective looks at: in the words of its goal, their days, and how one says it. */
const WINDOWS: Readonly<Record<string, readonly [days: number, words: string]>> = {
  months: [DAYS_PER_YEAR / 12, 'a month'],
  quarters: [DAYS_PER_YEAR / 4, 'a quarter'],
  'half-years': [DAYS_PER_YEAR / 2, 'half a year'],
  years: [DAYS_PER_YEAR, 'a year'],
};

/** What was promised, and the minutes that this leaves; the contract where no target is set. */
function objectiveTile(result: Result): Tile {
  const { server, targets, metrics, inputs } = result;
  const target = targets.find(({ id }) => id === 'availability');
  const promised = target === undefined ? server.sla_percent : Number.parseFloat(target.goal);
  const window = target === undefined ? 'months' : (/ of ([a-z-]+)$/.exec(target.goal)?.[1] ?? 'years');
  const [days, words] = WINDOWS[window]!;
  // Time when it is stopped on purpose leaves nothing to lose.
  const stopped = (metrics['planned_stop_minutes']?.mean ?? 0) / (inputs.hours * 60);
  const budget = ((100 - promised) / 100) * days * 24 * 60 * (1 - stopped);
  const left = `error budget ${figure(budget)} minutes ${words}`;
  if (target === undefined) {
    return { name: 'Contract (SLA)', value: `${server.sla_percent} %`, note: `${left}; no target is set` };
  }
  const downtime = metrics['downtime_minutes'];
  const used =
    downtime === undefined || budget === 0
      ? ''
      : `; the mean uses ${percent((downtime.mean * periodOf(result).perYear * (days / DAYS_PER_YEAR)) / budget)} of it`;
  return { name: 'Objective', value: target.goal, note: left + used };
}

function downtimeTile(result: Result): Tile | null {
  const downtime = result.metrics['downtime_minutes'];
  if (downtime === undefined) return null;
  const { isYear, perYear } = periodOf(result);
  const { p95 } = downtime.percentiles;
  const bad =
    p95 === 0 || result.inputs.replications < TWENTY
      ? ''
      : isYear
        ? `; one year in twenty has more than ${figure(p95)}`
        : `; over the whole horizon one history in twenty has more than ${figure(p95)}`;
  return {
    name: 'Downtime a year',
    value: `${figure(downtime.mean * perYear)} minutes`,
    note: bracket(downtime.interval, perYear) + bad,
  };
}

/** A single history has no interval. */
const intervalNote = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  Number.isFinite(low) && Number.isFinite(high)
    ? `95 % interval ${availability(Math.max(0, low))} to ${availability(Math.min(100, high))}`
    : 'of one history: no interval';
