import { type Chart, WIDE } from '../charts/chart.ts';
import { renderPng } from './png.ts';
import { fullSpec, renderSvg } from './svg.ts';

/** A file of charts by its name, and what is in it. */
export type ChartFiles = Map<string, string | Uint8Array>;

/** `downtime-by-cause.svg` and the others. */
export async function svgFiles(charts: readonly Chart[]): Promise<ChartFiles> {
  const drawn = charts.map(async (chart) => {
    const svg = await renderSvg(chart, { frame: WIDE, standalone: true });
    return [`${chart.id}.svg`, svg] as const;
  });
  return new Map(await Promise.all(drawn));
}

/** @param fontFolder where Inter lies */
export async function pngFiles(charts: readonly Chart[], fontFolder: URL): Promise<ChartFiles> {
  const drawn = charts.map(async (chart) => [`${chart.id}.png`, await renderPng(chart, fontFolder)] as const);
  return new Map(await Promise.all(drawn));
}

/** The Vega-Lite specifications, with their data: `downtime-by-cause.vl.json`. */
export function specFiles(charts: readonly Chart[]): ChartFiles {
  return new Map(
    charts.map((chart) => [
      `${chart.id}.vl.json`,
      `${JSON.stringify(fullSpec(chart, { frame: WIDE, titled: true }), null, 2)}\n`,
    ]),
  );
}
