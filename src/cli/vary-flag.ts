import type { Finding } from '../diagnostics/finding.ts';
import { readYaml } from '../scenario/read-yaml.ts';
import { toData, type TreeNode } from '../scenario/tree.ts';
import type { FlagReader } from './flag-reader.ts';
import * as messages from './messages.ts';

/** One `--vary PATH=v1,v2`. */
export interface Vary {
  /** From 1: which of the flags it is. */
  readonly line: number;
  readonly path: string;
  readonly values: readonly VaryValue[];
}

export interface VaryValue {
  readonly data: unknown;
  /** As `--set` takes it. */
  readonly text: string;
  /** Where it stands in the flag's value; from 1. */
  readonly column: number;
  readonly length: number;
}

/** The source name of findings about `--vary`: line n is the n-th flag. */
export const VARY_SOURCE = '--vary';

/** Reads the values of `--vary`, items of a YAML flow list, or whole numbers as `FROM..TO` and `FROM..TO:STEP`. */
export function readVary(flags: FlagReader, most: number): Vary[] {
  const texts = flags.texts('vary').map((text) => text.replace(/[\r\n]+/g, ' '));
  if (texts.length === 0) flags.report(messages.nothingVaried());
  else flags.sources.push({ name: VARY_SOURCE, text: texts.join('\n') });
  const varied = texts.flatMap((text, index) => {
    const { vary, findings } = parseVary(text, index + 1, most);
    for (const finding of findings) flags.report(finding);
    return vary === null ? [] : [vary];
  });
  for (const [index, { path, line }] of varied.entries()) {
    if (varied.findIndex((other) => other.path === path) < index) {
      flags.report(messages.variedTwice({ file: VARY_SOURCE, line, length: path.length }, path));
    }
  }
  return varied;
}

interface Parsed {
  readonly vary: Vary | null;
  readonly findings: readonly Finding[];
}

function parseVary(text: string, line: number, most: number): Parsed {
  const refuse = (why: string, column = 1, length = text.length): Parsed => ({
    vary: null,
    findings: [messages.notVaried({ file: VARY_SOURCE, line, column, length }, why)],
  });
  const equals = text.indexOf('=');
  if (equals < 1) return refuse(`"${text}" is not PATH=v1,v2`);
  // The bracket stands where the = was, so that columns stay what they are.
  const { tree, findings } = readYaml(`[${text.slice(equals + 1)}]`, { file: VARY_SOURCE, line, column: equals + 1 });
  if (findings.length > 0 || tree?.kind !== 'list') return { vary: null, findings };
  const values: VaryValue[] = [];
  for (const item of tree.items) {
    const { column, length } = item.span;
    if (item.kind === 'scalar' && count(item.text, '(') !== count(item.text, ')')) {
      return refuse('a value that has a comma must stand in quotes', column, length);
    }
    const range = item.kind === 'scalar' ? RANGE.exec(item.text) : null;
    if (range === null) values.push(valueOf(item, text));
    else {
      const [from, to, step] = [range[1], range[2], range[3] ?? '1'].map(Number) as [number, number, number];
      if (step === 0 || to < from) return refuse(`${range[0]} has no numbers`, column, length);
      if ((to - from) / step >= most) return refuse(`${range[0]} has more than ${most} numbers`, column, length);
      for (let value = from; value <= to; value += step) {
        values.push({ data: value, text: String(value), column, length });
      }
    }
  }
  if (values.length === 0) return refuse('there are no values', equals + 1, 1);
  const seen = new Set<string>();
  for (const { data, text: written, column, length } of values) {
    const key = JSON.stringify(data);
    if (seen.has(key)) return refuse(`${written} is given twice`, column, length);
    seen.add(key);
  }
  return { vary: { line, path: text.slice(0, equals).trim(), values }, findings: [] };
}

const RANGE = /^(-?\d{1,9})\.\.(-?\d{1,9})(?::(\d{1,9}))?$/;

const count = (text: string, character: string): number => text.split(character).length - 1;

/** The value as it was written, unless it means something else outside the list: an anchor or a tag may be cut off. */
function valueOf(item: TreeNode, text: string): VaryValue {
  const { column, length } = item.span;
  const data = toData(item);
  const written = text.slice(column - 1, column - 1 + length);
  const { tree } = readYaml(written, { file: VARY_SOURCE, line: 1, column: 1 });
  const json = JSON.stringify(data);
  const isSame = tree !== null && JSON.stringify(toData(tree)) === json;
  return { data, text: isSame ? written : json, column, length };
}
