import type { Result } from '../../experiment/result.ts';
import { periodOf } from '../period.ts';
import { figure, grouped, percent } from '../words.ts';
import { textWidth } from '../render/text-width.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { light } from './theme.ts';

/** About as wide as its labels and title, in pixels. */
const AXIS_WIDTH = 60;
const PLOT_HEIGHT = 150;

/** How sure? The mean downtime and its interval after more and more replications. */
export function convergence(result: Result): Chart | null {
  const points = (result.convergence ?? []).filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const last = points.at(-1);
  if (last === undefined || points.length < 3 || last.mean === 0) return null;
  const isYear = periodOf(result).isYear;
  const half = (last.high - last.low) / 2 / last.mean;
  return {
    id: 'convergence',
    title:
      `After ${grouped(last.replications)} ${isYear ? 'years' : 'histories'} the mean is ` +
      (half < 1 ? `known to within ${percent(half)}` : `hardly known: at most ${figure(last.high)} minutes`),
    subtitle: 'Mean minutes of downtime after so many replications, on a logarithmic scale, with its 95 % interval',
    description:
      `The estimate of the mean downtime: ` +
      points
        .map(
          ({ replications, mean, low, high }) =>
            `${grouped(replications)}: ${figure(mean)} [${figure(Math.max(0, low))}, ${figure(high)}]`,
        )
        .join('; ') +
      '.',
    spec: (frame) => spec(points, frame),
    table: {
      columns: [
        { name: 'Replications', numeric: true },
        { name: 'Mean, minutes', numeric: true },
        { name: '95 % interval', numeric: true },
      ],
      rows: points.map(({ replications, mean, low, high }) => [
        grouped(replications),
        figure(mean),
        `[${figure(Math.max(0, low))}, ${figure(high)}]`,
      ]),
    },
  };
}

function spec(points: NonNullable<Result['convergence']>, frame: Frame): ReturnType<Chart['spec']> {
  const values = points.map(({ replications, mean, low, high }) => ({
    replications,
    mean,
    low: Math.max(0, low),
    high,
  }));
  const x = {
    field: 'replications',
    type: 'quantitative' as const,
    title: 'replications',
    scale: { type: 'log' as const, nice: false },
    axis: { values: [10, 100, 1000, 10_000, 100_000, 1e6, 1e7, 1e8], format: ',', grid: false },
  };
  const y = { type: 'quantitative' as const, title: 'minutes', axis: { tickCount: 5 } };
  const last = values.at(-1)!;
  const text = `${figure(last.mean)} [${figure(last.low)}, ${figure(last.high)}]`;
  // Above all that it covers.
  const covered =
    (textWidth(text, frame.fontSize) / (frame.width - AXIS_WIDTH)) *
    Math.log(last.replications / values[0]!.replications);
  const high = Math.max(
    ...values.filter((value) => Math.log(last.replications / value.replications) <= covered).map((value) => value.high),
  );
  const label = { ...last, high, text };
  const labelled = (halo: boolean): Layer => ({
    data: { values: [label] },
    mark: {
      type: 'text',
      align: 'right',
      baseline: 'bottom',
      dy: -8,
      ...(halo ? { stroke: light.background, strokeWidth: 4, strokeJoin: 'round' } : {}),
    },
    encoding: { x, y: { field: 'high', ...y }, text: { field: 'text' } },
  });
  return {
    data: { values },
    width: frame.width,
    height: PLOT_HEIGHT,
    autosize: { type: 'fit-x', contains: 'padding' },
    layer: [
      { mark: { type: 'area', color: light.shade }, encoding: { x, y: { field: 'low', ...y }, y2: { field: 'high' } } },
      { mark: { type: 'line', color: light.axis, strokeWidth: 1 }, encoding: { x, y: { field: 'low', ...y } } },
      { mark: { type: 'line', color: light.axis, strokeWidth: 1 }, encoding: { x, y: { field: 'high', ...y } } },
      {
        mark: { type: 'line', color: light.blue, point: { color: light.blue, size: 50 } },
        encoding: { x, y: { field: 'mean', ...y } },
      },
      labelled(true),
      labelled(false),
    ],
  };
}
