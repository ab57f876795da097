import type { Comparison, VariantResult } from '../../experiment/comparison.ts';
import { periodOf } from '../period.ts';
import { textWidth } from '../render/text-width.ts';
import { bracket, capital, figure, list } from '../words.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { fitted, inTitle } from './fit.ts';
import { FAMILIES, type Family, familyOf, hatched, light } from './theme.ts';

/** Of a variant: its name, its bar, and what the parts of the bar are. */
const ROW = { name: 12, bar: 23, barEnd: 45, label: 58, height: 84 } as const;

/** A family of causes, what is planned apart. */
interface Part {
  readonly family: Family;
  readonly planned: boolean;
  readonly colour: string;
  readonly minutes: number;
}

/** What does a variant change? The mean downtime of each, stacked by family of causes. */
export function causesByVariant(comparison: Comparison): Chart | null {
  const { variants } = comparison;
  if (variants.length < 2 || variants.every(({ causes }) => causes.length === 0)) return null;
  const unit = periodOf(comparison).isYear ? 'year' : 'history';
  const kinds = partsOf(variants.flatMap(({ causes }) => causes));
  return {
    id: 'causes-by-variant',
    title: titleOf(comparison),
    subtitle: `Mean minutes of downtime a ${unit}, sums with 95 % intervals; planned causes are hatched`,
    description: `Minutes of downtime a ${unit}: ${variants.map(inWords).join('; ')}.`,
    spec: (frame) => spec(variants, frame),
    table: {
      columns: [
        { name: 'Variant' },
        ...kinds.map((kind) => ({ name: capital(nameOf(kind)), numeric: true })),
        { name: `Minutes a ${unit}`, numeric: true },
        { name: '95 % interval', numeric: true },
      ],
      rows: variants.map(({ name, causes, metrics }) => [
        name,
        ...kinds.map(({ family, planned }) => figure(minutesOf(partsOf(causes), family, planned))),
        figure(metrics['downtime_minutes']!.mean),
        bracket(metrics['downtime_minutes']!.interval),
      ]),
    },
  };
}

/** In the order of the families, what is planned first. */
function partsOf(causes: VariantResult['causes']): Part[] {
  return FAMILIES.flatMap(({ name: family, colour }) =>
    [true, false].map((planned) => ({
      family,
      planned,
      colour: planned ? hatched[colour] : light[colour],
      minutes: causes
        .filter((cause) => cause.planned === planned && familyOf(cause.class).name === family)
        .reduce((sum, { downtime_minutes: { mean } }) => sum + mean, 0),
    })),
  ).filter(({ minutes }) => minutes > 0);
}

const nameOf = ({ family, planned }: Part): string =>
  planned ? (family === 'maintenance' ? 'planned maintenance' : `planned ${family}`) : family;

const minutesOf = (parts: readonly Part[], family: Family, planned?: boolean): number =>
  parts
    .filter((part) => part.family === family && (planned === undefined || part.planned === planned))
    .reduce((sum, { minutes }) => sum + minutes, 0);

/** The family that differs most between the reference and the variant that is down least; the worst one if that is the reference. */
function titleOf({ variants, reference, best }: Comparison): string {
  const base = variants.find(({ name }) => name === reference)!;
  const downtime = ({ metrics }: VariantResult): number => metrics['downtime_minutes']!.mean;
  const least = variants.find(({ name }) => name === best.least_downtime.variant)!;
  const worst = variants.reduce((most, one) => (downtime(one) > downtime(most) ? one : most));
  const other = downtime(least) < downtime(base) ? least : worst;
  const [before, after] = [partsOf(base.causes), partsOf(other.causes)];
  const changes = FAMILIES.map(({ name }) => {
    const [from, to] = [minutesOf(before, name), minutesOf(after, name)];
    return { name, from, to, change: Math.abs(to - from) };
  });
  const most = changes.reduce((largest, one) => (one.change > largest.change ? one : largest));
  if (most.change === 0) return 'No variant changes any cause of downtime';
  return `${capital(most.name).replace(', ', ' or ')} causes differ most: ${figure(most.from)} minutes in ${inTitle(reference)}, ${figure(most.to)} in ${inTitle(other.name)}`;
}

function inWords({ name, causes, metrics }: VariantResult): string {
  const { mean, interval } = metrics['downtime_minutes']!;
  const parts = partsOf(causes).map((part) => `${nameOf(part)} ${figure(part.minutes)}`);
  return `${name} ${figure(mean)} ${bracket(interval)}${parts.length > 0 ? `, of it ${list(parts)}` : ''}`;
}

function spec(variants: readonly VariantResult[], frame: Frame): ReturnType<Chart['spec']> {
  const height = ROW.height * variants.length;
  const longest = Math.max(...variants.map(({ metrics }) => metrics['downtime_minutes']!.mean));
  const pixels = (minutes: number): number => ((frame.width - 16) * minutes) / longest;
  const rows = variants.map(({ name, causes, metrics }, index) => {
    const { mean, interval } = metrics['downtime_minutes']!;
    const figures = `: ${figure(mean)} ${bracket(interval)}`;
    const room = frame.width - 16 - textWidth(figures, frame.fontSize);
    return {
      top: index * ROW.height,
      name: fitted(name, room, frame.fontSize) + figures,
      parts: stack(partsOf(causes)),
    };
  });
  const segments = rows.flatMap(({ top, parts }) =>
    parts.map((part) => ({
      ...part,
      y: top + ROW.bar,
      y2: top + ROW.barEnd,
      labelY: top + ROW.label,
      label: labelOf(part, pixels(part.minutes), frame),
    })),
  );
  // What has no room for its name in any bar is named above.
  const named = new Set(segments.filter(({ label, family }) => label.startsWith(family)).map(({ family }) => family));
  const unnamed = FAMILIES.filter(({ name }) => segments.some(({ family }) => family === name) && !named.has(name));
  const y = (field: string) => ({
    field,
    type: 'quantitative' as const,
    scale: { domain: [0, height], reverse: true, nice: false },
    axis: null,
  });
  const x = {
    type: 'quantitative' as const,
    title: 'minutes',
    scale: { domain: [0, longest], nice: false },
    axis: { tickCount: frame.narrow ? 4 : 8, grid: false },
  };
  const layer: Layer[] = [
    {
      data: { values: segments },
      mark: { type: 'rect', stroke: light.background, strokeWidth: 1.5 },
      encoding: {
        x: { field: 'from', ...x },
        x2: { field: 'to' },
        y: y('y'),
        y2: { field: 'y2' },
        fill: { field: 'colour', type: 'nominal', scale: null },
      },
    },
    {
      data: { values: segments.filter(({ label }) => label !== '') },
      mark: { type: 'text', align: 'left', baseline: 'middle', dx: 1, color: light.muted },
      encoding: { x: { field: 'from', ...x }, y: y('labelY'), text: { field: 'label' } },
    },
    {
      data: { values: rows.map(({ name, top }) => ({ name, y: top + ROW.name })) },
      mark: { type: 'text', align: 'left', baseline: 'middle', dx: 1 },
      encoding: { x: { datum: 0, ...x }, y: y('y'), text: { field: 'name' } },
    },
    {
      data: { values: unnamed.map(({ name }) => ({ name })) },
      mark: { type: 'square', opacity: 0 },
      encoding: {
        color: {
          field: 'name',
          type: 'nominal',
          title: null,
          scale: { domain: unnamed.map(({ name }) => name), range: unnamed.map(({ colour }) => light[colour]) },
          legend: { columns: frame.narrow ? 2 : 4, symbolOpacity: 1 },
        },
      },
    },
  ];
  return {
    width: frame.width,
    height,
    autosize: { type: 'fit-x', contains: 'padding' },
    layer: unnamed.length === 0 ? layer.slice(0, 3) : layer,
  };
}

function stack(parts: readonly Part[]): (Part & { readonly from: number; readonly to: number })[] {
  let sum = 0;
  return parts.map((part) => ({ ...part, from: sum, to: (sum += part.minutes) }));
}

/** The name of a part with its figure, the figure, or nothing: what is no wider than the part. */
function labelOf({ family, minutes }: Part, width: number, { fontSize }: Frame): string {
  const texts = [`${family} ${figure(minutes)}`, figure(minutes)];
  return texts.find((text) => textWidth(text, fontSize) + 6 <= width) ?? '';
}
