import { constant, type Distribution, exponential } from '../../distributions/index.ts';
import { Simulation } from '../../engine/index.ts';
import { type Case, computed, figure, type Figure } from '../case.ts';
import { Ratio, Samples, scaled } from '../estimate.ts';
import { HOUR, MINUTE, SECOND, YEAR } from './component.ts';

interface PairParameters {
  readonly primaryLife: Distribution;
  readonly standbyLife: Distribution;
  readonly coverage: number;
  readonly failover: Distribution;
  readonly manual: Distribution;
  readonly rebuild: Distribution;
  readonly repair: Distribution;
  /** Whether the standby can fail while a failover or a manual recovery runs. */
  readonly standbyFailsMeanwhile: boolean;
}

/** A primary with a hot standby: the states of V10, cycles from `2` to `2`. */
function primaryAndStandby(seed: string, parameters: PairParameters, cycles: number) {
  const simulation = new Simulation({ seed });
  const stream = (part: string, purpose: string) => simulation.stream(part, purpose);
  const [primaryLives, standbyLives] = [stream('primary', 'failure'), stream('standby', 'failure')];
  const [covers, failovers, manuals] = [
    stream('failover', 'success'),
    stream('failover', 'duration'),
    stream('manual', 'duration'),
  ];
  const [rebuilds, repairs] = [stream('standby', 'rebuild'), stream('primary', 'repair')];
  const unavailability = new Ratio();
  const outagesPerTick = new Ratio();
  const outageLength = new Ratio();
  const lossOfBoth = new Ratio();
  const shares = { '2': new Ratio(), F: new Ratio(), M: new Ratio(), '1': new Ratio(), D: new Ratio() };
  type State = keyof typeof shares;
  const spent: Record<State, number> = { '2': 0, F: 0, M: 0, '1': 0, D: 0 };
  let state: State = '2';
  let since = 0;
  let cycleStart = 0;
  let outages = 0;
  let lost = 0;
  let done = 0;

  const enter = (next: State): void => {
    spent[state] += simulation.now - since;
    const wasUp = state === '2' || state === '1';
    const isUp = next === '2' || next === '1';
    if (wasUp && !isUp) outages++;
    if (next === 'D') lost++;
    state = next;
    since = simulation.now;
    if (next === '2') closeCycle();
  };
  const closeCycle = (): void => {
    const length = simulation.now - cycleStart;
    const down = spent.F + spent.M + spent.D;
    unavailability.add(down, length);
    outagesPerTick.add(outages, length);
    outageLength.add(down, outages);
    lossOfBoth.add(lost > 0 ? 1 : 0, length);
    for (const name of Object.keys(shares) as State[]) {
      shares[name].add(spent[name], length);
      spent[name] = 0;
    }
    cycleStart = simulation.now;
    outages = 0;
    lost = 0;
    done++;
  };
  const runPrimary = (): void => primaryFails.after(primaryLives.sample(parameters.primaryLife));
  const runStandby = (): void => standbyFails.after(standbyLives.sample(parameters.standbyLife));

  const primaryFails = simulation.timer('primary fails', () => {
    if (state === '2') {
      if (covers.chance(parameters.coverage)) {
        enter('F');
        recovered.after(failovers.sample(parameters.failover));
      } else {
        enter('M');
        recovered.after(manuals.sample(parameters.manual));
      }
      if (!parameters.standbyFailsMeanwhile) standbyFails.cancel();
    } else {
      enter('D');
      rebuilt.cancel();
      repaired.after(repairs.sample(parameters.repair));
    }
  });
  const standbyFails = simulation.timer('standby fails', () => {
    if (state === '2') {
      enter('1');
      rebuilt.after(rebuilds.sample(parameters.rebuild));
    } else {
      enter('D');
      recovered.cancel();
      repaired.after(repairs.sample(parameters.repair));
    }
  });
  const unprotected = (): void => {
    enter('1');
    standbyFails.cancel();
    rebuilt.after(rebuilds.sample(parameters.rebuild));
    runPrimary();
  };
  const recovered = simulation.timer('recovered', unprotected);
  const repaired = simulation.timer('repaired', unprotected);
  const rebuilt = simulation.timer('rebuilt', () => {
    enter('2');
    runPrimary();
    runStandby();
  });

  for (let replication = 1; done < cycles; replication++) {
    simulation.reset(replication);
    state = '2';
    since = 0;
    cycleStart = 0;
    outages = 0;
    lost = 0;
    for (const name of Object.keys(shares) as State[]) spent[name] = 0;
    runPrimary();
    runStandby();
    // Short enough for ticks to stay exact integers, long enough for a cut cycle not to matter.
    simulation.runUntil(10_000 * YEAR);
  }
  return { unavailability, outagesPerTick, outageLength, lossOfBoth, shares };
}

const V10: PairParameters = {
  primaryLife: exponential({ mean: 2190 * HOUR }),
  standbyLife: exponential({ mean: 2190 * HOUR }),
  coverage: 0.95,
  failover: exponential({ mean: 90 * SECOND }),
  manual: exponential({ mean: HOUR }),
  rebuild: exponential({ mean: 30 * MINUTE }),
  repair: exponential({ mean: 15 * MINUTE }),
  standbyFailsMeanwhile: true,
};

const MINUTES = 525_600;

/** The first outage comes whenever the primary fails, whatever happens to the standby. */
function firstOutage(seed: string): Figure {
  const simulation = new Simulation({ seed });
  const [primary, standby, rebuild] = [
    simulation.stream('primary', 'failure'),
    simulation.stream('standby', 'failure'),
    simulation.stream('standby', 'rebuild'),
  ];
  const times = new Samples();
  let first = 0;
  const fails = simulation.timer('primary fails', () => {
    first = simulation.now;
    standbyFails.cancel();
    rebuilt.cancel();
  });
  const standbyFails = simulation.timer('standby fails', () => rebuilt.after(rebuild.sample(V10.rebuild)));
  const rebuilt = simulation.timer('rebuilt', () => standbyFails.after(standby.sample(V10.standbyLife)));
  for (let replication = 1; replication <= 100_000; replication++) {
    simulation.reset(replication);
    fails.after(primary.sample(V10.primaryLife));
    standbyFails.after(standby.sample(V10.standbyLife));
    simulation.runUntil(1e6 * HOUR);
    times.add(first / HOUR);
  }
  return figure('hours until the first outage', 2190, times);
}

const imperfectCoverage: Case = {
  id: 'V10',
  title: 'primary and standby with imperfect coverage, failover time and rebuild',
  source: 'Markov chain, in rationals',
  simulate: (seed) => {
    const { unavailability, outagesPerTick, outageLength, shares, lossOfBoth } = primaryAndStandby(
      `${seed} V10`,
      V10,
      2_000_000,
    );
    return [
      figure('minutes down a year', 17.715188652, scaled(unavailability, MINUTES)),
      figure('outages a year', 3.999865181, scaled(outagesPerTick, YEAR)),
      figure('minutes of an outage', 4.428946439, scaled(outageLength, 1 / MINUTE)),
      figure('both: share of time', 0.999509898, shares['2']),
      figure('failover: share of time', 1.083931009e-5, shares.F),
      figure('manual recovery: share of time', 2.280944542e-5, shares.M, 0.008),
      figure('without standby: share of time', 4.563972137e-4, shares['1']),
      figure('both lost: share of time', 5.594132069e-8, shares.D, 0.08),
      // Starting anew in `2` each time, the mean time to the first loss of both is the mean time between cycles with one,
      // less the tail of that cycle, which is hours in 500 years.
      figure('both lost, a year', 1 / 510.2726, scaled(lossOfBoth, YEAR), 0.05),
      firstOutage(`${seed} V10 first`),
    ];
  },
  wrong: {
    'coverage taken for certain': (seed) => [
      figure(
        'minutes down a year',
        17.715188652,
        scaled(primaryAndStandby(seed, { ...V10, coverage: 1 }, 500_000).unavailability, MINUTES),
        0.01,
      ),
    ],
  },
};

const coverageSweep: Case = {
  id: 'V11',
  title: 'primary and standby with other coverage',
  source: 'Markov chain',
  simulate: (seed) =>
    (
      [
        [0.9, 29.404663949, 7.351577],
        [0.99, 8.363234019, 2.090842],
        [0.999, 6.258998362, 1.564768],
        [1, 6.02519336, 1.506316],
      ] as const
    ).flatMap(([coverage, minutes, length]) => {
      const { unavailability, outageLength } = primaryAndStandby(
        `${seed} V11 ${coverage}`,
        { ...V10, coverage },
        500_000,
      );
      return [
        figure(`${coverage}: minutes down a year`, minutes, scaled(unavailability, MINUTES), 0.01),
        figure(`${coverage}: minutes of an outage`, length, scaled(outageLength, 1 / MINUTE), 0.01),
      ];
    }),
};

const FIXED: PairParameters = {
  ...V10,
  failover: constant(90 * SECOND),
  manual: constant(HOUR),
  rebuild: constant(30 * MINUTE),
  repair: constant(15 * MINUTE),
  standbyFailsMeanwhile: false,
};

const EXAGGERATED: PairParameters = {
  primaryLife: exponential({ mean: 100 * HOUR }),
  standbyLife: exponential({ mean: 100 * HOUR }),
  coverage: 0.9,
  failover: constant(0.1 * HOUR),
  manual: constant(5 * HOUR),
  rebuild: constant(20 * HOUR),
  repair: constant(4 * HOUR),
  standbyFailsMeanwhile: false,
};

const fixedDelays: Case = {
  id: 'V13',
  title: 'the same pair with fixed delays',
  source: 'semi-Markov process, closed form',
  simulate: (seed) => {
    const real = primaryAndStandby(`${seed} V13 1`, FIXED, 1_200_000);
    const stress = primaryAndStandby(`${seed} V13 2`, EXAGGERATED, 400_000);
    return [
      figure('minutes down a year', 17.718711113, scaled(real.unavailability, MINUTES)),
      figure('outages a year', 3.999865154, scaled(real.outagesPerTick, YEAR)),
      figure('exaggerated: unavailability', 1 - 0.983898025742, stress.unavailability),
      figure('exaggerated: outages an hour', 0.009838980257, scaled(stress.outagesPerTick, HOUR)),
    ];
  },
};

const NODE = 0.5 / 2190.5;
const ZONE = 6 / 26_286;

/** Nodes of 100 h up and 10 h down, in zones of 200 h and 40 h: unavailability of one, of a pair in a zone, of a pair across zones. */
function inZones(seed: string): readonly Ratio[] {
  const simulation = new Simulation({ seed });
  const down = { nodeA: 0, nodeB: 0, zone1: 0, zone2: 0 };
  const ratios = [new Ratio(), new Ratio(), new Ratio()];
  let failed = 0;
  let since = 0;
  let cycleStart = 0;
  let gathered = [0, 0, 0];
  const account = (): void => {
    const passed = simulation.now - since;
    since = simulation.now;
    if (down.nodeA || down.zone1) gathered[0]! += passed;
    if (down.zone1 || (down.nodeA && down.nodeB)) gathered[1]! += passed;
    if ((down.nodeA || down.zone1) && (down.nodeB || down.zone2)) gathered[2]! += passed;
  };
  const parts = (Object.keys(down) as (keyof typeof down)[]).map((name) => {
    const zone = name.startsWith('zone');
    const lifetime = exponential({ mean: (zone ? 200 : 100) * HOUR });
    const repairTime = exponential({ mean: (zone ? 40 : 10) * HOUR });
    const failures = simulation.stream(name, 'failure');
    const repairs = simulation.stream(name, 'repair');
    const failure = simulation.timer(`${name} fails`, () => {
      account();
      down[name] = 1;
      failed++;
      repair.after(repairs.sample(repairTime));
    });
    const repair = simulation.timer(`${name} is back`, () => {
      account();
      down[name] = 0;
      failed--;
      failure.after(failures.sample(lifetime));
      if (failed > 0) return;
      const length = simulation.now - cycleStart;
      cycleStart = simulation.now;
      for (const [index, ratio] of ratios.entries()) ratio.add(gathered[index]!, length);
      gathered = [0, 0, 0];
    });
    return { failure, failures, lifetime };
  });
  simulation.reset(1);
  for (const { failure, failures, lifetime } of parts) failure.after(failures.sample(lifetime));
  simulation.runUntil(4e7 * HOUR);
  return ratios;
}

const zones: Case = {
  id: 'V14',
  title: 'nodes in zones: a single server, a pair in a zone, a pair across zones',
  source: 'independent alternating renewal processes, closed form',
  simulate: (seed) => {
    const [single, sameZone, across] = inZones(`${seed} V14`);
    return [
      figure('single: unavailability', 0.242424242, single!),
      figure('same zone: unavailability', 0.173553719, sameZone!),
      figure('across zones: unavailability', 0.058769513, across!),
      computed('realistic, single', 4.564646751e-4, 1 - (1 - NODE) * (1 - ZONE)),
      computed('realistic, same zone', 2.283104785e-4, 1 - (1 - ZONE) * (1 - NODE * NODE)),
    ];
  },
};

export const PRIMARY_AND_STANDBY: readonly Case[] = [imperfectCoverage, coverageSweep, fixedDelays, zones];
