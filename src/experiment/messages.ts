import type { Finding } from '../diagnostics/finding.ts';
import type { Estimate } from './estimates.ts';
import { FEW_EVENTS } from './needed.ts';
import type { PrecisionResult, Warning } from './result.ts';

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
      message: `${what}: nothing to judge in ${grouped(replications)} ${replications === 1 ? 'replication' : 'replications'}; it takes at least ${grouped(needed!)}, if it can happen at all`,
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

export const fewYears = (what: string, years: number): Warning => ({
  code: 'PG5006',
  message: `${what}: the mean rests on ${sixDigits(Number(years.toPrecision(2)))} simulated years; outages that come once in decades may be missing from its interval`,
});

export const fewDraws = (draws: number): Warning => ({
  code: 'PG5007',
  message: `intervals count ${draws === 1 ? '1 draw' : `${draws} draws`} of what is not known, and are rough ones below ${FEW_EVENTS}`,
});

export const notAPrecision = (
  place: Pick<Finding, 'file' | 'line' | 'column' | 'length'>,
  metric: string,
  found: string,
): Finding => ({
  code: 'PG1104',
  severity: 'error',
  message: `--precision: ${found === '' ? 'the half-width is missing' : `"${found}" is not a half-width`}; it must be a part of the mean, more than 0 and less than 1`,
  ...place,
  note: `--precision ${metric}=0.05 runs until the interval is the mean -+ 5 %`,
});

export const precisionMissed = (
  { metric, wanted, reached, events, replications_needed: needed }: PrecisionResult,
  replications: number,
): Warning => {
  const so = reached === null ? 'nothing was seen' : `${percent(reached)} is what they gave`;
  const few = events !== null && events > 0 && events < FEW_EVENTS ? `, from ${events} events only` : '';
  const more = needed === null ? 'more than can be run' : `about ${grouped(needed)} replications`;
  return {
    code: 'PG5003',
    message: `precision of ${metric} not reached: ${percent(wanted)} of the mean asked for, ${so}${few} after ${grouped(replications)} replications; it takes ${more}`,
  };
};

/** ` [1.2, 3.4]` */
function ends({ interval, unit }: Estimate): string {
  if (interval === null) return '';
  const { low, high } = interval;
  if (!Number.isFinite(low) && !Number.isFinite(high)) return ' (too few values for an interval)';
  const unitWord = WITHOUT_UNIT.includes(unit) ? '' : ` ${unit === 'percent' ? '%' : unit}`;
  const end = (value: number): string => (Number.isFinite(value) ? sixDigits(value) : '...');
  return `${unitWord} [${end(low)}, ${end(high)}]`;
}

const WITHOUT_UNIT = ['share', 'count', 'currency'];

const percent = (share: number): string => `${sixDigits(Number((100 * share).toPrecision(3)))} %`;
const sixDigits = (value: number): string => String(Number(value.toPrecision(6)));
const grouped = (value: number): string => value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',');
