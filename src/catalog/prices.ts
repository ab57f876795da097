import { lazy, readKeyedTable, readTable } from './data-file.ts';
import type { Sku } from './skus.ts';
import { findSource } from './sources.ts';
import type { StorageType } from './storage.ts';

const PRICE_TERMS = ['Consumption', 'SavingsPlan-1y', 'Reservation-1y', 'Reservation-3y'] as const;
export type PriceTerm = (typeof PRICE_TERMS)[number];

/** A list price in US dollars, before tax and agreements. */
export interface Price {
  /** Our stable name of the meter, `pgflex.gp.ddsv5.vcore`. */
  readonly key: string;
  /** Programmatic name. */
  readonly region: string;
  readonly term: PriceTerm;
  /** US dollars per `unit`: decimal text, exactly as published. */
  readonly usd: string;
  /** A reservation is priced per `vCore-term`: one vCore for the whole term. */
  readonly unit: 'vCore-hour' | 'server-hour' | 'GiB-month' | 'IOPS-month' | 'MBps-month' | 'vCore-term';
  /** Start day the price list gives; where it gives none (see the notes), the day it was observed. */
  readonly effectiveDate: string;
  readonly observedDate: string;
  /** `exact` = an answer of the price list; `derived` = computed from exact rows by the rule the source names. */
  readonly confidence: 'exact' | 'derived';
  readonly sources: readonly string[];
  readonly notes: string;
}

/** How the public price list names a meter. */
export interface PriceMeter {
  readonly key: string;
  readonly productName: string;
  readonly skuName: string;
  readonly meterName: string;
  readonly unitOfMeasure: string;
  readonly sources: readonly string[];
}

export const BACKUP_PRICE_KEY = 'pgflex.backup.lrs.gb';
export const EXTENDED_SUPPORT_PRICE_KEY = 'pgflex.support.extended.vcore';

/** The source most rows come from; the price set is named after it. */
const PRICE_SET = 'retail-2026-08';

const id = (region: string, key: string, term: string) => `${region}/${key}/${term}`;

const prices = lazy(() =>
  readKeyedTable(
    'prices.csv',
    (row) => id(row.text('region'), row.text('key'), row.text('term')),
    (row): Price => ({
      key: row.text('key'),
      region: row.text('region'),
      term: row.oneOf('term', PRICE_TERMS),
      usd: row.decimal('usd'),
      unit: row.oneOf('unit', ['vCore-hour', 'server-hour', 'GiB-month', 'IOPS-month', 'MBps-month', 'vCore-term']),
      effectiveDate: row.date('effective_date'),
      observedDate: row.date('observed_date'),
      confidence: row.oneOf('confidence', ['exact', 'derived']),
      sources: row.list('source'),
      notes: row.text('notes'),
    }),
  ),
);

const meters = lazy(() =>
  readTable('price-meters.csv', (row): PriceMeter => ({
    key: row.text('key'),
    productName: row.text('product_name'),
    skuName: row.text('sku_name'),
    meterName: row.text('meter_name'),
    unitOfMeasure: row.text('unit_of_measure'),
    sources: row.list('source'),
  })),
);

/** All prices, or those of one region (programmatic name). */
export function listPrices(region?: string): readonly Price[] {
  const all = prices().all();
  return region === undefined ? all : all.filter((price) => price.region === region);
}

/** The price of a meter in a region (programmatic name); undefined when it is not known, which is never a price of zero. */
export function priceOf(region: string, key: string, term: PriceTerm = 'Consumption'): Price | undefined {
  return prices().find(id(region, key, term));
}

export function listPriceMeters(): readonly PriceMeter[] {
  return meters();
}

export function findPriceMeter(key: string): PriceMeter | undefined {
  return meters().find((meter) => meter.key === key);
}

/** Name of the shipped price set and the day most of it was observed. */
export function priceSet(): { readonly name: string; readonly observed: string } {
  return { name: PRICE_SET, observed: findSource(PRICE_SET)!.date };
}

/** The meter of a compute size. Burstable sizes are priced per server, the others per vCore on the `.vcore` rows. */
export function computePriceKey(sku: Sku): { readonly key: string; readonly perVCore: boolean } {
  if (sku.tier === 'Burstable') {
    return { key: `pgflex.burst.bs.${sku.name.toLowerCase().replace('standard_', '')}`, perVCore: false };
  }
  const tier = sku.tier === 'GeneralPurpose' ? 'gp' : 'mo';
  return { key: `pgflex.${tier}.${sku.series.toLowerCase()}.vcore`, perVCore: true };
}

const CAPACITY_KEYS = {
  Premium_LRS: 'pgflex.storage.ssd.gb',
  PremiumV2_LRS: 'pgflex.storage.ssdv2.gib',
  UltraSSD_LRS: 'pgflex.storage.ultra.gb',
} as const;

/** The meter of provisioned capacity. */
export function storagePriceKey(type: StorageType): string {
  return CAPACITY_KEYS[type];
}

const PERFORMANCE_KEYS = {
  Premium_LRS: { iops: 'pgflex.storage.ssd.extra-iops', throughput: null },
  PremiumV2_LRS: { iops: 'pgflex.storage.ssdv2.iops', throughput: 'pgflex.storage.ssdv2.mbps' },
  UltraSSD_LRS: { iops: 'pgflex.storage.ultra.iops', throughput: 'pgflex.storage.ultra.mbps' },
} as const;

/** The meters of IOPS and MB/s above what the size includes; null where there is none. */
export function performancePriceKeys(type: StorageType): { readonly iops: string; readonly throughput: string | null } {
  return PERFORMANCE_KEYS[type];
}
