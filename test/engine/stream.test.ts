import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import { cumulative, exponential, gamma } from '../../src/distributions/index.ts';
import { Simulation, type Stream } from '../../src/engine/index.ts';

const create = (seed = 'streams') => new Simulation({ seed });

/** Three draws each of three streams, seed 42, replication 1. */
const GOLDEN: readonly (readonly number[])[] = [
  [0.025437090539613627, 0.8806560958341313, 0.07280927039842489],
  [0.6423053658688969, 0.46406431256629277, 0.6572389640528628],
  [0.32063975815757784, 0.20478305632142035, 0.9105966017096493],
];

describe('a stream', () => {
  test('equals seedrandom.tychei draw for draw from the same state', () => {
    const simulation = create();
    const stream = simulation.stream('node-a', 'repair');
    for (const replication of [0, 1, 2, 999, 4294967295]) {
      simulation.reset(replication);
      const reference = seedrandom.tychei('', { state: stream.state() });
      for (let draw = 0; draw < 1000; draw++) expect(stream.uniform()).toBe(reference.double());
    }
  });

  test('depends on seed, replication, part and purpose, and on nothing else', () => {
    const first = (seed: string, replication: number, part: string, purpose: string, others = 0): number => {
      const simulation = create(seed);
      for (let other = 0; other < others; other++) simulation.stream(`other-${other}`, 'repair').uniform();
      simulation.reset(replication);
      return simulation.stream(part, purpose).uniform();
    };
    const base = first('a', 1, 'node', 'repair');
    expect(first('a', 1, 'node', 'repair', 50)).toBe(base);
    const changed = [
      first('b', 1, 'node', 'repair'),
      first('a', 2, 'node', 'repair'),
      first('a', 1, 'nodes', 'repair'),
      first('a', 1, 'node', 'repairs'),
      // Part and purpose are two words, not one.
      first('a', 1, 'nod', 'erepair'),
      first('', 1, 'node', 'repair'),
    ];
    expect(new Set([base, ...changed]).size).toBe(1 + changed.length);
  });

  test('golden first draws: a change here changes every published result', () => {
    const simulation = create('42');
    simulation.reset(1);
    const draws = [
      ['node-a', 'vmCrash.every'],
      ['zone-2', 'zoneOutage.duration'],
      ['maintenance', 'window'],
    ].map(([part, purpose]) => {
      const stream = simulation.stream(part!, purpose!);
      return [stream.uniform(), stream.uniform(), stream.uniform()];
    });
    expect(draws).toEqual(GOLDEN);
  });

  test('adding a stream, and drawing from it, leaves all others as they were', () => {
    const history = (withGuest: boolean): number[] => {
      const simulation = create();
      const hosts = ['a', 'b', 'c'].map((part) => simulation.stream(part, 'failure'));
      const guest = withGuest ? simulation.stream('guest', 'failure') : null;
      const draws: number[] = [];
      for (let replication = 1; replication <= 20; replication++) {
        simulation.reset(replication);
        for (const host of hosts) {
          guest?.uniform();
          draws.push(host.uniform(), host.uniform());
        }
      }
      return draws;
    };
    expect(history(true)).toEqual(history(false));
  });

  test('asked for twice it is the same stream, and goes on where it was', () => {
    const simulation = create();
    const once = simulation.stream('node-a', 'repair');
    const first = once.uniform();
    expect(simulation.stream('node-a', 'repair').uniform()).not.toBe(first);
  });

  test('uses exactly one uniform per variate, whatever the distribution', () => {
    const simulation = create();
    const stream = simulation.stream('node-a', 'repair');
    const spend = (use: (stream: Stream) => void): number => {
      simulation.reset(1);
      use(stream);
      return stream.uniform();
    };
    const afterOne = spend((one) => one.uniform());
    expect(spend((one) => one.sample(exponential({ mean: 5 })))).toBe(afterOne);
    expect(spend((one) => one.sample(gamma({ shape: 0.3, scale: 2 })))).toBe(afterOne);
    expect(spend((one) => one.chance(0.5))).toBe(afterOne);
  });

  test('an outcome that is certain draws nothing', () => {
    const simulation = create();
    const stream = simulation.stream('node-a', 'repair');
    const first = stream.uniform();
    simulation.reset(0);
    expect([stream.chance(0), stream.chance(1)]).toEqual([false, true]);
    expect(stream.uniform()).toBe(first);
  });

  test('draws lie strictly between 0 and 1', () => {
    const stream = create().stream('node-a', 'repair');
    for (let draw = 0; draw < 100_000; draw++) {
      const u = stream.uniform();
      expect(u > 0 && u < 1).toBe(true);
    }
  });
});

// --- Neighbouring streams: bounds of the tests are at p = 1e-4 or beyond. ---

/** Chi-square of counts that should all be equal, as a standard normal (Wilson and Hilferty 1931). */
function evenness(counts: ArrayLike<number>): number {
  const cells = counts.length;
  let total = 0;
  for (let cell = 0; cell < cells; cell++) total += counts[cell]!;
  const expected = total / cells;
  let square = 0;
  for (let cell = 0; cell < cells; cell++)
    square += ((counts[cell]! - expected) * (counts[cell]! - expected)) / expected;
  const freedom = cells - 1;
  const variance = 2 / (9 * freedom);
  return (Math.cbrt(square / freedom) - (1 - variance)) / Math.sqrt(variance);
}

/** Correlation of pairs of uniforms, times the square root of their number: about standard normal. */
function correlation(xs: ArrayLike<number>, ys: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < xs.length; index++) sum += (xs[index]! - 0.5) * (ys[index]! - 0.5);
  return (12 * sum) / Math.sqrt(xs.length);
}

function histogram(xs: ArrayLike<number>, cells: number): Float64Array {
  const counts = new Float64Array(cells);
  for (let index = 0; index < xs.length; index++) counts[Math.floor(xs[index]! * cells)]!++;
  return counts;
}

function grid(xs: ArrayLike<number>, ys: ArrayLike<number>, side: number): Float64Array {
  const counts = new Float64Array(side * side);
  for (let index = 0; index < xs.length; index++) {
    counts[Math.floor(xs[index]! * side) * side + Math.floor(ys[index]! * side)]!++;
  }
  return counts;
}

/** Kolmogorov-Smirnov distance from uniform, times the square root of the number of values. */
function distanceFromUniform(xs: Float64Array): number {
  const sorted = xs.toSorted();
  let distance = 0;
  for (let index = 0; index < sorted.length; index++) {
    const u = sorted[index]!;
    distance = Math.max(distance, u - index / sorted.length, (index + 1) / sorted.length - u);
  }
  return distance * Math.sqrt(sorted.length);
}

/** Draws number `draw` of one stream in replications 1 to `count`. */
function acrossReplications(seed: string, part: string, count: number, draw = 0, step = 1): Float64Array {
  const simulation = create(seed);
  const stream = simulation.stream(part, 'failure');
  return Float64Array.from({ length: count }, (_, index) => {
    simulation.reset((1 + index * step) % 4294967296);
    for (let skipped = 0; skipped < draw; skipped++) stream.uniform();
    return stream.uniform();
  });
}

/** First draws of streams `part-0`, `part-1`, ... in one replication. */
function acrossNames(seed: string, replication: number, count: number): Float64Array {
  const simulation = create(seed);
  const streams = Array.from({ length: count }, (_, index) => simulation.stream(`part-${index}`, 'failure'));
  simulation.reset(replication);
  return Float64Array.from(streams, (stream) => stream.uniform());
}

/** Leading bits of neighbouring streams' uniforms, as numbers from 0 to 1. */
function leads(seed: string, names: readonly string[], count: number): Float64Array[] {
  const simulation = create(seed);
  return names.map((part) => {
    const stream = simulation.stream(part, 'failure');
    return Float64Array.from({ length: count }, (_, index) => {
      simulation.reset(index + 1);
      return stream.lead() / 0x100000000;
    });
  });
}

const SEEDS = ['1', '2', '42'];
const COUNT = 60_000;

describe.each(SEEDS)('neighbouring streams, seed %s', (seed) => {
  const replications = acrossReplications(seed, 'node-a', COUNT);
  const names = acrossNames(seed, 1, 20_000);

  test('first draws of neighbouring replications are uniform', () => {
    expect(Math.abs(evenness(histogram(replications, 256)))).toBeLessThan(4);
    expect(distanceFromUniform(replications)).toBeLessThan(2.2);
  });

  test('first draws of neighbouring names are uniform', () => {
    expect(Math.abs(evenness(histogram(names, 256)))).toBeLessThan(4);
    expect(distanceFromUniform(names)).toBeLessThan(2.2);
  });

  test.each([1, 2, 4, 8, 16, 256, 4096])('first draws of replications %i apart have nothing in common', (lag) => {
    const earlier = replications.subarray(0, COUNT - lag);
    const later = replications.subarray(lag);
    expect(Math.abs(correlation(earlier, later))).toBeLessThan(4);
    expect(Math.abs(evenness(grid(earlier, later, 16)))).toBeLessThan(4);
  });

  test.each([1, 2, 4, 16])('first draws of names %i apart have nothing in common', (lag) => {
    const earlier = names.subarray(0, names.length - lag);
    const later = names.subarray(lag);
    expect(Math.abs(correlation(earlier, later))).toBeLessThan(4);
    expect(Math.abs(evenness(grid(earlier, later, 16)))).toBeLessThan(4);
  });

  test('leading bits are uniform, and have nothing in common with draws, with neighbours and with other streams', () => {
    const [own, other] = leads(seed, ['node-a', 'node-b'], COUNT) as [Float64Array, Float64Array];
    expect(Math.abs(evenness(histogram(own, 256)))).toBeLessThan(4);
    expect(distanceFromUniform(own)).toBeLessThan(2.2);
    const pairs = [
      [own, other],
      [own, replications],
      ...[1, 2, 16, 256].map((lag) => [own.subarray(0, COUNT - lag), own.subarray(lag)] as const),
      ...[1, 2, 16, 256].map((lag) => [own.subarray(0, COUNT - lag), other.subarray(lag)] as const),
    ] as const;
    for (const [xs, ys] of pairs) {
      expect(Math.abs(correlation(xs, ys))).toBeLessThan(4);
      expect(Math.abs(evenness(grid(xs, ys, 16)))).toBeLessThan(4);
    }
  });

  test('second and third draws have nothing in common with the first, within and across replications', () => {
    const second = acrossReplications(seed, 'node-a', COUNT, 1);
    const third = acrossReplications(seed, 'node-a', COUNT, 2);
    const pairs = [
      [replications, second],
      [replications, third],
      [second, third],
      [replications.subarray(1), second.subarray(0, COUNT - 1)],
      [replications.subarray(0, COUNT - 1), second.subarray(1)],
    ] as const;
    for (const [xs, ys] of pairs) {
      expect(Math.abs(correlation(xs, ys))).toBeLessThan(4);
      expect(Math.abs(evenness(grid(xs, ys, 16)))).toBeLessThan(4);
    }
  });

  test('any two of forty streams have nothing in common over neighbouring replications', () => {
    const simulation = create(seed);
    const parts = ['node-a', 'node-b', 'storage-a', 'storage-b', 'zone-1', 'zone-2', 'region', 'client'];
    const purposes = ['failure', 'repair', 'every', 'duration', 'success'];
    const streams = parts.flatMap((part) => purposes.map((purpose) => simulation.stream(part, purpose)));
    const draws = streams.map(() => new Float64Array(4000));
    for (let replication = 0; replication < 4000; replication++) {
      simulation.reset(replication + 1);
      for (let index = 0; index < streams.length; index++) draws[index]![replication] = streams[index]!.uniform();
    }
    let worst = 0;
    let sumOfSquares = 0;
    let pairs = 0;
    let worstGrid = 0;
    for (let left = 0; left < streams.length; left++) {
      for (let right = left + 1; right < streams.length; right++) {
        const r = correlation(draws[left]!, draws[right]!);
        worst = Math.max(worst, Math.abs(r));
        worstGrid = Math.max(worstGrid, evenness(grid(draws[left]!, draws[right]!, 8)));
        sumOfSquares += r * r;
        pairs++;
      }
    }
    // 780 pairs: the largest of so many standard normals stays below 5 but once in 2000 times.
    expect(worst).toBeLessThan(5);
    expect(worstGrid).toBeLessThan(5);
    // And their squares average 1, give or take sqrt(2 / 780).
    expect(Math.abs(sumOfSquares / pairs - 1)).toBeLessThan(4 * Math.sqrt(2 / pairs));
  });

  test('replications that differ in one bit anywhere have unlike first draws', () => {
    const simulation = create(seed);
    const stream = simulation.stream('node-a', 'failure');
    const firstOf = (replication: number): number => {
      simulation.reset(replication);
      return stream.uniform();
    };
    for (let bit = 0; bit < 32; bit++) {
      const xs = new Float64Array(2000);
      const ys = new Float64Array(2000);
      for (let index = 0; index < 2000; index++) {
        xs[index] = firstOf(index);
        ys[index] = firstOf((index ^ (1 << bit)) >>> 0);
      }
      expect(Math.abs(correlation(xs, ys))).toBeLessThan(5);
    }
  });

  test('a long run of one stream is uniform and has no serial correlation', () => {
    const simulation = create(seed);
    simulation.reset(1);
    const stream = simulation.stream('node-a', 'failure');
    const run = Float64Array.from({ length: 200_000 }, () => stream.uniform());
    expect(Math.abs(evenness(histogram(run, 1024)))).toBeLessThan(4);
    for (const lag of [1, 2, 3, 7]) {
      expect(Math.abs(correlation(run.subarray(0, run.length - lag), run.subarray(lag)))).toBeLessThan(4);
    }
    expect(Math.abs(evenness(grid(run.subarray(0, run.length - 1), run.subarray(1), 32)))).toBeLessThan(4);
  });
});

test('the low bits of a first draw are as even as the high ones', () => {
  const simulation = create();
  const stream = simulation.stream('node-a', 'failure');
  const low = new Float64Array(64);
  for (let replication = 1; replication <= COUNT; replication++) {
    simulation.reset(replication);
    // Bits 47 to 52 of 53: what is left after 2^47 is taken off.
    const scaled = stream.uniform() * 0x800000000000;
    low[Math.floor((scaled - Math.floor(scaled)) * 64)]!++;
  }
  expect(Math.abs(evenness(low))).toBeLessThan(4);
});

test('the same stream under neighbouring seeds has nothing in common', () => {
  const xs = new Float64Array(5000);
  const ys = new Float64Array(5000);
  for (let seed = 0; seed < 5000; seed++) {
    xs[seed] = acrossReplications(String(seed), 'node-a', 1)[0]!;
    ys[seed] = acrossReplications(String(seed + 1), 'node-a', 1)[0]!;
  }
  expect(Math.abs(evenness(histogram(xs, 64)))).toBeLessThan(4);
  expect(Math.abs(correlation(xs, ys))).toBeLessThan(4);
});

test('sampled exponentials follow their distribution', () => {
  const simulation = create();
  const stream = simulation.stream('node-a', 'failure');
  const distribution = exponential({ mean: 250 });
  const ranks = Float64Array.from({ length: 20_000 }, () => cumulative(distribution, stream.sample(distribution)));
  expect(distanceFromUniform(ranks)).toBeLessThan(2.2);
});
