import { WIDTH } from './layout.ts';
import type { Result } from '../experiment/result.ts';
import { FEW_YEARS, periodOf } from './period.ts';
import type { TextOptions } from './text.ts';
import { replicationsToDecide } from './text-verdict.ts';

/** Relative half-width of the mean downtime below which more replications are not suggested. */
export const FINE = 0.05;
const MOST_REPLICATIONS = 1_000_000;

/** Commands worth copying. */
export function nextSection(
  result: Result,
  { file, flags = [], comparable = [], goOn = null }: Pick<TextOptions, 'file' | 'flags' | 'comparable' | 'goOn'>,
): string[] {
  const name = shellWord(file);
  const repeated = flags.map((word) => ` ${shellWord(word)}`).join('');
  const steps: [string, string][] = [];
  if (goOn !== null) steps.push(['go on where it stopped', `npx pgnines run ${goOn.map(shellWord).join(' ')}`]);
  const deciding = replicationsToDecide(result);
  if (deciding !== null) steps.push(['decide what is open', `npx pgnines run ${name} -n ${deciding}${repeated}`]);
  const missed = (result.precision ?? []).filter(({ met }) => !met);
  const enough = Math.max(...missed.map((one) => one.replications_needed ?? 0));
  if (enough > 0) {
    const goals = missed.map(({ metric, wanted }) => ` --precision ${shellWord(`${metric}=${wanted}`)}`).join('');
    steps.push(['reach the precision', `npx pgnines run ${name} -n ${enough}${goals}${repeated}`]);
  }
  const downtime = result.metrics['downtime_minutes'];
  if (downtime !== undefined && downtime.max > 0) {
    const worst = result.representatives.worst;
    steps.push(['the worst history', `npx pgnines trace ${name} --replication ${worst}${repeated}`]);
    const wanted = replicationsFor(result);
    if (wanted !== null) {
      steps.push([`mean downtime to ${FINE * 100} %`, `npx pgnines run ${name} -n ${wanted}${repeated}`]);
    }
  }
  if (comparable.length > 0) {
    const what = comparable.length === 1 ? 'its variants side by side' : 'these side by side';
    steps.push([what, `npx pgnines compare ${comparable.map(shellWord).join(' ')}${repeated}`]);
  }
  const [warning] = result.warnings;
  if (warning !== undefined) steps.push([`what ${warning.code} means`, `npx pgnines explain ${warning.code}`]);
  steps.push(['what was assumed, and why', 'npx pgnines catalog assumptions']);
  const width = Math.max(...steps.map(([why]) => why.length));
  return ['  NEXT', ...steps.flatMap(([why, command]) => stepLines(why.padEnd(width), command))];
}

/** A command is never broken, so that it can be copied. */
function stepLines(why: string, command: string): string[] {
  const line = `    ${why}   ${command}`;
  return line.length <= WIDTH ? [line] : [`    ${why.trimEnd()}`, `      ${command}`];
}

/** The interval shrinks with the square root of the number of replications. Null when there are enough, or never will be. */
export function replicationsFor({ metrics, inputs }: Result): number | null {
  const { mean, interval } = metrics['downtime_minutes']!;
  if (periodOf({ inputs }).years < FEW_YEARS) return null;
  const relative = (interval.high - interval.low) / 2 / mean;
  if (!(relative > FINE) || relative === Infinity) return null;
  const least = inputs.replications * (relative / FINE) * (relative / FINE);
  // Two digits are enough.
  const step = Number(`1e${Math.max(0, Math.floor(Math.log10(least)) - 1)}`);
  const wanted = Math.ceil(least / step) * step;
  return wanted > MOST_REPLICATIONS ? null : wanted;
}

/** A word as a POSIX shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
