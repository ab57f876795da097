import { type PrecisionGoal, readPrecisionGoal } from '../experiment/precision.ts';
import type { FlagReader } from './flag-reader.ts';

/** The goals of `--precision METRIC=REL`, repeatable. */
export function readPrecision(flags: FlagReader): PrecisionGoal[] {
  return flags.texts('precision').flatMap((text) => {
    const goal = readPrecisionGoal(text);
    if (!('code' in goal)) return goal;
    flags.report(goal, text);
    return [];
  });
}
