import fc from 'fast-check';
import type { Given } from '../service/make-scenario.ts';

/** Hazards, so frequent that a month sees dozens of overlapping incidents. */
const HAZARDS: Readonly<Record<string, string>> = {
  'engineCrash.every': '20h',
  'vmCrash.every': '30h',
  'hostFailure.every': '40h',
  'platformPause.every': '20h',
  'storageCopy.failure.every': '60h',
  'storageShock.every': '80h',
  'storageOutage.every': '60h',
  'zoneOutage.every': '60h',
  'regionOutage.every': '150h',
  'mistake.every': '90h',
  'key.loss.every': '120h',
  'key.expiry.every': 'constant(170h)',
  'certificateRotation.every': '110h',
  'networkRule.every': '80h',
  'fleetRollout.every': '150h',
  'controlPlaneOutage.every': '100h',
  'workload.spike.every': '30h',
};

const STRESSED: Readonly<Record<string, unknown>> = {
  'storageCopy.rebuild.duration': 'exponential(20h)',
  'storageShock.copyLoss.probability': 0.5,
  'storageOutage.duration': 'lognormal(p50=1h,sigma=1.0)',
  'storageOutage.sameZoneShared.probability': 0.5,
  'zoneOutage.duration': 'lognormal(p50=2h,sigma=1.1)',
  'zoneOutage.spread.probability': 0.2,
  'zoneOutage.dataLoss.probability': 0.2,
  'regionOutage.duration': 'lognormal(p50=2h,sigma=0.9)',
  'regionOutage.dataLoss.probability': 0.1,
  'failover.success.probability': 0.7,
  'failover.backlog': 0,
  'engineCrash.restart.duration': '30m',
  'vmCrash.restart.duration': '2h',
  'hostFailure.relocation.duration': '3h',
  'maintenance.downtime.duration': '4h',
  'standby.undetected.probability': 0.3,
  'restore.success.probability': 0.7,
  'restore.haReenable.duration': '30m',
  'platformPause.duration': 'exponential(25s)',
  'maintenance.success.probability': 0.7,
  'maintenance.badRollout.probability': 0.3,
  'lifecycle.start.success.probability': 0.6,
  'standby.lossStall.duration': '5s',
  'people.detect.operator.duration': 'lognormal(p50=1h,sigma=1.5)',
  'storageCopy.unreadable.probability': 0.1,
  'archive.success.probability': 0.9,
  'repeatFailure.factor': 4,
  'restore.contention.factor': 5,
  'controlPlaneOutage.duration': 'exponential(20h)',
  'disk.grow.duration': 'exponential(5h)',
  'workload.spike.duration': 'exponential(5h)',
};

const at = fc.integer({ min: 0, max: 29 * 24 * 60 }).map((minutes) => `+${minutes}m`);
const minutes = fc.integer({ min: 0, max: 600 }).map((length) => `${length}m`);

const fault = fc.record(
  {
    at,
    type: fc.constantFrom(
      'engineCrash' as const,
      'vmCrash' as const,
      'hostFailure' as const,
      'storageLoss' as const,
      'storageOutage' as const,
      'zoneOutage' as const,
      'regionOutage' as const,
      'standbyFailure' as const,
      'mistake' as const,
      'keyLoss' as const,
      'certificateRotation' as const,
      'networkRule' as const,
    ),
    duration: minutes,
    target: fc.constantFrom('primary' as const, 'standby' as const),
    zone: fc.constantFrom('1', '2'),
  },
  { requiredKeys: ['at', 'type'] },
);

const operation = fc.record({
  at,
  do: fc.constantFrom(
    'restart' as const,
    'plannedFailover' as const,
    'forcedFailover' as const,
    'stop' as const,
    'start' as const,
  ),
});

/** A month of anything: HA mode, hazards, faults, operations, schedule and policies at random. */
export const scenario: fc.Arbitrary<Given> = fc
  .record({
    ha: fc.constantFrom('Disabled' as const, 'SameZone' as const, 'ZoneRedundant' as const),
    hazards: fc.subarray(Object.keys(HAZARDS)),
    stressed: fc.subarray(Object.keys(STRESSED)),
    faults: fc.array(fault, { maxLength: 12 }),
    operations: fc.array(operation, { maxLength: 12 }),
    schedule: fc.option(
      fc.record({
        running: fc.constantFrom(['Mon-Fri 08:00-18:00'], ['Mon 00:00-12:00', 'Thu 06:00-07:00'], ['Fri 00:00-24:00']),
        restop: fc.boolean(),
      }),
      { nil: null, freq: 3 },
    ),
    maintenance: fc.constantFrom(null, '3d', '1mo'),
    policy: fc.constantFrom('wait' as const, 'restore' as const),
    mistakeOutage: fc.constantFrom('fromDecision', 'fromOnset', 'none'),
    geoRedundant: fc.boolean(),
    customerManagedKey: fc.boolean(),
    demand: fc.option(
      fc.record({
        averagePercent: fc.integer({ min: 5, max: 150 }),
        averageIops: fc.integer({ min: 0, max: 9000 }),
        burstable: fc.boolean(),
      }),
      { nil: null },
    ),
    disk: fc.option(
      fc.record({
        autoGrow: fc.boolean(),
        diskGib: fc.constantFrom(32, 128, 512, 2048, 4095, 16384, 32767),
        full: fc.double({ min: 0.7, max: 0.99, noNaN: true }),
        growth: fc.double({ min: 0, max: 3, noNaN: true }),
      }),
      { nil: null },
    ),
    keyUri: fc.constantFrom('https://vault.example/keys/data', 'https://vault.example/keys/data/1'),
    pinned: fc.constantFrom(0, 0.5, 1),
    seed: fc.nat(1e9),
  })
  .map(
    ({
      ha,
      hazards,
      stressed,
      faults,
      operations,
      schedule,
      maintenance,
      policy,
      mistakeOutage,
      geoRedundant,
      customerManagedKey,
      demand,
      disk,
      keyUri,
      pinned,
      seed,
    }) => ({
      ha,
      ...(demand?.burstable === true && ha === 'Disabled' && { sku: { name: 'Standard_B2ms', tier: 'Burstable' } }),
      ...(disk !== null && { diskGib: disk.diskGib, autoGrow: disk.autoGrow }),
      workload: {
        ...(demand !== null && {
          cpu: { averagePercent: demand.averagePercent },
          io: { averageIops: demand.averageIops },
          growthPercentPerYear: 300,
        }),
        ...(disk !== null && {
          data: { initialGB: disk.full * disk.diskGib, growthGBPerMonth: disk.growth * disk.diskGib },
        }),
      },
      faults,
      operations,
      ...(schedule !== null && { schedule }),
      geoRedundant,
      customerManagedKey,
      keyUri,
      pinned,
      override: {
        ...Object.fromEntries(hazards.map((name) => [name, HAZARDS[name]])),
        ...Object.fromEntries(stressed.map((name) => [name, STRESSED[name]])),
        ...(maintenance !== null && {
          'maintenance.release.every': maintenance,
          'maintenance.notice.duration': '1d',
          'maintenance.minGap.duration': '2d',
          'maintenance.emergency.every': '5d',
        }),
        'people.policy.zone': policy,
        'people.policy.region': policy,
        'people.policy.storage': policy,
        'mistake.outage': mistakeOutage,
      },
      start: '2027-01-15',
      horizon: '30d',
      seed: String(seed),
    }),
  );
