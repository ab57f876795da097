import type { HistogramBin, Result } from '../../experiment/result.ts';
import { periodOf } from '../period.ts';
import { availability, figure, grouped, percent } from '../words.ts';
import { durationAxis } from './axes.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { light } from './theme.ts';

const NINES = [90, 99, 99.9, 99.99, 99.999, 99.9999];
const PLOT_HEIGHT = 330;
const DOTS = 100;

/** How bad is a bad year? Histories by their minutes of downtime. */
export function downtimeDistribution(result: Result): Chart | null {
  const downtime = result.metrics['downtime_minutes'];
  if (downtime === undefined || downtime.max === downtime.min) return null;
  const { percentiles, histogram, samples, max } = downtime;
  const unit = periodOf(result).isYear ? 'year' : 'history';
  const units = unit === 'year' ? 'years' : 'histories';
  const none = samples - downtime.events;
  const bad = figure(percentiles.p95);
  return {
    id: 'downtime-distribution',
    title:
      percentiles.p95 > 0
        ? `One ${unit} in twenty has more than ${bad} minutes of downtime`
        : `${percent(downtime.events / samples)} of ${units} have any downtime`,
    subtitle:
      `Each dot is one in a hundred of ${grouped(samples)} simulated ${units}, at its minutes of downtime` +
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

function spec({ metrics, inputs: { hours } }: Result, frame: Frame): ReturnType<Chart['spec']> {
  const { histogram, percentiles, max } = metrics['downtime_minutes']!;
  const dots = dotsOf(histogram);
  const highest = Math.max(...dots.map(({ rank }) => rank));
  const drawn = histogram.filter(({ to, count }) => to > 0 && count > 0);
  const domain = [drawn[0]!.from, Math.max(drawn.at(-1)!.to, max)];
  const scale = { type: 'log' as const, domain, nice: false };
  const plain = { field: 'minutes', type: 'quantitative' as const, scale, axis: null };
  const nines = NINES.map((percent) => (1 - percent / 100) * hours * 60).filter(
    (minutes) => minutes > domain[0]! && minutes < domain[1]!,
  );
  const marks = [
    { name: 'median', minutes: percentiles.p50, height: 1.13 },
    { name: 'p95', minutes: percentiles.p95, height: 0.84 },
    { name: 'p99', minutes: percentiles.p99, height: 0.56 },
    { name: 'worst', minutes: max, height: 0.28 },
  ]
    .filter(({ minutes }) => minutes > domain[0]!)
    .map(({ name, minutes, height }) => ({
      minutes,
      rank: height * (highest + 1),
      label: `${name} ${figure(minutes)} min`,
      isLast: Math.log(minutes / domain[0]!) > 0.66 * Math.log(domain[1]! / domain[0]!),
    }));
  const y = {
    type: 'quantitative' as const,
    axis: null,
    scale: { domain: [0, 1.15 * (highest + 1)], nice: false },
  };
  const labels = (isLast: boolean): Layer => ({
    data: { values: marks.filter((mark) => mark.isLast === isLast) },
    mark: { type: 'text', align: isLast ? 'right' : 'left', dx: isLast ? -6 : 6, baseline: 'top' },
    encoding: { x: plain, y: { field: 'rank', ...y }, text: { field: 'label' } },
  });
  return {
    width: frame.width,
    height: PLOT_HEIGHT,
    autosize: { type: 'fit', contains: 'padding' },
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
              grid: false,
              domain: false,
              ticks: false,
            },
          },
        },
      },
      {
        data: { values: dots },
        mark: { type: 'circle', size: frame.narrow ? 26 : 44, color: light.blue, opacity: 1 },
        encoding: {
          x: { ...plain, axis: { ...durationAxis(60), title: 'downtime', grid: false } },
          y: { field: 'rank', ...y },
        },
      },
      {
        data: { values: marks },
        mark: { type: 'rule', color: light.text, strokeWidth: 1.5, strokeDash: [4, 3] },
        encoding: { x: plain, y: { field: 'rank', ...y }, y2: { datum: 0 } },
      },
      labels(false),
      labels(true),
    ],
  };
}

/** A dot for each hundredth of the histories, at the middle of its bin, above those before it; none for those without downtime. */
function dotsOf(histogram: readonly HistogramBin[]): { minutes: number; rank: number }[] {
  const total = histogram.reduce((sum, { count }) => sum + count, 0);
  const dots: { minutes: number; rank: number }[] = [];
  let before = 0;
  let dot = 0;
  for (const { from, to, count } of histogram) {
    before += count;
    for (let rank = 0; dot < DOTS && (dot + 0.5) / DOTS <= before / total; dot++, rank++) {
      if (to > 0) dots.push({ minutes: from > 0 ? Math.sqrt(from * to) : to / 2, rank: rank + 0.5 });
    }
  }
  return dots;
}
