import { join } from 'node:path';
import { type OutTargets, stemOf } from './out-targets.ts';

/**
 * The words that let an interrupted run go on where it stopped, with the same outputs. Null when it has left no result to go on from.
 * @param file the scenario, when it is one of several and has a folder of its own
 */
export function goOnWords(
  { directory, files }: OutTargets<string>,
  file: string | null,
  replications: number,
): readonly string[] | null {
  const folder = directory === null || file === null ? directory : join(directory, stemOf(file));
  const stored =
    folder === null
      ? files.find(({ format, path }) => format === 'json' && path !== '-')?.path
      : join(folder, 'result.json');
  if (stored === undefined) return null;
  const outputs = [...(folder === null ? [] : [folder]), ...files.map(({ format, path }) => `${format}=${path}`)];
  return ['--extend', stored, '-n', String(replications), ...outputs.flatMap((output) => ['--out', output])];
}
