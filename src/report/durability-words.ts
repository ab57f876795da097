import type { LossPathName, RareDurability, RareEstimate } from '../experiment/result.ts';
import { figure, grouped, inTitle, list } from './words.ts';

export const PATH_WORDS: Readonly<Record<LossPathName, string>> = {
  noticedTooLate: 'mistake noticed too late',
  zoneDestroyed: 'zone destroyed',
  regionDestroyed: 'region destroyed',
  sharedShock: 'three copies by a shock',
  threeCopies: 'three copies one by one',
  unreadableCopy: 'last copy unreadable',
};

/** In the order of {@link PATH_WORDS}. */
export const pathsOf = ({ paths }: RareDurability): RareDurability['paths'] => {
  const order = Object.keys(PATH_WORDS);
  return paths.toSorted((a, b) => order.indexOf(a.path) - order.indexOf(b.path));
};

/** Below this width an interval says no more than the digits. */
const NARROW = 0.03;
/** Below this factor two scenarios are alike: what the figures rest on is less sure by far. */
const ALIKE = 1.1;

/** A yearly probability, however small: 3.5e-4. */
export const tiny = (probability: number): string =>
  probability >= 0.1 ? figure(probability) : probability.toExponential(1);

/** `7.7e-6 [7.1e-6, 8.4e-6]`, `at most 2.0e-9`, `none`: never 0 for what can happen. */
export function rareWords({ estimate, interval, relative_half_width: width, impossible }: RareEstimate): string {
  if (impossible !== null) return 'none';
  if (estimate === null) return `at most ${tiny(interval.high)}`;
  if (width !== null && width < NARROW) return tiny(estimate);
  return `${tiny(estimate)} [${tiny(interval.low)}, ${tiny(interval.high)}]`;
}

/** The same without its interval. */
export function briefly({ estimate, interval, impossible }: RareEstimate): string {
  if (impossible !== null) return 'none';
  return estimate === null ? `<${tiny(interval.high)}` : tiny(estimate);
}

/** `once in 2,870 years`. */
const once = (probability: number): string => {
  const years = 1 / probability;
  if (years < 2) return `in ${figure(100 * probability)} % of years`;
  return `once in ${years < 1e9 ? grouped(Number(years.toPrecision(2))) : tiny(years)} years`;
};

const chanceWords = ({ estimate, interval, impossible }: RareEstimate): string => {
  if (impossible !== null) return 'never';
  return estimate === null ? `at most ${once(interval.high)}` : once(estimate);
};

/** What decides whether data survives, in a sentence. */
export function durabilitySentence(rare: RareDurability): string {
  const { work_lost: lost, nothing_restorable: nothing, paths } = rare;
  if (lost.impossible !== null) return 'Nothing in this scenario destroys data.';
  const chance = ({ estimate, interval }: RareEstimate): number => estimate ?? interval.high;
  const [most] = paths
    .filter(({ work_lost: one }) => one.impossible === null)
    .toSorted((a, b) => chance(b.work_lost) - chance(a.work_lost));
  const share = Math.round((100 * chance(most!.work_lost)) / chance(lost));
  return (
    'Beyond restores that people choose: destroyed storage, zones and regions, and mistakes noticed too late, cost ' +
    'committed work ' +
    `${chanceWords(lost)}, ${share} % of it ${CULPRIT[most!.path]}; nothing restorable is left ${chanceWords(nothing)}.`
  );
}

/** The same for the head of a chart. */
export function durabilityTitle({ work_lost: lost, nothing_restorable: nothing }: RareDurability): string {
  return `Work is lost for good ${chanceWords(lost)}; nothing restorable is left ${chanceWords(nothing)}`;
}

/** Of several scenarios: with which work is lost for good most often, and least; null when there is nothing to tell. */
export function durabilityContrast(
  variants: readonly { readonly name: string; readonly rare?: RareDurability }[],
): string | null {
  const chances = variants.flatMap(({ name, rare }) =>
    rare === undefined || rare.work_lost.impossible !== null
      ? []
      : [{ name, chance: rare.work_lost.estimate ?? rare.work_lost.interval.high }],
  );
  if (variants.length < 2 || chances.length === 0) return null;
  const best = chances.reduce((least, one) => (one.chance < least.chance ? one : least));
  const worst = chances.reduce((most, one) => (one.chance > most.chance ? one : most));
  const factor = worst.chance / best.chance;
  if (factor < ALIKE) return 'Work is lost for good about as often with every scenario';
  const times = factor < 10 ? factor.toFixed(1) : grouped(factor);
  return `Work is lost for good ${times} times as often with ${inTitle(worst.name)} as with ${inTitle(best.name)}`;
}

const CULPRIT: Readonly<Record<LossPathName, string>> = {
  noticedTooLate: 'because backups do not go back to a mistake',
  zoneDestroyed: 'because a zone is destroyed',
  regionDestroyed: 'because the region is destroyed',
  sharedShock: 'because one shock takes all copies',
  threeCopies: 'because three copies fail before one is rebuilt',
  unreadableCopy: 'because the last copy cannot be read',
};

/** Why some paths leave something to restore, or do not exist: each reason once, with what it is about. */
export function reasonsOf(paths: RareDurability['paths']): string[] {
  const reasons = new Map<string, string[]>();
  for (const { path, begins, nothing_restorable: nothing } of paths) {
    const reason = begins.impossible ?? nothing.impossible;
    if (reason !== null) reasons.set(reason, [...(reasons.get(reason) ?? []), PATH_WORDS[path]]);
  }
  return [...reasons].map(([reason, names]) => `${list(names)}: ${reason}`);
}

/** Of several scenarios: a row of cells for each, after the heading. */
export const LOSS_COLUMNS = ['storage', 'zone', 'region', 'mistake', 'work lost', 'nothing restorable'];

/** Work lost by what destroys it, then in all; null where a result has none. */
export function lossCells(rare: RareDurability | undefined): string[] | null {
  if (rare === undefined) return null;
  const of = (...names: readonly LossPathName[]): string => {
    const found = rare.paths.filter(({ path, work_lost: lost }) => names.includes(path) && lost.impossible === null);
    if (found.length === 0) return 'none';
    const known = found.filter(({ work_lost: { estimate } }) => estimate !== null);
    const sum = (known.length > 0 ? known : found).reduce(
      (total, { work_lost: { estimate, interval } }) => total + (estimate ?? interval.high),
      0,
    );
    return `${known.length > 0 ? '' : '<'}${tiny(sum)}`;
  };
  return [
    of('sharedShock', 'threeCopies', 'unreadableCopy'),
    of('zoneDestroyed'),
    of('regionDestroyed'),
    of('noticedTooLate'),
    briefly(rare.work_lost),
    briefly(rare.nothing_restorable),
  ];
}
