import { lazy, readTable } from './data-file.ts';

/** As `properties.storage.type` names them; `UltraSSD_LRS` is a preview. */
export const STORAGE_TYPES = ['Premium_LRS', 'PremiumV2_LRS', 'UltraSSD_LRS'] as const;
export type StorageType = (typeof STORAGE_TYPES)[number];

/** Published performance of one disk size. */
export interface StorageTier {
  readonly type: StorageType;
  /** `service` = a size of the service, `service-boundary` = edge of a bracket, `managed-disk` = from the disk's own page. */
  readonly scope: 'service' | 'service-boundary' | 'managed-disk';
  /** P4 to P80; null for disks without tiers. */
  readonly tier: string | null;
  readonly sizeGib: number;
  /** Included without extra charge. */
  readonly baselineIops: number;
  readonly baselineThroughputMbps: number;
  /** Null: no bursting, or not documented. */
  readonly burstIops: number | null;
  readonly burstThroughputMbps: number | null;
  readonly burstMaxMinutes: number | null;
  /** What it may be raised to, for a charge. */
  readonly maxIops: number;
  readonly maxThroughputMbps: number;
  /** Higher performance tiers it may be raised to. */
  readonly upgradableTo: readonly string[];
  readonly hostCaching: boolean;
  readonly selectable: boolean | null;
  readonly sources: readonly string[];
  readonly notes: string;
}

const tiers = lazy(() =>
  readTable('storage-tiers.csv', (row): StorageTier => ({
    type: row.oneOf('storage_type', STORAGE_TYPES),
    scope: row.oneOf('scope', ['service', 'service-boundary', 'managed-disk']),
    tier: row.textOrNull('performance_tier'),
    sizeGib: row.number('size_gib'),
    baselineIops: row.number('baseline_iops'),
    baselineThroughputMbps: row.number('baseline_throughput_mbps'),
    burstIops: row.numberOrNull('burst_iops'),
    burstThroughputMbps: row.numberOrNull('burst_throughput_mbps'),
    burstMaxMinutes: row.numberOrNull('burst_max_minutes'),
    maxIops: row.number('max_settable_iops'),
    maxThroughputMbps: row.number('max_settable_throughput_mbps'),
    upgradableTo: row.list('upgradable_to_tiers'),
    hostCaching: row.flag('host_caching'),
    selectable: row.flagOrNull('selectable_on_service'),
    sources: row.list('source'),
    notes: row.text('notes'),
  })),
);

/** By type, then ascending by size. */
export function listStorageTiers(): readonly StorageTier[] {
  return tiers();
}

/**
 * The row that says how a disk of `sizeGib` performs. A Premium SSD performs as the next size of the service (4095 GiB as P50);
 * the others have free sizes and performance that steps up, so theirs is the largest published size not above. Undefined when
 * the size lies outside what the service sells.
 */
export function findStorageTier(type: StorageType, sizeGib: number): StorageTier | undefined {
  const rows = tiers().filter((row) => row.type === type);
  if (type === 'Premium_LRS') {
    const smallest = rows.find((row) => row.selectable === true)!;
    return sizeGib < smallest.sizeGib
      ? undefined
      : rows.find((row) => row.selectable === true && row.sizeGib >= sizeGib);
  }
  return sizeGib > rows.at(-1)!.sizeGib ? undefined : rows.findLast((row) => row.sizeGib <= sizeGib);
}

const MIB = 1_048_576;

const walSizes = lazy(() =>
  readTable('max-wal-size.csv', (row) => ({
    sizeGib: row.number('size_gib'),
    bytes: row.number('max_wal_size_mib') * MIB,
    sources: row.list('source'),
  })),
);

/**
 * Default of `max_wal_size` in bytes. It is published for disk sizes of the service; a size between two counts as the smaller,
 * one below 32 GiB as 32.
 */
export function maxWalSizeBytes(sizeGib: number): number {
  return (walSizes().findLast((row) => row.sizeGib <= sizeGib) ?? walSizes()[0]!).bytes;
}
