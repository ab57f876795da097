import type { Comparison } from '../../experiment/comparison.ts';
import { estimate } from '../compare-words.ts';
import { periodOf } from '../period.ts';
import { figure, list, percent } from '../words.ts';
import type { Chart, Frame } from './chart.ts';
import { light } from './theme.ts';

const ROW_HEIGHT = 38;
const AXIS_HEIGHT = 60;

interface Row {
  readonly name: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly label: string;
}

/** Is the difference real? Downtime of each scenario less that of the reference, over the same histories. */
export function downtimeDifference(comparison: Comparison): Chart | null {
  const { differences, reference, inputs } = comparison;
  const unit = periodOf({ inputs }).isYear ? 'year' : 'history';
  const rows = differences
    .flatMap(({ variant, metrics }): Row[] => {
      const downtime = metrics['downtime_minutes'];
      if (downtime === undefined) return [];
      const { mean, interval } = downtime;
      return [{ name: variant, mean, low: interval.low, high: interval.high, label: estimate(mean, interval) }];
    })
    .toSorted((a, b) => a.mean - b.mean);
  const [first] = rows;
  if (first === undefined) return null;
  const decided = rows.filter(({ low, high }) => low > 0 || high < 0);
  return {
    id: 'downtime-difference',
    title:
      first.high < 0
        ? `${first.name} is down ${figure(-first.mean)} minutes a ${unit} less than ${reference}`
        : decided.length === 0
          ? `None is told from ${reference} by its downtime`
          : `None is down less than ${reference}`,
    subtitle: `Difference of mean downtime to ${reference}, minutes a ${unit}, over the same histories; lines are 95 % intervals`,
    description: `${list(rows.map(({ name, label }) => `${name} ${label}`))}.`,
    spec: (frame) => spec(rows, frame),
    table: {
      columns: [
        { name: 'Scenario' },
        { name: `Minutes a ${unit}`, numeric: true },
        { name: 'Interval without pairing', numeric: true },
        { name: 'Histories that differ', numeric: true },
      ],
      rows: rows.map(({ name, label }) => {
        const { unpaired_interval: unpaired, differ } = differences.find(({ variant }) => variant === name)!.metrics[
          'downtime_minutes'
        ]!;
        return [name, label, `+-${figure((unpaired.high - unpaired.low) / 2)}`, percent(differ / inputs.replications)];
      }),
    },
  };
}

function spec(rows: readonly Row[], frame: Frame): ReturnType<Chart['spec']> {
  const y = {
    field: 'name',
    type: 'nominal' as const,
    sort: null,
    title: null,
    axis: { labelColor: light.text, labelLimit: frame.narrow ? 110 : 240 },
  };
  const x = {
    type: 'quantitative' as const,
    title: 'minutes',
    axis: { labelExpr: "format(datum.value, ',')", tickCount: frame.narrow ? 4 : 8 },
  };
  return {
    data: { values: [...rows] },
    width: frame.width,
    height: AXIS_HEIGHT + ROW_HEIGHT * rows.length,
    autosize: { type: 'fit', contains: 'padding' },
    layer: [
      { mark: { type: 'rule', color: light.text, strokeWidth: 1.5 }, encoding: { x: { datum: 0, ...x } } },
      {
        mark: { type: 'rule', color: light.blue, strokeWidth: 3 },
        encoding: { y, x: { field: 'low', ...x }, x2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, size: 90, color: light.blue, opacity: 1 },
        encoding: { y, x: { field: 'mean', ...x } },
      },
    ],
  };
}
