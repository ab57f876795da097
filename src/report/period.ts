import type { Result } from '../experiment/result.ts';

const HOURS_PER_YEAR = 8760;
const HOURS_PER_LEAP_YEAR = 8784;

/** Below so many events a figure is a rough one. */
export const FEW_EVENTS = 30;

/** Below so many simulated years the outages that come once in decades have hardly been met: intervals are too narrow. */
export const FEW_YEARS = 1000;

/** The horizon of a result, and what turns a total over it into a figure per year. */
export interface Period {
  /** The horizon is one calendar year. */
  readonly isYear: boolean;
  /** Factor from totals to years of 8760 h; 1 for a calendar year. */
  readonly perYear: number;
  /** Simulated years, all replications together. */
  readonly years: number;
  /** `2027`, or `2027-06-01 to 2027-07-01`. */
  readonly span: string;
}

export function periodOf({
  inputs,
}: {
  readonly inputs: Pick<Result['inputs'], 'hours' | 'start' | 'end' | 'replications'>;
}): Period {
  const { hours, start, end, replications } = inputs;
  const from = start.slice(0, 10);
  const to = end.slice(0, 10);
  const isYear = hours === HOURS_PER_YEAR || hours === HOURS_PER_LEAP_YEAR;
  const perYear = isYear ? 1 : HOURS_PER_YEAR / hours;
  const calendarYear = isYear && from.endsWith('-01-01') && to.endsWith('-01-01');
  return {
    isYear,
    perYear,
    years: replications / perYear,
    span: calendarYear ? from.slice(0, 4) : `${from} to ${to}`,
  };
}

/** Most events per year that none in so many years leaves believable, with 95 % confidence: -ln(0.05) / years. */
export const upperRate = (years: number): number => -Math.log(0.05) / years;
