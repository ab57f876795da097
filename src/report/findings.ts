import type { RecoveryResult, Result } from '../experiment/result.ts';
import { formatDuration } from '../units/duration.ts';
import { FEW_EVENTS, periodOf, upperRate } from './period.ts';
import { isPossible } from './possible.ts';
import { availability, bracket, capital, causeWords, figure, grouped, list, money, percent, plural } from './words.ts';

/** Below so many histories nobody is one in twenty. */
export const TWENTY = 20;

/** What the figures say, as sentences; the most important first. Never empty. */
export function findingsOf(result: Result): string[] {
  return [mainFinding(result), badYear(result), slowestRecovery(result), masked(result), price(result)].filter(
    (sentence) => sentence !== null,
  );
}

/** Those of a report, where nothing else says them: what is lost, and what was never seen. */
export const allFindingsOf = (result: Result): string[] => [
  ...findingsOf(result),
  ...[loss(result), neverSeen(result)].filter((sentence) => sentence !== null),
];

/** Whether committed work is lost, and to what. */
function loss({ durability: { years, annual_loss_probability: any, paths } }: Result): string | null {
  if (any.estimate === null) {
    return `No committed work was lost in ${plural(Math.round(years), 'year')}: no more than ${percent(any.interval.high)} of years lose any.`;
  }
  const [most] = paths.filter(({ path }) => path.includes(': ')).toSorted((a, b) => b.events - a.events);
  const total = paths.find(({ path }) => !path.includes(': '));
  const culprit = most === undefined ? '' : `, most of them to ${most.path.split(': ')[1]} disruptions`;
  const { low, high } = any.interval;
  return (
    `${percent(any.estimate)} of years lose some committed work [${percent(low)}, ${percent(high)}]${culprit}` +
    (total === undefined || total.events > 0
      ? '.'
      : `; none lost everything: no more than ${percent(total.interval.high)} do.`)
  );
}

function neverSeen(result: Result): string | null {
  const never = result.causes.filter((cause) => cause.events === 0 && isPossible(result, cause));
  if (never.length === 0) return null;
  const { years } = periodOf(result);
  const names = list(never.map(({ cause }) => causeWords(cause)));
  return `Never seen in ${plural(Math.round(years), 'year')}, so no more than ${figure(upperRate(years))} a year each: ${names}.`;
}

function mainFinding(result: Result): string {
  const period = periodOf(result);
  const downtime = result.metrics['downtime_minutes'];
  const seen = result.metrics['availability_percent'];
  if (downtime === undefined || downtime.max === 0) {
    return period.years >= 10
      ? `no downtime in ${grouped(period.years)} simulated years.`
      : `no downtime in ${figure(period.years)} simulated years.`;
  }
  const minutes = `${figure(downtime.mean)} minutes of downtime a ${period.isYear ? 'year' : 'history'} ${bracket(downtime.interval)}`;
  const share = seen === undefined ? minutes : `${availability(seen.mean)} available, ${minutes}`;
  const [first, second] = result.causes.toSorted((a, b) => b.share - a.share);
  if (first === undefined || first.share === 0) return `${share}.`;
  const next =
    second !== undefined && second.share >= 0.1 ? `, ${causeWords(second.cause)} ${percentOf(second.share)}` : '';
  return `${share}; ${causeWords(first.cause)} causes ${percentOf(first.share)} of it${next}.`;
}

const percentOf = (share: number): string => `${Math.round(share * 100)} %`;

function badYear(result: Result): string | null {
  const downtime = result.metrics['downtime_minutes'];
  if (downtime === undefined || downtime.max === 0) return null;
  const period = periodOf(result);
  const { p95 } = downtime.percentiles;
  if (p95 === 0 || result.inputs.replications < TWENTY) return null;
  const what = period.isYear ? 'year' : 'history';
  return `One ${what} in twenty has more than ${figure(p95)} minutes of downtime; the worst had ${figure(downtime.max)}.`;
}

/** The longest way back, however seldom it was seen. */
function slowestRecovery({ recovery }: Result): string | null {
  const known = recovery.filter((entry) => entry.rto_seconds !== null);
  const [slowest] = known.toSorted((a, b) => b.rto_seconds!.p95 - a.rto_seconds!.p95);
  if (slowest === undefined) return null;
  const p95 = formatDuration(slowest.rto_seconds!.p95 * 1000);
  const few = slowest.events < FEW_EVENTS ? `, of ${plural(slowest.events, 'event')} only` : '';
  return `${capital(slowest.class)} disruptions take longest to recover from: p95 ${p95}${few}${mostOfIt(slowest)}.`;
}

function mostOfIt({ parts, rto_seconds: rto }: RecoveryResult): string {
  if (parts === null || rto === null || rto.mean === 0) return '';
  const [name, mean] = Object.entries(parts).toSorted(([, a], [, b]) => b - a)[0]!;
  return `; ${percentOf(mean / rto.mean)} of the mean is the step "${name}"`;
}

function masked({ recovery }: Result): string | null {
  const failures = recovery.filter((entry) => entry.class !== 'maintenance' && entry.class !== 'change');
  const hidden = failures.reduce((sum, entry) => sum + entry.masked_events, 0);
  const noticed = failures.reduce((sum, entry) => sum + entry.events, 0);
  if (hidden === 0) return null;
  return `${capital(percent(hidden / (hidden + noticed)))} of failures hit only a standby or a copy, and clients did not notice.`;
}

function price({ cost }: Result): string | null {
  const outages = Number(cost.outage_cost);
  const bill = Number(cost.total);
  if (outages === 0 || bill === 0) return null;
  const share = outages / bill;
  const compared = share < 2 ? `${percentOf(share)} of the bill` : `${figure(share)} times the bill`;
  return `Outages cost ${money(outages)} ${cost.currency}, ${compared}.`;
}
