import type { MeasuredKey } from '../vocabulary/metrics.ts';
import type { Scenario } from './scenario.ts';

const GIVEN: Readonly<Record<MeasuredKey, (scenario: Pick<Scenario, 'workload'>) => boolean>> = {
  'workload.cpu': ({ workload }) => workload.demand.vCores !== null,
  'workload.io': ({ workload }) => workload.demand.iops !== null || workload.demand.megabytesPerSecond !== null,
  'workload.data.growthGBPerMonth': ({ workload }) => workload.growthGibPerMonth !== null,
};

/** Whether a metric is measured of the scenario: null always is. */
export function isMeasured(only: MeasuredKey | null, scenario: Pick<Scenario, 'workload'>): boolean {
  return only === null || GIVEN[only](scenario);
}
