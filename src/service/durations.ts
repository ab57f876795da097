import type { Stream } from '../engine/index.ts';
import { createRoundedSampler } from '../distributions/rounded-sampler.ts';
import type { Distribution, Sampler } from '../distributions/distribution.ts';

/** Durations of one kind, each in whole ticks, from a stream of their own: so the next can be known before it is used. */
export class Durations {
  /** The next one, where it has been looked at; else negative. */
  ahead = -1;
  private readonly stream: Stream;
  private readonly sampler: Sampler;

  constructor(stream: Stream, distribution: Distribution) {
    this.stream = stream;
    this.sampler = createRoundedSampler(distribution);
  }

  /** Forgets what was looked at: the stream starts anew with each replication. */
  reset(): void {
    this.ahead = -1;
  }

  /** Looks at the next one; it stays the next. */
  look(): void {
    if (this.ahead < 0) this.ahead = this.sampler.sample(this.stream.uniform());
  }

  next(): number {
    this.look();
    const { ahead } = this;
    this.ahead = -1;
    return ahead;
  }
}
