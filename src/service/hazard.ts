import type { Simulation, Stream, Timer } from '../engine/index.ts';
import { cumulative } from '../distributions/cumulative.ts';
import { createSampler } from '../distributions/sampler.ts';
import type { Distribution, Sampler } from '../distributions/distribution.ts';
import { NO_TICKS } from './no-ticks.ts';

/** The clock of a hazard, as the part that it strikes knows it. */
export interface Clock {
  /** Runs while exposed. False when it will not strike before the horizon, however it is exposed. */
  expose(exposed: boolean): boolean;
  /** Age 0, paused. */
  renew(): void;
}

/** Where parts get their clocks from. */
export interface Clocks {
  /** Null for one that never strikes. */
  create(part: string, name: string, distribution: Distribution, occur: () => void): Clock | null;
}

/**
 * The clock of one random cause of disruption: a renewal process whose time passes only while the thing is exposed.
 * Paused, it keeps its age; after an occurrence it is renewed and starts when the thing is exposed again.
 */
export class Hazard implements Clock {
  /** Ticks of exposure until the occurrence, while paused; negative = not drawn yet, Infinity = not before the horizon. */
  private remaining = -1;
  /** The tick of the occurrence, while running. */
  private due = 0;
  private running = false;
  /** Until this tick it ages {@link factor} times as fast. */
  private hastenedUntil = NO_TICKS;
  private readonly simulation: Simulation;
  private readonly stream: Stream;
  private readonly sampler: Sampler;
  private readonly timer: Timer;
  private readonly horizon: number;
  private readonly factor: number;
  /** A uniform from here on means an occurrence beyond the horizon: no need to know when. */
  private readonly beyond: number;
  /** The same, of its 32 leading bits as a whole number. */
  private readonly leadBeyond: number;

  /** Made by {@link Hazards.create}. */
  constructor(
    simulation: Simulation,
    part: string,
    name: string,
    distribution: Distribution,
    horizon: number,
    occur: () => void,
    factor: number,
  ) {
    this.simulation = simulation;
    this.factor = factor;
    this.stream = simulation.stream(part, `${name}.every`);
    this.sampler = createSampler(distribution);
    this.horizon = horizon;
    this.beyond = uniformBeyond(distribution, horizon * factor);
    this.leadBeyond = Math.ceil(this.beyond * 0x100000000);
    this.timer = simulation.timer(`${part} ${name}`, () => {
      this.running = false;
      this.remaining = -1;
      occur();
    });
  }

  /** Age 0, paused. The leading bits of the uniform tell most often that there is no occurrence before the horizon. */
  reset(): void {
    const lead = this.stream.lead();
    this.remaining = lead >= this.leadBeyond ? Infinity : this.occursAt((lead + this.stream.uniform()) / 0x100000000);
    this.running = false;
    this.hastenedUntil = 0;
  }

  /** Age 0 again, paused: the thing was replaced. */
  renew(): void {
    if (this.running) this.timer.cancel();
    this.remaining = -1;
    this.running = false;
  }

  /** Whether it can still occur before the horizon. */
  get live(): boolean {
    return this.remaining !== Infinity;
  }

  /** Ticks of exposure until the occurrence, of one that is paused; Infinity when that is not before the horizon. */
  ahead(): number {
    if (this.remaining < 0) this.remaining = this.draw();
    return this.remaining;
  }

  /** Pauses the clock for so many ticks. */
  rest(ticks: number): void {
    if (!this.running) return;
    this.due += ticks;
    this.timer.delay(ticks);
  }

  /** False when it will not occur before the horizon, however it is exposed: no need to ask again. */
  expose(exposed: boolean): boolean {
    if (this.remaining === Infinity) return false;
    if (exposed === this.running) return true;
    const { now } = this.simulation;
    if (exposed) {
      const due = this.factor === 1 ? now + this.ahead() : this.dueWhenHastened();
      if (due >= this.horizon && this.factor === 1) {
        // Pauses only make it later.
        this.remaining = Infinity;
        return false;
      }
      this.due = due;
      this.timer.at(due);
    } else {
      this.remaining = this.factor === 1 ? this.due - now : this.leftWhenHastened();
      this.timer.cancel();
    }
    this.running = exposed;
    return true;
  }

  /** Until a tick it ages faster; a later one holds. Not to be asked of a clock that was made without a factor. */
  hasten(until: number): void {
    if (this.remaining === Infinity || until <= this.hastenedUntil) return;
    if (this.running) this.remaining = this.leftWhenHastened();
    this.hastenedUntil = until;
    if (!this.running) return;
    this.due = this.dueWhenHastened();
    this.timer.at(this.due);
  }

  /** The tick at which what remains has passed: each tick until the boost ends counts as so many. */
  private dueWhenHastened(): number {
    const { now } = this.simulation;
    const left = this.ahead();
    const fast = Math.max(0, this.hastenedUntil - now);
    const ticks = left <= fast * this.factor ? left / this.factor : left - fast * (this.factor - 1);
    return now + Math.max(1, Math.round(ticks));
  }

  /** What remains now, of a clock that runs. */
  private leftWhenHastened(): number {
    const ticks = this.due - this.simulation.now;
    const fast = Math.min(ticks, Math.max(0, this.hastenedUntil - this.simulation.now));
    return ticks + fast * (this.factor - 1);
  }

  private draw(): number {
    return this.occursAt(this.stream.uniform());
  }

  private occursAt(uniform: number): number {
    return uniform >= this.beyond ? Infinity : Math.max(1, Math.round(this.sampler.sample(uniform)));
  }
}

/** All hazards of a world. */
export class Hazards implements Clocks {
  private readonly all: Hazard[] = [];
  private readonly simulation: Simulation;
  private readonly horizon: number;

  /** Occurrences at or after the horizon are not planned. */
  constructor(simulation: Simulation, horizon: number) {
    this.simulation = simulation;
    this.horizon = horizon;
  }

  /** Null for one that never occurs. With a `factor` it can be hastened: see {@link Hazard.hasten}. */
  create(part: string, name: string, distribution: Distribution, occur: () => void, factor = 1): Hazard | null {
    if (distribution.kind === 'never') return null;
    const hazard = new Hazard(this.simulation, part, name, distribution, this.horizon, occur, factor);
    this.all.push(hazard);
    return hazard;
  }

  /** Age 0, paused. Most will not occur before the horizon, which one uniform each tells: all in one go, for that is quick. */
  reset(): void {
    for (let index = 0; index < this.all.length; index++) this.all[index]!.reset();
  }
}

/** Hazards that are exposed together. Those that will not occur before the horizon are looked at once. */
export class HazardGroup {
  private readonly hazards: readonly Hazard[];
  private exposed = false;
  /** Bit per hazard that may still occur. */
  private live = 0;
  /** Nothing has occurred since the last exposure. */
  private settled = false;

  constructor(hazards: readonly (Hazard | null)[]) {
    this.hazards = hazards.filter((hazard) => hazard !== null);
  }

  /** Age 0, paused, as its hazards are. */
  reset(): void {
    this.exposed = false;
    this.settled = true;
    this.live = 0;
    for (let index = 0; index < this.hazards.length; index++) if (this.hazards[index]!.live) this.live |= 1 << index;
  }

  /** One of them has occurred: it starts anew with the next exposure. */
  occurred(): void {
    this.settled = false;
  }

  /** Ticks of exposure until the first occurrence, of a group that is paused; Infinity when none is before the horizon. */
  ahead(): number {
    let first = Infinity;
    for (let left = this.live; left !== 0; left &= left - 1) {
      const bit = left & -left;
      const ahead = this.hazards[31 - Math.clz32(bit)]!.ahead();
      if (ahead === Infinity) this.live ^= bit;
      else if (ahead < first) first = ahead;
    }
    return first;
  }

  /** Pauses the clocks for so many ticks. */
  rest(ticks: number): void {
    for (let left = this.live; left !== 0; left &= left - 1) this.hazards[31 - Math.clz32(left & -left)]!.rest(ticks);
  }

  expose(exposed: boolean): void {
    if (exposed === this.exposed && this.settled) return;
    this.exposed = exposed;
    this.settled = true;
    for (let left = this.live; left !== 0; left &= left - 1) {
      const bit = left & -left;
      if (!this.hazards[31 - Math.clz32(bit)]!.expose(exposed)) this.live ^= bit;
    }
  }
}

/**
 * The uniform above which inversion gives a time beyond the horizon, with a margin for rounding; 1 for distributions that
 * are not sampled in order of the uniform.
 */
function uniformBeyond(distribution: Distribution, horizon: number): number {
  switch (distribution.kind) {
    case 'exponential':
    case 'weibull':
    case 'gamma':
    case 'lognormal':
      return cumulative(distribution, horizon * 1.000001 + 1000);
    default:
      return 1;
  }
}
