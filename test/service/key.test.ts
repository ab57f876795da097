import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/scenario/load.ts';
import { World } from '../../src/service/world.ts';
import { check, Ratio } from '../verification/estimate.ts';
import { makeScenario, PLAIN, type Given } from './make-scenario.ts';
import { disruptionsOf, outagesOf } from './read-ledger.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LOST = 240 * HOUR;

/** Noticed after half an hour, Ready 20 minutes after people have restored the key. */
const TIMES = { 'key.inaccessible.duration': '30m', 'key.return.duration': '20m', 'key.repair.duration': '90m' };

function play(given: Given) {
  const world = new World(
    makeScenario({ customerManagedKey: true, ...given, override: { ...PLAIN, ...TIMES, ...given.override } }),
  );
  const ledger = world.run(1);
  return { world, ledger, outages: outagesOf(ledger), disruptions: disruptionsOf(ledger) };
}

const keyLoss = (duration?: string) => ({ at: '+240h', type: 'keyLoss' as const, ...(duration && { duration }) });

describe('access to a customer-managed key is lost', () => {
  test.each(['Disabled', 'SameZone', 'ZoneRedundant'] as const)(
    '%s: Inaccessible within the hour, until people have restored it and the server is Ready: HA does not help',
    (ha) => {
      const { outages, disruptions, ledger } = play({ ha, faults: [keyLoss()] });
      expect(outages).toMatchObject([
        { start: LOST + 30 * MINUTE, end: LOST + 110 * MINUTE, cause: 'keyLoss', path: 'direct' },
      ]);
      expect(disruptions).toMatchObject([{ class: 'security', rto: 80 * MINUTE, rpo: 0, lossy: false }]);
      expect(ledger.failovers).toBe(0);
    },
  );

  test('it is the customer who lost it: the SLA clock does not count it', () => {
    const { ledger } = play({ faults: [keyLoss()] });
    expect([ledger.downMs, ledger.slaMinutes]).toEqual([80 * MINUTE, 0]);
  });

  test('restored before the server notices, nobody notices', () => {
    const { outages, disruptions } = play({ faults: [keyLoss('10m')] });
    expect([outages, disruptions]).toEqual([[], []]);
  });

  test('the duration of a fault is the time until people have restored the key', () => {
    const { outages } = play({ faults: [keyLoss('5h')] });
    expect(outages).toMatchObject([{ start: LOST + 30 * MINUTE, end: LOST + 5 * HOUR + 20 * MINUTE }]);
  });

  test('a second loss changes nothing while the first lasts', () => {
    const again = { at: '+241h', type: 'keyLoss' as const, duration: '9h' };
    expect(play({ faults: [keyLoss(), again] }).outages).toHaveLength(1);
  });

  test('a primary that fails meanwhile is failed over when the server is back', () => {
    const { outages, ledger } = play({
      ha: 'ZoneRedundant',
      faults: [keyLoss(), { at: '+241h', type: 'hostFailure', duration: '10h' }],
    });
    expect(ledger.failovers).toBe(1);
    expect(outages).toMatchObject([{ start: LOST + 30 * MINUTE, end: LOST + 110 * MINUTE + 90_000 }]);
  });

  test('a stopped server finds out when it starts', () => {
    const { outages } = play({
      faults: [keyLoss('30h')],
      operations: [
        { at: '+239h', do: 'stop' },
        { at: '+250h', do: 'start' },
      ],
    });
    expect(outages).toHaveLength(1);
    expect(outages[0]).toMatchObject({ end: LOST + 30 * HOUR + 20 * MINUTE, cause: 'keyLoss' });
    expect(outages[0]!.start).toBeGreaterThanOrEqual(250 * HOUR);
  });

  test('by chance, in the long run: downtime over a cycle of use, repair and return', () => {
    const world = new World(
      makeScenario({
        customerManagedKey: true,
        horizon: '3y',
        override: {
          ...PLAIN,
          'key.loss.every': 'exponential(20d)',
          'key.inaccessible.duration': 'uniform(0m,60m)',
          'key.repair.duration': '10h',
          'key.return.duration': 'uniform(0m,60m)',
        },
      }),
    );
    const shares = new Ratio();
    for (let replication = 1; replication <= 1500; replication++)
      shares.add(world.run(replication).downMs, 3 * 365 * DAY);
    // Down 10 h less half an hour unnoticed, and half an hour to return. A cycle is 20 d, 10 h and that half hour.
    check(shares, 10 / (20 * 24 + 10.5), 0.006);
  });

  describe('the version of the key expires every 10 days', () => {
    const expiring = (keyUri?: string) =>
      play({
        ...(keyUri !== undefined && { keyUri }),
        horizon: '25d',
        override: { 'key.expiry.every': 'constant(10d)' },
      });

    test('a server pointed at a version is Inaccessible until people have extended it', () => {
      const { outages } = expiring('https://vault.example/keys/data/4f1e0c');
      const second = LOST + 10 * DAY;
      expect(outages).toMatchObject([
        { start: LOST + 30 * MINUTE, end: LOST + 110 * MINUTE, cause: 'keyLoss' },
        { start: second + 30 * MINUTE, end: second + 110 * MINUTE, cause: 'keyLoss' },
      ]);
    });

    test.each(['https://vault.example/keys/data', 'https://vault.example/keys/data/', undefined])(
      'a server pointed at %s follows new versions',
      (uri) => {
        expect(expiring(uri).outages).toEqual([]);
      },
    );
  });

  test('a server with a key of the service has none to lose', () => {
    const given = { customerManagedKey: false, override: { 'key.loss.every': '5d' }, faults: [keyLoss()] };
    expect(play(given).ledger.downMs).toBe(0);
  });
});

test('a scripted loss of a key that the server has not is told', () => {
  const { findings } = loadScenario({
    name: 'x.yaml',
    text: `
server:
  location: swedencentral
  sku: { name: Standard_D4ds_v5, tier: GeneralPurpose }
  properties: { version: '17', storage: { storageSizeGB: 512 } }
faults: [{ at: +10d, type: keyLoss }]
`,
  });
  expect(findings).toMatchObject([{ code: 'PG1303', severity: 'warning' }]);
  expect(findings[0]!.message).toContain('dataEncryption.type: AzureKeyVault');
});
