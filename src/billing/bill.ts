import { findPriceMeter } from '../catalog/index.ts';
import { isoInstant } from '../units/calendar.ts';
import { add, multiply, parseDecimal, ratio, toDecimal, toFixed, ZERO, type Ratio } from '../units/money.ts';
import type { Resource } from '../vocabulary/ledger.ts';
import type { BillLine, BillMonth, BillPlan } from './plan.ts';

const HOUR_MS = 3_600_000n;

/** A line of the printed bill: means over the replications, over the whole horizon. Decimal strings. */
export interface PrintedLine {
  readonly meter: string;
  readonly price_key: string;
  readonly resource: string;
  readonly description: string;
  readonly unit: string;
  readonly quantity: string;
  readonly unit_price: string;
  readonly cost: string;
  /**
   * The cost by month of the horizon. Each is what the cost so far, rounded, has grown by: together they are the cost, and each
   * is within 0.01 of its exact value.
   */
  readonly by_month: readonly string[];
  /** The arithmetic with its numbers: `4 vCores x 744 h x 0.089 USD = 264.86 USD`. */
  readonly formula: string;
}

export interface Bill {
  readonly lines: readonly PrintedLine[];
  readonly total: Ratio;
  readonly byMonth: readonly Ratio[];
  /** FOCUS rows, one per month and line. */
  readonly focus: readonly Record<string, string>[];
  readonly derivedPrices: boolean;
}

/**
 * Forms the bill from quantities summed over replications.
 * @param quantities quantity x ms by month and line, summed
 * @param replications how many they are summed over
 */
export function formBill(plan: BillPlan, quantities: readonly bigint[], replications: number): Bill {
  const width = plan.lines.length;
  const mean = (month: number, line: number): Ratio => ratio(quantities[month * width + line]!, BigInt(replications));
  const byMonth = plan.months.map((month, index) =>
    plan.lines.reduce((sum, line, column) => add(sum, costOf(line, month, mean(index, column))), ZERO),
  );
  const used = plan.lines
    .map((line, column) => ({ line, column }))
    .filter(({ column }) => plan.months.some((_, month) => quantities[month * width + column] !== 0n));
  return {
    lines: used.map(({ line, column }) => printLine(plan, line, (month) => mean(month, column))),
    total: byMonth.reduce(add, ZERO),
    byMonth,
    focus: plan.months.flatMap((month, index) =>
      used
        .filter(({ column }) => quantities[index * width + column] !== 0n)
        .map(({ line, column }) => focusRow(plan, line, month, mean(index, column))),
    ),
    derivedPrices: used.some(({ line }) => line.derived),
  };
}

/** Billed units: vCore-hours, GiB-months. */
function unitsOf(line: BillLine, month: BillMonth, quantityMs: Ratio): Ratio {
  const period = line.perMonth ? BigInt(month.fullMs) : HOUR_MS;
  return multiply(multiply(quantityMs, line.scale), ratio(1n, period));
}

function costOf(line: BillLine, month: BillMonth, quantityMs: Ratio): Ratio {
  return multiply(unitsOf(line, month, quantityMs), line.price);
}

function printLine(plan: BillPlan, line: BillLine, meanOf: (month: number) => Ratio): PrintedLine {
  let units = ZERO;
  let milliseconds = ZERO;
  let sofar = ZERO;
  const byMonth: string[] = [];
  for (const [index, month] of plan.months.entries()) {
    units = add(units, unitsOf(line, month, meanOf(index)));
    milliseconds = add(milliseconds, meanOf(index));
    const grown = parseDecimal(toFixed(multiply(units, line.price), 2));
    byMonth.push(toFixed(add(grown, multiply(sofar, ratio(-1n))), 2));
    sofar = grown;
  }
  const cost = toFixed(sofar, 2);
  const price = `${toDecimal(line.price, 8)} ${plan.currency}`;
  const hours = toDecimal(multiply(milliseconds, ratio(1n, HOUR_MS)), 4);
  const usage = line.perMonth
    ? `${toDecimal(units, 4)} ${line.unit.replace('-', ' ')}s`
    : `${toDecimal(line.scale, 4)} ${line.unit === 'vCore-hour' ? 'vCores' : 'server'} x ${hours} h`;
  return {
    meter: line.meter,
    price_key: line.priceKey,
    resource: line.resource,
    description: line.description,
    unit: line.unit,
    quantity: toDecimal(units, 6),
    unit_price: toDecimal(line.price, 8),
    cost,
    by_month: byMonth,
    formula: `${usage} x ${price} = ${cost} ${plan.currency}${line.derived ? ' (derived price)' : ''}`,
  };
}

const RESOURCE_NAMES: Record<Resource, string> = {
  primary: 'primary',
  standby: 'standby',
  'replaced-primary': 'primary replaced by a restore',
  'replaced-standby': 'standby replaced by a restore',
  'abandoned-restore': 'restore that was not needed',
};

/** A row with the column names of FOCUS, the FinOps open cost and usage specification. */
function focusRow(plan: BillPlan, line: BillLine, month: BillMonth, quantityMs: Ratio): Record<string, string> {
  const units = unitsOf(line, month, quantityMs);
  const meter = findPriceMeter(line.priceKey);
  const listCost = toDecimal(multiply(units, line.listPrice), 10);
  const cost = toDecimal(multiply(units, line.price), 10);
  return {
    ChargePeriodStart: isoInstant(plan.startMs + month.from),
    ChargePeriodEnd: isoInstant(plan.startMs + month.to),
    ChargeCategory: 'Usage',
    ChargeDescription: `${line.meter}: ${line.description}`,
    ServiceName: 'Azure Database for PostgreSQL',
    ServiceCategory: 'Databases',
    ResourceName: RESOURCE_NAMES[line.resource],
    RegionId: plan.region,
    SkuMeter: meter?.meterName ?? line.priceKey,
    SkuPriceId: line.priceKey,
    ConsumedQuantity: toDecimal(units, 10),
    ConsumedUnit: line.unit,
    PricingQuantity: toDecimal(units, 10),
    PricingUnit: line.unit,
    ListUnitPrice: toDecimal(line.listPrice, 10),
    ContractedUnitPrice: toDecimal(line.price, 10),
    ListCost: listCost,
    ContractedCost: cost,
    EffectiveCost: cost,
    BilledCost: cost,
    BillingCurrency: plan.currency,
    CommitmentDiscountStatus: '',
  };
}
