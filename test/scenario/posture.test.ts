import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/diagnostics/finding.ts';
import type { Shape } from '../../src/scenario/check-shape.ts';
import { checkTransport } from '../../src/scenario/network-checks.ts';
import { readYaml } from '../../src/scenario/read-yaml.ts';
import { loadScenario } from '../../src/scenario/load.ts';

const load = (properties: string, { more = '', sku = 'Standard_D4ds_v5', location = 'swedencentral' } = {}) =>
  loadScenario({
    name: 'x.yaml',
    text: `server:\n  location: ${location}\n  sku: { name: ${sku} }\n  properties: ${properties}\n${more}`,
  });
const codes = (...given: Parameters<typeof load>) =>
  load(...given).findings.map((one) => `${one.code} ${one.severity}`);
const posture = (...given: Parameters<typeof load>) =>
  Object.fromEntries(load(...given).posture.map(({ topic, state }) => [topic, state]));
const subnet = (more: string) => `{ network: { delegatedSubnetResourceId: subnet${more} } }`;

describe('posture', () => {
  test.each([
    ['{}', 'public, behind firewall rules'],
    ['{ network: { publicNetworkAccess: Enabled } }', 'public, behind firewall rules'],
    ['{ network: { publicNetworkAccess: Disabled } }', 'private: private endpoints only'],
    [subnet(''), 'private: a subnet of a virtual network'],
    [subnet(', publicNetworkAccess: Disabled'), 'private: a subnet of a virtual network'],
  ])('access of %s: %s', (properties, state) => {
    expect(posture(properties)['access']).toBe(state);
  });

  test.each([
    ['{}', 'of the service'],
    ['{ dataEncryption: { type: AzureKeyVault } }', 'your own'],
    [
      '{ dataEncryption: { type: AzureKeyVault, primaryKeyURI: https://v/keys/k } }',
      'your own, new versions are followed',
    ],
    ['{ dataEncryption: { type: AzureKeyVault, primaryKeyURI: https://v/keys/k/1 } }', 'your own, one version of it'],
  ])('key of %s: %s', (properties, state) => {
    expect(posture(properties)['encryption key']).toBe(state);
  });

  test('a geo-redundant backup under an own key needs a key of its own: a warning while it is missing', () => {
    const body = (geo: string) =>
      `{ backup: { geoRedundantBackup: Enabled }, dataEncryption: { type: AzureKeyVault${geo} } }`;
    expect(codes(body(''))).toEqual(['PG2045 warning']);
    expect(posture(body(''))['geo-backup key']).toBe('missing');
    expect(codes(body(', geoBackupKeyURI: https://w/keys/k'))).toEqual([]);
    expect(posture(body(', geoBackupKeyURI: https://w/keys/k'))['geo-backup key']).toBe(
      'your own, in the paired region',
    );
    expect(posture('{ dataEncryption: { type: AzureKeyVault } }')['geo-backup key']).toBeUndefined();
  });

  test('clients that pin certificates are named with their share', () => {
    const more = 'workload: { client: { pinnedCertificates: 0.3 } }\n';
    expect(posture('{}', { more })['client certificates']).toBe("30 % of the clients pin the server's");
    expect(posture('{}')['client certificates']).toBeUndefined();
  });

  test('a file with an error has none', () => {
    expect(load('{ version: 9 }').posture).toEqual([]);
  });
});

describe('networks that the service refuses', () => {
  test('public access in a subnet', () => {
    expect(codes(subnet(', publicNetworkAccess: Enabled'))).toEqual(['PG2041 error']);
  });

  test('a v6 size in a subnet; with private endpoints it may be', () => {
    const sku = { sku: 'Standard_D4ds_v6', location: 'australiaeast' };
    expect(codes(subnet(''), sku)).toEqual(['PG2042 error']);
    expect(codes('{ network: { publicNetworkAccess: Disabled } }', sku)).toEqual([]);
  });

  test('an elastic cluster in a subnet', () => {
    const cluster = '{ cluster: { clusterSize: 4 }, network: { delegatedSubnetResourceId: subnet } }';
    expect(codes(cluster)).toContain('PG2043 error');
  });

  test('a private DNS zone without a subnet warns', () => {
    expect(codes('{ network: { privateDnsZoneArmResourceId: zone } }')).toEqual(['PG2047 warning']);
  });
});

describe('TLS', () => {
  const found = (text: string) => {
    const { tree } = readYaml(text, { file: 'x.yaml', line: 1, column: 1 });
    const findings: Finding[] = [];
    checkTransport({ tree: tree! } as Shape, (finding) => findings.push(finding));
    return findings;
  };

  test.each(['off', 'OFF', 'false', '0'])('not required by %s: a warning at the parameter', (value) => {
    expect(found(`parameters:\n  require_secure_transport: ${value}\n`)).toMatchObject([
      { code: 'PG2044', severity: 'warning', line: 2 },
    ]);
  });

  test.each(['parameters: { require_secure_transport: on }', 'server: {}'])('required by %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('regions', () => {
  const zoneRedundant = '{ highAvailability: { mode: ZoneRedundant } }';
  const override = (text: string) => ({ more: `assumptions: { override: { ${text} } }\n` });

  test('closed to new zone-redundant servers: those of the geography that take them, or none', () => {
    const note = (location: string) =>
      load(zoneRedundant, { location, sku: 'Standard_D4ds_v4' }).findings.find(({ code }) => code === 'PG2006')!.note;
    // Of the United States: centralus is open, westus3 too; the others are closed or have no zones.
    expect(note('eastus')).toContain('a region of the same geography that takes them: centralus, westus3.');
    expect(note('westeurope')).toContain('another region (none of the same geography takes them).');
  });

  test('a region that was given zones later warns of older servers', () => {
    expect(codes(zoneRedundant, { location: 'koreacentral' })).toEqual(['PG2046 warning']);
    expect(codes('{ highAvailability: { mode: SameZone } }', { location: 'koreacentral' })).toEqual([]);
    expect(codes(zoneRedundant, { location: 'eastasia' })).toEqual(['PG2006 warning', 'PG2046 warning']);
  });

  test('no geo-redundant backup: regions of the geography that have it', () => {
    const { findings } = load('{ backup: { geoRedundantBackup: Enabled } }', { location: 'westus3' });
    expect(findings[0]).toMatchObject({ code: 'PG2015', severity: 'error' });
    expect(findings[0]!.note).toContain('centralus, eastus');
  });

  test('C-18: where sources differ on same-zone standbys, the switch decides, and only warns', () => {
    const sameZone = '{ highAvailability: { mode: SameZone } }';
    expect(codes(sameZone)).toEqual([]);
    expect(codes(sameZone, override('region.sameZone.offered: withoutZones'))).toEqual(['PG2048 warning']);
    const without = { ...override('region: { sameZone.offered: withoutZones }'), location: 'ukwest' };
    expect(codes(sameZone, without)).toEqual([]);
  });

  test("C-21: South India and Japan West follow the service's table, or Azure's list of zones by the switch", () => {
    const azure = override('region.zones.list: azure');
    expect(codes(zoneRedundant, { location: 'southindia' })).toEqual([]);
    expect(codes(zoneRedundant, { location: 'southindia', ...azure })).toEqual(['PG2005 error']);
    expect(codes(zoneRedundant, { location: 'japanwest' })).toEqual(['PG2005 error']);
    expect(codes(zoneRedundant, { location: 'japanwest', ...azure })).toEqual([]);
  });
});
