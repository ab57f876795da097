import type { Simulation, Stream, Timer } from '../engine/index.ts';
import { cumulative } from '../distributions/cumulative.ts';
import { createSampler } from '../distributions/sampler.ts';
import type { Distribution, Sampler } from '../distributions/distribution.ts';

/**
 * The clock of one random cause of disruption: a renewal process whose time passes only while the thing is exposed.
 * Paused, it keeps its age; after an occurrence it is renewed and starts when the thing is exposed again.
 */
export class Hazard {
  /** Ticks until the occurrence, as of `since`; negative = not drawn yet, Infinity = not before the horizon. */
  private remaining = -1;
  private since = 0;
  private running = false;
  private readonly simulation: Simulation;
  private readonly stream: Stream;
  private readonly sampler: Sampler;
  private readonly timer: Timer;
  private readonly horizon: number;
  /** A uniform from here on means an occurrence beyond the horizon: no need to know when. */
  private readonly beyond: number;

  /** Occurrences at or after `horizon` are not planned. `null` from {@link Hazard.create} when it never occurs. */
  private constructor(
    simulation: Simulation,
    part: string,
    name: string,
    distribution: Distribution,
    horizon: number,
    occur: () => void,
  ) {
    this.simulation = simulation;
    this.stream = simulation.stream(part, `${name}.every`);
    this.sampler = createSampler(distribution);
    this.horizon = horizon;
    this.beyond = uniformBeyond(distribution, horizon);
    this.timer = simulation.timer(`${part} ${name}`, () => {
      this.running = false;
      this.remaining = -1;
      occur();
    });
  }

  static create(
    simulation: Simulation,
    part: string,
    name: string,
    distribution: Distribution,
    horizon: number,
    occur: () => void,
  ): Hazard | null {
    if (distribution.kind === 'never') return null;
    return new Hazard(simulation, part, name, distribution, horizon, occur);
  }

  /** Age 0, paused. */
  reset(): void {
    this.remaining = -1;
    this.running = false;
  }

  /** Age 0 again, paused: the thing was replaced. */
  renew(): void {
    if (this.running) this.timer.cancel();
    this.reset();
  }

  expose(exposed: boolean): void {
    if (exposed === this.running || this.remaining === Infinity) return;
    this.running = exposed;
    const { now } = this.simulation;
    if (exposed) {
      if (this.remaining < 0) {
        const uniform = this.stream.uniform();
        if (uniform >= this.beyond) {
          this.remaining = Infinity;
          this.running = false;
          return;
        }
        this.remaining = Math.max(1, Math.round(this.sampler.sample(uniform)));
      }
      this.since = now;
      const due = now + this.remaining;
      if (due < this.horizon) this.timer.at(due);
    } else {
      this.remaining -= now - this.since;
      this.timer.cancel();
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
