import { constant, exponential, lognormal, mean, quantile, variance, weibull } from '../../distributions/index.ts';
import { regularisedGammaQ } from '../../distributions/special.ts';
import { type Case, computed, figure, type Figure } from '../case.ts';
import { Samples, share } from '../estimate.ts';
import { component, HOUR, YEAR } from './component.ts';

/** Every 1000 h, repaired in 10 h. */
function firstYear(seed: string, clockRests: boolean): readonly Figure[] {
  const { simulation, state, begin, downtime } = component(
    seed,
    exponential({ mean: 1000 * HOUR }),
    exponential({ mean: 10 * HOUR }),
    clockRests,
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
  return [
    figure('downtime of the first year, hours', 86.634643662, yearlyDowntime, 0.0015),
    figure('its variance', 41.19029 * 41.19029, squaredDistance),
    figure('failures in the first year', 8.673365356, failures, 0.001),
    figure('down after 5 h', 1 - 0.996074312628, downAt[5], 0.04),
    figure('down after 10 h', 1 - 0.993705138412, downAt[10], 0.03),
    figure('down after 100 h', 1 - 0.990099416629, downAt[100], 0.025),
  ];
}

function longRun(seed: string): Figure {
  const { simulation, begin, downtime } = component(
    seed,
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
  return figure('unavailability in the long run', 10 / 1010, unavailability);
}

const single: Case = {
  id: 'V01',
  title: 'a component that fails every 1000 h and is repaired in 10 h',
  source: 'alternating renewal process, closed form',
  simulate: (seed) => [...firstYear(`${seed} V01`, true), longRun(`${seed} V01 long run`)],
  wrong: { 'a clock that runs during repair': (seed) => firstYear(seed, false) },
};

const yearlyDowntime: Case = {
  id: 'V02',
  title: 'the downtime of a year with 4 failures of an hour each',
  source: 'compound Poisson sums of Erlang distributions',
  simulate: (seed) => {
    const { simulation, begin, downtime } = component(
      `${seed} V02`,
      exponential({ mean: 2190 * HOUR }),
      exponential({ mean: HOUR }),
    );
    const downtimes = new Float64Array(400_000);
    const average = new Samples();
    for (let replication = 1; replication <= downtimes.length; replication++) {
      begin(replication);
      simulation.runUntil(YEAR);
      const hours = downtime() / HOUR;
      downtimes[replication - 1] = hours;
      average.add(hours);
    }
    const atMost = (hours: number): Samples => share(downtimes, (value) => value <= hours);
    return [
      figure('hours', 3.997718145, average),
      figure('none', 0.018315638889, atMost(0), 0.02),
      figure('at most 0.5 h', 0.063551668853, atMost(0.5), 0.01),
      ...(
        [
          [1, 0.123416224855],
          [2, 0.270150865639],
          [4.38, 0.621165334884],
          [8.76, 0.933880530708],
          [12, 0.986340887676],
        ] as const
      ).map(([hours, exact]) => figure(`at most ${hours} h`, exact, atMost(hours))),
      ...(
        [
          [0.5, 3.486219642],
          [0.9, 7.830952679],
          [0.95, 9.364806523],
          [0.99, 12.600759103],
        ] as const
      ).map(([part, hours]) => figure(`at most the ${part} quantile`, part, atMost(hours))),
    ];
  },
};

const POISSON = [
  0.018315639, 0.073262556, 0.146525111, 0.195366815, 0.195366815, 0.156293452, 0.104195635, 0.059540363, 0.029770181,
];
const TEN_OR_MORE = 0.008132242797;

const counts: Case = {
  id: 'V03',
  title: 'failures of a year with instantaneous repair',
  source: 'Poisson distribution with mean 4',
  simulate: (seed) => {
    const { simulation, state, begin } = component(`${seed} V03`, exponential({ mean: 2190 * HOUR }), constant(0));
    const years = 200_000;
    const failures = new Float64Array(years);
    for (let replication = 1; replication <= years; replication++) {
      begin(replication);
      simulation.runUntil(YEAR);
      failures[replication - 1] = state.failures;
    }
    const nine = 1 - TEN_OR_MORE - POISSON.reduce((sum, p) => sum + p, 0);
    const shares = [...POISSON, nine, TEN_OR_MORE].map((exact, count) =>
      figure(
        count < 10 ? `${count} failures` : '10 or more',
        exact,
        share(failures, (value) => Math.min(10, value) === count),
        0.03,
      ),
    );
    const chiSquare = shares.reduce(
      (sum, { exact, estimate }) => sum + (years * (estimate.mean - exact) * (estimate.mean - exact)) / exact,
      0,
    );
    // Eleven shares that sum to 1: ten degrees of freedom.
    const fits = regularisedGammaQ(5, chiSquare / 2) > 0.001;
    return [...shares, computed('chi-square within its 99.9 %', 1, fits ? 1 : 0)];
  },
};

const renewals: Case = {
  id: 'V05',
  title: 'Weibull renewals with instantaneous replacement',
  source: 'discretised renewal equation at three grids',
  simulate: (seed) =>
    [
      { shape: 1.12, scale: 87_600, horizon: 87_600, renewals: 0.95242, none: Math.exp(-1) },
      { shape: 0.7, scale: 4000, horizon: 17_520, renewals: 3.988, none: 0.06007826 },
    ].flatMap(({ shape, scale, horizon, renewals: expected, none }) => {
      const lifetime = weibull({ shape, scale: scale * HOUR });
      const { simulation, state, begin } = component(`${seed} V05 ${shape}`, lifetime, constant(0));
      const found = new Samples();
      const never = new Samples();
      for (let replication = 1; replication <= 200_000; replication++) {
        begin(replication);
        simulation.runUntil(horizon * HOUR);
        found.add(state.failures);
        never.add(state.failures === 0 ? 1 : 0);
      }
      return [
        figure(`shape ${shape}: renewals in ${horizon} h`, expected, found, 0.003),
        figure(`shape ${shape}: none`, none, never, 0.01),
      ];
    }),
};

const repairShape: Case = {
  id: 'V06',
  title: 'availability does not depend on the shape of the repair: lognormal, mean 2 h, sigma 1.2',
  source: 'alternating renewal process, closed form',
  simulate: (seed) => {
    const repair = lognormal({ p50: 0.973504512 * HOUR, sigma: 1.2 });
    const { simulation, begin, cycles } = component(`${seed} V06`, exponential({ mean: 500 * HOUR }), repair);
    begin(1);
    simulation.runUntil(502 * HOUR * 400_000);
    return [
      figure('unavailability', 2 / 502, cycles),
      computed('mean repair, hours', 2, mean(repair) / HOUR),
      computed('its variance', 12.882783268, variance(repair) / HOUR / HOUR),
      computed('p95, hours', 7.007433631, quantile(repair, 0.95) / HOUR),
      computed('p99, hours', 15.875302971, quantile(repair, 0.99) / HOUR),
      computed('p99.9, hours', 39.702968094, quantile(repair, 0.999) / HOUR),
    ];
  },
};

export const ONE_COMPONENT: readonly Case[] = [single, yearlyDowntime, counts, renewals, repairShape];
