import { join } from 'node:path';
import type { Chart } from '../report/charts/chart.ts';
import type { OutTargets } from './out-targets.ts';
import { type Content, type OutputFile, piecesOf, writeOutputs } from './output.ts';
import { printBytes, printError } from './terminal.ts';

/** What a format makes of a result: a file, or a folder of them by name. */
export type Rendered = Content | ReadonlyMap<string, Content>;

/** How a kind of result is written in each of its formats. What is heavy is loaded when it is asked for. */
export type Renderers<F extends string, R> = Readonly<
  Record<F, (result: R, targets: OutTargets<string>) => Rendered | Promise<Rendered>>
>;

const isFolder = (rendered: Rendered): rendered is ReadonlyMap<string, Content> => rendered instanceof Map;

/** The files that `--out FORMAT=PATH` asks for; not what goes to standard output. */
export async function renderFiles<F extends string, R>(
  targets: OutTargets<F>,
  renderers: Renderers<F, R>,
  result: R,
): Promise<OutputFile[]> {
  const rendered: OutputFile[] = [];
  for (const { format, path } of targets.files) {
    if (path === '-') continue;
    // oxlint-disable-next-line no-await-in-loop -- charts are drawn one after the other anyway
    const content = await renderers[format](result, targets);
    if (isFolder(content)) for (const [name, file] of content) rendered.push({ path: join(path, name), content: file });
    else rendered.push({ path, content });
  }
  return rendered;
}

/** Prints what `--out FORMAT=-` asks for; false when nothing does. */
export async function printFormat<F extends string, R>(
  targets: OutTargets<F>,
  renderers: Renderers<F, R>,
  result: R,
): Promise<boolean> {
  const target = targets.files.find(({ path }) => path === '-');
  if (target === undefined) return false;
  const content = await renderers[target.format](result, targets);
  // Folders cannot be asked for there.
  if (!isFolder(content)) for (const piece of piecesOf(content)) printBytes(piece);
  return true;
}

/** Charts as files, in the formats that all results have in common. */
export async function svgFolder(charts: readonly Chart[]): Promise<Rendered> {
  const { svgFiles } = await import('../report/render/chart-files.ts');
  return svgFiles(charts);
}

/** Where the font of PNG files lies. */
export const FONTS = new URL('../../data/fonts/', import.meta.url);

export async function pngFolder(charts: readonly Chart[]): Promise<Rendered> {
  const { pngFiles } = await import('../report/render/chart-files.ts');
  return pngFiles(charts, FONTS);
}

/** `charts/` of an output folder: drawings and specifications. */
export async function chartFolder(charts: readonly Chart[]): Promise<[name: string, content: Content][]> {
  const { specFiles, svgFiles } = await import('../report/render/chart-files.ts');
  return [...(await svgFiles(charts)), ...specFiles(charts)].map(([name, content]) => [`charts/${name}`, content]);
}

/** What `--out DIR` gets of a result, by name. */
export type Folder<R> = (
  result: R,
  targets: OutTargets<string>,
) => Promise<readonly (readonly [name: string, content: Content])[]>;

/** Writes all that `--out` asks for; what else is in DIR is left alone. */
export async function writeTargets<F extends string, R>(
  targets: OutTargets<F>,
  { renderers, folder }: { readonly renderers: Renderers<F, R>; readonly folder: Folder<R> },
  result: R,
  quiet: boolean,
): Promise<void> {
  const { directory, files } = targets;
  const inDirectory = directory === null ? [] : await folder(result, targets);
  writeOutputs(
    [],
    [
      ...inDirectory.map(([name, content]) => ({ path: join(directory!, name), content })),
      ...(await renderFiles(targets, renderers, result)),
    ],
  );
  if (!quiet) printError(writtenNote({ directory, files }));
}

/** A line for each place that was written to. */
export function writtenNote({ directory, files }: Pick<OutTargets<string>, 'directory' | 'files'>): string {
  const paths = [directory, ...files.map(({ path }) => (path === '-' ? null : path))];
  return paths.flatMap((path) => (path === null ? [] : [`wrote ${path}\n`])).join('');
}

/** What a page of --interactive runs; null without the flag. */
export async function pageScript({ interactive }: OutTargets<string>): Promise<string | null> {
  if (!interactive) return null;
  const { readFile } = await import('node:fs/promises');
  return readFile(new URL('../../dist/report/interactive.js', import.meta.url), 'utf8');
}
