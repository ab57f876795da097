import type { Comparison } from '../../experiment/comparison.ts';
import type { SimulatedCell, Sweep } from '../../experiment/sweep-result.ts';
import { figure, list, money, plural } from '../words.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { light } from './theme.ts';

const PLOT_HEIGHT = 360;
/** So many points get a name; of more, those of the front only. */
const MOST_NAMES = 8;
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
  const { variants, front, best, currency, inputs } = comparison;
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
      ? `${cheapest.variant} costs least and is down least`
      : price.kind === 'avoided'
        ? `${least.variant} avoids downtime for ${money(price.per_minute!)} ${currency} a minute`
        : `${cheapest.variant} costs least, ${least.variant} is down least`;
  return chartOf(options, { title, currency, hours: inputs.hours, what: 'variants', left: '' });
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
    hours: sweep.inputs.hours,
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
  readonly hours: number;
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
        low === null || high === null ? '' : `[${figure(Math.max(0, low))}, ${figure(high)}]`,
        note,
      ]),
    },
  };
}

function spec(options: readonly Option[], currency: string, frame: Frame): ReturnType<Chart['spec']> {
  const named = options.length <= MOST_NAMES ? options : options.filter(({ onFront }) => onFront);
  const low = Math.min(...options.map(({ downtime, interval }) => interval.low ?? downtime));
  const high = Math.max(...options.map(({ downtime, interval }) => interval.high ?? downtime));
  const isLog = low > 0 && high > WIDE * low;
  const least = Math.min(...options.map(({ cost }) => cost));
  const most = Math.max(...options.map(({ cost }) => cost));
  const margin = 0.12 * (most - least) || 0.1 * most;
  const values = options.map((option) => ({
    ...option,
    low: option.interval.low ?? option.downtime,
    high: option.interval.high ?? option.downtime,
    costLow: option.costInterval.low ?? option.cost,
    costHigh: option.costInterval.high ?? option.cost,
    label: named.includes(option) ? shortened(option.name, frame.narrow ? 18 : 40) : '',
    align: option.cost > (least + most) / 2 ? 'right' : 'left',
  }));
  const x = {
    type: 'quantitative' as const,
    title: `bill, ${currency}`,
    scale: { domain: [least - margin, most + margin], nice: false, zero: false },
    axis: { labelExpr: COMMAS, tickCount: frame.narrow ? 3 : 8, grid: false },
  };
  const y = {
    type: 'quantitative' as const,
    title: isLog ? 'downtime, minutes (logarithmic)' : 'downtime, minutes',
    scale: isLog ? { type: 'log' as const, domain: [low / 1.3, high * 1.3], nice: false } : { domain: [0, 1.1 * high] },
    axis: { tickCount: 5, labelExpr: COMMAS },
  };
  const points = (onFront: boolean): Layer => ({
    transform: [{ filter: `datum.onFront === ${onFront}` }],
    mark: {
      type: 'point',
      filled: onFront,
      size: 110,
      strokeWidth: 2,
      color: onFront ? light.blue : light.slate,
      opacity: 1,
    },
    encoding: { x: { field: 'cost', ...x }, y: { field: 'downtime', ...y } },
  });
  const names = (align: 'left' | 'right'): Layer => ({
    transform: [{ filter: `datum.label !== '' && datum.align === '${align}'` }],
    mark: { type: 'text', align, dx: align === 'left' ? 4 : -4, dy: -12, baseline: 'bottom' },
    encoding: { x: { field: 'cost', ...x }, y: { field: 'downtime', ...y }, text: { field: 'label' } },
  });
  return {
    data: { values },
    width: frame.width,
    height: PLOT_HEIGHT,
    autosize: { type: 'fit', contains: 'padding' },
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
      names('left'),
      names('right'),
    ],
  };
}

const shortened = (name: string, length: number): string =>
  name.length <= length ? name : `${name.slice(0, length - 3)}...`;
