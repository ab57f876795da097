import type { Comparison } from '../experiment/comparison.ts';
import { answerOf, comparisonTable } from './compare-words.ts';
import { shortageTable } from './capacity-words.ts';
import { LOSS_COLUMNS, lossCells } from './durability-words.ts';
import { escapeMarkdown, markdownLine, markdownTable } from './escape.ts';
import { periodOf } from './period.ts';
import { grouped } from './words.ts';

/** A table to paste into a pull request: GitHub's Markdown. What comes from a file is text, never markup. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const { inputs, warnings, tool } = comparison;
  const { span, isYear } = periodOf(comparison);
  const { columns: head, rows } = comparisonTable(comparison);
  const histories = `${grouped(inputs.replications)} simulated ${isYear ? 'years' : 'histories'} of ${span}`;
  return `${[
    ...answerOf(comparison).map(markdownLine),
    '',
    markdownTable(head, rows),
    '',
    ...shortages(comparison),
    ...durabilityTable(comparison),
    markdownLine(
      `${histories}, the same for all; seed ${inputs.seed}; prices ${inputs.price_set}; 95 % intervals; ${tool.name} ${tool.version}`,
    ),
    ...(warnings.length === 0
      ? []
      : ['', ...warnings.map(({ code, message }) => `- ${code} ${escapeMarkdown(message)}`)]),
  ].join('\n')}\n`;
}

/** Hours a year in which the server is short of something. */
function shortages(comparison: Comparison): string[] {
  const table = shortageTable(comparison);
  return table === null ? [] : [markdownTable(['short of, a year', ...table.columns], table.rows), ''];
}

/** Committed work lost for good, a year, by what destroys it. */
function durabilityTable({ variants }: Comparison): string[] {
  const rows = variants.flatMap(({ name, rare }) => {
    const cells = lossCells(rare);
    return cells === null ? [] : [[name, ...cells]];
  });
  return rows.length === 0 ? [] : [markdownTable(['lost for good, a year', ...LOSS_COLUMNS], rows), ''];
}
