import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../src/catalog/csv.ts';
import {
  findRegion,
  findSku,
  findSource,
  findStorageTier,
  findVersion,
  listLimits,
  listMetrics,
  listPoolerDefaults,
  listRegions,
  listSkus,
  listSlaTerms,
  listSources,
  listStorageTiers,
  listVersions,
  maxWalSizeBytes,
  slaTerms,
} from '../../src/catalog/index.ts';

const folder = new URL('../../data/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.csv'));
const unique = (keys: readonly unknown[]) => expect(new Set(keys).size).toBe(keys.length);

describe('the data files', () => {
  test('stay small: 600 KB in all, 400 KB for prices', () => {
    const sizes = readdirSync(folder).map((name) => statSync(new URL(name, folder)).size);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(600_000);
    expect(statSync(new URL('prices.csv', folder)).size).toBeLessThan(400_000);
  });

  test.each(files)('%s: every row names sources that exist, none is left over', (name) => {
    const rows = parseCsv(readFileSync(new URL(name, folder), 'utf8'), name);
    expect(rows.length).toBeGreaterThan(0);
    if (name === 'sources.csv') return;
    for (const { cell } of rows) {
      for (const id of cell('source')!.split(' ')) expect(findSource(id), `${name}: ${id}`).toBeDefined();
    }
  });

  test('every source is used and has a day', () => {
    const used = files.filter((name) => name !== 'sources.csv');
    const text = used.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
    for (const { id, date } of listSources()) {
      expect(text).toMatch(new RegExp(`[, ]${id.replaceAll('.', '\\.')}[, \\n]`));
      expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
    unique(listSources().map((source) => source.id));
  });

  test('the whole catalog loads, in the published numbers of rows', () => {
    expect(listSkus()).toHaveLength(109);
    expect(listStorageTiers()).toHaveLength(39);
    expect(listRegions()).toHaveLength(65);
    expect(listVersions()).toHaveLength(8);
    expect(listLimits()).toHaveLength(198);
    expect(listMetrics()).toHaveLength(73);
    expect(listPoolerDefaults()).toHaveLength(15);
  });

  test('keys are unique', () => {
    unique(listSkus().map((sku) => sku.name));
    unique(listStorageTiers().map((tier) => `${tier.type} ${tier.sizeGib}`));
    unique(listRegions().map((region) => region.name));
    unique(listRegions().map((region) => region.displayName));
    unique(listVersions().map((version) => version.major));
    unique(listLimits().map((limit) => `${limit.category} ${limit.key}`));
    unique(listMetrics().map((metric) => metric.id));
  });
});

describe('compute sizes', () => {
  test('a size is found in any case, an unknown one is undefined', () => {
    expect(findSku('standard_d4DS_V5')).toMatchObject({
      name: 'Standard_D4ds_v5',
      tier: 'GeneralPurpose',
      vCores: 4,
      memoryGib: 16,
      maxIops: 6400,
      maxThroughputMbps: 145,
      credits: null,
    });
    expect(findSku('Standard_D5ds_v5')).toBeUndefined();
  });

  // 25 per GiB up to 2 GiB, else 0.1049164697034809 per MiB, at most 5000, rounded down; 15 of them are reserved.
  test('default max_connections follows the documented formula', () => {
    for (const { name, memoryGib, defaultMaxConnections, maxUserConnections } of listSkus()) {
      const formula =
        memoryGib <= 2 ? 25 * memoryGib : Math.floor(Math.min(memoryGib * 1024 * 0.1049164697034809, 5000));
      expect(defaultMaxConnections, name).toBe(formula);
      expect(maxUserConnections, name).toBe(formula - 15);
    }
    expect(findSku('Standard_D4ds_v5')?.defaultMaxConnections).toBe(1718);
    expect(findSku('Standard_B1ms')?.defaultMaxConnections).toBe(50);
  });

  // One credit is one vCPU-minute at full load.
  test('burst credits accrue at the baseline, within its rounding', () => {
    for (const { name, vCores, credits } of listSkus().filter((sku) => sku.tier === 'Burstable')) {
      expect(credits!.perHour / (vCores * 60), name).toBeCloseTo(credits!.baselineCpuPercent / 100, 2);
    }
  });
});

describe('storage', () => {
  test.each([
    [32, 'P4'],
    [512, 'P20'],
    [4095, 'P50'],
    [4096, 'P50'],
    [32767, 'P80'],
  ])('a Premium SSD of %d GiB performs as %s', (size, tier) => {
    expect(findStorageTier('Premium_LRS', size)?.tier).toBe(tier);
  });

  test('sizes the service does not sell have no tier', () => {
    expect(findStorageTier('Premium_LRS', 16)).toBeUndefined();
    expect(findStorageTier('Premium_LRS', 32768)).toBeUndefined();
    expect(findStorageTier('PremiumV2_LRS', 31)).toBeUndefined();
    expect(findStorageTier('PremiumV2_LRS', 65537)).toBeUndefined();
  });

  test('Premium SSD v2 includes 3000 IOPS up to 399 GiB and 12000 from 400', () => {
    expect(findStorageTier('PremiumV2_LRS', 399)).toMatchObject({ baselineIops: 3000, baselineThroughputMbps: 125 });
    expect(findStorageTier('PremiumV2_LRS', 400)).toMatchObject({ baselineIops: 12000, baselineThroughputMbps: 500 });
    expect(findStorageTier('PremiumV2_LRS', 450)?.baselineIops).toBe(12000);
  });

  test.each([
    [16, 2048],
    [32, 2048],
    [100, 4096],
    [512, 25600],
    [4095, 40960],
    [32767, 65536],
  ])('max_wal_size of a %d GiB disk is %d MiB', (size, mib) => {
    expect(maxWalSizeBytes(size)).toBe(mib * 1_048_576);
  });
});

describe('regions', () => {
  test('display and programmatic name find the same region', () => {
    expect(findRegion('East US 2')).toBe(findRegion('EASTUS2'));
    expect(findRegion('eastus2')).toMatchObject({
      availabilityZones: true,
      zoneRedundantHa: 'blocked-for-new',
      geoBackup: true,
      pairedRegion: 'centralus',
    });
    expect(findRegion('nowhere')).toBeUndefined();
  });

  test('unknown is null, not false', () => {
    expect(findRegion('denmarkeast')).toMatchObject({ zoneRedundantHa: null, geoBackup: null, intelSeries: [] });
  });

  test('a region with geo backup has a pair, where the list knows pairs', () => {
    const odd = listRegions().filter((region) => region.geoBackup === true && region.pairedRegion === null);
    expect(odd.map((region) => region.name)).toEqual(['jioindiacentral', 'jioindiawest']);
  });
});

test('support of a major version ends before extended support is charged', () => {
  expect(findVersion(14)).toMatchObject({ standardEnd: '2026-12-11', paidExtendedStart: '2026-12-12' });
  expect(findVersion(10)).toBeUndefined();
  for (const version of listVersions()) {
    if (version.paidExtendedStart !== null) expect(version.standardEnd < version.paidExtendedStart).toBe(true);
  }
});

test('the SLA promises 99.9, 99.95 and 99.99 percent, with credit steps marked approximate', () => {
  expect(listSlaTerms().map((terms) => [terms.haMode, terms.targetPercent])).toEqual([
    ['Disabled', 99.9],
    ['SameZone', 99.95],
    ['ZoneRedundant', 99.99],
  ]);
  expect(slaTerms('ZoneRedundant')).toMatchObject({
    confidence: 'approximate',
    credits: [
      { belowPercent: 99.99, creditPercent: 10 },
      { belowPercent: 99, creditPercent: 25 },
      { belowPercent: 95, creditPercent: 100 },
    ],
  });
});

test('limits keep their type: number, yes or no, text', () => {
  const value = (key: string) => listLimits().find((limit) => limit.key === key)?.value;
  expect(value('reserved_total')).toBe(15);
  expect(value('storage_shrink_supported')).toBe(false);
  expect(value('v2_general_availability')).toBe('2026-04-22');
});
