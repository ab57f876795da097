import type { Simulation, Stream, Timer } from '../engine/index.ts';
import { createSampler } from '../distributions/sampler.ts';
import type { Distribution, Sampler } from '../distributions/distribution.ts';

/**
 * The clock of one random cause of disruption: a renewal process whose time passes only while the thing is exposed.
 * Paused, it keeps its age; after an occurrence it is renewed and starts when the thing is exposed again.
 */
export class Hazard {
  /** Ticks until the occurrence, as of `since`; negative = not drawn yet. */
  private remaining = -1;
  private since = 0;
  private running = false;
  private readonly simulation: Simulation;
  private readonly stream: Stream;
  private readonly sampler: Sampler;
  private readonly timer: Timer;
  private readonly horizon: number;

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
    if (exposed === this.running) return;
    this.running = exposed;
    const { now } = this.simulation;
    if (exposed) {
      if (this.remaining < 0) this.remaining = Math.max(1, Math.round(this.stream.draw(this.sampler)));
      this.since = now;
      const due = now + this.remaining;
      if (due < this.horizon) this.timer.at(due);
    } else {
      this.remaining -= now - this.since;
      this.timer.cancel();
    }
  }
}
