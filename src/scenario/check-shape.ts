import { z } from 'zod';
import type { Finding } from '../diagnostics/finding.ts';
import { type Cleaned, shorten } from './clean.ts';
import { exampleAt } from './examples.ts';
import * as messages from './messages.ts';
import { NOT_YET_VALUES, type ScenarioFile, scenarioSchema } from './schema.ts';
import { labelSpan, nodeAt, type Path, spanOf, toData, type TreeNode } from './tree.ts';

type DeepPartial<T> = T extends readonly (infer Item)[]
  ? readonly DeepPartial<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: DeepPartial<T[Key]> | undefined }
    : T;

/** What parsed of a scenario file: everything with a wrong shape is left out, and remembered as broken. */
export interface Shape {
  readonly data: DeepPartial<ScenarioFile>;
  readonly tree: TreeNode;
  /** Whether the value there, or one above it, was refused: then it is unknown rather than absent. */
  readonly isBroken: (path: string) => boolean;
  readonly findings: Finding[];
}

/** Checks the shape of a scenario against the schema; the rest of the loader works on what is sound. */
export function checkShape(cleaned: Cleaned): Shape {
  const { tree } = cleaned;
  const findings = [...cleaned.findings];
  const broken = new Set(cleaned.broken);
  const data = toData(tree) as Record<string, unknown>;
  // Compiled checks would take longer to compile than a few scenarios to check.
  const result = scenarioSchema.safeParse(data, { jitless: true });
  for (const issue of (result.error?.issues ?? []).flatMap(meantIssues)) {
    const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
    const key = path.join('.');
    if (issue.code === 'unrecognized_keys') {
      if (isNotYetItem(tree, path)) continue;
      for (const name of issue.keys) findings.push(unknownKeyFinding(tree, path, name));
    } else {
      if (!cleaned.broken.has(key)) findings.push(issueFinding(tree, path, issue));
      broken.add(key);
    }
  }
  for (const path of broken) removeAt(data, path.split('.'));
  return { data, tree, findings, isBroken: (path) => prefixes(path).some((prefix) => broken.has(prefix)) };
}

type Issue = z.core.$ZodIssue;

/** Of a value that may have several forms: what is wrong with the one that was meant, when only one is of its type. */
function meantIssues(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const ofType = issue.errors.filter(
    (form) => !form.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  );
  const [meant] = ofType;
  if (ofType.length !== 1 || meant!.some(({ code, path }) => code === 'invalid_value' && path.length === 0)) {
    return [issue];
  }
  return meant!.flatMap((one) => meantIssues({ ...one, path: [...issue.path, ...one.path] }));
}

function issueFinding(tree: TreeNode, path: Path, issue: Issue): Finding {
  const where = shorten(path.join('.'));
  const node = nodeAt(tree, path);
  if (node === undefined) {
    const parent = path.slice(0, -1);
    const owner = shorten(parent.join('.'));
    return messages.missingKey(labelSpan(tree, parent), owner, String(path.at(-1)), exampleAt(path));
  }
  const span = spanOf(tree, path);
  const value = toData(node);
  switch (issue.code) {
    case 'invalid_value':
      return enumFinding(tree, path, value, issue.values);
    case 'invalid_union': {
      const inner = issue.errors.flat();
      const values = inner.flatMap((one) => (one.code === 'invalid_value' ? one.values : []));
      if (values.length > 0) return enumFinding(tree, path, value, values);
      const expected = inner.flatMap((one) => (one.code === 'invalid_type' ? expectedName(one.expected) : []));
      return messages.wrongType(span, where, [...new Set(expected)].join(' or '), value, exampleAt(path));
    }
    case 'invalid_type':
      return messages.wrongType(span, where, expectedName(issue.expected), value, exampleAt(path));
    case 'too_small':
      return messages.outOfRange(
        span,
        where,
        value,
        `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${counted(issue.origin)}`,
      );
    case 'too_big':
      return messages.outOfRange(span, where, value, `at most ${issue.maximum}${counted(issue.origin)}`);
    default:
      return messages.wrongType(span, where, issue.message, value);
  }
}

function enumFinding(tree: TreeNode, path: Path, value: unknown, values: readonly unknown[]): Finding {
  const span = spanOf(tree, path);
  const pattern = path.filter((step) => typeof step === 'string').join('.');
  if (NOT_YET_VALUES[pattern]?.includes(String(value))) return messages.notYet(span, `${pattern} ${String(value)}`);
  const allowed = [...new Set(values.map(String))];
  return messages.unknownValue(span, shorten(path.join('.')), value, String(path.at(-1)), allowed);
}

/** The keys of an operation that is not built are not worth a word each. */
function isNotYetItem(tree: TreeNode, path: Path): boolean {
  const list = path.filter((step) => typeof step === 'string').join('.');
  return Object.entries(NOT_YET_VALUES).some(([pattern, values]) => {
    const key = pattern.slice(list.length + 1);
    if (pattern !== `${list}.${key}` || key.includes('.')) return false;
    const node = nodeAt(tree, [...path, key]);
    return node?.kind === 'scalar' && values.includes(String(node.value));
  });
}

function unknownKeyFinding(tree: TreeNode, path: Path, name: string): Finding {
  return messages.unknownKey(labelSpan(tree, [...path, name]), shorten(path.join('.')), name, knownKeys(path));
}

/** The keys the schema knows at a path. */
function knownKeys(path: Path): string[] {
  let schema: unknown = scenarioSchema;
  for (const step of [...path, null]) {
    while (schema instanceof z.ZodOptional) schema = schema.unwrap();
    if (step === null) break;
    if (schema instanceof z.ZodObject) schema = schema.shape[String(step)];
    else if (schema instanceof z.ZodArray) schema = schema.element;
    else if (schema instanceof z.ZodRecord) schema = schema.valueType;
    else return [];
    if (schema instanceof z.ZodUnion) schema = schema.options.find((option) => option instanceof z.ZodObject);
  }
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
};
const expectedName = (expected: string) => EXPECTED[expected] ?? expected;
const counted = (origin: string) => (origin === 'string' ? ' characters' : origin === 'array' ? ' items' : '');

function prefixes(path: string): string[] {
  const steps = path.split('.');
  return steps.map((_, index) => steps.slice(0, index + 1).join('.'));
}

/** Keys of an assumption may hold dots, but the schema never refuses below them. */
function removeAt(data: Record<string, unknown>, path: readonly string[]): void {
  let node: unknown = data;
  for (const step of path.slice(0, -1)) node = (node as Record<string, unknown> | null | undefined)?.[step];
  const last = path.at(-1)!;
  if (Array.isArray(node)) node[Number(last)] = {};
  else if (typeof node === 'object' && node !== null) delete (node as Record<string, unknown>)[last];
}
