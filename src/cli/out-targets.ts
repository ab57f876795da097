import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FlagReader } from './flag-reader.ts';
import * as messages from './messages.ts';

export const FILE_FORMATS = ['json', 'csv'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** Formats of the plan that are not built yet. */
const LATER = new Set(['html', 'md', 'svg', 'png', 'junit']);

export interface OutTargets {
  readonly directory: string | null;
  /** `-` is standard output. */
  readonly files: readonly { readonly format: FileFormat; readonly path: string }[];
}

/** Reads `--out`: one DIR, any number of FORMAT=PATH. What can be told to fail is told before anything is simulated. */
export function readOutTargets(flags: FlagReader, scenarioFiles: readonly string[]): OutTargets {
  let directory: string | null = null;
  const files: { format: FileFormat; path: string }[] = [];
  const values = flags.texts('out');
  if (values.length > 0) flags.sources.push({ name: '--out', text: values.join('\n') });
  for (const [index, value] of values.entries()) {
    const match = /^([a-z]+)=(.*)$/i.exec(value);
    const refuse = (finding: Parameters<FlagReader['report']>[0]) => flags.report({ ...finding, line: index + 1 });
    if (match === null) {
      if (value === '-') refuse(messages.directoryToStdout(value));
      else if (directory !== null) refuse(messages.twoDirectories(value));
      else if (kindOf(value) === 'other') refuse(messages.notADirectory(value, value));
      directory ??= value;
      for (const stem of repeatedStems(scenarioFiles)) refuse(messages.sameStem(value, stem));
      continue;
    }
    const [, word, path] = match as unknown as [string, string, string];
    const format = FILE_FORMATS.find((candidate) => candidate === word);
    if (format === undefined) {
      refuse(
        LATER.has(word)
          ? messages.formatNotBuilt(value, word, FILE_FORMATS)
          : messages.unknownFormat(value, word, FILE_FORMATS),
      );
    } else if (path === '') refuse(messages.emptyPath(value));
    else if (path !== '-' && kindOf(path) === 'directory') refuse(messages.isADirectory(value, path));
    else if (scenarioFiles.length > 1) refuse(messages.oneFileForSeveral(value));
    else if (files.some((file) => samePath(file.path, path))) {
      refuse(path === '-' ? messages.twoOnStdout(value) : messages.sameOutput(value, path));
    } else files.push({ format, path });
  }
  return { directory, files };
}

function kindOf(path: string): 'none' | 'directory' | 'other' {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 'none';
  return stats.isDirectory() ? 'directory' : 'other';
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
