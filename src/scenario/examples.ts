import type { Path } from './tree.ts';

/** What the maps and lists of a scenario look like, one line each. `[]` is an item of a list, `*` a name of the user's. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  metadata: '{ name: orders }',
  'metadata.labels': '{ team: payments }',
  server: '{ location: swedencentral, sku: { name: Standard_D4ds_v5 } }',
  'server.sku': '{ name: Standard_D4ds_v5 }',
  'server.properties': '{ version: "17", storage: { storageSizeGB: 128 } }',
  'server.properties.storage': '{ storageSizeGB: 128 }',
  'server.properties.backup': '{ backupRetentionDays: 14 }',
  'server.properties.highAvailability': '{ mode: ZoneRedundant }',
  'server.properties.maintenanceWindow': '{ customWindow: Enabled, dayOfWeek: 0, startHour: 3 }',
  'server.properties.dataEncryption': '{ type: SystemManaged }',
  'server.properties.replica': '{ role: None }',
  'server.properties.network': '{ publicNetworkAccess: Disabled }',
  workload: '{ data: { initialGB: 20 } }',
  'workload.data': '{ initialGB: 20, changeGBPerDay: 1 }',
  'workload.cpu': '{ averagePercent: 34, peakPercent: 78, peak: "Mon-Fri 09:00-18:00", timeZone: Europe/Paris }',
  'workload.cpu.hourlyPercent':
    '[5, 5, 5, 5, 5, 5, 10, 20, 60, 80, 80, 70, 60, 70, 80, 80, 70, 50, 30, 20, 10, 10, 5, 5]',
  'workload.io.hourlyIops':
    '[50, 50, 50, 50, 50, 50, 99, 200, 600, 900, 900, 800, 700, 800, 900, 900, 700, 500, 300, 200, 99, 99, 50, 50]',
  'workload.io.hourlyMBps': '[2, 2, 2, 2, 2, 2, 5, 9, 30, 40, 40, 30, 30, 40, 40, 40, 30, 20, 9, 5, 5, 5, 2, 2]',
  'workload.io': '{ averageIops: 700, peakIops: 2100 }',
  'workload.wal': '{ GBPerHour: 2 }',
  'workload.client': '{ reconnect: 5s }',
  schedule: '{ running: ["Mon-Fri 08:00-18:00"] }',
  'schedule.running': '["Mon-Fri 08:00-18:00"]',
  faults: '[{ at: 2027-06-15T10:00Z, type: zoneOutage, duration: 2h }]',
  'faults[]': '{ at: 2027-06-15T10:00Z, type: zoneOutage, duration: 2h }',
  operations: '[{ every: 1mo, do: plannedFailover }]',
  'operations[]': '{ every: 1mo, do: plannedFailover }',
  people: '{ detect: 15m }',
  assumptions: '{ set: default, override: { vmCrash.every: 2y } }',
  'assumptions.override': '{ vmCrash.every: 2y }',
  cost: '{ downtimeCostPerHour: 500 }',
  'cost.discountPercent': '{ compute: 20 }',
  'cost.sla': '{ credit: unclaimed }',
  targets: '{ availability: { targetPercent: 99.95 } }',
  'targets.availability': '{ targetPercent: 99.95 }',
  'targets.availability.timeWindow': '{ duration: 1mo }',
  'targets.recovery': '{ hardware: { rto: 5m, rpo: 0s } }',
  'targets.recovery.*': '{ rto: 5m, rpo: 0s }',
  'targets.budget': '{ monthly: 800 }',
  thresholds: '{ downtime_minutes: ["p(95)<240"] }',
  'thresholds.*': '["p(95)<240"]',
  'thresholds.*[]': '"p(95)<240"',
  simulation: '{ horizon: 1y, replications: 10000 }',
  variants: '{ no-standby: { server.properties.highAvailability.mode: Disabled } }',
  'variants.*': '{ server.properties.highAvailability.mode: Disabled }',
};

/** `storage: { storageSizeGB: 128 }`; undefined where there is none. */
export function exampleAt(path: Path): string | undefined {
  const last = path.at(-1);
  if (typeof last === 'number') {
    const item = exampleOf(path.slice(0, -1), '[]');
    return item === undefined ? undefined : `- ${item}`;
  }
  const value = exampleOf(path, '');
  return value === undefined || last === undefined ? undefined : `${last}: ${value}`;
}

function exampleOf(path: Path, suffix: string): string | undefined {
  const exact = EXAMPLES[path.join('.') + suffix];
  return exact ?? EXAMPLES[[...path.slice(0, -1), '*'].join('.') + suffix];
}
