import type { Config } from 'vega-lite';
import { CAUSES, type DisruptionClass } from '../../vocabulary/causes.ts';
import type { Frame } from './chart.ts';

/** What a colour is for. Names are roles, not hues. */
export interface Palette {
  readonly background: string;
  readonly text: string;
  /** Of text that explains. */
  readonly muted: string;
  readonly axis: string;
  readonly grid: string;
  /** Behind marks: maintenance windows, targets. */
  readonly shade: string;
  readonly blue: string;
  readonly orange: string;
  readonly green: string;
  readonly plum: string;
  readonly indigo: string;
  readonly slate: string;
  readonly met: string;
  readonly atRisk: string;
  readonly breached: string;
}

/** On screens that are light, in print, and in specifications. Every colour of `light` stands for one of `dark`. */
export const light: Palette = {
  background: '#ffffff',
  text: '#1b2333',
  muted: '#565f6e',
  axis: '#777d88',
  grid: '#e3e6eb',
  shade: '#eef1f6',
  blue: '#1a8ce8',
  orange: '#c97900',
  green: '#266f55',
  plum: '#641d54',
  indigo: '#2f22b8',
  slate: '#868a93',
  met: '#0b5cad',
  atRisk: '#c97901',
  breached: '#8e1b3a',
};

export const dark: Palette = {
  background: '#0f172a',
  text: '#e6eaf2',
  muted: '#a9b3c4',
  axis: '#8390a6',
  grid: '#273249',
  shade: '#1b2740',
  blue: '#4aa8ff',
  orange: '#ffb547',
  green: '#58f0b8',
  plum: '#cf63aa',
  indigo: '#948a45',
  slate: '#c7dbef',
  met: '#4aa8ff',
  atRisk: '#ffb547',
  breached: '#ff6b8b',
};

export const SERIES = ['blue', 'orange', 'green', 'plum', 'indigo', 'slate'] as const;
export type Series = (typeof SERIES)[number];

/**
 * The series colours once more, one step of blue off: what is planned is drawn hatched, not in another hue. In a specification the
 * two look alike; {@link renderSvg} draws these hatched.
 */
export const hatched: Readonly<Record<Series, string>> = {
  blue: '#1a8ce9',
  orange: '#c97902',
  green: '#266f56',
  plum: '#641d55',
  indigo: '#2f22b9',
  slate: '#868a94',
};

/** Causes that share a colour, in every chart; the order of stacks and legends. */
export const FAMILIES = [
  { name: 'maintenance', colour: 'blue', classes: ['maintenance'] },
  { name: 'hardware', colour: 'orange', classes: ['hardware'] },
  { name: 'software', colour: 'green', classes: ['software'] },
  { name: 'storage', colour: 'plum', classes: ['storage'] },
  { name: 'zone, region', colour: 'indigo', classes: ['zone', 'region'] },
  { name: 'customer', colour: 'slate', classes: ['operator', 'security', 'change', 'capacity'] },
] as const satisfies readonly { name: string; colour: Series; classes: readonly DisruptionClass[] }[];

export type Family = (typeof FAMILIES)[number]['name'];

/** The family of a disruption class. */
export function familyOf(disruptionClass: string): (typeof FAMILIES)[number] {
  return FAMILIES.find(({ classes }) => (classes as readonly string[]).includes(disruptionClass))!;
}

/** The colour of a cause, hatched when it is planned. */
export function colourOf(cause: string): string {
  const { class: disruptionClass, planned } = CAUSES.find(({ name }) => name === cause)!;
  const { colour } = familyOf(disruptionClass);
  return planned ? hatched[colour] : light[colour];
}

export const FONT = 'Inter, "Segoe UI", system-ui, sans-serif';

/** What all charts have in common. */
export function configOf({ fontSize }: Frame): Config {
  return {
    font: FONT,
    background: light.background,
    padding: 4,
    view: { stroke: null },
    axis: {
      labelColor: light.muted,
      titleColor: light.muted,
      labelFontSize: fontSize,
      titleFontSize: fontSize,
      titleFontWeight: 'normal',
      domainColor: light.axis,
      tickColor: light.axis,
      gridColor: light.grid,
      labelLimit: 0,
      titleLimit: 0,
    },
    axisY: { domain: false, ticks: false, labelPadding: 8 },
    legend: {
      labelColor: light.text,
      titleColor: light.muted,
      labelFontSize: fontSize,
      titleFontSize: fontSize,
      titleFontWeight: 'normal',
      labelLimit: 0,
      orient: 'top',
      direction: 'horizontal',
      symbolType: 'square',
    },
    header: { labelColor: light.text, titleColor: light.muted, labelFontSize: fontSize, titleFontSize: fontSize },
    text: { color: light.text, fontSize },
    title: {
      color: light.text,
      subtitleColor: light.muted,
      fontSize: fontSize + 4,
      fontWeight: 600,
      subtitleFontSize: fontSize,
      anchor: 'start',
      frame: 'bounds',
      offset: 14,
      subtitlePadding: 6,
      lineHeight: fontSize + 9,
      subtitleLineHeight: fontSize + 5,
    },
    bar: { color: light.blue },
    line: { color: light.blue, strokeWidth: 2 },
    rule: { color: light.axis },
    point: { color: light.blue, filled: true, size: 60 },
  };
}
