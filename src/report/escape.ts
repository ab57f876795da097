import { printable } from './layout.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for XML, HTML and SVG, in content and in quoted attributes; control characters, which XML does not know, are left out. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (mark) => ENTITIES[mark]!).replace(/(?![\t\n\r])\p{Cc}/gu, '');

/** Invisible, and no letter: what stands on its two sides is not taken for a mention, an issue, an address or an emoji. */
const JOINER = '\u2060';

/** Text that Markdown shows as it is, in a cell of a table too. */
export function escapeMarkdown(text: string): string {
  return printable(text, false)
    .replace(/([@#])(?=\w)/g, `$1${JOINER}`)
    .replace(/:(?=\/\/|[\w+-]+:)/g, `:${JOINER}`)
    .replace(/\bwww\./gi, (start) => `${start.slice(0, 3)}${JOINER}.`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_{}[\]()#!|~>$^]/g, '\\$&');
}

/** A line of its own: what would begin a list or a heading is text, too. */
export const markdownLine = (text: string): string =>
  escapeMarkdown(text).replace(/^\s*(\d*)([-+=.])/, (_, digits: string, mark: string) => `${digits}\\${mark}`);

/** A table whose first column is names and whose others are figures. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const marks = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return [line(head), `|${marks.join('|')}|`, ...rows.map(line)].join('\n');
}

/** Text as it is, also where it holds a fence. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${printable(text, false)}\n${fence}`;
}
