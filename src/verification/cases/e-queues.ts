import { constant, lognormal } from '../../distributions/index.ts';
import { type Case, figure, type Figure } from '../case.ts';
import { Ratio, Samples } from '../estimate.ts';
import { queue, rate, UNIT } from './queue.ts';

/** The time in the system is exponential with mean 5: its 95 % and 99 % quantiles. */
const P95 = 14.978661368;
const P99 = 23.02585093;

function oneExponentialServer(seed: string): readonly Figure[] {
  const busy = new Samples();
  const busySquares = new Samples();
  const over10 = new Ratio();
  const upTo95 = new Ratio();
  const upTo99 = new Ratio();
  let counts = { all: 0, over10: 0, upTo95: 0, upTo99: 0 };
  const stretch = queue({
    seed,
    arrival: rate(0.8),
    service: rate(1),
    servers: 1,
    places: Infinity,
    customers: 6_000_000,
    batch: null,
    watched: [(number) => number >= 10],
    onSojourn: (sojourn) => {
      counts.all++;
      if (sojourn > 10) counts.over10++;
      if (sojourn <= P95) counts.upTo95++;
      if (sojourn <= P99) counts.upTo99++;
    },
    onBusyPeriod: (length) => {
      busy.add(length);
      busySquares.add((length - 5) * (length - 5));
      over10.add(counts.over10, counts.all);
      upTo95.add(counts.upTo95, counts.all);
      upTo99.add(counts.upTo99, counts.all);
      counts = { all: 0, over10: 0, upTo95: 0, upTo99: 0 };
    },
  });
  return [
    figure('customers in the system', 4, stretch.perTime.number),
    figure('time in the system', 5, stretch.perArrival.sojourn),
    figure('wait', 4, stretch.perArrival.wait, 0.006),
    figure('share of time with 10 or more', 0.107374182, stretch.shares[0]!, 0.01),
    figure('share of customers in the system for more than 10', 0.135335283, over10, 0.01),
    figure(`share of customers through within ${P95}`, 0.95, upTo95),
    figure(`share of customers through within ${P99}`, 0.99, upTo99),
    figure('busy period', 5, busy),
    figure('variance of the busy period', 225, busySquares, 0.03),
  ];
}

export const V27: Case = {
  id: 'V27',
  title: 'M/M/1 queue at 80 % load',
  source: 'closed form',
  simulate: (seed) => oneExponentialServer(`${seed} V27`),
};

function fixedService(seed: string): readonly Figure[] {
  const { perArrival, perTime, shares } = queue({
    seed,
    arrival: rate(0.8),
    service: constant(UNIT),
    servers: 1,
    places: Infinity,
    customers: 4_000_000,
    batch: null,
    watched: [(number) => number === 0, (number) => number === 1, (number) => number === 2],
  });
  return [
    figure('M/D/1: wait', 2, perArrival.wait),
    figure('M/D/1: time in the system', 3, perArrival.sojourn),
    figure('M/D/1: customers in the system', 2.4, perTime.number),
    figure('M/D/1: share of time with none', 0.2, shares[0]!),
    figure('M/D/1: share of time with one', 0.245108186, shares[1]!),
    figure('M/D/1: share of time with two', 0.189411751, shares[2]!),
  ];
}

function lognormalService(seed: string): readonly Figure[] {
  const { perArrival } = queue({
    seed,
    arrival: rate(0.7),
    service: lognormal({ mean: UNIT, sd: 2 * UNIT }),
    servers: 1,
    places: Infinity,
    customers: 4_000_000,
    batch: null,
  });
  return [figure('M/G/1: wait', 5.833333333, perArrival.wait, 0.05)];
}

export const V28: Case = {
  id: 'V28',
  title: 'M/D/1 at 80 % load, and M/G/1 at 70 % with a lognormal service of twice its mean as spread',
  source: 'closed form (Pollaczek and Khinchine)',
  simulate: (seed) => [...fixedService(`${seed} V28 M/D/1`), ...lognormalService(`${seed} V28 M/G/1`)],
};

function threeServers(seed: string): readonly Figure[] {
  const { perArrival, perTime } = queue({
    seed,
    arrival: rate(2.4),
    service: rate(1),
    servers: 3,
    places: Infinity,
    customers: 5_000_000,
    batch: null,
  });
  return [
    figure('M/M/3: share of customers that wait', 0.647191011, perArrival.delayed),
    figure('M/M/3: wait', 1.078651685, perArrival.wait, 0.008),
    figure('M/M/3: customers in the system', 4.988764045, perTime.number),
  ];
}

function fivePlaces(seed: string): readonly Figure[] {
  const exact = [0.024653313, 0.073959938, 0.110939908, 0.166409861, 0.249614792, 0.374422188];
  const { perArrival, perTime, shares } = queue({
    seed,
    arrival: rate(3),
    service: rate(1),
    servers: 2,
    places: 5,
    customers: 3_000_000,
    batch: null,
    watched: exact.map((_, level) => (number: number) => number === level),
  });
  return [
    figure('M/M/2/5: share of customers turned away', 0.374422188, perArrival.blocked),
    figure('M/M/2/5: customers served per unit of time', 1.876733436, perTime.served),
    figure('M/M/2/5: customers in the system', 3.665639445, perTime.number),
    figure('M/M/2/5: time in the system', 1.95320197, perArrival.sojourn),
    ...exact.map((part, level) => figure(`M/M/2/5: share of time with ${level}`, part, shares[level]!, 0.008)),
  ];
}

const LOSSES = [
  { shape: 'exponential', service: rate(1), load: 10, servers: 15, lost: 0.036496945 },
  { shape: 'exponential', service: rate(1), load: 7, servers: 10, lost: 0.078740883 },
  { shape: 'fixed', service: constant(UNIT), load: 10, servers: 15, lost: 0.036496945 },
  { shape: 'fixed', service: constant(UNIT), load: 7, servers: 10, lost: 0.078740883 },
];

const losses = (seed: string): readonly Figure[] =>
  LOSSES.map(({ shape, service, load, servers, lost }) => {
    const { perArrival } = queue({
      seed: `${seed} ${shape} ${load}`,
      arrival: rate(load),
      service,
      servers,
      places: servers,
      customers: 4_000_000,
      // Batches of about a thousand services: the first one's empty start weighs 1 in 800.
      batch: 5000,
    });
    return figure(
      `Erlang B, ${shape} service: share lost of load ${load} on ${servers}`,
      lost,
      perArrival.blocked,
      0.006,
    );
  });

export const V29: Case = {
  id: 'V29',
  title: 'several servers: M/M/3 at 80 % load, M/M/2 with 5 places at 150 %, and Erlang loss whatever the service',
  source: 'closed form (Erlang)',
  simulate: (seed) => [
    ...threeServers(`${seed} V29 M/M/3`),
    ...fivePlaces(`${seed} V29 M/M/2/5`),
    ...losses(`${seed} V29 Erlang`),
  ],
};
