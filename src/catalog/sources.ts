import { lazy, readTable } from './data-file.ts';

/** Where a row was read. `date` is the author's own date of a page, or the day a price list was observed. */
export interface Source {
  readonly id: string;
  /** `owner/name` of the repository, `derived` for a rule of ours, else the publisher. */
  readonly repository: string;
  /** Path within the repository, or the rule. */
  readonly path: string;
  readonly date: string;
  readonly note: string;
}

const sources = lazy(
  () =>
    new Map(
      readTable('sources.csv', (row) => ({
        id: row.text('id'),
        repository: row.text('repository'),
        path: row.text('path'),
        date: row.date('date'),
        note: row.text('note'),
      })).map((source) => [source.id, source]),
    ),
);

export function listSources(): readonly Source[] {
  return [...sources().values()];
}

export function findSource(id: string): Source | undefined {
  return sources().get(id);
}

/** Of several sources the one with the newest date: how fresh a row is. */
export function newestSource(ids: readonly string[]): Source | undefined {
  return ids
    .map((id) => findSource(id))
    .reduce(
      (newest, source) => (newest === undefined || (source && source.date > newest.date) ? source : newest),
      undefined,
    );
}
