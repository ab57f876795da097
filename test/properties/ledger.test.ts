import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { World } from '../../src/service/world.ts';
import type { Ledger } from '../../src/service/ledger.ts';
import { brokenInvariant, INVARIANTS, Watch } from '../../src/experiment/invariants.ts';
import { makeScenario, PLAIN } from '../service/make-scenario.ts';
import { contentsOf } from '../service/read-ledger.ts';
import { scenario } from './random-scenario.ts';

const HORIZON = 30 * 86_400_000;
const RUNS = { seed: 20270115, numRuns: 70 };
const REPLICATIONS = 6;

/** Of a few replications of random scenarios, all parts at work. */
function each(property: (ledger: Ledger) => void): void {
  fc.assert(
    fc.property(scenario, (given) => {
      const world = new World(makeScenario(given));
      for (let replication = 1; replication <= REPLICATIONS; replication++) property(world.run(replication));
    }),
    RUNS,
  );
}

describe('in any scenario', () => {
  test.each(INVARIANTS)('$name', ({ holds }) => {
    each((ledger) => expect(holds(ledger, HORIZON)).toBe(true));
  });

  test('event by event: what the parts say agrees with the condition, and times in conditions add up', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const watch = new Watch(new World(makeScenario(given)));
        for (let replication = 1; replication <= REPLICATIONS; replication++) {
          watch.run(replication, HORIZON);
          expect(watch.problem).toBeNull();
        }
      }),
      RUNS,
    );
  });
});

/** What a mistake in the books would look like: each breaks one invariant at least. */
const TAMPERED: readonly (readonly [string, (ledger: Ledger) => void])[] = [
  ['a millisecond more downtime', (ledger) => void ledger.downMs++],
  ['blame that nobody had', (ledger) => void ledger.causeMs[3]!++],
  ['a month with more', (ledger) => void ledger.monthDownMs[0]!++],
  ['a stop more', (ledger) => void ledger.plannedStopMs++],
  ['an SLA minute more', (ledger) => void ledger.slaMinutes++],
  ['an outage that ends before it begins', ({ outages }) => outages.columns.end.fill(0, 0, 1)],
  ['an outage without a cause', ({ outages }) => outages.columns.cause.fill(-1, 0, 1)],
  ['a longest outage that is not the longest', (ledger) => void ledger.longestMs++],
  ['more unprotected time than there is', (ledger) => void (ledger.unprotectedMs = HORIZON + 1)],
  ['half a millisecond', (ledger) => void (ledger.degradedMs += 0.5)],
  ['more business downtime than downtime', (ledger) => void (ledger.businessDownMs = ledger.downMs + 1)],
  ['an RTO part that is not in the RTO', ({ disruptions }) => void disruptions.columns.replay[0]!++],
  ['an event more', (ledger) => void ledger.causeEvents[3]!++],
  ['a loss that no disruption had', (ledger) => void ledger.lossEvents++],
  ['a masked failure of no class', (ledger) => void ledger.masked++],
  [
    'work lost by a crash of the engine',
    ({ disruptions: { columns } }) => {
      columns.class[0] = 0;
      columns.flags[0] = 4;
    },
  ],
  [
    'an outage that no disruption began',
    ({ disruptions }) => disruptions.columns.onset.fill(HORIZON, 0, disruptions.count),
  ],
  ['usage before the start', ({ usage }) => usage.from.fill(-5, 0, 1)],
  ['an hour of the disk not billed', ({ usage }) => usage.to.fill(HORIZON - 3_600_000, 0, usage.count)],
];

describe('a book that is tampered with is found out', () => {
  const world = new World(
    makeScenario({
      horizon: '30d',
      override: PLAIN,
      faults: [
        { at: '+100h', type: 'hostFailure', duration: '30m' },
        { at: '+200h', type: 'mistake' },
        { at: '+300h', type: 'vmCrash', duration: '10m' },
      ],
    }),
  );

  test('as it is, all invariants hold', () => {
    expect(brokenInvariant(world.run(1), HORIZON)).toBeNull();
  });

  test.each(TAMPERED)('%s', (_, tamper) => {
    const ledger = world.run(1);
    // A run writes what it touches only: the tampered books must not be those of the next test.
    ledger.touch();
    tamper(ledger);
    expect(brokenInvariant(ledger, HORIZON)).not.toBeNull();
    ledger.disruptions.count = 0;
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
            sku: { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' },
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
