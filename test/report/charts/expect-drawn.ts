import { expect } from 'vitest';
import { type Chart, type Frame, NARROW, WIDE } from '../../../src/report/charts/chart.ts';
import { light } from '../../../src/report/charts/theme.ts';
import { renderSvg } from '../../../src/report/render/svg.ts';

const COLOURS: readonly string[] = Object.values(light);

/**
 * Draws a chart wide and narrow, and looks at what all charts have in common: it fits, it has no other colours than the palette's, no
 * text is too small, no figure is missing.
 * @returns the wide drawing
 */
export async function expectDrawn(chart: Chart | null): Promise<string> {
  expect(chart).not.toBeNull();
  const [wide] = await Promise.all([WIDE, NARROW].map((frame) => drawnIn(chart!, frame)));
  for (const text of [chart!.title, chart!.subtitle, chart!.description, ...chart!.table.rows.flat()]) {
    expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
  }
  for (const row of chart!.table.rows) expect(row).toHaveLength(chart!.table.columns.length);
  return wide!;
}

async function drawnIn(chart: Chart, frame: Frame): Promise<string> {
  const svg = await renderSvg(chart, { frame, standalone: true });
  const [, width] = /viewBox="0 0 ([\d.]+) /.exec(svg)!;
  expect(Number(width)).toBeLessThanOrEqual(frame.width + 8);
  expect(svg).not.toMatch(/NaN|Infinity|undefined|<script/);
  const drawing = svg.slice(svg.indexOf('</style>'));
  const used = [...drawing.matchAll(/(?:fill|stroke)="(#[^"]*)"/g)].map(([, colour]) => colour!);
  expect(used.filter((colour) => !COLOURS.includes(colour))).toEqual([]);
  const sizes = [...drawing.matchAll(/font-size="([\d.]+)px"/g)].map(([, size]) => Number(size));
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(13);
  return svg;
}

/** What a snapshot holds: a tag a line, without the rules for dark screens, which all charts share. */
export const readable = (svg: string): string => svg.replace(/<style>.*?<\/style>/s, '').replaceAll('><', '>\n<');
