import type { HistoryOutage } from '../experiment/result.ts';
import type { TraceEvent } from '../experiment/trace.ts';
import { DAY, formatDuration, HOUR, MINUTE, SECOND } from '../units/duration.ts';
import { parseInstant } from '../units/calendar.ts';
import { printable } from './layout.ts';
import { causeWords, figure, grouped, plural } from './words.ts';

export interface TraceHeading {
  readonly name: string;
  readonly seed: string;
  readonly replication: number;
  /** Why this one was chosen, of so many. */
  readonly rank?: { readonly name: 'median' | 'p95' | 'worst'; readonly of: number };
}

const RANKS = { median: 'the median', p95: 'the 95th percentile', worst: 'the worst' } as const;

export interface TraceTextOptions {
  readonly ascii?: boolean;
}

/** The event log of one simulated history: when, since when, which part, what; each outage summed up where it ends. */
export function renderTrace(
  heading: TraceHeading,
  trace: {
    readonly events: readonly TraceEvent[];
    readonly history: readonly HistoryOutage[];
    readonly downtimeMinutes: number;
  },
  options: TraceTextOptions = {},
): string {
  const { events, history } = trace;
  const width = Math.max(4, ...events.map((event) => event.part.length));
  const offset = Math.max(11, ...events.map((event) => sinceStart(event.at).length));
  const log = events.map((event) => ({ time: parseInstant(event.time)!, line: eventLine(event, width, offset) }));
  const { rank } = heading;
  const why = rank === undefined ? '' : `, ${RANKS[rank.name]} of ${grouped(rank.of)},`;
  const lines = [
    `${heading.name}   replication ${grouped(heading.replication)}${why} of seed ${heading.seed}   ` +
      `${plural(history.length, 'outage')}, ${figure(trace.downtimeMinutes)} minutes of downtime`,
    '',
    `${'date'.padEnd(10)}  ${'time (UTC)'.padEnd(12)}  ${'since start'.padStart(offset)}  ${'part'.padEnd(width)}  what`,
  ];
  let next = 0;
  const tellOutagesUntil = (time: number) => {
    for (; next < history.length && parseInstant(history[next]!.end)! < time; next++) {
      lines.push(...outageLines(history[next]!, next + 1, history.length));
    }
  };
  for (const { time, line } of log) {
    tellOutagesUntil(time);
    lines.push(line);
  }
  tellOutagesUntil(Infinity);
  if (events.length === 0) lines.push('nothing happened');
  return `${lines.map((line) => printable(line.trimEnd(), options.ascii ?? false)).join('\n')}\n`;
}

function eventLine(event: TraceEvent, width: number, offset: number): string {
  const day = event.time.slice(0, 10);
  const clock = event.time.slice(11).replace('Z', '').padEnd(12);
  return `${day}  ${clock}  ${sinceStart(event.at).padStart(offset)}  ${event.part.padEnd(width)}  ${whatOf(event)}`;
}

function whatOf({ from, to, text }: TraceEvent): string {
  const move = from === null && to === null ? [] : [`${from ?? '(new)'} -> ${to ?? '(gone)'}`];
  return [...move, ...(text === null ? [] : [text])].join('   ');
}

function outageLines(outage: HistoryOutage, number: number, of: number): string[] {
  const enabledBy = outage.enabled_by === null ? '' : `, unprotected because of ${causeWords(outage.enabled_by)}`;
  const planned = outage.planned ? ', planned' : '';
  const length = formatDuration(outage.minutes * MINUTE);
  return [
    `    outage ${number} of ${of}: ${causeWords(outage.cause)} (${outage.class}${planned}), down ${length}, ` +
      `recovery: ${pathWords(outage.path)}${enabledBy}`,
    `    from ${outage.start} to ${outage.end}   RTO ${formatDuration(outage.rto_seconds * 1000)}   ` +
      `RPO ${formatDuration(outage.rpo_seconds * 1000)}`,
  ];
}

const PATHS: Readonly<Record<string, string>> = {
  direct: 'by itself',
  unprotected: 'by itself, no healthy standby',
  failover: 'failover',
  failoverFailed: 'by itself, after a failover that failed',
  restore: 'restore from backup',
};

const pathWords = (path: string): string => PATHS[path] ?? path;

/** `+60d 04:11:09.250`; milliseconds only when there are any. */
function sinceStart(milliseconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const days = Math.floor(milliseconds / DAY);
  const rest = milliseconds - days * DAY;
  const hours = Math.floor(rest / HOUR);
  const minutes = Math.floor((rest % HOUR) / MINUTE);
  const seconds = Math.floor((rest % MINUTE) / SECOND);
  const thousandths = rest % SECOND;
  const fraction = thousandths === 0 ? '' : `.${String(thousandths).padStart(3, '0')}`;
  return `+${days}d ${two(hours)}:${two(minutes)}:${two(seconds)}${fraction}`;
}
