/** Columns of a text report. */
export const WIDTH = 100;

/** Items one after the other, `gap` between them; further lines begin with `indent`. An item is never broken. */
export function flow(items: readonly string[], first: string, indent: string, gap = '   '): string[] {
  const lines: string[] = [];
  let line = first;
  let fresh = true;
  for (const item of items) {
    if (!fresh && line.length + gap.length + item.length > WIDTH) {
      lines.push(line);
      line = indent;
      fresh = true;
    }
    line += (fresh ? '' : gap) + item;
    fresh = false;
  }
  return [...lines, line];
}

/** A sentence, broken between words; further lines begin with `indent`. */
export function wrap(text: string, first: string, indent = ' '.repeat(first.length)): string[] {
  return flow(text.split(' '), first, indent, ' ');
}

/** A bar for a share of the longest one; at least one character for what is not zero. */
export function bar(share: number, width: number, ascii: boolean): string {
  if (!(share > 0)) return '';
  return (ascii ? '#' : '█').repeat(Math.max(1, Math.round(share * width)));
}

/** Control characters must not reach a terminal, where they could hide or forge lines. */
export function printable(text: string, ascii: boolean): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  const safe = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '?');
  return ascii ? safe.replace(/[^ -~]/g, '?') : safe;
}
