import { describe, expect, test } from 'vitest';
import { markOf, Simulation } from '../../src/engine/index.ts';

/** The fingerprint of a run in which timers of these names fire at these ticks. */
function fingerprint(events: readonly (readonly [string, number])[], replication = 1): string {
  const simulation = new Simulation({ seed: 'fingerprints' });
  const timers = new Map(
    [...new Set(events.map(([name]) => name))].map((name) => [name, simulation.timer(name, () => {})]),
  );
  simulation.reset(replication);
  for (const [name, tick] of events) timers.get(name)!.at(tick);
  simulation.runUntil(1e15);
  return simulation.fingerprint.join(' ');
}

describe('the fingerprint of a run', () => {
  const base = fingerprint([['a', 5], ['b', 9e9], ['c', 9e9]]); // prettier-ignore

  test('is the same for equal runs', () => {
    expect(fingerprint([['a', 5], ['b', 9e9], ['c', 9e9]])).toBe(base); // prettier-ignore
  });

  test.each([
    [
      'an event one tick later',
      [
        ['a', 6],
        ['b', 9e9],
        ['c', 9e9],
      ],
      1,
    ],
    [
      'one 2^32 ticks later',
      [
        ['a', 5 + 2 ** 32],
        ['b', 9e9],
        ['c', 9e9],
      ],
      1,
    ],
    [
      'another timer',
      [
        ['a', 5],
        ['b', 9e9],
        ['d', 9e9],
      ],
      1,
    ],
    [
      'another order within a tick',
      [
        ['a', 5],
        ['c', 9e9],
        ['b', 9e9],
      ],
      1,
    ],
    [
      'one event less',
      [
        ['a', 5],
        ['b', 9e9],
      ],
      1,
    ],
    [
      'one event more',
      [
        ['a', 5],
        ['b', 9e9],
        ['c', 9e9],
        ['d', 1e10],
      ],
      1,
    ],
    [
      'another replication',
      [
        ['a', 5],
        ['b', 9e9],
        ['c', 9e9],
      ],
      2,
    ],
  ] as const)('differs with %s', (_, events, replication) => {
    expect(fingerprint(events, replication)).not.toBe(base);
  });

  test('differs with a mark, and with where it is', () => {
    const marked = (ticks: readonly number[], mark: number): string => {
      const simulation = new Simulation({ seed: 'fingerprints' });
      simulation.reset(1);
      for (const tick of ticks) {
        simulation.runUntil(tick);
        simulation.mark(mark);
      }
      return simulation.fingerprint.join(' ');
    };
    const all = [marked([], 1), marked([3], 1), marked([3], 2), marked([4], 1), marked([3, 3], 1), marked([3, 4], 1)];
    expect(new Set(all).size).toBe(all.length);
  });

  test('of a reset simulation knows nothing of what ran before', () => {
    const simulation = new Simulation({ seed: 'fingerprints' });
    const timer = simulation.timer('a', () => {});
    const run = (): string => {
      simulation.reset(7);
      timer.at(11);
      simulation.runUntil(20);
      return simulation.fingerprint.join(' ');
    };
    expect(run()).toBe(run());
  });

  test('does not repeat among a hundred thousand runs of one event', () => {
    const simulation = new Simulation({ seed: 'fingerprints' });
    const timer = simulation.timer('a', () => {});
    const seen = new Set<number>();
    for (let replication = 0; replication < 250; replication++) {
      for (let tick = 0; tick < 400; tick++) {
        simulation.reset(replication);
        timer.at(tick);
        simulation.runUntil(400);
        const [high, low] = simulation.fingerprint;
        // 53 of the 64 bits.
        seen.add((high & 0x1fffff) * 2 ** 32 + low);
      }
    }
    expect(seen.size).toBe(100_000);
  });
});

test('golden fingerprint: a change here changes that of every published result', () => {
  expect([fingerprint([]), fingerprint([['node-a vmCrash', 31_536_000_000]])]).toMatchInlineSnapshot(`
    [
      "1723314676 3003914141",
      "851443078 2799550226",
    ]
  `);
});

test('identities of names differ, and part and state are two words', () => {
  const all = [markOf(), markOf(''), markOf('a'), markOf('b'), markOf('ab'), markOf('a', 'b'), markOf('b', 'a')];
  expect(new Set(all).size).toBe(all.length);
});
