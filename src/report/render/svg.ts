import { expressionInterpreter } from 'vega-interpreter';
import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Chart, Frame } from '../charts/chart.ts';
import { configOf, dark, FONT, hatched, light, type Palette, SERIES } from '../charts/theme.ts';
import { escapeXml } from '../escape.ts';
import { textWidth, wrap } from './text-width.ts';

export interface SvgOptions {
  readonly frame: Frame;
  /** A file by itself has its title, its background and its dark colours inside; part of a page has not. */
  readonly standalone: boolean;
  /** Of the document it is part of: what its ids begin with. The chart's own unless told. */
  readonly idPrefix?: string;
}

/** Title and colours as every renderer wants them. */
export function fullSpec(chart: Chart, { frame, titled }: { frame: Frame; titled: boolean }): TopLevelSpec {
  const config = configOf(frame);
  const width = frame.width - 16;
  const { fontSize } = config.title as { fontSize: number };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: chart.description,
    ...(titled
      ? {
          title: {
            text: wrap(chart.title, width, fontSize, 'semibold'),
            subtitle: wrap(chart.subtitle, width, frame.fontSize),
          },
        }
      : {}),
    config,
    ...chart.spec(frame),
  } as TopLevelSpec;
}

/** Nothing is ever fetched: a specification holds its data. */
const offline = Object.assign(vega.loader(), {
  load: () => Promise.reject(new Error('charts load nothing')),
  sanitize: () => Promise.reject(new Error('charts link to nothing')),
});

/**
 * Draws a chart as SVG, without a browser, the same bytes everywhere. No part of a specification becomes code.
 * @returns an `svg` element
 */
export async function renderSvg(chart: Chart, { frame, standalone, idPrefix = chart.id }: SvgOptions): Promise<string> {
  measureWithInter();
  // What Vega only warns of, such as data that it cannot load or place, is a fault of the chart.
  const faults: string[] = [];
  const note = (...reasons: readonly unknown[]) => {
    const fault = reasons.map(String).join(' ');
    // A layer without data is none: a chart may draw what its result has not.
    if (!fault.startsWith('Infinite extent')) faults.push(fault);
    return logger;
  };
  const logger = Object.assign(vega.logger(), { error: note, warn: note });
  const { spec } = compile(fullSpec(chart, { frame, titled: standalone }), { logger });
  const view = new vega.View(vega.parse(spec, undefined, { ast: true }), {
    renderer: 'none',
    expr: expressionInterpreter,
    loader: offline,
    logger,
  });
  const drawn = await view.toSVG();
  view.finalize();
  if (faults.length > 0) throw new Error(`chart ${chart.id}: ${faults.join('; ')}`);
  return dress(drawn, chart, idPrefix, standalone);
}

/** The layers whose marks answer the mouse. */
const MOVING = { name: 'zoom', bind: 'scales' } as const;
const ZOOM = { type: 'interval', encodings: ['x'], zoom: 'wheel![event.shiftKey]' } as const;

/**
 * A chart for a page that may run a script: as Vega, with tooltips, and where one plot has a continuous axis with zoom (shift and
 * wheel) and panning. Hatches are those of the drawing with the same prefix.
 */
export function movingSpec(chart: Chart, frame: Frame, idPrefix: string): vega.Spec {
  measureWithInter();
  const spec = fullSpec(chart, { frame, titled: false });
  const config = { ...spec.config, aria: false, mark: { tooltip: true } };
  const still = { ...spec, config } as TopLevelSpec;
  const compiled = (compileQuietly(withZoom(still)) ?? compileQuietly(still))!;
  const painted = SERIES.reduce(
    (text, series) => text.replaceAll(`"${hatched[series]}"`, `"url(#${idPrefix}-${series})"`),
    JSON.stringify(compiled),
  );
  return JSON.parse(painted) as vega.Spec;
}

function withZoom(spec: TopLevelSpec): TopLevelSpec {
  if (!('layer' in spec)) return spec;
  const [first, ...rest] = spec.layer;
  return { ...spec, layer: [{ ...first!, params: [{ ...MOVING, select: ZOOM }] }, ...rest] } as TopLevelSpec;
}

/** Null when it cannot be, or only with warnings. */
function compileQuietly(spec: TopLevelSpec): vega.Spec | null {
  let isQuiet = true;
  const note = () => {
    isQuiet = false;
    return logger;
  };
  const logger = Object.assign(vega.logger(), { error: note, warn: note });
  try {
    const { spec: compiled } = compile(spec, { logger });
    return isQuiet ? compiled : null;
  } catch {
    return null;
  }
}

interface TextItem {
  readonly text?: string | number;
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

/** Vega estimates the width of text roughly when there is no canvas; the layout of charts depends on it. */
function measureWithInter(): void {
  // Exported, but not declared.
  const { textMetrics } = vega as unknown as {
    textMetrics: { width: (item: TextItem, line?: string | number) => number };
  };
  textMetrics.width = ({ text, fontSize = 11, fontWeight }, line) =>
    textWidth(
      String(line ?? text ?? ''),
      fontSize,
      fontWeight === 'bold' || Number(fontWeight) >= 600 ? 'semibold' : 'normal',
    );
}

/** Vega's drawing made accessible, small and adaptable: one image with a name and a description, colours that follow the reader's. */
function dress(drawn: string, chart: Chart, id: string, standalone: boolean): string {
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(drawn)!;
  const body = drawn
    .slice(drawn.indexOf('>') + 1, drawn.lastIndexOf('</svg>'))
    // The background of a part is that of its page.
    .replace(/^<rect width="[^"]*" height="[^"]*" fill="[^"]*"\/>/, '')
    .replace(/<[^>]+>/g, trimTag)
    .replace(/<path(?: [a-z-]+="[^"]*")*? d="(?:M0,0h0v0h0Z)?"(?: [a-z-]+="[^"]*")*\/>/g, '');
  const hatches = SERIES.filter((series) => body.includes(hatched[series]));
  const painted = hatches.reduce(
    (text, series) => text.replaceAll(`"${hatched[series]}"`, `"url(#${id}-${series})"`),
    body,
  );
  const defs = hatches.map((series) => hatch(`${id}-${series}`, light[series])).join('');
  const style = standalone ? `<style>${darkRules('svg')}</style>` : '';
  const background = standalone ? `<rect width="${width}" height="${height}" fill="${light.background}"/>` : '';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"`,
    ` aria-labelledby="${id}-title ${id}-desc" font-family="${escapeXml(FONT)}" color-scheme="light dark">`,
    `<title id="${id}-title">${escapeXml(chart.title)}</title><desc id="${id}-desc">${escapeXml(chart.description)}</desc>`,
    style,
    defs === '' ? '' : `<defs>${defs}</defs>`,
    `${background}<g aria-hidden="true">${painted}</g></svg>\n`,
  ].join('');
}

/** Without what only Vega uses, and with three decimals at most; text between tags stays as it is. */
const trimTag = (tag: string): string =>
  tag
    .replace(/ (class|role|aria-[a-z]+|pointer-events|font-family|xml:space)="[^"]*"/g, '')
    .replace(/\d+\.\d{4,}/g, (number) => String(Number(Number(number).toFixed(3))));

const hatch = (id: string, colour: string): string =>
  `<pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
  `<rect width="6" height="6" fill="${colour}"/><path d="M1 0V6" stroke="${light.background}" stroke-width="2"/></pattern>`;

/** CSS that turns the colours of `light` under a selector into those of `dark`, on dark screens; paper stays light. */
export function darkRules(selector: string): string {
  const roles = Object.keys(light) as (keyof Palette)[];
  const rules = roles.flatMap((role) =>
    (['fill', 'stroke'] as const).map(
      (attribute) => `${selector} [${attribute}="${light[role]}"]{${attribute}:${dark[role]}}`,
    ),
  );
  return `@media screen and (prefers-color-scheme:dark){${rules.join('')}}`;
}
