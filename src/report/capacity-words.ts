import type { Comparison, VariantResult } from '../experiment/comparison.ts';
import type { CapacityEvent, CapacityMonth, CapacityResult, Result } from '../experiment/result.ts';
import { periodOf } from './period.ts';
import { figure, list, percent } from './words.ts';

/** What is used, as people call it, and where a month says how much. */
export const RESOURCES = [
  { key: 'cpu_percent', words: 'processor', event: 'cpu' },
  { key: 'iops_percent', words: 'reads and writes', event: 'iops' },
  { key: 'throughput_percent', words: 'throughput of the disk', event: 'throughput' },
  { key: 'storage_percent', words: 'disk space', event: 'read-only' },
] as const satisfies readonly { readonly key: keyof CapacityMonth; readonly words: string; readonly event: string }[];

export interface Use {
  readonly words: string;
  /** Highest use of the first month, and of any, in percent. */
  readonly first: number;
  readonly most: number;
  /** When it was highest. */
  readonly month: string;
  /** The first time it is short. */
  readonly short: CapacityEvent | null;
}

/** What something is said of. */
export function usesOf({ months, events }: CapacityResult): Use[] {
  return RESOURCES.flatMap(({ key, words, event }) => {
    const first = months[0]?.[key] ?? null;
    if (first === null) return [];
    const busiest = months.reduce((top, month) => (month[key]! > top[key]! ? month : top));
    const short = events.find(({ what }) => what === event) ?? null;
    return [{ words, first, most: busiest[key]!, month: busiest.month, short }];
  });
}

const day = (instant: string): string => instant.slice(0, 10);

/** `2027-08-16`; of several futures `2027-08-16 (2027-05-01 to 2028-03-04)`, and how many of them when it is not all. */
export function dateWords({ date, probability }: CapacityEvent, futures: number): string {
  const { p5, p50, p95 } = date;
  const range = day(p5) === day(p95) ? '' : ` (${day(p5)} to ${day(p95)})`;
  const chance = futures > 1 && probability < 1 ? `, in ${percent(probability)} of the futures` : '';
  return `${day(p50)}${range}${chance}`;
}

const DISK = /^disk of (\d+) GiB$/;

/** The steps the disk takes; empty when it takes none. */
export const stepsOf = ({ events }: CapacityResult): readonly CapacityEvent[] =>
  events.filter(({ what }) => DISK.test(what));

export const stepWords = ({ what }: CapacityEvent): string => `${DISK.exec(what)![1]} GiB`;

/** What a server can be short of, in words, and as a column. */
const SHORTAGES = [
  ['cpu_saturated_minutes', 'more work than the cores can do', 'cores h'],
  ['cpu_credit_exhausted_minutes', 'held to the baseline for want of burst credits', 'credits h'],
  ['iops_saturated_minutes', 'more asked of the disk than it can do', 'disk h'],
  ['storage_readonly_minutes', 'reads only, the disk being full', 'read-only h'],
] as const;

/** What was short in the histories that were simulated, failures and unusual loads included. */
export function shortages(result: Result): string[] {
  const { perYear } = periodOf(result);
  return SHORTAGES.flatMap(([name, words]) => {
    const metric = result.metrics[name];
    if (metric === undefined || metric.max === 0) return [];
    return [`${words}: ${figure((metric.mean * perYear) / 60)} hours a year`];
  });
}

/** Hours a year in which each variant is short of something; null when nothing is measured or none is. */
export function shortageTable({ variants, inputs }: Comparison): { columns: string[]; rows: string[][] } | null {
  const { perYear } = periodOf({ inputs });
  const measured = SHORTAGES.filter(([name]) => variants.some(({ metrics }) => (metrics[name]?.max ?? 0) > 0));
  if (measured.length === 0) return null;
  return {
    columns: measured.map(([, , column]) => column),
    rows: variants.map(({ name: variant, metrics }) => [
      variant,
      ...measured.map(([name]) => {
        const metric = metrics[name];
        return metric === undefined ? '-' : figure((metric.mean * perYear) / 60);
      }),
    ]),
  };
}

/** Which of the variants is short for how long; null when none is. */
export function shortageContrast({ variants, inputs }: Comparison): string | null {
  const { perYear } = periodOf({ inputs });
  const hours = ({ metrics }: VariantResult): number =>
    SHORTAGES.reduce((sum, [name]) => sum + ((metrics[name]?.mean ?? 0) * perYear) / 60, 0);
  if (variants.every((variant) => hours(variant) === 0)) return null;
  const words = variants.map((variant) => `${variant.name} ${figure(hours(variant))}`);
  return `Short of capacity, which is no downtime, in hours a year: ${list(words)}.`;
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The hours of the week in which credits are missing most; null when they never are. */
export function creditHours({ credits_exhausted_by_hour: hours }: CapacityResult): string | null {
  if (hours === null) return null;
  const most = Math.max(...hours);
  const worst = hours.flatMap((share, hour) => (share > 0.99 * most ? [hour] : []));
  const days = [...new Set(worst.map((hour) => Math.floor(hour / 24)))];
  const first = worst.filter((hour) => Math.floor(hour / 24) === days[0]).map((hour) => hour % 24);
  const when = days.length === 7 ? 'every day' : list(days.map((index) => DAYS[index]!));
  const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
  return `most often ${when} from ${clock(first[0]!)} to ${clock(first.at(-1)! + 1)} UTC: ${percent(most)} of those hours`;
}
