import type { Result } from '../../experiment/result.ts';
import { periodOf } from '../period.ts';
import { figure, grouped, percent } from '../words.ts';
import type { Chart, Frame } from './chart.ts';
import { light } from './theme.ts';

const PLOT_HEIGHT = 200;

/** How sure? The mean downtime and its interval after more and more replications. */
export function convergence(result: Result): Chart | null {
  const points = (result.convergence ?? []).filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const last = points.at(-1);
  if (last === undefined || points.length < 3 || last.mean === 0) return null;
  const isYear = periodOf(result).isYear;
  const half = (last.high - last.low) / 2 / last.mean;
  return {
    id: 'convergence',
    title: `After ${grouped(last.replications)} ${isYear ? 'years' : 'histories'} the mean is known to within ${percent(half)}`,
    subtitle: 'Mean minutes of downtime after so many replications, with its 95 % interval',
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
  return {
    data: { values },
    width: frame.width,
    height: PLOT_HEIGHT,
    autosize: { type: 'fit', contains: 'padding' },
    layer: [
      { mark: { type: 'area', color: light.shade }, encoding: { x, y: { field: 'low', ...y }, y2: { field: 'high' } } },
      { mark: { type: 'line', color: light.axis, strokeWidth: 1 }, encoding: { x, y: { field: 'low', ...y } } },
      { mark: { type: 'line', color: light.axis, strokeWidth: 1 }, encoding: { x, y: { field: 'high', ...y } } },
      {
        mark: { type: 'line', color: light.blue, point: { color: light.blue, size: 50 } },
        encoding: { x, y: { field: 'mean', ...y } },
      },
    ],
  };
}
