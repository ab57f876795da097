import type { Cost } from '../scenario/scenario.ts';

/** What one replication costs apart from the bill. */
export interface Losses {
  readonly downtimeMs: number;
  /** Reads worked, writes did not. */
  readonly writeOnlyMs: number;
  readonly dataLossSeconds: number;
  /** Time people spent on incidents. */
  readonly peopleMs: number;
}

const HOUR_MS = 3_600_000;

/** Cost of outages, lost data and people at the scenario's rates, in whole micro-currency. */
export function outageCostMicro(cost: Cost, losses: Losses): number {
  return Math.round(
    1e6 *
      ((losses.downtimeMs / HOUR_MS) * cost.downtimePerHour +
        (losses.writeOnlyMs / HOUR_MS) * cost.writeDowntimePerHour +
        losses.dataLossSeconds * cost.dataLossPerSecond +
        (losses.peopleMs / HOUR_MS) * cost.peoplePerHour),
  );
}

/**
 * Factor that turns money at `years` from the start into present value at a yearly rate: (1 + r)^-years, continuous in
 * time.
 */
export function discountFactor(rate: number, years: number): number {
  return Math.exp(-Math.log1p(rate) * years);
}
