import type { Comparison } from '../experiment/comparison.ts';
import { answerOf, comparisonTable } from './compare-words.ts';
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
    markdownLine(
      `${histories}, the same for all; seed ${inputs.seed}; prices ${inputs.price_set}; 95 % intervals; ${tool.name} ${tool.version}`,
    ),
    ...(warnings.length === 0
      ? []
      : ['', ...warnings.map(({ code, message }) => `- ${code} ${escapeMarkdown(message)}`)]),
  ].join('\n')}\n`;
}
