import { describe, expect, test } from 'vitest';
import { type CsvRow, parseCsv } from '../../src/catalog/csv.ts';

const cellsOf = (row: CsvRow) => ({ a: row.cell('a'), b: row.cell('b') });
const cells = (text: string) => parseCsv(text, 'f.csv').map(cellsOf);

describe('the CSV reader', () => {
  test('reads rows by column, and empty cells as empty text', () => {
    expect(cells('a,b\n1,\n,2\n')).toEqual([
      { a: '1', b: '' },
      { a: '', b: '2' },
    ]);
  });

  test('a quoted cell may hold commas, quotes and newlines, and lines are still counted', () => {
    const rows = parseCsv('a,b\n"x, ""y""\nz",1\n2,3', 'f.csv');
    expect(rows.map(cellsOf)).toEqual([
      { a: 'x, "y"\nz', b: '1' },
      { a: '2', b: '3' },
    ]);
    expect(rows[0]!.cell('c')).toBeUndefined();
    expect(rows.map((row) => row.line)).toEqual([2, 4]);
  });

  test('reads Windows line ends', () => {
    expect(cells('a,b\r\n1,2\r\n')).toEqual([{ a: '1', b: '2' }]);
  });

  test.each([
    ['', 'f.csv: empty'],
    ['a,a\n1,2', 'f.csv: a column occurs twice'],
    ['a,b\n1,2\n3', 'f.csv:3: 1 cells, the header has 2'],
    ['a,b\n1,"2', 'f.csv:2: malformed CSV'],
    ['a,b\n1,2"', 'f.csv:2: malformed CSV'],
    ['a,b\n1,', 'f.csv:2: ends within a row'],
  ])('%j is refused with its place', (text, message) => {
    expect(() => parseCsv(text, 'f.csv')).toThrow(message);
  });
});
