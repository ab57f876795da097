import { describe, expect, test } from 'vitest';
import { play as playPlain } from './read-ledger.ts';
import type { Given } from './make-scenario.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const AT = 240 * HOUR;

const play = (given: Given) =>
  playPlain({ ha: 'ZoneRedundant', ...given, override: { 'networkRule.fix.duration': '90m', ...given.override } });
const rule = (duration?: string) => ({ at: '+240h', type: 'networkRule' as const, ...(duration && { duration }) });

describe('a network rule keeps the standby from replicating', () => {
  test('unprotected until people have mended it and the missed WAL is replayed; clients notice nothing', () => {
    const { ledger, outages } = play({ faults: [rule()] });
    // 10 min + 20 min + 90 min blocked; 2 h of WAL at 2 GB/h over 40 MB/s is 100 s.
    expect(ledger.unprotectedMs).toBe(2 * HOUR + 100 * SECOND);
    expect([ledger.downMs, outages, ledger.failovers]).toEqual([0, [], 0]);
  });

  test('a host failure meanwhile is not failed over: the relocation is the outage, and the rule had enabled it', () => {
    const { outages, ledger } = play({
      faults: [rule(), { at: '+241h', type: 'hostFailure', duration: '12m' }],
    });
    expect(outages).toMatchObject([
      { start: AT + HOUR, end: AT + HOUR + 12 * MINUTE, path: 'unprotected', enabledBy: 'networkRule' },
    ]);
    expect(ledger.failovers).toBe(0);
  });

  test('a requested failover is refused', () => {
    const { ledger } = play({ faults: [rule()], operations: [{ at: '+241h', do: 'plannedFailover' }] });
    expect([ledger.refusedOperations, ledger.failovers]).toEqual([1, 0]);
  });

  test('a standby that is being built when the rule comes is built anew when it is mended', () => {
    // Failed over at 239 h 50 min + 90 s; the rebuild of 30 min is broken off at 240 h and takes 30 min from 242 h on.
    const { ledger } = play({
      faults: [{ at: '+14390m', type: 'hostFailure', duration: '12m' }, rule()],
    });
    expect(ledger.unprotectedMs).toBe(AT + 2 * HOUR + 30 * MINUTE - (14390 * MINUTE + 90 * SECOND));
  });

  test('a failover under way when the rule comes is finished, and the new standby waits for the rule', () => {
    const { ledger, outages } = play({
      faults: [{ at: '+14399m', type: 'hostFailure', duration: '12m' }, rule()],
    });
    expect(outages).toMatchObject([{ start: AT - MINUTE, end: AT + 30 * SECOND, path: 'failover' }]);
    expect(ledger.unprotectedMs).toBe(2 * HOUR - 30 * SECOND + 30 * MINUTE);
  });

  test('a standby that comes back meanwhile does not catch up before', () => {
    const { ledger } = play({
      faults: [{ at: '+14390m', type: 'vmCrash', target: 'standby', duration: '15m' }, rule()],
    });
    expect(ledger.unprotectedMs).toBe(10 * MINUTE + 2 * HOUR + 100 * SECOND);
  });

  test('a second rule meanwhile changes nothing', () => {
    const again = { at: '+241h', type: 'networkRule' as const, duration: '9h' };
    expect(play({ faults: [rule(), again] }).ledger.unprotectedMs).toBe(2 * HOUR + 100 * SECOND);
  });

  test('by chance: every 50 h, 10 times in 500 h', () => {
    const { ledger } = play({ horizon: '501h', override: { 'networkRule.every': 'constant(50h)' } });
    // Nine of 2 h and 100 s; of the tenth, one hour is within the horizon.
    expect(ledger.unprotectedMs).toBe(9 * (2 * HOUR + 100 * SECOND) + HOUR);
  });

  test('a server without a standby is not concerned', () => {
    const { ledger, disruptions } = play({
      ha: 'Disabled',
      faults: [rule()],
      override: { 'networkRule.every': '50h' },
    });
    expect([ledger.unprotectedMs, ledger.downMs, disruptions]).toEqual([0, 0, []]);
  });
});
