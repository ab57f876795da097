import {
  expandWeekly,
  isTimeZone,
  parseInstant,
  parseWeeklyRange,
  recurring,
  type TimeSpan,
} from '../units/calendar.ts';
import type { Shape } from './check-shape.ts';
import * as messages from './messages.ts';
import type { Fault, Interval, Operation, Scenario, Server } from './scenario.ts';
import { labelSpan, type Path, type Span, spanOf } from './tree.ts';
import { type Report, readCalendarDuration, readDuration } from './values.ts';

/** Of all operations together. */
const MAX_OCCURRENCES = 100_000;
const BUSINESS_HOURS = 'Mon-Fri 08:00-18:00';

type Simulation = Scenario['simulation'];

/** Reads `schedule` and expands its local hours to intervals of ticks. Null: always running. */
export function readSchedule(shape: Shape, simulation: Simulation | null, report: Report): Scenario['schedule'] {
  const given = shape.data.schedule;
  if (given === undefined) return null;
  const timeZone = given.timeZone ?? 'UTC';
  const known = isTimeZone(timeZone);
  if (!known) {
    const span = spanOf(shape.tree, ['schedule', 'timeZone']);
    report(messages.unknownTimeZone(span, 'schedule.timeZone', timeZone, Intl.supportedValuesOf('timeZone')));
  }
  const ranges = (given.running ?? []).flatMap((text, index) => {
    if (typeof text !== 'string') return [];
    const range = parseWeeklyRange(text);
    if (range !== null) return [range];
    report(
      messages.notAWeeklyRange(spanOf(shape.tree, ['schedule', 'running', index]), `schedule.running[${index}]`, text),
    );
    return [];
  });
  if (!known || simulation === null) return null;
  const { startMs, endMs } = simulation;
  return {
    timeZone,
    restop: given.restop ?? false,
    running: toTicks(expandWeekly(ranges, timeZone, startMs, endMs), startMs),
  };
}

/** Working hours: those of the schedule, else Monday to Friday 08:00 to 18:00 UTC. */
export function businessHoursOf(schedule: Scenario['schedule'], { startMs, endMs }: Simulation): readonly Interval[] {
  return (
    schedule?.running ?? toTicks(expandWeekly([parseWeeklyRange(BUSINESS_HOURS)!], 'UTC', startMs, endMs), startMs)
  );
}

const toTicks = (spans: readonly TimeSpan[], startMs: number): Interval[] =>
  spans.map(({ from, to }) => ({ from: from - startMs, to: to - startMs }));

/** Reads `faults`; those outside the horizon are warned of and left out. */
export function readFaults(
  shape: Shape,
  simulation: Simulation | null,
  server: Server | null,
  report: Report,
): Fault[] {
  const faults = (shape.data.faults ?? []).flatMap((given, index): Fault[] => {
    const path = ['faults', index];
    if (shape.isBroken(path.join('.')) || given.type === undefined) return [];
    const at = readInstant(shape, [...path, 'at'], given.at, simulation, report);
    const durationSpan = spanOf(shape.tree, [...path, 'duration']);
    const durationMs =
      given.duration === undefined
        ? null
        : readDuration(given.duration, durationSpan, `faults[${index}].duration`, report);
    const zone = given.zone === undefined ? null : String(given.zone);
    const target = given.target ?? null;
    if (server !== null) warnOfFault(shape, path, { type: given.type, zone, target }, server, report);
    return at === null ? [] : [{ at, type: given.type, durationMs, zone, target }];
  });
  return faults.sort((a, b) => a.at - b.at);
}

function warnOfFault(
  shape: Shape,
  path: Path,
  fault: Pick<Fault, 'type' | 'zone' | 'target'>,
  server: Server,
  report: Report,
): void {
  if (server.haMode === 'Disabled' && (fault.type === 'standbyFailure' || fault.target === 'standby')) {
    const key = fault.type === 'standbyFailure' ? 'type' : 'target';
    report(messages.needsStandby(spanOf(shape.tree, [...path, key]), `${fault.type} of the standby`));
  }
  if (fault.type === 'keyLoss' && !server.customerManagedKey) {
    report(messages.needsKey(spanOf(shape.tree, [...path, 'type'])));
  }
  const used = [...new Set([server.zone, ...(server.standbyZone === null ? [] : [server.standbyZone])])];
  if (fault.zone !== null && fault.type !== 'zoneOutage') {
    report(messages.zoneIgnored(spanOf(shape.tree, [...path, 'zone']), fault.type));
  } else if (fault.zone !== null && !used.includes(fault.zone)) {
    report(messages.zoneNotInUse(spanOf(shape.tree, [...path, 'zone']), fault.zone, used));
  }
}

/** Reads `operations`, recurring ones expanded; those outside the horizon are warned of and left out. */
export function readOperations(
  shape: Shape,
  simulation: Simulation | null,
  server: Server | null,
  report: Report,
): Operation[] {
  let left = MAX_OCCURRENCES;
  const operations = (shape.data.operations ?? []).flatMap((given, index): Operation[] => {
    const path = ['operations', index];
    if (shape.isBroken(path.join('.')) || shape.isBroken(`operations.${index}.do`) || given.do === undefined) return [];
    const type = given.do;
    if (server?.haMode === 'Disabled' && (type === 'plannedFailover' || type === 'forcedFailover')) {
      report(messages.needsStandby(spanOf(shape.tree, [...path, 'do']), type));
    }
    const times = readTimes(shape, path, given, simulation, left, report);
    left -= times.length;
    return times.map((at) => ({ at, type }));
  });
  return operations.sort((a, b) => a.at - b.at);
}

interface GivenTimes {
  readonly at?: string | undefined;
  readonly every?: string | number | undefined;
}

/** The ticks of `at`, of `every`, or of a series that begins at `at`; without `at` it begins one period after the start. */
function readTimes(
  shape: Shape,
  path: Path,
  given: GivenTimes,
  simulation: Simulation | null,
  limit: number,
  report: Report,
): number[] {
  const key = path.join('.');
  const where = `${path[0]}[${path[1]}]`;
  if (given.at === undefined && given.every === undefined) {
    const known = !shape.isBroken(`${key}.at`) && !shape.isBroken(`${key}.every`);
    if (known) report(messages.missingKey(labelSpan(shape.tree, path), where, 'at or every'));
    return [];
  }
  const first = readInstant(shape, [...path, 'at'], given.at, simulation, report);
  if (given.every === undefined) return first === null ? [] : [first];
  const span = spanOf(shape.tree, [...path, 'every']);
  const period = readCalendarDuration(given.every, span, `${where}.every`, report);
  const unreadable = given.at !== undefined && first === null;
  if (period === null || simulation === null || unreadable) return [];
  if (period.years + period.months + period.days + period.milliseconds <= 0) {
    report(messages.outOfRange(span, `${where}.every`, given.every, 'more than 0'));
    return [];
  }
  const { startMs, endMs } = simulation;
  const later = recurring(startMs + (first ?? 0), period, endMs, limit);
  if (later === null) {
    report(messages.tooManyOccurrences(span, where, MAX_OCCURRENCES));
    return [];
  }
  const ticks = later.map((instant) => instant - startMs);
  return first === null ? ticks : [first, ...ticks];
}

/** Ticks of an absolute instant or a time since the start; null when unreadable (reported) or outside the horizon (warned of). */
function readInstant(
  shape: Shape,
  path: Path,
  text: string | undefined,
  simulation: Simulation | null,
  report: Report,
): number | null {
  if (text === undefined) return null;
  const span: Span = spanOf(shape.tree, path);
  const where = `${path[0]}[${path[1]}].at`;
  const relative = /^\+?\s*(\d+(?:\.\d+)?\s*[a-zA-Z].*|P.*)$/.exec(text.trim());
  const absolute = parseInstant(text);
  if (absolute === null && relative === null) {
    report(messages.notAnInstant(span, where, text));
    return null;
  }
  const since = absolute === null ? readDuration(relative![1]!, span, where, report) : null;
  if (simulation === null || (absolute === null && since === null)) return null;
  const at = absolute === null ? since! : absolute - simulation.startMs;
  if (at >= 0 && at < simulation.endMs - simulation.startMs) return at;
  report(messages.outsideHorizon(span, where, text));
  return null;
}
