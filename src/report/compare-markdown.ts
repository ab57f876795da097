import type { Comparison } from '../experiment/comparison.ts';
import { answerOf, comparisonTable } from './compare-words.ts';
import { escapeMarkdown } from './escape.ts';
import { periodOf } from './period.ts';
import { grouped } from './words.ts';

/** A table to paste into a pull request: GitHub's Markdown. What comes from a file is text, never markup. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const { inputs, warnings, tool } = comparison;
  const { span, isYear } = periodOf(comparison);
  const { columns: head, rows } = comparisonTable(comparison);
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const histories = `${grouped(inputs.replications)} simulated ${isYear ? 'years' : 'histories'} of ${span}`;
  return `${[
    ...answerOf(comparison).map(markdownLine),
    '',
    line(head),
    `|---|${head
      .slice(1)
      .map(() => '---:|')
      .join('')}`,
    ...rows.map(line),
    '',
    markdownLine(
      `${histories}, the same for all; seed ${inputs.seed}; prices ${inputs.price_set}; 95 % intervals; ${tool.name} ${tool.version}`,
    ),
    ...(warnings.length === 0
      ? []
      : ['', ...warnings.map(({ code, message }) => `- ${code} ${escapeMarkdown(message)}`)]),
  ].join('\n')}\n`;
}

/** A line of its own: what would begin a list or a heading is text, too. */
const markdownLine = (text: string): string =>
  escapeMarkdown(text).replace(/^\s*(\d*)([-+=.])/, (_, digits: string, mark: string) => `${digits}\\${mark}`);
