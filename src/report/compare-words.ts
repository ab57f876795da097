import type { Comparison, MetricDifference, Price } from '../experiment/comparison.ts';
import type { Interval } from '../experiment/result.ts';
import { shortageContrast } from './capacity-words.ts';
import { durabilityContrast } from './durability-words.ts';
import { periodOf } from './period.ts';
import { availability, figure, list, money } from './words.ts';

const MOST_DECIMALS = 6;
const WIDEST = 24;

/** `-21.9 [-23.2, -20.7]`: as many decimals as the width of the interval deserves; `0` for no difference at all. */
export function estimate(mean: number, { low, high }: Interval, factor = 1, sign = '+'): string {
  if (!isKnown(low) || !isKnown(high)) return `${signed(mean * factor, undefined, sign)} [no interval]`;
  const width = (high - low) * factor;
  if (width === 0) return signed(mean * factor, undefined, sign);
  // One digit of the width is needed, two are wanted.
  const needed = Math.min(MOST_DECIMALS, Math.max(0, -Math.floor(Math.log10(width))));
  const wanted = Math.min(MOST_DECIMALS, Math.max(0, 1 - Math.floor(Math.log10(width))));
  for (let decimals = wanted; ; decimals--) {
    const [first, ...rest] = [mean, low, high].map((value) => signed(value * factor, decimals, sign));
    const text = `${first} [${rest.join(', ')}]`;
    if (text.length <= WIDEST || decimals === needed) return text;
  }
}

/** What was read from a file has null where an end is unknown. */
const isKnown = (value: number | null): value is number => value !== null && Number.isFinite(value);

function signed(value: number, decimals?: number, plus = '+'): string {
  const size = Math.abs(value);
  const text = decimals === undefined ? figure(size) : commas(size.toFixed(decimals));
  if (!/[1-9]/.test(text)) return text;
  return value < 0 ? `-${text}` : `${plus}${text}`;
}

function commas(text: string): string {
  const [whole, ...rest] = text.split('.') as [string, ...string[]];
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.');
}

/** `18.2 [16.9, 19.5]`, or why there is no price. */
export function priceWords({ kind, cost, downtime, per_minute: price, interval }: Price): string {
  switch (kind) {
    case 'avoided':
      return estimate(price!, interval!, 1, '');
    case 'saved':
      return `saves ${estimate(price!, interval!, 1, '')}`;
    case 'better':
      if (downtime === 'same') return 'cheaper, as available';
      return cost === 'same' ? 'free and better' : 'cheaper and better';
    case 'worse':
      if (downtime === 'same') return 'dearer, as available';
      return cost === 'same' ? 'worse, no cheaper' : 'dearer and worse';
    case 'same':
      return 'no difference';
    case 'undecided':
      return downtime === 'undecided' ? 'downtime undecided' : 'cost undecided';
  }
}

/** In how many percent of the histories it is down less, as long and more: `99.4/0/0.6`. */
export function sharesWords({ less, equal, greater }: MetricDifference): string {
  const percent = ({ share }: { readonly share: number }): string =>
    share === 0 || share === 1 ? String(100 * share) : Math.min(99.9, Math.max(0.1, 100 * share)).toFixed(1);
  return [less, equal, greater].map(percent).join('/');
}

/** Which is cheapest, which is down least, and what a minute costs: the answer, in sentences. */
export function answerOf(comparison: Comparison): string[] {
  const contrast = durabilityContrast(comparison.variants);
  const short = shortageContrast(comparison);
  return [...bestOf(comparison), ...(short === null ? [] : [short]), ...(contrast === null ? [] : [`${contrast}.`])];
}

function bestOf(comparison: Comparison): string[] {
  const { best, variants, currency } = comparison;
  const { perYear, isYear } = periodOf(comparison);
  const of = (name: string) => variants.find((variant) => variant.name === name)!;
  const cheap = best.cheapest.variant;
  const least = best.least_downtime.variant;
  const bill = `${of(cheap).cost.per_month} ${currency} a month`;
  const { downtime_minutes: down, availability_percent: seen } = of(least).metrics;
  const minutes = `${figure(down!.mean * perYear)} minutes a year, ${availability(seen!.mean)}`;
  const orElse = (names: readonly string[], what: string): string =>
    names.length === 0 ? '' : ` ${list(names)} ${names.length === 1 ? 'is' : 'are'} ${what}.`;
  const undecided = [
    orElse(best.cheapest.or, 'as cheap, as far as these histories tell'),
    orElse(best.least_downtime.or, 'no worse, as far as these histories tell'),
  ];
  if (cheap === least) {
    return [`${cheap} is the cheapest (${bill}) and has the least downtime (${minutes}).${undecided.join('')}`];
  }
  const price = best.price!;
  const cost =
    price.kind === 'avoided'
      ? ` Each minute it avoids costs ${estimate(price.per_minute!, price.interval!, 1, '')} ${currency}.`
      : ` What a minute less costs is open: ${priceWords(price)}.`;
  const main = `${cheap} is the cheapest (${bill}), ${least} has the least downtime (${minutes}).${cost}${undecided.join('')}`;
  const { variant, or } = best.lowest_tco;
  const tco = Number(of(variant).cost.tco) * perYear;
  const same = variants.every((one) => one.cost.tco === one.cost.total);
  if (same) return [main];
  const free = variants.every((one) => Number(one.cost.outage_cost) === 0);
  if (free) {
    return [
      main,
      'What an outage costs is not stated (cost.downtimeCostPerHour): the total cost of ownership is the bill less credits.',
    ];
  }
  const rival = or.length === 0 ? '' : `, or ${list(or)}`;
  return [
    main,
    `With outages and credits at the rates of the scenarios ${variant}${rival} costs least: ${figure(tco)} ${currency} a ${isYear ? 'year' : '365 days'}.`,
  ];
}

/** The scenarios side by side, as text. */
export function comparisonTable(comparison: Comparison): {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
} {
  const { variants, differences, currency, reference } = comparison;
  const { perYear } = periodOf(comparison);
  const hasTargets = variants.some(({ verdict }) => verdict !== 'none');
  const columns = [
    'scenario',
    `${currency}/month`,
    'min/year down',
    'availability',
    `difference to ${reference}, min/year`,
    'down less/same/more, % of histories',
    `${currency} per avoided minute`,
    ...(hasTargets ? ['targets'] : []),
    'dominated by',
  ];
  const rows = variants.map((variant) => {
    const difference = differences.find((one) => one.variant === variant.name);
    const downtime = difference?.metrics['downtime_minutes'];
    return [
      variant.name,
      money(variant.cost.per_month),
      figure(variant.metrics['downtime_minutes']!.mean * perYear),
      availability(variant.metrics['availability_percent']!.mean),
      downtime === undefined ? '' : estimate(downtime.mean, downtime.interval, perYear),
      downtime === undefined ? '' : sharesWords(downtime),
      difference === undefined ? '' : priceWords(difference.price),
      ...(hasTargets ? [variant.verdict] : []),
      variant.dominated_by.join(', '),
    ];
  });
  return { columns, rows };
}
