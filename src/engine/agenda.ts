/** So many slots, or fewer, have no tree. */
const FEW = 8;

/**
 * The future-event list: a winner tree over a fixed set of slots, one slot per timer, and a place of honour before it.
 *
 * A slot's plan is (tick, rank); the rank holds priority and planning sequence in one number, so that events at one tick
 * have one order and never depend on the shape of the tree. A plan is entered by writing the slot's key and replaying the
 * matches on the way to the root, until nothing changes any more. Two things spare most of that. An event that is planned
 * before all others does not enter the tree: it is usually executed next. And a plan that is taken off, or moved to later,
 * leaves its key in the tree; the key is put right when it comes up. Of a few slots there is no tree: they are looked
 * through, which is quicker. Nothing is allocated after construction.
 */
export class Agenda {
  /** The plan per slot; Infinity = not planned. */
  private tick: Float64Array = new Float64Array(1).fill(Infinity);
  private rank: Float64Array = new Float64Array(1);
  /** The plan as the tree has it: the same, or earlier. */
  private key: Float64Array = new Float64Array(1).fill(Infinity);
  private keyRank: Float64Array = new Float64Array(1);
  /** winner[1] is the slot with the earliest key; winner[leaves + slot] is the slot itself. */
  private winner: Int32Array = new Int32Array(2);
  private leaves = 1;
  private size = 0;
  /** The slot whose plan comes before all keys of the tree, its own apart; -1 = none. */
  private front = -1;

  /** Adds a slot and returns its number. */
  add(): number {
    const slot = this.size++;
    if (this.size > this.leaves) this.grow();
    return slot;
  }

  /** Forgets all plans. With all keys alike, any winners are right. */
  clear(): void {
    const { tick, key } = this;
    for (let slot = 0; slot < tick.length; slot++) {
      tick[slot] = Infinity;
      key[slot] = Infinity;
    }
    this.front = -1;
  }

  tickOf(slot: number): number {
    return this.tick[slot]!;
  }

  plan(slot: number, tick: number, rank: number): void {
    if (this.leaves <= FEW) {
      this.tick[slot] = tick;
      this.rank[slot] = rank;
      return;
    }
    if (slot === this.front) this.front = -1;
    const { front } = this;
    const first = this.winner[1]!;
    const firstTick = front < 0 ? this.key[first]! : this.tick[front]!;
    this.tick[slot] = tick;
    this.rank[slot] = rank;
    if (tick < firstTick || (tick === firstTick && rank < (front < 0 ? this.keyRank[first]! : this.rank[front]!))) {
      if (front >= 0) this.enter(front);
      this.front = slot;
    } else if (!(this.key[slot]! < tick)) {
      this.enter(slot);
    }
  }

  /** Moves a plan, if there is one, to so many ticks later. */
  delay(slot: number, ticks: number, rank: number): void {
    if (slot === this.front || ticks === 0) this.plan(slot, this.tick[slot]! + ticks, rank);
    else {
      this.tick[slot]! += ticks;
      this.rank[slot] = rank;
    }
  }

  cancel(slot: number): void {
    this.tick[slot] = Infinity;
    if (slot === this.front) this.front = -1;
  }

  /** The slot with the earliest plan. Its tick is Infinity when nothing is planned. */
  first(): number {
    if (this.leaves <= FEW) return this.earliest();
    if (this.front >= 0) return this.front;
    for (;;) {
      const slot = this.winner[1]!;
      if (this.key[slot] === this.tick[slot]) return slot;
      this.enter(slot);
    }
  }

  /** Takes off the {@link first}, to be executed. */
  take(slot: number): void {
    this.tick[slot] = Infinity;
    if (this.leaves <= FEW) return;
    if (slot === this.front) this.front = -1;
    else this.enter(slot);
  }

  /** Looks through all slots. */
  private earliest(): number {
    const { tick, rank, size } = this;
    let first = 0;
    let least = tick[0]!;
    for (let slot = 1; slot < size; slot++) {
      const candidate = tick[slot]!;
      if (candidate < least || (candidate === least && rank[slot]! < rank[first]!)) {
        first = slot;
        least = candidate;
      }
    }
    return first;
  }

  /** Has the tree know a slot's plan: plays its matches; done where another one wins that had won before. */
  private enter(slot: number): void {
    const { winner, key, keyRank } = this;
    key[slot] = this.tick[slot]!;
    keyRank[slot] = this.rank[slot]!;
    let best = slot;
    for (let node = slot + this.leaves; node > 1; node >>= 1) {
      const rival = winner[node ^ 1]!;
      if (key[rival]! < key[best]! || (key[rival] === key[best] && keyRank[rival]! < keyRank[best]!)) best = rival;
      if (best !== slot && winner[node >> 1] === best) return;
      winner[node >> 1] = best;
    }
  }

  private grow(): void {
    const { tick, rank, front } = this;
    const leaves = this.leaves * 2;
    this.leaves = leaves;
    this.tick = new Float64Array(leaves).fill(Infinity);
    this.rank = new Float64Array(leaves);
    this.key = new Float64Array(leaves).fill(Infinity);
    this.keyRank = new Float64Array(leaves);
    this.tick.set(tick);
    this.rank.set(rank);
    this.winner = new Int32Array(2 * leaves);
    for (let slot = 0; slot < leaves; slot++) this.winner[leaves + slot] = slot;
    for (let node = leaves - 1; node > 0; node--) this.winner[node] = this.winner[2 * node]!;
    for (let slot = 0; slot < tick.length; slot++) if (slot !== front) this.enter(slot);
  }
}
