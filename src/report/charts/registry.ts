import type { Comparison } from '../../experiment/comparison.ts';
import type { Result } from '../../experiment/result.ts';
import type { Sensitivity } from '../../experiment/sensitivity.ts';
import type { Sweep } from '../../experiment/sweep-result.ts';
import type { Chart, ChartOf } from './chart.ts';
import { capacity } from './capacity.ts';
import { causesByVariant } from './causes-by-variant.ts';
import { convergence } from './convergence.ts';
import { costAgainstDowntime, costAgainstDowntimeOfSweep } from './cost-against-downtime.ts';
import { costByMonth } from './cost-by-month.ts';
import { difference } from './difference.ts';
import { downtimeByCause } from './downtime-by-cause.ts';
import { downtimeDistribution } from './downtime-distribution.ts';
import { durability, durabilityByVariant } from './durability.ts';
import { monthlyPromise } from './monthly-promise.ts';
import { outageTimeline } from './outage-timeline.ts';
import { protection } from './protection.ts';
import { recovery } from './recovery.ts';
import { recoveryParts } from './recovery-parts.ts';
import { tornado } from './tornado.ts';

/** The charts of a report, in its order. To add one: write its file, and name it here. */
const RUN: readonly ChartOf<Result>[] = [
  downtimeDistribution,
  downtimeByCause,
  outageTimeline,
  recovery,
  recoveryParts,
  monthlyPromise,
  costByMonth,
  capacity,
  protection,
  durability,
  convergence,
];
const COMPARISON: readonly ChartOf<Comparison>[] = [
  costAgainstDowntime,
  causesByVariant,
  difference,
  durabilityByVariant,
];
const SWEEP: readonly ChartOf<Sweep>[] = [costAgainstDowntimeOfSweep];
const SENSITIVITY: readonly ChartOf<Sensitivity>[] = [tornado];

const draw = <T>(charts: readonly ChartOf<T>[], result: T): Chart[] =>
  charts.map((chart) => chart(result)).filter((chart) => chart !== null);

export const runCharts = (result: Result): Chart[] => draw(RUN, result);
export const comparisonCharts = (comparison: Comparison): Chart[] => draw(COMPARISON, comparison);
export const sweepCharts = (sweep: Sweep): Chart[] => draw(SWEEP, sweep);
export const sensitivityCharts = (sensitivity: Sensitivity): Chart[] => draw(SENSITIVITY, sensitivity);
