import type { Comparison } from '../../experiment/comparison.ts';
import type { SimulatedCell, Sweep } from '../../experiment/sweep-result.ts';
import { textWidth } from '../render/text-width.ts';
import { bracket, figure, grouped, list, money, plural, inTitle } from '../words.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { fitted } from './fit.ts';
import { type Box, placeLabels } from './place-labels.ts';
import { light } from './theme.ts';

const PLOT_HEIGHT = 360;
/** So many points get a name; of more, those of the front only. */
const MOST_NAMES = 8;
/** Of the plot, for one name: there is less of it on a telephone. */
const MOST_OF_WIDTH = { wide: 0.5, narrow: 0.85 };
/** Beyond this ratio downtime is drawn on a logarithmic axis. */
const WIDE = 10;

const COMMAS = "format(datum.value, ',')";

interface Ends {
  readonly low: number | null;
  readonly high: number | null;
}

interface Option {
  readonly name: string;
  /** Of the horizon. */
  readonly cost: number;
  readonly costInterval: Ends;
  /** Minutes over the horizon. */
  readonly downtime: number;
  readonly interval: Ends;
  readonly onFront: boolean;
  readonly note: string;
}

/** Which option is worth its money? Variants by their bill and their downtime. */
export function costAgainstDowntime(comparison: Comparison): Chart | null {
  const { variants, front, best, currency } = comparison;
  if (variants.length < 2) return null;
  const onFront = new Set(front.map(({ variant }) => variant));
  const options = variants.map(({ name, metrics, dominated_by: by }): Option => ({
    name,
    cost: metrics['cost_total']!.mean,
    costInterval: metrics['cost_total']!.interval,
    downtime: metrics['downtime_minutes']!.mean,
    interval: metrics['downtime_minutes']!.interval,
    onFront: onFront.has(name),
    note: by.length > 0 ? `dominated by ${list(by)}` : onFront.has(name) ? 'on the front' : '',
  }));
  const { cheapest, least_downtime: least, price } = best;
  const title =
    price === null
      ? `${inTitle(cheapest.variant)} costs least and is down least`
      : price.kind === 'avoided'
        ? `${inTitle(least.variant)} avoids downtime for ${money(price.per_minute!)} ${currency} a minute`
        : `${inTitle(cheapest.variant)} costs least, ${inTitle(least.variant)} is down least`;
  return chartOf(options, { title, currency, what: 'variants', left: '' });
}

/** The same for the cells of a grid. */
export function costAgainstDowntimeOfSweep(sweep: Sweep): Chart | null {
  const cells = sweep.cells.filter((cell): cell is SimulatedCell => cell.status === 'simulated');
  if (cells.length < 2) return null;
  const refused = sweep.cells.filter(({ status }) => status === 'refused').length;
  const options = cells.map((cell): Option => ({
    name: namesOf(cell),
    cost: cell.metrics['cost_total']!.mean,
    costInterval: cell.metrics['cost_total']!.interval,
    downtime: cell.metrics['downtime_minutes']!.mean,
    interval: cell.metrics['downtime_minutes']!.interval,
    onFront: cell.on_front,
    note: cell.on_front ? 'on the front' : '',
  }));
  return chartOf(options, {
    title: `${sweep.front.length} of ${plural(cells.length, 'setting')} ${sweep.front.length === 1 ? 'is' : 'are'} not beaten by any other`,
    currency: sweep.currency,
    what: 'settings',
    left: refused > 0 ? `; ${refused} refused are not drawn` : '',
  });
}

/** `ZoneRedundant, 7`: the values of a cell, without the paths. */
const namesOf = ({ values }: SimulatedCell): string =>
  Object.values(values)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(', ');

interface Words {
  readonly title: string;
  readonly currency: string;
  readonly what: string;
  readonly left: string;
}

function chartOf(options: readonly Option[], { title, currency, what, left }: Words): Chart {
  const sorted = options.toSorted((a, b) => a.cost - b.cost);
  return {
    id: 'cost-against-downtime',
    title,
    subtitle:
      `Mean downtime against the bill over the horizon; lines are 95 % intervals. ` +
      `Filled ${what} are on the front: none other is cheaper and down less${left}`,
    description: `${sorted.map(({ name, cost, downtime, note }) => `${name}: ${money(cost)} ${currency}, ${figure(downtime)} minutes${note === '' ? '' : `, ${note}`}`).join('; ')}.`,
    spec: (frame) => spec(sorted, currency, frame),
    table: {
      columns: [
        { name: 'Option' },
        { name: `Bill, ${currency}`, numeric: true },
        { name: 'Downtime, minutes', numeric: true },
        { name: '95 % interval', numeric: true },
        { name: 'Standing' },
      ],
      rows: sorted.map(({ name, cost, downtime, interval: { low, high }, note }) => [
        name,
        money(cost),
        figure(downtime),
        low === null || high === null ? '' : bracket({ low, high }),
        note,
      ]),
    },
  };
}

function spec(options: readonly Option[], currency: string, frame: Frame): ReturnType<Chart['spec']> {
  const { fontSize } = frame;
  const drawn = options.map(({ name, cost, costInterval, downtime, interval, onFront }) => ({
    name,
    cost,
    downtime,
    onFront,
    ...endsOf(interval, downtime, 'low', 'high'),
    ...endsOf(costInterval, cost, 'costLow', 'costHigh'),
  }));
  const low = Math.min(...drawn.map((option) => option.low));
  const high = Math.max(...drawn.map((option) => option.high));
  const isLog = low > 0 && high > WIDE * low;
  const least = Math.min(...drawn.map(({ costLow }) => costLow));
  const most = Math.max(...drawn.map(({ costHigh }) => costHigh));
  const margin = 0.08 * (most - least) || 0.1 * most || 1;
  const costs = [least - margin, most + margin] as const;
  const downtimes = isLog ? ([low / 1.3, high * 1.3] as const) : ([0, 1.1 * high || 1] as const);
  // Beside the plot there is room for the figures of the axis, and for half of one at the other end.
  const axisWidth = textWidth(grouped(downtimes[1]), fontSize) + 8;
  const width = frame.width - axisWidth - 32;
  const plot = { width, costs, downtimes, isLog };
  const x = {
    type: 'quantitative' as const,
    title: `bill, ${currency}`,
    scale: { domain: [...costs], nice: false, zero: false },
    axis: { labelExpr: COMMAS, tickCount: frame.narrow ? 3 : 8, grid: false },
  };
  const y = {
    type: 'quantitative' as const,
    title: isLog ? 'downtime, minutes (logarithmic)' : 'downtime, minutes',
    scale: { domain: [...downtimes], nice: false, ...(isLog ? { type: 'log' as const } : {}) },
    axis: {
      tickCount: 5,
      labelExpr: COMMAS,
      titleAngle: 0,
      titleAlign: 'left' as const,
      titleAnchor: 'end' as const,
      titleBaseline: 'bottom' as const,
      titleX: -axisWidth,
      titleY: -8,
    },
  };
  const points = (onFront: boolean): Layer => ({
    transform: [{ filter: `datum.onFront === ${onFront}` }],
    mark: {
      type: 'point',
      filled: true,
      size: 110,
      strokeWidth: 2,
      fill: onFront ? light.blue : light.background,
      stroke: onFront ? light.blue : light.slate,
      opacity: 1,
    },
    encoding: { x: { field: 'cost', ...x }, y: { field: 'downtime', ...y } },
  });
  const labels = labelsOf(drawn, plot, frame);
  const names = (align: 'left' | 'right', mark: object): Layer => ({
    data: { values: labels.filter((label) => label.align === align) },
    mark: { type: 'text', align, baseline: 'middle', ...mark },
    encoding: { x: { field: 'cost', ...x }, y: { field: 'downtime', ...y }, text: { field: 'label' } },
  });
  return {
    data: { values: drawn },
    width,
    height: PLOT_HEIGHT,
    layer: [
      {
        transform: [{ filter: 'datum.onFront' }],
        mark: { type: 'line', color: light.blue, strokeWidth: 1.5, strokeDash: [6, 4], interpolate: 'step-after' },
        encoding: { x: { field: 'cost', ...x }, y: { field: 'downtime', ...y } },
      },
      {
        mark: { type: 'rule', color: light.axis, strokeWidth: 1.5 },
        encoding: { x: { field: 'cost', ...x }, y: { field: 'low', ...y }, y2: { field: 'high' } },
      },
      {
        mark: { type: 'rule', color: light.axis, strokeWidth: 1.5 },
        encoding: { y: { field: 'downtime', ...y }, x: { field: 'costLow', ...x }, x2: { field: 'costHigh' } },
      },
      points(false),
      points(true),
      // Lines do not run through names.
      names('left', { stroke: light.background, strokeWidth: 4 }),
      names('right', { stroke: light.background, strokeWidth: 4 }),
      names('left', {}),
      names('right', {}),
    ],
  };
}

/** An unknown interval is drawn as none. */
function endsOf<L extends string, H extends string>({ low, high }: Ends, mean: number, lowName: L, highName: H) {
  const end = (value: number | null): number => (value !== null && Number.isFinite(value) ? value : mean);
  return { [lowName]: Math.max(0, end(low)), [highName]: end(high) } as Record<L | H, number>;
}

interface Drawn {
  readonly name: string;
  readonly cost: number;
  readonly downtime: number;
  readonly low: number;
  readonly high: number;
  readonly onFront: boolean;
}

interface Plot {
  readonly width: number;
  readonly costs: readonly [number, number];
  readonly downtimes: readonly [number, number];
  readonly isLog: boolean;
}

/** Names at their points, where they cover least; places are those of the axes. */
function labelsOf(options: readonly Drawn[], { width, costs, downtimes, isLog }: Plot, { fontSize, narrow }: Frame) {
  const along = (value: number): number => (isLog ? Math.log(value) : value);
  const back = (value: number): number => (isLog ? Math.exp(value) : value);
  const [bottom, top] = [along(downtimes[0]), along(downtimes[1])];
  const toX = (cost: number): number => (width * (cost - costs[0])) / (costs[1] - costs[0]);
  const toY = (downtime: number): number => (PLOT_HEIGHT * (top - along(downtime))) / (top - bottom);
  const named = options.length <= MOST_NAMES ? options : options.filter(({ onFront }) => onFront);
  const labels = named.map(({ name }) => fitted(name, MOST_OF_WIDTH[narrow ? 'narrow' : 'wide'] * width, fontSize));
  const front = options
    .filter(({ onFront }) => onFront)
    .map(({ cost, downtime }) => [toX(cost), toY(downtime)] as const);
  const boxes = placeLabels(
    named.map(({ cost, downtime }, index) => ({
      x: toX(cost),
      y: toY(downtime),
      width: textWidth(labels[index]!, fontSize),
    })),
    fontSize + 3,
    {
      points: options.map(({ cost, downtime }) => around(toX(cost), toX(cost), toY(downtime), toY(downtime), 8)),
      lines: [
        ...options.map(({ cost, low, high }) => around(toX(cost), toX(cost), toY(high), toY(low), 2)),
        ...front.slice(1).flatMap(([x, y], index) => {
          const [fromX, fromY] = front[index]!;
          return [around(fromX, x, fromY, fromY, 2), around(x, x, fromY, y, 2)];
        }),
      ],
      room: { left: 0, right: width + 12, top: 0, bottom: PLOT_HEIGHT },
    },
  );
  return boxes.map((box, index) => {
    // Boxes are wider than their text in most fonts: it keeps to the side of its point.
    const align = box.right < toX(named[index]!.cost) ? 'right' : 'left';
    return {
      label: labels[index]!,
      align,
      cost: costs[0] + (box[align] / width) * (costs[1] - costs[0]),
      downtime: back(top - ((box.top + box.bottom) / 2 / PLOT_HEIGHT) * (top - bottom)),
    };
  });
}

const around = (left: number, right: number, top: number, bottom: number, by: number): Box => ({
  left: left - by,
  right: right + by,
  top: Math.min(top, bottom) - by,
  bottom: Math.max(top, bottom) + by,
});
