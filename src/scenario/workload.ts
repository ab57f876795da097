import type { Shape } from './check-shape.ts';
import type { Cost, Workload } from './scenario.ts';
import * as messages from './messages.ts';
import { spanOf } from './tree.ts';
import type { Report } from './values.ts';

const DEFAULT_DATA_SHARE = 0.5;
const DEFAULT_DAILY_CHANGE = 0.02;
const DEFAULT_WAL_GB_PER_HOUR = 2;
/** WAL is written in decimal gigabytes; data and disks in GiB, as the price list does. */
const BYTES_PER_GB = 1e9;
const SECONDS_PER_HOUR = 3600;

/** Reads the static part of `workload`. Without a known disk the data is 0, and there is an error anyway. */
export function readWorkload(shape: Shape, diskGib: number | null, report: Report): Workload {
  const { data, wal } = shape.data.workload ?? {};
  const dataGib = data?.initialGB ?? (diskGib ?? 0) * DEFAULT_DATA_SHARE;
  if (diskGib !== null && data?.initialGB !== undefined && dataGib > diskGib) {
    const span = spanOf(shape.tree, ['workload', 'data', 'initialGB']);
    report(messages.outOfRange(span, 'workload.data.initialGB', dataGib, `at most the disk of ${diskGib} GiB`));
  }
  return {
    dataGib,
    changeGibPerDay: data?.changeGBPerDay ?? dataGib * DEFAULT_DAILY_CHANGE,
    walBytesPerSecond: ((wal?.GBPerHour ?? DEFAULT_WAL_GB_PER_HOUR) * BYTES_PER_GB) / SECONDS_PER_HOUR,
  };
}

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
