import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { World } from '../../src/service/world.ts';
import type { Ledger } from '../../src/service/ledger.ts';
import { makeScenario } from '../service/make-scenario.ts';
import { contentsOf, disruptionsOf, outagesOf, usageOf } from '../service/read-ledger.ts';
import { scenario } from './random-scenario.ts';

const HORIZON = 30 * 86_400_000;
const RUNS = { seed: 20270115, numRuns: 70 };
const REPLICATIONS = 6;

/** Holds for the ledger of each of a few replications of random scenarios. */
function holds(property: (ledger: Ledger) => void): void {
  fc.assert(
    fc.property(scenario, (given) => {
      const world = new World(makeScenario(given));
      for (let replication = 1; replication <= REPLICATIONS; replication++) property(world.run(replication));
    }),
    RUNS,
  );
}
const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

describe('in any scenario', () => {
  test('downtime is the sum over causes, over outages and over months', () => {
    holds((ledger) => {
      expect(sum(ledger.causeMs)).toBe(ledger.downMs);
      expect(sum(ledger.monthDownMs)).toBe(ledger.downMs);
      expect(sum(outagesOf(ledger).map(({ start, end }) => end - start))).toBe(ledger.downMs);
      expect(sum(ledger.monthStopMs)).toBe(ledger.plannedStopMs);
      expect(sum(ledger.monthSlaMinutes)).toBeCloseTo(ledger.slaMinutes, 6);
    });
  });

  test('outages are disjoint, in order, and lie within the horizon', () => {
    holds((ledger) => {
      let last = 0;
      for (const { start, end, cause } of outagesOf(ledger)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(cause).not.toBe('');
        last = end;
      }
      expect(last).toBeLessThanOrEqual(HORIZON);
      expect(ledger.longestMs).toBe(Math.max(0, ...outagesOf(ledger).map(({ start, end }) => end - start)));
    });
  });

  test('all figures are whole, none is negative, and none exceeds the horizon', () => {
    holds((ledger) => {
      const { downMs, plannedStopMs, degradedMs, writeOnlyMs, unprotectedMs, businessDownMs, aliveDownMinutes } =
        ledger;
      for (const value of [downMs, plannedStopMs, degradedMs, writeOnlyMs, unprotectedMs, businessDownMs]) {
        expect(Number.isSafeInteger(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(HORIZON);
      }
      expect(downMs + plannedStopMs + degradedMs + writeOnlyMs).toBeLessThanOrEqual(HORIZON);
      expect(businessDownMs).toBeLessThanOrEqual(downMs);
      expect(aliveDownMinutes * 60_000).toBeLessThanOrEqual(downMs);
      expect(ledger.slaMinutes * 60_000).toBeLessThanOrEqual(downMs);
    });
  });

  test('the parts of every RTO add up to it', () => {
    holds((ledger) => {
      for (const { rto, detect, decide, restore, replay, reconnect, onset, rpo } of disruptionsOf(ledger)) {
        const parts = [detect, decide, restore, replay, reconnect];
        expect(sum(parts)).toBe(rto);
        expect(Math.min(...parts, rpo, onset)).toBeGreaterThanOrEqual(0);
        expect(onset + rto).toBeLessThanOrEqual(HORIZON);
      }
    });
  });

  test('events, losses and total losses are those of the disruptions', () => {
    holds((ledger) => {
      const disruptions = disruptionsOf(ledger);
      expect(sum(ledger.causeEvents)).toBe(disruptions.length);
      expect(ledger.lossEvents).toBe(disruptions.filter(({ lossy }) => lossy).length);
      expect(ledger.totalLosses).toBe(disruptions.filter(({ totalLoss }) => totalLoss).length);
      expect(ledger.lossMs).toBe(sum(disruptions.filter(({ totalLoss }) => !totalLoss).map(({ rpo }) => rpo)));
      expect(sum(ledger.maskedByClass)).toBe(ledger.masked);
      expect(ledger.failovers).toBeGreaterThanOrEqual(0);
    });
  });

  test('every outage holds the onset, or the rest, of a disruption', () => {
    holds((ledger) => {
      const disruptions = disruptionsOf(ledger);
      for (const { start, end } of outagesOf(ledger)) {
        const behind = disruptions.some(({ onset, rto }) => onset <= start && onset + rto >= end);
        const within = disruptions.some(({ onset }) => onset >= start && onset <= end);
        expect(behind || within).toBe(true);
      }
    });
  });

  test("usage is positive, within the horizon, without overlap, and the primary's disk covers all of it", () => {
    holds((ledger) => {
      const rows = usageOf(ledger);
      for (const { from, to, quantity } of rows) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThan(from);
        expect(to).toBeLessThanOrEqual(HORIZON);
        expect(quantity).toBeGreaterThan(0);
      }
      for (const resource of ['primary', 'standby'] as const) {
        for (const meter of ['compute', 'storage', 'backup'] as const) {
          const own = rows.filter((row) => row.resource === resource && row.meter === meter);
          own.sort((left, right) => left.from - right.from);
          for (let index = 1; index < own.length; index++) {
            expect(own[index]!.from).toBeGreaterThanOrEqual(own[index - 1]!.to);
          }
          if (resource === 'primary' && meter === 'storage') {
            expect(own[0]!.from).toBe(0);
            expect(sum(own.map(({ from, to }) => to - from))).toBe(HORIZON);
          }
        }
      }
    });
  });

  test('compute is billed whenever the server is neither stopped on purpose nor down', () => {
    holds((ledger) => {
      const own = usageOf(ledger).filter(({ resource, meter }) => resource === 'primary' && meter === 'compute');
      const billed = sum(own.map(({ from, to }) => to - from));
      // Between the attempts of a failed start nothing is billed, and that is Down.
      expect(billed).toBeGreaterThanOrEqual(HORIZON - ledger.plannedStopMs - ledger.downMs);
      if (ledger.plannedStopMs === 0) expect(billed).toBe(HORIZON);
    });
  });
});

describe('a zone-redundant pair whose storage survives', () => {
  test('never loses a commit', () => {
    const destroys = ['storageCopy.failure.every', 'storageShock.every', 'mistake.every'];
    fc.assert(
      fc.property(scenario, (given) => {
        const override = {
          ...given.override,
          'zoneOutage.dataLoss.probability': 0,
          'regionOutage.dataLoss.probability': 0,
          'people.policy.zone': 'wait',
          'people.policy.region': 'wait',
          'people.policy.storage': 'wait',
        };
        const world = new World(
          makeScenario({
            ...given,
            ha: 'ZoneRedundant',
            faults: given.faults!.filter(({ type }) => type !== 'storageLoss' && type !== 'mistake'),
            override: Object.fromEntries(Object.entries(override).filter(([name]) => !destroys.includes(name))),
          }),
        );
        for (let replication = 1; replication <= REPLICATIONS; replication++) {
          const ledger = world.run(replication);
          expect([ledger.lossEvents, ledger.lossMs, ledger.restores]).toEqual([0, 0, 0]);
        }
      }),
      RUNS,
    );
  });
});

describe('the same seed', () => {
  test('twice gives the same ledgers', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const checked = makeScenario(given);
        const [one, two] = [new World(checked), new World(checked)];
        for (let replication = 1; replication <= 2; replication++) {
          expect(contentsOf(two.run(replication))).toEqual(contentsOf(one.run(replication)));
        }
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  test('a replication does not depend on those that ran before it', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const checked = makeScenario(given);
        const alone = contentsOf(new World(checked).run(4));
        const world = new World(checked);
        for (const earlier of [9, 2, 4, 1]) world.run(earlier);
        expect(contentsOf(world.run(4))).toEqual(alone);
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  test('being listened to changes nothing', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const checked = makeScenario(given);
        const listened = new World(checked);
        listened.listen({ transition: () => {}, note: () => {}, condition: () => {} });
        expect(contentsOf(listened.run(1))).toEqual(contentsOf(new World(checked).run(1)));
      }),
      { ...RUNS, numRuns: 50 },
    );
  });
});
