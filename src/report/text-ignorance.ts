import type { Result } from '../experiment/result.ts';
import { wrap } from './layout.ts';
import { periodOf } from './period.ts';
import { figure, grouped } from './words.ts';

/** Of a scenario with assumptions that are not known for certain: how much of the spread is luck, and how much not knowing. */
export function ignoranceSection(result: Result): string[] {
  const downtime = result.metrics['downtime_minutes'];
  const { not_known: names, inputs } = result;
  if (names === undefined || downtime?.spread === undefined) return [];
  const { luck_sd: luck, ignorance_sd: ignorance, outer_draws: draws } = downtime.spread;
  const first = '  NOT KNOWN  ';
  const indent = ' '.repeat(first.length);
  const head = `${names.join(', ')}: ${grouped(draws)} draws, ${inputs.outer_size} histories each`;
  if (draws < 2) return wrap(`${head}; one draw says nothing of what is not known`, first, indent);
  const { perYear } = periodOf(result);
  const share =
    (luck * luck + ignorance * ignorance > 0 ? (ignorance * ignorance) / (luck * luck + ignorance * ignorance) : 0) *
    100;
  const spread =
    ignorance === 0
      ? `what is not known moves the expected downtime too little to be seen beside the luck of single histories (standard deviation ${figure(luck * perYear)} min/year)`
      : `the expected downtime has a standard deviation of ${figure(ignorance * perYear)} min/year for not knowing, single histories one of ${figure(luck * perYear)} by luck: ${figure(share)} % of the variance is ignorance`;
  return [...wrap(head, first, indent), ...wrap(spread, indent, indent)];
}
