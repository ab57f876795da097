import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Finding } from '../diagnostics/finding.ts';
import type { FlagReader } from './flag-reader.ts';
import * as messages from './messages.ts';
import { reasonOf } from './read-source.ts';

/** Formats of which PATH is a folder, a file for each chart, where there may be several. */
const FOLDER_FORMATS: readonly string[] = ['svg', 'png'];

export interface OutTargets<F extends string> {
  readonly directory: string | null;
  /** `-` is standard output. Of charts, the path is a folder. */
  readonly files: readonly { readonly format: F; readonly path: string }[];
  /** Whether pages may run a script of their own: `--interactive`. */
  readonly interactive: boolean;
}

/**
 * Reads `--out`: one DIR, any number of FORMAT=PATH. What can be told to fail is told before anything is simulated.
 * @param scenarioFiles those that get a folder, or a file, each
 * @param folderFormats formats of which PATH is a folder
 */
export function readOutTargets<F extends string>(
  flags: FlagReader,
  scenarioFiles: readonly string[],
  formats: readonly F[],
  folderFormats: readonly string[] = FOLDER_FORMATS,
): OutTargets<F> {
  const single = formats.filter((format) => !folderFormats.includes(format));
  let directory: string | null = null;
  const files: { format: F; path: string }[] = [];
  const values = flags.texts('out');
  if (values.length > 0) flags.sources.push({ name: '--out', text: values.join('\n') });
  for (const [index, value] of values.entries()) {
    const match = /^([a-z]+)=(.*)$/i.exec(value);
    const refuse = (finding: Finding) => flags.report({ ...finding, line: index + 1 });
    if (match === null) {
      if (value === '-') refuse(messages.directoryToStdout(value, single));
      else if (directory !== null) refuse(messages.twoDirectories(value));
      else if (kindOf(value) === 'other') refuse(messages.notADirectory(value, value));
      else refuseObstacle(value, value, refuse);
      directory ??= value;
      for (const stem of repeatedStems(scenarioFiles)) refuse(messages.sameStem(value, stem));
      continue;
    }
    const [, word, path] = match as unknown as [string, string, string];
    const format = formats.find((candidate) => candidate === word);
    if (format === undefined) {
      refuse(messages.unknownFormat(value, word, formats));
    } else if (path === '') refuse(messages.emptyPath(value));
    else if (folderFormats.includes(word)) {
      if (path === '-') refuse(messages.directoryToStdout(value, single));
      else if (kindOf(path) === 'other') refuse(messages.notADirectory(value, path));
      else if (scenarioFiles.length > 1) refuse(messages.oneFileForSeveral(value));
      else if (refuseObstacle(value, path, refuse)) files.push({ format, path });
    } else if (path !== '-' && kindOf(path) === 'directory') refuse(messages.isADirectory(value, path));
    else if (scenarioFiles.length > 1) refuse(messages.oneFileForSeveral(value));
    else if (files.some((file) => samePath(file.path, path))) {
      refuse(path === '-' ? messages.twoOnStdout(value) : messages.sameOutput(value, path));
    } else if (path === '-' || refuseObstacle(value, path, refuse)) files.push({ format, path });
  }
  return { directory, files, interactive: flags.flag('interactive') };
}

function kindOf(path: string): 'none' | 'directory' | 'other' {
  try {
    return statSync(path).isDirectory() ? 'directory' : 'other';
  } catch {
    return 'none';
  }
}

/** Whether the path can be written, as far as can be told. */
function refuseObstacle(value: string, path: string, refuse: (finding: Finding) => void): boolean {
  const why = obstacle(path);
  if (why !== null) refuse(messages.notWritable(value, path, why));
  return why === null;
}

/** Why nothing can be written at a path that does not exist yet: its nearest existing parent forbids it. */
function obstacle(path: string): string | null {
  let parent = resolve(path);
  while (kindOf(parent) === 'none' && dirname(parent) !== parent) parent = dirname(parent);
  if (kindOf(parent) === 'other') return resolve(path) === parent ? null : `${parent} is not a directory`;
  try {
    accessSync(parent, constants.W_OK);
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

const samePath = (a: string, b: string) => a === b || (a !== '-' && b !== '-' && resolve(a) === resolve(b));

/** Folder of a scenario among several: the file's name without its ending. */
export function stemOf(file: string): string {
  const stem = file
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.(ya?ml|json)$/i, '');
  return /^[.-]*$/.test(stem) ? 'scenario' : stem;
}

/** Stems that name one folder, on file systems that ignore letter case too. */
function repeatedStems(files: readonly string[]): string[] {
  if (files.length < 2) return [];
  const stems = files.map((file) => stemOf(file).toLowerCase());
  return [...new Set(stems.filter((stem, index) => stems.indexOf(stem) !== index))];
}
