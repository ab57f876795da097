import type { CapacityMonth, CapacityResult, Result } from '../../experiment/result.ts';
import { dateWords, RESOURCES, usesOf } from '../capacity-words.ts';
import { capital, figure, list } from '../words.ts';
import { monthAxis } from './axes.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { light, SERIES } from './theme.ts';

const PLOT_HEIGHT = 240;
const FULL = 100;

/** When is the server too small? The highest use of each month, in percent of what there is. */
export function capacity(result: Result): Chart | null {
  if (result.capacity === undefined || result.capacity.months.length < 2) return null;
  const { months, futures } = result.capacity;
  const uses = usesOf(result.capacity);
  if (uses.length === 0) return null;
  const shown = RESOURCES.filter(({ key }) => months[0]![key] !== null);
  return {
    id: 'capacity',
    title: titleOf(result.capacity),
    subtitle: 'Highest use of each month, in percent of what size and disk can do; without failures and unusual loads',
    description: `${list(uses.map(({ words, first, most, month }) => `${words} ${figure(first)} % at first and ${figure(most)} % in ${month}`))}.`,
    spec: (frame) => spec(months, shown, frame),
    table: {
      columns: [{ name: 'Month' }, ...shown.map(({ words }) => ({ name: `${capital(words)}, %`, numeric: true }))],
      rows: months.map((month) => [month.month, ...shown.map(({ key }) => figure(month[key]!))]),
    },
  };

  function titleOf(found: CapacityResult): string {
    const short = uses.flatMap((use) => (use.short === null ? [] : [{ ...use, short: use.short }]));
    const [first] = short.toSorted((a, b) => (a.short.date.p50 < b.short.date.p50 ? -1 : 1));
    if (first !== undefined) return `${capital(first.words)} is short from ${dateWords(first.short, futures)}`;
    const fullest = uses.reduce((top, use) => (use.most > top.most ? use : top));
    const credits = found.events.find(({ what }) => what === 'credits');
    return credits === undefined
      ? `There is room: at most ${figure(fullest.most)} %, of the ${fullest.words}, in ${fullest.month}`
      : `Burst credits are used up, for the first time on ${dateWords(credits, futures)}`;
  }
}

type Shown = readonly (typeof RESOURCES)[number][];

function spec(months: readonly CapacityMonth[], shown: Shown, frame: Frame): ReturnType<Chart['spec']> {
  const values = months.flatMap((month) =>
    shown.map(({ key, words }) => ({ month: month.month, words, use: month[key]! })),
  );
  const highest = Math.max(FULL, ...values.map(({ use }) => use));
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
    scale: { domain: [0, highest * 1.05], nice: false },
    axis: { labelExpr: "datum.value + ' %'", tickCount: 5 },
  };
  const names = shown.map(({ words }) => words);
  const lines: Layer = {
    mark: { type: 'line', strokeWidth: 2, interpolate: 'step-after' },
    encoding: {
      x,
      y: { field: 'use', ...y },
      color: {
        field: 'words',
        type: 'nominal',
        title: null,
        scale: { domain: names, range: SERIES.slice(0, names.length).map((series) => light[series]) },
        legend: { orient: 'top', columns: frame.narrow ? 1 : 4 },
      },
    },
  };
  const full: Layer = {
    mark: { type: 'rule', color: light.text, strokeDash: [4, 3] },
    encoding: { y: { datum: FULL, ...y } },
  };
  return {
    data: { values },
    width: frame.width,
    height: PLOT_HEIGHT,
    autosize: { type: 'fit-x', contains: 'padding' },
    layer: [lines, full],
  };
}
