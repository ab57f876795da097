import { parseCalendarDuration } from '../units/duration.ts';
import { DISRUPTION_CLASSES } from '../vocabulary/causes.ts';
import type { Shape } from './check-shape.ts';
import * as messages from './messages.ts';
import { BUILT_CLASSES } from './metric-key.ts';
import type { Targets } from './scenario.ts';
import { labelSpan, spanOf } from './tree.ts';
import { isAmbiguous, readDuration, type Report } from './values.ts';

const DEFAULT_WINDOWS_MET_PERCENT = 95;
/** A calendar window begins with a month of the year that they divide. */
const WINDOWS: readonly number[] = [1, 3, 6, 12];

/** Reads `targets`: what was promised. */
export function readTargets(shape: Shape, report: Report): Targets {
  const budget = shape.data.targets?.budget;
  return {
    availability: readAvailability(shape, report),
    recovery: readRecovery(shape, report),
    budget: budget?.monthly === undefined ? null : { monthly: budget.monthly },
  };
}

function readAvailability(shape: Shape, report: Report): Targets['availability'] {
  const given = shape.data.targets?.availability;
  if (given?.targetPercent === undefined) return null;
  return {
    targetPercent: given.targetPercent,
    windowMonths: readWindow(shape, report),
    windowsMetPercent: given.windowsMetPercent ?? DEFAULT_WINDOWS_MET_PERCENT,
  };
}

function readWindow(shape: Shape, report: Report): number | null {
  const window = shape.data.targets?.availability?.timeWindow;
  if (window?.duration === undefined) return null;
  const path = ['targets', 'availability', 'timeWindow'];
  const span = spanOf(shape.tree, [...path, 'duration']);
  if (window.calendar === false) {
    report(messages.notYet(labelSpan(shape.tree, [...path, 'calendar']), 'a rolling window (calendar: false)'));
    return null;
  }
  if (isAmbiguous(window.duration, span, path.join('.'), report)) return null;
  const parsed = parseCalendarDuration(String(window.duration));
  if (parsed.ok) {
    const { years, months, days, milliseconds } = parsed.duration;
    const whole = years * 12 + months;
    if (days === 0 && milliseconds === 0 && WINDOWS.includes(whole)) return whole;
    report(messages.windowNotKnown(span, window.duration, days >= 28 && days <= 31 ? '1mo' : undefined));
  } else report(messages.notADuration(span, path.join('.'), window.duration, parsed.reason));
  return null;
}

function readRecovery(shape: Shape, report: Report): Targets['recovery'] {
  const given = shape.data.targets?.recovery ?? {};
  return DISRUPTION_CLASSES.flatMap((name) => {
    const goal = given[name];
    if (goal === undefined) return [];
    const path = ['targets', 'recovery', name];
    const where = path.join('.');
    if (!BUILT_CLASSES.includes(name)) {
      report(messages.notYet(labelSpan(shape.tree, path), where));
      return [];
    }
    const read = (key: 'rto' | 'rpo'): number | null =>
      goal[key] === undefined
        ? null
        : readDuration(goal[key], spanOf(shape.tree, [...path, key]), `${where}.${key}`, report);
    const isAbsent = goal.rto === undefined && goal.rpo === undefined;
    if (isAbsent && !shape.isBroken(`${where}.rto`) && !shape.isBroken(`${where}.rpo`)) {
      report(messages.missingKey(labelSpan(shape.tree, path), where, 'rto or rpo'));
    }
    return [{ class: name, rtoMs: read('rto'), rpoMs: read('rpo') }];
  });
}
