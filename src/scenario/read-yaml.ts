import {
  type Alias,
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type ParsedNode,
  type Pair,
  Parser,
  type Scalar as YamlScalar,
} from 'yaml';
import type { Finding } from '../diagnostics/finding.ts';
import * as messages from './messages.ts';
import type { Entry, Scalar, Span, TreeNode } from './tree.ts';

const MAX_CHARACTERS = 1_000_000;
const MAX_TOKENS = 250_000;
const MAX_VALUES = 100_000;
const MAX_DEPTH = 64;
/** Syntax errors tend to cascade; more of them help nobody. */
const MAX_SYNTAX_ERRORS = 20;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const PLAIN_TAG = /^(!|tag:yaml\.org,2002:(map|seq|str|int|float|bool|null))$/;

export interface Reading {
  /** Null when the text could not be read as one tree. Otherwise the readable part of it. */
  readonly tree: TreeNode | null;
  readonly findings: Finding[];
}

/** Where the text stands in a larger one: the value of a flag does not begin in column 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Reads YAML 1.2 (and so JSON) into a tree with positions. Text that is too large, too deep, binary or malicious is answered
 * with a finding, quickly; the limits are checked token by token, before anything is built.
 */
export function readYaml(text: string, place: Place): Reading {
  const locate = locator(text, place);
  const start: Span = { ...place, length: 1 };
  const refused = checkText(text, start, locate) ?? checkTokens(text, start, locate);
  if (refused !== null) return { tree: null, findings: [refused] };

  const documents = compose(text);
  if (documents === 'tooDeep') return { tree: null, findings: [messages.nestedTooDeep(start, MAX_DEPTH)] };
  const [document, second] = documents;
  if (document === undefined) return { tree: null, findings: [] };
  const findings = document.errors.slice(0, MAX_SYNTAX_ERRORS).map((problem) => {
    const [from, to] = problem.pos;
    return messages.syntaxError(locate(from, Math.max(to, from + 1)), problem.message.split('\n')[0]!);
  });
  if (second !== undefined) findings.push(messages.moreDocuments(locate(second.range[0], second.range[0] + 1)));
  if (findings.length > 0 || document.contents === null) return { tree: null, findings };
  return new TreeBuilder(locate).build(document.contents);
}

type Locate = (from: number, to: number) => Span;

/** Turns offsets into lines and columns. */
function locator(text: string, place: Place): Locate {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (from, to) => {
    let low = 0;
    for (let high = starts.length; high - low > 1;) {
      const middle = (low + high) >>> 1;
      if (starts[middle]! <= from) low = middle;
      else high = middle;
    }
    const column = from - starts[low]! + 1;
    const endOfLine = (starts[low + 1] ?? text.length + 1) - 1;
    return {
      file: place.file,
      line: place.line + low,
      column: low === 0 ? place.column + column - 1 : column,
      length: Math.max(1, Math.min(to, endOfLine) - from),
    };
  };
}

function checkText(text: string, start: Span, locate: Locate): Finding | null {
  if (text.length > MAX_CHARACTERS) return messages.fileTooLarge(start, text.length);
  // A file that is not UTF-8 arrives with U+FFFD where its bytes made no sense.
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const strange = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/.exec(text);
  if (strange === null) return null;
  const code = strange[0].codePointAt(0)!;
  const why =
    code === 0xfffd ? 'it is not valid UTF-8' : code === 0 ? 'it holds a NUL byte' : 'it holds control characters';
  return messages.notText(locate(strange.index, strange.index + 1), why);
}

/**
 * The lexer alone is fast and needs no stack. The composer recurses, and a file of brackets would exhaust it, so nesting is
 * counted here: open brackets, and block indicators on one line (`- - -`, `? ?`, `a: b: c:`).
 */
function checkTokens(text: string, start: Span, locate: Locate): Finding | null {
  let tokens = 0;
  let brackets = 0;
  let indicators = 0;
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    // The lexer marks documents (\x02), the end of a broken flow (\x18) and scalars (\x1f) with characters of its own.
    if (token === '\u0002' || token === '\u0018' || token === '\u001f') continue;
    if (++tokens > MAX_TOKENS) return messages.fileTooComplex(start);
    if (token === '{' || token === '[') brackets++;
    else if (token === '}' || token === ']') brackets = Math.max(0, brackets - 1);
    else if (token.includes('\n')) indicators = 0;
    else if (brackets === 0 && (token === '-' || token === '?' || token === ':')) indicators++;
    if (brackets > MAX_DEPTH || indicators > MAX_DEPTH) {
      return messages.nestedTooDeep(locate(offset, offset + 1), MAX_DEPTH);
    }
    offset += token.length;
  }
  return null;
}

/** At most two documents: a second one is an error already. */
function compose(text: string): Document.Parsed[] | 'tooDeep' {
  const options = { uniqueKeys: false, prettyErrors: false, schema: 'core', merge: false, strict: true } as const;
  const limit = Error.stackTraceLimit;
  // Every syntax error is an Error; without their stack traces a hundred thousand of them take no time.
  Error.stackTraceLimit = 0;
  try {
    const tokens = [...new Parser().parse(text)];
    if (depthOf(tokens) > MAX_DEPTH) return 'tooDeep';
    const documents: Document.Parsed[] = [];
    for (const document of new Composer<ParsedNode, true>(options).compose(tokens, true, text.length)) {
      documents.push(document);
      if (documents.length === 2) break;
    }
    return documents;
  } finally {
    Error.stackTraceLimit = limit;
  }
}

type Token = ReturnType<Parser['parse']> extends Generator<infer T> ? T : never;

function depthOf(tokens: readonly Token[]): number {
  let deepest = 0;
  const pending: { token: object; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { token, depth } = next;
    deepest = Math.max(deepest, depth);
    if ('value' in token && typeof token.value === 'object' && token.value !== null) {
      pending.push({ token: token.value, depth });
    }
    if ('items' in token && Array.isArray(token.items)) {
      for (const item of token.items as { key?: object | null; value?: object }[]) {
        if (item.key) pending.push({ token: item.key, depth: depth + 1 });
        if (item.value) pending.push({ token: item.value, depth: depth + 1 });
      }
    }
  }
  return deepest;
}

class TreeBuilder {
  readonly #locate: Locate;
  readonly #findings: Finding[] = [];
  /** Anchors whose node is finished; an alias inside its own anchor finds nothing. */
  readonly #anchors = new Map<string, Node>();
  #values = 0;
  #exploded = false;

  constructor(locate: Locate) {
    this.#locate = locate;
  }

  build(root: Node): Reading {
    const tree = this.#node(root, 0);
    return { tree: this.#exploded ? null : tree, findings: this.#findings };
  }

  #node(node: Node, depth: number): TreeNode | null {
    if (this.#exploded) return null;
    const span = this.#span(node);
    if (++this.#values > MAX_VALUES || depth > MAX_DEPTH) {
      this.#exploded = true;
      const problem = depth > MAX_DEPTH ? messages.nestedTooDeep(span, MAX_DEPTH) : messages.aliasBomb(span);
      this.#findings.push(problem);
      return null;
    }
    if (isAlias(node)) return this.#alias(node, span, depth);
    if (node.tag !== undefined && !PLAIN_TAG.test(node.tag)) {
      this.#findings.push(messages.forbiddenTag(span, node.tag.replace('tag:yaml.org,2002:', '!!')));
      return null;
    }
    const result = this.#plain(node, span, depth);
    if ('anchor' in node && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    return result;
  }

  #plain(node: Node, span: Span, depth: number): TreeNode | null {
    if (isScalar(node)) return this.#scalar(node, span);
    if (isSeq<Node>(node)) {
      const items = node.items.flatMap((item) => this.#node(item, depth + 1) ?? []);
      return { kind: 'list', items, span };
    }
    if (isMap<Node, Node | null>(node)) return this.#map(node.items, span, depth);
    return null;
  }

  #alias(node: Alias, span: Span, depth: number): TreeNode | null {
    const target = this.#anchors.get(node.source);
    if (target === undefined) {
      this.#findings.push(messages.unknownAlias(span, node.source));
      return null;
    }
    const copy = this.#node(target, depth);
    return copy === null ? null : { ...copy, span };
  }

  #scalar(node: YamlScalar, span: Span): TreeNode | null {
    const { value } = node;
    const text = node.source ?? String(value);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.#findings.push(messages.notFinite(span, text));
      return null;
    }
    return { kind: 'scalar', value: value as Scalar, text, span };
  }

  #map(pairs: readonly Pair<Node, Node | null>[], span: Span, depth: number): TreeNode {
    const entries = new Map<string, Entry>();
    for (const { key, value } of pairs) {
      const keySpan = this.#span(key);
      if (!isScalar(key)) {
        this.#findings.push(messages.keyNotText(keySpan));
        continue;
      }
      const name = key.source ?? String(key.value);
      const earlier = entries.get(name);
      if (earlier !== undefined) this.#findings.push(messages.duplicateKey(keySpan, name, earlier.key.line));
      else if (FORBIDDEN_KEYS.has(name)) this.#findings.push(messages.forbiddenKey(keySpan, name));
      else if (name === '<<') this.#findings.push(messages.mergeKey(keySpan));
      else {
        const child = value === null ? nothing(keySpan) : this.#node(value, depth + 1);
        if (child !== null) entries.set(name, { key: keySpan, value: child });
      }
    }
    return { kind: 'map', entries, span };
  }

  #span(node: Node): Span {
    const [from, to] = node.range ?? [0, 1];
    return this.#locate(from, to);
  }
}

const nothing = (span: Span): TreeNode => ({ kind: 'scalar', value: null, text: '', span });
