import { constant, type Distribution, exponential, lognormal } from '../../distributions/index.ts';
import { normalCumulative } from '../../distributions/special.ts';
import { storageChain } from '../../experiment/storage-chain.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { LOSS_PATHS, StorageLoss } from '../../service/storage-loss.ts';
import { MarkovChain, type Transition } from '../../statistics/markov-chain.ts';
import { WeightedMean } from '../../statistics/weighted-mean.ts';
import { type Case, computed, figure } from '../case.ts';
import type { Estimate } from '../estimate.ts';

/** Ticks are milliseconds. */
const HOUR = 3_600_000;
const YEAR = 8760 * HOUR;

const SHARP = 0.0048;
const MOST_HISTORIES = 4_000_000;
const LOOK = 20_000;

/** Three copies of the storage of a server, failing so many times a year each. */
interface Copies {
  readonly failures: number;
  readonly rebuild: Distribution;
  /** Probability that the last copy cannot be read when it is rebuilt from. */
  readonly unreadable?: number;
  /** Shocks a year, each taking a copy with a probability. */
  readonly shocks?: readonly [perYear: number, taken: number];
}

function assumptionsOf({ failures, rebuild, unreadable = 0, shocks }: Copies): Scenario['assumptions'] {
  const every = (perYear: number): Distribution => exponential({ mean: YEAR / perYear });
  return {
    'storageCopy.failure.every': { quantity: 'hazard', distribution: every(failures) },
    'storageCopy.rebuild.duration': { quantity: 'duration', distribution: rebuild },
    'storageCopy.unreadable.probability': { quantity: 'probability', value: unreadable },
    'storageShock.every': {
      quantity: 'hazard',
      distribution: shocks === undefined ? { kind: 'never' } : every(shocks[0]),
    },
    'storageShock.copyLoss.probability': { quantity: 'probability', value: shocks?.[1] ?? 0 },
    'storageOutage.duration': { quantity: 'duration', distribution: constant(HOUR) },
  };
}

const chainOf = (copies: Copies): MarkovChain => storageChain(assumptionsOf(copies))!.chain;
const repaired = (hours: number): Distribution => exponential({ mean: hours * HOUR });

/** Mean years until all copies are lost, by the chain that stands beside the simulation in reports. */
const yearsToLoss = (copies: Copies): number => {
  const chain = chainOf(copies);
  return (
    chain.meanTimeTo(
      LOSS_PATHS.filter((path) => chain.states.includes(path)),
      '0',
    ) / YEAR
  );
};

const lossWithinYear = (copies: Copies): number => {
  const chain = chainOf(copies);
  return chain.probabilityWithin(
    YEAR,
    LOSS_PATHS.filter((path) => chain.states.includes(path)),
    '0',
  );
};

/**
 * Probability of losing all copies within a year, or only by one path: the storage part of the service with forced clocks, until the
 * standard error is small enough.
 */
function simulated(seed: string, copies: Copies, path = -1): Estimate {
  const storage = new StorageLoss(assumptionsOf(copies), seed, YEAR);
  const weights = new WeightedMean();
  let done = 0;
  do {
    for (const end = done + LOOK; done < end;) {
      storage.run(++done);
      if (storage.path >= 0 && (path < 0 || storage.path === path)) weights.add(storage.weight);
    }
  } while (weights.relativeError(done) > SHARP && done < MOST_HISTORIES);
  const mean = weights.mean(done);
  return { mean, standardError: mean * weights.relativeError(done) };
}

/** Copies failing and repaired one at a time. */
function oneAtATime(copies: number, failures: number, hours: number): MarkovChain {
  const transitions: Transition[] = [];
  for (let down = 0; down < copies; down++) {
    transitions.push({ from: String(down), to: String(down + 1), rate: (copies - down) * failures });
    if (down > 0) transitions.push({ from: String(down), to: String(down - 1), rate: 8760 / hours });
  }
  return new MarkovChain(transitions);
}

/** Years; then of each kind of repair the mean years to loss and the probability of it within one. */
const TABLE = [
  { failures: 0.01, hours: 24, parallel: [4.441259185e10, 2.242360867e-11], serial: [2.220660018e10, 4.478491484e-11] },
  { failures: 0.05, hours: 72, parallel: [3.953088852e7, 2.498498916e-8], serial: [1.976951815e7, 4.975176368e-8] },
  { failures: 1, hours: 876, parallel: [46.83333333, 0.01848693353], serial: [25.16666667, 0.03253145944] },
] as const;

const threeCopies: Case = {
  id: 'V18',
  title: 'three copies: years to loss, and loss within a year',
  source: 'absorption in a birth-death chain, closed form and 60-digit matrix exponential',
  simulate: (seed) =>
    TABLE.flatMap(({ failures, hours, parallel, serial }) => {
      const copies = { failures, rebuild: repaired(hours) };
      const chain = oneAtATime(3, failures, hours);
      const name = `${failures} a year, ${hours} h`;
      return [
        computed(`${name}: years to loss`, parallel[0], yearsToLoss(copies)),
        computed(`${name}: within a year, by the chain`, parallel[1], lossWithinYear(copies)),
        figure(`${name}: within a year`, parallel[1], simulated(`${seed} V18 ${name}`, copies)),
        computed(`${name}, one repair at a time: years to loss`, serial[0], chain.meanTimeTo(['3'], '0')),
        computed(`${name}, one repair at a time: within a year`, serial[1], chain.probabilityWithin(1, ['3'], '0')),
      ];
    }),
};

const V19 = { failures: 0.01, rebuild: repaired(16) };

const elevenNines: Case = {
  id: 'V19',
  title: 'three copies lost together: 1e-11 a year',
  source: 'absorption in a birth-death chain',
  simulate: (seed) => [
    figure('loss within a year', 9.980074805e-12, simulated(`${seed} V19`, V19)),
    computed('loss within a year, by the chain', 9.980074805e-12, lossWithinYear(V19)),
    computed('years to loss', 9.992513768e10, yearsToLoss(V19)),
    computed('years to loss, one repair at a time', 4.996302518e10, oneAtATime(3, 0.01, 16).meanTimeTo(['3'], '0')),
    computed(
      'loss within a year, one repair at a time',
      1.994168878e-11,
      oneAtATime(3, 0.01, 16).probabilityWithin(1, ['3'], '0'),
    ),
  ],
  wrong: {
    'rate for mean of the repair': (seed) => [
      figure('loss within a year', 9.980074805e-12, simulated(seed, { failures: 0.01, rebuild: repaired(8760 / 16) })),
    ],
  },
};

const mirror: Case = {
  id: 'V20',
  title: 'a mirror of two copies',
  source: 'closed form (3 l + m) / 2 l^2',
  simulate: () => {
    const chain = oneAtATime(2, 0.02, 12);
    return [
      computed('years to loss', 912_575, chain.meanTimeTo(['2'], '0')),
      computed('loss within a year', 1.094298775e-6, chain.probabilityWithin(1, ['2'], '0')),
    ];
  },
};

/** Of lognormal repair, the parameter sigma. */
const SIGMA = 0.7;
const SHOCKED = { shocks: [0.02, 7.93e-4], failures: 0.005 } as const;

/**
 * First order: three copies fail one by one, which does not depend on the shape of the repair; or a shock takes two and the third fails
 * before the first of two repairs ends, whose mean is 2 mean Phi(-sigma / sqrt 2) of lognormal repair.
 */
function oneByOneWithShocks(): number {
  const mean = Math.exp(SIGMA * SIGMA * 0.5) / 8760;
  const { failures: rate, shocks } = SHOCKED;
  const [perYear, taken] = shocks;
  const sooner = 2 * mean * normalCumulative(-SIGMA / Math.SQRT2);
  return 3 * rate * rate * rate * mean * mean + perYear * 3 * taken * taken * (1 - taken) * rate * sooner;
}

const repairShape: Case = {
  id: 'V21',
  title: 'three copies: the shape of the repair counts when it is slow',
  source: 'phase-type repair with Richardson extrapolation; first-order sums',
  simulate: (seed) => [
    computed(
      'exponential repair of 876 h, by the chain',
      0.018486933535,
      lossWithinYear({ failures: 1, rebuild: repaired(876) }),
    ),
    figure(
      'deterministic repair of 876 h',
      0.020379,
      simulated(`${seed} V21 1`, { failures: 1, rebuild: constant(876 * HOUR) }),
    ),
    figure(
      'lognormal repair of an hour, shocks taking two of the three',
      oneByOneWithShocks(),
      simulated(`${seed} V21 2`, { ...SHOCKED, rebuild: lognormal({ p50: HOUR, sigma: SIGMA }) }, 0),
      0.01,
    ),
  ],
};

const unreadable: Case = {
  id: 'V22',
  title: 'the last copy cannot be read',
  source: 'absorption in a Markov chain',
  simulate: (seed) => {
    const rare = { failures: 0.01, rebuild: repaired(16), unreadable: 0.01 };
    const stress = { failures: 1, rebuild: repaired(876), unreadable: 0.05 };
    return [
      computed('one in 100: years to loss', 9.117260418e7, yearsToLoss(rare)),
      figure('one in 100: loss within a year', lossWithinYear(rare), simulated(`${seed} V22 1`, rare)),
      computed('stress: years to loss', 23.58333333, yearsToLoss(stress)),
      figure('stress: loss within a year', 0.036496341, simulated(`${seed} V22 2`, stress)),
    ];
  },
};

const sharedShock: Case = {
  id: 'V23',
  title: 'shocks take several copies at once',
  source: 'absorption in a Markov chain (Marshall and Olkin 1967)',
  simulate: (seed) => {
    const rare = { failures: 0.01, rebuild: repaired(16), shocks: [0.5, 0.001] } as const;
    const stress = { failures: 0.5, rebuild: repaired(438), shocks: [0.4, 0.3] } as const;
    return [
      computed('one in 1000: years to loss', 1.802817457e9, yearsToLoss(rare)),
      figure('one in 1000: loss within a year', lossWithinYear(rare), simulated(`${seed} V23 1`, rare)),
      computed('stress: years to loss', 65.552663073, yearsToLoss(stress)),
      figure('stress: loss within a year', 0.014926194, simulated(`${seed} V23 2`, stress)),
    ];
  },
};

export const STORAGE: readonly Case[] = [threeCopies, elevenNines, mirror, repairShape, unreadable, sharedShock];
