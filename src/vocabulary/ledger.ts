/**
 * What one replication used: (resource, meter, from, to, quantity), one row per interval in which the quantity was constant.
 * Ticks are milliseconds since the scenario's start. Quantities: servers for `compute`, provisioned GiB for `storage`,
 * billed GiB (beyond the free grant) for `backup`. The service writes it, billing prices it.
 */
export interface UsageRows {
  readonly count: number;
  readonly resource: Int32Array; // index into RESOURCES
  readonly meter: Int32Array; // index into USAGE_METERS
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly quantity: Float64Array;
}

/**
 * Servers that are billed: the two of an HA pair, the pair that a restore replaced and that is kept for a while, and a
 * server that a restore had begun to create when the platform came back.
 */
export const RESOURCES = ['primary', 'standby', 'replaced-primary', 'replaced-standby', 'abandoned-restore'] as const;
export type Resource = (typeof RESOURCES)[number];

/** Meters the service itself writes. Extended support follows from `compute` and a date. */
export const USAGE_METERS = ['compute', 'storage', 'backup'] as const;
export type UsageMeter = (typeof USAGE_METERS)[number];

/** Meters of the bill. */
export const METERS = [
  'compute',
  'storage',
  'iops',
  'throughput',
  'backup',
  'long-term-retention',
  'extended-support',
  'network',
  'key',
  'logs',
  'commitment',
  'sla-credit',
] as const;
export type Meter = (typeof METERS)[number];
