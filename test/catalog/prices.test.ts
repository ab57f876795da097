import { describe, expect, test } from 'vitest';
import {
  BACKUP_PRICE_KEY,
  computePriceKey,
  EXTENDED_SUPPORT_PRICE_KEY,
  findPriceMeter,
  findRegion,
  findSku,
  listPrices,
  listSkus,
  performancePriceKeys,
  priceOf,
  priceSet,
  storagePriceKey,
} from '../../src/catalog/index.ts';

const usd = (region: string, key: string) => priceOf(region, key)?.usd;
const computeKey = (name: string) => computePriceKey(findSku(name)!);

describe('prices', () => {
  test('East US 2 carries the published anchors, exact', () => {
    expect(usd('eastus2', 'pgflex.gp.ddsv5.vcore')).toBe('0.089');
    expect(usd('eastus2', storagePriceKey('Premium_LRS'))).toBe('0.115');
    expect(usd('eastus2', BACKUP_PRICE_KEY)).toBe('0.095');
    expect(usd('eastus2', EXTENDED_SUPPORT_PRICE_KEY)).toBe('0.07');
    expect(usd('eastus2', 'pgflex.burst.bs.b1ms')).toBe('0.017');
    expect(usd('eastus2', 'pgflex.mo.edsv5.vcore')).toBe('0.125');
    for (const price of listPrices('eastus2').filter(({ term }) => !term.startsWith('Reservation'))) {
      expect(price.confidence, price.key).toBe('exact');
    }
  });

  test('other regions carry theirs', () => {
    expect(usd('westeurope', 'pgflex.gp.ddsv5.vcore')).toBe('0.106');
    expect(usd('westeurope', storagePriceKey('Premium_LRS'))).toBe('0.1369');
    expect(usd('uksouth', EXTENDED_SUPPORT_PRICE_KEY)).toBe('0.0875');
    expect(usd('brazilsouth', 'pgflex.mo.edsv5.vcore')).toBe('0.262');
  });

  test('a missing price is undefined, never zero', () => {
    expect(priceOf('ukwest', 'pgflex.gp.ddsv5.vcore')).toBeUndefined();
    expect(priceOf('eastus2', 'pgflex.gp.ddsv9.vcore')).toBeUndefined();
    expect(priceOf('eastus2', 'pgflex.gp.dasv6.vcore', 'SavingsPlan-1y')).toBeUndefined();
    for (const price of listPrices()) expect(Number(price.usd), `${price.region} ${price.key}`).toBeGreaterThan(0);
  });

  test('copied prices of East US say so', () => {
    expect(priceOf('eastus', 'pgflex.gp.ddsv5.vcore')).toMatchObject({
      confidence: 'derived',
      sources: ['rule-eastus'],
    });
    expect(priceOf('eastus', 'pgflex.storage.ssd.gb')).toMatchObject({ confidence: 'exact', usd: '0.115' });
  });

  test('one row per region, meter and term, in regions of the service, none for sizes or secondary meters', () => {
    const keys = listPrices().map((price) => `${price.region} ${price.key} ${price.term}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const price of listPrices()) {
      expect(findRegion(price.region)?.name).toBe(price.region);
      expect(price.key).not.toMatch(/nonprimary|\.\d+vcore$/);
      expect(findPriceMeter(price.key), price.key).toBeDefined();
    }
  });

  test('a savings plan is 20 percent off its meter', () => {
    for (const plan of listPrices().filter((price) => price.term === 'SavingsPlan-1y')) {
      const list = priceOf(plan.region, plan.key);
      if (list !== undefined) expect(Number(plan.usd) / Number(list.usd), plan.key).toBeCloseTo(0.8, 2);
    }
  });

  test('a reservation is priced for the whole term: 40 and 60 percent off the hours of it', () => {
    for (const price of listPrices().filter(({ term }) => term.startsWith('Reservation'))) {
      const years = price.term === 'Reservation-1y' ? 1 : 3;
      const rate = Number(price.usd) / (years * 8760) / Number(priceOf(price.region, price.key)!.usd);
      expect(price.unit).toBe('vCore-term');
      expect(rate).toBeCloseTo(years === 1 ? 0.6 : 0.4, 2);
    }
  });
});

describe('price keys', () => {
  test('burstable sizes are priced whole, the others per vCore', () => {
    expect(computeKey('Standard_B1ms')).toEqual({ key: 'pgflex.burst.bs.b1ms', perVCore: false });
    expect(computeKey('Standard_D4ds_v5')).toEqual({ key: 'pgflex.gp.ddsv5.vcore', perVCore: true });
    expect(computeKey('Standard_E4ads_v5')).toEqual({ key: 'pgflex.mo.eadsv5.vcore', perVCore: true });
  });

  test('every size and storage meter has a price in East US 2', () => {
    for (const sku of listSkus()) expect(usd('eastus2', computePriceKey(sku).key), sku.name).toBeDefined();
    for (const type of ['Premium_LRS', 'PremiumV2_LRS', 'UltraSSD_LRS'] as const) {
      const { iops, throughput } = performancePriceKeys(type);
      const keys = [storagePriceKey(type), iops, throughput];
      for (const key of keys) if (key !== null) expect(usd('eastus2', key), key).toBeDefined();
    }
  });

  test('the price set is named after its month and dated', () => {
    expect(priceSet()).toEqual({ name: 'retail-2026-08', observed: '2026-08-15' });
  });
});
