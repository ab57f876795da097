import { readFileSync } from 'node:fs';
import { type CsvRow, parseCsv } from './csv.ts';

/** Runs `make` at the first call and keeps its answer. */
export function lazy<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** The text of a file of the package's `data/`, which lies beside both `src/` and `dist/`. */
export function readData(file: string): string {
  return readFileSync(new URL(`../../data/${file}`, import.meta.url), 'utf8');
}

/** All rows of a CSV file of `data/`, each turned into a record by `build`. */
export function readTable<T>(file: string, build: (row: Row) => T): readonly T[] {
  return parseCsv(readData(file), file).map((row) => build(new Row(row, file)));
}

/** The rows of a CSV file of `data/` by a key: each is turned into a record when it is first asked for. */
export interface KeyedTable<T> {
  readonly find: (key: string) => T | undefined;
  readonly all: () => readonly T[];
}

export function readKeyedTable<T extends object>(
  file: string,
  keyOf: (row: Row) => string,
  build: (row: Row) => T,
): KeyedTable<T> {
  const records = new Map(readTable(file, (row) => [keyOf(row), lazy(() => build(row))] as const));
  return { find: (key) => records.get(key)?.(), all: () => [...records.values()].map((record) => record()) };
}

/** Reads typed cells of one row. An empty cell is unknown, never zero or false. A wrong one throws with file and line. */
export class Row {
  private readonly row: CsvRow;
  private readonly file: string;

  constructor(row: CsvRow, file: string) {
    this.row = row;
    this.file = file;
  }

  text(column: string): string {
    const cell = this.row.cell(column);
    if (cell === undefined) throw this.wrong(column, 'no such column');
    return cell;
  }

  textOrNull(column: string): string | null {
    return this.text(column) || null;
  }

  number(column: string): number {
    const value = this.numberOrNull(column);
    if (value === null) throw this.wrong(column, 'empty');
    return value;
  }

  numberOrNull(column: string): number | null {
    const cell = this.text(column);
    if (cell === '') return null;
    if (!/^-?\d+(\.\d+)?$/.test(cell)) throw this.wrong(column, `not a number: ${cell}`);
    return Number(cell);
  }

  /** A number as decimal text, digit for digit: what exact arithmetic reads. */
  decimal(column: string): string {
    this.number(column);
    return this.text(column);
  }

  flag(column: string): boolean {
    const value = this.flagOrNull(column);
    if (value === null) throw this.wrong(column, 'empty');
    return value;
  }

  flagOrNull(column: string): boolean | null {
    const cell = this.text(column);
    if (cell === '') return null;
    if (cell !== 'true' && cell !== 'false') throw this.wrong(column, `not true or false: ${cell}`);
    return cell === 'true';
  }

  /** An ISO day. */
  date(column: string): string {
    const cell = this.text(column);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(cell)) throw this.wrong(column, `not a date: ${cell}`);
    return cell;
  }

  dateOrNull(column: string): string | null {
    return this.text(column) === '' ? null : this.date(column);
  }

  oneOf<const T extends string>(column: string, allowed: readonly T[]): T {
    const cell = this.text(column);
    const found = allowed.find((candidate) => candidate === cell);
    if (found === undefined) throw this.wrong(column, `${cell} is not one of ${allowed.join(', ')}`);
    return found;
  }

  /** Separated by `separator`; none for an empty cell. */
  list(column: string, separator = ' '): readonly string[] {
    const cell = this.text(column);
    return cell === '' ? [] : cell.split(separator);
  }

  private wrong(column: string, what: string): Error {
    return new Error(`${this.file}:${this.row.line}: ${column}: ${what}`);
  }
}
