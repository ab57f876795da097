import { priceOf, type Price } from '../catalog/index.ts';
import type { Cost, Scenario } from '../scenario/scenario.ts';
import { addCalendar, parseInstant } from '../units/calendar.ts';
import { multiply, parseDecimal, ratio, type Ratio } from '../units/money.ts';
import type { Meter, Resource } from '../vocabulary/ledger.ts';
import { chargesOf, type Charge } from './charges.ts';

/** One line of the bill: what one resource uses of one meter, and what it costs. */
export interface BillLine extends Omit<Charge, 'resources'> {
  readonly resource: Resource;
  /** Unit prices in the currency: by the price list, and after the negotiated discount. */
  readonly listPrice: Ratio;
  readonly price: Ratio;
  /** The price is derived from others by a rule, not published. */
  readonly derived: boolean;
}

export interface BillMonth {
  /** `2027-01`. */
  readonly name: string;
  /** Ticks within the horizon. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds of the whole UTC month. */
  readonly fullMs: number;
}

/** A meter for which the price list has nothing. */
export interface MissingPrice {
  readonly priceKey: string;
  readonly region: string;
  readonly what: string;
}

export interface BillPlan {
  readonly currency: string;
  readonly lines: readonly BillLine[];
  readonly months: readonly BillMonth[];
  readonly startMs: number;
  readonly region: string;
}

/** What a scenario will be charged for, or every price that is missing for it. */
export function planBill(scenario: Scenario): {
  readonly plan: BillPlan | null;
  readonly missing: readonly MissingPrice[];
} {
  const region = scenario.server.location;
  const missing: MissingPrice[] = [];
  const lines: BillLine[] = [];
  for (const { resources, ...charge } of chargesOf(scenario)) {
    const price = priceOf(region, charge.priceKey);
    if (price === undefined) {
      missing.push({ priceKey: charge.priceKey, region, what: charge.description });
      continue;
    }
    const prices = pricesOf(price, discountPercent(scenario.cost, charge.meter));
    for (const resource of resources) lines.push({ ...charge, resource, ...prices });
  }
  if (missing.length > 0) return { plan: null, missing };
  const { startMs } = scenario.simulation;
  return {
    plan: { currency: scenario.cost.currency, lines, months: monthsOf(scenario), startMs, region },
    missing,
  };
}

function pricesOf(price: Price, percent: number): Pick<BillLine, 'listPrice' | 'price' | 'derived'> {
  const listPrice = parseDecimal(price.usd);
  // A percentage to a millionth, exactly.
  const share = ratio(BigInt(Math.round((100 - percent) * 1e6)), 100_000_000n);
  return { listPrice, price: multiply(listPrice, share), derived: price.confidence === 'derived' };
}

/** Discounts are agreed by meter family; the price list sells IOPS and MB/s as products of storage. */
function discountPercent({ discountPercent: agreed }: Cost, meter: Meter): number {
  switch (meter) {
    case 'compute':
    case 'backup':
    case 'extended-support':
    case 'storage':
      return agreed[meter] ?? 0;
    case 'iops':
    case 'throughput':
      return agreed.storage ?? 0;
    default:
      return 0;
  }
}

function monthsOf(scenario: Scenario): BillMonth[] {
  const { monthStarts, monthNames } = scenario;
  return monthNames.map((name, index) => {
    const first = parseInstant(`${name}-01`)!;
    const next = addCalendar(first, { years: 0, months: 1, days: 0, milliseconds: 0 });
    return { name, from: monthStarts[index]!, to: monthStarts[index + 1]!, fullMs: next - first };
  });
}
