import { Agenda } from './agenda.ts';
import { rootKey, scramble, Stream, type ReplicationClock, type RootKey } from './stream.ts';

export interface SimulationOptions {
  /** Any text. The same seed and model give the same history, bit for bit. */
  readonly seed: string;
}

export interface TimerOptions {
  /** Of events at one tick the lower priority comes first, then the one planned first. An integer from -1000 to 1000; default 0. */
  readonly priority?: number;
}

/**
 * Planning sequences stay below this, so that priority * SPAN + sequence orders by priority first. 2^43: with priorities up
 * to 1000 the sum stays an exact integer below 2^53.
 */
const SPAN = 0x80000000000;
const MAX_PRIORITY = 1000;

/**
 * A planned event that can be moved and cancelled. It fires once per plan; planning it again replaces the plan.
 */
export class Timer {
  readonly name: string;
  private readonly simulation: Simulation;
  private readonly agenda: Agenda;
  private readonly slot: number;
  private readonly base: number;

  /** Made by {@link Simulation.timer}. */
  constructor(simulation: Simulation, agenda: Agenda, name: string, slot: number, priority: number) {
    this.simulation = simulation;
    this.agenda = agenda;
    this.name = name;
    this.slot = slot;
    this.base = priority * SPAN;
  }

  /**
   * Plans the event at a tick from now on; Infinity takes the plan off.
   * @throws RangeError for a tick in the past or NaN.
   */
  at(tick: number): void {
    if (!(tick >= this.simulation.now)) {
      throw new RangeError(`timer ${this.name}: expected a tick from ${this.simulation.now} on, got ${tick}`);
    }
    this.agenda.plan(this.slot, tick, this.base + this.simulation.nextSequence());
  }

  /** Plans the event a number of ticks from now, rounded to a whole tick. */
  after(ticks: number): void {
    // Half a tick goes up. `Math.round` says the same of all but 0.49999999999999994, and takes longer.
    this.at(this.simulation.now + Math.floor(ticks + 0.5));
  }

  /** Moves the planned event, if there is one, to so many whole ticks later; at its tick it comes after those planned before. */
  delay(ticks: number): void {
    if (!(ticks >= 0)) throw new RangeError(`timer ${this.name}: expected a delay of 0 ticks or more, got ${ticks}`);
    this.agenda.delay(this.slot, ticks, this.base + this.simulation.nextSequence());
  }

  cancel(): void {
    this.agenda.cancel(this.slot);
  }

  /** The planned tick; Infinity when not planned. */
  get due(): number {
    return this.agenda.tickOf(this.slot);
  }
}

/** The identity of something that happens, from its names, for {@link Simulation.mark}. */
export function markOf(...names: readonly string[]): number {
  let mark = 0;
  for (const name of names) {
    for (let index = 0; index < name.length; index++) mark = scramble(Math.imul(mark, 31) + name.charCodeAt(index) + 1);
    mark = scramble(mark + 1);
  }
  return mark;
}

/** What happens while the clock is moved on by {@link Simulation.pass}. */
export interface Passage {
  /** The instants. */
  readonly ticks: Float64Array;
  /** In order, {@link markOf} each timer that would have struck, and of what else happens. */
  readonly marks: Int32Array;
  /** Of each mark, the index of its instant. */
  readonly steps: Uint8Array;
  readonly events: number;
}

/**
 * A discrete-event simulation: a clock, a future-event list and named random streams. Time is counted in ticks,
 * integers held in a float64; what a tick means is the model's choice.
 *
 * A machine that fails after 90 days and is repaired in 6 hours, both exponential, over one year in seconds:
 *
 * ```ts
 * import { Simulation } from 'pgnines/engine';
 * import { exponential } from 'pgnines/distributions';
 *
 * const HOUR = 3600, YEAR = 365 * 24 * HOUR;
 * const timeToFailure = exponential({ mean: 90 * 24 * HOUR }), timeToRepair = exponential({ mean: 6 * HOUR });
 * const simulation = new Simulation({ seed: 'an example' });
 * const failures = simulation.stream('machine', 'failure'), repairs = simulation.stream('machine', 'repair');
 * let downSince = 0, downtime = 0;
 * const failure = simulation.timer('failure', () => { downSince = simulation.now; repair.after(repairs.sample(timeToRepair)); });
 * const repair = simulation.timer('repair', () => { downtime += simulation.now - downSince; failure.after(failures.sample(timeToFailure)); });
 * for (let replication = 1; replication <= 1000; replication++) {
 *   simulation.reset(replication);
 *   failure.after(failures.sample(timeToFailure));
 *   simulation.runUntil(YEAR);
 * }
 * ```
 */
export class Simulation {
  /** Ticks since the start of the replication. */
  now = 0;
  /** Events executed in this replication. */
  events = 0;
  /** The tick this run ends at. */
  private end = 0;
  /** Called after every event, for what follows from the model's state rather than from the event. */
  afterEvent: (() => void) | null = null;
  private sequence = 0;
  /** The two words of the fingerprint, before the last scramble. */
  private low = 0;
  private high = 0;
  private readonly clock: ReplicationClock = { replication: 0, begun: 0 };
  private readonly agenda = new Agenda();
  private readonly callbacks: (() => void)[] = [];
  /** What a timer is in the fingerprint: a hash of its name. */
  private readonly identities: number[] = [];
  private readonly streams = new Map<string, Stream>();
  private readonly root: RootKey;

  constructor(options: SimulationOptions) {
    this.root = rootKey(options.seed);
  }

  /** Adds a timer. Timers are made once, before the first run, and used again in every replication. */
  timer(name: string, callback: () => void, options: TimerOptions = {}): Timer {
    const priority = options.priority ?? 0;
    if (!Number.isInteger(priority) || Math.abs(priority) > MAX_PRIORITY) {
      throw new RangeError(`timer ${name}: expected an integer priority from -1000 to 1000, got ${priority}`);
    }
    const slot = this.agenda.add();
    this.callbacks.push(callback);
    this.identities.push(markOf(name));
    return new Timer(this, this.agenda, name, slot, priority);
  }

  /**
   * The random stream of a part and a purpose. It depends on the seed, the replication and these two names only, so a
   * model that gains a part leaves all other draws as they were.
   */
  stream(part: string, purpose: string): Stream {
    const name = JSON.stringify([part, purpose]);
    let stream = this.streams.get(name);
    if (stream === undefined) {
      stream = new Stream(this.clock, this.root, part, purpose);
      this.streams.set(name, stream);
    }
    return stream;
  }

  get replication(): number {
    return this.clock.replication;
  }

  /** Begins a replication: clock at 0, no plans, streams at the start of this replication's draws. */
  reset(replication: number): void {
    if (!Number.isInteger(replication) || replication < 0 || replication > 0xffffffff) {
      throw new RangeError(`expected a replication number from 0 to 4294967295, got ${replication}`);
    }
    this.now = 0;
    this.events = 0;
    this.sequence = 0;
    this.clock.replication = replication;
    this.clock.begun++;
    this.agenda.clear();
    this.low = scramble(replication);
    this.high = scramble(~replication);
  }

  /**
   * Executes all events before the tick, in order of (tick, priority, planning), and leaves the clock at the tick.
   * @throws RangeError for a tick in the past or NaN.
   */
  runUntil(tick: number): void {
    if (!(tick >= this.now)) throw new RangeError(`expected a tick from ${this.now} on, got ${tick}`);
    const { agenda, callbacks, identities } = this;
    this.end = tick;
    for (;;) {
      const slot = agenda.first();
      const due = agenda.tickOf(slot);
      if (!(due < tick)) break;
      this.now = due;
      this.events++;
      agenda.take(slot);
      this.mark(identities[slot]!);
      callbacks[slot]!();
      if (this.afterEvent !== null) this.afterEvent();
    }
    this.now = tick;
  }

  /**
   * Moves the clock on, as though events were executed on the way, for a model that knows what follows from them; to be done
   * only while it is {@link quiet} until then.
   */
  pass({ ticks, marks, steps, events }: Passage): void {
    let { now, low, high } = this;
    for (let index = 0; index < marks.length; index++) {
      now = ticks[steps[index]!]!;
      low = Math.imul(low ^ (now | 0), 0x9e3779b1);
      high = Math.imul(high ^ marks[index]! ^ ((now * 2.3283064365386963e-10) | 0), 0x85ebca77) ^ low;
      low ^= (high << 13) | (high >>> 19);
    }
    this.now = now;
    this.low = low;
    this.high = high;
    this.events += events;
  }

  /** True when nothing is planned until a tick, that tick included, and the run goes on beyond it. */
  quiet(until: number): boolean {
    return until < this.end && until < this.agenda.tickOf(this.agenda.first());
  }

  /** Tick of the first planned event; Infinity when none is planned. */
  get next(): number {
    return this.agenda.tickOf(this.agenda.first());
  }

  /** Has the fingerprint know that something happened now; see {@link markOf}. */
  mark(identity: number): void {
    const { now } = this;
    const low = Math.imul(this.low ^ (now | 0), 0x9e3779b1);
    const high = Math.imul(this.high ^ identity ^ ((now * 2.3283064365386963e-10) | 0), 0x85ebca77) ^ low;
    this.low = ((high << 13) | (high >>> 19)) ^ low;
    this.high = high;
  }

  /**
   * 64 bits, as two words, over the replication number and everything that was executed since: (tick, timer) of each
   * event and (tick, identity) of each {@link mark}, in order. Equal histories have equal fingerprints, on any machine.
   */
  get fingerprint(): readonly [high: number, low: number] {
    return [scramble(this.high ^ scramble(this.low)) >>> 0, scramble(this.low ^ this.high) >>> 0];
  }

  /** @internal Used by timers. */
  nextSequence(): number {
    return this.sequence++;
  }
}
