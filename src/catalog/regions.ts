import { lazy, readKeyedTable } from './data-file.ts';

/** A region of the service. Null: no source says. */
export interface Region {
  /** `East US 2`. */
  readonly displayName: string;
  /** `eastus2`, as in `location`. */
  readonly name: string;
  readonly cloud: 'public' | 'china' | 'usgov';
  readonly geography: string | null;
  readonly availabilityZones: boolean | null;
  /** `blocked-for-new`: running servers have it, new ones cannot. */
  readonly zoneRedundantHa: 'true' | 'false' | 'blocked-for-new' | null;
  /** A server older than the region's zones gets a standby in its own zone even when asked for another. */
  readonly olderServersSameZone: boolean | null;
  readonly sameZoneHa: boolean | null;
  readonly geoBackup: boolean | null;
  /** Programmatic name of the pair. */
  readonly pairedRegion: string | null;
  /** Generations offered, `v5`. */
  readonly intelSeries: readonly string[];
  readonly amdSeries: readonly string[];
  readonly confidentialSeries: readonly string[];
  /** The service or Azure restricts access to the region. */
  readonly accessRestricted: boolean | null;
  readonly premiumSsdV2: 'full-features' | 'standalone-only' | null;
  readonly sources: readonly string[];
  readonly notes: string;
}

/** `East US 2` and `eastus2` are one region. */
const canonical = (name: string) => name.toLowerCase().replaceAll(/\s/g, '');

const regions = lazy(() =>
  readKeyedTable(
    'regions.csv',
    (row) => canonical(row.text('programmatic_name')),
    (row): Region => {
      const restricted = [row.flagOrNull('access_restricted'), row.flagOrNull('azure_access_restricted')];
      return {
        displayName: row.text('region'),
        name: row.text('programmatic_name'),
        cloud: row.oneOf('cloud', ['public', 'china', 'usgov']),
        geography: row.textOrNull('geography'),
        availabilityZones: row.flagOrNull('availability_zones'),
        zoneRedundantHa: row.oneOf('zone_redundant_ha', ['true', 'false', 'blocked-for-new', '']) || null,
        olderServersSameZone: row.flagOrNull('zr_ha_older_server_caveat'),
        sameZoneHa: row.flagOrNull('same_zone_ha'),
        geoBackup: row.flagOrNull('geo_backup'),
        pairedRegion: row.textOrNull('paired_region_programmatic'),
        intelSeries: row.list('intel_series', '/'),
        amdSeries: row.list('amd_series', '/'),
        confidentialSeries: row.list('confidential_series', '/'),
        accessRestricted: restricted.includes(true) ? true : restricted.includes(false) ? false : null,
        premiumSsdV2: row.oneOf('premium_ssd_v2', ['full-features', 'standalone-only', '']) || null,
        sources: row.list('source'),
        notes: row.text('notes'),
      };
    },
  ),
);

export function listRegions(): readonly Region[] {
  return regions().all();
}

/** By its display name or its programmatic name, in any case. */
export function findRegion(name: string): Region | undefined {
  return regions().find(canonical(name));
}

/** Other regions of the same geography that are open to all and offer something: where data may move without leaving its geography. */
export function alternativesTo(region: Region, offers: (candidate: Region) => boolean): readonly Region[] {
  if (region.geography === null) return [];
  return listRegions().filter(
    (one) =>
      one.name !== region.name &&
      one.geography === region.geography &&
      one.cloud === region.cloud &&
      one.accessRestricted !== true &&
      offers(one),
  );
}

/** The geographies, each once, in the order of the alphabet. */
export function listGeographies(): readonly string[] {
  return [...new Set(listRegions().flatMap(({ geography }) => (geography === null ? [] : [geography])))].sort();
}
