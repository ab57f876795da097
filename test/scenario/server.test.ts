import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/scenario/load.ts';

interface Part {
  location?: string;
  sku?: string;
  tier?: string;
  properties?: string;
}
const text = ({ location = 'swedencentral', sku = 'Standard_D4ds_v5', tier, properties = '{}' }: Part) =>
  `server:\n  location: ${location}\n  sku: { name: ${sku}${tier === undefined ? '' : `, tier: ${tier}`} }\n  properties: ${properties}\n`;
const load = (part: Part) => loadScenario({ name: 'server.yaml', text: text(part) });
const found = (part: Part) => load(part).findings.map(({ code, severity }) => `${code} ${severity}`);
const properties = (inner: string) => ({ properties: inner });
const sound = (part: Part) => {
  const { scenario, findings } = load(part);
  expect(findings).toEqual([]);
  return scenario!.server;
};

describe('region and size', () => {
  test('display names are regions too', () => {
    expect(sound({ location: 'Sweden Central' }).location).toBe('swedencentral');
  });

  test('unknown regions and sizes are errors with a guess', () => {
    expect(load({ location: 'swedncentral' }).findings[0]).toMatchObject({ code: 'PG2001', guess: 'swedencentral' });
    expect(load({ sku: 'Standard_D4ds_v55' }).findings[0]).toMatchObject({ code: 'PG2002', line: 3, column: 16 });
    expect(load({ sku: 'D4ds_v5' }).findings[0]?.code).toBe('PG2002');
  });

  test('a size belongs to one tier', () => {
    expect(load({ tier: 'MemoryOptimized' }).findings[0]).toMatchObject({ code: 'PG2003', guess: 'GeneralPurpose' });
    expect(sound({ tier: 'GeneralPurpose' }).tier).toBe('GeneralPurpose');
  });

  test('a flag that sets the size alone means the size: the tier follows', () => {
    const source = { name: 'server.yaml', text: text({ tier: 'GeneralPurpose' }) };
    const of = (...set: string[]) => loadScenario(source, { set });
    expect(of('server.sku.name=Standard_B2ms').scenario?.server.tier).toBe('Burstable');
    expect(of('server.sku={ name: Standard_E4ds_v5 }').scenario?.server.tier).toBe('MemoryOptimized');
    const both = of('server.sku.name=Standard_B2ms', 'server.sku.tier=GeneralPurpose');
    expect(both.findings.map(({ code }) => code)).toEqual(['PG2003']);
  });

  test('lists of regions warn: series not listed, access restricted', () => {
    expect(found({ location: 'eastus2' })).toEqual(['PG2007 warning']);
    expect(found({ location: 'eastus2', sku: 'Standard_D4ds_v4' })).toEqual([]);
    expect(found({ location: 'germanynorth' })).toEqual(['PG2008 warning']);
    expect(found({ location: 'swedencentral', sku: 'Standard_D4ads_v5' })).toEqual(['PG2007 warning']);
  });
});

describe('high availability', () => {
  const zoneRedundant = '{ highAvailability: { mode: ZoneRedundant } }';

  test('zone-redundant where the region has none is an error that names regions nearby', () => {
    const { findings } = load({ location: 'northcentralus', properties: zoneRedundant });
    expect(findings[0]).toMatchObject({ code: 'PG2005', severity: 'error' });
    expect(findings[0]?.note).toContain('westus3');
  });

  test('blocked for new servers is a warning', () => {
    expect(found({ location: 'westeurope', properties: zoneRedundant })).toEqual(['PG2006 warning']);
  });

  test('Burstable has no standby of any kind', () => {
    for (const mode of ['SameZone', 'ZoneRedundant']) {
      const part = { sku: 'Standard_B2ms', tier: 'Burstable', properties: `{ highAvailability: { mode: ${mode} } }` };
      expect(found(part), mode).toEqual(['PG2004 error']);
      expect(load(part).findings[0], mode).toMatchObject({ line: 3, column: 37 });
    }
    expect(found({ sku: 'Standard_B2ms' })).toEqual([]);
  });

  test('the standby stands in the zone its mode says', () => {
    const zones = (mode: string, zone: string, standby: string) =>
      properties(
        `{ availabilityZone: ${zone}, highAvailability: { mode: ${mode}, standbyAvailabilityZone: ${standby} } }`,
      );
    expect(found(zones('SameZone', '"1"', '"2"'))).toEqual(['PG2016 error']);
    expect(found(zones('ZoneRedundant', '"2"', '"2"'))).toEqual(['PG2016 error']);
    expect(sound(zones('ZoneRedundant', '3', '1'))).toMatchObject({ zone: '3', standbyZone: '1' });
    expect(sound(zones('SameZone', '"3"', '"3"'))).toMatchObject({ zone: '3', standbyZone: '3' });
    expect(sound(zones('Disabled', '"3"', '"3"'))).toMatchObject({ zone: '3', standbyZone: null });
  });

  test('without a stated zone the standby is in the first other one', () => {
    expect(sound(properties(zoneRedundant))).toMatchObject({ zone: '1', standbyZone: '2' });
    expect(sound(properties('{ availabilityZone: "2", highAvailability: { mode: ZoneRedundant } }')).standbyZone).toBe(
      '1',
    );
  });

  test('a zone in a region without zones is a warning', () => {
    expect(found({ location: 'northcentralus', properties: '{ availabilityZone: "1" }' })).toEqual(['PG2017 warning']);
  });
});

describe('storage', () => {
  const storage = (inner: string) => properties(`{ storage: { ${inner} } }`);

  test('Premium_LRS comes in sizes', () => {
    for (const size of [32, 64, 128, 256, 512, 1024, 2048, 4095, 4096, 8192, 16384, 32767]) {
      expect(sound(storage(`storageSizeGB: ${size}`)).storage.sizeGib).toBe(size);
    }
    for (const size of [0, 20, 500, 32768])
      expect(found(storage(`storageSizeGB: ${size}`)), String(size)).toEqual(['PG2011 error']);
    expect(load(storage('storageSizeGB: 500')).findings[0]?.note).toContain('Next up: 512.');
  });

  test('a performance tier is that of the size or one it can be raised to', () => {
    expect(sound(storage('storageSizeGB: 512')).storage.tier).toBe('P20');
    expect(sound(storage('storageSizeGB: 512, tier: P30')).storage.tier).toBe('P30');
    expect(found(storage('storageSizeGB: 512, tier: P15'))).toEqual(['PG2012 error']);
    expect(found(storage('storageSizeGB: 512, tier: P60'))).toEqual(['PG2012 error']);
  });

  test('PremiumV2_LRS takes any size and needs its performance', () => {
    expect(sound(storage('type: PremiumV2_LRS, storageSizeGB: 100, iops: 3000, throughput: 125')).storage).toEqual({
      type: 'PremiumV2_LRS',
      sizeGib: 100,
      autoGrow: false,
      tier: null,
      iops: 3000,
      throughputMbps: 125,
    });
    expect(found(storage('type: PremiumV2_LRS, storageSizeGB: 100'))).toEqual(['PG2013 error', 'PG2013 error']);
    expect(found(storage('type: UltraSSD_LRS, storageSizeGB: 100, iops: 3000'))).toEqual(['PG2013 error']);
    expect(found(storage('type: PremiumV2_LRS, storageSizeGB: 31, iops: 3000, throughput: 125'))).toEqual([
      'PG2011 error',
    ]);
    expect(found(storage('type: PremiumV2_LRS, storageSizeGB: 65537, iops: 3000, throughput: 125'))).toEqual([
      'PG2011 error',
    ]);
    expect(found(storage('type: PremiumV2_LRS, storageSizeGB: 32, iops: 17180, throughput: 125'))).toEqual([
      'PG2020 error',
    ]);
    expect(found(storage('type: PremiumV2_LRS, storageSizeGB: 512, tier: P20, iops: 3000, throughput: 125'))).toEqual([
      'PG2012 error',
    ]);
  });
});

describe('the rest', () => {
  test('retention is 7 to 35 days', () => {
    for (const days of [6, 36])
      expect(found(properties(`{ backup: { backupRetentionDays: ${days} } }`))).toEqual(['PG2014 error']);
    expect(sound(properties('{ backup: { backupRetentionDays: 35 } }')).backup.retentionDays).toBe(35);
  });

  test('geo-redundant backup needs a region that offers it', () => {
    expect(sound(properties('{ backup: { geoRedundantBackup: Enabled } }')).backup.geoRedundant).toBe(true);
    expect(
      found({
        location: 'polandcentral',
        sku: 'Standard_D4ds_v4',
        properties: '{ backup: { geoRedundantBackup: Enabled } }',
      }),
    ).toEqual(['PG2015 error']);
  });

  test('versions may be numbers; old ones warn, unknown ones are errors', () => {
    expect(sound(properties('{ version: 16 }')).version).toBe(16);
    expect(sound(properties('{ version: "18" }')).version).toBe(18);
    expect(found(properties('{ version: "13" }'))).toEqual(['PG2010 warning']);
    expect(found(properties('{ version: "9" }'))).toEqual(['PG2009 error']);
    expect(found(properties('{ version: latest }'))).toEqual(['PG2009 error']);
  });

  test('a maintenance window of the customer is one only when enabled', () => {
    expect(
      sound(
        properties('{ maintenanceWindow: { customWindow: Enabled, dayOfWeek: 6, startHour: 23, startMinute: 30 } }'),
      ).maintenanceWindow,
    ).toEqual({
      kind: 'custom',
      dayOfWeek: 6,
      startHour: 23,
      startMinute: 30,
    });
    expect(
      sound(properties('{ maintenanceWindow: { customWindow: Disabled, dayOfWeek: 6 } }')).maintenanceWindow,
    ).toEqual({ kind: 'system' });
    expect(found(properties('{ maintenanceWindow: { customWindow: Enabled, dayOfWeek: 7, startHour: 24 } }'))).toEqual([
      'PG1104 error',
      'PG1104 error',
    ]);
  });

  test('keys whose effect is not modelled warn', () => {
    const inner =
      '{ createMode: GeoRestore, dataEncryption: { type: AzureKeyVault, primaryKeyURI: k }, replicationRole: AsyncReplica, cluster: { clusterSize: 4 } }';
    expect(found(properties(inner))).toEqual(Array(3).fill('PG3002 warning'));
  });

  test('another type of resource is refused', () => {
    const other =
      'server: { type: Microsoft.DBforPostgreSQL/servers, location: swedencentral, sku: { name: Standard_D4ds_v5 } }';
    expect(loadScenario({ name: 's', text: other }).findings.map(({ code }) => code)).toEqual(['PG2018']);
  });
});
