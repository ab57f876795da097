import { describe, expect, test } from 'vitest';
import { MarkovChain, type Transition } from '../../src/statistics/markov-chain.ts';

const HOURS = 8760;
const near = (value: number, exact: number, digits = 9) => expect(value / exact).toBeCloseTo(1, digits);

/** n copies, each failing at a rate; those down are repaired at once, or one after the other. */
function copies(count: number, failure: number, repair: number, way: 'parallel' | 'serial'): MarkovChain {
  const transitions: Transition[] = [];
  for (let down = 0; down < count; down++) {
    transitions.push({ from: `${down}`, to: `${down + 1}`, rate: (count - down) * failure });
    if (down > 0) {
      transitions.push({ from: `${down}`, to: `${down - 1}`, rate: way === 'parallel' ? down * repair : repair });
    }
  }
  return new MarkovChain(transitions);
}

describe('steady state', () => {
  test('V01: one component', () => {
    const chain = new MarkovChain([
      { from: 'up', to: 'down', rate: 1 / 1000 },
      { from: 'down', to: 'up', rate: 1 / 10 },
    ]);
    near(chain.steadyState().get('up')!, 0.990099009901, 11);
    near(chain.at(5, 'up').get('up')!, 0.996074312628, 11);
    near(chain.at(100, 'up').get('up')!, 0.990099416629, 11);
  });

  test('V16: two of three, with three crews and with one', () => {
    const fails = (up: number) => up / 1000;
    const unavailability = (crews: number) => {
      const transitions: Transition[] = [];
      for (let down = 0; down < 3; down++) {
        transitions.push({ from: `${down}`, to: `${down + 1}`, rate: fails(3 - down) });
        transitions.push({ from: `${down + 1}`, to: `${down}`, rate: Math.min(down + 1, crews) / 20 });
      }
      const shares = new MarkovChain(transitions).steadyState();
      return shares.get('2')! + shares.get('3')!;
    };
    near(1 - unavailability(3), 0.99886167462, 11);
    near(unavailability(1), 2.304112766e-3);
  });

  test('V58: two of A and three of B, down if all of a kind are: 1e-8 to nine digits', () => {
    const transitions: Transition[] = [];
    const state = (a: number, b: number) => `${a},${b}`;
    for (let a = 0; a <= 2; a++) {
      for (let b = 0; b <= 3; b++) {
        if (a < 2) transitions.push({ from: state(a, b), to: state(a + 1, b), rate: (2 - a) * 1e-4 });
        if (b < 3) transitions.push({ from: state(a, b), to: state(a, b + 1), rate: (3 - b) * 1e-4 });
        if (a > 0) transitions.push({ from: state(a, b), to: state(a - 1, b), rate: a });
        if (b > 0) transitions.push({ from: state(a, b), to: state(a, b - 1), rate: b });
      }
    }
    const shares = new MarkovChain(transitions).steadyState();
    const down = [...shares].filter(([name]) => name.startsWith('2') || name.endsWith('3'));
    // Independent units: the product form. (The reference prints 9.998999961e-9, which its own two parts do not add up to.)
    const failed = 1e-4 / 1.0001;
    const [a, b] = [failed * failed, failed * failed * failed];
    near(
      down.reduce((sum, [, share]) => sum + share, 0),
      a + b - a * b,
      12,
    );
  });

  test('a chain that is left for good has none', () => {
    expect(() => copies(3, 1, 10, 'serial').steadyState()).toThrow('never left');
  });
});

describe('time to absorption', () => {
  test.each([
    [0.01, 24, 4.441259185e10, 2.220660018e10, 2.242360867e-11, 4.478491484e-11],
    [0.05, 72, 3.953088852e7, 1.976951815e7, 2.498498916e-8, 4.975176368e-8],
    [1, 876, 46.83333333, 25.16666667, 0.01848693353, 0.03253145944],
  ])(
    'V18: three copies that fail %d times a year and are repaired in %d h',
    (rate, hours, inParallel, inSeries, a, b) => {
      for (const [way, mean, probability] of [
        ['parallel', inParallel, a],
        ['serial', inSeries, b],
      ] as const) {
        const chain = copies(3, rate, HOURS / hours, way);
        near(chain.meanTimeTo(['3'], '0'), mean, 8);
        near(chain.probabilityWithin(1, ['3'], '0'), probability, 8);
      }
    },
  );

  test('V19: 1e-11 a year, to nine digits', () => {
    near(copies(3, 0.01, HOURS / 16, 'parallel').probabilityWithin(1, ['3'], '0'), 9.980074805e-12);
    near(copies(3, 0.01, HOURS / 16, 'serial').probabilityWithin(1, ['3'], '0'), 1.994168878e-11);
    near(copies(3, 0.01, HOURS / 16, 'parallel').meanTimeTo(['3'], '0'), 9.992513768e10);
  });

  test('V20: a mirror', () => {
    near(copies(2, 0.02, HOURS / 12, 'parallel').meanTimeTo(['2'], '0'), 912_575);
    near(copies(2, 0.02, HOURS / 12, 'parallel').probabilityWithin(1, ['2'], '0'), 1.094298775e-6);
  });

  test('V22: the last copy cannot be read in one of a hundred repairs', () => {
    const chain = (l: number, m: number, h: number) =>
      new MarkovChain([
        { from: '0', to: '1', rate: 3 * l },
        { from: '1', to: '0', rate: m },
        { from: '1', to: '2', rate: 2 * l },
        { from: '2', to: '1', rate: 2 * m * (1 - h) },
        { from: '2', to: 'lost', rate: l + 2 * m * h },
      ]);
    near(chain(0.01, HOURS / 16, 0.01).meanTimeTo(['lost'], '0'), 9.117260418e7);
    near(chain(1, 10, 0.05).meanTimeTo(['lost'], '0'), 23.58333333);
    near(chain(1, 10, 0.05).probabilityWithin(1, ['lost'], '0'), 0.036496341, 7);
  });

  test('V59: a death chain', () => {
    const chain = new MarkovChain([
      { from: '3', to: '2', rate: 0.05 },
      { from: '2', to: '1', rate: 0.04 },
      { from: '1', to: '0', rate: 0.03 },
    ]);
    near(chain.meanTimeTo(['0'], '3'), 235 / 3, 12);
  });

  test('what may never be reached takes forever', () => {
    const chain = new MarkovChain([
      { from: 'a', to: 'b', rate: 1 },
      { from: 'a', to: 'c', rate: 1 },
    ]);
    expect(chain.meanTimeTo(['c'], 'a')).toBe(Infinity);
    expect(chain.probabilityWithin(1000, ['c'], 'a')).toBeCloseTo(0.5, 12);
    expect(chain.meanTimeTo(['a'], 'a')).toBe(0);
  });
});

test('a stiff chain over a long time: seconds beside years', () => {
  // A failover of a second, ten times a year, over a year: 3e7 steps of uniformization.
  const chain = new MarkovChain([
    { from: 'up', to: 'failing over', rate: 10 },
    { from: 'failing over', to: 'up', rate: HOURS * 3600 },
    { from: 'failing over', to: 'lost', rate: 1e-3 },
  ]);
  const rate = (10 * 1e-3) / (HOURS * 3600);
  near(chain.probabilityWithin(1, ['lost'], 'up'), rate, 6);
  near(chain.at(1, 'up').get('failing over')!, 10 / (HOURS * 3600), 6);
});

test('a few thousand states: a queue with 3000 places', () => {
  const transitions = Array.from({ length: 3000 }, (_, place): Transition[] => [
    { from: `${place}`, to: `${place + 1}`, rate: 9 },
    { from: `${place + 1}`, to: `${place}`, rate: 10 },
  ]).flat();
  near(new MarkovChain(transitions).steadyState().get('0')!, 0.1, 10);
});

test('what is no chain is refused', () => {
  expect(() => new MarkovChain([{ from: 'a', to: 'b', rate: 0 }])).toThrow('rate of a to b');
  expect(() => new MarkovChain([{ from: 'a', to: 'a', rate: 1 }])).toThrow('to itself');
  expect(() => copies(2, 1, 1, 'serial').meanTimeTo(['9'], '0')).toThrow('no such state');
});

describe('until one of several states is entered', () => {
  test("which it is: gambler's ruin, from 1 of 4, with odds of 2 to 1", () => {
    const moves = [1, 2, 3].flatMap((at) => [
      { from: String(at), to: String(at + 1), rate: 2 },
      { from: String(at), to: String(at - 1), rate: 1 },
    ]);
    const { entered, times } = new MarkovChain(moves).until(['0', '4'], '1');
    expect(entered.get('4')).toBeCloseTo((1 - 1 / 2) / (1 - 1 / 16), 14);
    expect(entered.get('0')! + entered.get('4')!).toBeCloseTo(1, 14);
    const total = [...times.values()].reduce((sum, time) => sum + time, 0);
    expect(total).toBeCloseTo(new MarkovChain(moves).meanTimeTo(['0', '4'], '1'), 13);
  });

  test('a target that cannot be reached is never the one', () => {
    const chain = new MarkovChain([
      { from: 'a', to: 'b', rate: 1 },
      { from: 'c', to: 'd', rate: 1 },
    ]);
    expect([...chain.until(['b', 'd'], 'a').entered]).toEqual([
      ['b', 1],
      ['d', 0],
    ]);
  });
});

describe('time in states within a time', () => {
  test('V01: 86.6 h of the first year down', () => {
    const chain = new MarkovChain([
      { from: 'up', to: 'down', rate: 1 / 1000 },
      { from: 'down', to: 'up', rate: 1 / 10 },
    ]);
    const times = chain.timesWithin(8760, 'up');
    expect(times.get('down')).toBeCloseTo(86.634643662, 9);
    expect(times.get('up')! + times.get('down')!).toBeCloseTo(8760, 8);
  });

  test('a state that is never left, and no time at all', () => {
    const chain = new MarkovChain([{ from: 'a', to: 'b', rate: 0.5 }]);
    expect(chain.timesWithin(3, 'a').get('a')).toBeCloseTo((1 - Math.exp(-1.5)) / 0.5, 13);
    expect([...chain.timesWithin(0, 'a').values()]).toEqual([0, 0]);
  });
});
