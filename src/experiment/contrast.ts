import { bigintRatio } from '../statistics/bigint-ratio.ts';
import { meanInterval, ratioInterval } from '../statistics/intervals.ts';
import { Moments } from '../statistics/moments.ts';
import type { Price } from './comparison.ts';
import type { CrossedMetric } from './cross-products.ts';
import { columnOf, METRIC_STEPS } from './quantities.ts';
import type { StudyTally } from './study.ts';

const LEVEL = 0.95;
const PER_MINUTE = METRIC_STEPS[columnOf('downtime_minutes')]! / METRIC_STEPS[columnOf('cost_total')]!;

/** The paired difference of one metric between any two scenarios of a study, from exact sums; without its extremes. */
export function differenceOf(tally: StudyTally, a: number, b: number, metric: CrossedMetric): Moments {
  const { tallies, products } = tally;
  const ofA = tallies[a]!.metrics[columnOf(metric)]!;
  const ofB = tallies[b]!.metrics[columnOf(metric)]!;
  const difference = new Moments();
  difference.count = ofA.count;
  difference.sum = ofA.sum - ofB.sum;
  difference.sumOfSquares = ofA.sumOfSquares + ofB.sumOfSquares - 2n * products!.of([a, metric], [b, metric]);
  return difference;
}

/** -1 or 1 when the interval of the difference of `a` less `b` lies on one side of 0, 0 when they never differ, else null. */
export function signOf(tally: StudyTally, a: number, b: number, metric: CrossedMetric): -1 | 0 | 1 | null {
  const difference = differenceOf(tally, a, b, metric);
  if (difference.sumOfSquares === 0n) return 0;
  const { low, high } = meanInterval(difference, LEVEL);
  if (low > 0) return 1;
  return high < 0 ? -1 : null;
}

/** Whether `a` costs no more and is down no more than `b`, one of both less, all of it decided by paired intervals. */
export function dominates(tally: StudyTally, a: number, b: number): boolean {
  const cost = signOf(tally, a, b, 'cost_total');
  const downtime = signOf(tally, a, b, 'downtime_minutes');
  return (cost === -1 && isNoMore(downtime)) || (downtime === -1 && isNoMore(cost));
}

const isNoMore = (sign: -1 | 0 | 1 | null): boolean => sign === -1 || sign === 0;

/** What a minute of downtime less costs with `a` instead of `b`. */
export function priceOf(tally: StudyTally, a: number, b: number): Price {
  const kind = kindOf(signOf(tally, a, b, 'cost_total'), signOf(tally, a, b, 'downtime_minutes'));
  if (kind !== 'avoided' && kind !== 'saved') return { kind, per_minute: null, interval: null };
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
    per_minute: bigintRatio(cost.sum, -downtime.sum) * PER_MINUTE,
    interval: { level: LEVEL, low: low * PER_MINUTE, high: high * PER_MINUTE, method },
  };
}

function kindOf(cost: -1 | 0 | 1 | null, downtime: -1 | 0 | 1 | null): Price['kind'] {
  if (cost === null || downtime === null) return 'undecided';
  if (cost === 0 && downtime === 0) return 'same';
  if (cost <= 0 && downtime <= 0) return 'better';
  if (cost >= 0 && downtime >= 0) return 'worse';
  return cost > 0 ? 'avoided' : 'saved';
}
