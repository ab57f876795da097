import { textWidth } from '../render/text-width.ts';
import { calendarAxis } from './axes.ts';
import type { Frame, Layer } from './chart.ts';
import type { Box } from './place-labels.ts';
import { FAMILIES, light } from './theme.ts';

/** Where marks begin, in minutes: one second. What is shorter is drawn as long as that. */
export const SHORTEST = 1 / 60;
/** Of all charts, on each side, in pixels. */
export const PADDING = 4;
/** Between the plot and the labels of its axis. */
const AXIS_PADDING = 8;
const MARK_RADIUS = 6;
/** About even on a logarithmic axis. */
const TICKS = [
  { value: 1 / 60, label: '1 s' },
  { value: 1, label: '1 min' },
  { value: 60, label: '1 h' },
  { value: 24 * 60, label: '1 d' },
  { value: 30 * 24 * 60, label: '30 d' },
] as const;

/** An outage in a strip. */
export interface StripValue {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly minutes: number;
  readonly family: string;
  readonly planned: boolean;
}

/**
 * A strip of the calendar in which outages stand at their dates, as high as they are long: its axes, its layers, and where its
 * marks are in pixels.
 * @param room the ends of the calendar, minutes of the longest outage, pixels, and by how much the axis is longer than that outage
 * @param families that the legend names
 */
export function stripOf(
  room: Readonly<Record<'from' | 'to' | 'longest' | 'height' | 'headroom', number>>,
  families: ReadonlySet<string>,
  frame: Frame,
) {
  const { from, to, longest, height, headroom } = room;
  const ticks = TICKS.filter(({ value }) => value <= 2 * Math.max(1, longest));
  const left = Math.ceil(AXIS_PADDING + Math.max(...ticks.map(({ label }) => textWidth(label, frame.fontSize))));
  const width = frame.width - 2 * PADDING - left;
  const span = headroom * Math.log(Math.max(1, longest) / SHORTEST);
  const toPixels = ({ time, minutes }: Pick<StripValue, 'time' | 'minutes'>) => ({
    x: (width * (time - from)) / (to - from),
    y: height * (1 - Math.log(minutes / SHORTEST) / span),
  });
  const fromPixels = ({ x, y }: { readonly x: number; readonly y: number }) => ({
    time: from + ((to - from) * x) / width,
    minutes: SHORTEST * Math.exp(span * (1 - y / height)),
  });
  const shown = FAMILIES.filter(({ name }) => families.has(name));
  const x = {
    field: 'time',
    type: 'quantitative' as const,
    scale: { domain: [from, to], nice: false },
    title: null,
    axis: { ...calendarAxis(from, to, frame.narrow ? 6 : 12), labelBound: true, grid: false },
  };
  const labels = ticks.map(({ value, label }) => `abs(datum.value - ${value}) < ${value / 1e6} ? '${label}' : `);
  const y = {
    field: 'minutes',
    type: 'quantitative' as const,
    title: null,
    scale: { type: 'log' as const, nice: false, domain: [SHORTEST, fromPixels({ x: 0, y: 0 }).minutes] },
    axis: { values: ticks.map(({ value }) => value), labelExpr: `${labels.join('')}''` },
  };
  const color = {
    field: 'family',
    type: 'nominal' as const,
    title: null,
    scale: { domain: shown.map(({ name }) => name), range: shown.map(({ colour }) => light[colour]) },
    legend: { symbolType: 'circle', columns: frame.narrow ? 2 : 6 },
  };
  const points = (planned: boolean): Layer => ({
    transform: [{ filter: `datum.planned === ${planned}` }],
    mark: { type: 'point', size: 70, strokeWidth: 2, filled: !planned, opacity: 1 },
    encoding: { x, y, color },
  });
  /** Hollow marks are planned. */
  const marks: Layer[] = [
    { mark: { type: 'rule', strokeWidth: 1.5 }, encoding: { x, y, y2: { datum: SHORTEST }, color } },
    points(false),
    points(true),
  ];
  /** Texts with a margin, so that they are read on any line. */
  const texts = (where: object): Layer[] =>
    [{ stroke: light.background, strokeWidth: 4, strokeJoin: 'round' as const }, {}].map((halo) => ({
      ...where,
      mark: { type: 'text', align: 'center', baseline: 'middle', ...halo },
      encoding: { x: { ...x, field: 'labelTime' }, y: { ...y, field: 'labelMinutes' }, text: { field: 'label' } },
    }));
  /** What labels must not touch. */
  const boxesOf = (values: readonly StripValue[]): Box[] =>
    values.map(toPixels).flatMap((at) => [
      { left: at.x - MARK_RADIUS, right: at.x + MARK_RADIUS, top: at.y - MARK_RADIUS, bottom: at.y + MARK_RADIUS },
      { left: at.x - 1, right: at.x + 1, top: at.y, bottom: height },
    ]);
  return { left, width, height, x, y, toPixels, fromPixels, marks, texts, boxesOf };
}
