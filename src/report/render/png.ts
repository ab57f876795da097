import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { type Chart, WIDE } from '../charts/chart.ts';
import { renderSvg } from './svg.ts';

/** For screens with fine pixels, and for slides. */
const SCALE = 2;

/**
 * Draws a chart as PNG: the light SVG, with the font that comes along. The same bytes on every machine of a kind.
 * @throws Error without the font: resvg would leave out all text, and say nothing
 */
export async function renderPng(chart: Chart, fontFolder: URL): Promise<Uint8Array> {
  const svg = await renderSvg(chart, { frame: WIDE, standalone: true });
  const fontFiles = ['inter-regular.ttf', 'inter-semibold.ttf'].map((name) => fileURLToPath(new URL(name, fontFolder)));
  for (const file of fontFiles) if (!existsSync(file)) throw new Error(`no font at ${file}`);
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'Inter' },
  });
  return image.render().asPng();
}
