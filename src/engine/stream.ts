import seedrandom from 'seedrandom';
import { createSampler } from '../distributions/sampler.ts';
import type { Distribution, Sampler } from '../distributions/distribution.ts';

/** Four 32-bit words that stand for the user's seed. */
export type RootKey = readonly [number, number, number, number];

/** Turns a seed (any text) into the root key of a simulation, by seedrandom's tychei. */
export function rootKey(seed: string): RootKey {
  const generator = seedrandom.tychei(seed);
  return [generator.int32(), generator.int32(), generator.int32(), generator.int32()];
}

/** The finaliser of MurmurHash3: every input bit changes every output bit with probability close to one half. */
export function scramble(word: number): number {
  let mixed = word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** The replication a simulation is in, and how many it has begun: streams compare that with when they were set. */
export interface ReplicationClock {
  replication: number;
  begun: number;
}

/** Draws, of two rounds of tychei each, that are thrown away after a stream is set, so that nearby keys have nothing in common. */
const DISCARDED_DRAWS = 3;

/**
 * A named, independent random number stream. It holds the four words of seedrandom's tychei in place: setting it for a
 * replication is a few integer operations and no allocation, and happens at the first draw. Draw for draw it equals
 * `seedrandom.tychei('', { state })` with the same state (docs/decisions/0001-streams.md).
 */
export class Stream {
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 0;
  /** The words are those of this replication: `begun` of the clock when they were set. */
  private readyAt = -1;
  private readonly clock: ReplicationClock;
  private readonly key: RootKey;
  private lastDistribution: Distribution | null = null;
  private lastSampler: Sampler | null = null;

  constructor(clock: ReplicationClock, root: RootKey, part: string, purpose: string) {
    this.clock = clock;
    const name = seedrandom.tychei(JSON.stringify([part, purpose]));
    this.key = [
      scramble(root[0] ^ name.int32()),
      scramble(root[1] ^ name.int32()),
      scramble(root[2] ^ name.int32()),
      scramble(root[3] ^ name.int32()),
    ];
  }

  /** One uniform in (0, 1) with 53 bits: never 0, never 1. */
  uniform(): number {
    const result = this.advance(this.readyAt === this.clock.begun ? 1 : this.prepare() + 1);
    return result === 0 ? this.uniform() : result;
  }

  /**
   * 32 random bits of this replication, apart from all draws, at the cost of a hash: the stream need not be set. With
   * these as the leading bits, `(lead() + uniform()) / 2 ** 32` is a uniform like any other, of which most users want to
   * know only that it lies above a bound.
   */
  lead(): number {
    const { key, clock } = this;
    return scramble(scramble(clock.replication ^ key[2]) ^ key[3]) >>> 0;
  }

  /** One variate, from exactly one uniform. */
  sample(distribution: Distribution): number {
    if (distribution !== this.lastDistribution) {
      this.lastDistribution = distribution;
      this.lastSampler = createSampler(distribution);
    }
    return this.lastSampler!.sample(this.uniform());
  }

  /** As {@link sample}, for a sampler that was made before. */
  draw(sampler: Sampler): number {
    return sampler.sample(this.uniform());
  }

  /** True with the given probability; draws nothing when the answer is certain. */
  chance(probability: number): boolean {
    if (probability <= 0) return false;
    if (probability >= 1) return true;
    return this.uniform() < probability;
  }

  /** The generator's words, in the form seedrandom takes them as `state`. */
  state(): { a: number; b: number; c: number; d: number } {
    if (this.readyAt !== this.clock.begun) this.advance(this.prepare());
    return { a: this.a, b: this.b, c: this.c, d: this.d };
  }

  /**
   * So many draws; answers the last. Two rounds of Tyche-i each (S. Neves and F. Araujo, "Fast and Small Nonlinear
   * Pseudorandom Number Generators for Computer Simulation", 2011), on locals.
   */
  private advance(draws: number): number {
    let { a, b, c, d } = this;
    let top = 0;
    for (let round = 2 * draws; round > 0; round--) {
      top = a;
      b = (b << 25) ^ (b >>> 7) ^ c;
      c = (c - d) | 0;
      d = (d << 24) ^ (d >>> 8) ^ a;
      a = (a - b) | 0;
      b = (b << 20) ^ (b >>> 12) ^ c;
      c = (c - d) | 0;
      d = (d << 16) ^ (c >>> 16) ^ a;
      a = (a - b) | 0;
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
    return ((top >>> 11) + (a >>> 0) / 0x100000000) / 0x200000;
  }

  /** Sets the words for this replication; answers how many draws come before the one that is wanted. */
  private prepare(): number {
    const { replication, begun } = this.clock;
    const { key } = this;
    this.readyAt = begun;
    this.a = scramble(key[0] ^ replication);
    this.b = scramble((key[1] + Math.imul(replication, 0x9e3779b9)) | 0);
    this.c = key[2];
    this.d = key[3];
    return DISCARDED_DRAWS;
  }
}
