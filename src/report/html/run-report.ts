import type { Result } from '../../experiment/result.ts';
import { runCharts } from '../charts/registry.ts';
import { allFindingsOf } from '../findings.ts';
import { headlineWords } from '../text-headline.ts';
import { capital } from '../words.ts';
import { assumptions } from './assumptions.ts';
import { bill } from './bill.ts';
import { capacity } from './capacity.ts';
import { chartFigures } from './chart-figure.ts';
import { durability } from './durability.ts';
import { historiesLink, shownHistories } from './histories.ts';
import { html } from './markup.ts';
import { method } from './method.ts';
import { renderPage } from './page.ts';
import { reproduce } from './reproduce.ts';
import { runTiles } from './tiles.ts';
import { promises, verdictOf, warningNote } from './verdict.ts';

/** The report of a run: verdict, findings, evidence, money, method, assumptions, how to have it again. One HTML file. */
export async function renderRunReport(result: Result, script: string | null = null): Promise<string> {
  const charts = runCharts(result);
  const histories = shownHistories(result);
  const { inputs, tool } = result;
  const name = inputs.variant === null ? inputs.name : `${inputs.name}, variant ${inputs.variant}`;
  return renderPage({
    moving: script === null ? null : { charts, script },
    title: `${name}: availability, recovery and cost`,
    head: html`<h1>${name}</h1>
      <p class="muted">${headlineWords(result).join(' \u00b7 ')}</p>
      ${verdictOf(result)} ${warningNote(result.warnings)} ${runTiles(result)}`,
    sections: [
      promises(result),
      {
        id: 'findings',
        title: 'Findings',
        content: html`<ul class="findings">
          ${allFindingsOf(result).map((sentence) => html`<li>${capital(sentence)}</li> `)}
        </ul>`,
      },
      {
        id: 'evidence',
        title: 'Evidence',
        content: await chartFigures(charts, histories === null ? {} : { 'outage-timeline': historiesLink(result) }),
      },
      histories,
      durability(result),
      capacity(result),
      bill(result),
      method(result),
      assumptions(result),
      reproduce(result),
    ],
    foot: html`<p>
      Written by ${tool.name}
      ${tool.version}${result.run === undefined ? null : ` on ${result.run.generated_at.slice(0, 10)}`}. Simulated, not
      promised: an estimate, to be confirmed by tests of your own.
    </p>`,
  });
}
