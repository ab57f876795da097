import { meanInterval } from '../statistics/intervals.ts';
import { groupMeanInterval } from '../statistics/variance-components.ts';
import type { Checkpoint } from './checkpoints.ts';
import { OUTER_SIZE } from './ignorance.ts';
import { LEVEL } from './level.ts';
import { columnOf, METRIC_STEPS } from './quantities.ts';
import type { ConvergencePoint } from './result.ts';
import type { Tally } from './tally.ts';

const DOWNTIME = columnOf('downtime_minutes');
const STEPS = METRIC_STEPS[DOWNTIME]!;

/** Fewer say next to nothing: replications, or outer draws of a scenario that is uncertain. */
const LEAST = 10;

/**
 * How the mean downtime settled, up to what it is; empty of a run too short for an interval. Left out are numbers at which all
 * values were still alike, most often zero: an interval without width would look certain.
 */
export function convergenceOf(tally: Tally): ConvergencePoint[] {
  const uncertain = tally.components !== null;
  const points = tally.checkpoints.points
    .filter(({ replications }) => replications < tally.replications)
    .filter(({ sample }) => sample.count >= LEAST && sample.min < sample.max)
    .map((checkpoint) => pointOf(checkpoint, uncertain));
  if (tally.independent < 2) return points;
  const { low, high } = tally.metricInterval(DOWNTIME);
  const mean = tally.metrics[DOWNTIME]!.mean() / STEPS;
  return [...points, { replications: tally.replications, mean, low: low / STEPS, high: high / STEPS }];
}

/** What a run would say that ended there. */
function pointOf({ replications, sample }: Checkpoint, uncertain: boolean): ConvergencePoint {
  const { low, high } = uncertain ? groupMeanInterval(sample, OUTER_SIZE, LEVEL) : meanInterval(sample, LEVEL);
  const mean = sample.scaledMean(uncertain ? OUTER_SIZE : 1);
  return { replications, mean: mean / STEPS, low: low / STEPS, high: high / STEPS };
}
