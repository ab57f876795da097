/** Where a piece of a scenario was written. */
export interface Span {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Characters on that line. */
  readonly length: number;
}

export type Scalar = string | number | boolean | null;

/** What the user wrote, as a tree whose every node knows its place: overrides keep theirs, so findings point at the flag. */
export type TreeNode = ScalarNode | ListNode | MapNode;

interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: Scalar;
  /** As written, without quotes: keeps the digits of a number too large to be exact. */
  readonly text: string;
  readonly span: Span;
}

interface ListNode {
  readonly kind: 'list';
  readonly items: readonly TreeNode[];
  readonly span: Span;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly span: Span;
}

export interface Entry {
  readonly key: Span;
  readonly value: TreeNode;
}

export type Path = readonly (string | number)[];

/** The node at a path, or undefined. */
export function nodeAt(root: TreeNode | undefined, path: Path): TreeNode | undefined {
  let node = root;
  for (const step of path) {
    if (node?.kind === 'map') node = node.entries.get(String(step))?.value;
    else if (node?.kind === 'list') node = node.items[Number(step)];
    else return undefined;
  }
  return node;
}

/** The place to point at for a path: its value, or the nearest ancestor that was written. */
export function spanOf(root: TreeNode, path: Path): Span {
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(root, path.slice(0, length));
    if (node !== undefined) return length === path.length ? node.span : labelSpan(root, path.slice(0, length));
  }
  return root.span;
}

/** The place of the key that a path ends in; of the item, when it ends in a list. */
export function labelSpan(root: TreeNode, path: Path): Span {
  const parent = nodeAt(root, path.slice(0, -1));
  const entry = parent?.kind === 'map' ? parent.entries.get(String(path.at(-1))) : undefined;
  return entry?.key ?? nodeAt(root, path)?.span ?? root.span;
}

/** The tree as plain data. */
export function toData(node: TreeNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toData);
  const data: Record<string, unknown> = {};
  for (const [key, entry] of node.entries) data[key] = toData(entry.value);
  return data;
}

/** Whether there is nothing in it: null, an empty map or an empty list. */
export function isEmpty(node: TreeNode): boolean {
  if (node.kind === 'scalar') return node.value === null;
  return node.kind === 'list' ? node.items.length === 0 : node.entries.size === 0;
}
