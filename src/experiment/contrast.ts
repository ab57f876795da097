import { bigintRatio } from '../statistics/bigint-ratio.ts';
import { meanInterval, ratioInterval } from '../statistics/intervals.ts';
import { Moments } from '../statistics/moments.ts';
import type { Price, Sign } from './comparison.ts';
import type { CrossedMetric } from './cross-products.ts';
import { OUTER_SIZE } from './ignorance.ts';
import { columnOf, METRIC_STEPS } from './quantities.ts';
import { LEVEL } from './level.ts';
import type { StudyTally } from './study.ts';

const PER_MINUTE = METRIC_STEPS[columnOf('downtime_minutes')]! / METRIC_STEPS[columnOf('cost_total')]!;

/**
 * The paired difference of one metric between any two scenarios of a study, from exact sums; without its extremes. Of a study that is
 * uncertain, the values are sums over outer draws.
 */
export function differenceOf(tally: StudyTally, a: number, b: number, metric: CrossedMetric): Moments {
  const { tallies, products } = tally;
  const [ofA, ofB] = [a, b].map((index) => {
    const { components, metrics } = tallies[index]!;
    return components?.metrics[columnOf(metric)]!.sums ?? metrics[columnOf(metric)]!;
  }) as [Moments, Moments];
  const difference = new Moments();
  difference.count = ofA.count;
  difference.sum = ofA.sum - ofB.sum;
  difference.sumOfSquares = ofA.sumOfSquares + ofB.sumOfSquares - 2n * products!.of([a, metric], [b, metric]);
  return difference;
}

/** Bills that differ by less than this part are the same for a decision, though chance moves them a little. */
const SAME_BILL = 0.001;

/** Whether `a` has less of a metric than `b`. */
export function signOf(tally: StudyTally, a: number, b: number, metric: CrossedMetric): Sign {
  if (a === b) return 'same';
  const difference = differenceOf(tally, a, b, metric);
  // Not one whole outer draw.
  if (difference.count === 0) return 'undecided';
  if (difference.sumOfSquares === 0n) return 'same';
  const { low, high } = meanInterval(difference, LEVEL);
  if (metric === 'cost_total') {
    const bills = [a, b].map((index) => tally.tallies[index]!.metrics[columnOf(metric)]!.mean());
    const histories = tally.tallies[a]!.components === null ? 1 : OUTER_SIZE;
    if (Math.max(-low, high) / histories <= SAME_BILL * Math.min(...bills)) return 'same';
  }
  if (low > 0) return 'more';
  return high < 0 ? 'less' : 'undecided';
}

/** Time in which the server is short of something: what it costs is not counted as downtime, and is no bargain either. */
const SHORTAGES = [
  'cpu_saturated_minutes',
  'cpu_credit_exhausted_minutes',
  'iops_saturated_minutes',
  'storage_readonly_minutes',
] as const;

const shortOf = (tally: StudyTally, index: number): bigint =>
  SHORTAGES.reduce((sum, metric) => sum + tally.tallies[index]!.metrics[columnOf(metric)]!.sum, 0n);

/**
 * Whether `a` costs no more and is down no more than `b`, one of both less, all of it decided by paired intervals; and is short of
 * capacity no more, on average.
 */
export const dominates = (tally: StudyTally, a: number, b: number): boolean =>
  kindOf(signOf(tally, a, b, 'cost_total'), signOf(tally, a, b, 'downtime_minutes')) === 'better' &&
  shortOf(tally, a) <= shortOf(tally, b);

/** What a minute of downtime less costs with `a` instead of `b`. */
export function priceOf(tally: StudyTally, a: number, b: number): Price {
  const signs = { cost: signOf(tally, a, b, 'cost_total'), downtime: signOf(tally, a, b, 'downtime_minutes') };
  const kind = kindOf(signs.cost, signs.downtime);
  if (kind !== 'avoided' && kind !== 'saved') return { kind, ...signs, per_minute: null, interval: null };
  const { products } = tally;
  const cost = differenceOf(tally, a, b, 'cost_total');
  const downtime = differenceOf(tally, a, b, 'downtime_minutes');
  const crossed = (x: number, y: number): bigint => products!.of([x, 'cost_total'], [y, 'downtime_minutes']);
  const both = crossed(a, a) - crossed(a, b) - crossed(b, a) + crossed(b, b);
  // Minutes avoided, not added.
  const { low, high, method } = ratioInterval(
    cost.sum,
    -downtime.sum,
    cost.sumOfSquares,
    downtime.sumOfSquares,
    -both,
    cost.count,
    LEVEL,
  );
  return {
    kind,
    ...signs,
    per_minute: bigintRatio(cost.sum, -downtime.sum) * PER_MINUTE,
    interval: { level: LEVEL, low: low * PER_MINUTE, high: high * PER_MINUTE, method },
  };
}

function kindOf(cost: Sign, downtime: Sign): Price['kind'] {
  if (cost === 'undecided' || downtime === 'undecided') return 'undecided';
  if (cost === 'same' && downtime === 'same') return 'same';
  if (cost !== 'more' && downtime !== 'more') return 'better';
  if (cost !== 'less' && downtime !== 'less') return 'worse';
  return cost === 'more' ? 'avoided' : 'saved';
}
