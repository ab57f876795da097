import { type Chart, NARROW, WIDE } from '../charts/chart.ts';
import { renderSvg } from '../render/svg.ts';
import { html, Markup } from './markup.ts';
import { table } from './table.ts';

/** @param below what stands below a chart, by its id */
export async function chartFigures(
  charts: readonly Chart[],
  below: Readonly<Record<string, Markup>> = {},
): Promise<Markup[]> {
  const figures: Markup[] = [];
  // oxlint-disable-next-line no-await-in-loop -- Vega works in one thread
  for (const chart of charts) figures.push(await chartFigure(chart, below[chart.id] ?? null));
  return figures;
}

/** A chart in a page: its finding, the drawing for wide and for narrow screens, and its figures. */
async function chartFigure(chart: Chart, below: Markup | null): Promise<Markup> {
  const draw = (frame: typeof WIDE, name: string) =>
    renderSvg(chart, { frame, standalone: false, idPrefix: `${name}-${chart.id}` });
  const [wide, narrow] = [await draw(WIDE, 'wide'), await draw(NARROW, 'narrow')];
  const classed = (svg: string, name: string) => new Markup(svg.replace('<svg ', `<svg class="${name}" `));
  const { columns, rows } = chart.table;
  return html`<figure id="chart-${chart.id}">
    <figcaption>
      <h3>${chart.title}</h3>
      <p class="sub">${chart.subtitle}</p>
    </figcaption>
    ${classed(wide, 'chart-wide')}${classed(narrow, 'chart-narrow')} ${below}
    <details>
      <summary>Figures: ${chart.title}</summary>
      ${table(
        chart.title,
        columns,
        rows.map((cells) => ({ cells })),
      )}
    </details>
  </figure> `;
}
