import type { Finding } from '../diagnostics/finding.ts';
import * as messages from './messages.ts';
import { NOT_YET_KEYS } from './schema.ts';
import { type Entry, isEmpty, type MapNode, type TreeNode } from './tree.ts';

/** The keys of `server` that are read, and so must hold values and not template expressions. */
const READ_KEYS = [
  'location',
  'sku',
  'type',
  'properties.version',
  'properties.availabilityZone',
  'properties.storage',
  'properties.backup',
  'properties.highAvailability',
  'properties.maintenanceWindow',
  'properties.createMode',
  'properties.replicationRole',
  'properties.replica.role',
  'properties.cluster.clusterSize',
  'properties.dataEncryption.type',
].map((key) => `server.${key}`);
const NOT_YET = new Set<string>(NOT_YET_KEYS);

export interface Cleaned {
  readonly tree: MapNode;
  readonly findings: Finding[];
  /** Dotted paths whose value was refused here: neither absent nor known. */
  readonly broken: Set<string>;
}

/**
 * Takes out what the schema must not see: null (not set, which templates and overrides may say), `x-` keys outside `server`,
 * empty texts inside it (what Azure answers for "not set"), keys of parts that are not built, and template expressions.
 */
export function clean(root: MapNode): Cleaned {
  const findings: Finding[] = [];
  const broken = new Set<string>();

  const refuse = (path: string, finding: Finding): null => {
    findings.push(finding);
    broken.add(path);
    return null;
  };

  const cleanEntry = (path: string, name: string, { key, value }: Entry): TreeNode | null => {
    const inServer = path.startsWith('server.');
    if (value.kind === 'scalar' && value.value === null) return null;
    if (!inServer && name.startsWith('x-')) return null;
    if (inServer && value.kind === 'scalar' && value.value === '') return null;
    if (NOT_YET.has(path)) return isEmpty(value) ? null : refuse(path, messages.notYet(key, path));
    if (inServer && value.kind === 'scalar' && isTemplate(value.value) && isRead(path)) {
      return refuse(path, messages.templateExpression(value.span, shorten(path), String(value.value), path));
    }
    return cleanNode(path, value);
  };

  const cleanNode = (path: string, node: TreeNode): TreeNode => {
    if (node.kind === 'scalar') return node;
    if (node.kind === 'list') {
      return { ...node, items: node.items.map((item, index) => cleanNode(`${path}.${index}`, item)) };
    }
    const entries = new Map<string, Entry>();
    for (const [name, entry] of node.entries) {
      const value = cleanEntry(path === '' ? name : `${path}.${name}`, name, entry);
      if (value !== null) entries.set(name, { ...entry, value });
    }
    return { ...node, entries };
  };

  return { tree: cleanNode('', root) as MapNode, findings, broken };
}

/** `[parameters('x')]`, but not the escaped `[[text]`. */
const isTemplate = (value: unknown) => typeof value === 'string' && /^\[[^[][\s\S]*\]$/.test(value.trim());

const isRead = (path: string) =>
  READ_KEYS.some((key) => path === key || path.startsWith(`${key}.`) || key.startsWith(`${path}.`));

/** A path as a person would name it: without the levels that only ARM needs, lists by number. */
export function shorten(path: string): string {
  return path.replace(/^server\.(properties\.)?(?=.)/, '').replace(/\.(\d+)(?=\.|$)/g, '[$1]');
}
