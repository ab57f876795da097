import { textWidth } from '../render/text-width.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { fitted } from './fit.ts';
import { light } from './theme.ts';

/** Of a row: its name, its bar, and what the parts of the bar are. */
const ROW = { name: 12, bar: 23, barEnd: 45, label: 58, height: 78 } as const;
/** Vega's padding, and some air. */
const BORDER = 16;

/** A bar of parts, with its name above. */
export interface StackedRow {
  readonly name: string;
  /** Behind the name, never cut. */
  readonly figures: string;
  readonly parts: readonly StackedPart[];
}

export interface StackedPart {
  readonly name: string;
  /** Below the part, behind its name where there is room for both. */
  readonly figure: string;
  /** Of `light` or `hatched`. */
  readonly colour: string;
  readonly size: number;
}

/** What may be part of a bar, in the order of the bars. */
export type Key = readonly { readonly name: string; readonly colour: string }[];

interface Axis {
  readonly title: string;
  /** Of the figures along it; as they are unless told. */
  readonly format?: string;
}

/** Rows of stacked bars; parts are named below where there is room, and else in a legend. */
export function stackedRows(
  rows: readonly StackedRow[],
  key: Key,
  axis: Axis,
  frame: Frame,
): ReturnType<Chart['spec']> {
  const height = ROW.height * rows.length;
  const width = frame.width - BORDER;
  const longest = Math.max(...rows.map(({ parts }) => parts.reduce((sum, { size }) => sum + size, 0)));
  const placed = rows.map(({ name, figures, parts }, index) => ({
    top: index * ROW.height,
    name: fitted(name, width - textWidth(figures, frame.fontSize), frame.fontSize) + figures,
    parts: stack(parts),
  }));
  const segments = placed.flatMap(({ top, parts }) =>
    parts.map(({ name, figure, colour, from, to }) => ({
      name,
      colour,
      from,
      to,
      y: top + ROW.bar,
      y2: top + ROW.barEnd,
      labelY: top + ROW.label,
      label: labelOf({ name, figure }, (width * (to - from)) / longest, frame),
    })),
  );
  const named = new Set(segments.filter(({ label, name }) => label.startsWith(name)).map(({ name }) => name));
  const legend = key.filter(({ name }) => !named.has(name) && segments.some((segment) => segment.name === name));
  const y = (field: string) => ({
    field,
    type: 'quantitative' as const,
    scale: { domain: [0, height], reverse: true, nice: false },
    axis: null,
  });
  const x = {
    type: 'quantitative' as const,
    title: axis.title,
    scale: { domain: [0, longest], nice: false },
    axis: {
      tickCount: frame.narrow ? 4 : 8,
      grid: false,
      ...(axis.format === undefined ? {} : { format: axis.format }),
    },
  };
  const layer: Layer[] = [
    {
      data: { values: segments },
      mark: { type: 'rect', stroke: light.background, strokeWidth: 1.5 },
      encoding: {
        x: { field: 'from', ...x },
        x2: { field: 'to' },
        y: y('y'),
        y2: { field: 'y2' },
        fill: { field: 'colour', type: 'nominal', scale: null },
      },
    },
    {
      data: { values: segments.filter(({ label }) => label !== '') },
      mark: { type: 'text', align: 'left', baseline: 'middle', dx: 1, color: light.muted },
      encoding: { x: { field: 'from', ...x }, y: y('labelY'), text: { field: 'label' } },
    },
    {
      data: { values: placed.map(({ name, top }) => ({ name, y: top + ROW.name })) },
      mark: { type: 'text', align: 'left', baseline: 'middle', dx: 1 },
      encoding: { x: { datum: 0, ...x }, y: y('y'), text: { field: 'name' } },
    },
  ];
  return {
    width: frame.width,
    height,
    autosize: { type: 'fit-x', contains: 'padding' },
    layer: legend.length === 0 ? layer : [...layer, legendOf(legend, frame)],
  };
}

function stack(parts: readonly StackedPart[]): (StackedPart & { readonly from: number; readonly to: number })[] {
  let sum = 0;
  return parts.map((part) => ({ ...part, from: sum, to: (sum += part.size) }));
}

/** The name of a part with its figure, the figure, or nothing: what is no wider than the part. */
function labelOf({ name, figure }: Pick<StackedPart, 'name' | 'figure'>, width: number, { fontSize }: Frame): string {
  const texts = [`${name} ${figure}`, figure];
  return texts.find((text) => textWidth(text, fontSize) + 6 <= width) ?? '';
}

/** Marks that are not seen: only their legend is. */
const legendOf = (key: Key, frame: Frame): Layer => ({
  data: { values: key.map(({ name }) => ({ name })) },
  mark: { type: 'square', opacity: 0 },
  encoding: {
    color: {
      field: 'name',
      type: 'nominal',
      title: null,
      scale: { domain: key.map(({ name }) => name), range: key.map(({ colour }) => colour) },
      legend: { columns: frame.narrow ? 2 : 4, symbolOpacity: 1 },
    },
  },
});
