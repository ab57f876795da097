import type { Result } from '../../experiment/result.ts';
import { capital, list, money, percent } from '../words.ts';
import { monthAxis } from './axes.ts';
import type { Chart, Frame } from './chart.ts';
import { light, SERIES } from './theme.ts';

const PLOT_HEIGHT = 260;

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
    title: `${money(cost.per_month)} ${cost.currency} a month; ${meter} is ${percent(share)} of the bill`,
    subtitle:
      `The bill by calendar month, ${cost.currency}, at list prices` +
      (outages > 0 ? `; outages add ${money(outages)} over the horizon, not drawn` : ''),
    description: `Of ${money(total)} ${cost.currency} in all: ${list(parts.map(({ name, total: part }) => `${name} ${money(part)}`))}.`,
    spec: (frame) => spec(result, parts, frame),
    table: {
      columns: [
        { name: 'Month' },
        ...parts.map(({ name }) => ({ name: capital(name), numeric: true })),
        { name: 'Bill', numeric: true },
      ],
      rows: months.map(({ month, cost: sum }, index) => [
        month,
        ...parts.map(({ amounts }) => money(amounts[index]!)),
        money(sum),
      ]),
    },
  };
}

/** Dearest first; what is beyond the palette is summed. */
function partsOf({ cost, months }: Result): Part[] {
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
  return {
    data: { values },
    width: frame.width,
    height: PLOT_HEIGHT,
    autosize: { type: 'fit', contains: 'padding' },
    mark: { type: 'bar', width: { band: 0.68 }, stroke: light.background, strokeWidth: 1 },
    encoding: {
      x: {
        field: 'month',
        type: 'ordinal',
        title: null,
        axis: monthAxis(
          months.map(({ month }) => month),
          frame.narrow ? 4 : 12,
        ),
      },
      y: {
        field: 'amount',
        type: 'quantitative',
        title: null,
        axis: { labelExpr: "format(datum.value, ',')", tickCount: 5 },
      },
      order: { field: 'order' },
      color: {
        field: 'name',
        type: 'nominal',
        title: null,
        scale: { domain: names, range: SERIES.slice(0, names.length).map((series) => light[series]) },
        legend: { columns: frame.narrow ? 1 : 4 },
      },
    },
  };
}
