import type { Shape } from './check-shape.ts';
import * as messages from './messages.ts';
import type { Cost } from './scenario.ts';
import { spanOf } from './tree.ts';
import type { Report } from './values.ts';

/** Reads `cost`. */
export function readCost(shape: Shape, report: Report): Cost {
  const given = shape.data.cost;
  const currency = given?.currency ?? 'USD';
  if (currency !== 'USD') report(messages.unknownCurrency(spanOf(shape.tree, ['cost', 'currency']), currency));
  const { compute, storage, backup, extendedSupport } = given?.discountPercent ?? {};
  const discounts = { compute, storage, backup, 'extended-support': extendedSupport };
  return {
    currency,
    downtimePerHour: given?.downtimeCostPerHour ?? 0,
    writeDowntimePerHour: given?.writeDowntimeCostPerHour ?? 0,
    dataLossPerSecond: given?.dataLossCostPerSecond ?? 0,
    peoplePerHour: given?.peopleCostPerHour ?? 0,
    discountRate: given?.discountRate ?? 0,
    discountPercent: Object.fromEntries(Object.entries(discounts).filter(([, value]) => value !== undefined)),
    sla: {
      minutes: given?.sla?.minutes ?? 'clock',
      maintenanceCounts: given?.sla?.maintenance !== 'excluded',
      creditClaimed: given?.sla?.credit !== 'unclaimed',
    },
  };
}
