import type { CauseResult, Result } from '../experiment/result.ts';

/**
 * Whether chance could have brought this cause about. What it could not is no news when it was not seen: hazards that are
 * set to never, operations nobody planned, faults that only a script brings, a start of what never stops.
 */
export function isPossible(result: Result, { cause, class: disruptionClass }: CauseResult): boolean {
  if (disruptionClass === 'change' || cause === 'standbyFailure') return false;
  // It leaves the server unprotected, and is never itself what takes it away.
  if (cause === 'networkRule') return false;
  // Pauses that clients sat out did happen: they are degraded time, not downtime.
  if (cause === 'platformPause' && (result.metrics['degraded_minutes']?.max ?? 0) > 0) return false;
  if (cause === 'startFailure') return (result.metrics['planned_stop_minutes']?.max ?? 0) > 0;
  return !HAZARDS.some(
    ([prefix, names]) => cause.startsWith(prefix) && names.every((name) => isNever(result, name ?? `${cause}.every`)),
  );
}

/** The assumptions that bring a cause about, by the beginning of its name; null is the cause's own `.every`. */
const HAZARDS: readonly (readonly [string, readonly (string | null)[]])[] = [
  ['maintenance', ['maintenance.release.every']],
  ['badRollout', ['maintenance.release.every']],
  ['keyLoss', ['key.loss.every', 'key.expiry.every']],
  ['storageLoss', ['storageCopy.failure.every', 'storageShock.every', 'zoneOutage.every']],
  ['', [null]],
];

const isNever = ({ assumptions }: Result, name: string): boolean =>
  assumptions.some((assumption) => assumption.name === name && assumption.value === 'never');
