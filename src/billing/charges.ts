import {
  BACKUP_PRICE_KEY,
  computePriceKey,
  EXTENDED_SUPPORT_PRICE_KEY,
  findSku,
  findStorageTier,
  findVersion,
  listStorageTiers,
  performancePriceKeys,
  storagePriceKey,
} from '../catalog/index.ts';
import type { Scenario, Server } from '../scenario/scenario.ts';
import { addCalendar, isoDay, parseInstant } from '../units/calendar.ts';
import { ratio, type Ratio } from '../units/money.ts';
import { RESOURCES, type Meter, type Resource, type UsageMeter } from '../vocabulary/ledger.ts';

/** Something the scenario is charged for, before it has a price. */
export interface Charge {
  /** Each is charged on its own. */
  readonly resources: readonly Resource[];
  readonly meter: Meter;
  readonly priceKey: string;
  readonly description: string;
  /** `vCore-hour`, `server-hour`, `GiB-month`, `IOPS-month`, `MBps-month`. */
  readonly unit: string;
  /** Usage rows it is made from, and units per unit of usage: 4 vCores per server. */
  readonly usage: UsageMeter;
  readonly scale: Ratio;
  /** Charged by the calendar month; else by the hour. */
  readonly perMonth: boolean;
  /** Tick from which it is charged. */
  readonly from: number;
}

/** Everything a scenario can be charged for, whether or not it comes to it. */
export function chargesOf(scenario: Scenario): readonly Charge[] {
  const { server } = scenario;
  return [
    computeCharge(server),
    storageCharge(server),
    ...performanceCharges(server),
    backupCharge(server),
    ...extendedSupportCharges(scenario),
  ];
}

/** All servers and disks; those of standbys only with HA. */
const machinesOf = (server: Server): readonly Resource[] =>
  RESOURCES.filter((resource) => server.haMode !== 'Disabled' || !resource.endsWith('standby'));

function computeCharge(server: Server): Charge {
  const { key, perVCore } = computePriceKey(findSku(server.skuName)!);
  return {
    resources: machinesOf(server),
    meter: 'compute',
    priceKey: key,
    description: perVCore ? `${server.skuName}, ${server.vCores} vCores` : server.skuName,
    unit: perVCore ? 'vCore-hour' : 'server-hour',
    usage: 'compute',
    scale: ratio(perVCore ? BigInt(server.vCores) : 1n),
    perMonth: false,
    from: 0,
  };
}

function storageCharge(server: Server): Charge {
  const { type, sizeGib } = server.storage;
  return {
    resources: machinesOf(server),
    meter: 'storage',
    priceKey: storagePriceKey(type),
    description: `${type} ${sizeGib} GiB provisioned`,
    unit: 'GiB-month',
    usage: 'storage',
    scale: ratio(1n),
    perMonth: true,
    from: 0,
  };
}

/** IOPS and MB/s above what the disk includes. They are there as long as the disk is, so its GiB carry them. */
function performanceCharges(server: Server): Charge[] {
  const { type, sizeGib } = server.storage;
  const keys = performancePriceKeys(type);
  const { iops, throughput } = type === 'Premium_LRS' ? raisedTier(server) : provisionedAboveFree(server);
  const charge = (meter: 'iops' | 'throughput', priceKey: string, unit: string, extra: Extra): Charge => ({
    resources: machinesOf(server),
    meter,
    priceKey,
    description: extra.description,
    unit,
    usage: 'storage',
    scale: ratio(BigInt(extra.above), BigInt(sizeGib)),
    perMonth: true,
    from: 0,
  });
  return [
    ...(iops.above > 0 ? [charge('iops', keys.iops, 'IOPS-month', iops)] : []),
    ...(throughput.above > 0 ? [charge('throughput', keys.throughput!, 'MBps-month', throughput)] : []),
  ];
}

interface Extra {
  readonly above: number;
  readonly description: string;
}

interface Extras {
  readonly iops: Extra;
  readonly throughput: Extra;
}

const NOTHING: Extra = { above: 0, description: '' };

/** Premium SSD: the price list sells IOPS above those of the size; the MB/s of a raised tier come with them. */
function raisedTier({ storage: { type, sizeGib, tier } }: Server): Extras {
  const own = findStorageTier(type, sizeGib)!;
  const chosen = listStorageTiers().find((row) => row.type === type && row.tier === tier)!;
  const above = Math.max(0, chosen.baselineIops - own.baselineIops);
  const description = `${above} IOPS of tier ${chosen.tier} above the ${own.baselineIops} of ${own.tier}`;
  return { iops: { above, description }, throughput: NOTHING };
}

/** Premium SSD v2: above the baseline of its size (3,000 IOPS and 125 MB/s, from 400 GiB 12,000 and 500); Ultra: all. */
function provisionedAboveFree({ storage: { type, sizeGib, iops, throughputMbps } }: Server): Extras {
  const row = type === 'UltraSSD_LRS' ? undefined : findStorageTier(type, sizeGib)!;
  const extra = (provisioned: number | null, free: number, unit: string): Extra => {
    const above = Math.max(0, (provisioned ?? 0) - free);
    return { above, description: free === 0 ? `${above} ${unit}` : `${above} ${unit} above the free ${free}` };
  };
  return {
    iops: extra(iops, row?.baselineIops ?? 0, 'IOPS'),
    throughput: extra(throughputMbps, row?.baselineThroughputMbps ?? 0, 'MB/s'),
  };
}

/** One set of backups whatever the HA, with the primary's disk as its free part. */
function backupCharge({ storage, backup }: Server): Charge {
  const geo = backup.geoRedundant ? ', geo-redundant' : '';
  return {
    resources: RESOURCES.filter((resource) => resource.endsWith('primary')),
    meter: 'backup',
    priceKey: BACKUP_PRICE_KEY,
    description: `backup beyond the free ${storage.sizeGib} GiB, ${backup.retentionDays} days${geo}`,
    unit: 'GiB-month',
    usage: 'backup',
    scale: ratio(1n),
    perMonth: true,
    from: 0,
  };
}

/**
 * From the published day on; where none is published yet, from the day after standard support ends, as it was for the versions
 * that have one. None when that lies beyond the horizon.
 */
function extendedSupportCharges(scenario: Scenario): Charge[] {
  const { server, simulation } = scenario;
  const version = findVersion(server.version);
  if (version === undefined) return [];
  const published = version.paidExtendedStart;
  const paidFrom = published === null ? dayAfter(version.standardEnd) : parseInstant(published)!;
  if (paidFrom >= simulation.endMs) return [];
  const foreseen = published === null ? ` (foreseen from ${isoDay(paidFrom)}, not announced)` : '';
  return [
    {
      resources: machinesOf(server),
      meter: 'extended-support',
      priceKey: EXTENDED_SUPPORT_PRICE_KEY,
      description: `extended support of PostgreSQL ${server.version}, while running${foreseen}`,
      unit: 'vCore-hour',
      usage: 'compute',
      scale: ratio(BigInt(server.vCores)),
      perMonth: false,
      from: Math.max(0, paidFrom - simulation.startMs),
    },
  ];
}

const dayAfter = (day: string): number =>
  addCalendar(parseInstant(day)!, { years: 0, months: 0, days: 1, milliseconds: 0 });
