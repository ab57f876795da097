import type { Comparison, MetricDifference } from '../../experiment/comparison.ts';
import { estimate, sharesWords } from '../compare-words.ts';
import { periodOf } from '../period.ts';
import { textWidth } from '../render/text-width.ts';
import { bracket, figure, list, inTitle } from '../words.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { fitted } from './fit.ts';
import { light } from './theme.ts';

/** Of a variant: its name and figures, its interval, and the next one. */
const ROW = { name: 12, mark: 34, height: 52 } as const;
const GAP = 44;
/** Beyond the farthest end of an interval, as part of the axis. */
const MARGIN = 0.06;

type Named = MetricDifference & { readonly variant: string };

/** What is drawn side by side. */
interface Panel {
  readonly title: string;
  readonly differences: readonly Named[];
}

/** Is the difference real? What each variant has more or less than the reference, paired, with intervals. */
export function difference(comparison: Comparison): Chart | null {
  const { differences, reference, currency } = comparison;
  if (differences.length === 0) return null;
  const { isYear } = periodOf(comparison);
  const per = isYear ? 'a year' : 'over the horizon';
  const of = (metric: string): Named[] => differences.map(({ variant, metrics }) => ({ variant, ...metrics[metric]! }));
  const panels: Panel[] = [
    { title: `Downtime, minutes ${per}`, differences: of('downtime_minutes') },
    { title: `Bill, ${currency} ${per}`, differences: of('cost_total') },
  ];
  return {
    id: 'difference',
    title: titleOf(of('downtime_minutes'), reference, per),
    subtitle: `Each variant less ${inTitle(reference)}, history by history; lines are 95 % intervals; hollow: not told from 0`,
    description: `${panels
      .map(({ title, differences: rows }) => {
        const words = rows.map((one) => `${one.variant} ${estimate(one.mean, one.interval)}`);
        return `${title}, less that of ${reference}: ${words.join('; ')}`;
      })
      .join('. ')}.`,
    spec: (frame) => spec(panels, frame),
    table: {
      columns: [
        { name: 'Variant' },
        { name: `Downtime less that of ${reference}, minutes`, numeric: true },
        { name: 'Without pairing', numeric: true },
        { name: 'Histories with less/equal/more, %', numeric: true },
        { name: `Bill less that of ${reference}, ${currency}`, numeric: true },
      ],
      rows: differences.map(({ variant, metrics }) => {
        const downtime = metrics['downtime_minutes']!;
        const cost = metrics['cost_total']!;
        return [
          variant,
          estimate(downtime.mean, downtime.interval),
          estimate(downtime.mean, downtime.unpaired_interval),
          sharesWords(downtime),
          estimate(cost.mean, cost.interval),
        ];
      }),
    },
  };
}

/** The interval leaves one side of zero only. */
function isDecided({ mean, interval: { low, high } }: MetricDifference): boolean {
  return hasInterval({ low, high }) && mean !== 0 && low * high > 0;
}

/** What was read from a file has null where an end is unknown. */
const hasInterval = ({ low, high }: { readonly low: number; readonly high: number }): boolean =>
  Number.isFinite(low) && Number.isFinite(high);

/** The variant that saves most, or the one that adds most, of those that are decided. */
function titleOf(differences: readonly Named[], reference: string, per: string): string {
  const base = inTitle(reference);
  if (differences.every(({ mean, differ }) => mean === 0 && differ === 0)) {
    return `No variant has other downtime than ${base}`;
  }
  const decided = differences.filter(isDecided).toSorted((a, b) => a.mean - b.mean);
  const best = decided[0];
  if (best === undefined) return `What variants change in the downtime of ${base} is not decided`;
  const told = best.mean < 0 ? best : decided.at(-1)!;
  const same = decided.filter(({ mean }) => mean === told.mean).map(({ variant }) => inTitle(variant));
  const { low, high } = told.interval;
  const size = { low: Math.min(Math.abs(low), Math.abs(high)), high: Math.max(Math.abs(low), Math.abs(high)) };
  return (
    `${list(same)} ${same.length === 1 ? 'is' : 'are'} down ${figure(Math.abs(told.mean))} ${bracket(size)} minutes ${per} ` +
    `${told.mean < 0 ? 'less' : 'more'} than ${base}`
  );
}

function spec(panels: readonly Panel[], frame: Frame): ReturnType<Chart['spec']> {
  const width = frame.narrow ? frame.width - 24 : (frame.width - GAP - 24) / 2;
  const drawn = panels.map((panel) => panelOf(panel, width, frame));
  return frame.narrow ? { spacing: GAP / 2, vconcat: drawn } : { spacing: GAP, hconcat: drawn };
}

function panelOf({ title, differences }: Panel, width: number, frame: Frame) {
  const height = ROW.height * differences.length;
  const rows = differences.map((one, index) => {
    const { variant, mean, interval } = one;
    const known = hasInterval(interval);
    const figures = estimate(mean, interval);
    return {
      mean,
      low: known ? interval.low : mean,
      high: known ? interval.high : mean,
      isDecided: isDecided(one),
      label: labelOf(variant, figures, width, frame),
      name: index * ROW.height + ROW.name,
      mark: index * ROW.height + ROW.mark,
    };
  });
  const least = Math.min(0, ...rows.map(({ low }) => low));
  const most = Math.max(0, ...rows.map(({ high }) => high));
  // All equal: a zero line needs something around it.
  const margin = MARGIN * (most - least) || 1;
  const domain = [least - margin, most + margin];
  const x = {
    type: 'quantitative' as const,
    title: null,
    scale: { domain, nice: false, zero: false },
    axis: { tickCount: 4, grid: false, labelExpr: "format(datum.value, datum.value > 0 ? '+,' : ',')" },
  };
  const y = (field: string) => ({
    field,
    type: 'quantitative' as const,
    scale: { domain: [0, height], reverse: true, nice: false },
    axis: null,
  });
  const points = (decided: boolean): Layer => ({
    transform: [{ filter: `datum.isDecided === ${decided}` }],
    mark: {
      type: 'point',
      size: 90,
      strokeWidth: 2,
      filled: true,
      fill: decided ? light.blue : light.background,
      stroke: light.blue,
      opacity: 1,
    },
    encoding: { x: { field: 'mean', ...x }, y: y('mark') },
  });
  const layer: Layer[] = [
    {
      data: { values: [{}] },
      mark: { type: 'rule', color: light.axis, strokeWidth: 1.5 },
      encoding: { x: { datum: 0, ...x } },
    },
    {
      mark: { type: 'rule', color: light.blue, strokeWidth: 2.5 },
      encoding: { x: { field: 'low', ...x }, x2: { field: 'high' }, y: y('mark') },
    },
    points(true),
    points(false),
    // The zero line does not run through names.
    {
      mark: { type: 'text', align: 'left', baseline: 'middle', stroke: light.background, strokeWidth: 5 },
      encoding: { x: { datum: domain[0]!, ...x }, y: y('name'), text: { field: 'label' } },
    },
    {
      mark: { type: 'text', align: 'left', baseline: 'middle' },
      encoding: { x: { datum: domain[0]!, ...x }, y: y('name'), text: { field: 'label' } },
    },
  ];
  return {
    width,
    height,
    title: { text: title, fontSize: frame.fontSize, offset: 8 },
    data: { values: rows },
    layer,
  };
}

/** A name and its figures; where there is no room for both, without the interval, then with the name cut. */
function labelOf(name: string, figures: string, width: number, { fontSize }: Frame): string {
  const all = `${name}: ${figures}`;
  if (textWidth(all, fontSize) <= width) return all;
  const mean = `: ${figures.split(' ')[0]!}`;
  return fitted(name, width - textWidth(mean, fontSize), fontSize) + mean;
}
