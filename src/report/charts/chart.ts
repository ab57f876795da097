import type { TopLevelSpec } from 'vega-lite';

/** One layer of a specification. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];

/** The room a chart is drawn for, in pixels. Text is `fontSize` high in it and never below 12 pixels on the screen. */
export interface Frame {
  readonly width: number;
  readonly fontSize: number;
  /** For a telephone: fewer ticks, labels above bars rather than beside them. */
  readonly narrow: boolean;
}

export const WIDE: Frame = { width: 720, fontSize: 13, narrow: false };
export const NARROW: Frame = { width: 320, fontSize: 14, narrow: true };

/** A chart and what it says: in a sentence, in words, and in figures. */
export interface Chart {
  /** Name of its file, and of its section in the report: kebab-case. */
  readonly id: string;
  /** The finding, a sentence without a full stop. */
  readonly title: string;
  /** What is drawn, of what, with units. */
  readonly subtitle: string;
  /** What the chart shows, for those who do not see it: its figures in words. */
  readonly description: string;
  /** Vega-Lite, its data inside; without title, background and config, which the renderers add. Colours are those of `light`. */
  readonly spec: (frame: Frame) => TopLevelSpec;
  /** All figures of the chart as text. */
  readonly table: ChartTable;
}

export interface ChartTable {
  readonly columns: readonly { readonly name: string; readonly numeric?: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

/** Draws a chart of a result; null when there is nothing to show. */
export type ChartOf<T> = (result: T) => Chart | null;
