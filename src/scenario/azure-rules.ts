import { alternativesTo, listRegions, type Region } from '../catalog/regions.ts';
import { listSkus, type Sku } from '../catalog/skus.ts';
import { newestSource } from '../catalog/sources.ts';
import { findStorageTier, listStorageTiers } from '../catalog/storage.ts';
import { listVersions } from '../catalog/versions.ts';
import { checkNetwork } from './network-checks.ts';
import * as messages from './messages.ts';
import type { ServerDraft, ServerInput } from './server.ts';
import type { Report } from './values.ts';

/**
 * What Azure itself would refuse or warn of. Every rule looks only at what it needs and is silent while that is unknown, so rules
 * work on a file with mistakes elsewhere. Lists carry the day they were read; where running servers may differ from a list of
 * what is new, the rule is a warning.
 */
export function checkAzureRules(input: ServerInput, draft: ServerDraft, report: Report): void {
  checkResourceType(input, report);
  checkRegion(input, draft, report);
  checkSku(input, draft, report);
  checkVersion(input, draft, report);
  checkHighAvailability(input, draft, report);
  checkStorage(input, draft, report);
  checkBackup(input, draft, report);
  checkNetwork(input, draft, report);
  checkNotModelled(input, report);
}

const FLEXIBLE_SERVER = 'microsoft.dbforpostgresql/flexibleservers';
/** PremiumV2_LRS: any whole GiB. Source: the service's page on Premium SSD v2; the limits of Ultra Disk are taken to be the same. */
const FREE_SIZES = { low: 32, high: 65_536 };
/** Least IOPS and MB/s that may be set, by disk type. Source: the disk pages of the catalog. */
const LEAST_PERFORMANCE = {
  PremiumV2_LRS: { iops: 3000, throughput: 125 },
  UltraSSD_LRS: { iops: 100, throughput: 1 },
};
/** PremiumV2_LRS: 500 IOPS per decimal GB. Source: the same. */
const IOPS_PER_GB = 500;
const GB_PER_GIB = 1.073741824;

const dateOf = (rows: readonly { readonly sources: readonly string[] }[]) =>
  newestSource(rows.flatMap((row) => row.sources))?.date ?? 'unknown date';

function checkResourceType({ body, span }: ServerInput, report: Report): void {
  if (body.type === undefined) return;
  // A Bicep declaration carries the API version: type@version.
  if (body.type.toLowerCase().split('@')[0] !== FLEXIBLE_SERVER)
    report(messages.otherResource(span('type'), body.type));
}

function checkRegion({ body, span }: ServerInput, { region, zone }: ServerDraft, report: Report): void {
  if (body.location === undefined) return;
  if (region === null) {
    const names = listRegions().flatMap((one) => (one.name === '' ? [] : [one.name]));
    report(messages.unknownRegion(span('location'), body.location, names, dateOf(listRegions())));
    return;
  }
  const date = dateOf([region]);
  if (region.accessRestricted === true) {
    const open = namesOf(alternativesTo(region, () => true));
    report(messages.restrictedRegion(span('location'), region.displayName, open, date));
  }
  const stated = body.properties?.availabilityZone !== undefined;
  if (stated && zone !== null && region.availabilityZones === false) {
    report(messages.regionWithoutZones(span('properties', 'availabilityZone'), region.displayName, zone, date));
  }
}

function checkSku({ body, span }: ServerInput, { region, sku, tier }: ServerDraft, report: Report): void {
  const name = body.sku?.name;
  if (name === undefined) return;
  if (sku === null) {
    const names = listSkus().map((one) => one.name);
    report(messages.unknownSku(span('sku', 'name'), name, names, dateOf(listSkus())));
    return;
  }
  if (tier !== null && tier !== sku.tier) report(messages.tierMismatch(span('sku', 'tier'), sku.name, tier, sku.tier));
  const listed = region === null ? null : seriesOf(sku, region);
  if (listed !== null && region !== null) {
    report(messages.seriesNotListed(span('sku', 'name'), sku.name, region.displayName, listed, dateOf([region])));
  }
}

/** The generations a region lists for the processor of a size, when the size's own is not among them; else null. */
function seriesOf(sku: Sku, region: Region): string | null {
  const generation = /v\d+$/.exec(sku.series)?.[0];
  if (generation === undefined) return null;
  const confidential = /^[DE]c/i.test(sku.series);
  const amd = sku.processor?.includes('AMD') ?? false;
  const listed = confidential ? region.confidentialSeries : amd ? region.amdSeries : region.intelSeries;
  if (listed.includes(generation)) return null;
  const kind = confidential ? 'confidential' : amd ? 'AMD' : 'Intel';
  return listed.length === 0 ? `no ${kind} series` : `${kind} ${listed.join(', ')}`;
}

function checkVersion({ body, span, isBroken }: ServerInput, { version }: ServerDraft, report: Report): void {
  const given = body.properties?.version;
  if (given === undefined || isBroken('properties.version')) return;
  const place = span('properties', 'version');
  if (version === null) {
    const known = listVersions().map((one) => String(one.major));
    report(messages.unknownVersion(place, given, known, dateOf(listVersions())));
  } else if (!version.newServersAllowed) report(messages.retiredVersion(place, version.major, dateOf([version])));
}

function checkHighAvailability({ span, choice }: ServerInput, draft: ServerDraft, report: Report): void {
  const { region, tier, zone, haMode, standbyZone } = draft;
  if (haMode === null || haMode === 'Disabled') return;
  const mode = span('properties', 'highAvailability', 'mode');
  if (tier === 'Burstable') report(messages.burstableStandby(span('sku', 'tier'), haMode, mode));
  if (standbyZone !== null && zone !== null && (haMode === 'SameZone') !== (standbyZone === zone)) {
    const place = span('properties', 'highAvailability', 'standbyAvailabilityZone');
    report(messages.standbyZoneContradicts(place, haMode, standbyZone, zone));
  }
  if (region === null) return;
  const date = dateOf([region]);
  if (haMode === 'SameZone') {
    const withZones = choice('region.sameZone.offered') === 'withoutZones' && region.availabilityZones === true;
    if (withZones) report(messages.sameZoneNotOffered(mode, region.displayName));
    return;
  }
  const offered = offersZones(region, choice);
  const nearby = () => namesOf(alternativesTo(region, (one) => offersZones(one, choice) === 'true'));
  if (offered === 'false') report(messages.noZoneRedundancy(mode, region.displayName, nearby(), date));
  else if (offered === 'blocked-for-new') {
    report(messages.zoneRedundancyBlocked(mode, region.displayName, nearby(), date));
  } else if (offered === null) report(messages.zoneRedundancyUnknown(mode, region.displayName, date));
  if (offered !== 'false' && region.olderServersSameZone === true) {
    report(messages.olderServersSameZone(mode, region.displayName, date));
  }
}

/** As the service's table of regions has it; by the switch, as Azure's list of zones would have it where the two contradict each other. */
function offersZones(region: Region, choice: ServerInput['choice']): Region['zoneRedundantHa'] {
  if (choice('region.zones.list') === 'service' || region.availabilityZones === null) return region.zoneRedundantHa;
  if (!region.availabilityZones) return 'false';
  return region.zoneRedundantHa === 'false' ? 'true' : region.zoneRedundantHa;
}

const namesOf = (regions: readonly Region[]): string[] => regions.map(({ name }) => name);

function checkStorage(input: ServerInput, draft: ServerDraft, report: Report): void {
  const { body, span } = input;
  const { storageType, sizeGib, region, haMode } = draft;
  if (storageType === null) return;
  const storage = body.properties?.storage;
  const place = (key: string) => span('properties', 'storage', key);
  if (storageType === 'Premium_LRS') {
    checkPremiumSize(input, draft, report);
    return;
  }
  if (sizeGib !== null && (sizeGib < FREE_SIZES.low || sizeGib > FREE_SIZES.high)) {
    report(messages.diskSizeOutOfRange(place('storageSizeGB'), sizeGib, storageType, FREE_SIZES.low, FREE_SIZES.high));
  }
  if (storage?.tier !== undefined) report(messages.tierWithoutMeaning(place('tier'), storage.tier, storageType));
  checkPerformance(input, storageType, sizeGib, report);
  if (storageType === 'PremiumV2_LRS' && region !== null) {
    const listed = region.premiumSsdV2;
    const standby = haMode !== null && haMode !== 'Disabled';
    if (listed === null || (listed === 'standalone-only' && standby)) {
      report(
        messages.diskTypeNotListed(place('type'), region.displayName, standby && listed !== null, dateOf([region])),
      );
    }
  }
}

/** Sizes on sale: those of the tiers, and 4095, which keeps host caching. */
function premiumSizes(): number[] {
  const rows = listStorageTiers().filter((row) => row.type === 'Premium_LRS' && row.selectable === true);
  return [...rows.map((row) => row.sizeGib), 4095].sort((a, b) => a - b);
}

function checkPremiumSize({ body, span }: ServerInput, { sizeGib }: ServerDraft, report: Report): void {
  if (sizeGib === null) return;
  const sizes = premiumSizes();
  if (!sizes.includes(sizeGib)) {
    report(messages.notADiskSize(span('properties', 'storage', 'storageSizeGB'), sizeGib, sizes));
    return;
  }
  const tier = body.properties?.storage?.tier;
  const row = findStorageTier('Premium_LRS', sizeGib);
  if (tier === undefined || row === undefined || row.tier === null) return;
  const allowed = [row.tier, ...row.upgradableTo];
  if (!allowed.includes(tier)) {
    report(messages.tierDoesNotFit(span('properties', 'storage', 'tier'), tier, sizeGib, allowed));
  }
}

function checkPerformance(
  { body, span, label, isBroken }: ServerInput,
  type: 'PremiumV2_LRS' | 'UltraSSD_LRS',
  sizeGib: number | null,
  report: Report,
): void {
  const storage = body.properties?.storage;
  const row = sizeGib === null ? undefined : findStorageTier(type, sizeGib);
  for (const key of ['iops', 'throughput'] as const) {
    const value = storage?.[key];
    if (isBroken(`properties.storage.${key}`)) continue;
    if (value === undefined) {
      report(messages.performanceMissing(label('properties', 'storage'), type, key));
      continue;
    }
    if (row === undefined || sizeGib === null) continue;
    const perSize = type === 'PremiumV2_LRS' ? Math.floor(sizeGib * GB_PER_GIB * IOPS_PER_GB) : Infinity;
    const highest = listStorageTiers().reduce(
      (most, one) => (one.type === type ? Math.max(most, one.maxIops) : most),
      0,
    );
    const high = key === 'throughput' ? row.maxThroughputMbps : Math.min(highest, Math.max(row.maxIops, perSize));
    const low = LEAST_PERFORMANCE[type][key];
    if (value < low || value > high) {
      report(messages.performanceOutOfRange(span('properties', 'storage', key), key, value, low, high));
    }
  }
}

function checkBackup(
  { span }: ServerInput,
  { region, retentionDays, geoRedundant }: ServerDraft,
  report: Report,
): void {
  if (retentionDays !== null && (retentionDays < 7 || retentionDays > 35)) {
    report(messages.retentionOutOfRange(span('properties', 'backup', 'backupRetentionDays'), retentionDays));
  }
  if (geoRedundant === true && region?.geoBackup === false) {
    report(
      messages.noGeoBackup(
        span('properties', 'backup', 'geoRedundantBackup'),
        region.displayName,
        namesOf(alternativesTo(region, (one) => one.geoBackup === true)),
        dateOf([region]),
      ),
    );
  }
}

function checkNotModelled({ body, label }: ServerInput, report: Report): void {
  const { createMode, replicationRole, replica, cluster } = body.properties ?? {};
  const warn = (path: readonly string[], what: string, consequence: string) =>
    report(messages.notModelled(label(...path), what, consequence));
  if (createMode !== undefined && createMode !== 'Default' && createMode !== 'Create') {
    warn(['properties', 'createMode'], `createMode ${createMode}`, 'the server is simulated as already running');
  }
  const roles = [
    { role: replicationRole, path: ['properties', 'replicationRole'] },
    { role: replica?.role, path: ['properties', 'replica'] },
  ];
  const found = roles.find(({ role }) => role !== undefined && role !== 'None' && role !== 'Primary');
  if (found !== undefined) {
    warn(found.path, `replication role ${found.role}`, 'the server is simulated as one of its own');
  }
  if (cluster?.clusterSize !== undefined && cluster.clusterSize > 1) {
    warn(['properties', 'cluster'], `a cluster of ${cluster.clusterSize} nodes`, 'one node is simulated and billed');
  }
  if (body.copy !== undefined) warn(['copy'], 'copy', 'one server is simulated');
  if (Array.isArray(body.resources) && body.resources.length > 0) {
    warn(['resources'], 'resources', 'databases, firewall rules and parameters have no effect');
  }
}
