/** What decides how much backup a server keeps. */
export interface BackupContent {
  /** Data at the first snapshot. */
  readonly dataGib: number;
  /** Data changed per day: the size of a daily snapshot. */
  readonly changeGibPerDay: number;
  readonly walGibPerDay: number;
  readonly retentionDays: number;
}

/**
 * Backup kept after `days` of history, GiB: the first snapshot is full, each later day adds its changes and its WAL, and what is
 * older than the retention is gone (Azure PostgreSQL documentation, limits and backup pages).
 */
export function backupGib(content: BackupContent, days: number): number {
  const kept = Math.min(days, content.retentionDays);
  return content.dataGib + kept * (content.changeGibPerDay + content.walGibPerDay);
}

/**
 * Billed backup, GiB: what exceeds the provisioned storage, which is free. Geo-redundant backup counts twice before the free
 * part is taken off (same pages).
 */
export function billedGib(sizeGib: number, provisionedGib: number, geoRedundant: boolean): number {
  return Math.max(0, (geoRedundant ? 2 : 1) * sizeGib - provisionedGib);
}
