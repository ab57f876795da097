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
  storageUsed: columnOf('storage_used_percent'),
  readOnly: columnOf('storage_readonly_minutes'),
  cpuSaturated: columnOf('cpu_saturated_minutes'),
  creditExhausted: columnOf('cpu_credit_exhausted_minutes'),
  ioSaturated: columnOf('iops_saturated_minutes'),
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
  /** `quantities`, `months.cost` and what follows from them are those of the planned bill. */
  private holdsPlanned = false;
  private cost = 0;
  /** Sums of {@link meters}, by column. */
  private readonly metered = new Float64Array(FIGURES);
  private breaches = 0;
  private credit = 0;
  private readonly monthMs: Float64Array;
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
    this.monthMs = Float64Array.from(plan.months, (month) => month.to - month.from);
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
    const { scenario } = this;
    const meantToRun = this.horizon - ledger.plannedStopMs;
    const write = ledger.downMs + ledger.writeOnlyMs;
    this.bill(ledger);
    this.promise(ledger);
    const { cost, credit, metered } = this;
    const outageCost = outageCostMicro(scenario.cost, {
      downtimeMs: ledger.downMs,
      writeOnlyMs: ledger.writeOnlyMs,
      dataLossSeconds: ledger.lossMs / 1000,
      peopleMs: ledger.peopleMs,
    });
    row[offset + COLUMN.availability] = percent(ledger.downMs, meantToRun);
    row[offset + COLUMN.downtime] = ledger.downMs;
    row[offset + COLUMN.writeAvailability] = percent(write, meantToRun);
    row[offset + COLUMN.writeDowntime] = write;
    row[offset + COLUMN.degraded] = ledger.degradedMs;
    row[offset + COLUMN.slaAvailability] = percent(ledger.slaMinutes * 60_000, meantToRun);
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
    row[offset + COLUMN.slaBreaches] = this.breaches;
    row[offset + COLUMN.slaCredit] = credit;
    row[offset + COLUMN.cost] = cost;
    row[offset + COLUMN.outageCost] = outageCost;
    row[offset + COLUMN.tco] = cost + outageCost - (scenario.cost.sla.creditClaimed ? credit : 0);
    row[offset + COLUMN.monthly] = Math.round(cost / this.monthCount);
    row[offset + COLUMN.restores] = ledger.restores;
    row[offset + COLUMN.storageUsed] = Math.round(ledger.storageUsedPercent * PERCENT_STEPS);
    row[offset + COLUMN.readOnly] = ledger.readOnlyMs;
    row[offset + COLUMN.cpuSaturated] = ledger.cpuSaturatedMs;
    row[offset + COLUMN.creditExhausted] = ledger.creditExhaustedMs;
    row[offset + COLUMN.ioSaturated] = ledger.ioSaturatedMs;
    row[offset + COLUMN.computeHours] = metered[COLUMN.computeHours]!;
    row[offset + COLUMN.storage] = metered[COLUMN.storage]!;
    row[offset + COLUMN.backup] = metered[COLUMN.backup]!;
    this.windows?.count(ledger);
  }

  private bill(ledger: Ledger): void {
    const { months, planned, quantities } = this;
    if (!ledger.usageAsPlanned) {
      this.holdsPlanned = false;
      this.integrator.integrate(ledger.usage, quantities);
      this.pricing.price(quantities, months.cost);
    } else if (this.holdsPlanned) {
      return;
    } else if (this.plannedKnown) {
      this.holdsPlanned = true;
      quantities.set(planned.quantities);
      months.cost.set(planned.cost);
    } else {
      this.plannedKnown = true;
      this.holdsPlanned = true;
      this.integrator.integrate(ledger.usage, quantities);
      this.pricing.price(quantities, months.cost);
      planned.quantities.set(quantities);
      planned.cost.set(months.cost);
    }
    this.cost = 0;
    for (let month = 0; month < months.cost.length; month++) this.cost += months.cost[month]!;
    this.readMeters();
  }

  /** Months in which the SLA was not kept, and the credit for them. */
  private promise(ledger: Ledger): void {
    const { months, monthMs, slaTarget } = this;
    if (this.breaches > 0) {
      months.breached.fill(0);
      months.credit.fill(0);
      this.breaches = 0;
      this.credit = 0;
    }
    if (ledger.slaMinutes === 0) return;
    for (let month = 0; month < monthMs.length; month++) {
      const down = ledger.monthSlaMinutes[month]!;
      if (down === 0) continue;
      const minutes = (monthMs[month]! - ledger.monthStopMs[month]!) / 60_000;
      const uptime = 100 * (1 - down / minutes);
      if (uptime >= slaTarget) continue;
      const credit = slaCreditMicro(this.scenario.server.haMode, uptime, months.cost[month]!);
      months.breached[month] = 1;
      months.credit[month] = credit;
      this.breaches++;
      this.credit += credit;
    }
  }

  private readMeters(): void {
    const { plan, quantities, metered } = this;
    const lines = plan.lines.length;
    metered.fill(0);
    for (const { line, column, perMonth } of this.meters) {
      for (let month = 0; month < plan.months.length; month++) {
        const quantity = quantities[month * lines + line]!;
        // GiB-months in millionths; hours in milliseconds.
        metered[column]! += perMonth ? Math.round((quantity / plan.months[month]!.fullMs) * 1e6) : quantity;
      }
    }
  }
}

/** Of the time the server was meant to run, in integer steps. */
function percent(lost: number, meantToRun: number): number {
  return meantToRun > 0 ? Math.round((1 - lost / meantToRun) * 100 * PERCENT_STEPS) : 100 * PERCENT_STEPS;
}

/** Number of figures per replication. */
export const FIGURES = METRICS.length;
