import type { RecoveryResult, Result } from '../experiment/result.ts';
import { formatDuration } from '../units/duration.ts';
import { flow, wrap } from './layout.ts';
import { isPossible } from './possible.ts';
import { FEW_EVENTS, periodOf, upperRate } from './period.ts';
import { bracket, figure, grouped, list, percent, plural } from './words.ts';

const SHORTEST_MONTH_HOURS = 28 * 24;

const seconds = (value: number): string => formatDuration(value * 1000);

const COLUMNS = ['events', 'masked', 'RTO p50', 'p95', 'max', 'RPO p95', 'max'];
const LABEL_WIDTH = 16;
const CELL_WIDTH = 10;

const row = (label: string, cells: readonly string[]): string =>
  label.padEnd(LABEL_WIDTH) + cells.map((cell) => cell.padStart(CELL_WIDTH)).join('');

/** How long clients waited and how much was lost, by disruption class, with the steps that make up the mean. */
export function recoverySection(result: Result): string[] {
  const { recovery } = result;
  const possible = new Set(result.causes.filter((cause) => isPossible(result, cause)).map((cause) => cause.class));
  const seen = recovery.filter((entry) => entry.events + entry.masked_events > 0);
  const never = recovery
    .filter((entry) => entry.events + entry.masked_events === 0 && possible.has(entry.class))
    .map((entry) => entry.class);
  const lines = seen.length === 0 ? ['  RECOVERY   nothing to recover from'] : [row('  RECOVERY', COLUMNS)];
  lines.push(...seen.flatMap(recoveryLines));
  if (never.length > 0 && seen.length > 0) lines.push(...wrap(`never seen: ${list(never)}`, '    ', '      '));
  return lines;
}

function recoveryLines(entry: RecoveryResult): string[] {
  const { rto_seconds: rto, rpo_seconds: rpo, parts } = entry;
  const cells = [
    grouped(entry.events),
    grouped(entry.masked_events),
    ...(rto === null ? ['-', '-', '-'] : [seconds(rto.p50), seconds(rto.p95), seconds(rto.max)]),
    ...(rpo === null ? ['-', '-'] : [seconds(rpo.p95), seconds(rpo.max)]),
  ];
  const notes: string[] = [];
  if (rto !== null && parts !== null) {
    const steps = Object.entries(parts).filter(([, mean]) => mean >= 0.001);
    const sum = steps.map(([name, mean]) => `${name} ${seconds(mean)}`).join(' + ');
    notes.push(
      steps.length > 1
        ? `mean RTO ${seconds(rto.mean)} = ${sum}`
        : `mean RTO ${seconds(rto.mean)}, all of it ${steps[0]?.[0] ?? 'reconnect'}`,
    );
  }
  if (entry.events === 0) notes.push('clients noticed none');
  else if (entry.events < FEW_EVENTS) notes.push(`${plural(entry.events, 'event')}: wide interval`);
  if (entry.censored > 0) notes.push(`${grouped(entry.censored)} not over at the end of the horizon, not in the RTO`);
  if (entry.total_losses > 0) notes.push(`${grouped(entry.total_losses)} lost everything, not in the RPO`);
  return [row(`    ${entry.class}`, cells), ...flow(notes, '      ', '      ', '; ')];
}

/** The contract beside the simulation: they are two promises, not one. */
export function slaSection(result: Result): string[] {
  const breached = result.metrics['sla_breached_months'];
  if (breached === undefined) return [];
  const count = result.months.length;
  const first = '  SLA   ';
  const items = [`target ${result.server.sla_percent} % a month`];
  if (breached.mean === 0) {
    const months = breached.samples * count;
    items.push(
      result.inputs.hours < SHORTEST_MONTH_HOURS
        ? 'missed in no history; they are shorter than a month'
        : `missed in none of ${plural(months, 'month')}: in no more than ${percent(upperRate(months))} of them (95 %)`,
    );
  } else {
    const interval = bracket(breached.interval, 100 / count);
    items.push(`missed in ${percent(breached.mean / count)} of months ${interval}`);
    if (breached.events < FEW_EVENTS)
      items.push(`${plural(breached.events, 'history')}: wide interval`.replace('historys', 'histories'));
    const worst = result.months.toSorted((a, b) => b.breach_probability - a.breach_probability)[0];
    if (worst !== undefined && count > 1) items.push(`most often ${worst.month}: ${percent(worst.breach_probability)}`);
  }
  return flow(items, first, ' '.repeat(first.length));
}

const SOME_LOST = 'some committed work lost: ';
const NOTHING_LEFT = 'no restorable copy left';

/** Time without a working standby, and committed work lost. */
export function protectionSection(result: Result): string[] {
  const period = periodOf(result);
  const { metrics, durability, server } = result;
  const first = '  PROTECTION   ';
  const lines: string[] = [];
  const unprotected = metrics['unprotected_hours'];
  if (server.ha_mode === 'Disabled') lines.push('no standby: every failure waits for repair');
  else if (unprotected !== undefined) {
    const mean = `${figure(unprotected.mean * period.perYear)} h/year ${bracket(unprotected.interval, period.perYear)}`;
    const failovers = metrics['failover_count'];
    const more = failovers === undefined ? '' : `; ${figure(failovers.mean * period.perYear)} failovers a year`;
    lines.push(`without a healthy standby ${mean}${more}`);
  }
  const { estimate, interval } = durability.annual_loss_probability;
  lines.push(`committed work lost in ${chance(estimate, interval)}`);
  for (const path of durability.paths) {
    if (path.events === 0 && path.path !== NOTHING_LEFT) continue;
    const few = path.events > 0 && path.events < FEW_EVENTS ? `, ${plural(path.events, 'event')}: wide interval` : '';
    lines.push(`  ${path.path.replace(SOME_LOST, '')}: ${chance(path.estimate, path.interval)}${few}`);
  }
  return lines.flatMap((line, index) => wrap(line, index === 0 ? first : ' '.repeat(first.length)));
}

/** A yearly probability; what was never seen has only an upper bound. */
function chance(estimate: number | null, interval: { readonly low: number; readonly high: number }): string {
  if (estimate === null || estimate === 0) return `no more than ${percent(interval.high)} of years (never seen)`;
  return `${percent(estimate)} of years ${bracket(interval, 100)}`;
}
