import { type Finding, type Source, sortFindings } from './finding.ts';
import { maskSecrets } from './secrets.ts';

export interface FormatOptions {
  /** ANSI colours. */
  readonly colour?: boolean;
  /** Only ASCII: other characters of the source show as `?`. */
  readonly ascii?: boolean;
  /** At most so many findings are printed; 50 when not given. */
  readonly limit?: number;
}

const LIMIT = 50;
const INDENT = '      ';
const EXCERPT_WIDTH = 120;

/**
 * The findings for people: `FILE:LINE:COLUMN severity CODE message`, the line with carets, what is allowed, a guess, where to
 * read more. Sorted by position; ends with a newline unless there is nothing to say.
 */
export function formatFindings(
  findings: readonly Finding[],
  sources: readonly Source[],
  options: FormatOptions = {},
): string {
  const sorted = sortFindings(findings, sources);
  const limit = options.limit ?? LIMIT;
  const lines = new Map(sources.map((source) => [source.name, maskSecrets(source.text).split(/\r?\n/)]));
  const blocks = sorted.slice(0, limit).map((finding) => formatOne(finding, lines.get(finding.file), options));
  if (sorted.length > limit) blocks.push(`and ${sorted.length - limit} more\n`);
  return blocks.join('\n');
}

function formatOne(finding: Finding, lines: readonly string[] | undefined, options: FormatOptions): string {
  const paint = (text: string, code: string) => (options.colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const tint = finding.severity === 'error' ? '31' : '33';
  const clean = (text: string) => printable(text, options.ascii ?? false);
  const variant = finding.variant === undefined ? '' : `variant ${clean(finding.variant)}: `;
  const place = `${clean(finding.file)}:${finding.line}:${finding.column}`;
  const out = [`${place}  ${paint(`${finding.severity} ${finding.code}`, tint)}  ${variant}${clean(finding.message)}`];

  const line = lines?.[finding.line - 1];
  if (line !== undefined && line.trim() !== '') {
    const excerpt = cut(clean(line), finding.column - 1, finding.length ?? 1, options.ascii ? '...' : '…');
    const number = String(finding.line).padStart(5);
    out.push(`${number} | ${excerpt.text}`);
    out.push(`${INDENT}| ${' '.repeat(excerpt.offset)}${paint('^'.repeat(excerpt.length), tint)}`);
  }
  const hints: string[] = [];
  if (finding.allowed !== undefined && finding.allowed.length > 0) hints.push(`allowed: ${listOf(finding.allowed)}.`);
  if (finding.guess !== undefined) hints.push(`Did you mean ${finding.guess}?`);
  if (hints.length > 0) out.push(INDENT + clean(hints.join('   ')));
  for (const note of finding.note?.split('\n') ?? []) out.push(INDENT + clean(note));
  if (finding.url !== undefined) out.push(`${INDENT}${clean(finding.url)} (pgnines explain ${finding.code})`);
  return `${out.join('\n')}\n`;
}

function listOf(allowed: readonly string[]): string {
  const shown = allowed.slice(0, 40).join(', ');
  return allowed.length > 40 ? `${shown} and ${allowed.length - 40} more` : shown;
}

// eslint-disable-next-line no-control-regex -- they are what is looked for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Control characters must not reach a terminal; a tab counts one column, so that carets stay below their text. */
function printable(text: string, ascii: boolean): string {
  const safe = text.replace(/\t/g, ' ').replace(UNPRINTABLE, '?');
  return ascii ? safe.replace(/[^ -~]/g, '?') : safe;
}

/** The part of a long line around the carets. */
function cut(line: string, offset: number, length: number, ellipsis: string) {
  const from = offset > EXCERPT_WIDTH - 20 ? offset - 40 : 0;
  const head = from > 0 ? ellipsis : '';
  const tail = line.length > from + EXCERPT_WIDTH ? ellipsis : '';
  const text = line.slice(from, from + EXCERPT_WIDTH);
  const start = Math.min(offset - from, text.length);
  return {
    text: head + text + tail,
    offset: head.length + start,
    length: Math.max(1, Math.min(length, text.length - start)),
  };
}
