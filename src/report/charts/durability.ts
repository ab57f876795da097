import type { Comparison } from '../../experiment/comparison.ts';
import type { RareEstimate, Result } from '../../experiment/result.ts';
import { briefly, durabilityContrast, durabilityTitle, PATH_WORDS, pathsOf, rareWords } from '../durability-words.ts';
import { textWidth } from '../render/text-width.ts';
import { capital } from '../words.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { fitted } from './fit.ts';
import { light } from './theme.ts';

/** Of a row: its name and figures, its marks, and the next one. */
const ROW = { name: 12, mark: 32, height: 48 } as const;
const SUBTITLE =
  'Probability a year on a logarithmic axis. Filled: committed work is lost; hollow: nothing restorable is left; ' +
  'lines are 95 % intervals, arrows upper bounds';
/** Decades between two ticks of an axis of so many at most. */
const TICK_STEPS = [1, 2, 3, 4, 5, 6];

interface Row {
  readonly name: string;
  readonly lost: RareEstimate;
  readonly nothing: RareEstimate;
}

/** What destroys data, and how rarely? Each path beside the others, from once in a lifetime to never in that of the universe. */
export function durability({ durability: { rare } }: Result): Chart | null {
  if (rare === undefined || rare.work_lost.impossible !== null) return null;
  const paths = pathsOf(rare).filter(({ begins }) => begins.impossible === null);
  return {
    ...chartOf('data-loss', [
      ...paths.map(({ path, work_lost: lost, nothing_restorable: nothing }) => ({
        name: PATH_WORDS[path],
        lost,
        nothing,
      })),
      ...(paths.length > 1 ? [{ name: 'in all', lost: rare.work_lost, nothing: rare.nothing_restorable }] : []),
    ]),
    title: durabilityTitle(rare),
  };
}

/** Which scenario keeps data best? */
export function durabilityByVariant({ variants }: Comparison): Chart | null {
  const title = durabilityContrast(variants);
  if (title === null) return null;
  const known = variants.flatMap(({ name, rare }) => (rare === undefined ? [] : [{ name, rare }]));
  const rows = known.map(({ name, rare }) => ({ name, lost: rare.work_lost, nothing: rare.nothing_restorable }));
  return { ...chartOf('data-loss-by-variant', rows), title };
}

const chartOf = (id: string, rows: readonly Row[]): Omit<Chart, 'title'> => ({
  id,
  subtitle: SUBTITLE,
  description: `${rows.map(({ name, lost, nothing }) => `${name}: ${figures(lost, nothing)}`).join('; ')}.`,
  spec: (frame) => spec(rows, frame),
  table: {
    columns: [
      { name: 'What' },
      { name: 'Work lost, a year', numeric: true },
      { name: 'Nothing restorable, a year', numeric: true },
    ],
    rows: rows.map(({ name, lost, nothing }) => [capital(name), rareWords(lost), rareWords(nothing)]),
  },
});

function spec(rows: readonly Row[], frame: Frame): ReturnType<Chart['spec']> {
  const width = frame.width - 40;
  const height = ROW.height * rows.length;
  const marks = rows.flatMap(({ lost, nothing }, index) =>
    [
      { ...lost, filled: true, y: index * ROW.height + ROW.mark },
      { ...nothing, filled: false, y: index * ROW.height + ROW.mark },
    ]
      .filter(({ impossible }) => impossible === null)
      .map(({ estimate, interval: { low, high }, filled, y }) => {
        const value = estimate ?? high;
        return {
          value,
          low: estimate !== null && low > 0 ? low : value,
          high: Number.isFinite(high) ? high : value,
          isBound: estimate === null,
          filled,
          y,
        };
      }),
  );
  const ends = marks.flatMap(({ low, high }) => [low, high]);
  const from = Math.floor(Math.log10(Math.min(...ends)) - 0.2);
  const to = Math.min(0, Math.ceil(Math.log10(Math.max(...ends)) + 0.2));
  const mostTicks = frame.narrow ? 4 : 8;
  const step = TICK_STEPS.find((decades) => (to - from) / decades < mostTicks) ?? TICK_STEPS.at(-1)!;
  const ticks = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) =>
    Number(`1e${to - index * step}`),
  );
  const x = {
    type: 'quantitative' as const,
    title: null,
    scale: { type: 'log' as const, domain: [Number(`1e${from}`), Number(`1e${to}`)], nice: false },
    axis: { values: ticks, format: '.0e', grid: true },
  };
  const y = {
    field: 'y',
    type: 'quantitative' as const,
    scale: { domain: [0, height], reverse: true, nice: false },
    axis: null,
  };
  const points = (filled: boolean, isBound: boolean): Layer => ({
    transform: [{ filter: `datum.filled === ${filled} && datum.isBound === ${isBound}` }],
    mark: {
      type: 'point',
      shape: isBound ? 'triangle-left' : 'circle',
      size: 90,
      strokeWidth: 2,
      filled: true,
      fill: filled ? light.blue : light.background,
      stroke: light.blue,
      opacity: 1,
    },
    encoding: { x: { field: 'value', ...x }, y },
  });
  const names = rows.map((row, index) => ({ label: labelOf(row, width, frame), y: index * ROW.height + ROW.name }));
  return {
    width,
    height,
    layer: [
      {
        data: { values: marks },
        mark: { type: 'rule', color: light.blue, strokeWidth: 2.5 },
        encoding: { x: { field: 'low', ...x }, x2: { field: 'high' }, y },
      },
      // The larger first: what is lost can only be more often than everything is.
      ...[true, false].flatMap((filled) =>
        [false, true].map((isBound): Layer => ({ data: { values: marks }, ...points(filled, isBound) })),
      ),
      ...[5, 0].map((stroke): Layer => ({
        data: { values: names },
        mark: {
          type: 'text',
          align: 'left',
          baseline: 'middle',
          ...(stroke > 0 ? { stroke: light.background, strokeWidth: stroke } : {}),
        },
        encoding: { x: { value: 0 }, y, text: { field: 'label' } },
      })),
    ],
  };
}

const figures = (lost: RareEstimate, nothing: RareEstimate): string =>
  lost.impossible !== null
    ? 'nothing is lost'
    : `${rareWords(lost)} lost, ${nothing.impossible === null ? `${rareWords(nothing)} nothing left` : 'something is always left'}`;

/** A name and its figures; where there is no room for both, without intervals, then with the name cut. */
function labelOf({ name, lost, nothing }: Row, width: number, { fontSize }: Frame): string {
  const all = `${name}: ${figures(lost, nothing)}`;
  if (textWidth(all, fontSize) <= width) return all;
  const short = `: ${briefly(lost)}, ${briefly(nothing)}`;
  return fitted(name, width - textWidth(short, fontSize), fontSize) + short;
}
