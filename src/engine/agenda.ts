/**
 * The future-event list: a winner tree over a fixed set of slots, one slot per timer, and a place of honour before it.
 *
 * A slot's key is (tick, rank); the rank holds priority and planning sequence in one number, so that events at one tick
 * have one order and never depend on the shape of the tree. Planning, moving and cancelling are the same step: write the
 * key, replay the matches on the way to the root until nothing changes any more. An event that is planned before all
 * others does not enter the tree: most are executed next, and cost a comparison. Nothing is allocated after construction.
 */
export class Agenda {
  /** Tick per slot of the tree; Infinity = not planned. */
  private tick: Float64Array = new Float64Array(1).fill(Infinity);
  private rank: Float64Array = new Float64Array(1);
  /** winner[1] is the earliest slot of the tree; winner[leaves + slot] is the slot itself. */
  private winner: Int32Array = new Int32Array(2);
  private leaves = 1;
  private size = 0;
  /** The slot that comes before all of the tree, where it is not planned then; -1 = none. */
  private front = -1;
  private frontTick = Infinity;
  private frontRank = 0;

  /** Adds a slot and returns its number. */
  add(): number {
    const slot = this.size++;
    if (this.size > this.leaves) this.grow();
    return slot;
  }

  /** Forgets all plans. With all ticks alike, any winners are right. */
  clear(): void {
    const { tick } = this;
    for (let slot = 0; slot < tick.length; slot++) tick[slot] = Infinity;
    this.front = -1;
  }

  tickOf(slot: number): number {
    return slot === this.front ? this.frontTick : this.tick[slot]!;
  }

  plan(slot: number, tick: number, rank: number): void {
    if (slot === this.front) this.front = -1;
    const { front } = this;
    const first = this.winner[1]!;
    const firstTick = front < 0 ? this.tick[first]! : this.frontTick;
    if (tick < firstTick || (tick === firstTick && rank < (front < 0 ? this.rank[first]! : this.frontRank))) {
      if (this.tick[slot] !== Infinity) this.enter(slot, Infinity, 0);
      if (front >= 0) this.enter(front, this.frontTick, this.frontRank);
      this.front = slot;
      this.frontTick = tick;
      this.frontRank = rank;
    } else {
      this.enter(slot, tick, rank);
    }
  }

  /** Takes a slot's plan off: it is cancelled, or executed. */
  cancel(slot: number): void {
    if (slot === this.front) this.front = -1;
    else if (this.tick[slot] !== Infinity) this.enter(slot, Infinity, 0);
  }

  /** The slot with the smallest key. Its tick is Infinity when nothing is planned. */
  first(): number {
    return this.front >= 0 ? this.front : this.winner[1]!;
  }

  private enter(slot: number, tick: number, rank: number): void {
    this.tick[slot] = tick;
    this.rank[slot] = rank;
    this.replay(slot);
  }

  /** Plays the matches of a slot whose key has changed; done where another one wins that had won before. */
  private replay(slot: number): void {
    const { winner, tick, rank } = this;
    let best = slot;
    for (let node = slot + this.leaves; node > 1; node >>= 1) {
      const rival = winner[node ^ 1]!;
      if (tick[rival]! < tick[best]! || (tick[rival] === tick[best] && rank[rival]! < rank[best]!)) best = rival;
      if (best !== slot && winner[node >> 1] === best) return;
      winner[node >> 1] = best;
    }
  }

  private grow(): void {
    const { tick, rank } = this;
    const leaves = this.leaves * 2;
    this.leaves = leaves;
    this.tick = new Float64Array(leaves).fill(Infinity);
    this.rank = new Float64Array(leaves);
    this.winner = new Int32Array(2 * leaves);
    for (let slot = 0; slot < leaves; slot++) this.winner[leaves + slot] = slot;
    for (let node = leaves - 1; node > 0; node--) this.winner[node] = this.winner[2 * node]!;
    for (let slot = 0; slot < tick.length; slot++) this.enter(slot, tick[slot]!, rank[slot]!);
  }
}
