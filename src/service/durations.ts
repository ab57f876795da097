import type { Stream } from '../engine/index.ts';
import { createRoundedSampler } from '../distributions/rounded-sampler.ts';
import type { Distribution, Sampler } from '../distributions/distribution.ts';

/** Durations of one kind, each in whole ticks, from a stream of their own: so the next can be known before it is used. */
export class Durations {
  private ahead = -1;
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

  /** The next one; it stays the next. */
  peek(): number {
    if (this.ahead < 0) this.ahead = this.sampler.sample(this.stream.uniform());
    return this.ahead;
  }

  next(): number {
    const ticks = this.peek();
    this.ahead = -1;
    return ticks;
  }
}
