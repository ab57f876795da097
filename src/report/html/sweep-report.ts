import type { CellResult, Sweep } from '../../experiment/sweep-result.ts';
import { sweepCharts } from '../charts/registry.ts';
import { periodOf } from '../period.ts';
import { valueText } from '../sweep-csv.ts';
import { sweepAnswer } from '../sweep-text.ts';
import { shellWord } from '../text-next.ts';
import { availability, figure, grouped, money, plural } from '../words.ts';
import { chartFigures } from './chart-figure.ts';
import { html, type Child } from './markup.ts';
import { pairedMethod } from './method.ts';
import { renderPage } from './page.ts';
import { table } from './table.ts';
import { statusMark, warningNote } from './verdict.ts';

/** The report of a grid: the front of cost against downtime, and all settings. */
export async function renderSweepReport(sweep: Sweep, script: string | null = null): Promise<string> {
  const charts = sweepCharts(sweep);
  const { inputs, cells, tool, run, warnings } = sweep;
  const { isYear, span } = periodOf(sweep);
  const flags = [
    ...(inputs.variant === null ? [] : ['--variant', inputs.variant]),
    ...inputs.set.flatMap((text) => ['--set', text]),
    ...inputs.vary.flatMap(({ path, values }) => ['--vary', `${path}=${values.map(valueText).join(',')}`]),
    ...(inputs.horizon === null ? [] : ['--horizon', inputs.horizon]),
    '--seed',
    inputs.seed,
  ];
  return renderPage({
    moving: script === null ? null : { charts, script },
    title: `${inputs.name}: ${plural(cells.length, 'setting')} compared`,
    head: html`<h1>${inputs.name}: ${plural(cells.length, 'setting')} compared</h1>
      <p class="muted">
        ${grouped(inputs.replications)} simulated ${isYear ? 'years' : 'histories'} of ${span} each, the same for all ·
        seed ${inputs.seed} · prices ${inputs.price_set}
      </p>
      ${warningNote(warnings)}`,
    sections: [
      {
        id: 'findings',
        title: 'Findings',
        content: html`<p>${sweepAnswer(sweep)}</p>`,
      },
      { id: 'evidence', title: 'Evidence', content: await chartFigures(charts) },
      { id: 'settings', title: 'All settings', content: cellTable(sweep) },
      pairedMethod(sweep, inputs.scenario),
      {
        id: 'reproduce',
        title: 'The same again',
        content: html`<pre
            class="command"
          ><code>npx pgnines sweep ${shellWord(inputs.scenario)} -n ${inputs.replications} ${flags.map(shellWord).join(' ')}</code></pre>
          <dl>
            <dt>Version</dt>
            <dd>${tool.name} ${tool.version}</dd>
            <dt>Scenario</dt>
            <dd>${inputs.scenario}, SHA-256 <code>${inputs.sha256}</code></dd>
          </dl>
          <details>
            <summary>The scenario, ${inputs.scenario}</summary>
            <pre tabindex="0" role="region" aria-label="The scenario"><code>${inputs.text}</code></pre>
          </details>`,
      },
    ],
    foot: html`<p>
      Written by ${tool.name} ${tool.version}${run === undefined ? null : ` on ${run.generated_at.slice(0, 10)}`}.
      Simulated, not promised: an estimate, to be confirmed by tests of your own.
    </p>`,
  });
}

function cellTable({ inputs, cells, currency }: Sweep): Child {
  const isJudged = cells.some((cell) => cell.status === 'simulated' && cell.verdict !== 'none');
  return table(
    'All settings; those that another one beats, or that cannot be had, are grey',
    [
      { name: 'Cell', numeric: true },
      ...inputs.vary.map(({ path }) => ({ name: path.split('.').at(-1)! })),
      { name: `${currency} a month`, numeric: true },
      { name: 'Minutes down', numeric: true },
      { name: '95 % interval', numeric: true },
      { name: 'Available', numeric: true },
      ...(isJudged ? [{ name: 'Targets' }] : []),
      { name: 'Standing' },
    ],
    cells.map((cell) => ({
      cells: [cell.cell, ...inputs.vary.map(({ path }) => valueText(cell.values[path])), ...figuresOf(cell, isJudged)],
      ...(cell.status === 'simulated' && cell.on_front ? {} : { kind: 'out' }),
    })),
  );
}

function figuresOf(cell: CellResult, isJudged: boolean): Child[] {
  if (cell.status !== 'simulated') {
    const empty = Array<Child>(isJudged ? 5 : 4).fill('');
    return [...empty, cell.status === 'refused' ? `refused: ${cell.problem.message}` : 'not simulated yet'];
  }
  const { metrics, verdict, on_front: onFront, indistinct_from: rival } = cell;
  const downtime = metrics['downtime_minutes']!;
  const { low, high } = downtime.interval;
  const doubt = rival === null ? '' : `; in downtime not told from cell ${rival}`;
  return [
    money(metrics['cost_monthly']!.mean),
    figure(downtime.mean),
    low === null || high === null ? '' : `[${figure(Math.max(0, low))}, ${figure(high)}]`,
    availability(metrics['availability_percent']!.mean),
    ...(isJudged ? [verdict === 'none' ? '' : statusMark(verdict)] : []),
    `${onFront ? 'on the front' : 'beaten'}${doubt}`,
  ];
}
