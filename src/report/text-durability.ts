import type { Result } from '../experiment/result.ts';
import { briefly, durabilitySentence, PATH_WORDS, pathsOf, rareWords, reasonsOf } from './durability-words.ts';
import { wrap } from './layout.ts';

const LABEL_WIDTH = 30;
const CELL_WIDTHS = [12, 29, 29] as const;

const row = (label: string, ...cells: readonly [happens: string, lost: string, nothing: string]): string =>
  label.padEnd(LABEL_WIDTH) + cells.map((cell, index) => cell.padEnd(CELL_WIDTHS[index]!)).join('');

/** What destroys committed data, how often, and what survives it; nothing for results without it. */
export function durabilitySection({ durability: { rare } }: Result): string[] {
  if (rare === undefined) return [];
  const paths = pathsOf(rare).filter(({ begins }) => begins.impossible === null);
  const lines = paths.map(({ path, begins, work_lost: lost, nothing_restorable: nothing }) =>
    row(`    ${PATH_WORDS[path]}`, briefly(begins), rareWords(lost), rareWords(nothing)),
  );
  return [
    ...(lines.length === 0
      ? ['  DURABILITY']
      : [row('  DURABILITY a year', 'happens', 'work lost', 'nothing restorable')]),
    ...lines,
    ...(lines.length < 2 ? [] : [row('    in all', '', rareWords(rare.work_lost), rareWords(rare.nothing_restorable))]),
    ...wrap(durabilitySentence(rare), '    ', '    '),
    ...reasonsOf(paths).flatMap((reason) => wrap(reason, '      ', '        ')),
  ];
}
