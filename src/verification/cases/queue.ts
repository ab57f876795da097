import { exponential, type Distribution } from '../../distributions/index.ts';
import { Simulation } from '../../engine/index.ts';
import { Ratio } from '../estimate.ts';

/** Ticks per unit of model time. */
export const UNIT = 1e9;

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

/** A queue with one line and several servers, run from empty. Waits are counted when service begins. */
export function queue(options: QueueOptions): Stretch {
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

/** Exponential times at so many per unit of model time. */
export const rate = (perUnit: number): Distribution => exponential({ mean: UNIT / perUnit });
