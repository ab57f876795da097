import { describe, test } from 'vitest';
import { constant, exponential, lognormal, type Distribution } from '../../src/distributions/index.ts';
import { Simulation, type Stream } from '../../src/engine/index.ts';
import { check, Ratio, Samples } from './estimate.ts';

/** Ticks per unit of model time. */
const UNIT = 1e9;

/** First in, first out; holds arrival ticks. */
class Line {
  private ticks = new Float64Array(1024);
  private head = 0;
  length = 0;

  push(tick: number): void {
    if (this.length === this.ticks.length) {
      const grown = new Float64Array(this.length * 2);
      for (let index = 0; index < this.length; index++) grown[index] = this.ticks[(this.head + index) % this.length]!;
      this.ticks = grown;
      this.head = 0;
    }
    this.ticks[(this.head + this.length++) % this.ticks.length] = tick;
  }

  shift(): number {
    const tick = this.ticks[this.head]!;
    this.head = (this.head + 1) % this.ticks.length;
    this.length--;
    return tick;
  }
}

/**
 * What is gathered over a stretch of time that is as good as independent of the next: from one arrival at an empty system to
 * the next, or a long batch. `close` turns it into one observation of every figure.
 */
class Stretch {
  arrivals = 0;
  served = 0;
  blocked = 0;
  delayed = 0;
  waiting = 0;
  sojourn = 0;
  /** Time by number in the system. */
  readonly timeAt = new Float64Array(1024);
  private highest = 0;
  start = 0;
  readonly perArrival = { wait: new Ratio(), sojourn: new Ratio(), delayed: new Ratio(), blocked: new Ratio() };
  readonly perTime = { served: new Ratio(), number: new Ratio(), share: new Map<number, Ratio>() };
  private readonly watched: readonly ((number: number) => boolean)[];
  readonly shares: readonly Ratio[];

  constructor(watched: readonly ((number: number) => boolean)[]) {
    this.watched = watched;
    this.shares = watched.map(() => new Ratio());
  }

  spend(number: number, ticks: number): void {
    const level = Math.min(number, this.timeAt.length - 1);
    this.timeAt[level]! += ticks;
    if (level > this.highest) this.highest = level;
  }

  close(now: number): void {
    const length = now - this.start;
    let area = 0;
    const within = this.watched.map(() => 0);
    for (let level = 0; level <= this.highest; level++) {
      area += level * this.timeAt[level]!;
      for (let index = 0; index < within.length; index++) {
        if (this.watched[index]!(level)) within[index]! += this.timeAt[level]!;
      }
      this.timeAt[level] = 0;
    }
    this.highest = 0;
    const accepted = this.arrivals - this.blocked;
    this.perArrival.wait.add(this.waiting / UNIT, accepted);
    this.perArrival.sojourn.add(this.sojourn / UNIT, accepted);
    this.perArrival.delayed.add(this.delayed, accepted);
    this.perArrival.blocked.add(this.blocked, this.arrivals);
    this.perTime.served.add(this.served, length / UNIT);
    this.perTime.number.add(area, length);
    for (let index = 0; index < within.length; index++) this.shares[index]!.add(within[index]!, length);
    this.arrivals = 0;
    this.served = 0;
    this.blocked = 0;
    this.delayed = 0;
    this.waiting = 0;
    this.sojourn = 0;
    this.start = now;
  }
}

interface QueueOptions {
  readonly seed: string;
  readonly arrival: Distribution;
  readonly service: Distribution;
  readonly servers: number;
  /** Places in the system, those in service included; Infinity = no limit. */
  readonly places: number;
  readonly customers: number;
  /** Ends a stretch: customers between two ends, or null for arrivals at an empty system. */
  readonly batch: number | null;
  readonly watched?: readonly ((number: number) => boolean)[];
  /** Hears of every time in the system, in model time, at the end of service; order of arrival for one server. */
  readonly onSojourn?: (sojourn: number) => void;
  readonly onBusyPeriod?: (length: number) => void;
}

/** A queue with one line and several servers. Waits are counted when service begins. */
function queue(options: QueueOptions): Stretch {
  const { servers, places, batch } = options;
  const simulation = new Simulation({ seed: options.seed });
  const arrivals = simulation.stream('source', 'arrival');
  const line = new Line();
  const stretch = new Stretch(options.watched ?? []);
  let number = 0;
  let changed = 0;
  let total = 0;
  let sinceBatch = 0;
  let busySince = 0;
  const account = (): void => {
    stretch.spend(number, simulation.now - changed);
    changed = simulation.now;
  };
  const desks = Array.from({ length: servers }, (_, index) => {
    const durations = simulation.stream(`server-${index}`, 'service');
    let arrivedAt = 0;
    const serve = (since: number): void => {
      arrivedAt = since;
      stretch.waiting += simulation.now - since;
      if (simulation.now > since) stretch.delayed++;
      done.after(durations.sample(options.service));
    };
    const done = simulation.timer(`server ${index} done`, () => {
      account();
      number--;
      stretch.served++;
      stretch.sojourn += simulation.now - arrivedAt;
      options.onSojourn?.((simulation.now - arrivedAt) / UNIT);
      if (number === 0) options.onBusyPeriod?.((simulation.now - busySince) / UNIT);
      if (line.length > 0) serve(line.shift());
    });
    return { serve, isFree: () => done.due === Infinity };
  });
  const arrival = simulation.timer('arrival', () => {
    total++;
    account();
    if (batch === null ? number === 0 && total > 1 : sinceBatch === batch) {
      stretch.close(simulation.now);
      sinceBatch = 0;
    }
    sinceBatch++;
    stretch.arrivals++;
    if (number === 0) busySince = simulation.now;
    if (number === places) stretch.blocked++;
    else {
      number++;
      const free = number <= servers ? desks.find((desk) => desk.isFree()) : undefined;
      if (free === undefined) line.push(simulation.now);
      else free.serve(simulation.now);
    }
    arrival.after(arrivals.sample(options.arrival));
  });
  simulation.reset(1);
  arrival.after(arrivals.sample(options.arrival));
  for (let end = 1000 * UNIT; total < options.customers; end += 1000 * UNIT) simulation.runUntil(end);
  return stretch;
}

const rate = (perUnit: number): Distribution => exponential({ mean: UNIT / perUnit });

describe('V27 M/M/1 at 80 % load', () => {
  const busy = new Samples();
  const busySquares = new Samples();
  const sojourns = { over10: new Ratio(), upTo95: new Ratio(), upTo99: new Ratio() };
  let customers = 0;
  let over10 = 0;
  let upTo95 = 0;
  let upTo99 = 0;
  const stretch = queue({
    seed: 'V27',
    arrival: rate(0.8),
    service: rate(1),
    servers: 1,
    places: Infinity,
    customers: 6_000_000,
    batch: null,
    watched: [(number) => number >= 10],
    onSojourn: (sojourn) => {
      customers++;
      if (sojourn > 10) over10++;
      if (sojourn <= 14.978661368) upTo95++;
      if (sojourn <= 23.02585093) upTo99++;
    },
    onBusyPeriod: (length) => {
      busy.add(length);
      busySquares.add((length - 5) * (length - 5));
      sojourns.over10.add(over10, customers);
      sojourns.upTo95.add(upTo95, customers);
      sojourns.upTo99.add(upTo99, customers);
      customers = 0;
      over10 = 0;
      upTo95 = 0;
      upTo99 = 0;
    },
  });

  test('4 in the system, 5 units of time each, 4 of them waiting', () => {
    check(stretch.perTime.number, 4);
    check(stretch.perArrival.sojourn, 5);
    check(stretch.perArrival.wait, 4, 0.006);
  });

  test('10 or more in the system 10.74 % of the time', () => {
    check(stretch.shares[0]!, 0.107374182, 0.01);
  });

  test('time in the system is exponential with mean 5', () => {
    check(sojourns.over10, 0.135335283, 0.01);
    check(sojourns.upTo95, 0.95);
    check(sojourns.upTo99, 0.99);
  });

  test('busy periods last 5 on average, with a variance of 225', () => {
    check(busy, 5);
    check(busySquares, 225, 0.03);
  });
});

describe('V28 other services', () => {
  test('M/D/1 at 80 % load: wait 2, 3 in all, 2.4 in the system', () => {
    const stretch = queue({
      seed: 'V28 M/D/1',
      arrival: rate(0.8),
      service: constant(UNIT),
      servers: 1,
      places: Infinity,
      customers: 3_000_000,
      batch: null,
      watched: [(number) => number === 0, (number) => number === 1, (number) => number === 2],
    });
    check(stretch.perArrival.wait, 2);
    check(stretch.perArrival.sojourn, 3);
    check(stretch.perTime.number, 2.4);
    check(stretch.shares[0]!, 0.2);
    check(stretch.shares[1]!, 0.245108186);
    check(stretch.shares[2]!, 0.189411751);
  });

  test('M/G/1 at 70 % load, lognormal service with twice the spread: wait 5.833', () => {
    const stretch = queue({
      seed: 'V28 M/G/1',
      arrival: rate(0.7),
      service: lognormal({ mean: UNIT, sd: 2 * UNIT }),
      servers: 1,
      places: Infinity,
      customers: 4_000_000,
      batch: null,
    });
    check(stretch.perArrival.wait, 5.833333333, 0.05);
  });
});

describe('V29 several servers', () => {
  test('M/M/3 at 80 % load: 64.7 % wait, 1.0787 on average, 4.9888 in the system', () => {
    const stretch = queue({
      seed: 'V29 M/M/3',
      arrival: rate(2.4),
      service: rate(1),
      servers: 3,
      places: Infinity,
      customers: 5_000_000,
      batch: null,
    });
    check(stretch.perArrival.delayed, 0.647191011);
    check(stretch.perArrival.wait, 1.078651685, 0.008);
    check(stretch.perTime.number, 4.988764045);
  });

  test('M/M/2 with 5 places at 150 % load: 37.4 % are turned away', () => {
    const exact = [0.024653313, 0.073959938, 0.110939908, 0.166409861, 0.249614792, 0.374422188];
    const stretch = queue({
      seed: 'V29 M/M/2/5',
      arrival: rate(3),
      service: rate(1),
      servers: 2,
      places: 5,
      customers: 3_000_000,
      batch: null,
      watched: exact.map((_, level) => (number: number) => number === level),
    });
    check(stretch.perArrival.blocked, 0.374422188);
    check(stretch.perTime.served, 1.876733436);
    check(stretch.perTime.number, 3.665639445);
    check(stretch.perArrival.sojourn, 1.95320197);
    for (const [level, share] of exact.entries()) check(stretch.shares[level]!, share, 0.008);
  });

  test.each([
    { shape: 'exponential', service: rate(1), load: 10, servers: 15, lost: 0.036496945 },
    { shape: 'exponential', service: rate(1), load: 7, servers: 10, lost: 0.078740883 },
    { shape: 'fixed', service: constant(UNIT), load: 10, servers: 15, lost: 0.036496945 },
    { shape: 'fixed', service: constant(UNIT), load: 7, servers: 10, lost: 0.078740883 },
  ])(
    'Erlang B, $shape service, load $load on $servers servers: $lost are lost',
    ({ shape, service, load, servers, lost }) => {
      const stretch = queue({
        seed: `V29 Erlang ${shape} ${load}`,
        arrival: rate(load),
        service,
        servers,
        places: servers,
        customers: 4_000_000,
        // Batches of about a thousand services: the first one's empty start weighs 1 in 800.
        batch: 5000,
      });
      check(stretch.perArrival.blocked, lost, 0.006);
    },
  );
});

describe('V30 a Jackson network of three stations', () => {
  const simulation = new Simulation({ seed: 'V30' });
  const source = simulation.stream('source', 'arrival');
  const routes = simulation.stream('network', 'route');
  const counts = [0, 0, 0];
  const areas = [0, 0, 0];
  const visits = [0, 0, 0];
  const numbers = [new Ratio(), new Ratio(), new Ratio()];
  const arrivalRates = [new Ratio(), new Ratio(), new Ratio()];
  const timeInNetwork = new Ratio();
  let entered = 0;
  let changed = 0;
  let start = 0;
  const account = (): void => {
    const passed = (simulation.now - changed) / UNIT;
    changed = simulation.now;
    for (let station = 0; station < 3; station++) areas[station]! += counts[station]! * passed;
  };
  const enter = (station: number): void => {
    visits[station]!++;
    if (counts[station]!++ === 0) stations[station]!.serve();
  };
  const route = (station: number): void => {
    const u = routes.uniform();
    if (station === 0) enter(u < 0.6 ? 1 : 2);
    else if (station === 1 && u < 0.2) enter(0);
    else if (station === 2 && u < 0.1) enter(0);
  };
  const stations = [2, 1.2, 1].map((speed, station) => {
    const durations: Stream = simulation.stream(`station-${station + 1}`, 'service');
    const service = rate(speed);
    const serve = (): void => done.after(durations.sample(service));
    const done = simulation.timer(`station ${station + 1} done`, () => {
      account();
      if (--counts[station]! > 0) serve();
      route(station);
    });
    return { serve };
  });
  const arrival = simulation.timer('arrival', () => {
    account();
    if (counts.every((count) => count === 0) && simulation.now > 0 && entered > 0) {
      const length = (simulation.now - start) / UNIT;
      for (let station = 0; station < 3; station++) {
        numbers[station]!.add(areas[station]!, length);
        arrivalRates[station]!.add(visits[station]!, length);
      }
      // Little's law within a cycle: all that entered have left.
      timeInNetwork.add(areas[0]! + areas[1]! + areas[2]!, entered);
      areas.fill(0);
      visits.fill(0);
      entered = 0;
      start = simulation.now;
    }
    entered++;
    enter(0);
    arrival.after(source.sample(rate1));
  });
  const rate1 = rate(1);
  simulation.reset(1);
  arrival.after(source.sample(rate1));
  simulation.runUntil(1_500_000 * UNIT);

  test.each([
    [1, 1.19047619, 1.470588235],
    [2, 0.714285714, 1.470588235],
    [3, 0.476190476, 0.909090909],
  ])('station %i is reached at rate %d and holds %d', (station, arrivals, number) => {
    check(arrivalRates[station - 1]!, arrivals);
    check(numbers[station - 1]!, number);
  });

  test('a customer spends 3.850 in the network', () => {
    check(timeInNetwork, 3.85026738);
  });
});

describe('V31 8 machines, each failing at rate 0.01, and 2 repairers at rate 0.1', () => {
  const simulation = new Simulation({ seed: 'V31' });
  const lifetime = rate(0.01);
  const repairTime = rate(0.1);
  const waiting: (() => void)[] = [];
  let down = 0;
  let repairing = 0;
  let changed = 0;
  let start = 0;
  let [area, allUp, threeDown, busy] = [0, 0, 0, 0];
  const figures = { down: new Ratio(), allUp: new Ratio(), threeDown: new Ratio(), busy: new Ratio() };
  const account = (): void => {
    const passed = simulation.now - changed;
    changed = simulation.now;
    area += down * passed;
    busy += repairing * passed;
    if (down === 0) allUp += passed;
    if (down >= 3) threeDown += passed;
  };
  const machines = Array.from({ length: 8 }, (_, index) => {
    const failures = simulation.stream(`machine-${index}`, 'failure');
    const repairs = simulation.stream(`machine-${index}`, 'repair');
    const beginRepair = (): void => {
      repairing++;
      repair.after(repairs.sample(repairTime));
    };
    const failure = simulation.timer(`machine ${index} fails`, () => {
      account();
      down++;
      if (repairing < 2) beginRepair();
      else waiting.push(beginRepair);
    });
    const repair = simulation.timer(`machine ${index} repaired`, () => {
      account();
      down--;
      repairing--;
      waiting.shift()?.();
      failure.after(failures.sample(lifetime));
      if (down > 0) return;
      const length = simulation.now - start;
      start = simulation.now;
      figures.down.add(area, length);
      figures.allUp.add(allUp, length);
      figures.threeDown.add(threeDown, length);
      figures.busy.add(busy / 2, length);
      [area, allUp, threeDown, busy] = [0, 0, 0, 0];
    });
    return { failure, failures };
  });
  simulation.reset(1);
  for (const { failure, failures } of machines) failure.after(failures.sample(lifetime));
  simulation.runUntil(8_000_000 * UNIT);

  test.each([
    { what: 'machines down', estimate: figures.down, exact: 0.785994441, tolerance: 0.005 },
    { what: 'share of time with all up', estimate: figures.allUp, exact: 0.456642659, tolerance: 0.005 },
    { what: 'share of time with three or more down', estimate: figures.threeDown, exact: 0.05018327, tolerance: 0.015 },
    { what: 'share of time a repairer works', estimate: figures.busy, exact: 0.360700278, tolerance: 0.005 },
  ])('$what: $exact', ({ estimate, exact, tolerance }) => {
    check(estimate, exact, tolerance);
  });
});

test('V32 a storm of 3000 connections drains in 100 s, give or take 3.8', () => {
  const simulation = new Simulation({ seed: 'V32' });
  const arrivals = simulation.stream('clients', 'arrival');
  const services = simulation.stream('server', 'service');
  const [between, service] = [rate(50), rate(80)];
  let waiting = 0;
  let emptyAt = -1;
  const arrival = simulation.timer('connection arrives', () => {
    waiting++;
    arrival.after(arrivals.sample(between));
  });
  const served = simulation.timer('connection served', () => {
    if (--waiting > 0) served.after(services.sample(service));
    else {
      emptyAt = simulation.now;
      arrival.cancel();
    }
  });
  const times = new Samples();
  const squares = new Samples();
  for (let replication = 1; replication <= 600; replication++) {
    simulation.reset(replication);
    waiting = 3000;
    arrival.after(arrivals.sample(between));
    served.after(services.sample(service));
    simulation.runUntil(1000 * UNIT);
    times.add(emptyAt / UNIT);
    squares.add((emptyAt / UNIT - 100) * (emptyAt / UNIT - 100));
  }
  check(times, 100);
  check(squares, 14.444444, 0.08);
});
