import { describe, expect, test } from 'vitest';
import {
  constant,
  cumulative,
  exponential,
  gamma,
  lognormal,
  mean,
  quantile,
  variance,
  weibull,
  type Distribution,
} from '../../src/distributions/index.ts';
import { Simulation } from '../../src/engine/index.ts';
import { check, chiSquareBound, Ratio, Samples } from './estimate.ts';

/** Ticks are milliseconds. */
const HOUR = 3_600_000;
const YEAR = 8760 * HOUR;

/** A component that fails and is repaired; the failure clock rests during the repair. */
function component(seed: string, timeToFailure: Distribution, timeToRepair: Distribution) {
  const simulation = new Simulation({ seed });
  const failures = simulation.stream('component', 'failure');
  const repairs = simulation.stream('component', 'repair');
  const state = { up: true, upSince: 0, downSince: 0, downTicks: 0, failures: 0 };
  /** Downtime over time, from repair to repair, of one long replication. */
  const cycles = new Ratio();
  const failure = simulation.timer('failure', () => {
    state.up = false;
    state.failures++;
    state.downSince = simulation.now;
    repair.after(repairs.sample(timeToRepair));
  });
  const repair = simulation.timer('repair', () => {
    state.up = true;
    const down = simulation.now - state.downSince;
    state.downTicks += down;
    cycles.add(down, simulation.now - state.upSince);
    state.upSince = simulation.now;
    failure.after(failures.sample(timeToFailure));
  });
  const begin = (replication: number): void => {
    simulation.reset(replication);
    Object.assign(state, { up: true, upSince: 0, downSince: 0, downTicks: 0, failures: 0 });
    failure.after(failures.sample(timeToFailure));
  };
  /** Downtime so far, the outage that is on included. */
  const downtime = (): number => state.downTicks + (state.up ? 0 : simulation.now - state.downSince);
  return { simulation, state, begin, downtime, cycles };
}

describe('V01 a component that fails every 1000 h and is repaired in 10 h', () => {
  const { simulation, state, begin, downtime } = component(
    'V01',
    exponential({ mean: 1000 * HOUR }),
    exponential({ mean: 10 * HOUR }),
  );
  const downAt = { 5: new Samples(), 10: new Samples(), 100: new Samples() };
  const yearlyDowntime = new Samples();
  const squaredDistance = new Samples();
  const failures = new Samples();
  for (let replication = 1; replication <= 200_000; replication++) {
    begin(replication);
    for (const hours of [5, 10, 100] as const) {
      simulation.runUntil(hours * HOUR);
      downAt[hours].add(state.up ? 0 : 1);
    }
    simulation.runUntil(YEAR);
    const hours = downtime() / HOUR;
    yearlyDowntime.add(hours);
    squaredDistance.add((hours - 86.634643662) * (hours - 86.634643662));
    failures.add(state.failures);
  }

  test('is down 86.63 h of its first year on average: partial downtime at the horizon counts', () => {
    check(yearlyDowntime, 86.634643662, 0.0015);
  });

  test('with a standard deviation of 41.19 h', () => {
    check(squaredDistance, 41.19029 * 41.19029);
  });

  test('fails 8.673 times a year: its clock does not run during repair', () => {
    check(failures, 8.673365356, 0.001);
  });

  test.each([
    [5, 0.996074312628, 0.04],
    [10, 0.993705138412, 0.03],
    [100, 0.990099416629, 0.025],
  ] as const)('after %i h it is up with probability %f', (hours, exact, tolerance) => {
    check(downAt[hours], 1 - exact, tolerance);
  });
});

test('V01 in the long run it is available 1000/1010 of the time', () => {
  const { simulation, begin, downtime } = component(
    'V01 long run',
    exponential({ mean: 1000 * HOUR }),
    exponential({ mean: 10 * HOUR }),
  );
  const unavailability = new Samples();
  // The first 100 h, after which the start is forgotten to 4e-7, are left out.
  for (let replication = 1; replication <= 20_000; replication++) {
    begin(replication);
    simulation.runUntil(100 * HOUR);
    const before = downtime();
    simulation.runUntil(10_100 * HOUR);
    unavailability.add((downtime() - before) / (10_000 * HOUR));
  }
  check(unavailability, 10 / 1010);
});

describe('V02 the downtime of a year with 4 failures of an hour each', () => {
  const { simulation, begin, downtime } = component(
    'V02',
    exponential({ mean: 2190 * HOUR }),
    exponential({ mean: HOUR }),
  );
  const downtimes = new Float64Array(400_000);
  const yearlyDowntime = new Samples();
  for (let replication = 1; replication <= downtimes.length; replication++) {
    begin(replication);
    simulation.runUntil(YEAR);
    const hours = downtime() / HOUR;
    downtimes[replication - 1] = hours;
    yearlyDowntime.add(hours);
  }
  const atMost = (hours: number): Samples => {
    const share = new Samples();
    for (const value of downtimes) share.add(value <= hours ? 1 : 0);
    return share;
  };

  test('is 3.9977 h on average', () => {
    check(yearlyDowntime, 3.997718145);
  });

  test.each([
    [0, 0.018315638889, 0.02],
    [0.5, 0.063551668853, 0.01],
    [1, 0.123416224855, 0.005],
    [2, 0.270150865639, 0.005],
    [4.38, 0.621165334884, 0.005],
    [8.76, 0.933880530708, 0.005],
    [12, 0.986340887676, 0.005],
  ])('is at most %d h with probability %d', (hours, exact, tolerance) => {
    check(atMost(hours), exact, tolerance);
  });

  test.each([
    [0.5, 3.486219642],
    [0.9, 7.830952679],
    [0.95, 9.364806523],
    [0.99, 12.600759103],
  ])('has its %d quantile at %d h', (share, hours) => {
    check(atMost(hours), share);
  });
});

test('V03 failures of a year with instantaneous repair are Poisson with mean 4', () => {
  const { simulation, state, begin } = component('V03', exponential({ mean: 2190 * HOUR }), constant(0));
  const years = 200_000;
  const counts = new Float64Array(11);
  const tenOrMore = new Samples();
  for (let replication = 1; replication <= years; replication++) {
    begin(replication);
    simulation.runUntil(YEAR);
    counts[Math.min(10, state.failures)]!++;
    tenOrMore.add(state.failures >= 10 ? 1 : 0);
  }
  const exact = [
    0.018315639, 0.073262556, 0.146525111, 0.195366815, 0.195366815, 0.156293452, 0.104195635, 0.059540363, 0.029770181,
  ];
  const tail = 0.008132242797;
  const probabilities = [...exact, 1 - tail - exact.reduce((sum, p) => sum + p, 0), tail];
  let chiSquare = 0;
  for (const [failures, probability] of probabilities.entries()) {
    const expected = probability * years;
    chiSquare += ((counts[failures]! - expected) * (counts[failures]! - expected)) / expected;
  }
  expect(chiSquare).toBeLessThan(chiSquareBound(10));
  check(tenOrMore, tail, 0.03);
});

describe('V04 three failure modes in series', () => {
  interface Mode {
    readonly mean: number;
    readonly repair: number;
  }
  const STRESS: readonly Mode[] = [
    { mean: 100, repair: 5 },
    { mean: 200, repair: 10 },
    { mean: 400, repair: 40 },
  ];
  const REALISTIC: readonly Mode[] = [
    { mean: 8760 / 2, repair: 0.05 },
    { mean: 8760 / 0.5, repair: 1 },
    { mean: 8760 / 0.1, repair: 8 },
  ];

  /** Share of time in which a mode is active, over cycles that begin when none is any more. */
  function unavailability(seed: string, modes: readonly Mode[], clocksRest: boolean, cycles: number): Ratio {
    const simulation = new Simulation({ seed });
    const result = new Ratio();
    let done = 0;
    let active = 0;
    let cycleStart = 0;
    let downStart = 0;
    const clocks = modes.map((mode, index) => {
      const failures = simulation.stream(`mode-${index}`, 'failure');
      const repairs = simulation.stream(`mode-${index}`, 'repair');
      const timeToFailure = exponential({ mean: mode.mean * HOUR });
      const timeToRepair = exponential({ mean: mode.repair * HOUR });
      let left = Infinity;
      const failure = simulation.timer(`failure ${index}`, () => {
        left = Infinity;
        if (active++ === 0) downStart = simulation.now;
        if (clocksRest) for (const clock of clocks) clock.rest();
        repair.after(repairs.sample(timeToRepair));
      });
      const repair = simulation.timer(`repair ${index}`, () => {
        active--;
        if (active === 0) {
          result.add(simulation.now - downStart, simulation.now - cycleStart);
          cycleStart = simulation.now;
          done++;
        }
        if (clocksRest) for (const clock of clocks) clock.run();
        else run();
      });
      const run = (): void => {
        failure.after(left === Infinity ? failures.sample(timeToFailure) : left);
      };
      const rest = (): void => {
        if (failure.due !== Infinity) left = failure.due - simulation.now;
        failure.cancel();
      };
      const begin = (): void => {
        left = Infinity;
        run();
      };
      return { begin, run, rest };
    });
    for (let replication = 1; done < cycles; replication++) {
      simulation.reset(replication);
      active = 0;
      cycleStart = 0;
      for (const clock of clocks) clock.begin();
      simulation.runUntil(10_000 * YEAR);
    }
    return result;
  }

  test('(a) with clocks that rest while the system is down: unavailable 1/6 of the time', () => {
    check(unavailability('V04a', STRESS, true, 300_000), 1 - 0.833333333);
  });

  test('(b) with clocks that go on: 1 - 0.824572', () => {
    check(unavailability('V04b', STRESS, false, 300_000), 1 - 0.824572253);
  });

  test('(a) realistic rates: 83.99 minutes a year', () => {
    check(unavailability('V04a realistic', REALISTIC, true, 900_000), 83.986577488 / 525_600);
  });

  test('(b) realistic rates: 83.99 minutes a year', () => {
    check(unavailability('V04b realistic', REALISTIC, false, 900_000), 83.990206496 / 525_600);
  });
});

describe('V05 Weibull renewals with instantaneous replacement', () => {
  test.each([
    { shape: 1.12, scale: 87_600, horizon: 87_600, renewals: 0.95242, none: Math.exp(-1) },
    { shape: 0.7, scale: 4000, horizon: 17_520, renewals: 3.988, none: 0.06007826 },
  ])('shape $shape, scale $scale h: $renewals in $horizon h', ({ shape, scale, horizon, renewals, none }) => {
    const lifetime = weibull({ shape, scale: scale * HOUR });
    const { simulation, state, begin } = component(`V05 ${shape}`, lifetime, constant(0));
    const counts = new Samples();
    const never = new Samples();
    for (let replication = 1; replication <= 200_000; replication++) {
      begin(replication);
      simulation.runUntil(horizon * HOUR);
      counts.add(state.failures);
      never.add(state.failures === 0 ? 1 : 0);
    }
    check(counts, renewals, 0.003);
    check(never, none, 0.01);
  });
});

describe('V06 lognormal repair with a mean of 2 h and sigma 1.2', () => {
  const repair = lognormal({ p50: 0.973504512 * HOUR, sigma: 1.2 });

  test('has the published moments and quantiles', () => {
    expect(mean(repair) / HOUR).toBeCloseTo(2, 8);
    expect(variance(repair) / HOUR / HOUR).toBeCloseTo(12.882783268, 7);
    expect(quantile(repair, 0.95) / HOUR).toBeCloseTo(7.007433631, 8);
    expect(quantile(repair, 0.99) / HOUR).toBeCloseTo(15.875302971, 8);
    expect(quantile(repair, 0.999) / HOUR).toBeCloseTo(39.702968094, 7);
  });

  test('availability depends on its mean only: 500/502', () => {
    const { simulation, begin, cycles } = component('V06, repair shape', exponential({ mean: 500 * HOUR }), repair);
    begin(1);
    simulation.runUntil(502 * HOUR * 400_000);
    check(cycles, 2 / 502);
  });
});

describe('V07 samplers', () => {
  const cases: readonly [
    string,
    Distribution,
    { mean: number; variance?: number },
    readonly (readonly [number, number])[],
  ][] = [
    [
      'Weibull, shape 1.5, mean 1000',
      weibull({ shape: 1.5, mean: 1000 }),
      { mean: 1000, variance: 460_998.486206 },
      [
        [0.01, 51.588767298],
        [0.5, 867.597732041],
        [0.9, 1931.576411655],
        [0.99, 3066.186427818],
      ],
    ],
    [
      'Weibull, shape 0.7, mean 1000',
      weibull({ shape: 0.7, mean: 1000 }),
      { mean: 1000 },
      [
        [0.01, 1.105602708],
        [0.5, 467.98792258],
        [0.9, 2600.625566],
        [0.99, 7000.364901],
      ],
    ],
    [
      'lognormal, mean 60, standard deviation 90',
      lognormal({ mean: 60, sd: 90 }),
      { mean: 60, variance: 8100 },
      [
        [0.05, 5.580438038],
        [0.5, 33.282011774],
        [0.95, 198.495584065],
        [0.99, 415.979953037],
      ],
    ],
    [
      'Erlang-4, mean 20',
      gamma({ shape: 4, scale: 5 }),
      { mean: 20, variance: 100 },
      [
        [0.05, 6.831591984],
        [0.5, 18.360303744],
        [0.95, 38.76828264],
        [0.99, 50.225587574],
      ],
    ],
  ];

  test.each(cases)('%s: quantiles, mean and variance as published', (_, distribution, moments, quantiles) => {
    for (const [share, value] of quantiles) {
      expect(quantile(distribution, share) / value).toBeCloseTo(1, 8);
      expect(cumulative(distribution, value)).toBeCloseTo(share, 8);
    }
    expect(mean(distribution)).toBeCloseTo(moments.mean, 8);
    if (moments.variance !== undefined) expect(variance(distribution) / moments.variance).toBeCloseTo(1, 10);
  });

  test('the parameters behind them', () => {
    expect(weibull({ shape: 1.5, mean: 1000 })).toEqual({
      kind: 'weibull',
      shape: 1.5,
      scale: expect.closeTo(1107.732167432, 8),
    });
    expect(weibull({ shape: 0.7, mean: 1000 })).toEqual({
      kind: 'weibull',
      shape: 0.7,
      scale: expect.closeTo(789.99954987, 8),
    });
    expect(lognormal({ mean: 60, sd: 90 })).toEqual({
      kind: 'lognormal',
      mu: expect.closeTo(Math.log(33.282011774), 9),
      sigma: expect.closeTo(1.085658784, 9),
    });
  });

  test.each(cases)(
    '%s: sampled values have that mean and that distribution',
    (name, distribution, moments, quantiles) => {
      const stream = new Simulation({ seed: `V07 ${name}` }).stream('sampler', 'value');
      const values = new Samples();
      const below = quantiles.map(() => new Samples());
      for (let draw = 0; draw < 200_000; draw++) {
        const value = stream.sample(distribution);
        values.add(value);
        for (const [index, [, bound]] of quantiles.entries()) below[index]!.add(value <= bound ? 1 : 0);
      }
      check(values, moments.mean);
      for (const [index, [share]] of quantiles.entries()) check(below[index]!, share, share < 0.1 ? 0.03 : 0.005);
    },
  );
});

describe('V08 N components in series without repair, mission 1 (AvailSim4 convergence test)', () => {
  const UNIT = 1e9;
  const theory = [
    [1, 0.632120559, 0.39346934, 0.864664717],
    [2, 0.864664717, 0.632120559, 0.981684361],
    [3, 0.950212932, 0.77686984, 0.997521248],
    [4, 0.981684361, 0.864664717, 0.999664537],
    [5, 0.993262053, 0.917915001, 0.9999546],
  ] as const;
  const published = [
    [0.63013, 0.39196, 0.86527],
    [0.86316, 0.63064, 0.98191],
    [0.95039, 0.77644, 0.99728],
    [0.98176, 0.86445, 0.99963],
    [0.99335, 0.91651, 0.99995],
  ] as const;
  const RUNS = 100_000;

  test.each(theory)('N = %i: fails with probability %d, %d, %d for a mean life of 1, 2, 0.5', (count, ...exact) => {
    for (const [column, life] of [1, 2, 0.5].entries()) {
      const simulation = new Simulation({ seed: `V08 ${count} ${life}` });
      const lifetime = exponential({ mean: life * UNIT });
      let failed = 0;
      const parts = Array.from({ length: count }, (_, index) => ({
        failures: simulation.stream(`component-${index}`, 'failure'),
        failure: simulation.timer(`component-${index} fails`, () => failed++),
      }));
      const share = new Samples();
      for (let replication = 1; replication <= RUNS; replication++) {
        simulation.reset(replication);
        failed = 0;
        for (const { failure, failures } of parts) failure.after(failures.sample(lifetime));
        simulation.runUntil(UNIT);
        share.add(failed > 0 ? 1 : 0);
      }
      check(share, exact[column]!);
      // AvailSim4 has the same 100,000 runs; its figures carry the same chance.
      const difference = Math.abs(share.mean - published[count - 1]![column]!);
      expect(difference).toBeLessThan(3.3 * Math.sqrt((2 * exact[column]! * (1 - exact[column]!)) / RUNS) + 5e-6);
    }
  });
});
