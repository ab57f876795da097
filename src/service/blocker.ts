import { CAUSES, type CauseId } from '../vocabulary/causes.ts';

/** How many reasons are active, on the primary's side or not: with none, nobody needs to look. */
export interface BlockerCount {
  active: number;
}

/** A reason for which the server does not serve: active since a tick, blamed on a cause. One per part that can block. */
export class Blocker {
  active = false;
  cause: CauseId = 0;
  since = 0;
  private count: BlockerCount = { active: 0 };

  /** Has this reason counted with others. */
  countIn(count: BlockerCount): void {
    this.count = count;
  }

  /** Begins; while active the first cause keeps the blame. */
  block(cause: CauseId, since: number): void {
    if (this.active) return;
    this.active = true;
    this.count.active++;
    this.cause = cause;
    this.since = since;
  }

  clear(): void {
    if (!this.active) return;
    this.active = false;
    this.count.active--;
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
