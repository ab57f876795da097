import { formBill } from '../billing/bill.ts';
import type { BillPlan } from '../billing/plan.ts';
import { discountFactor } from '../billing/tco.ts';
import { listAssumptions, priceSet, slaTerms } from '../catalog/index.ts';
import { isoInstant } from '../units/calendar.ts';
import { parseDecimal, ratio, toFixed, type Ratio } from '../units/money.ts';
import type { Scenario, Server } from '../scenario/scenario.ts';
import type { Moments } from '../statistics/moments.ts';
import type { VarianceComponents } from '../statistics/variance-components.ts';
import type { Sketch } from '../statistics/sketch.ts';
import { CAUSES, DISRUPTION_CLASSES } from '../vocabulary/causes.ts';
import { METRICS, type MetricName } from '../vocabulary/metrics.ts';
import { convergenceOf } from './convergence.ts';
import { judge } from './judge.ts';
import { shareInterval } from './estimates.ts';
import { OUTER_SIZE } from './ignorance.ts';
import * as messages from './messages.ts';
import { FEW_EVENTS } from './needed.ts';
import { capacityOf } from './capacity.ts';
import { columnOf, columnsOf, METRIC_STEPS } from './quantities.ts';
import {
  PERCENTILES,
  type CauseResult,
  type CostResult,
  type Durability,
  type History,
  type Interval,
  type MaintenanceWindow,
  type MetricResult,
  type MonthResult,
  type Percentiles,
  type RareDurability,
  type RecoveryResult,
  type Representatives,
  type Result,
  type Spread,
  type SpreadResult,
} from './result.ts';
import { LEVEL } from './level.ts';
import { BLOCK_SIZE, ROWS_KEPT, RTO_PARTS, type RecoveryTally, type Tally } from './tally.ts';

const HISTOGRAM_BINS = 40;
const CDF_POINTS = 50;
const YEAR_HOURS = 8760;
const REPRESENTED: MetricName = 'downtime_minutes';

/** Where a run came from: kept in the result, so that it can be had again. */
export interface RunInputs {
  /** Base name of the scenario file. */
  readonly file: string;
  readonly text: string;
  readonly sha256: string;
  readonly variant: string | null;
  readonly set: readonly string[];
  /** As given on the command line. */
  readonly horizon: string | null;
}

interface Material {
  readonly scenario: Scenario;
  /** Absent where it would cost more than the rest. */
  readonly rare?: RareDurability;
  readonly inputs: RunInputs;
  readonly version: string;
  readonly plan: BillPlan;
  readonly tally: Tally;
  readonly representatives: Representatives;
  readonly histories: readonly History[];
}

/** The replications whose downtime is the median, the 95th percentile and the worst. */
export function representativesOf(tally: Tally): Representatives {
  const sketch = tally.sketches[columnOf(REPRESENTED)]!;
  return {
    metric: REPRESENTED,
    median: sketch.replicationAt(0.5),
    p95: sketch.replicationAt(0.95),
    worst: sketch.replicationAt(1),
  };
}

/** Forms the result of a run, and the FOCUS rows of its bill, from what was added up. */
export function summarise(material: Material): { result: Result; costRows: readonly Record<string, string>[] } {
  const { scenario, inputs, version, plan, tally, representatives, histories, rare } = material;
  const { server, simulation } = scenario;
  const hours = (simulation.endMs - simulation.startMs) / 3_600_000;
  const isUncertain = scenario.uncertain.length > 0;
  const metrics = Object.fromEntries(
    columnsOf([scenario]).map((column) => [METRICS[column]!.name, metricResult(tally, column, isUncertain)]),
  );
  const quantities = Array.from(
    { length: tally.quantities.length },
    (_, index) => tally.quantities.total(index) + BigInt(tally.asPlanned) * BigInt(tally.planned?.[index] ?? 0),
  );
  const bill = formBill(plan, quantities, tally.replications);
  const terms = slaTerms(server.haMode);
  const judgement = judge(scenario, tally);
  const capacity = capacityOf(scenario);
  const result: Result = {
    formatVersion: '1.0',
    tool: { name: 'pgnines', version },
    inputs: statedInputs(scenario, inputs, tally.replications, tally.components !== null),
    fingerprint: tally.fingerprint,
    verdict: judgement.verdict,
    server: {
      location: server.location,
      sku: server.skuName,
      tier: server.tier,
      v_cores: server.vCores,
      ha_mode: server.haMode,
      storage_gib: server.storage.sizeGib,
      storage_tier: server.storage.tier,
      backup_retention_days: server.backup.retentionDays,
      geo_redundant_backup: server.backup.geoRedundant,
      sla_percent: terms.targetPercent,
      zone: server.zone,
      standby_zone: server.standbyZone,
      maintenance_window: windowOf(server),
    },
    metrics,
    causes: causeResults(tally, hours, scenario),
    recovery: DISRUPTION_CLASSES.map((name, index) => recoveryResult(name, tally.recovery[index]!)),
    months: monthResults(material, bill.byMonth),
    representatives,
    histories,
    convergence: convergenceOf(tally),
    durability: { ...durability(tally, hours), ...(rare === undefined ? {} : { rare }) },
    ...(capacity === null ? {} : { capacity }),
    cost: costResult(material, bill, metrics),
    assumptions: scenario.assumptionRows,
    ...(isUncertain ? { not_known: scenario.uncertain.map(({ name }) => name) } : {}),
    not_included: listAssumptions().flatMap((assumption) =>
      assumption.adds === undefined ? [] : [{ name: assumption.name, adds: assumption.adds }],
    ),
    targets: judgement.targets,
    thresholds: judgement.thresholds,
    rows: { written: Math.min(ROWS_KEPT, tally.replications), of: tally.replications },
    warnings: [...judgement.warnings, ...warnings(tally, terms.confidence === 'approximate', bill.derivedPrices)],
  };
  return { result, costRows: bill.focus };
}

function windowOf({ maintenanceWindow: window }: Server): MaintenanceWindow | null {
  return window.kind === 'system'
    ? null
    : { day_of_week: window.dayOfWeek, start_hour: window.startHour, start_minute: window.startMinute };
}

/** What was simulated, as results state it. */
export function statedInputs(
  { name, simulation, assumptionSet }: Scenario,
  inputs: RunInputs,
  replications: number,
  hasOuterDraws: boolean,
): Result['inputs'] {
  return {
    scenario: inputs.file,
    text: inputs.text,
    sha256: inputs.sha256,
    variant: inputs.variant,
    set: inputs.set,
    horizon: inputs.horizon,
    name,
    seed: simulation.seed,
    replications,
    block_size: BLOCK_SIZE,
    ...(hasOuterDraws ? { outer_size: OUTER_SIZE } : {}),
    start: isoInstant(simulation.startMs),
    end: isoInstant(simulation.endMs),
    hours: (simulation.endMs - simulation.startMs) / 3_600_000,
    assumption_set: assumptionSet,
    price_set: priceSet().name,
  };
}

function metricResult(tally: Tally, column: number, isUncertain: boolean): MetricResult {
  const { unit } = METRICS[column]!;
  const moments = tally.metrics[column]!;
  const sketch = tally.sketches[column]!;
  const steps = METRIC_STEPS[column]!;
  const components = tally.components?.metrics[column];
  return {
    unit,
    mean: moments.mean() / steps,
    sd: Math.sqrt(moments.variance()) / steps,
    interval: scaled(tally.metricInterval(column), steps),
    ...(components === undefined || !isUncertain ? {} : { spread: spreadOf(components, steps) }),
    percentiles: Object.fromEntries(
      PERCENTILES.map((percent) => [`p${percent}`, sketch.quantile(percent / 100) / steps]),
    ) as Percentiles,
    percentile_method: sketch.method,
    min: moments.min / steps,
    max: moments.max / steps,
    samples: moments.count,
    events: tally.nonZero.value(column),
    histogram: sketch
      .histogram(HISTOGRAM_BINS)
      .map(({ from, to, count }) => ({ from: from / steps, to: to / steps, count })),
  };
}

function spreadOf(components: VarianceComponents, steps: number): SpreadResult {
  const { low, high, method } = components.betweenInterval(LEVEL);
  const mean = (p: number): number => components.expectationQuantile(p) / steps;
  return {
    luck_sd: Math.sqrt(components.within()) / steps,
    ignorance_sd: Math.sqrt(components.between()) / steps,
    ignorance_interval: scaled({ low: Math.sqrt(low), high: Math.sqrt(high), method }, steps),
    outer_draws: components.groups,
    means: { p5: mean(0.05), p50: mean(0.5), p95: mean(0.95) },
  };
}

/** An interval in steps, in the unit of its metric. */
export function scaled(interval: { low: number; high: number; method: string }, steps: number): Interval {
  return { level: LEVEL, low: interval.low / steps, high: interval.high / steps, method: interval.method };
}

/** Whether chance cannot bring about a cause that ships off. */
function isAbsent(cause: string, { assumptions, server }: Scenario): boolean {
  const isNever = (name: string): boolean => {
    const hazard = assumptions[name];
    return hazard?.quantity === 'hazard' && hazard.distribution.kind === 'never';
  };
  switch (cause) {
    case 'keyLoss':
      return !server.customerManagedKey || (isNever('key.loss.every') && isNever('key.expiry.every'));
    case 'networkRule':
      return server.haMode === 'Disabled' || isNever('networkRule.every');
    case 'certificateRotation': {
      const pinned = assumptions['client.pinnedCertificates.probability'];
      const isNone = pinned?.quantity === 'probability' && pinned.value === 0;
      return isNone || isNever('certificateRotation.every');
    }
    case 'diskFull':
      // Has no clock of its own: told of when it was seen.
      return true;
    default:
      return isNever(`${cause}.every`);
  }
}

function causeResults(tally: Tally, hours: number, scenario: Scenario): CauseResult[] {
  const total = tally.causeMs.reduce((sum, moments) => sum + moments.mean(), 0);
  const years = (tally.replications * hours) / YEAR_HOURS;
  return CAUSES.flatMap((cause, index) => {
    const moments = tally.causeMs[index]!;
    const events = tally.causeEvents.value(index);
    if (cause.shippedOff && events === 0 && isAbsent(cause.name, scenario)) return [];
    return {
      cause: cause.name,
      class: cause.class,
      planned: cause.planned,
      downtime_minutes: { mean: moments.mean() / 60_000, interval: scaled(tally.causeInterval(index), 60_000) },
      events,
      events_per_year: events / years,
      share: total === 0 ? 0 : moments.mean() / total,
    };
  });
}

function spread(moments: Moments, sketch: Sketch): Spread {
  const seconds = (value: number): number => value / 1000;
  const cdf: (readonly [number, number])[] = [];
  for (let point = 1; point <= CDF_POINTS; point++) {
    const value = seconds(sketch.quantile(point / CDF_POINTS));
    if (cdf.at(-1)?.[0] === value) cdf.pop();
    cdf.push([value, point / CDF_POINTS]);
  }
  return {
    mean: seconds(moments.mean()),
    p50: seconds(sketch.quantile(0.5)),
    p95: seconds(sketch.quantile(0.95)),
    p99: seconds(sketch.quantile(0.99)),
    max: seconds(moments.max),
    cdf,
  };
}

function recoveryResult(name: string, tally: RecoveryTally): RecoveryResult {
  const recovered = tally.rto.moments.count;
  const part = (index: number): number => tally.parts.value(index) / recovered / 1000;
  return {
    class: name,
    events: tally.events,
    masked_events: tally.masked,
    censored: tally.censored,
    total_losses: tally.totalLosses,
    rto_seconds: recovered === 0 ? null : spread(tally.rto.moments, tally.rto.sketch),
    rpo_seconds: recovered === 0 ? null : spread(tally.rpo.moments, tally.rpo.sketch),
    parts:
      recovered === 0
        ? null
        : (Object.fromEntries(RTO_PARTS.map((key, index) => [key, part(index)])) as NonNullable<
            RecoveryResult['parts']
          >),
  };
}

function monthResults({ plan, tally }: Material, costs: readonly Ratio[]): MonthResult[] {
  const n = tally.replications;
  return plan.months.map((month, index) => {
    const meantToRun = (month.to - month.from) * n - tally.monthStopMs.value(index);
    const lost = tally.monthDownMs.value(index);
    const slaLost = tally.monthSlaMinutes.value(index) * 60_000;
    const percent = (part: number): number => (meantToRun > 0 ? 100 * (1 - part / meantToRun) : 100);
    const breaches = tally.monthBreaches.value(index);
    return {
      month: month.name,
      availability_percent: percent(lost),
      sla_percent: percent(slaLost),
      breach_probability: breaches / n,
      breach_interval: { level: LEVEL, ...shareInterval(breaches, n, tally.independent) },
      credit: tally.monthCredit.value(index) / n / 1e6,
      cost: Number(toFixed(costs[index]!, 6)),
    };
  });
}

/** Share of replications that lost committed work, as a yearly probability; upper bounds where none did. */
function durability(tally: Tally, hours: number): Durability {
  const n = tally.replications;
  const years = hours / YEAR_HOURS;
  // A probability over the horizon becomes a yearly one: 1 - (1 - p)^(1 / years).
  const yearly = (p: number): number => (p >= 1 ? 1 : -Math.expm1(Math.log1p(-p) / years));
  const figure = (events: number): { estimate: number | null; interval: Interval } => {
    const { low, high, method } = shareInterval(events, n, tally.independent);
    return {
      estimate: events === 0 ? null : yearly(events / n),
      interval: { level: LEVEL, low: yearly(low), high: yearly(high), method },
    };
  };
  const paths = DISRUPTION_CLASSES.map((name, index) => ({ path: name, events: tally.lossByClass.value(index) }));
  return {
    years: n * years,
    annual_loss_probability: figure(tally.replicationsWithLoss),
    paths: [
      ...paths.map(({ path, events }) => ({ path: `some committed work lost: ${path}`, events, ...figure(events) })),
      {
        path: 'no restorable copy left',
        events: tally.replicationsWithTotalLoss,
        ...figure(tally.replicationsWithTotalLoss),
      },
    ],
  };
}

function costResult(
  { scenario, tally, plan }: Material,
  bill: ReturnType<typeof formBill>,
  metrics: Readonly<Record<string, MetricResult>>,
): CostResult {
  const n = BigInt(tally.replications);
  const months = plan.months.reduce((sum, month) => sum + (month.to - month.from) / month.fullMs, 0);
  const meanOf = (name: MetricName): string => toFixed(ratio(tally.metrics[columnOf(name)]!.sum, n * 1_000_000n), 2);
  return {
    currency: plan.currency,
    total: toFixed(bill.total, 2),
    per_month: toFixed(parseDecimal((Number(toFixed(bill.total, 6)) / months).toFixed(6)), 2),
    lines: bill.lines,
    outage_cost: meanOf('outage_cost'),
    sla_credit: meanOf('sla_credit'),
    tco: meanOf('tco'),
    tco_present_value: presentValue(scenario, bill.byMonth, plan, metrics),
    derived_prices: bill.derivedPrices,
    not_included: ['network egress', 'private endpoints', 'log ingestion', 'support plan', 'tax'],
  };
}

/** Bill by month, the rest spread evenly, each discounted from the middle of its month. */
function presentValue(
  scenario: Scenario,
  byMonth: readonly Ratio[],
  plan: BillPlan,
  metrics: Readonly<Record<string, MetricResult>>,
): string {
  const horizon = scenario.simulation.endMs - scenario.simulation.startMs;
  const bill = byMonth.map((cost) => Number(toFixed(cost, 6)));
  const rest = metrics['tco']!.mean - bill.reduce((sum, cost) => sum + cost, 0);
  let value = 0;
  for (const [index, month] of plan.months.entries()) {
    const years = (month.from + month.to) / 2 / (YEAR_HOURS * 3_600_000);
    const share = (rest * (month.to - month.from)) / horizon;
    value += (bill[index]! + share) * discountFactor(scenario.cost.discountRate, years);
  }
  return value.toFixed(2);
}

function warnings(
  tally: Tally,
  slaStepsApproximate: boolean,
  derivedPrices: boolean,
): { code: string; message: string }[] {
  const found: { code: string; message: string }[] = [];
  if (tally.components !== null && tally.independent < FEW_EVENTS) found.push(messages.fewDraws(tally.independent));
  if (slaStepsApproximate) {
    found.push({
      code: 'PG6003',
      message: 'the steps of the SLA credit are those of a sibling service, not confirmed',
    });
  }
  if (derivedPrices) {
    found.push({
      code: 'PG6004',
      message: 'some prices are derived from those of other regions or sizes, not published',
    });
  }
  if (tally.refusedOperations > 0) {
    const each = tally.refusedOperations / tally.replications;
    found.push({
      code: 'PG3010',
      message: `${each.toFixed(2)} operations a replication were refused: server not Ready, or too soon`,
    });
  }
  return found;
}
