import { CAUSES, type CauseId } from '../vocabulary/causes.ts';

/** A reason for which the server does not serve: active since a tick, blamed on a cause. One per part that can block. */
export class Blocker {
  active = false;
  cause: CauseId = 0;
  since = 0;

  /** Begins; while active the first cause keeps the blame. */
  block(cause: CauseId, since: number): void {
    if (this.active) return;
    this.active = true;
    this.cause = cause;
    this.since = since;
  }

  clear(): void {
    this.active = false;
  }
}

const RANKS = Int32Array.from(CAUSES, (cause) => cause.rank);

/** The earliest-begun active reason, ties by rank of the cause; null when none is active. */
export function earliest(blockers: readonly Blocker[]): Blocker | null {
  let first: Blocker | null = null;
  for (let index = 0; index < blockers.length; index++) {
    const blocker = blockers[index]!;
    if (!blocker.active) continue;
    if (
      first === null ||
      blocker.since < first.since ||
      (blocker.since === first.since && RANKS[blocker.cause]! < RANKS[first.cause]!)
    ) {
      first = blocker;
    }
  }
  return first;
}
