import { lazy, readKeyedTable } from './data-file.ts';

const TIERS = ['Burstable', 'GeneralPurpose', 'MemoryOptimized'] as const;
export type Tier = (typeof TIERS)[number];

/** CPU credits of a burstable size, in vCPU-minutes; the baseline in percent of each vCPU. */
interface BurstCredits {
  readonly baselineCpuPercent: number;
  readonly initial: number;
  readonly perHour: number;
  readonly max: number;
}

/** What the virtual machine itself can do, from its own page; null where no page gives the figure. */
interface VmLimits {
  readonly uncachedIops: number | null;
  readonly uncachedMbps: number | null;
  readonly burstIops: number | null;
  readonly burstMbps: number | null;
  readonly v2UncachedIops: number | null;
  readonly v2UncachedMbps: number | null;
}

/** A compute size. */
export interface Sku {
  /** As in the API, `Standard_D4ds_v5`. */
  readonly name: string;
  readonly tier: Tier;
  /** `Ddsv5`; `B` for burstable sizes. */
  readonly series: string;
  readonly processor: string | null;
  readonly vCores: number;
  readonly memoryGib: number;
  /** Caps of the service. */
  readonly maxIops: number;
  readonly maxThroughputMbps: number;
  /** Default of `max_connections` for a server created with this size; scaling does not change it. */
  readonly defaultMaxConnections: number;
  /** The same less the reserved ones. */
  readonly maxUserConnections: number;
  readonly availability: 'supported' | 'preview';
  readonly credits: BurstCredits | null;
  readonly vm: VmLimits;
  readonly sources: readonly string[];
  readonly notes: string;
}

const skus = lazy(() =>
  readKeyedTable(
    'compute-skus.csv',
    (row) => row.text('sku_name').toLowerCase(),
    (row): Sku => ({
      name: row.text('sku_name'),
      tier: row.oneOf('tier', TIERS),
      series: row.text('series'),
      processor: row.textOrNull('processor'),
      vCores: row.number('vcores'),
      memoryGib: row.number('memory_gib'),
      maxIops: row.number('max_iops'),
      maxThroughputMbps: row.number('max_throughput_mbps'),
      defaultMaxConnections: row.number('default_max_connections'),
      maxUserConnections: row.number('max_user_connections'),
      availability: row.oneOf('availability', ['supported', 'preview']),
      credits:
        row.text('tier') === 'Burstable'
          ? {
              baselineCpuPercent: row.number('baseline_cpu_percent'),
              initial: row.number('initial_credits'),
              perHour: row.number('credits_per_hour'),
              max: row.number('max_banked_credits'),
            }
          : null,
      vm: {
        uncachedIops: row.numberOrNull('vm_premium_uncached_iops'),
        uncachedMbps: row.numberOrNull('vm_premium_uncached_mbps'),
        burstIops: row.numberOrNull('vm_premium_burst_iops'),
        burstMbps: row.numberOrNull('vm_premium_burst_mbps'),
        v2UncachedIops: row.numberOrNull('vm_v2_uncached_iops'),
        v2UncachedMbps: row.numberOrNull('vm_v2_uncached_mbps'),
      },
      sources: row.list('source'),
      notes: row.text('notes'),
    }),
  ),
);

export function listSkus(): readonly Sku[] {
  return skus().all();
}

/** By its API name, in any case. */
export function findSku(name: string): Sku | undefined {
  return skus().find(name.toLowerCase());
}
