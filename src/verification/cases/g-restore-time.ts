import {
  constant,
  cumulative,
  exponential,
  lognormal,
  mean,
  uniform,
  variance,
  type Distribution,
} from '../../distributions/index.ts';
import { Simulation } from '../../engine/index.ts';
import { DAY, MINUTE, SECOND } from '../../units/duration.ts';
import { type Case, computed, figure, type Figure } from '../case.ts';
import { average, Samples, share } from '../estimate.ts';

/** Lengths, in ticks, of phases run one after the other. */
function phases(seed: string, parts: readonly Distribution[], runs: number): Float64Array {
  const simulation = new Simulation({ seed });
  const streams = parts.map((_, index) => simulation.stream(`phase-${index}`, 'duration'));
  let phase = 0;
  let over = 0;
  const next = (): void => {
    if (phase === parts.length) over = simulation.now;
    else step.after(streams[phase]!.sample(parts[phase]!));
  };
  const step = simulation.timer('phase over', () => {
    phase++;
    next();
  });
  return Float64Array.from({ length: runs }, (_, run) => {
    simulation.reset(run + 1);
    phase = 0;
    next();
    simulation.runUntil(1000 * DAY);
    return over;
  });
}

const meanOf = (parts: readonly Distribution[]): number => parts.reduce((sum, part) => sum + mean(part), 0);
const varianceOf = (parts: readonly Distribution[]): number => parts.reduce((sum, part) => sum + variance(part), 0);
const squares = (lengths: Float64Array, unit: number, centre: number): Samples =>
  average(lengths.map((length) => (length / unit - centre) * (length / unit - centre)));

function copyAndReplay(seed: string): readonly Figure[] {
  const copy = (512 * 1024) / 150;
  const parts = [constant(300 * SECOND), constant(copy * SECOND), uniform({ min: 0, max: 4320 * SECOND })];
  const lengths = phases(seed, parts, 100_000);
  const shortest = 300 + copy;
  const exact = shortest + 2160;
  // A uniform has a twelfth of its squared width.
  const exactVariance = (4320 * 4320) / 12;
  const upTo = (seconds: number) => share(lengths, (length) => length <= seconds * SECOND);
  return [
    computed('sum of the means, s', exact, meanOf(parts) / SECOND),
    computed('root of the sum of the variances, s', Math.sqrt(exactVariance), Math.sqrt(varianceOf(parts)) / SECOND),
    figure('length, s', exact, average(lengths.map((length) => length / SECOND))),
    figure('variance of the length, s^2', exactVariance, squares(lengths, SECOND, exact)),
    figure('share up to 7899.253333 s', 0.95, upTo(7899.253333)),
    figure('share up to 8072.053333 s', 0.99, upTo(8072.053333)),
    // Ticks are whole milliseconds.
    computed(
      'share from 3795.253 to 8115.254 s',
      1,
      share(lengths, (length) => length >= 3_795_253 && length <= 8_115_254).mean,
    ),
  ];
}

export const V37: Case = {
  id: 'V37',
  title: 'a restore that copies 512 GiB and replays up to a day of WAL',
  source: 'closed form (sum of independent phases)',
  simulate: (seed) => copyAndReplay(`${seed} V37`),
};

const RECOVERY_QUANTILES = [
  [0.5, 89.440088126],
  [0.9, 195.24182079],
  [0.95, 237.731619292],
  [0.99, 334.9905003],
  [0.951829184, 240],
] as const;

function detectDecideRestore(seed: string): readonly Figure[] {
  const parts = [30, 15, 60].map((minutes) => exponential({ mean: minutes * MINUTE }));
  const lengths = phases(seed, parts, 400_000);
  // Means are standard deviations, and variances add up.
  const exactVariance = 30 * 30 + 15 * 15 + 60 * 60;
  return [
    computed('root of the sum of the variances, min', Math.sqrt(exactVariance), Math.sqrt(varianceOf(parts)) / MINUTE),
    figure('length, min', 105, average(lengths.map((length) => length / MINUTE))),
    figure('variance of the length, min^2', exactVariance, squares(lengths, MINUTE, 105), 0.006),
    ...RECOVERY_QUANTILES.map(([part, minutes]) =>
      figure(
        `share up to ${minutes} min`,
        part,
        share(lengths, (length) => length <= minutes * MINUTE),
      ),
    ),
  ];
}

export const V38: Case = {
  id: 'V38',
  title: 'detect in Exp(30 min), decide in Exp(15 min), restore in Exp(60 min)',
  source: 'closed form (hypoexponential)',
  simulate: (seed) => detectDecideRestore(`${seed} V38`),
};

const DETECTIONS = [
  {
    name: 'Exp(2 d)',
    detection: exponential({ mean: 2 * DAY }),
    after7: Math.exp(-3.5),
    after35: Math.exp(-17.5),
  },
  {
    name: 'lognormal(1 d, 1.5)',
    detection: lognormal({ p50: DAY, sigma: 1.5 }),
    after7: 0.097268561072142,
    after35: 0.00888846228562,
  },
];

/** A race: the backup of 7 days expires before the mistake is noticed. */
function expiredFirst(seed: string, detection: Distribution): Samples {
  const simulation = new Simulation({ seed });
  const stream = simulation.stream('people', 'detect');
  let lost = false;
  const expires = simulation.timer('backup expires', () => {
    lost = true;
    noticed.cancel();
  });
  const noticed = simulation.timer('mistake noticed', () => expires.cancel());
  const losses = new Samples();
  for (let replication = 1; replication <= 300_000; replication++) {
    simulation.reset(replication);
    lost = false;
    expires.at(7 * DAY);
    noticed.after(stream.sample(detection));
    simulation.runUntil(8 * DAY);
    losses.add(lost ? 1 : 0);
  }
  return losses;
}

/** What is left of 1 has no more digits than the numbers next to 1. */
const tail = (detection: Distribution, days: number) => ({
  mean: 1 - cumulative(detection, days * DAY),
  standardError: Number.EPSILON,
});

export const V39: Case = {
  id: 'V39',
  title: 'a mistake that is noticed when its backup has expired, after 7 or 35 days',
  source: 'closed form (exponential and lognormal tails)',
  simulate: (seed) =>
    DETECTIONS.flatMap(({ name, detection, after7, after35 }) => [
      figure(`${name}: probability of more than 7 d`, after7, tail(detection, 7)),
      figure(`${name}: probability of more than 35 d`, after35, tail(detection, 35)),
      figure(`${name}: share expired first`, after7, expiredFirst(`${seed} V39 ${name}`, detection), 0.012),
    ]),
};
