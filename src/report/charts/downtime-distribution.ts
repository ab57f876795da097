import type { HistogramBin, Result } from '../../experiment/result.ts';
import { periodOf } from '../period.ts';
import { availability, figure, grouped, percent } from '../words.ts';
import { textWidth } from '../render/text-width.ts';
import { durationAxis } from './axes.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { light } from './theme.ts';

const NINES = [90, 99, 99.9, 99.99, 99.999, 99.9999];
const DOTS = 100;
/** Room for the tallest column of dots, in pixels. */
const DOTS_HEIGHT = 220;
/** Dots are as large as they fit, in pixels from one to the next. */
const LARGEST_DOT = 13;
const SMALLEST_DOT = 4;
/** Of all charts, on each side. */
const PADDING = 4;
/** From a mark to its label. */
const GAP = 6;
/** The axis spans at least this ratio. */
const LEAST_SPAN = 6;
/** Of fewer, one in twenty says nothing. */
const TWENTY = 20;

/** How bad is a bad year? Histories by their minutes of downtime. */
export function downtimeDistribution(result: Result): Chart | null {
  const downtime = result.metrics['downtime_minutes'];
  if (downtime === undefined || downtime.max === downtime.min || downtime.histogram.length === 0) return null;
  const { percentiles, histogram, samples, max } = downtime;
  const units = periodOf(result).isYear ? 'years' : 'histories';
  const none = samples - downtime.events;
  const bad = figure(percentiles.p95);
  return {
    id: 'downtime-distribution',
    title: titleOf(result, units),
    subtitle:
      `Each dot is one in a hundred of ${grouped(samples)} simulated ${units}, at its minutes of downtime, on a logarithmic scale` +
      (none > 0 ? `; the ${percent(none / samples)} without any are not drawn` : ''),
    description:
      `Half of the ${units} have at most ${figure(percentiles.p50)} minutes of downtime, nine in ten at most ${figure(percentiles.p90)}, ` +
      `19 in twenty at most ${bad}, 99 in a hundred at most ${figure(percentiles.p99)}; the worst has ${figure(max)}.`,
    spec: (frame) => spec(result, frame),
    table: {
      columns: [
        { name: 'From, minutes', numeric: true },
        { name: 'to', numeric: true },
        { name: units, numeric: true },
        { name: 'Share', numeric: true },
        { name: 'Availability at most', numeric: true },
      ],
      rows: histogram
        .filter(({ count }) => count > 0)
        .map(({ from, to, count }) => [
          figure(from),
          figure(to),
          grouped(count),
          percent(count / samples),
          availability(100 - (100 * from) / (60 * result.inputs.hours)),
        ]),
    },
  };
}

function titleOf({ metrics }: Result, units: 'years' | 'histories'): string {
  const { percentiles, samples, events, max } = metrics['downtime_minutes']!;
  const unit = units === 'years' ? 'year' : 'history';
  if (samples < TWENTY) return `The worst of ${grouped(samples)} ${units} has ${figure(max)} minutes of downtime`;
  return percentiles.p95 > 0
    ? `One ${unit} in twenty has more than ${figure(percentiles.p95)} minutes of downtime`
    : `${percent(events / samples)} of ${units} have any downtime`;
}

function spec({ metrics, inputs: { hours } }: Result, frame: Frame): ReturnType<Chart['spec']> {
  const { histogram, percentiles, max } = metrics['downtime_minutes']!;
  const { fontSize, narrow } = frame;
  const width = frame.width - 2 * PADDING;
  const marks = [
    { name: 'median', minutes: percentiles.p50 },
    { name: 'p95', minutes: percentiles.p95 },
    { name: 'p99', minutes: percentiles.p99 },
    { name: 'worst', minutes: max },
  ].filter(({ minutes }) => minutes > 0);
  const lines = (mark: { name: string; minutes: number }) =>
    narrow ? [mark.name, `${figure(mark.minutes)} min`] : [`${mark.name} ${figure(mark.minutes)} min`];
  const labelWidth = (mark: { name: string; minutes: number }) =>
    GAP + Math.max(...lines(mark).map((line) => textWidth(line, fontSize)));

  const drawn = histogram.filter(({ to, count }) => to > 0 && count > 0);
  const least = Math.log(drawn[0]!.from > 0 ? drawn[0]!.from : drawn[0]!.to / 2);
  // Each label stands right of its mark, inside the plot.
  const most = Math.max(
    Math.log(drawn.at(-1)!.to),
    least + Math.log(LEAST_SPAN),
    ...marks.map((mark) => least + (Math.log(mark.minutes) - least) / (1 - labelWidth(mark) / width)),
  );
  const toX = (minutes: number) => (width * (Math.log(minutes) - least)) / (most - least);
  const { dots, pitch } = stacked(dotsOf(histogram).map(toX));
  const rowHeight = lines(marks[0]!).length * (fontSize + 3) + 4;
  const height = DOTS_HEIGHT + GAP + marks.length * rowHeight;

  const domain = [Math.exp(least), Math.exp(most)] as const;
  const plain = {
    field: 'minutes',
    type: 'quantitative' as const,
    scale: { type: 'log' as const, domain: [...domain], nice: false },
    axis: null,
  };
  const pixel = { type: 'quantitative' as const, axis: null, scale: { domain: [0, height], nice: false } };
  const nines = NINES.map((nine) => (1 - nine / 100) * hours * 60).filter(
    (minutes) => minutes > domain[0] && minutes < domain[1],
  );
  const marked = marks.map((mark, index) => ({
    minutes: mark.minutes,
    top: height - index * rowHeight,
    text: lines(mark),
  }));
  return {
    width,
    height,
    resolve: { axis: { x: 'independent' } },
    layer: [
      {
        data: { values: nines.map((minutes) => ({ minutes })) },
        mark: { type: 'rule', color: light.grid },
        encoding: {
          x: {
            ...plain,
            axis: {
              orient: 'top',
              title: 'availability',
              values: nines,
              labelExpr: `format(100 - datum.value / ${(hours * 60) / 100}, '.6~f') + ' %'`,
              labelOverlap: 'greedy',
              labelBound: true,
              grid: false,
              domain: false,
              ticks: false,
            },
          },
        },
      },
      {
        data: { values: marked },
        mark: { type: 'rule', color: light.text, strokeWidth: 1.5, strokeDash: [4, 3] },
        encoding: { x: plain, y: { field: 'top', ...pixel }, y2: { datum: 0 } },
      },
      {
        data: { values: dots.map(({ x, y }) => ({ minutes: Math.exp(least + ((most - least) * x) / width), y })) },
        // A circle of size s has an area of s pixels.
        mark: { type: 'circle', size: (Math.PI / 4) * (pitch - 1) * (pitch - 1), color: light.blue, opacity: 1 },
        encoding: {
          x: {
            ...plain,
            axis: {
              ...durationAxis(60, domain),
              title: 'downtime',
              grid: false,
              labelOverlap: 'greedy',
              labelBound: true,
            },
          },
          y: { field: 'y', ...pixel },
        },
      },
      {
        data: { values: marked },
        mark: { type: 'text', align: 'left', dx: GAP, dy: 2, baseline: 'top', lineHeight: fontSize + 3 },
        encoding: { x: plain, y: { field: 'top', ...pixel }, text: { field: 'text' } },
      } as Layer,
    ],
  };
}

/** The minutes of each hundredth of the histories, as the bins tell them; none for those without downtime. */
function dotsOf(histogram: readonly HistogramBin[]): number[] {
  const total = histogram.reduce((sum, { count }) => sum + count, 0);
  const dots: number[] = [];
  let before = 0;
  let dot = 0;
  for (const { from, to, count } of histogram) {
    for (; dot < DOTS && ((dot + 0.5) / DOTS) * total <= before + count; dot++) {
      const part = (((dot + 0.5) / DOTS) * total - before) / count;
      const low = from > 0 ? from : to / 2;
      if (to > 0) dots.push(low * Math.exp(part * Math.log(to / low)));
    }
    before += count;
  }
  return dots;
}

/** Puts dots into columns, each as high above the axis as there are others below it; as large as the tallest column allows. */
function stacked(places: readonly number[]): { dots: { x: number; y: number }[]; pitch: number } {
  for (let pitch = LARGEST_DOT; ; pitch--) {
    const heights = new Map<number, number>();
    const dots = places.map((place) => {
      const column = Math.floor(place / pitch);
      const below = heights.get(column) ?? 0;
      heights.set(column, below + 1);
      return { x: (column + 0.5) * pitch, y: (below + 0.5) * pitch };
    });
    const tallest = Math.max(0, ...heights.values()) * pitch;
    if (tallest <= DOTS_HEIGHT) return { dots, pitch };
    if (pitch === SMALLEST_DOT) {
      return { dots: dots.map(({ x, y }) => ({ x, y: (y * DOTS_HEIGHT) / tallest })), pitch };
    }
  }
}
