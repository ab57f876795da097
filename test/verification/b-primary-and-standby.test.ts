import { describe, expect, test } from 'vitest';
import {
  constant,
  cumulative,
  exponential,
  mean,
  uniform,
  variance,
  type Distribution,
} from '../../src/distributions/index.ts';
import { Simulation } from '../../src/engine/index.ts';
import { check, Ratio, Samples } from './estimate.ts';

/** Ticks are milliseconds. */
const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const YEAR = 8760 * HOUR;

describe('V09 two active units, each failing every 1000 h and repaired in 10 h', () => {
  /**
   * Runs cycles from all-up to all-up. Returns the share of time with both down, the time from all-up to the first moment
   * with both down, and when that comes first in a fresh system.
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

  test.each([
    [1, 0.999803960008],
    [2, 0.999901970395],
  ] as const)('with %i crew(s) both are down 1 - %d of the time', (crews, exact) => {
    check(pair(`V09 long run ${crews}`, crews).longRun(9), 1 - exact);
  });

  test('both are down for the first time after 51,500 h on average, whatever the crews', () => {
    const model = pair('V09 first', 1);
    const times = new Samples();
    const withinYear = new Samples();
    for (let replication = 1; replication <= 45_000; replication++) {
      const time = model.timeToBothDown(replication, Infinity);
      times.add(time / HOUR);
      withinYear.add(time <= YEAR ? 1 : 0);
    }
    check(times, 51_500);
    check(withinYear, 0.156285032754, 0.012);
  });

  test('within 100 h with probability 0.00175, within 1000 h 0.01905', () => {
    const model = pair('V09 early', 2);
    const within = [new Samples(), new Samples()];
    for (let replication = 1; replication <= 400_000; replication++) {
      const time = model.timeToBothDown(replication, 1000 * HOUR);
      within[0]!.add(time <= 100 * HOUR ? 1 : 0);
      within[1]!.add(time <= 1000 * HOUR ? 1 : 0);
    }
    check(within[0]!, 0.001751975551, 0.04);
    check(within[1]!, 0.019048764474, 0.012);
  });
});

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

describe('V10 primary and standby with imperfect coverage, failover time and rebuild', () => {
  const result = primaryAndStandby('V10', V10, 2_000_000);

  test('is down 17.715 minutes a year', () => {
    check(result.unavailability, 3.370469683e-5);
    expect(3.370469683e-5 * 525_600).toBeCloseTo(17.715188652, 6);
  });

  test('in 3.99987 outages a year', () => {
    check(
      { mean: result.outagesPerTick.mean * YEAR, standardError: result.outagesPerTick.standardError * YEAR },
      3.999865181,
    );
  });

  test('of 4.429 minutes each', () => {
    check(
      { mean: result.outageLength.mean / MINUTE, standardError: result.outageLength.standardError / MINUTE },
      4.428946439,
    );
  });

  test.each([
    ['2', 0.999509898, 0.005],
    ['F', 1.083931009e-5, 0.005],
    ['M', 2.280944542e-5, 0.008],
    ['1', 4.563972137e-4, 0.005],
    ['D', 5.594132069e-8, 0.08],
  ] as const)('state %s takes %d of the time', (state, exact, tolerance) => {
    check(result.shares[state], exact, tolerance);
  });

  test('both are lost once in 510 years', () => {
    // Starting anew in `2` each time, the mean time to the first loss of both is the mean time between cycles with one,
    // less the tail of that cycle, which is hours in 500 years.
    check(
      { mean: result.lossOfBoth.mean * YEAR, standardError: result.lossOfBoth.standardError * YEAR },
      1 / 510.2726,
      0.05,
    );
  });

  test('the first outage comes after 2190 h: whenever the primary fails', () => {
    const stream = new Simulation({ seed: 'V10 first outage' });
    const [primary, standby, rebuild] = [
      stream.stream('primary', 'failure'),
      stream.stream('standby', 'failure'),
      stream.stream('standby', 'rebuild'),
    ];
    const times = new Samples();
    let first = 0;
    const fails = stream.timer('primary fails', () => {
      first = stream.now;
      standbyFails.cancel();
      rebuilt.cancel();
    });
    const standbyFails = stream.timer('standby fails', () => rebuilt.after(rebuild.sample(V10.rebuild)));
    const rebuilt = stream.timer('rebuilt', () => standbyFails.after(standby.sample(V10.standbyLife)));
    for (let replication = 1; replication <= 100_000; replication++) {
      stream.reset(replication);
      fails.after(primary.sample(V10.primaryLife));
      standbyFails.after(standby.sample(V10.standbyLife));
      stream.runUntil(1e6 * HOUR);
      times.add(first / HOUR);
    }
    check(times, 2190);
  });
});

describe('V11 the same with other coverage', () => {
  test.each([
    [0.9, 29.404663949, 7.351577],
    [0.99, 8.363234019, 2.090842],
    [0.999, 6.258998362, 1.564768],
    [1, 6.02519336, 1.506316],
  ])('coverage %d: %d minutes a year in outages of %d minutes', (coverage, minutes, length) => {
    const result = primaryAndStandby(`V11 ${coverage}`, { ...V10, coverage }, 500_000);
    check(result.unavailability, minutes / 525_600, 0.01);
    check(
      { mean: result.outageLength.mean / MINUTE, standardError: result.outageLength.standardError / MINUTE },
      length,
      0.01,
    );
  });
});

describe('V12 a failover of 30 s + U(10 s, 50 s) + Exp(15 s) + U(0 s, 30 s)', () => {
  const phases = [
    constant(30 * SECOND),
    uniform({ min: 10 * SECOND, max: 50 * SECOND }),
    exponential({ mean: 15 * SECOND }),
    uniform({ min: 0, max: 30 * SECOND }),
  ];
  const simulation = new Simulation({ seed: 'V12' });
  const streams = phases.map((_, phase) => simulation.stream(`phase-${phase}`, 'duration'));
  let phase = 0;
  const step = simulation.timer('phase over', () => {
    phase++;
    if (phase < phases.length) next();
    else total = simulation.now;
  });
  const next = (): void => step.after(streams[phase]!.sample(phases[phase]!));
  let total = 0;
  const seconds = new Float64Array(400_000);
  const lengths = new Samples();
  const squares = new Samples();
  for (let replication = 1; replication <= seconds.length; replication++) {
    simulation.reset(replication);
    phase = 0;
    next();
    simulation.runUntil(10_000 * SECOND);
    seconds[replication - 1] = total / SECOND;
    lengths.add(total / SECOND);
    squares.add((total / SECOND - 90) * (total / SECOND - 90));
  }
  const share = (of: (value: number) => boolean): Samples => {
    const samples = new Samples();
    for (const value of seconds) samples.add(of(value) ? 1 : 0);
    return samples;
  };

  test('takes 90 s on average, with a standard deviation of 20.817 s', () => {
    check(lengths, 90);
    check(squares, 20.816659995 * 20.816659995);
    expect(phases.reduce((sum, part) => sum + mean(part), 0)).toBeCloseTo(90 * SECOND, 6);
    const sum = phases.reduce((total, part) => total + variance(part), 0);
    expect(Math.sqrt(sum) / SECOND).toBeCloseTo(20.816659995, 8);
  });

  test.each([
    [0.5, 88.263972375],
    [0.9, 116.16769675],
    [0.95, 126.564904459],
    [0.99, 150.706473142],
  ])('has its %d quantile at %d s', (quantile, value) => {
    check(
      share((length) => length <= value),
      quantile,
    );
  });

  test('takes more than 120 s with probability 0.0775, at most 60 s with 0.0547', () => {
    check(
      share((length) => length > 120),
      0.07745393,
      0.006,
    );
    check(
      share((length) => length <= 60),
      0.054742203,
      0.007,
    );
  });
});

describe('V13 the same pair with fixed delays', () => {
  const fixed: PairParameters = {
    ...V10,
    failover: constant(90 * SECOND),
    manual: constant(HOUR),
    rebuild: constant(30 * MINUTE),
    repair: constant(15 * MINUTE),
    standbyFailsMeanwhile: false,
  };

  test('is down 17.7187 minutes a year in 3.99987 outages', () => {
    const { unavailability, outagesPerTick } = primaryAndStandby('V13', fixed, 1_200_000);
    check(unavailability, 3.371139862e-5);
    check({ mean: outagesPerTick.mean * YEAR, standardError: outagesPerTick.standardError * YEAR }, 3.999865154);
  });

  test('exaggerated rates: available 0.983898 of the time', () => {
    const exaggerated: PairParameters = {
      primaryLife: exponential({ mean: 100 * HOUR }),
      standbyLife: exponential({ mean: 100 * HOUR }),
      coverage: 0.9,
      failover: constant(0.1 * HOUR),
      manual: constant(5 * HOUR),
      rebuild: constant(20 * HOUR),
      repair: constant(4 * HOUR),
      standbyFailsMeanwhile: false,
    };
    const { unavailability, outagesPerTick } = primaryAndStandby('V13 exaggerated', exaggerated, 400_000);
    check(unavailability, 1 - 0.983898025742);
    check({ mean: outagesPerTick.mean * HOUR, standardError: outagesPerTick.standardError * HOUR }, 0.009838980257);
  });
});

describe('V14 nodes (100 h up, 10 h down) in zones (200 h up, 40 h down)', () => {
  const simulation = new Simulation({ seed: 'V14' });
  const down = { nodeA: 0, nodeB: 0, zone1: 0, zone2: 0 };
  const single = new Ratio();
  const sameZone = new Ratio();
  const zoneRedundant = new Ratio();
  let failed = 0;
  let since = 0;
  let cycleStart = 0;
  let [downSingle, downSameZone, downZoneRedundant] = [0, 0, 0];
  const account = (): void => {
    const passed = simulation.now - since;
    since = simulation.now;
    if (down.nodeA || down.zone1) downSingle += passed;
    if (down.zone1 || (down.nodeA && down.nodeB)) downSameZone += passed;
    if ((down.nodeA || down.zone1) && (down.nodeB || down.zone2)) downZoneRedundant += passed;
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
      single.add(downSingle, length);
      sameZone.add(downSameZone, length);
      zoneRedundant.add(downZoneRedundant, length);
      [downSingle, downSameZone, downZoneRedundant] = [0, 0, 0];
    });
    return { failure, failures, lifetime };
  });
  simulation.reset(1);
  for (const { failure, failures, lifetime } of parts) failure.after(failures.sample(lifetime));
  simulation.runUntil(4e7 * HOUR);

  test.each([
    ['a single server', single, 0.242424242],
    ['a pair in one zone', sameZone, 0.173553719],
    ['a pair across zones', zoneRedundant, 0.058769513],
  ] as const)('%s is down %d of the time', (_, estimate, exact) => {
    check(estimate, exact);
  });

  test('the realistic set follows from the same formulas', () => {
    const node = 0.5 / 2190.5;
    const zone = 6 / 26_286;
    expect(1 - (1 - node) * (1 - zone)).toBeCloseTo(4.564646751e-4, 12);
    expect(1 - (1 - zone) * (1 - node * node)).toBeCloseTo(2.283104785e-4, 12);
  });
});

describe('V15 a cold standby, switched in with probability 0.9, no repair', () => {
  const simulation = new Simulation({ seed: 'V15' });
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
    if (switches.chance(0.9)) secondFails.after(second.sample(lifetime));
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

  test('lives 1900 h on average', () => {
    check(times, 1900);
  });

  test.each([
    [500, 0.879469457],
    [1000, 0.698970938],
    [3000, 0.184212153],
  ] as const)('survives %i h with probability %d', (hours, exact) => {
    check(survives[hours], exact);
    expect(1 - cumulative(lifetime, hours * HOUR)).toBeLessThan(exact);
  });
});
