import { slaTerms, type SlaTerms } from '../catalog/index.ts';
import type { HaMode } from '../scenario/scenario.ts';
import { toNumber } from '../units/money.ts';
import { RESOURCES, USAGE_METERS, type UsageRows } from '../vocabulary/ledger.ts';
import type { BillPlan } from './plan.ts';

const HOUR_MS = 3_600_000;

/**
 * Integrates a usage ledger over calendar months: quantity x ms by month and bill line. One call per replication, without
 * allocation; what it writes are whole numbers.
 */
export class Integrator {
  private readonly plan: BillPlan;
  /** Bill lines that a (resource, meter) of the ledger feeds. */
  private readonly feeds: readonly (readonly number[])[];

  constructor(plan: BillPlan) {
    this.plan = plan;
    this.feeds = RESOURCES.flatMap((resource) =>
      USAGE_METERS.map((meter) =>
        plan.lines.flatMap((line, index) => (line.resource === resource && line.usage === meter ? [index] : [])),
      ),
    );
  }

  /** @param out months x lines, month by month; overwritten */
  integrate(usage: UsageRows, out: Float64Array): void {
    const { plan, feeds } = this;
    const { months, lines } = plan;
    const last = months.length - 1;
    // Month of the row's beginning. Rows come nearly in order, so it is near that of the row before.
    let first = 0;
    out.fill(0);
    for (let row = 0; row < usage.count; row++) {
      const begin = usage.from[row]!;
      const to = usage.to[row]!;
      while (first > 0 && months[first]!.from > begin) first--;
      while (first < last && months[first]!.to <= begin) first++;
      const fed = feeds[usage.resource[row]! * USAGE_METERS.length + usage.meter[row]!]!;
      const quantity = usage.quantity[row]!;
      for (let index = 0; index < fed.length; index++) {
        const line = fed[index]!;
        const from = Math.max(begin, lines[line]!.from);
        for (let month = first; month <= last && months[month]!.from < to; month++) {
          const length = Math.min(to, months[month]!.to) - Math.max(from, months[month]!.from);
          // The line may be charged only from a later day.
          if (length > 0) out[month * lines.length + line]! += quantity * length;
        }
      }
    }
    for (let index = 0; index < out.length; index++) out[index] = Math.round(out[index]!);
  }
}

/** Micro-currency per quantity x ms, by month and line, at the contracted price. */
function rates(plan: BillPlan): Float64Array {
  return Float64Array.from(
    plan.months.flatMap((month) =>
      plan.lines.map(
        (line) => (1e6 * toNumber(line.scale) * toNumber(line.price)) / (line.perMonth ? month.fullMs : HOUR_MS),
      ),
    ),
  );
}

/** Prices integrated quantities: whole micro-currency by month. */
export class MonthlyPricing {
  private readonly rates: Float64Array;
  private readonly width: number;

  constructor(plan: BillPlan) {
    this.rates = rates(plan);
    this.width = plan.lines.length;
  }

  /** @param quantities as {@link Integrator.integrate} writes them, @param out one entry per month; overwritten */
  price(quantities: Float64Array, out: Float64Array): void {
    const { width } = this;
    for (let month = 0; month < out.length; month++) {
      let cost = 0;
      for (let line = 0; line < width; line++) {
        const index = month * width + line;
        cost += quantities[index]! * this.rates[index]!;
      }
      out[month] = Math.round(cost);
    }
  }
}

/** Percent of a month's charges given back: the highest of the steps that `uptimePercent` is below, and never above 100. */
export function creditPercent(steps: SlaTerms['credits'], uptimePercent: number): number {
  let percent = 0;
  for (const step of steps) {
    if (uptimePercent < step.belowPercent) percent = Math.max(percent, step.creditPercent);
  }
  return Math.min(100, percent);
}

/**
 * Service credit for a month in micro-currency: by the steps of the agreement, and never above the month's charges.
 * `uptimePercent` is by the SLA clock.
 */
export function slaCreditMicro(haMode: HaMode, uptimePercent: number, monthCostMicro: number): number {
  const percent = creditPercent(slaTerms(haMode).credits, uptimePercent);
  return Math.round((monthCostMicro * percent) / 100);
}
