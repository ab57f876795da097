import * as messages from './messages.ts';
import { secureTransportOff } from './posture.ts';
import type { Shape } from './check-shape.ts';
import type { ServerDraft, ServerInput } from './server.ts';
import { spanOf } from './tree.ts';
import type { Report } from './values.ts';

/**
 * What the service refuses of networks, and what of keys and TLS it would be a pity to find out later. Sources: service documentation,
 * limits (2025-11-13), private networking (2024-06-27), overview (2025-10-30), limits of elastic clusters (2025-11-18), data encryption
 * (2026-06-02), TLS (2025-12-19).
 */
export function checkNetwork(
  { body, span, label }: ServerInput,
  { sku, geoRedundant }: ServerDraft,
  report: Report,
): void {
  const { network, cluster, dataEncryption } = body.properties ?? {};
  if (network?.delegatedSubnetResourceId !== undefined) {
    const subnet = label('properties', 'network', 'delegatedSubnetResourceId');
    if (network.publicNetworkAccess === 'Enabled') {
      report(messages.publicInSubnet(span('properties', 'network', 'publicNetworkAccess')));
    }
    if (sku !== null && sku.series.endsWith('v6')) report(messages.seriesWithoutSubnet(subnet, sku.name));
    if (cluster?.clusterSize !== undefined && cluster.clusterSize > 1) report(messages.clusterInSubnet(subnet));
  } else if (network?.privateDnsZoneArmResourceId !== undefined) {
    report(messages.dnsZoneWithoutSubnet(label('properties', 'network', 'privateDnsZoneArmResourceId')));
  }
  const noGeoKey = dataEncryption?.type === 'AzureKeyVault' && dataEncryption.geoBackupKeyURI === undefined;
  if (noGeoKey && geoRedundant === true) report(messages.geoKeyMissing(label('properties', 'dataEncryption')));
}

/** `parameters` stands beside the server, so this is looked at with the whole file. */
export function checkTransport(shape: Shape, report: Report): void {
  if (secureTransportOff(shape)) {
    report(messages.transportNotSecure(spanOf(shape.tree, ['parameters', 'require_secure_transport'])));
  }
}
