import { describe, expect, test } from 'vitest';
import { autogrowFrom, nextSizeGib, readOnlyFrom } from '../../src/service/disk-rules.ts';
import { World } from '../../src/service/world.ts';
import { makeScenario, PLAIN, type Given } from './make-scenario.ts';
import { disruptionsOf, outagesOf, usageOf } from './read-ledger.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2027, 0, 1);

function play({ data, ...given }: Given & { readonly data: readonly [initialGB: number, growthGBPerMonth: number] }) {
  const [initialGB, growthGBPerMonth] = data;
  const workload = { data: { initialGB, growthGBPerMonth } };
  const world = new World(
    makeScenario({ diskGib: 128, ...given, workload, override: { ...PLAIN, ...given.override } }),
  );
  const ledger = world.run(1);
  const disks = usageOf(ledger).filter(({ meter, resource }) => meter === 'storage' && resource === 'primary');
  return { ledger, outages: outagesOf(ledger), disruptions: disruptionsOf(ledger), disks };
}

/** To the second: growth is a rate, so the last millisecond is a matter of rounding. */
const second = (tick: number): string => new Date(START + tick).toISOString().slice(0, 19);

describe('thresholds, as documented', () => {
  const rules = { type: 'Premium_LRS', autogrow: true, rule: 'literal' } as const;

  test.each([
    [32, 0.8, 0.844],
    [64, 0.8, 0.922],
    [128, 0.8, 0.95],
    [256, 0.8, 0.95],
    [512, 0.875, 0.95],
    [1024, 0.9375, 0.95],
    [8192, 0.992, 0.95],
  ])('a disk of %i GiB grows at %f used and is read-only at %f', (size, grows, readOnly) => {
    expect(autogrowFrom(rules, size) / size).toBeCloseTo(grows, 3);
    expect(readOnlyFrom(size) / size).toBeCloseTo(readOnly, 3);
  });

  test('no step reaches 4096 GiB by itself, and none leads beyond 32767', () => {
    expect(autogrowFrom(rules, 2048)).toBe(Infinity);
    expect(autogrowFrom(rules, 4095)).toBe(Infinity);
    expect(autogrowFrom(rules, 32767)).toBe(Infinity);
    expect([2048, 4095, 4096, 32767].map((size) => nextSizeGib('Premium_LRS', size))).toEqual([4095, 8192, 8192, null]);
  });

  test('of the disks that would be read-only before they grow, the switch says which grow first', () => {
    expect(autogrowFrom({ ...rules, rule: 'upTo2TiB' }, 8192)).toBe(8192 - 64);
    expect(autogrowFrom({ ...rules, rule: 'always' }, 8192)).toBe(0.95 * 8192);
  });

  test('Premium SSD v2 never grows by itself', () => {
    expect(autogrowFrom({ ...rules, type: 'PremiumV2_LRS' }, 128)).toBe(Infinity);
  });
});

describe('100 GiB on a disk of 128, 14 GiB more a month', () => {
  /**
   * 128 GiB grow at 102.4: 2.4 / 14 x 730 h = 125.142857 h. 256 at 204.8: 104.8 / 14 x 730 h = 5464.571429 h.
   * 512 at 448: 348 / 14 x 730 h = 18145.714286 h. Three minutes each.
   */
  test('the steps of the disk, by date', () => {
    const { disks, ledger } = play({ data: [100, 14], autoGrow: true, horizon: '3y' });
    expect(disks.map(({ to, quantity }) => [second(to), quantity])).toEqual([
      ['2027-01-06T05:11:34', 128],
      ['2027-08-16T16:37:17', 256],
      ['2029-01-26T01:45:51', 512],
      ['2030-01-01T00:00:00', 1024],
    ]);
    expect([ledger.downMs, ledger.writeOnlyMs]).toEqual([0, 0]);
    // The most was in use when the 512 GiB were about to grow; 87.5 %, and what three minutes add.
    expect(ledger.storageUsedPercent).toBeCloseTo(87.5, 3);
  });

  test('without autogrow it is read-only at 121.6 GiB, until people have noticed, decided and grown it', () => {
    const { disks, ledger, outages, disruptions } = play({ data: [100, 14], horizon: '3mo' });
    // 21.6 / 14 x 730 h = 1126.285714 h; 10 + 20 + 3 minutes.
    expect(second(disks[0]!.to)).toBe('2027-02-16T22:50:08');
    expect([ledger.writeOnlyMs, ledger.readOnlyMs, ledger.downMs, ledger.slaMinutes]).toEqual([
      33 * MINUTE,
      33 * MINUTE,
      0,
      0,
    ]);
    expect(outages).toEqual([]);
    expect(disruptions).toMatchObject([
      { cause: 'diskFull', class: 'capacity', rto: 33 * MINUTE, detect: 10 * MINUTE, decide: 20 * MINUTE, rpo: 0 },
    ]);
    expect(ledger.storageUsedPercent).toBeCloseTo(95, 6);
  });

  test('the standby has a disk of its own, which grows with it', () => {
    const { ledger } = play({ data: [100, 14], autoGrow: true, ha: 'ZoneRedundant', horizon: '1mo' });
    const disks = usageOf(ledger).filter(({ meter }) => meter === 'storage');
    expect(disks.map(({ resource, quantity }) => [resource, quantity])).toEqual([
      ['primary', 128],
      ['standby', 128],
      ['primary', 256],
      ['standby', 256],
    ]);
  });

  test('growth can be uncertain: half of it takes twice as long', () => {
    const { disks } = play({
      data: [100, 14],
      autoGrow: true,
      horizon: '1mo',
      override: { 'workload.growth.factor': 0.5 },
    });
    expect(second(disks[0]!.to)).toBe('2027-01-11T10:20:08');
  });
});

describe('where it goes wrong', () => {
  test('data that come faster than the disk grows are refused before', () => {
    // 102.4 GiB after 2.4 / 10000 x 730 h; 121.6 GiB 19.2 / 10000 x 730 h = 1.4016 h later; the disk after 3 h.
    const { ledger, disruptions } = play({
      data: [100, 10_000],
      autoGrow: true,
      horizon: '4h',
      override: { 'disk.grow.duration': '3h' },
    });
    expect(ledger.readOnlyMs / HOUR).toBeCloseTo(3 - 1.4016, 5);
    expect(disruptions).toMatchObject([{ detect: 0, decide: 0 }]);
  });

  test('from 2048 GiB on nothing grows by itself: people grow it to 4095, online', () => {
    const { disks, ledger } = play({ data: [1940, 56], diskGib: 2048, autoGrow: true, horizon: '1mo' });
    // 95 % of 2048 are 1945.6: 5.6 / 56 x 730 h = 73 h.
    expect([second(disks[0]!.to), disks[1]!.quantity]).toEqual(['2027-01-04T01:33:00', 4095]);
    expect([ledger.readOnlyMs, ledger.downMs]).toEqual([33 * MINUTE, 0]);
  });

  test('beyond 4095 GiB is offline', () => {
    const { disks, outages, disruptions, ledger } = play({
      data: [3880, 102.5],
      diskGib: 4095,
      autoGrow: true,
      horizon: '1mo',
    });
    // 95 % of 4095 are 3890.25: 10.25 / 102.5 x 730 h = 73 h; then 33 minutes of refused writes, and 5 away.
    const full = 73 * HOUR;
    expect(outages).toMatchObject([{ start: full + 33 * MINUTE, end: full + 38 * MINUTE, cause: 'diskFull' }]);
    expect(disruptions.map(({ rto }) => rto)).toEqual([33 * MINUTE, 5 * MINUTE]);
    expect(disks[1]!.quantity).toBe(8192);
    expect(ledger.slaMinutes).toBe(0);
  });

  test('the largest disk stays full', () => {
    const { ledger, disruptions } = play({ data: [31_100, 600], diskGib: 32767, autoGrow: true, horizon: '10d' });
    // 95 % of 32767 are 31128.65: 28.65 / 600 x 730 h.
    expect(ledger.readOnlyMs / HOUR).toBeCloseTo(240 - (28.65 / 600) * 730, 5);
    expect(disruptions).toMatchObject([{ cause: 'diskFull', censored: true }]);
  });

  test('full from the first day, read-only from the first day', () => {
    const { ledger } = play({ data: [125, 0], horizon: '1d' });
    expect(ledger.readOnlyMs).toBe(33 * MINUTE);
  });

  test('while it is read-only the server fails and comes back as ever', () => {
    const faults = [{ at: '+20m', type: 'vmCrash' as const, duration: '5m' }];
    const { ledger, outages } = play({ data: [125, 0], horizon: '1d', faults });
    expect(outages).toMatchObject([{ start: 20 * MINUTE, end: 25 * MINUTE, cause: 'vmCrash' }]);
    expect([ledger.downMs, ledger.readOnlyMs]).toEqual([5 * MINUTE, 28 * MINUTE]);
  });
});

test('a larger disk can do more: saturated until it has grown', () => {
  // 128 GiB can do 500 IOPS, 256 GiB 1,100. It grows after 125.142857 h and 3 minutes.
  const workload = { data: { initialGB: 100, growthGBPerMonth: 14 }, io: { averageIops: 800 } };
  const scenario = makeScenario({ diskGib: 128, autoGrow: true, workload, override: PLAIN, horizon: '1mo' });
  const { ioSaturatedMs } = new World(scenario).run(1);
  expect(ioSaturatedMs / HOUR).toBeCloseTo((2.4 / 14) * 730 + 0.05, 5);
});
