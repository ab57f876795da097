import { WIDTH } from './layout.ts';

const GAP = 2;
const INDENT = '  ';
const SHORTEST = 8;

/**
 * Lines of a table whose first column is names, on the left, and whose others are figures, on the right. A name that leaves no
 * room for its figures gets a line of its own.
 * @param rows the heading first
 */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0]!.length;
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const figures = widths.slice(1).reduce((sum, width) => sum + GAP + width, 0);
  const room = Math.max(SHORTEST, WIDTH - INDENT.length - figures);
  const first = Math.min(widths[0]!, room);
  return rows.flatMap(([name, ...cells]) => {
    const rest = cells.map((cell, index) => ' '.repeat(GAP) + cell.padStart(widths[index + 1]!)).join('');
    return name!.length <= first
      ? [`${INDENT}${name!.padEnd(first)}${rest}`]
      : [`${INDENT}${name!}`, `${INDENT}${' '.repeat(first)}${rest}`];
  });
}
