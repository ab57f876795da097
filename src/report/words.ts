/** Names whose words cannot be read off their spelling. */
const TITLES: Readonly<Record<string, string>> = {
  vmCrash: 'VM crash',
  mistake: 'operator mistake',
  maintenance: 'planned maintenance',
  badRollout: 'bad rollout',
  restart: 'restart on request',
  plannedFailover: 'planned failover',
  forcedFailover: 'forced failover',
  startFailure: 'failed start',
  dnsOutage: 'DNS outage',
  storageLoss: 'loss of all storage copies',
  keyLoss: 'loss of the key',
  diskFull: 'full disk',
  certificateRotation: 'pinned certificate',
  networkRule: 'network rule',
};

/** `hostFailure` in words: host failure. */
export function causeWords(cause: string): string {
  return TITLES[cause] ?? cause.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `a zone outage`, `an operator mistake`. */
export const withArticle = (noun: string): string => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

export const plural = (count: number, word: string): string => `${grouped(count)} ${word}${count === 1 ? '' : 's'}`;

/** 1,234,567: whole, with commas. */
export function grouped(value: number): string {
  return withCommas(Math.round(value).toFixed(0));
}

/** A figure for reading: three digits or so, 0.00012 when small. Non-negative. */
export function figure(value: number): string {
  if (value === 0) return '0';
  if (value >= 99.95) return grouped(value);
  if (value >= 9.995) return value.toFixed(1);
  if (value >= 0.995) return value.toFixed(2);
  if (value >= 1e-6) return value.toFixed(1 - Math.floor(Math.log10(value)));
  return value.toExponential(1);
}

/** A share or probability, 0 to 1, in percent. */
export const percent = (share: number): string => `${figure(share * 100)} %`;

/** `[29.8, 33.1]`; a single replication has no interval. */
export function bracket({ low, high }: { readonly low: number; readonly high: number }, factor = 1): string {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return '[no interval]';
  return `[${figure(Math.max(0, low * factor))}, ${figure(Math.max(0, high * factor))}]`;
}

/** Money to the cent: 1,234.50. Takes the decimal text of a result, or a number. */
export function money(amount: string | number): string {
  const text = Number(amount).toFixed(2);
  const [whole, cents] = text.split('.') as [string, string];
  return `${withCommas(whole)}.${cents}`;
}

/** Availability in percent with at least four decimals, and as many more as its distance from 100 needs for two digits. */
export function availability(value: number): string {
  const missing = 100 - value;
  if (missing === 0) return '100 %';
  const decimals = Math.min(9, Math.max(4, 1 - Math.floor(Math.log10(missing))));
  return `${value.toFixed(decimals)} %`;
}

/** The number of nines: 99.99 % is 4.0. Infinite for 100 %. */
export const nines = (availabilityPercent: number): number => -Math.log10(1 - availabilityPercent / 100);

const withCommas = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

/** Longer names would run out of a title on a telephone. */
const LONGEST_IN_TITLE = 24;
const ELLIPSIS = '...';

/** A name as titles have it. */
export function inTitle(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= LONGEST_IN_TITLE) return name;
  return characters.slice(0, LONGEST_IN_TITLE - ELLIPSIS.length).join('') + ELLIPSIS;
}
