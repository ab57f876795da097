import { lazy, readKeyedTable } from './data-file.ts';

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

const sources = lazy(() =>
  readKeyedTable(
    'sources.csv',
    (row) => row.text('id'),
    (row): Source => ({
      id: row.text('id'),
      repository: row.text('repository'),
      path: row.text('path'),
      date: row.date('date'),
      note: row.text('note'),
    }),
  ),
);

export function listSources(): readonly Source[] {
  return sources().all();
}

export function findSource(id: string): Source | undefined {
  return sources().find(id);
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
