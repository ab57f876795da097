import {
  BACKUP_PRICE_KEY,
  computePriceKey,
  EXTENDED_SUPPORT_PRICE_KEY,
  findSku,
  findVersion,
  performancePriceKeys,
  priceOf,
  storagePriceKey,
  type Price,
} from '../catalog/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { addCalendar, parseInstant } from '../units/calendar.ts';
import { multiply, parseDecimal, ratio, type Ratio } from '../units/money.ts';
import { RESOURCES, type Meter, type Resource, type UsageMeter } from '../vocabulary/ledger.ts';

/** One line of the bill: what one resource uses of one meter, and what it costs. */
export interface BillLine {
  readonly resource: Resource;
  readonly meter: Meter;
  readonly priceKey: string;
  readonly description: string;
  /** `vCore-hour`, `GiB-month`. */
  readonly unit: string;
  /** Unit prices in the currency: by the price list, and after the negotiated discount. */
  readonly listPrice: Ratio;
  readonly price: Ratio;
  /** The price is derived from others by a rule, not published. */
  readonly derived: boolean;
  /** Usage rows it is made from, and units per unit of usage: 4 vCores per server. */
  readonly usage: UsageMeter;
  readonly scale: Ratio;
  /** Charged by the calendar month; else by the hour. */
  readonly perMonth: boolean;
  /** Tick from which it is charged. */
  readonly from: number;
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
  const { server } = scenario;
  const missing: MissingPrice[] = [];
  const lines: BillLine[] = [];
  const add = (
    template: Omit<BillLine, 'resource' | 'listPrice' | 'price' | 'derived'>,
    resources: readonly Resource[],
  ) => {
    const price = priceOf(server.location, template.priceKey);
    if (price === undefined) {
      missing.push({ priceKey: template.priceKey, region: server.location, what: template.description });
      return;
    }
    for (const resource of resources)
      lines.push({ ...template, resource, ...pricesOf(price, scenario, template.meter) });
  };
  const withStandby = RESOURCES.filter((resource) => server.haMode !== 'Disabled' || !resource.endsWith('standby'));
  const sku = findSku(server.skuName)!;
  const { key, perVCore } = computePriceKey(sku);
  add(
    {
      meter: 'compute',
      priceKey: key,
      description: perVCore ? `${server.skuName}, ${server.vCores} vCores` : server.skuName,
      unit: perVCore ? 'vCore-hour' : 'server-hour',
      usage: 'compute',
      scale: ratio(perVCore ? BigInt(server.vCores) : 1n),
      perMonth: false,
      from: 0,
    },
    withStandby,
  );
  const { storage } = server;
  const perGib = { usage: 'storage', perMonth: true, from: 0 } as const;
  add(
    {
      ...perGib,
      meter: 'storage',
      priceKey: storagePriceKey(storage.type),
      description: `${storage.type} ${storage.sizeGib} GiB provisioned`,
      unit: 'GiB-month',
      scale: ratio(1n),
    },
    withStandby,
  );
  for (const extra of provisionedPerformance(scenario)) {
    add({ ...perGib, ...extra, scale: ratio(BigInt(extra.above), BigInt(storage.sizeGib)) }, withStandby);
  }
  add(
    {
      meter: 'backup',
      priceKey: BACKUP_PRICE_KEY,
      description: `backup beyond the free ${storage.sizeGib} GiB, ${server.backup.retentionDays} days${server.backup.geoRedundant ? ', geo-redundant' : ''}`,
      unit: 'GiB-month',
      usage: 'backup',
      scale: ratio(1n),
      perMonth: true,
      from: 0,
    },
    RESOURCES.filter((resource) => resource.endsWith('primary')),
  );
  const paidFrom = extendedSupportFrom(scenario);
  if (paidFrom !== null) {
    add(
      {
        meter: 'extended-support',
        priceKey: EXTENDED_SUPPORT_PRICE_KEY,
        description: `extended support of PostgreSQL ${server.version}, while running`,
        unit: 'vCore-hour',
        usage: 'compute',
        scale: ratio(BigInt(server.vCores)),
        perMonth: false,
        from: paidFrom,
      },
      withStandby,
    );
  }
  if (missing.length > 0) return { plan: null, missing };
  const { startMs } = scenario.simulation;
  return {
    plan: { currency: scenario.cost.currency, lines, months: monthsOf(scenario), startMs, region: server.location },
    missing,
  };
}

function pricesOf(price: Price, scenario: Scenario, meter: Meter): Pick<BillLine, 'listPrice' | 'price' | 'derived'> {
  const listPrice = parseDecimal(price.usd);
  const discounts: Readonly<Record<string, number | undefined>> = scenario.cost.discountPercent;
  const percent = discounts[meter] ?? 0;
  const paid = multiply(listPrice, ratio(BigInt(Math.round((100 - percent) * 1e6)), 100_000_000n));
  return { listPrice, price: paid, derived: price.confidence === 'derived' };
}

/** IOPS and MB/s of a Premium SSD v2 or Ultra disk above what is free: 3,000 and 125, from 400 GiB 12,000 and 500. */
function provisionedPerformance(scenario: Scenario) {
  const { storage } = scenario.server;
  if (storage.type === 'Premium_LRS') return [];
  const keys = performancePriceKeys(storage.type);
  const free =
    storage.type === 'UltraSSD_LRS'
      ? { iops: 0, mbps: 0 }
      : storage.sizeGib < 400
        ? { iops: 3000, mbps: 125 }
        : { iops: 12_000, mbps: 500 };
  const extras: { meter: Meter; priceKey: string; description: string; unit: string; above: number }[] = [];
  const iops = Math.max(0, (storage.iops ?? 0) - free.iops);
  const mbps = Math.max(0, (storage.throughputMbps ?? 0) - free.mbps);
  if (iops > 0) {
    extras.push({
      meter: 'iops',
      priceKey: keys.iops,
      description: `${iops} IOPS above the free ${free.iops}`,
      unit: 'IOPS-month',
      above: iops,
    });
  }
  if (mbps > 0 && keys.throughput !== null) {
    extras.push({
      meter: 'throughput',
      priceKey: keys.throughput,
      description: `${mbps} MB/s above the free ${free.mbps}`,
      unit: 'MBps-month',
      above: mbps,
    });
  }
  return extras;
}

/** Tick from which extended support is charged; null when that is not within the horizon, or not known yet. */
function extendedSupportFrom(scenario: Scenario): number | null {
  const day = findVersion(scenario.server.version)?.paidExtendedStart ?? null;
  if (day === null) return null;
  const { startMs, endMs } = scenario.simulation;
  const from = parseInstant(day)!;
  return from >= endMs ? null : Math.max(0, from - startMs);
}

function monthsOf(scenario: Scenario): BillMonth[] {
  const { monthStarts, monthNames } = scenario;
  return monthNames.map((name, index) => {
    const first = parseInstant(`${name}-01`)!;
    const next = addCalendar(first, { years: 0, months: 1, days: 0, milliseconds: 0 });
    return { name, from: monthStarts[index]!, to: monthStarts[index + 1]!, fullMs: next - first };
  });
}
