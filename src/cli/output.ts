import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A folder of reports: names of files, `charts/x.svg` among them, to their content. */
export interface OutputFolder {
  readonly directory: string;
  readonly files: ReadonlyMap<string, Content>;
}

/** All of a file, or its pieces in their order. */
export type Content = string | Uint8Array | Iterable<string>;

export interface OutputFile {
  readonly path: string;
  readonly content: Content;
}

/** Written last: who sees it sees a complete folder. */
const LAST = 'result.json';
const OURS = /^(result\.json|report\.html|(replications|outages|months|cost)\.csv)$/;
const OUR_CHARTS = /\.(svg|vl\.json)$/;

/**
 * Writes everything beside its place first and renames it then, so that a reader never sees half a file, and a failure to
 * write leaves everything as it was. Files of an earlier run that this one does not have are removed; others are left alone.
 */
export function writeOutputs(folders: readonly OutputFolder[], files: readonly OutputFile[]): void {
  const created: string[] = [];
  const staged: Staged[] = [];
  try {
    const inFolders = folders.map(({ directory, files: contents }) => {
      makeDirectory(directory, created);
      return [...contents].map(([name, content]) => stage(join(directory, name), content, created, staged));
    });
    const alone = files.map(({ path, content }) => stage(targetOf(path), content, created, staged));
    for (const [index, folder] of folders.entries()) commit(folder, inFolders[index]!);
    for (const file of alone) if (file !== null) renameSync(file.temporary, file.path);
  } catch (error) {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
    for (const directory of created.toReversed()) removeIfEmpty(directory);
    throw error;
  }
}

interface Staged {
  readonly path: string;
  readonly temporary: string;
}

/** Null for a device or a pipe: it is written to, not replaced. */
function stage(path: string, content: Content, created: string[], staged: Staged[]): Staged | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) throw new Error(`${path} is a directory`);
  if (stats !== undefined && !stats.isFile() && !stats.isSymbolicLink()) {
    write(path, content);
    return null;
  }
  makeDirectory(dirname(path), created);
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  staged.push({ path, temporary });
  write(temporary, content);
  return { path, temporary };
}

/** What is written at once. */
export const piecesOf = (content: Content): Iterable<string | Uint8Array> =>
  typeof content === 'string' || content instanceof Uint8Array ? [content] : content;

function write(path: string, content: Content): void {
  const descriptor = openSync(path, 'w');
  try {
    for (const piece of piecesOf(content)) writeFileSync(descriptor, piece);
  } finally {
    closeSync(descriptor);
  }
}

/** A link stays a link: what it points at is replaced. */
const targetOf = (path: string): string =>
  statSync(path, { throwIfNoEntry: false }) === undefined ? path : realpathSync(path);

function makeDirectory(path: string, created: string[]): void {
  let missing = path;
  const fresh: string[] = [];
  while (lstatSync(missing, { throwIfNoEntry: false }) === undefined && dirname(missing) !== missing) {
    fresh.unshift(missing);
    missing = dirname(missing);
  }
  // One by one: `recursive` never returns where a parent exists but takes no directories, as /proc does.
  for (const directory of fresh) {
    mkdirSync(directory);
    created.push(directory);
  }
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Somebody else has put something there.
  }
}

function commit({ directory, files }: OutputFolder, staged: readonly (Staged | null)[]): void {
  rmSync(join(directory, LAST), { force: true });
  for (const name of ourFiles(directory)) if (!files.has(name)) rmSync(join(directory, name), { force: true });
  if (lstatSync(join(directory, 'charts'), { throwIfNoEntry: false })?.isDirectory() === true) {
    removeIfEmpty(join(directory, 'charts'));
  }
  const moves = staged.filter((file) => file !== null);
  const isLast = (file: Staged) => basename(file.path) === LAST;
  for (const file of [...moves.filter((move) => !isLast(move)), ...moves.filter(isLast)]) {
    renameSync(file.temporary, file.path);
  }
}

/** Files in the folder that an earlier run may have written. */
function ourFiles(directory: string): string[] {
  const list = (folder: string) => readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const charts = join(directory, 'charts');
  const hasCharts = lstatSync(charts, { throwIfNoEntry: false })?.isDirectory() === true;
  return [
    ...list(directory)
      .map((entry) => entry.name)
      .filter((name) => OURS.test(name)),
    ...(hasCharts ? list(charts) : [])
      .map((entry) => entry.name)
      .filter((name) => OUR_CHARTS.test(name))
      .map((name) => `charts/${name}`),
  ];
}
