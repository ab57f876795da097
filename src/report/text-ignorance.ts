import type { Result } from '../experiment/result.ts';
import { wrap } from './layout.ts';
import { FEW_EVENTS, periodOf } from './period.ts';
import { bracket, figure, list, plural } from './words.ts';

/** The section of the summary: what {@link ignoranceWords} says, line by line. */
export function ignoranceSection(result: Result): string[] {
  const first = '  NOT KNOWN  ';
  const indent = ' '.repeat(first.length);
  return ignoranceWords(result).flatMap((sentence, index) => wrap(sentence, index === 0 ? first : indent, indent));
}

/**
 * Of a scenario with assumptions that are not known for certain: which, and how much of the spread is luck, and how much not
 * knowing. Empty for others.
 */
export function ignoranceWords(result: Result): string[] {
  const downtime = result.metrics['downtime_minutes'];
  const { not_known: names, inputs } = result;
  if (names === undefined || downtime?.spread === undefined) return [];
  const { luck_sd: luck, ignorance_sd: ignorance, ignorance_interval: interval, outer_draws: draws } = downtime.spread;
  const head = `${list(names)}: ${plural(draws, 'draw')}, ${inputs.outer_size} histories each`;
  if (draws < FEW_EVENTS) return [head, 'too few draws to tell luck and not knowing apart'];
  const { perYear } = periodOf(result);
  const deviation = (sd: number): string => `${figure(sd * perYear)} min/year`;
  if (interval.low === 0) {
    const most = `at most ${deviation(interval.high)} (standard deviation; 95 %)`;
    const by = `beside the luck of single histories, ${deviation(luck)}`;
    return [head, `what it does to the expected downtime is not seen ${by}: ${most}`];
  }
  const share = (100 * ignorance * ignorance) / (luck * luck + ignorance * ignorance);
  const { p5, p95 } = downtime.spread.means;
  return [
    head,
    `of the variance of downtime, ${figure(100 - share)} % is luck and ${figure(share)} % is not knowing: standard deviations of ${deviation(luck)} and ${deviation(ignorance)} ${bracket(interval, perYear)}`,
    `expected downtime, if it were known: about ${figure(p5 * perYear)} to ${figure(p95 * perYear)} min/year (p5 to p95)`,
  ];
}
