export interface Bucket {
  readonly key: number;
  /** Values that fell into it. */
  readonly count: number;
  /** The lowest replication that fell into it. */
  readonly lowest: number;
}

const FREE = 0x7fffffff;
const FIRST_CAPACITY = 64;

/** Counts by bucket: an open-addressed hash table of integer keys, since one is asked for every value of a long run. */
export class BucketTable {
  private keys = new Int32Array(FIRST_CAPACITY).fill(FREE);
  private counts = new Float64Array(FIRST_CAPACITY);
  private lowests = new Float64Array(FIRST_CAPACITY);
  private used = 0;

  /** Adds values of a bucket, the lowest replication of which is given. */
  add(key: number, count: number, lowest: number): void {
    const at = this.find(key);
    if (this.keys[at] === FREE) {
      this.keys[at] = key;
      this.counts[at] = count;
      this.lowests[at] = lowest;
      // At most half full: a free slot is near.
      if (++this.used * 2 > this.keys.length) this.grow();
      return;
    }
    this.counts[at]! += count;
    if (lowest < this.lowests[at]!) this.lowests[at] = lowest;
  }

  merge(other: BucketTable): void {
    for (const [at, key] of other.keys.entries()) {
      if (key !== FREE) this.add(key, other.counts[at]!, other.lowests[at]!);
    }
  }

  /** Ascending by key. */
  sorted(): Bucket[] {
    const { keys, counts, lowests } = this;
    return [...keys.filter((key) => key !== FREE).sort()].map((key) => {
      const at = this.find(key);
      return { key, count: counts[at]!, lowest: lowests[at]! };
    });
  }

  /** Key, count and lowest replication of each bucket, ascending by key. */
  toArray(): Float64Array {
    const { keys, counts, lowests } = this;
    const array = new Float64Array(3 * this.used);
    let to = 0;
    for (const key of keys.filter((candidate) => candidate !== FREE).sort()) {
      const at = this.find(key);
      array[to++] = key;
      array[to++] = counts[at]!;
      array[to++] = lowests[at]!;
    }
    return array;
  }

  static fromArray(array: ArrayLike<number>): BucketTable {
    const table = new BucketTable();
    for (let at = 0; at < array.length; at += 3) table.add(array[at]!, array[at + 1]!, array[at + 2]!);
    return table;
  }

  /** Where the key is, or would be. */
  private find(key: number): number {
    const { keys } = this;
    const mask = keys.length - 1;
    let at = Math.imul(key, 0x9e3779b1) >>> 12;
    for (;;) {
      at &= mask;
      const found = keys[at]!;
      if (found === key || found === FREE) return at;
      at++;
    }
  }

  private grow(): void {
    const { keys, counts, lowests } = this;
    this.keys = new Int32Array(2 * keys.length).fill(FREE);
    this.counts = new Float64Array(2 * keys.length);
    this.lowests = new Float64Array(2 * keys.length);
    for (const [from, key] of keys.entries()) {
      if (key === FREE) continue;
      const at = this.find(key);
      this.keys[at] = key;
      this.counts[at] = counts[from]!;
      this.lowests[at] = lowests[from]!;
    }
  }
}
