import { type PrecisionGoal, readPrecisionGoal } from '../experiment/precision.ts';
import type { FlagReader } from './flag-reader.ts';

/** The goals of `--precision METRIC=REL`, repeatable. */
export function readPrecision(flags: FlagReader): PrecisionGoal[] {
  const texts = flags.texts('precision').map((text) => text.replace(/[\r\n]+/g, ' '));
  const goals = texts.flatMap((text, index) => {
    const goal = readPrecisionGoal(text);
    if (!('code' in goal)) return goal;
    flags.report({ ...goal, line: index + 1 });
    return [];
  });
  if (texts.length > 0) flags.sources.push({ name: '--precision', text: texts.join('\n') });
  return goals;
}
