export { type Assumption, type AssumptionText, assumption, assumptionSet, listAssumptions } from './assumptions.ts';
export { type Limit, listLimits, listPoolerDefaults, type PoolerDefault } from './limits.ts';
export { listMetrics, type ServiceMetric } from './metrics.ts';
export {
  BACKUP_PRICE_KEY,
  computePriceKey,
  EXTENDED_SUPPORT_PRICE_KEY,
  findPriceMeter,
  listPriceMeters,
  listPrices,
  performancePriceKeys,
  type Price,
  type PriceMeter,
  priceOf,
  priceSet,
  type PriceTerm,
  storagePriceKey,
} from './prices.ts';
export { findRegion, listGeographies, listRegions, type Region } from './regions.ts';
export { findSku, listSkus, type Sku, type Tier } from './skus.ts';
export { listSlaTerms, slaTerms, type SlaTerms } from './sla.ts';
export { findSource, listSources, type Source } from './sources.ts';
export { findStorageTier, listStorageTiers, maxWalSizeBytes, type StorageTier, type StorageType } from './storage.ts';
export { findVersion, listVersions, type Version } from './versions.ts';
