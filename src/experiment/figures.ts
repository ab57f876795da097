import { slaTerms } from '../catalog/index.ts';
import type { BillPlan } from '../billing/plan.ts';
import { Integrator, MonthlyPricing, slaCreditMicro } from '../billing/integrate.ts';
import { outageCostMicro } from '../billing/tco.ts';
import type { Ledger } from '../service/ledger.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { METRICS } from '../vocabulary/metrics.ts';
import { columnOf, METRIC_STEPS } from './quantities.ts';
import { AvailabilityWindows } from './windows.ts';

const PERCENT_STEPS = METRIC_STEPS[columnOf('availability_percent')]!;
const COLUMN = {
  availability: columnOf('availability_percent'),
  downtime: columnOf('downtime_minutes'),
  writeAvailability: columnOf('write_availability_percent'),
  writeDowntime: columnOf('write_downtime_minutes'),
  degraded: columnOf('degraded_minutes'),
  slaAvailability: columnOf('sla_availability_percent'),
  slaDowntime: columnOf('sla_downtime_minutes'),
  alive: columnOf('is_db_alive_down_minutes'),
  stop: columnOf('planned_stop_minutes'),
  outages: columnOf('outage_count'),
  longest: columnOf('longest_outage_minutes'),
  business: columnOf('business_hours_downtime_minutes'),
  unprotected: columnOf('unprotected_hours'),
  failovers: columnOf('failover_count'),
  masked: columnOf('masked_failure_count'),
  lossEvents: columnOf('data_loss_events'),
  lossSeconds: columnOf('data_loss_seconds'),
  slaBreaches: columnOf('sla_breached_months'),
  slaCredit: columnOf('sla_credit'),
  cost: columnOf('cost_total'),
  outageCost: columnOf('outage_cost'),
  tco: columnOf('tco'),
  monthly: columnOf('cost_monthly'),
  computeHours: columnOf('compute_hours'),
  storage: columnOf('storage_gib_months'),
  backup: columnOf('backup_billed_gib_months'),
  restores: columnOf('restore_count'),
} as const;

/** What of one replication is summed by calendar month. */
export interface MonthFigures {
  /** Micro-currency. */
  readonly cost: Float64Array;
  readonly credit: Float64Array;
  readonly breached: Uint8Array;
}

/** Turns a replication's ledger into its row of figures: one integer per metric. Allocates nothing per replication. */
export class Figures {
  readonly months: MonthFigures;
  /** Quantity x ms by month and bill line, of the replication last read. */
  readonly quantities: Float64Array;
  /** Those of the availability target, counted for the replication last read; null without one. */
  readonly windows: AvailabilityWindows | null;
  private readonly scenario: Scenario;
  private readonly plan: BillPlan;
  private readonly integrator: Integrator;
  private readonly pricing: MonthlyPricing;
  private readonly horizon: number;
  /** Months of the horizon, a partial one by its part. */
  private readonly monthCount: number;
  private readonly slaTarget: number;
  /** The integrated bill of a replication in which everything went by plan: the same every time. */
  readonly planned: { readonly quantities: Float64Array; readonly cost: Float64Array };
  private plannedKnown = false;
  private readonly meters: readonly { line: number; column: number; perMonth: boolean }[];

  constructor(scenario: Scenario, plan: BillPlan) {
    const months = scenario.monthNames.length;
    this.windows = AvailabilityWindows.of(scenario);
    this.scenario = scenario;
    this.plan = plan;
    this.integrator = new Integrator(plan);
    this.pricing = new MonthlyPricing(plan);
    this.horizon = scenario.simulation.endMs - scenario.simulation.startMs;
    this.slaTarget = slaTerms(scenario.server.haMode).targetPercent;
    this.months = {
      cost: new Float64Array(months),
      credit: new Float64Array(months),
      breached: new Uint8Array(months),
    };
    this.quantities = new Float64Array(months * plan.lines.length);
    this.monthCount = plan.months.reduce((sum, month) => sum + (month.to - month.from) / month.fullMs, 0);
    this.planned = {
      quantities: new Float64Array(this.quantities.length),
      cost: new Float64Array(months),
    };
    const column = { compute: COLUMN.computeHours, storage: COLUMN.storage, backup: COLUMN.backup } as const;
    this.meters = plan.lines.flatMap((line, index) =>
      line.meter === 'compute' || line.meter === 'storage' || line.meter === 'backup'
        ? [{ line: index, column: column[line.meter], perMonth: line.meter !== 'compute' }]
        : [],
    );
  }

  /** Writes the row of a replication to `row[offset ...]`. */
  read(ledger: Ledger, row: Float64Array, offset: number): void {
    const { horizon, scenario, months } = this;
    const meantToRun = horizon - ledger.plannedStopMs;
    const percent = (lost: number): number =>
      meantToRun > 0 ? Math.round((1 - lost / meantToRun) * 100 * PERCENT_STEPS) : 100 * PERCENT_STEPS;
    const write = ledger.downMs + ledger.writeOnlyMs;
    this.bill(ledger);
    let cost = 0;
    for (let month = 0; month < months.cost.length; month++) cost += months.cost[month]!;
    const { breaches, credit } = this.promise(ledger);
    const outageCost = outageCostMicro(scenario.cost, {
      downtimeMs: ledger.downMs,
      writeOnlyMs: ledger.writeOnlyMs,
      dataLossSeconds: ledger.lossMs / 1000,
      peopleMs: ledger.peopleMs,
    });
    row[offset + COLUMN.availability] = percent(ledger.downMs);
    row[offset + COLUMN.downtime] = ledger.downMs;
    row[offset + COLUMN.writeAvailability] = percent(write);
    row[offset + COLUMN.writeDowntime] = write;
    row[offset + COLUMN.degraded] = ledger.degradedMs;
    row[offset + COLUMN.slaAvailability] = percent(ledger.slaMinutes * 60_000);
    row[offset + COLUMN.slaDowntime] = ledger.slaMinutes * 60_000;
    row[offset + COLUMN.alive] = ledger.aliveDownMinutes * 60_000;
    row[offset + COLUMN.stop] = ledger.plannedStopMs;
    row[offset + COLUMN.outages] = ledger.outages.count;
    row[offset + COLUMN.longest] = ledger.longestMs;
    row[offset + COLUMN.business] = ledger.businessDownMs;
    row[offset + COLUMN.unprotected] = ledger.unprotectedMs;
    row[offset + COLUMN.failovers] = ledger.failovers;
    row[offset + COLUMN.masked] = ledger.masked;
    row[offset + COLUMN.lossEvents] = ledger.lossEvents;
    row[offset + COLUMN.lossSeconds] = ledger.lossMs;
    row[offset + COLUMN.slaBreaches] = breaches;
    row[offset + COLUMN.slaCredit] = credit;
    row[offset + COLUMN.cost] = cost;
    row[offset + COLUMN.outageCost] = outageCost;
    row[offset + COLUMN.tco] = cost + outageCost - (scenario.cost.sla.creditClaimed ? credit : 0);
    row[offset + COLUMN.monthly] = Math.round(cost / this.monthCount);
    row[offset + COLUMN.restores] = ledger.restores;
    this.readMeters(row, offset);
    this.windows?.count(ledger);
  }

  private bill(ledger: Ledger): void {
    const { months, planned, quantities } = this;
    if (ledger.usageAsPlanned && this.plannedKnown) {
      quantities.set(planned.quantities);
      months.cost.set(planned.cost);
      return;
    }
    this.integrator.integrate(ledger.usage, quantities);
    this.pricing.price(quantities, months.cost);
    if (ledger.usageAsPlanned) {
      planned.quantities.set(quantities);
      planned.cost.set(months.cost);
      this.plannedKnown = true;
    }
  }

  private promise(ledger: Ledger): { breaches: number; credit: number } {
    const { months } = this;
    months.breached.fill(0);
    months.credit.fill(0);
    if (ledger.slaMinutes === 0) return NOTHING_BREACHED;
    let breaches = 0;
    let credit = 0;
    for (const [index, month] of this.plan.months.entries()) {
      if (ledger.monthSlaMinutes[index] === 0) continue;
      const minutes = (month.to - month.from - ledger.monthStopMs[index]!) / 60_000;
      const uptime = 100 * (1 - ledger.monthSlaMinutes[index]! / minutes);
      if (uptime >= this.slaTarget) continue;
      breaches++;
      months.breached[index] = 1;
      months.credit[index] = slaCreditMicro(this.scenario.server.haMode, uptime, months.cost[index]!);
      credit += months.credit[index];
    }
    return { breaches, credit };
  }

  private readMeters(row: Float64Array, offset: number): void {
    row[offset + COLUMN.computeHours] = 0;
    row[offset + COLUMN.storage] = 0;
    row[offset + COLUMN.backup] = 0;
    const { plan, quantities } = this;
    const lines = plan.lines.length;
    for (const { line, column, perMonth } of this.meters) {
      let sum = 0;
      for (let month = 0; month < plan.months.length; month++) {
        const quantity = quantities[month * lines + line]!;
        // GiB-months in millionths; hours in milliseconds.
        sum += perMonth ? Math.round((quantity / plan.months[month]!.fullMs) * 1e6) : quantity;
      }
      row[offset + column]! += sum;
    }
  }
}

const NOTHING_BREACHED = { breaches: 0, credit: 0 } as const;

/** Number of figures per replication. */
export const FIGURES = METRICS.length;
