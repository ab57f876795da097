import type { Result } from '../experiment/result.ts';
import { wrap } from './layout.ts';
import { FEW_EVENTS, periodOf } from './period.ts';
import { bracket, figure, list, plural } from './words.ts';

/** Of a scenario with assumptions that are not known for certain: how much of the spread is luck, and how much not knowing. */
export function ignoranceSection(result: Result): string[] {
  const downtime = result.metrics['downtime_minutes'];
  const { not_known: names, inputs } = result;
  if (names === undefined || downtime?.spread === undefined) return [];
  const { luck_sd: luck, ignorance_sd: ignorance, ignorance_interval: interval, outer_draws: draws } = downtime.spread;
  const first = '  NOT KNOWN  ';
  const indent = ' '.repeat(first.length);
  const head = wrap(`${list(names)}: ${plural(draws, 'draw')}, ${inputs.outer_size} histories each`, first, indent);
  const more = (text: string): string[] => [...head, ...wrap(text, indent, indent)];
  if (draws < FEW_EVENTS) return more('too few draws to tell luck and not knowing apart');
  const { perYear } = periodOf(result);
  const deviation = (sd: number): string => `${figure(sd * perYear)} min/year`;
  if (interval.low === 0) {
    const most = `at most ${deviation(interval.high)} (standard deviation; 95 %)`;
    const by = `beside the luck of single histories, ${deviation(luck)}`;
    return more(`what it does to the expected downtime is not seen ${by}: ${most}`);
  }
  const share = (100 * ignorance * ignorance) / (luck * luck + ignorance * ignorance);
  const { p5, p95 } = downtime.spread.means;
  return [
    ...more(
      `of the variance of downtime, ${figure(100 - share)} % is luck and ${figure(share)} % is not knowing: standard deviations of ${deviation(luck)} and ${deviation(ignorance)} ${bracket(interval, perYear)}`,
    ),
    ...wrap(
      `expected downtime, if it were known: about ${figure(p5 * perYear)} to ${figure(p95 * perYear)} min/year (p5 to p95)`,
      indent,
      indent,
    ),
  ];
}
