import type { Shape } from './check-shape.ts';
import type { AssumptionValue } from './scenario.ts';
import { nodeAt } from './tree.ts';

/** How a server is protected, as its definition says: for people to read, never a reason to refuse. */
export interface PostureItem {
  readonly topic: 'TLS' | 'access' | 'encryption key' | 'geo-backup key' | 'client certificates';
  readonly state: string;
  /** What would be better; absent when nothing is amiss. */
  readonly advice?: string;
}

/** Of a server that was read. Sources: service documentation on TLS, networking, and data encryption. */
export function readPosture(shape: Shape, assumptions: Readonly<Record<string, AssumptionValue>>): PostureItem[] {
  return [
    transport(shape),
    access(shape),
    ...encryption(shape),
    ...pinning(assumptions['client.pinnedCertificates.probability']),
  ];
}

/** `require_secure_transport`, a parameter of the server that is on unless set off. */
export function secureTransportOff(shape: Shape): boolean {
  const node = nodeAt(shape.tree, ['parameters', 'require_secure_transport']);
  return node?.kind === 'scalar' && /^(?:off|false|0|no)$/i.test(String(node.value));
}

function transport(shape: Shape): PostureItem {
  return secureTransportOff(shape)
    ? { topic: 'TLS', state: 'not required', advice: 'set require_secure_transport: on' }
    : { topic: 'TLS', state: 'required, 1.2 or 1.3' };
}

function access({ data }: Shape): PostureItem {
  const topic = 'access';
  const { delegatedSubnetResourceId, publicNetworkAccess } = data.server?.properties?.network ?? {};
  if (delegatedSubnetResourceId !== undefined) return { topic, state: 'private: a subnet of a virtual network' };
  if (publicNetworkAccess === 'Disabled') return { topic, state: 'private: private endpoints only' };
  return { topic, state: 'public, behind firewall rules', advice: 'publicNetworkAccess: Disabled, or a subnet' };
}

function encryption({ data }: Shape): PostureItem[] {
  const topic = 'encryption key';
  const { dataEncryption, backup } = data.server?.properties ?? {};
  if (dataEncryption?.type !== 'AzureKeyVault') return [{ topic, state: 'of the service' }];
  const uri = dataEncryption.primaryKeyURI;
  const own: PostureItem =
    uri === undefined
      ? { topic, state: 'your own', advice: 'primaryKeyURI would say whether it follows rotation' }
      : isVersioned(uri)
        ? {
            topic,
            state: 'your own, one version of it',
            advice: 'leave the version out, and the server follows new ones',
          }
        : { topic, state: 'your own, new versions are followed' };
  if (backup?.geoRedundantBackup !== 'Enabled') return [own];
  const geo: PostureItem =
    dataEncryption.geoBackupKeyURI === undefined
      ? { topic: 'geo-backup key', state: 'missing', advice: 'geoBackupKeyURI: a key in the paired region' }
      : { topic: 'geo-backup key', state: 'your own, in the paired region' };
  return [own, geo];
}

function pinning(pinned: AssumptionValue | undefined): PostureItem[] {
  if (pinned?.quantity !== 'probability' || pinned.value === 0) return [];
  const state = `${Number((pinned.value * 100).toPrecision(3))} % of the clients pin the server's`;
  return [{ topic: 'client certificates', state, advice: 'trust the root: a rotation locks them out' }];
}

/** `https://VAULT/keys/NAME/VERSION`; without the last part the server follows the key's rotation. */
export const isVersioned = (uri: string | undefined): boolean => /\/keys\/[^/]+\/[^/]+\/?$/.test(uri ?? '');
