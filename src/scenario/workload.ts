import { findSku } from '../catalog/skus.ts';
import type { Shape } from './check-shape.ts';
import * as messages from './messages.ts';
import type { Demand, Scenario, WeeklyProfile, Workload } from './scenario.ts';
import { nodeAt, spanOf, type TreeNode } from './tree.ts';
import type { Report } from './values.ts';
import { type GivenProfile, readPeakHours, readWeeklyProfile } from './weekly-profile.ts';

const DEFAULT_DATA_SHARE = 0.5;
const DEFAULT_DAILY_CHANGE = 0.02;
const DEFAULT_WAL_GB_PER_HOUR = 2;
/** WAL is written in decimal gigabytes; data and disks in GiB, as the price list does. */
const BYTES_PER_GB = 1e9;
const SECONDS_PER_HOUR = 3600;

/** Reads `workload`; `file` is the tree before overrides. Without a known disk the data is 0, and there is an error anyway. */
export function readWorkload(
  shape: Shape,
  file: TreeNode,
  diskGib: number | null,
  simulation: Scenario['simulation'] | null,
  report: Report,
): Workload {
  const { data, wal, growthPercentPerYear } = shape.data.workload ?? {};
  const dataGib = data?.initialGB ?? (diskGib ?? 0) * DEFAULT_DATA_SHARE;
  if (diskGib !== null && data?.initialGB !== undefined && dataGib > diskGib) {
    const span = spanOf(shape.tree, ['workload', 'data', 'initialGB']);
    report(messages.outOfRange(span, 'workload.data.initialGB', dataGib, `at most the disk of ${diskGib} GiB`));
  }
  return {
    dataGib,
    changeGibPerDay: data?.changeGBPerDay ?? dataGib * DEFAULT_DAILY_CHANGE,
    walBytesPerSecond: ((wal?.GBPerHour ?? DEFAULT_WAL_GB_PER_HOUR) * BYTES_PER_GB) / SECONDS_PER_HOUR,
    growthGibPerMonth: data?.growthGBPerMonth ?? null,
    growthPerYear: (growthPercentPerYear ?? 0) / 100,
    demand: readDemand(shape, file, simulation, report),
  };
}

/**
 * Reads `workload.cpu` and `workload.io`. Percentages of the CPU are of the server as the file has it, so that a variant with
 * another size has the same work to do.
 */
function readDemand(shape: Shape, file: TreeNode, simulation: Scenario['simulation'] | null, report: Report): Demand {
  const { cpu, io } = shape.data.workload ?? {};
  const cpuHours = cpu === undefined ? null : readPeakHours(shape, ['workload', 'cpu'], cpu, null, report);
  // Reads and writes come when the queries come, unless their hours are given.
  const ioHours = io === undefined ? null : readPeakHours(shape, ['workload', 'io'], io, cpuHours, report);
  const profile = (part: 'cpu' | 'io', unit: 'Percent' | 'Iops' | 'MBps', values: GivenProfile) =>
    readWeeklyProfile(shape, ['workload', part], unit, values, part === 'cpu' ? cpuHours : ioHours, simulation, report);
  const percent = profile('cpu', 'Percent', {
    average: cpu?.averagePercent,
    peak: cpu?.peakPercent,
    hourly: cpu?.hourlyPercent,
  });
  const { averageIops, peakIops, hourlyIops, averageMBps, peakMBps, hourlyMBps } = io ?? {};
  return {
    vCores: percent === null ? null : scaled(percent, vCoresOf(shape, file) / 100),
    iops: profile('io', 'Iops', { average: averageIops, peak: peakIops, hourly: hourlyIops }),
    megabytesPerSecond: profile('io', 'MBps', { average: averageMBps, peak: peakMBps, hourly: hourlyMBps }),
  };
}

const scaled = ({ base, bands }: WeeklyProfile, factor: number): WeeklyProfile => ({
  base: base * factor,
  bands: bands.map(({ value, during }) => ({ value: value * factor, during })),
});

/** Of the file's own size; of the present one, if the file has none. */
function vCoresOf(shape: Shape, file: TreeNode): number {
  const own = nodeAt(file, ['server', 'sku', 'name']);
  const name = own?.kind === 'scalar' ? String(own.value) : '';
  return (findSku(name) ?? findSku(shape.data.server?.sku?.name ?? ''))?.vCores ?? 0;
}
