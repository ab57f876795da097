/**
 * The future-event list: a winner tree over a fixed set of slots, one slot per timer.
 *
 * A slot's key is (tick, rank); the rank holds priority and planning sequence in one number, so that events at one tick
 * have one order and never depend on the shape of the tree. Planning, moving and cancelling are the same step: write the
 * key, replay the matches on the way to the root (log2 of the number of slots). Nothing is allocated after construction.
 */
export class Agenda {
  /** Tick per slot; Infinity = not planned. */
  private tick: Float64Array = new Float64Array(1).fill(Infinity);
  private rank: Float64Array = new Float64Array(1);
  /** winner[1] is the earliest slot of all; winner[leaves + slot] is the slot itself. */
  private winner: Int32Array = new Int32Array(2);
  private leaves = 1;
  private size = 0;
  /** While set, keys are only written; the next {@link first} plays all matches at once. */
  private stale = true;
  /** The slot whose event is being executed: its matches are replayed once, by {@link settle}. */
  private executing = -1;

  /** Adds a slot and returns its number. */
  add(): number {
    const slot = this.size++;
    if (this.size > this.leaves) this.grow();
    this.stale = true;
    return slot;
  }

  /** Forgets all plans. */
  clear(): void {
    this.tick.fill(Infinity);
    this.stale = true;
    this.executing = -1;
  }

  tickOf(slot: number): number {
    return this.tick[slot]!;
  }

  plan(slot: number, tick: number, rank: number): void {
    this.tick[slot] = tick;
    this.rank[slot] = rank;
    if (!this.stale && slot !== this.executing) this.replay(slot);
  }

  cancel(slot: number): void {
    if (this.tick[slot] === Infinity) return;
    this.tick[slot] = Infinity;
    if (!this.stale && slot !== this.executing) this.replay(slot);
  }

  /** The slot with the smallest key. Its tick is Infinity when nothing is planned. */
  first(): number {
    if (this.stale) this.playAll();
    return this.winner[1]!;
  }

  /** Takes a slot's plan off, to be followed by {@link settle} when its event has been executed. */
  take(slot: number): void {
    this.tick[slot] = Infinity;
    this.executing = slot;
  }

  settle(slot: number): void {
    this.executing = -1;
    if (!this.stale) this.replay(slot);
  }

  private replay(slot: number): void {
    const { winner, tick, rank } = this;
    for (let node = (slot + this.leaves) >> 1; node >= 1; node >>= 1) {
      const left = winner[2 * node]!;
      const right = winner[2 * node + 1]!;
      const leftTick = tick[left]!;
      const rightTick = tick[right]!;
      winner[node] = leftTick < rightTick || (leftTick === rightTick && rank[left]! < rank[right]!) ? left : right;
    }
  }

  private playAll(): void {
    const { winner, tick, rank } = this;
    for (let node = this.leaves - 1; node >= 1; node--) {
      const left = winner[2 * node]!;
      const right = winner[2 * node + 1]!;
      const leftTick = tick[left]!;
      const rightTick = tick[right]!;
      winner[node] = leftTick < rightTick || (leftTick === rightTick && rank[left]! < rank[right]!) ? left : right;
    }
    this.stale = false;
  }

  private grow(): void {
    const leaves = this.leaves * 2;
    const tick = new Float64Array(leaves).fill(Infinity);
    const rank = new Float64Array(leaves);
    tick.set(this.tick);
    rank.set(this.rank);
    this.tick = tick;
    this.rank = rank;
    this.leaves = leaves;
    this.winner = new Int32Array(2 * leaves);
    for (let slot = 0; slot < leaves; slot++) this.winner[leaves + slot] = slot;
  }
}
