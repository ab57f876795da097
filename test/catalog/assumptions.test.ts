import { describe, expect, test } from 'vitest';
import { assumption, assumptionSet, listAssumptions } from '../../src/catalog/index.ts';
import { CAUSES, DISRUPTION_CLASSES } from '../../src/vocabulary/causes.ts';

const value = (name: string) => assumption(name)?.value;

// The table "Default assumptions" of the design, by name.
const DEFAULTS: Record<string, unknown> = {
  'engineCrash.every': '2y',
  'engineCrash.restart.duration': 'lognormal(p50=8s,sigma=0.5)',
  'crashRecovery.enabled': true,
  'failover.backlog': 'lognormal(p50=50MB,sigma=1.5)',
  'vmCrash.every': '3.333y',
  'hostFailure.every': '7.69y',
  'platformPause.every': '1y',
  'platformPause.duration': 'lognormal(p50=4s,sigma=0.6,max=30s)',
  'client.timeout.duration': '30s',
  'storageCopy.failure.every': '200y',
  'storageCopy.rebuild.duration': 'lognormal(p50=1h,sigma=0.7)',
  'storageCopy.unreadable.probability': 0,
  'storageShock.every': '50y',
  'storageShock.copyLoss.probability': 7.93e-4,
  'storageOutage.every': '20y',
  'storageOutage.duration': 'lognormal(p50=1.5h,sigma=1.0)',
  'storageOutage.sameZoneShared.probability': 0.25,
  'zoneOutage.every': '33.33y',
  'zoneOutage.duration': 'lognormal(p50=5h,sigma=1.1)',
  'zoneOutage.spread.probability': 0.025,
  'zoneOutage.dataLoss.probability': 0.005,
  'regionOutage.every': '33.33y',
  'regionOutage.duration': 'lognormal(p50=4h,sigma=0.9)',
  'regionOutage.dataLoss.probability': 1e-4,
  'failover.base.duration': 'lognormal(p50=84.9s,sigma=0.211)',
  'failover.detect.duration': '30s',
  'failover.success.probability': 0.98,
  'failover.minGap.duration': 'uniform(15m,20m)',
  'plannedFailover.downtime.duration': 'lognormal(p50=36s,sigma=0.4)',
  'standby.rebuild.duration': 'lognormal(p50=25m,sigma=0.5)',
  'standby.undetected.probability': 0.02,
  'standby.undetected.duration': 'exponential(24h)',
  'standby.lossStall.duration': '0s',
  'walReplay.rate': '40MB/s',
  'client.dns.duration': 'uniform(0s,30s)',
  'client.reconnect.duration': 'lognormal(p5=5s,p95=45s)',
  'maintenance.release.every': '1mo',
  'maintenance.downtime.duration': 'lognormal(p50=2m,sigma=0.5)',
  'maintenance.success.probability': 0.99,
  'maintenance.standbyPatch.duration': '5m',
  'maintenance.minGap.duration': '30d',
  'maintenance.notice.duration': '5d',
  'maintenance.customDelay.duration': '7d',
  'maintenance.badRollout.probability': 0.002,
  'maintenance.badRollout.duration': 'lognormal(p50=15m,sigma=1.0)',
  'maintenance.emergency.every': '3.33y',
  'mistake.every': '20y',
  'mistake.margin.duration': 'uniform(0m,5m)',
  'mistake.outage': 'fromDecision',
  'people.detect.duration': 'lognormal(p5=2m,p95=20m)',
  'people.decide.duration': 'lognormal(p5=5m,p95=30m)',
  'people.decide.zone.duration': 'lognormal(p5=15m,p95=2h)',
  'people.decide.region.duration': 'lognormal(p5=15m,p95=2h)',
  'people.decide.storage.duration': 'lognormal(p5=15m,p95=2h)',
  'people.detect.operator.duration': 'lognormal(p50=2h,sigma=1.8)',
  'people.decide.operator.duration': 'lognormal(p50=30m,sigma=0.8)',
  'people.policy.zone': 'wait',
  'people.policy.region': 'wait',
  'people.policy.storage': 'wait',
  'restore.provision.duration': 'lognormal(p50=6m,sigma=0.4)',
  'restore.attach.duration': 'lognormal(p50=5m,sigma=0.5)',
  'restore.redirect.duration': 'lognormal(p50=20m,sigma=0.8)',
  'restore.haReenable.duration': 'lognormal(p50=4h,sigma=0.8)',
  'restore.retryWait.duration': '10m',
  'restore.oldServer.keep.duration': '7d',
  'restore.success.probability': 0.98,
  'backup.snapshot.every': '24h',
  'backup.redundancy': 'auto',
  'archive.interval.duration': '300s',
  'archive.upload.duration': '30s',
  'archive.close': 'timeout',
  'archive.success.probability': 1,
  'geoBackup.lag.duration': 'uniform(0m,60m)',
  'replica.lag.duration': 'lognormal(p5=1s,p95=60s)',
  'replica.promote.duration': 'uniform(1m,3m)',
  'key.loss.every': '100y',
  'key.repair.duration': 'lognormal(p50=45m,sigma=1.0)',
  'key.inaccessible.duration': 'uniform(0m,60m)',
  'key.return.duration': 'uniform(0m,60m)',
  'lifecycle.start.duration': 'lognormal(p50=3m,sigma=0.5)',
  'lifecycle.stop.duration': 'lognormal(p50=1m,sigma=0.5)',
  'lifecycle.restart.duration': 'lognormal(p50=30s,sigma=0.6)',
  'lifecycle.start.success.probability': 0.995,
  'lifecycle.start.retryWait.duration': '10m',
  'lifecycle.start.pendingMaintenance.duration': 'uniform(5m,8m)',
  'lifecycle.autoStart.duration': '7d',
  'scaling.nearZero.duration': 'uniform(10s,30s)',
  'scaling.regular.duration': 'uniform(2m,10m)',
  'upgrade.duration': 'lognormal(p50=15m,sigma=0.8)',
  'upgrade.success.probability': 0.95,
};

/** Switches of dependence, as shipped: off. */
const OFF = {
  'repeatFailure.factor': 1,
  'controlPlaneOutage.every': 'never',
  'fleetRollout.every': 'never',
  'restore.contention.factor': 1,
};

const NOT_INCLUDED = [
  'networkIncident',
  'dnsOutage',
  'falseFailover',
  'storageBrownout',
  'partialRegion',
  'serverDeletion',
];

describe('the shipped assumptions', () => {
  test.each(Object.entries(DEFAULTS))('%s is %j', (name, expected) => {
    expect(value(name)).toEqual(expected);
  });

  test('restarts of the virtual machine and relocations are mixtures', () => {
    expect(value('vmCrash.restart.duration')).toEqual({
      dist: 'mixture',
      of: ['lognormal(p50=4m,sigma=0.5)', 'lognormal(p50=3m,sigma=0.5)'],
      weights: [2 / 3, 1 / 3],
    });
    expect(value('hostFailure.relocation.duration')).toEqual({
      dist: 'mixture',
      of: ['lognormal(p50=8m,sigma=0.6)', 'constant(15m)'],
      weights: [8 / 13, 5 / 13],
    });
  });

  test('replay is faster on large sizes, replicas lag more across regions', () => {
    expect(assumption('walReplay.rate')).toMatchObject({ valueFrom32VCores: '200MB/s' });
    expect(assumption('replica.lag.duration')).toMatchObject({ valueCrossRegion: 'lognormal(p5=30s,p95=5m)' });
  });

  test('what is not included is never, says what it would add, and is not available', () => {
    for (const name of NOT_INCLUDED) {
      expect(assumption(`${name}.every`)).toMatchObject({ value: 'never', available: false });
      expect(assumption(`${name}.every`)?.adds).toMatch(/a year/);
    }
  });

  test('dependence is off until a scenario switches it on', () => {
    for (const [name, off] of Object.entries(OFF)) {
      expect(assumption(name)).toMatchObject({ value: off, available: true, range: expect.anything() });
      expect(assumption(name)?.adds).toBeUndefined();
    }
  });

  test('only parts that are not built are unavailable', () => {
    const missing = listAssumptions().filter((entry) => !entry.available);
    const heads = new Set(missing.map((entry) => entry.name.split('.')[0]!));
    expect([...heads].sort()).toEqual([...NOT_INCLUDED, 'replica', 'scaling', 'upgrade'].sort());
  });

  test('every disruption class has its own detection and decision, or falls back to the general one', () => {
    for (const name of DISRUPTION_CLASSES) {
      for (const step of ['detect', 'decide']) {
        const own = assumption(`people.${step}.${name}.duration`);
        expect(own, name).toBeDefined();
        if (own!.value === null) expect(own!.fallback).toBe(`people.${step}.duration`);
      }
    }
  });

  test('failover success may be set per cause, and names only causes that exist', () => {
    const causes: readonly string[] = CAUSES.map((cause) => cause.name);
    const own = listAssumptions().filter((entry) => entry.fallback === 'failover.success.probability');
    expect(own).toHaveLength(7);
    for (const { name, value: none } of own) {
      expect(causes).toContain(name.split('.')[2]);
      expect(none).toBeNull();
    }
  });

  test('names are unique and end as their quantity does', () => {
    const names = listAssumptions().map((entry) => entry.name);
    expect(new Set(names).size).toBe(names.length);
    const ending: Record<string, string> = {
      hazard: 'every',
      duration: 'duration',
      probability: 'probability',
      rate: 'rate',
      factor: 'factor',
    };
    for (const entry of listAssumptions()) {
      const expected = ending[entry.quantity];
      if (expected !== undefined) expect(entry.name.split('.').at(-1)).toBe(expected);
    }
  });

  test('every one has a kind, a confidence, a source, a date, and a value of its quantity', () => {
    for (const entry of listAssumptions()) {
      expect(['documented', 'derived', 'measured', 'judgement'], entry.name).toContain(entry.kind);
      expect(['H', 'M', 'L'], entry.name).toContain(entry.confidence);
      expect(entry.date, entry.name).toMatch(/^\d{4}(-\d{2}(-\d{2})?)?$/);
      for (const text of [entry.source, entry.description, entry.appliesTo, entry.unit]) expect(text).not.toBe('');
      expect(entry.value === null).toBe(entry.fallback !== undefined);
      if (entry.quantity === 'probability' && entry.value !== null) {
        expect(entry.value >= 0 && entry.value <= 1, entry.name).toBe(true);
      }
      if (entry.quantity === 'choice') expect(entry.choices).toContain(entry.value);
    }
  });

  test('only releases and snapshots read a bare duration as a fixed interval', () => {
    const fixed = listAssumptions().filter((entry) => entry.quantity === 'hazard' && entry.bare === 'constant');
    expect(fixed.map((entry) => entry.name)).toEqual(['maintenance.release.every', 'backup.snapshot.every']);
  });

  // rate x p^3 = 1e-11 a year: the published durability of three local copies.
  test('shocks are calibrated to the published durability', () => {
    const p = assumption('storageShock.copyLoss.probability')!.value as number;
    expect((p * p * p) / 50).toBeCloseTo(1e-11, 13);
  });

  test('the set has a name and a day', () => {
    expect(assumptionSet()).toEqual({ name: 'default', date: '2026-11-22' });
  });
});
