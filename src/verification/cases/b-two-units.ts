import { constant, exponential, mean, uniform, variance } from '../../distributions/index.ts';
import { Simulation } from '../../engine/index.ts';
import { type Case, computed, figure, type Figure } from '../case.ts';
import { Ratio, Samples, share } from '../estimate.ts';
import { HOUR, SECOND, YEAR } from './component.ts';

/**
 * Two active units, each failing every 1000 h and repaired in 10 h: cycles from all-up to all-up, and when both are down for the first time
 * in a fresh system.
 */
function pair(seed: string, crews: 1 | 2) {
  const simulation = new Simulation({ seed });
  const lifetime = exponential({ mean: 1000 * HOUR });
  const repairTime = exponential({ mean: 10 * HOUR });
  let down = 0;
  let cycleStart = 0;
  let bothDownSince = 0;
  let bothDown = 0;
  let firstBothDown = -1;
  const unavailability = new Ratio();
  const units = [0, 1].map((index) => {
    const failures = simulation.stream(`unit-${index}`, 'failure');
    const repairs = simulation.stream(`unit-${index}`, 'repair');
    const failure = simulation.timer(`unit ${index} fails`, () => {
      down++;
      if (down === 2) {
        bothDownSince = simulation.now;
        if (firstBothDown < 0) firstBothDown = simulation.now;
      }
      if (down <= crews) repair.after(repairs.sample(repairTime));
    });
    const repair = simulation.timer(`unit ${index} repaired`, () => {
      if (down === 2) bothDown += simulation.now - bothDownSince;
      down--;
      failure.after(failures.sample(lifetime));
      if (down === 0) {
        unavailability.add(bothDown, simulation.now - cycleStart);
        cycleStart = simulation.now;
        bothDown = 0;
      } else {
        // The other unit is down: with one crew it has waited until now.
        const other = units[1 - index]!;
        if (other.repair.due === Infinity) other.repair.after(other.repairs.sample(repairTime));
      }
    });
    return { failure, failures, repair, repairs };
  });
  const begin = (replication: number): void => {
    simulation.reset(replication);
    down = 0;
    cycleStart = 0;
    bothDown = 0;
    firstBothDown = -1;
    for (const { failure, failures } of units) failure.after(failures.sample(lifetime));
  };
  return {
    longRun(replications: number): Ratio {
      for (let replication = 1; replication <= replications; replication++) {
        begin(replication);
        simulation.runUntil(5e8 * HOUR);
      }
      return unavailability;
    },
    /** Tick at which both are down for the first time; Infinity if not before `limit` ticks. */
    timeToBothDown(replication: number, limit: number): number {
      begin(replication);
      while (firstBothDown < 0 && simulation.now < limit)
        simulation.runUntil(Math.min(limit, simulation.now + 500 * HOUR));
      return firstBothDown < 0 ? Infinity : firstBothDown;
    },
  };
}

function firstTimes(seed: string): readonly Figure[] {
  const model = pair(seed, 1);
  const times = new Samples();
  const withinYear = new Samples();
  for (let replication = 1; replication <= 45_000; replication++) {
    const time = model.timeToBothDown(replication, Infinity);
    times.add(time / HOUR);
    withinYear.add(time <= YEAR ? 1 : 0);
  }
  return [
    figure('hours until both are down', 51_500, times),
    figure('both down within a year', 0.156285032754, withinYear, 0.012),
  ];
}

function earlyTimes(seed: string): readonly Figure[] {
  const model = pair(seed, 2);
  const within = [new Samples(), new Samples()];
  for (let replication = 1; replication <= 400_000; replication++) {
    const time = model.timeToBothDown(replication, 1000 * HOUR);
    within[0]!.add(time <= 100 * HOUR ? 1 : 0);
    within[1]!.add(time <= 1000 * HOUR ? 1 : 0);
  }
  return [
    figure('both down within 100 h', 0.001751975551, within[0]!, 0.04),
    figure('both down within 1000 h', 0.019048764474, within[1]!, 0.012),
  ];
}

const TWO_CREWS = 1 - 0.999901970395;

const activePair: Case = {
  id: 'V09',
  title: 'two active units, each failing every 1000 h and repaired in 10 h',
  source: 'Markov chain, closed form',
  simulate: (seed) => [
    figure('one crew: both down', 1 - 0.999803960008, pair(`${seed} V09 1`, 1).longRun(9)),
    figure('two crews: both down', TWO_CREWS, pair(`${seed} V09 2`, 2).longRun(9)),
    ...firstTimes(`${seed} V09 first`),
    ...earlyTimes(`${seed} V09 early`),
  ],
  wrong: { 'serial for parallel repair': (seed) => [figure('both down', TWO_CREWS, pair(seed, 1).longRun(9))] },
};

const phases = [
  constant(30 * SECOND),
  uniform({ min: 10 * SECOND, max: 50 * SECOND }),
  exponential({ mean: 15 * SECOND }),
  uniform({ min: 0, max: 30 * SECOND }),
];

/** Seconds of failovers, one phase after the other. */
function failovers(seed: string): Float64Array {
  const simulation = new Simulation({ seed });
  const streams = phases.map((_, phase) => simulation.stream(`phase-${phase}`, 'duration'));
  let phase = 0;
  let total = 0;
  const step = simulation.timer('phase over', () => {
    phase++;
    if (phase < phases.length) next();
    else total = simulation.now;
  });
  const next = (): void => step.after(streams[phase]!.sample(phases[phase]!));
  return Float64Array.from({ length: 400_000 }, (_, index) => {
    simulation.reset(index + 1);
    phase = 0;
    next();
    simulation.runUntil(10_000 * SECOND);
    return total / SECOND;
  });
}

const DEVIATION = 20.816659995;

const sumOfPhases: Case = {
  id: 'V12',
  title: 'a failover of 30 s + U(10 s, 50 s) + Exp(15 s) + U(0 s, 30 s)',
  source: 'convolution by quadrature',
  simulate: (seed) => {
    const seconds = failovers(`${seed} V12`);
    const lengths = new Samples();
    const squares = new Samples();
    for (const value of seconds) {
      lengths.add(value);
      squares.add((value - 90) * (value - 90));
    }
    return [
      figure('mean, seconds', 90, lengths),
      figure('variance', DEVIATION * DEVIATION, squares),
      computed('sum of the means', 90, phases.reduce((sum, part) => sum + mean(part), 0) / SECOND),
      computed(
        'root of the sum of the variances',
        DEVIATION,
        Math.sqrt(phases.reduce((sum, part) => sum + variance(part), 0)) / SECOND,
      ),
      ...(
        [
          [0.5, 88.263972375],
          [0.9, 116.16769675],
          [0.95, 126.564904459],
          [0.99, 150.706473142],
        ] as const
      ).map(([part, value]) =>
        figure(
          `at most the ${part} quantile`,
          part,
          share(seconds, (one) => one <= value),
        ),
      ),
      figure(
        'more than 120 s',
        0.07745393,
        share(seconds, (one) => one > 120),
        0.006,
      ),
      figure(
        'at most 60 s',
        0.054742203,
        share(seconds, (one) => one <= 60),
        0.007,
      ),
    ];
  },
};

/** Of two units that each live 1000 h, the second stands by and is switched in with some probability. */
function withColdStandby(seed: string, coverage: number): readonly Figure[] {
  const simulation = new Simulation({ seed });
  const lifetime = exponential({ mean: 1000 * HOUR });
  const [first, second, switches] = [
    simulation.stream('unit-1', 'failure'),
    simulation.stream('unit-2', 'failure'),
    simulation.stream('switch', 'success'),
  ];
  let failedAt = 0;
  const secondFails = simulation.timer('unit 2 fails', () => {
    failedAt = simulation.now;
  });
  const firstFails = simulation.timer('unit 1 fails', () => {
    if (switches.chance(coverage)) secondFails.after(second.sample(lifetime));
    else failedAt = simulation.now;
  });
  const times = new Samples();
  const survives = { 500: new Samples(), 1000: new Samples(), 3000: new Samples() };
  for (let replication = 1; replication <= 400_000; replication++) {
    simulation.reset(replication);
    firstFails.after(first.sample(lifetime));
    simulation.runUntil(1e6 * HOUR);
    times.add(failedAt / HOUR);
    for (const hours of [500, 1000, 3000] as const) survives[hours].add(failedAt > hours * HOUR ? 1 : 0);
  }
  return [
    figure('life, hours', 1900, times),
    figure('survives 500 h', 0.879469457, survives[500]),
    figure('survives 1000 h', 0.698970938, survives[1000]),
    figure('survives 3000 h', 0.184212153, survives[3000]),
  ];
}

const coldStandby: Case = {
  id: 'V15',
  title: 'a cold standby, switched in with probability 0.9, no repair',
  source: 'closed form',
  simulate: (seed) => withColdStandby(`${seed} V15`, 0.9),
  wrong: {
    'coverage taken for certain': (seed) => withColdStandby(seed, 1),
    'one unit alone': (seed) => withColdStandby(seed, 0),
  },
};

export const TWO_UNITS: readonly Case[] = [activePair, sumOfPhases, coldStandby];
