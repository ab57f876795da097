import type { Result } from '../../experiment/result.ts';
import { capital, list, money, percent } from '../words.ts';
import { monthAxis } from './axes.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { light, SERIES } from './theme.ts';

const PLOT_HEIGHT = 260;
const LABEL_HEIGHT = 18;
/** Above the highest column, for labels of thin parts. */
const HEADROOM = 1.08;
/** Of fewer months columns would be slabs. */
const FEW_MONTHS = 6;
const WIDEST_COLUMN = 60;

/** What a bill is made of, in the order of the stack. */
interface Part {
  readonly name: string;
  readonly total: number;
  /** By month. */
  readonly amounts: readonly number[];
}

/** Where does the money go? The bill by month, stacked by what it is for. */
export function costByMonth(result: Result): Chart | null {
  const { cost, months } = result;
  const parts = partsOf(result);
  const [first] = parts;
  if (first === undefined || months.length === 0) return null;
  const total = Number(cost.total);
  const [meter] = first.name.split(' ');
  const share = parts.filter(({ name }) => name.startsWith(meter!)).reduce((sum, part) => sum + part.total, 0) / total;
  const outages = Number(cost.outage_cost);
  return {
    id: 'cost-by-month',
    title:
      `${money(cost.per_month)} ${cost.currency} a month` +
      (first.name === WHOLE ? '' : `; ${meter} is ${percent(share)} of the bill`),
    subtitle:
      `The bill by calendar month, ${cost.currency}` +
      (outages > 0 ? `; outages add ${money(outages)} over the horizon, not drawn` : ''),
    description: `Of ${money(total)} ${cost.currency} in all: ${list(parts.map(({ name, total: part }) => `${name} ${money(part)}`))}.`,
    spec: (frame) => spec(result, parts, frame),
    table: {
      columns: [
        { name: 'Month' },
        ...parts.map(({ name }) => ({ name: capital(name), numeric: true })),
        { name: 'Sum', numeric: true },
      ],
      rows: months.map(({ month, cost: sum }, index) => [
        month,
        ...parts.map(({ amounts }) => money(amounts[index]!)),
        money(sum),
      ]),
    },
  };
}

/** Of results written before lines had their months. */
const WHOLE = 'bill';

/** Dearest first; what is beyond the palette is summed. */
function partsOf({ cost, months }: Result): Part[] {
  if (cost.lines.some((line) => (line.by_month as readonly string[] | undefined) === undefined)) {
    const whole = { name: WHOLE, amounts: months.map((month) => month.cost), total: Number(cost.total) };
    return whole.total > 0 ? [whole] : [];
  }
  const names = [...new Set(cost.lines.map(partName))];
  const all = names
    .map((name): Part => {
      const lines = cost.lines.filter((line) => partName(line) === name);
      const amounts = months.map((_, index) => lines.reduce((sum, line) => sum + Number(line.by_month[index]), 0));
      return { name, amounts, total: amounts.reduce((sum, amount) => sum + amount, 0) };
    })
    .filter(({ total }) => total > 0)
    .toSorted((a, b) => b.total - a.total);
  if (all.length <= SERIES.length) return all;
  const rest = all.slice(SERIES.length - 1);
  const other: Part = {
    name: 'other',
    total: rest.reduce((sum, { total }) => sum + total, 0),
    amounts: months.map((_, index) => rest.reduce((sum, { amounts }) => sum + amounts[index]!, 0)),
  };
  return [...all.slice(0, SERIES.length - 1), other];
}

/** Primary and standby apart: that is the price of a standby. Servers that replace others are of their kind. */
const partName = ({ meter, resource }: Result['cost']['lines'][number]): string => {
  const kind = resource.replace(/^(replaced|abandoned)-/, '');
  return meter === 'compute' || meter === 'storage' ? `${meter} ${kind}` : meter.replaceAll('-', ' ');
};

function spec({ months }: Result, parts: readonly Part[], frame: Frame): ReturnType<Chart['spec']> {
  const names = parts.map(({ name }) => name);
  const values = parts.flatMap(({ name, amounts }, order) =>
    amounts.map((amount, index) => ({ month: months[index]!.month, name, order, amount })),
  );
  const highest = Math.max(...months.map((_, index) => parts.reduce((sum, { amounts }) => sum + amounts[index]!, 0)));
  const domain = [0, HEADROOM * highest];
  const x = {
    field: 'month',
    type: 'ordinal' as const,
    title: null,
    axis: monthAxis(
      months.map(({ month }) => month),
      frame.narrow ? 4 : 12,
    ),
  };
  const y = {
    type: 'quantitative' as const,
    title: null,
    scale: { domain, nice: false },
    axis: { labelExpr: "format(datum.value, ',')", tickCount: 5 },
  };
  const columns: Layer = {
    mark: {
      type: 'bar',
      width: months.length < FEW_MONTHS ? WIDEST_COLUMN : { band: 0.68 },
      stroke: light.background,
      strokeWidth: 1,
    },
    encoding: {
      x,
      y: { field: 'amount', ...y, stack: 'zero' },
      order: { field: 'order' },
      color: {
        field: 'name',
        type: 'nominal',
        title: null,
        // A legend is read from the top of the stack.
        scale: {
          domain: names.toReversed(),
          range: SERIES.slice(0, names.length)
            .map((series) => light[series])
            .toReversed(),
        },
        legend: frame.narrow ? { columns: 1 } : null,
      },
    },
  };
  const labels: Layer = {
    data: { values: labelsOf(parts, domain[1]!) },
    mark: { type: 'text', align: 'left', baseline: 'middle', xOffset: 12 },
    encoding: { x: { value: 'width' }, y: { field: 'at', ...y }, text: { field: 'label' } },
  };
  return {
    data: { values },
    width: frame.width,
    height: PLOT_HEIGHT,
    autosize: { type: 'fit-x', contains: 'padding' },
    layer: frame.narrow ? [columns] : [columns, labels],
  };
}

/** Beside the last column: each at the middle of its part, as far as those below and above leave room. */
function labelsOf(parts: readonly Part[], top: number): { readonly label: string; readonly at: number }[] {
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  const apart = (LABEL_HEIGHT * top) / PLOT_HEIGHT;
  let below = 0;
  let last = -apart;
  return parts.map(({ name, total: part, amounts }, index) => {
    const amount = amounts.at(-1)!;
    const most = top - (parts.length - 1 - index) * apart;
    last = Math.min(most, Math.max(last + apart, below + amount / 2));
    below += amount;
    return { label: `${name} ${percent(part / total)}`, at: last };
  });
}
