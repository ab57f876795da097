import { Simulation } from '../../engine/index.ts';
import { type Case, figure } from '../case.ts';
import { type Estimate, Samples } from '../estimate.ts';
import { Jumps } from '../jumps.ts';

/** Two queues in a row. */
interface Queues {
  readonly rates: Rates;
  /** Places in each queue. */
  readonly places: number;
  readonly start: readonly [first: number, second: number];
  /** Where the trajectory ends: at 0 and at this level. */
  readonly level: (first: number, second: number) => number;
  readonly goal: number;
  /** By which the next event is drawn, in place of the rates. */
  readonly drawnBy: (second: number) => Rates;
  readonly trajectories: number;
}

type Rates = readonly [arrival: number, first: number, second: number];

/** Probability that the level reaches its goal before 0, by importance sampling. */
function reaches(seed: string, { rates, places, start, level, goal, drawnBy, trajectories }: Queues): Estimate {
  let [first, second] = start;
  const jumps = new Jumps(new Simulation({ seed }), 'queues', 3, {
    rates: (into) => {
      into[0] = first < places ? rates[0] : 0;
      into[1] = first > 0 && second < places ? rates[1] : 0;
      into[2] = second > 0 ? rates[2] : 0;
    },
    chances: (possible, into) => {
      const drawn = drawnBy(second);
      let sum = 0;
      for (let event = 0; event < 3; event++) sum += into[event] = possible[event]! > 0 ? drawn[event]! : 0;
      for (let event = 0; event < 3; event++) into[event]! /= sum;
    },
    happens: (event) => {
      if (event < 2) first += event === 0 ? 1 : -1;
      if (event > 0) second += event === 1 ? 1 : -1;
      const now = level(first, second);
      return now > 0 && now < goal;
    },
  });
  const samples = new Samples();
  for (let trajectory = 0; trajectory < trajectories; trajectory++) {
    [first, second] = start;
    jumps.run();
    samples.add(level(first, second) === goal ? jumps.weight : 0);
  }
  return samples;
}

/** One queue, as the first of two that nothing leaves for the second: customers come as fast as they are served, and go as slowly as they come. */
const one = (goal: number): Queues => ({
  rates: [0.3, 0.7, 0],
  places: Infinity,
  start: [1, 0],
  level: (first) => first,
  goal,
  drawnBy: () => [0.7, 0.3, 0],
  trajectories: 60_000,
});

/** Gambler's ruin. */
function ruin(goal: number): number {
  const ratio = 0.7 / 0.3;
  let power = 1;
  for (let step = 0; step < goal; step++) power *= ratio;
  return (ratio - 1) / (power - 1);
}

const BOTH: Queues = {
  rates: [0.1, 0.45, 0.45],
  places: Infinity,
  start: [1, 0],
  level: (first, second) => first + second,
  goal: 10,
  drawnBy: (second) => (second === 0 ? [0.45, 0.45, 0] : [0.4, 0.4, 0.2]),
  trajectories: 250_000,
};

const second = (places: number): Queues => ({
  rates: [3, 2, 6],
  places,
  start: [0, 1],
  level: (_, length) => length,
  goal: places,
  // The services are swapped, and customers come faster, so that there is one to be served.
  drawnBy: () => [5, 6, 2],
  trajectories: 300_000,
});

const queues: Case = {
  id: 'V56',
  title: 'rare events in queues: full before empty',
  source: "gambler's ruin; Markov chains; importance splitting (Budde et al.), from memory 5.62e-6 and 3.14e-7",
  simulate: (seed) => [
    figure('one queue reaches 10', ruin(10), reaches(`${seed} V56 1`, one(10))),
    figure('one queue reaches 20', ruin(20), reaches(`${seed} V56 2`, one(20))),
    figure('two queues together reach 10', 9.985095287e-6, reaches(`${seed} V56 3`, BOTH)),
    figure('the second of two queues reaches 8', 5.602363637e-6, reaches(`${seed} V56 4`, second(8))),
    figure('the second of two queues reaches 10', 3.147277622e-7, reaches(`${seed} V56 5`, second(10))),
  ],
};

const FAILURE = 1e-4;
const REPAIR = 1;
/** Units of A and of B: the system is down while all of a kind are. */
const UNITS = [2, 3] as const;
const CYCLES = 1_800_000;

/**
 * Shares of time by cycles from all-up to all-up: with all of A down, all of B, either.
 * @param inclined how failures are shared among the kinds when they are made as likely as repairs
 */
function allDown(seed: string, inclined: readonly [a: number, b: number]): readonly Estimate[] {
  const down: [number, number] = [0, 0];
  const spent = [0, 0, 0];
  let length = 0;
  const model = {
    rates: (into: Float64Array) => {
      for (const kind of [0, 1] as const) {
        into[kind] = (UNITS[kind] - down[kind]) * FAILURE;
        into[2 + kind] = down[kind] * REPAIR;
      }
    },
    happens: (event: number, after: number) => {
      length += after;
      const [a, b] = [down[0] === UNITS[0], down[1] === UNITS[1]];
      if (a) spent[0]! += after;
      if (b) spent[1]! += after;
      if (a || b) spent[2]! += after;
      down[event % 2]! += event < 2 ? 1 : -1;
      return down[0] + down[1] > 0;
    },
  };
  const simulation = new Simulation({ seed });
  const plain = new Jumps(simulation, 'as it is', 4, model);
  // Failure biasing: while anything is down a failure is as likely as a repair.
  const biased = new Jumps(simulation, 'biased', 4, {
    ...model,
    chances: (rates, into) => {
      const repairs = rates[2]! + rates[3]!;
      const kinds = (rates[0]! > 0 ? inclined[0] : 0) + (rates[1]! > 0 ? inclined[1] : 0);
      const failing = kinds === 0 ? 0 : repairs === 0 ? 1 : 0.5;
      for (const kind of [0, 1] as const) {
        into[kind] = rates[kind]! > 0 ? (failing * inclined[kind]) / kinds : 0;
        into[2 + kind] = repairs > 0 ? ((1 - failing) * rates[2 + kind]!) / repairs : 0;
      }
    },
  });
  const lengths = new Samples();
  const downs = spent.map(() => new Samples());
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    length = 0;
    plain.run();
    lengths.add(length);
    spent.fill(0);
    biased.run();
    for (const [kind, samples] of downs.entries()) samples.add(spent[kind]! * biased.weight);
  }
  return downs.map((samples) => quotient(samples, lengths));
}

/** Of two independent means. */
function quotient(above: Samples, below: Samples): Estimate {
  const mean = above.mean / below.mean;
  return {
    mean,
    standardError: mean * Math.hypot(above.standardError / above.mean, below.standardError / below.mean),
  };
}

const share = FAILURE / (FAILURE + REPAIR);
const ALL_A = share * share;
const ALL_B = share * share * share;

const unavailability: Case = {
  id: 'V58',
  title: 'two of A and three of B: down while all of a kind are, 1e-8 of the time',
  source: 'product form',
  simulate: (seed) => {
    const [a, , any] = allDown(`${seed} V58 1`, [1, 1]);
    const [, b] = allDown(`${seed} V58 2`, [0.1, 1]);
    return [
      figure('all of A', ALL_A, a!),
      figure('all of B', ALL_B, b!),
      figure('either', ALL_A + ALL_B - ALL_A * ALL_B, any!),
    ];
  },
};

export const RARE_EVENTS: readonly Case[] = [queues, unavailability];
