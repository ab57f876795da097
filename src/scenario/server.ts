import { findRegion, type Region } from '../catalog/regions.ts';
import { findSku, type Sku } from '../catalog/skus.ts';
import { findStorageTier, type StorageType } from '../catalog/storage.ts';
import { findVersion, type Version } from '../catalog/versions.ts';
import { checkAzureRules } from './azure-rules.ts';
import type { Shape } from './check-shape.ts';
import { readChoice } from './assumptions.ts';
import { isVersioned } from './posture.ts';
import type { HaMode, Server } from './scenario.ts';
import { labelSpan, nodeAt, type Path, type Span, spanOf, type TreeNode } from './tree.ts';
import type { Report } from './values.ts';

/** Major version of a server that names none: Azure's own default for a new one. */
const DEFAULT_VERSION = 17;
const DEFAULT_SIZE_GIB = 32;
const DEFAULT_RETENTION_DAYS = 7;

/** What a server says about itself, defaults filled in. Null: given, but unreadable or unknown, so no rule can use it. */
export interface ServerDraft {
  readonly region: Region | null;
  readonly sku: Sku | null;
  readonly tier: Sku['tier'] | null;
  readonly version: Version | null;
  readonly zone: string | null;
  readonly haMode: HaMode | null;
  readonly standbyZone: string | null;
  readonly storageType: StorageType | null;
  readonly sizeGib: number | null;
  readonly retentionDays: number | null;
  readonly geoRedundant: boolean | null;
}

/** The body of `server` as the schema checked it, and where its parts were written. */
export interface ServerInput {
  readonly body: NonNullable<Shape['data']['server']>;
  /** Of the value, or of the nearest thing written above it. Paths begin below `server`. */
  readonly span: (...path: Path) => Span;
  readonly label: (...path: Path) => Span;
  /** Given at all, readable or not. */
  readonly isBroken: (path: string) => boolean;
  /** Of an assumption: how sources that contradict each other are read. */
  readonly choice: (name: string) => string;
}

/**
 * Reads `server` and checks it against Azure's rules; null when a part of it is missing or wrong. `file` is the tree before
 * overrides.
 */
export function readServer(shape: Shape, file: TreeNode, report: Report): Server | null {
  const input: ServerInput = {
    body: shape.data.server ?? {},
    span: (...path) => spanOf(shape.tree, ['server', ...path]),
    label: (...path) => labelSpan(shape.tree, ['server', ...path]),
    isBroken: (path) => shape.isBroken(`server.${path}`),
    choice: (name) => readChoice(shape, name),
  };
  const draft = withoutStale(readDraft(input), shape.tree, file);
  checkAzureRules(input, draft, report);
  return complete(input, draft);
}

function readDraft({ body, isBroken }: ServerInput): ServerDraft {
  const { version, availabilityZone, storage, backup, highAvailability } = body.properties ?? {};
  /** The value; the default when it is absent; null when it is there and wrong. */
  const known = <T, D>(path: string, value: T | undefined, fallback: D): T | D | null =>
    isBroken(`properties.${path}`) ? null : (value ?? fallback);

  const sku = body.sku?.name === undefined ? null : (findSku(body.sku.name) ?? null);
  const haMode = known('highAvailability.mode', highAvailability?.mode, 'Disabled');
  const zone = known('availabilityZone', availabilityZone, '1');
  const standbyZone = known(
    'highAvailability.standbyAvailabilityZone',
    highAvailability?.standbyAvailabilityZone,
    null,
  );
  const geoRedundant = known('backup.geoRedundantBackup', backup?.geoRedundantBackup, 'Disabled');
  return {
    region: body.location === undefined ? null : (findRegion(body.location) ?? null),
    sku,
    tier: isBroken('sku.tier') ? null : (body.sku?.tier ?? sku?.tier ?? null),
    version: readVersion(known('version', version, DEFAULT_VERSION)),
    zone: zone === null ? null : String(zone),
    haMode,
    standbyZone: standbyZone === null ? null : String(standbyZone),
    storageType: known('storage.type', storage?.type, 'Premium_LRS'),
    sizeGib: known('storage.storageSizeGB', storage?.storageSizeGB, DEFAULT_SIZE_GIB),
    retentionDays: known('backup.backupRetentionDays', backup?.backupRetentionDays, DEFAULT_RETENTION_DAYS),
    geoRedundant: geoRedundant === null ? null : geoRedundant === 'Enabled',
  };
}

/**
 * A variant or flag that sets the mode alone means the mode, not the standby's zone that the file gives for its own mode; and one
 * that sets the size alone means the size, not the tier of the file's own: where the two contradict, the file's is dropped.
 */
function withoutStale(draft: ServerDraft, tree: TreeNode, file: TreeNode): ServerDraft {
  const changed = (...path: string[]) => nodeAt(tree, ['server', ...path]) !== nodeAt(file, ['server', ...path]);
  const ha = (key: string) => changed('properties', 'highAvailability', key);
  const { sku, haMode, zone, standbyZone } = draft;
  const contradicts = (haMode === 'SameZone') !== (standbyZone === zone);
  const staleZone = ha('mode') && !ha('standbyAvailabilityZone') && contradicts;
  const staleTier = sku !== null && changed('sku', 'name') && !changed('sku', 'tier');
  return { ...draft, ...(staleZone ? { standbyZone: null } : {}), ...(staleTier ? { tier: sku.tier } : {}) };
}

function readVersion(version: string | number | null): Version | null {
  if (version === null || !/^\d{1,3}$/.test(String(version))) return null;
  return findVersion(Number(version)) ?? null;
}

function complete({ body }: ServerInput, draft: ServerDraft): Server | null {
  const { region, sku, tier, version, zone, haMode, storageType, sizeGib, retentionDays, geoRedundant } = draft;
  if (region === null || sku === null || tier === null || version === null || zone === null || haMode === null)
    return null;
  if (storageType === null || sizeGib === null || retentionDays === null || geoRedundant === null) return null;
  const { storage, dataEncryption } = body.properties ?? {};
  const premium = storageType === 'Premium_LRS';
  return {
    location: region.name,
    skuName: sku.name,
    tier,
    vCores: sku.vCores,
    memoryGib: sku.memoryGib,
    version: version.major,
    zone,
    standbyZone: standbyZoneOf(haMode, zone, draft.standbyZone),
    haMode,
    storage: {
      type: storageType,
      sizeGib,
      autoGrow: storage?.autoGrow === 'Enabled',
      tier: premium ? (storage?.tier ?? findStorageTier(storageType, sizeGib)?.tier ?? null) : null,
      // Azure also answers IOPS for Premium_LRS, where they follow from the tier and are not provisioned.
      iops: premium ? null : (storage?.iops ?? null),
      throughputMbps: premium ? null : (storage?.throughput ?? null),
    },
    customerManagedKey: dataEncryption?.type === 'AzureKeyVault',
    keyVersioned: isVersioned(dataEncryption?.primaryKeyURI),
    backup: { retentionDays, geoRedundant },
    maintenanceWindow: readMaintenanceWindow(body),
  };
}

/** The standby's zone; without a stated one, that of the primary or the first other. */
function standbyZoneOf(haMode: HaMode, zone: string, given: string | null): string | null {
  if (haMode === 'Disabled') return null;
  if (haMode === 'SameZone') return zone;
  return given ?? (zone === '1' ? '2' : '1');
}

function readMaintenanceWindow(body: ServerInput['body']): Server['maintenanceWindow'] {
  const window = body.properties?.maintenanceWindow;
  if (window?.customWindow !== 'Enabled') return { kind: 'system' };
  const { dayOfWeek = 0, startHour = 0, startMinute = 0 } = window;
  return { kind: 'custom', dayOfWeek, startHour, startMinute };
}
