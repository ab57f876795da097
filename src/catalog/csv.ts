/** Text in double quotes may hold commas, newlines and doubled quotes (RFC 4180). */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** A data row: its line in the file and its cells by column. */
export interface CsvRow {
  readonly line: number;
  readonly cell: (column: string) => string | undefined;
}

/** Reads our own data files. Anything unexpected is a broken package and throws with file and line. */
export function parseCsv(text: string, file: string): CsvRow[] {
  const records = splitRecords(text, file);
  const header = records.shift()?.cells;
  if (header === undefined) throw new Error(`${file}: empty`);
  const places = new Map(header.map((column, index) => [column, index]));
  if (places.size !== header.length) throw new Error(`${file}: a column occurs twice`);
  return records.map(({ line, cells }) => {
    if (cells.length !== header.length) {
      throw new Error(`${file}:${line}: ${cells.length} cells, the header has ${header.length}`);
    }
    return { line, cell: (column) => cells[places.get(column) ?? -1] };
  });
}

interface CsvRecord {
  readonly line: number;
  readonly cells: string[];
}

function splitRecords(text: string, file: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let line = 1;
  let quote = text.indexOf('"');
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at);
    if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
    if (end >= 0 && (quote < 0 || quote > end)) {
      records.push({ line, cells: text.slice(at, text[end - 1] === '\r' ? end - 1 : end).split(',') });
      line++;
      at = end + 1;
    } else {
      const begins = line;
      const cells: string[] = [];
      for (CELL.lastIndex = at; ;) {
        const match = CELL.lastIndex < text.length ? CELL.exec(text) : undefined;
        if (match === undefined) throw new Error(`${file}:${line}: ends within a row`);
        if (match === null) throw new Error(`${file}:${line}: malformed CSV`);
        const [whole, quoted, plain, stop] = match;
        cells.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
        line += whole.split('\n').length - 1;
        at += whole.length;
        if (stop !== ',') break;
      }
      records.push({ line: begins, cells });
    }
  }
  return records;
}
