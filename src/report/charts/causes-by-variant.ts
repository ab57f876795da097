import type { Comparison, VariantResult } from '../../experiment/comparison.ts';
import { periodOf } from '../period.ts';
import { bracket, capital, figure, list, inTitle } from '../words.ts';
import type { Chart, Frame } from './chart.ts';

import { stackedRows } from './stacked-rows.ts';
import { FAMILIES, type Family, familyOf, hatched, light } from './theme.ts';

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
  // Comparisons written before have no causes.
  if (variants.some(({ causes }) => (causes as VariantResult['causes'] | undefined) === undefined)) return null;
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

/** In lists, which have commas of their own. */
const wordsOf = (family: Family): string => family.replace(', ', ' or ');

const nameOf = ({ family, planned }: Part): string => (planned ? `planned ${wordsOf(family)}` : wordsOf(family));

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
  return `${capital(wordsOf(most.name))} causes differ most: ${figure(most.from)} minutes in ${inTitle(reference)}, ${figure(most.to)} in ${inTitle(other.name)}`;
}

function inWords({ name, causes, metrics }: VariantResult): string {
  const { mean, interval } = metrics['downtime_minutes']!;
  const parts = partsOf(causes).map((part) => `${nameOf(part)} ${figure(part.minutes)}`);
  return `${name} ${figure(mean)} ${bracket(interval)}${parts.length > 0 ? `, of it ${list(parts)}` : ''}`;
}

function spec(variants: readonly VariantResult[], frame: Frame): ReturnType<Chart['spec']> {
  const rows = variants.map(({ name, causes, metrics }) => {
    const { mean, interval } = metrics['downtime_minutes']!;
    return {
      name,
      figures: `: ${figure(mean)} ${bracket(interval)}`,
      parts: partsOf(causes).map(({ family, colour, minutes }) => ({
        name: family,
        figure: figure(minutes),
        colour,
        size: minutes,
      })),
    };
  });
  const key = FAMILIES.map(({ name, colour }) => ({ name, colour: light[colour] }));
  return stackedRows(rows, key, { title: 'minutes' }, frame);
}
