/** Text in double quotes may hold commas, newlines and doubled quotes (RFC 4180). */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** A data row: its line in the file and its cells by column. */
export interface CsvRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** Reads our own data files. Anything unexpected is a broken package and throws with file and line. */
export function parseCsv(text: string, file: string): CsvRow[] {
  const records = splitRecords(text, file);
  const header = records.shift()?.cells;
  if (header === undefined) throw new Error(`${file}: empty`);
  if (new Set(header).size !== header.length) throw new Error(`${file}: a column occurs twice`);
  return records.map(({ line, cells }) => {
    if (cells.length !== header.length) {
      throw new Error(`${file}:${line}: ${cells.length} cells, the header has ${header.length}`);
    }
    return { line, cells: Object.fromEntries(header.map((column, index) => [column, cells[index]!])) };
  });
}

function splitRecords(text: string, file: string): { line: number; cells: string[] }[] {
  const records: { line: number; cells: string[] }[] = [];
  let line = 1;
  let begins = 1;
  let cells: string[] = [];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length) {
    const match = CELL.exec(text);
    if (match === null) throw new Error(`${file}:${line}: malformed CSV`);
    const [whole, quoted, plain, end] = match;
    cells.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    line += whole.split('\n').length - 1;
    if (end !== ',') {
      records.push({ line: begins, cells });
      begins = line;
      cells = [];
    }
  }
  if (cells.length > 0) throw new Error(`${file}:${line}: ends within a row`);
  return records;
}
