import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/scenario/load.ts';

const PASSWORD = 'Tr0ub4dor&3';

/** Resource definitions in the shapes of the published API versions, as templates, portals and GET requests give them. */
const BODIES: Record<string, object> = {
  '2021-06-01, template with a private network and nulls': {
    type: 'Microsoft.DBforPostgreSQL/flexibleServers',
    apiVersion: '2021-06-01',
    name: "[parameters('serverName')]",
    location: 'swedencentral',
    tags: { costCentre: '42' },
    dependsOn: ["[resourceId('Microsoft.Network/privateDnsZones', 'x')]"],
    sku: { name: 'Standard_D2s_v3', tier: 'GeneralPurpose' },
    properties: {
      administratorLogin: "[parameters('administratorLogin')]",
      administratorLoginPassword: "[parameters('administratorLoginPassword')]",
      version: '14',
      availabilityZone: '1',
      storage: { storageSizeGB: 128 },
      backup: { backupRetentionDays: 7, geoRedundantBackup: 'Disabled' },
      highAvailability: { mode: 'ZoneRedundant', standbyAvailabilityZone: '2' },
      network: { delegatedSubnetResourceId: "[variables('subnet')]", privateDnsZoneArmResourceId: null },
      maintenanceWindow: { customWindow: 'Disabled', dayOfWeek: 0, startHour: 0, startMinute: 0 },
      createMode: 'Default',
      sourceServerResourceId: null,
      pointInTimeUTC: null,
      tags: {},
    },
  },
  '2022-12-01, Entra authentication': {
    type: 'Microsoft.DBforPostgreSQL/flexibleServers',
    apiVersion: '2022-12-01',
    name: 'pg-aad',
    location: 'Sweden Central',
    sku: { name: 'Standard_D2ds_v4', tier: 'GeneralPurpose' },
    identity: { type: 'UserAssigned', userAssignedIdentities: { '/subscriptions/0/id': {} } },
    properties: {
      createMode: 'Default',
      version: '15',
      administratorLogin: 'pgadmin',
      administratorLoginPassword: PASSWORD,
      authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Enabled', tenantId: '[subscription().tenantId]' },
      dataEncryption: { type: 'SystemManaged' },
      storage: { storageSizeGB: 32 },
      backup: { backupRetentionDays: 7, geoRedundantBackup: 'Disabled' },
      highAvailability: { mode: 'Disabled' },
    },
  },
  '2023-06-01-preview, answer to a GET': {
    sku: { name: 'Standard_B1ms', tier: 'Burstable' },
    systemData: { createdAt: '2024-01-01T00:00:00Z' },
    properties: {
      replica: { role: 'Primary', capacity: 5 },
      storage: { type: '', iops: 120, tier: 'P4', storageSizeGB: 32, autoGrow: 'Disabled' },
      network: { publicNetworkAccess: 'Enabled' },
      dataEncryption: { type: 'SystemManaged' },
      authConfig: { activeDirectoryAuth: 'Disabled', passwordAuth: 'Enabled' },
      fullyQualifiedDomainName: 'x.postgres.database.azure.com',
      version: '16',
      minorVersion: '4',
      administratorLogin: 'pgadmin',
      state: 'Ready',
      availabilityZone: '3',
      backup: {
        backupRetentionDays: 7,
        geoRedundantBackup: 'Disabled',
        earliestRestoreDate: '2024-01-01T00:00:00+00:00',
      },
      highAvailability: { mode: 'Disabled', state: 'NotEnabled', standbyAvailabilityZone: '' },
      maintenanceWindow: { customWindow: 'Disabled', dayOfWeek: 0, startHour: 0, startMinute: 0 },
      replicationRole: 'Primary',
      replicaCapacity: 5,
      privateEndpointConnections: [],
    },
    location: 'Sweden Central',
    tags: {},
    id: '/subscriptions/0/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/x',
    name: 'x',
    type: 'Microsoft.DBforPostgreSQL/flexibleServers',
  },
  '2024-08-01, minimal': {
    location: 'swedencentral',
    sku: { name: 'Standard_E4ds_v5', tier: 'MemoryOptimized' },
    properties: {
      version: '17',
      storage: { storageSizeGB: 1024, autoGrow: 'Enabled' },
      highAvailability: { mode: 'SameZone' },
    },
  },
  '2025-08-01, Premium SSD v2 and a cluster of one': {
    location: 'swedencentral',
    sku: { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' },
    properties: {
      version: '18',
      storage: { type: 'PremiumV2_LRS', storageSizeGB: 600, iops: 12000, throughput: 500, autoGrow: 'Disabled' },
      backup: { backupRetentionDays: 35, geoRedundantBackup: 'Disabled' },
      highAvailability: { mode: 'Disabled' },
      cluster: { clusterSize: 1, defaultDatabaseName: 'postgres' },
      network: { publicNetworkAccess: 'Disabled', delegatedSubnetResourceId: '', privateDnsZoneArmResourceId: '' },
    },
  },
};

describe('a definition pasted below server runs unchanged', () => {
  test.each(Object.entries(BODIES))('%s, as JSON', (_, body) => {
    const { scenario, findings } = loadScenario({
      name: 'pasted.json',
      text: JSON.stringify({ server: body }, null, 4),
    });
    expect(findings).toEqual([]);
    expect(scenario?.server.location).toBe('swedencentral');
  });

  test('what is said is what is simulated', () => {
    const load = (name: string) =>
      loadScenario({ name: 'p', text: JSON.stringify({ server: BODIES[name] }) }).scenario!.server;
    expect(load('2021-06-01, template with a private network and nulls')).toMatchObject({
      version: 14,
      haMode: 'ZoneRedundant',
      zone: '1',
      standbyZone: '2',
      storage: { type: 'Premium_LRS', sizeGib: 128, tier: 'P10' },
    });
    expect(load('2023-06-01-preview, answer to a GET')).toMatchObject({
      zone: '3',
      storage: { type: 'Premium_LRS', sizeGib: 32, tier: 'P4', iops: null, throughputMbps: null },
    });
    expect(load('2025-08-01, Premium SSD v2 and a cluster of one').storage).toMatchObject({
      iops: 12000,
      throughputMbps: 500,
    });
  });
});

describe('template expressions', () => {
  const text = [
    'server:',
    '  name: "[parameters(\'serverName\')]"',
    '  location: "[resourceGroup().location]"',
    '  sku: { name: "[parameters(\'skuName\')]", tier: GeneralPurpose }',
    '  properties:',
    '    version: "[parameters(\'version\')]"',
    '    storage: { storageSizeGB: "[parameters(\'size\')]" }',
    '    highAvailability: "[if(true, createObject(), null())]"',
    '',
  ].join('\n');

  test('those that matter are listed, each with what to fill in; those that do not are ignored', () => {
    const { findings } = loadScenario({ name: 't.yaml', text });
    expect(findings.map(({ code, line }) => [code, line])).toEqual([3, 4, 6, 7, 8].map((line) => ['PG1107', line]));
    expect(findings[3]?.note).toContain('--set server.properties.storage.storageSizeGB=VALUE');
  });

  test('--set fills them in', () => {
    const set = [
      'server.location=swedencentral',
      'server.sku.name=Standard_D4ds_v5',
      'server.properties.version=17',
      'server.properties.storage.storageSizeGB=512',
      'server.properties.highAvailability=null',
    ];
    const { scenario, findings } = loadScenario({ name: 't.yaml', text }, { set });
    expect(findings).toEqual([]);
    expect(scenario?.server.storage.sizeGib).toBe(512);
  });
});

test('a password is in no finding and in no result', () => {
  const body = structuredClone(BODIES['2022-12-01, Entra authentication']) as { properties: Record<string, unknown> };
  const fine = loadScenario({ name: 'p', text: JSON.stringify({ server: body }) });
  expect(JSON.stringify([fine.scenario, fine.findings])).not.toContain(PASSWORD);
  body.properties['versoin'] = { [PASSWORD.length]: 1 };
  const wrong = loadScenario({ name: 'p', text: JSON.stringify({ server: body }) });
  expect(wrong.findings).toHaveLength(1);
  expect(JSON.stringify(wrong.findings)).not.toContain(PASSWORD);
});
