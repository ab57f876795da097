import type { Sensitivity } from '../experiment/sensitivity.ts';
import { markdownLine, markdownTable } from './escape.ts';
import { periodOf } from './period.ts';
import { sensitivityAnswer, sensitivityTable } from './sensitivity-words.ts';
import { grouped } from './words.ts';

/** What decides, to paste into a pull request, in GitHub's Markdown. */
export function renderSensitivityMarkdown(sensitivity: Sensitivity): string {
  const { inputs, tool, metric } = sensitivity;
  const { isYear, span } = periodOf(sensitivity);
  const { columns, rows } = sensitivityTable(sensitivity);
  const histories = `${grouped(inputs.replications)} simulated ${isYear ? 'years' : 'histories'} of ${span} for each end, the same for all`;
  return `${[
    ...sensitivityAnswer(sensitivity).map(markdownLine),
    '',
    markdownTable(columns, rows),
    '',
    markdownLine(`${metric}: ${histories}; seed ${inputs.seed}; 95 % intervals; ${tool.name} ${tool.version}`),
  ].join('\n')}\n`;
}
