import type { Finding } from '../diagnostics/finding.ts';
import * as messages from './messages.ts';
import { readYaml } from './read-yaml.ts';
import { type Entry, type MapNode, nodeAt, type Span, type TreeNode } from './tree.ts';

/** One replacement: the value of `node` at the dotted path, both pointing at where they were written. */
export interface Override {
  readonly path: readonly string[];
  readonly key: Span;
  readonly node: TreeNode;
}

/** The source name under which findings about `--set` flags appear: line n is the n-th flag. */
export const SET_SOURCE = '--set';

const OVERRIDE_PREFIX = ['assumptions', 'override'];
const MAX_LIST_INDEX = 1000;
const FORBIDDEN = /^(__proto__|constructor|prototype)$/;

/** Reads one `PATH=VALUE`; the value parses as YAML. */
export function parseSet(text: string, line: number): { readonly overrides: Override[]; readonly findings: Finding[] } {
  const whole: Span = { file: SET_SOURCE, line, column: 1, length: Math.max(1, text.length) };
  const equals = text.indexOf('=');
  if (equals < 1)
    return { overrides: [], findings: [messages.badOverride(whole, `${messages.quote(text)} is not PATH=VALUE`)] };
  const key: Span = { ...whole, length: equals };
  const path = text.slice(0, equals).trim().split('.');
  const refused = checkPath(path, key);
  if (refused !== null) return { overrides: [], findings: [refused] };
  const valueText = text.slice(equals + 1);
  const { tree, findings } = readYaml(valueText, { file: SET_SOURCE, line, column: equals + 2 });
  const span: Span = { ...whole, column: equals + 2, length: Math.max(1, valueText.length) };
  const node: TreeNode = tree ?? { kind: 'scalar', value: null, text: '', span };
  return { overrides: findings.length > 0 ? [] : [{ path, key, node }], findings };
}

/** The entries of a variant: `{dotted.path: value}`, nested maps or both. */
export function variantOverrides(variant: MapNode): { readonly overrides: Override[]; readonly findings: Finding[] } {
  const overrides: Override[] = [];
  const findings: Finding[] = [];
  for (const [name, entry] of variant.entries) {
    if (name.startsWith('x-')) continue;
    const path = name.split('.');
    const refused = checkPath(path, entry.key);
    if (refused !== null) findings.push(refused);
    else overrides.push({ path, key: entry.key, node: entry.value });
  }
  return { overrides, findings };
}

function checkPath(path: readonly string[], span: Span): Finding | null {
  if (path.some((step) => step === '')) return messages.badOverride(span, 'the path has an empty step');
  const forbidden = path.find((step) => FORBIDDEN.test(step));
  return forbidden === undefined ? null : messages.forbiddenKey(span, forbidden);
}

/**
 * Applies overrides in order. Maps merge key by key; lists, single values and distributions replace. Steps that do not exist are
 * created; the schema then says whether they may. Null removes.
 */
export function applyOverrides(
  root: TreeNode,
  overrides: readonly Override[],
): { readonly tree: TreeNode; readonly findings: Finding[] } {
  let tree = root;
  const findings: Finding[] = [];
  for (const override of overrides.flatMap(splitAssumptions)) {
    const { path, key } = override;
    const assumption = OVERRIDE_PREFIX.every((step, index) => path[index] === step);
    const result = assumption ? setAssumption(tree, override) : setAt(tree, path, override.node, key);
    if (result.kind === 'refused') findings.push(messages.badOverride(key, result.why));
    else tree = result;
  }
  return { tree, findings };
}

/** `assumptions: {override: ...}` becomes one override per key, so that every way to write it ends at the same names. */
function splitAssumptions(override: Override): Override[] {
  const { path, node } = override;
  if (path.length !== 1 || path[0] !== OVERRIDE_PREFIX[0] || node.kind !== 'map') return [override];
  return [...node.entries].map(([name, entry]) => ({
    path: [...path, ...name.split('.')],
    key: entry.key,
    node: entry.value,
  }));
}

type Refusal = { readonly kind: 'refused'; readonly why: string };

function setAt(node: TreeNode | undefined, path: readonly string[], value: TreeNode, key: Span): TreeNode | Refusal {
  if (path.length === 0) return node === undefined ? value : merge(node, value);
  if (node?.kind === 'list') return setInList(node.items, node.span, path, value, key);
  if (node?.kind === 'scalar' && node.value !== null) {
    return { kind: 'refused', why: `the path runs on below ${path[0]}, where a single value stands` };
  }
  const entries = new Map<string, Entry>(node?.kind === 'map' ? node.entries : []);
  const taken = longestKey(entries, path);
  const step = path.slice(0, taken).join('.');
  const entry = entries.get(step);
  const child = setAt(entry?.value, path.slice(taken), value, key);
  if (child.kind === 'refused') return child;
  entries.set(step, { key: taken === path.length || entry === undefined ? key : entry.key, value: child });
  return { kind: 'map', entries, span: node?.span ?? key };
}

function setInList(
  items: readonly TreeNode[],
  span: Span,
  path: readonly string[],
  value: TreeNode,
  key: Span,
): TreeNode | Refusal {
  const [step, ...rest] = path;
  const index = /^\d{1,6}$/.test(step!) ? Number(step) : -1;
  if (index < 0 || index > items.length || index > MAX_LIST_INDEX) {
    return { kind: 'refused', why: `${step} is not an item of the list; it has the items 0 to ${items.length - 1}` };
  }
  const child = setAt(items[index], rest, value, key);
  if (child.kind === 'refused') return child;
  const changed = [...items];
  changed[index] = child;
  return { kind: 'list', items: changed, span };
}

/** How many steps name one existing key: keys may contain dots (`pgbouncer.enabled`). One when none does. */
function longestKey(entries: ReadonlyMap<string, Entry>, path: readonly string[]): number {
  for (let length = path.length; length > 1; length--) if (entries.has(path.slice(0, length).join('.'))) return length;
  return 1;
}

function merge(old: TreeNode, fresh: TreeNode): TreeNode {
  if (old.kind !== 'map' || fresh.kind !== 'map' || isValue(fresh)) return fresh;
  const entries = new Map(old.entries);
  for (const [name, entry] of fresh.entries) {
    const before = entries.get(name);
    entries.set(name, before === undefined ? entry : { key: entry.key, value: merge(before.value, entry.value) });
  }
  return { ...fresh, entries };
}

/** A map that is one value, not a group of keys: a distribution, or a value with its source. */
function isValue(node: MapNode): boolean {
  return node.entries.has('dist') || node.entries.has('value');
}

/** One entry below `assumptions.override` (or a shorthand), under its dotted name. */
export interface NamedEntry {
  readonly name: string;
  readonly key: Span;
  readonly node: TreeNode;
}

/** The leaves of nested maps and dotted names alike. */
export function flatten(node: TreeNode, key: Span, prefix: string): NamedEntry[] {
  if (node.kind !== 'map' || isValue(node)) return [{ name: prefix, key, node }];
  return [...node.entries].flatMap(([name, entry]) =>
    name.startsWith('x-') ? [] : flatten(entry.value, entry.key, prefix === '' ? name : `${prefix}.${name}`),
  );
}

/** Below `assumptions.override` all spellings of a name are one: the override replaces it whatever its spelling. */
function setAssumption(root: TreeNode, { path, key, node }: Override): TreeNode | Refusal {
  const fresh = flatten(node, key, path.slice(OVERRIDE_PREFIX.length).join('.'));
  const existing = nodeAt(root, OVERRIDE_PREFIX);
  const kept =
    existing?.kind === 'map' ? withoutNames(existing, '', new Set(fresh.map((entry) => entry.name))) : undefined;
  const entries = new Map(kept?.entries);
  for (const entry of fresh) if (entry.name !== '') entries.set(entry.name, { key: entry.key, value: entry.node });
  const emptied = setAt(root, OVERRIDE_PREFIX, { kind: 'scalar', value: null, text: '', span: key }, key);
  if (emptied.kind === 'refused') return emptied;
  return setAt(emptied, OVERRIDE_PREFIX, { kind: 'map', entries, span: existing?.span ?? key }, key);
}

function withoutNames(map: MapNode, prefix: string, names: ReadonlySet<string>): MapNode {
  const entries = new Map<string, Entry>();
  for (const [step, entry] of map.entries) {
    const name = prefix === '' ? step : `${prefix}.${step}`;
    if (names.has(name)) continue;
    const { value } = entry;
    entries.set(step, value.kind === 'map' ? { ...entry, value: withoutNames(value, name, names) } : entry);
  }
  return { ...map, entries };
}
