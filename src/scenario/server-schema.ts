import { z } from 'zod';

/**
 * The body of the ARM resource Microsoft.DBforPostgreSQL/flexibleServers: every key of the published API versions, 2021-06-01 to
 * 2026-01-01-preview. Keys that are read are typed; the rest is accepted as it is. Source: the public specification,
 * https://github.com/Azure/azure-rest-api-specs (specification/postgresql). Ranges and lists that Azure may change are
 * checked against the dated catalog in `azure-rules.ts`, not here.
 */

const ignored = (description: string) => z.unknown().optional().describe(`${description} Accepted and ignored.`);
const readOnly = ignored('Read-only.');

const ENABLED = ['Enabled', 'Disabled'] as const;
const STORAGE_TYPES = ['Premium_LRS', 'PremiumV2_LRS', 'UltraSSD_LRS'] as const;
const TIERS = ['Burstable', 'GeneralPurpose', 'MemoryOptimized'] as const;
const HA_MODES = ['Disabled', 'SameZone', 'ZoneRedundant'] as const;
const PERFORMANCE_TIERS = [
  'P1',
  'P2',
  'P3',
  'P4',
  'P6',
  'P10',
  'P15',
  'P20',
  'P30',
  'P40',
  'P50',
  'P60',
  'P70',
  'P80',
] as const;
const ZONES = ['1', '2', '3'] as const;
const CREATE_MODES = [
  'Default',
  'Create',
  'Update',
  'PointInTimeRestore',
  'GeoRestore',
  'Replica',
  'ReviveDropped',
] as const;
/** The last four only in the versions of 2022. */
const REPLICATION_ROLES = [
  'None',
  'Primary',
  'AsyncReplica',
  'GeoAsyncReplica',
  'Secondary',
  'WalReplica',
  'SyncReplica',
  'GeoSyncReplica',
] as const;

const enabled = z.enum(ENABLED).optional();
const zone = z.union([z.enum(ZONES), z.literal([1, 2, 3])]).optional();
const whole = z.int().min(0).max(1_000_000_000).optional();

const storage = z
  .strictObject({
    storageSizeGB: whole.describe('Provisioned size in GiB. Premium_LRS: 32, 64, 128 ... 32767. Default 32.'),
    autoGrow: enabled.describe('Grow the disk by itself.'),
    tier: z
      .enum(PERFORMANCE_TIERS)
      .optional()
      .describe('Performance tier of a Premium_LRS disk; default: that of its size.'),
    iops: whole.describe('IOPS; required for PremiumV2_LRS and UltraSSD_LRS.'),
    throughput: whole.describe('MB/s; required for PremiumV2_LRS and UltraSSD_LRS.'),
    type: z.enum(STORAGE_TYPES).optional().describe('Kind of disk. Default Premium_LRS.'),
  })
  .optional();

const backup = z
  .strictObject({
    backupRetentionDays: whole.describe('7 to 35. Default 7.'),
    geoRedundantBackup: enabled.describe('Copy backups to the paired region. Default Disabled.'),
    earliestRestoreDate: readOnly,
  })
  .optional();

const highAvailability = z
  .strictObject({
    mode: z.enum(HA_MODES).optional().describe('Default Disabled.'),
    standbyAvailabilityZone: zone.describe('Zone of the standby.'),
    state: readOnly,
  })
  .optional();

const maintenanceWindow = z
  .strictObject({
    customWindow: enabled.describe('Enabled: the day and hour below; Disabled: chosen by Azure. Default Disabled.'),
    dayOfWeek: z.int().min(0).max(6).optional().describe('0 = Sunday. Default 0.'),
    startHour: z.int().min(0).max(23).optional().describe('UTC. Default 0.'),
    startMinute: z.int().min(0).max(59).optional().describe('Default 0.'),
  })
  .optional();

const dataEncryption = z
  .strictObject({
    type: z.enum(['SystemManaged', 'AzureKeyVault', 'SystemAssigned']).optional(),
    primaryKeyURI: z
      .string()
      .optional()
      .describe('Key of the primary storage: .../keys/NAME follows its rotation, .../keys/NAME/VERSION can expire.'),
    primaryUserAssignedIdentityId: ignored('Identity that reads the key.'),
    geoBackupKeyURI: z.string().optional().describe('Key of the geo-redundant backup, in the paired region.'),
    geoBackupUserAssignedIdentityId: ignored('Identity that reads that key.'),
    primaryEncryptionKeyStatus: readOnly,
    geoBackupEncryptionKeyStatus: readOnly,
  })
  .optional();

const properties = z.strictObject({
  version: z
    .union([z.string(), z.int()])
    .optional()
    .describe('Major version of PostgreSQL, "11" to "18"; a number is accepted. Default 17.'),
  availabilityZone: zone.describe('Zone of the primary. Default 1.'),
  storage: storage.describe('Disk.'),
  backup: backup.describe('Backups.'),
  highAvailability: highAvailability.describe('Standby.'),
  maintenanceWindow: maintenanceWindow.describe('When Azure may install updates.'),
  dataEncryption: dataEncryption.describe('Who holds the key.'),
  createMode: z.enum(CREATE_MODES).optional().describe('How the server comes into being.'),
  replicationRole: z.enum(REPLICATION_ROLES).optional(),
  replica: z
    .strictObject({
      role: z.enum(REPLICATION_ROLES).optional(),
      promoteMode: ignored('Write-only.'),
      promoteOption: ignored('Write-only.'),
      capacity: readOnly,
      replicationState: readOnly,
    })
    .optional(),
  cluster: z.strictObject({ clusterSize: whole, defaultDatabaseName: ignored('Database of the cluster.') }).optional(),
  network: z
    .strictObject({
      publicNetworkAccess: enabled.describe('Disabled: private endpoints only.'),
      delegatedSubnetResourceId: z.string().optional().describe('Subnet: private access.'),
      privateDnsZoneArmResourceId: z.string().optional().describe('Private DNS zone of the subnet.'),
    })
    .optional()
    .describe('Network of the server: checked, and shown by validate as its posture.'),
  authConfig: ignored('Authentication.'),
  administratorLogin: ignored('Administrator.'),
  administratorLoginPassword: ignored('Password; never shown.'),
  sourceServerResourceId: ignored('Source of a restore or replica.'),
  pointInTimeUTC: ignored('Instant of a restore.'),
  tags: ignored('Tags.'),
  state: readOnly,
  fullyQualifiedDomainName: readOnly,
  minorVersion: readOnly,
  replicaCapacity: readOnly,
  privateEndpointConnections: readOnly,
});

export const serverSchema = z
  .strictObject({
    location: z.string().min(1).describe('Region: swedencentral, or its display name.'),
    sku: z
      .strictObject({
        name: z.string().min(1).describe('Compute size, such as Standard_D4ds_v5.'),
        tier: z.enum(TIERS).optional().describe('Default: the tier of the size.'),
      })
      .describe('Compute.'),
    properties: properties.optional().describe('As in the ARM resource.'),
    type: z.string().optional().describe('Microsoft.DBforPostgreSQL/flexibleServers'),
    apiVersion: ignored('API version.'),
    name: ignored('Name of the resource.'),
    tags: ignored('Tags.'),
    identity: ignored('Managed identities.'),
    dependsOn: ignored('Order of deployment.'),
    condition: ignored('Whether to deploy.'),
    comments: ignored('Comment.'),
    scale: ignored('Template element.'),
    copy: z.unknown().optional().describe('Copies made by a template; one is simulated.'),
    resources: z.unknown().optional().describe('Child resources of a template; not simulated.'),
    scope: ignored('Template element.'),
    plan: ignored('Template element.'),
    kind: ignored('Template element.'),
    zones: ignored('Template element.'),
    managedBy: ignored('Template element.'),
    asserts: ignored('Template element.'),
    metadata: ignored('Template element.'),
    etag: ignored('Read-only.'),
    id: readOnly,
    systemData: readOnly,
  })
  .describe('Body of the ARM resource Microsoft.DBforPostgreSQL/flexibleServers, pasted as it is.');
