import type { Verification } from '../verification/verify.ts';
import { escapeMarkdown, markdownLine, markdownTable } from './escape.ts';
import { FIGURE_COLUMNS, figureCells, sharpness, verificationSentence } from './verification-words.ts';

/** The verification in GitHub's Markdown: a table for each case. */
export function renderVerificationMarkdown(verification: Verification): string {
  const { cases, tool, seed } = verification;
  return `${[
    markdownLine(verificationSentence(verification)),
    ...cases.flatMap((one) => [
      `### ${one.id} ${escapeMarkdown(one.title)}`,
      markdownLine(`${one.verdict}; source: ${one.source}`),
      markdownTable(
        ['', ...FIGURE_COLUMNS, 'standard error'],
        one.figures.map((figure) => [figure.what, ...figureCells(figure), sharpness(figure)]),
      ),
    ]),
    markdownLine(`seed ${seed}; ${tool.name} ${tool.version}`),
  ].join('\n\n')}\n`;
}
