import type { Estimate } from './estimates.ts';
import type { Warning } from './result.ts';

/** What a run says of its own certainty; what the codes mean is in `diagnostics/codes.ts`. */

export function inconclusive(
  what: string,
  figure: string,
  estimate: Estimate,
  needed: number | null,
  replications: number,
): Warning {
  const { value } = estimate;
  if (value === null) {
    return {
      code: 'PG5004',
      message: `${what}: nothing to judge in ${grouped(replications)} replications; it takes at least ${grouped(needed!)}, if it can happen at all`,
    };
  }
  const isUnseen = estimate.unit === 'share' && value === 0;
  const seen = `${figure} ${isUnseen ? 'was never seen' : `is ${sixDigits(value)}`}${ends(estimate)}`;
  const more =
    needed === null
      ? 'too near the goal for any number of replications'
      : `about ${grouped(needed)} replications would decide it`;
  return { code: needed === null ? 'PG5005' : 'PG5001', message: `${what} is inconclusive: ${seen}; ${more}` };
}

export const fewEvents = (what: string, events: number): Warning => ({
  code: 'PG5002',
  message: `${what}: the mean rests on ${events === 1 ? '1 event' : `${events} events`}; its interval is a rough one`,
});

/** ` [1.2, 3.4]` */
function ends({ interval, unit }: Estimate): string {
  if (interval === null) return '';
  const { low, high } = interval;
  if (!Number.isFinite(low) && !Number.isFinite(high)) return ' (too few values for an interval)';
  const unitWord = unit === 'share' || unit === 'count' ? '' : ` ${UNIT_WORDS[unit] ?? unit}`;
  const end = (value: number): string => (Number.isFinite(value) ? sixDigits(value) : '...');
  return `${unitWord} [${end(low)}, ${end(high)}]`;
}

const UNIT_WORDS: Readonly<Record<string, string>> = { percent: '%', currency: 'in money' };

const sixDigits = (value: number): string => String(Number(value.toPrecision(6)));
const grouped = (value: number): string => value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',');
