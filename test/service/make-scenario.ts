import { stringify } from 'yaml';
import { loadScenario } from '../../src/scenario/load.ts';
import type { FaultType, HaMode, OperationType, Scenario } from '../../src/scenario/scenario.ts';

/** What a test of the service says about its scenario; everything else is the quiet set, where nothing happens by itself. */
export interface Given {
  readonly ha?: HaMode;
  /** Assumptions by dotted name, as a scenario file has them. */
  readonly override?: Readonly<Record<string, unknown>>;
  readonly faults?: readonly {
    readonly at: string;
    readonly type: FaultType;
    readonly duration?: string;
    readonly zone?: string;
    readonly target?: 'primary' | 'standby';
  }[];
  readonly operations?: readonly { readonly at?: string; readonly every?: string; readonly do: OperationType }[];
  readonly schedule?: {
    readonly running: readonly string[];
    readonly timeZone?: string;
    readonly restop?: boolean;
  };
  readonly retentionDays?: number;
  readonly geoRedundant?: boolean;
  readonly customerManagedKey?: boolean;
  /** primaryKeyURI; without it the key has no address. */
  readonly keyUri?: string;
  /** Share of the clients. */
  readonly pinned?: number;
  /** Custom maintenance window; 0 = Sunday. */
  readonly window?: { readonly dayOfWeek: number; readonly startHour: number; readonly startMinute: number };
  readonly walGBPerHour?: number;
  /** Other than a Standard_D4ds_v5. */
  readonly sku?: { readonly name: string; readonly tier: string };
  readonly diskGib?: number;
  readonly autoGrow?: boolean;
  /** `workload`, beside the WAL. */
  readonly workload?: Readonly<Record<string, unknown>>;
  readonly sla?: { readonly minutes?: 'clock' | 'any'; readonly maintenance?: 'counts' | 'excluded' };
  readonly start?: string;
  readonly horizon?: string;
  readonly seed?: string;
}

/** Clients are back at once, engines need no crash recovery, nobody hesitates, failovers take 90 s and have nothing to replay. */
export const PLAIN: Readonly<Record<string, unknown>> = {
  'client.dns.duration': '0s',
  'client.reconnect.duration': '0s',
  'crashRecovery.enabled': false,
  'failover.base.duration': '90s',
  'failover.detect.duration': '30s',
  'failover.backlog': 0,
  'failover.success.probability': 1,
  'standby.rebuild.duration': '30m',
  'standby.undetected.probability': 0,
  'zoneOutage.spread.probability': 0,
  'zoneOutage.dataLoss.probability': 0,
  'regionOutage.dataLoss.probability': 0,
  'storageOutage.sameZoneShared.probability': 0,
  'people.detect.duration': '10m',
  'people.detect.operator.duration': '10m',
  'people.decide.duration': '20m',
  'people.decide.operator.duration': '20m',
  'people.decide.storage.duration': '20m',
  'people.decide.zone.duration': '20m',
  'people.decide.region.duration': '20m',
  'restore.provision.duration': '6m',
  'restore.attach.duration': '5m',
  'restore.redirect.duration': '4m',
  'restore.success.probability': 1,
  'maintenance.success.probability': 1,
  'maintenance.badRollout.probability': 0,
  'lifecycle.start.success.probability': 1,
  'disk.grow.duration': '3m',
  'scaling.regular.duration': '5m',
};

/** A checked scenario on the quiet set, read from YAML text as a user would write it. */
export function makeScenario(given: Given = {}): Scenario {
  const ha = given.ha ?? 'Disabled';
  const text = stringify({
    server: {
      location: 'swedencentral',
      sku: given.sku ?? { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' },
      properties: {
        version: '17',
        availabilityZone: '1',
        storage: { storageSizeGB: given.diskGib ?? 512, ...(given.autoGrow === true && { autoGrow: 'Enabled' }) },
        backup: {
          backupRetentionDays: given.retentionDays ?? 7,
          geoRedundantBackup: given.geoRedundant === true ? 'Enabled' : 'Disabled',
        },
        highAvailability: { mode: ha, ...(ha === 'ZoneRedundant' && { standbyAvailabilityZone: '2' }) },
        ...(given.customerManagedKey === true && {
          dataEncryption: { type: 'AzureKeyVault', ...(given.keyUri !== undefined && { primaryKeyURI: given.keyUri }) },
        }),
        ...(given.window && { maintenanceWindow: { customWindow: 'Enabled', ...given.window } }),
      },
    },
    workload: {
      wal: { GBPerHour: given.walGBPerHour ?? 2 },
      ...(given.pinned !== undefined && { client: { pinnedCertificates: given.pinned } }),
      ...given.workload,
    },
    ...(given.schedule && { schedule: given.schedule }),
    ...(given.faults && { faults: given.faults }),
    ...(given.operations && { operations: given.operations }),
    ...(given.sla && { cost: { sla: given.sla } }),
    assumptions: { set: 'quiet', override: { ...given.override } },
    simulation: { start: given.start ?? '2027-01-01', horizon: given.horizon ?? '1y', seed: given.seed ?? '1' },
  });
  const { scenario, findings } = loadScenario({ name: 'test.yaml', text });
  if (scenario === null) throw new Error(`${JSON.stringify(findings, null, 1)}\n${text}`);
  return scenario;
}
