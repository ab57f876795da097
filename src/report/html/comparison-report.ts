import type { Comparison, VariantResult } from '../../experiment/comparison.ts';
import { formatDuration } from '../../units/duration.ts';
import { comparisonCharts } from '../charts/registry.ts';
import { answerOf, comparisonTable } from '../compare-words.ts';
import { periodOf } from '../period.ts';
import { shellWord } from '../text-next.ts';
import { capital, grouped, money, percent, plural } from '../words.ts';
import { chartFigures } from './chart-figure.ts';
import { html, type Child } from './markup.ts';
import { pairedMethod } from './method.ts';
import { renderPage, type Section } from './page.ts';
import { table } from './table.ts';
import { statusMark, warningList } from './verdict.ts';

/** The report of a comparison: which scenario is worth its money, how sure, and what else they differ in. */
export async function renderComparisonReport(comparison: Comparison, script: string | null = null): Promise<string> {
  const charts = comparisonCharts(comparison);
  const { variants, inputs, tool, reference, warnings, run } = comparison;
  const { isYear, span } = periodOf(comparison);
  const { columns, rows } = comparisonTable(comparison);
  const names = inputs.scenarios.map(({ scenario }) => scenario.replace(/\.(ya?ml|json)$/i, ''));
  const dominated = new Set(variants.filter(({ dominated_by: by }) => by.length > 0).map(({ name }) => name));
  return renderPage({
    moving: script === null ? null : { charts, script },
    title: `${names.join(', ')}: ${plural(variants.length, 'scenario')} compared`,
    head: html`<h1>${names.join(', ')}: ${plural(variants.length, 'scenario')} compared</h1>
      <p class="muted">
        ${grouped(inputs.replications)} simulated ${isYear ? 'years' : 'histories'} of ${span}, the same for all ·
        reference ${reference} · seed ${inputs.seed} · prices ${inputs.price_set}
      </p>`,
    sections: [
      {
        id: 'findings',
        title: 'Findings',
        content: html`<ul class="findings">
            ${answerOf(comparison).map((sentence) => html`<li>${sentence}</li> `)}
          </ul>
          ${table(
            'Scenarios side by side; those that another one beats in cost and downtime are grey',
            columns.map((name, index) => ({ name: capital(name), numeric: index > 0 && index < columns.length - 1 })),
            rows.map((cells) => ({ cells, ...(dominated.has(cells[0]!) ? { kind: 'out' } : {}) })),
          )}
          ${warningList(warnings)}`,
      },
      { id: 'evidence', title: 'Evidence', content: await chartFigures(charts) },
      { id: 'recovery', title: 'How fast it is back', content: recoveryTable(variants) },
      targetSection(variants),
      { id: 'cost', title: 'What it costs', content: costTable(comparison) },
      pairedMethod(comparison, inputs.scenarios[0]!.scenario),
      reproduce(comparison),
    ],
    foot: html`<p>
      Written by ${tool.name} ${tool.version}${run === undefined ? null : ` on ${run.generated_at.slice(0, 10)}`}.
      Simulated, not promised: an estimate, to be confirmed by tests of your own.
    </p>`,
  });
}

function recoveryTable(variants: readonly VariantResult[]): Child {
  const classes = [
    ...new Set(variants.flatMap(({ recovery }) => recovery.filter(({ events }) => events > 0).map((one) => one.class))),
  ];
  const seconds = (value: number) => formatDuration(Math.round(value * 1000));
  return table(
    'RTO p95 / RPO p95 of the disruptions that clients noticed, and how many in all histories',
    [{ name: 'Class' }, ...variants.map(({ name }) => ({ name, numeric: true }))],
    classes.map((name) => ({
      cells: [
        name,
        ...variants.map(({ recovery }) => {
          const one = recovery.find((entry) => entry.class === name);
          if (one === undefined || one.rto_seconds === null || one.rpo_seconds === null) return 'none noticed';
          return html`${seconds(one.rto_seconds.p95)} / ${seconds(one.rpo_seconds.p95)}<br /><span class="muted"
              >${plural(one.events, 'event')}</span
            >`;
        }),
      ],
    })),
  );
}

function targetSection(variants: readonly VariantResult[]): Section | null {
  const ids = [...new Set(variants.flatMap(({ targets }) => targets.map(({ id }) => id)))];
  if (ids.length === 0) return null;
  return {
    id: 'targets',
    title: 'Which keeps what was promised',
    content: table(
      'Targets by scenario, with the share of windows, events or histories in which each is met',
      [{ name: 'Target' }, { name: 'Goal' }, ...variants.map(({ name }) => ({ name }))],
      ids.map((id) => ({
        cells: [
          id,
          variants.flatMap(({ targets }) => targets).find((target) => target.id === id)!.goal,
          ...variants.map(({ targets }) => {
            const target = targets.find((one) => one.id === id);
            if (target === undefined) return '';
            return html`${statusMark(target.status)}${target.probability === null ? null : html`<br /><span class="muted">${percent(target.probability.share)} of ${target.probability.of}</span>`}`;
          }),
        ],
      })),
    ),
  };
}

function costTable({ variants, currency }: Comparison): Child {
  return table(
    `Bill, outages and what the contract gives back, ${currency} over the horizon`,
    [
      { name: 'Scenario' },
      { name: 'Bill', numeric: true },
      { name: 'Outages', numeric: true },
      { name: 'SLA credit', numeric: true },
      { name: 'Total', numeric: true },
      { name: 'A loss of data in a year', numeric: true },
    ],
    variants.map(({ name, cost, annual_loss_probability: { estimate, interval } }) => ({
      cells: [
        name,
        money(cost.total),
        money(cost.outage_cost),
        money(cost.sla_credit),
        money(cost.tco),
        estimate === null ? `at most ${percent(interval.high)}` : percent(estimate),
      ],
    })),
  );
}

function reproduce({ inputs, variants, reference, tool }: Comparison): Section {
  const files = inputs.scenarios.map(({ scenario }) => shellWord(scenario)).join(' ');
  const flags = [
    ...inputs.set.flatMap((text) => ['--set', text]),
    ...(inputs.horizon === null ? [] : ['--horizon', inputs.horizon]),
    ...(reference === variants[0]!.name ? [] : ['--reference', reference]),
  ];
  const command = `npx pgnines compare ${files} -n ${inputs.replications} --seed ${shellWord(inputs.seed)} ${flags.map(shellWord).join(' ')}`;
  return {
    id: 'reproduce',
    title: 'The same again',
    content: html`<pre tabindex="0" role="region" aria-label="Command"><code>${command.trimEnd()}</code></pre>
      <dl>
        <dt>Version</dt>
        <dd>${tool.name} ${tool.version}</dd>
        <dt>Prices</dt>
        <dd>${inputs.price_set}</dd>
        ${inputs.scenarios.map(
          ({ scenario, sha256 }) =>
            html`<dt>${scenario}</dt>
              <dd>SHA-256 <code>${sha256}</code></dd> `,
        )}
      </dl>
      ${inputs.scenarios.map(
        ({ scenario, text }) =>
          html`<details>
            <summary>The scenario, ${scenario}</summary>
            <pre tabindex="0" role="region" aria-label="The scenario ${scenario}"><code>${text}</code></pre>
          </details> `,
      )}`,
  };
}
