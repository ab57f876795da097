import {
  clamped,
  constant,
  exponential,
  mean,
  quantile,
  uniform,
  type Distribution,
} from '../../distributions/index.ts';
import { Simulation } from '../../engine/index.ts';
import { HOUR, SECOND } from '../../units/duration.ts';
import { type Case, computed, figure, type Figure } from '../case.ts';
import { average, share } from '../estimate.ts';

interface ArchiveOptions {
  readonly seed: string;
  /** Time until a segment is closed. */
  readonly segment: Distribution;
  readonly upload?: number;
  readonly success?: number;
  readonly failures: number;
}

/**
 * Ages, in seconds, of the newest archived commit at random instants: a segment is closed, uploaded (in order, without
 * holding up the next one) and then covers all commits up to its close.
 */
function agesAtFailure({ seed, segment, upload = 0, success = 1, failures }: ArchiveOptions): Float64Array {
  const simulation = new Simulation({ seed });
  const segments = simulation.stream('archive', 'segment');
  const successes = simulation.stream('archive', 'success');
  const instants = simulation.stream('failure', 'every');
  const between = exponential({ mean: 1000 * SECOND });
  const ages = new Float64Array(failures);
  let count = 0;
  let archivedUpTo = 0;
  let uploading = 0;
  const uploaded = simulation.timer('uploaded', () => {
    if (successes.chance(success)) archivedUpTo = uploading;
  });
  const closed = simulation.timer('segment closed', () => {
    uploading = simulation.now;
    uploaded.after(upload);
    closed.after(segments.sample(segment));
  });
  const failure = simulation.timer('failure', () => {
    if (count < failures) ages[count++] = (simulation.now - archivedUpTo) / SECOND;
    failure.after(instants.sample(between));
  });
  simulation.reset(1);
  closed.after(segments.sample(segment));
  // Failures at Poisson instants see what a random instant sees; the first comes when the start is forgotten.
  failure.at(100_000 * SECOND);
  while (count < failures) simulation.runUntil(simulation.now + 1e9);
  return ages;
}

const upTo = (part: number, seconds: number, ages: Float64Array): Figure =>
  figure(
    `share of ages up to ${seconds} s`,
    part,
    share(ages, (age) => age <= seconds),
  );
const over = (part: number, seconds: number, ages: Float64Array, tolerance: number): Figure =>
  figure(
    `share of ages over ${seconds} s`,
    part,
    share(ages, (age) => age > seconds),
    tolerance,
  );

function regular(seed: string): readonly Figure[] {
  const ages = agesAtFailure({ seed, segment: constant(300 * SECOND), upload: 30 * SECOND, failures: 300_000 });
  const age = uniform({ min: 30, max: 330 });
  return [
    figure('age, s', 180, average(ages)),
    upTo(0.5, 180, ages),
    upTo(0.99, 327, ages),
    computed('share of ages from 30 to 330 s', 1, share(ages, (seconds) => seconds >= 30 && seconds <= 330).mean),
    computed('uniform: mean, s', 180, mean(age)),
    computed('uniform: median, s', 180, quantile(age, 0.5)),
    computed('uniform: 99 % quantile, s', 327, quantile(age, 0.99)),
  ];
}

export const V33: Case = {
  id: 'V33',
  title: 'the age of an archive that is closed every 300 s and uploaded in 30 s',
  source: 'closed form (uniform)',
  simulate: (seed) => regular(`${seed} V33`),
};

function early(seed: string): readonly Figure[] {
  const segment = clamped(exponential({ mean: 240 * SECOND }), { max: 300 * SECOND });
  const ages = agesAtFailure({ seed, segment, failures: 300_000 });
  return [
    computed('segment, s', -240 * Math.expm1(-300 / 240), mean(segment) / SECOND),
    figure('age at a random instant, s', 119.534664452, average(ages)),
    upTo(0.5, 105.892343811, ages),
    upTo(0.9, 246.631034561, ages),
    upTo(0.95, 271.835102008, ages),
    upTo(0.99, 294.096385655, ages),
  ];
}

export const V34: Case = {
  id: 'V34',
  title: 'the age of an archive whose segments close after Exp(240 s), at most 300 s: more than half of a segment',
  source: 'closed form (inspection paradox)',
  simulate: (seed) => early(`${seed} V34`),
};

function missed(seed: string): readonly Figure[] {
  const ages = agesAtFailure({ seed, segment: constant(300 * SECOND), success: 0.98, failures: 1_000_000 });
  return [
    figure('age, s', 156.12244898, average(ages)),
    over(0.02, 300, ages, 0.01),
    over(4e-4, 600, ages, 0.06),
    over(0.01, 453.06122449, ages, 0.012),
    over(0.001, 590.816326531, ages, 0.04),
  ];
}

export const V35: Case = {
  id: 'V35',
  title: 'the age of an archive that is tried every 300 s and succeeds with probability 0.98',
  source: 'closed form (geometric)',
  simulate: (seed) => missed(`${seed} V35`),
};

/** Hours of either rate in turn: 225 segments of 16 s, then 12 of 300 s. */
function twoRates(seed: string): readonly Figure[] {
  const simulation = new Simulation({ seed });
  const instants = simulation.stream('failure', 'instant');
  const anyInstant = uniform({ min: 0, max: 2 * HOUR });
  let archivedUpTo = 0;
  const closed = simulation.timer('segment closed', () => {
    archivedUpTo = simulation.now;
    const bytesPerSecond = simulation.now % (2 * HOUR) < HOUR ? 1e6 : 2e4;
    closed.after(Math.min(300, 16e6 / bytesPerSecond) * SECOND);
  });
  const ages = new Float64Array(80_000);
  for (let replication = 1; replication <= ages.length; replication++) {
    simulation.reset(replication);
    archivedUpTo = 0;
    closed.at(0);
    const failure = Math.round(instants.sample(anyInstant));
    simulation.runUntil(failure);
    ages[replication - 1] = (failure - archivedUpTo) / SECOND;
  }
  return [figure('age, s', 79, average(ages), 0.006), over(0.473333333, 16, ages, 0.006), over(0.01, 294, ages, 0.06)];
}

export const V36: Case = {
  id: 'V36',
  title:
    'the age of an archive of 16 MB segments, at 1 MB/s half of the time, 0.02 MB/s the other half, time-out 300 s',
  source: 'closed form: time counts, not segments',
  simulate: (seed) => twoRates(`${seed} V36`),
};
