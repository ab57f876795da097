import { describe, expect, test } from 'vitest';
import { average, check, Samples } from '../verification/estimate.ts';
import { build, disruptionsOf, outagesOf } from './read-ledger.ts';

const SECOND = 1000;
const DAY = 86_400_000;
const YEAR = 365 * DAY;

describe('failovers at random', () => {
  test('a VM crash with HA is down for 86.8 s and the backlog, on average', () => {
    const world = build({
      ha: 'ZoneRedundant',
      override: {
        'vmCrash.every': '20d',
        'vmCrash.restart.duration': '1h',
        'failover.base.duration': 'lognormal(p50=84.9s,sigma=0.211)',
        'failover.backlog': 'lognormal(p50=50MB,sigma=1.5)',
        'walReplay.rate': '40MB/s',
        'standby.rebuild.duration': '1s',
      },
      seed: 'failover',
    });
    const lengths: number[] = [];
    const replays: number[] = [];
    for (let replication = 1; replication <= 2500; replication++) {
      for (const { rto, replay, restore, detect } of disruptionsOf(world.run(replication))) {
        if (restore === 3600 * SECOND) continue;
        lengths.push(rto / SECOND);
        replays.push(replay / SECOND);
        expect(detect).toBeLessThanOrEqual(30 * SECOND);
      }
    }
    // While the standby restarts for an hour the primary has nowhere to go: those outages are left out.
    const failovers = lengths.filter((_, index) => lengths[index]! < 3000);
    const base = 84.9 * Math.exp((0.211 * 0.211) / 2);
    const backlog = (50e6 * Math.exp(1.125)) / 40e6;
    expect(base).toBeCloseTo(86.81, 2);
    check(average(failovers), base + backlog);
    check(average(replays.filter((_, index) => lengths[index]! < 3000)), backlog, 0.02);
  });

  test('coverage splits outages into failovers and own recoveries', () => {
    const world = build({
      ha: 'ZoneRedundant',
      override: {
        'vmCrash.every': '10d',
        'vmCrash.restart.duration': '20m',
        'failover.success.probability': 0.9,
        'standby.rebuild.duration': '1s',
      },
      seed: 'coverage',
    });
    const failed = new Samples();
    for (let replication = 1; replication <= 1500; replication++) {
      for (const { path, start, end } of outagesOf(world.run(replication))) {
        if (path === 'unprotected' || end === YEAR) continue;
        expect(end - start).toBe(path === 'failover' ? 90 * SECOND : 20 * 60 * SECOND);
        failed.add(path === 'failoverFailed' ? 1 : 0);
      }
    }
    check(failed, 0.1, 0.02);
  });

  test.each([0.9, 0.95, 1])('V11 coverage %d: a primary and a standby with fixed delays', (coverage) => {
    // Hosts fail every 500 h. A failover takes 0.1 h, a relocation 5 h, a rebuild 20 h; a standby lost meanwhile is rebuilt.
    const world = build({
      ha: 'ZoneRedundant',
      override: {
        'hostFailure.every': '500h',
        'hostFailure.relocation.duration': '5h',
        'failover.base.duration': '360s',
        'failover.success.probability': coverage,
        'standby.rebuild.duration': '20h',
      },
      horizon: '50y',
      seed: `V11 ${coverage}`,
    });
    // Semi-Markov as V13, from `2` (both) to `2`: half of the failures are the standby's. States of time: F the failover,
    // M own recovery with a standby that may be lost in it, 1 the rebuild, D the primary lost without a standby.
    const rate = 1 / 500;
    const [failover, own, rebuild] = [0.1, 5, 20];
    // A standby fails during own recovery with this probability, and the rebuild follows.
    const lostInRecovery = 1 - Math.exp(-rate * own);
    // During a failover the standby's failure means waiting for the primary, 5 h from onset, then a catch-up.
    const lostInFailover = 1 - Math.exp(-rate * failover);
    const toF = coverage / 2;
    const toM = (1 - coverage) / 2;
    const toOne = 0.5 + toF * (1 - lostInFailover) + toM * lostInRecovery;
    const visits = Math.exp(rate * rebuild);
    const down =
      toF * ((1 - lostInFailover) * failover + lostInFailover * own) + toM * own + toOne * (visits - 1) * own;
    const up = 1 / (2 * rate) + toOne * ((visits - 1) / rate);
    const share = new Samples();
    for (let replication = 1; replication <= 500; replication++) {
      share.add(world.run(replication).downMs / (50 * YEAR + 13 * DAY));
    }
    check(share, down / (down + up), 0.008);
  });
});
