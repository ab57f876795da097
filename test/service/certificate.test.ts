import { describe, expect, test } from 'vitest';
import { CERTIFICATE_ROTATION } from '../../src/service/certificate.ts';
import { MISTAKE_CAUSE } from '../../src/service/mistake.ts';
import { World } from '../../src/service/world.ts';
import { check, Ratio } from '../verification/estimate.ts';
import { makeScenario, PLAIN, type Given } from './make-scenario.ts';
import { play as playPlain } from './read-ledger.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const AT = 240 * HOUR;

const play = (given: Given) =>
  playPlain({ ...given, override: { 'certificate.fix.duration': '45m', ...given.override } });
const rotation = (duration?: string) => ({
  at: '+240h',
  type: 'certificateRotation' as const,
  ...(duration && { duration }),
});

describe('the service rotates its certificate', () => {
  test('clients that trust the chain notice nothing', () => {
    const { ledger, outages, disruptions } = play({ faults: [rotation()] });
    expect([ledger.downMs, ledger.degradedMs, outages, disruptions]).toEqual([0, 0, [], []]);
  });

  test('a share of the clients that have pinned it: Degraded until people have mended them, by 10 + 20 + 45 minutes', () => {
    const { ledger, outages, disruptions } = play({ pinned: 0.3, faults: [rotation()] });
    expect([ledger.downMs, ledger.degradedMs, outages]).toEqual([0, 75 * MINUTE, []]);
    expect(disruptions).toMatchObject([
      {
        class: 'security',
        cause: 'certificateRotation',
        onset: AT,
        rto: 75 * MINUTE,
        detect: 10 * MINUTE,
        decide: 20 * MINUTE,
        restore: 45 * MINUTE,
        rpo: 0,
        censored: false,
      },
    ]);
  });

  test.each(['Disabled', 'SameZone', 'ZoneRedundant'] as const)(
    '%s: all of them have pinned it: Down for clients, while the server answers; no failover is tried, and the SLA does not count it',
    (ha) => {
      const { ledger, outages, disruptions } = play({ ha, pinned: 1, faults: [rotation()] });
      expect(outages).toMatchObject([
        { start: AT, end: AT + 75 * MINUTE, cause: 'certificateRotation', path: 'direct' },
      ]);
      expect(disruptions).toMatchObject([{ rto: 75 * MINUTE, detect: 10 * MINUTE, decide: 20 * MINUTE }]);
      expect([ledger.failovers, ledger.slaMinutes, ledger.aliveDownMinutes, ledger.degradedMs]).toEqual([0, 0, 0, 0]);
    },
  );

  test('the duration of a fault is the time until they are mended', () => {
    const { outages } = play({ pinned: 1, faults: [rotation('5h')] });
    expect(outages).toMatchObject([{ start: AT, end: AT + 5 * HOUR }]);
  });

  test('a second rotation before that changes nothing', () => {
    const again = { at: '+241h', type: 'certificateRotation' as const, duration: '9h' };
    expect(play({ pinned: 1, faults: [rotation(), again] }).ledger.downMs).toBe(75 * MINUTE);
  });

  test('a failover meanwhile is one outage with it, and each has its own part', () => {
    const { outages, ledger } = play({
      ha: 'ZoneRedundant',
      pinned: 1,
      faults: [rotation('2h'), { at: '+241h', type: 'hostFailure', duration: '10h' }],
    });
    expect(outages).toMatchObject([{ start: AT, end: AT + 2 * HOUR, cause: 'certificateRotation' }]);
    expect([ledger.failovers, ledger.aliveDownMinutes]).toEqual([1, 1]);
  });

  test('a mistake meanwhile: what keeps clients away first has the blame until it is over', () => {
    const mistake = (at: string) => ({ at, type: 'mistake' as const });
    const causes = (given: Given) => play(given).ledger.causeMs;
    // Decided on 30 min after the mistake, at 241:30; pinned clients are away from 240:00 to 242:00.
    const first = causes({ pinned: 1, faults: [rotation('2h'), mistake('+241h')] });
    expect(first[CERTIFICATE_ROTATION]).toBe(2 * HOUR);
    // Decided on at 239:55, restored by 240:10 at the earliest: the rotation from 240:00 to 240:05 adds nothing.
    const second = causes({ pinned: 1, faults: [mistake('+14365m'), rotation('5m')] });
    expect([second[CERTIFICATE_ROTATION], second[MISTAKE_CAUSE]! >= 15 * MINUTE]).toEqual([0, true]);
  });

  test('clients of a stopped server find out when it starts', () => {
    const { outages, disruptions } = play({
      pinned: 1,
      faults: [rotation('20h')],
      operations: [
        { at: '+239h', do: 'stop' },
        { at: '+250h', do: 'start' },
      ],
    });
    expect(outages).toHaveLength(1);
    expect(outages[0]).toMatchObject({ end: AT + 20 * HOUR, cause: 'certificateRotation' });
    expect(outages[0]!.start).toBeGreaterThanOrEqual(250 * HOUR);
    expect(disruptions).toMatchObject([{ onset: outages[0]!.start }]);
  });

  test('still open at the horizon it is an event without an RTO', () => {
    const { disruptions, ledger } = play({ pinned: 0.5, horizon: '11d', faults: [rotation('5d')] });
    expect(disruptions).toMatchObject([{ censored: true }]);
    expect(ledger.degradedMs).toBe(DAY);
  });

  test('the server can be maintained meanwhile', () => {
    const { outages } = play({
      pinned: 1,
      faults: [rotation('3h')],
      operations: [{ at: '+241h', do: 'restart' }],
      override: { 'lifecycle.restart.duration': '2m' },
    });
    expect(outages).toMatchObject([{ start: AT, end: AT + 3 * HOUR, cause: 'certificateRotation' }]);
  });

  test('by chance, in the long run: outage over a cycle of trust and refusal', () => {
    const scenario = makeScenario({
      pinned: 1,
      horizon: '3y',
      override: {
        ...PLAIN,
        'certificateRotation.every': 'exponential(20d)',
        'certificate.fix.duration': '10h',
      },
    });
    const world = new World(scenario);
    const shares = new Ratio();
    for (let replication = 1; replication <= 1500; replication++)
      shares.add(world.run(replication).downMs, 3 * 365 * DAY);
    // Refused for 10 min + 20 min + 10 h after each rotation that finds the clients mended; rotations go on meanwhile, as a Poisson
    // stream, so the next counted one comes 20 d after the mending on average.
    check(shares, 10.5 / (20 * 24 + 10.5), 0.006);
  });
});
