import type { Comparison, VariantResult } from '../../experiment/comparison.ts';
import { formatDuration } from '../../units/duration.ts';
import { comparisonCharts } from '../charts/registry.ts';
import { answerOf, comparisonTable, estimate } from '../compare-words.ts';
import { shortageTable } from '../capacity-words.ts';
import { LOSS_COLUMNS, lossCells } from '../durability-words.ts';
import { periodOf } from '../period.ts';
import { shellWord } from '../text-next.ts';
import { availability, capital, figure, grouped, list, money, percent, plural } from '../words.ts';
import { chartFigures } from './chart-figure.ts';
import { html, type Child } from './markup.ts';
import { pairedMethod } from './method.ts';
import { renderPage, type Section } from './page.ts';
import { table } from './table.ts';
import { type Tile, tileList } from './tiles.ts';
import { statusMark, warningNote } from './verdict.ts';

/** The report of a comparison: which scenario is worth its money, how sure, and what else they differ in. */
export async function renderComparisonReport(comparison: Comparison, script: string | null = null): Promise<string> {
  const charts = comparisonCharts(comparison);
  const { variants, inputs, tool, reference, warnings, run } = comparison;
  const { isYear, span } = periodOf(comparison);
  const names = inputs.scenarios.map(({ scenario }) => scenario.replace(/\.(ya?ml|json)$/i, ''));
  return renderPage({
    moving: script === null ? null : { charts, script },
    title: `${names.join(', ')}: ${plural(variants.length, 'scenario')} compared`,
    head: html`<h1>${names.join(', ')}: ${plural(variants.length, 'scenario')} compared</h1>
      <p class="muted">
        ${grouped(inputs.replications)} simulated ${isYear ? 'years' : 'histories'} of ${span}, the same for all ·
        reference ${reference} · seed ${inputs.seed} · prices ${inputs.price_set}
      </p>
      ${warningNote(warnings)} ${tileList(tilesOf(comparison))}`,
    sections: [
      {
        id: 'findings',
        title: 'Findings',
        content: html`<ul class="findings">
            ${answerOf(comparison).map((sentence) => html`<li>${sentence}</li> `)}
          </ul>
          ${sideBySide(comparison)}`,
      },
      { id: 'evidence', title: 'Evidence', content: await chartFigures(charts) },
      { id: 'recovery', title: 'How fast it is back', content: recoveryTable(variants) },
      promisesOf(variants),
      { id: 'durability', title: 'Is committed work lost?', content: [lossTable(variants), rareLossTable(variants)] },
      shortages(comparison),
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

/** Null when none is ever short of anything. */
function shortages(comparison: Comparison): Section | null {
  const found = shortageTable(comparison);
  if (found === null) return null;
  const columns = [{ name: 'Scenario' }, ...found.columns.map((name) => ({ name, numeric: true }))];
  return {
    id: 'capacity',
    title: 'Is the server large enough?',
    content: table(
      'Hours a year in which the server is short of something',
      columns,
      found.rows.map((cells) => ({ cells })),
    ),
  };
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

/** Which is best at what, and at what price. */
function tilesOf(comparison: Comparison): Tile[] {
  const { best, variants, currency } = comparison;
  const { perYear, isYear } = periodOf(comparison);
  const of = (name: string) => variants.find((variant) => variant.name === name)!;
  const orElse = (names: readonly string[]): string => (names.length === 0 ? '' : `; not told from ${list(names)}`);
  const { cheapest, least_downtime: least, lowest_tco: lowest, price } = best;
  const { downtime_minutes: downtime, availability_percent: seen } = of(least.variant).metrics;
  const isOnlyBill = variants.every(({ cost }) => Number(cost.outage_cost) === 0);
  return [
    {
      name: 'Cheapest',
      value: cheapest.variant,
      note: `${money(of(cheapest.variant).cost.per_month)} ${currency} a month${orElse(cheapest.or)}`,
    },
    {
      name: 'Least downtime',
      value: least.variant,
      note: `${figure(downtime!.mean * perYear)} minutes a year, ${availability(seen!.mean)}${orElse(least.or)}`,
    },
    ...(price?.kind === 'avoided'
      ? [
          {
            name: 'Price of a minute avoided',
            value: `${figure(price.per_minute!)} ${currency}`,
            note: `${estimate(price.per_minute!, price.interval!, 1, '')}, of ${least.variant} against ${cheapest.variant}`,
          },
        ]
      : []),
    ...(isOnlyBill
      ? []
      : [
          {
            name: 'Least in all, with outages and credits',
            value: lowest.variant,
            note: `${money(Number(of(lowest.variant).cost.tco) * perYear)} ${currency} a ${isYear ? 'year' : '365 days'}${orElse(lowest.or)}`,
          },
        ]),
  ];
}

/** That a scenario is beaten stands at its name, where no width of a screen hides it. */
function sideBySide(comparison: Comparison): Child {
  const { columns, rows } = comparisonTable(comparison);
  return table(
    'Scenarios side by side; those that another one beats in cost and downtime are grey, and name it',
    columns.slice(0, -1).map((name, index) => ({ name: capital(name), numeric: index > 0 })),
    rows.map((cells) => {
      const rivals = cells.at(-1)!;
      const [name, ...figures] = cells.slice(0, -1);
      if (rivals === '') return { cells: [name!, ...figures] };
      return { cells: [html`${name!}<br /><span class="muted">beaten by ${rivals}</span>`, ...figures], kind: 'out' };
    }),
  );
}

function lossTable(variants: readonly VariantResult[]): Child {
  return table(
    'Probability that some committed work is lost in a year',
    [{ name: 'Scenario' }, { name: 'A year', numeric: true }, { name: '95 % interval', numeric: true }],
    variants.map(({ name, annual_loss_probability: { estimate: share, interval } }) => ({
      cells: [
        name,
        share === null ? `no more than ${percent(interval.high)}` : percent(share),
        share === null ? '' : `[${percent(interval.low)}, ${percent(interval.high)}]`,
      ],
    })),
  );
}

/** By what destroys it: what is too rare to be seen. */
function rareLossTable(variants: readonly VariantResult[]): Child {
  const rows = variants.flatMap(({ name, rare }) => {
    const cells = lossCells(rare);
    return cells === null ? [] : [{ cells: [name, ...cells] }];
  });
  if (rows.length === 0) return null;
  return table(
    'Probability a year that committed work is lost for good, by what destroys it; from rare-event simulation',
    [{ name: 'Scenario' }, ...LOSS_COLUMNS.map((name) => ({ name: capital(name), numeric: true }))],
    rows,
  );
}

function promisesOf(variants: readonly VariantResult[]): Section | null {
  const ids = [...new Set(variants.flatMap(({ targets }) => targets.map(({ id }) => id)))];
  const rules = [...new Set(variants.flatMap(({ thresholds }) => thresholds.map(ruleOf)))];
  if (ids.length === 0 && rules.length === 0) return null;
  return {
    id: 'promises',
    title: 'Which keeps what was promised',
    content: [
      ids.length === 0 ? null : targetTable(ids, variants),
      rules.length === 0 ? null : thresholdTable(rules, variants),
    ],
  };
}

const ruleOf = ({ metric, expression }: VariantResult['thresholds'][number]): string => `${metric} ${expression}`;

const thresholdTable = (rules: readonly string[], variants: readonly VariantResult[]): Child =>
  table(
    'Thresholds by scenario, with what was seen',
    [{ name: 'Threshold' }, ...variants.map(({ name }) => ({ name }))],
    rules.map((rule) => ({
      cells: [
        html`<code>${rule}</code>`,
        ...variants.map(({ thresholds }) => {
          const one = thresholds.find((threshold) => ruleOf(threshold) === rule);
          if (one === undefined) return '';
          const seen = one.estimate === null ? 'never seen' : figure(Math.abs(one.estimate));
          return html`${statusMark(one.status)}<br /><span class="muted"
              >${seen}${one.severity === 'warn' ? ', warns only' : ''}</span
            >`;
        }),
      ],
    })),
  );

const targetTable = (ids: readonly string[], variants: readonly VariantResult[]): Child =>
  table(
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
  );

function costTable({ variants, currency }: Comparison): Child {
  return table(
    `Bill, outages and what the contract gives back, ${currency} over the horizon`,
    [
      { name: 'Scenario' },
      { name: 'Bill', numeric: true },
      { name: 'Outages', numeric: true },
      { name: 'SLA credit', numeric: true },
      { name: 'Total', numeric: true },
    ],
    variants.map(({ name, cost }) => ({
      cells: [name, money(cost.total), money(cost.outage_cost), money(cost.sla_credit), money(cost.tco)],
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
    content: html`<pre class="command"><code>${command.trimEnd()}</code></pre>
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
