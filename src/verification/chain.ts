import { Simulation, type Stream, type Timer } from '../engine/index.ts';
import { MarkovChain, type Transition } from '../statistics/markov-chain.ts';
import { UNIT } from './jumps.ts';

/** A Markov chain by its states and their moves. */
export interface ChainModel<State> {
  readonly start: State;
  /** Names a state. */
  readonly key: (state: State) => string;
  /** Where it goes from a state, and how fast. A move that leaves the state as it is does not count. */
  readonly moves: (state: State) => readonly (readonly [rate: number, to: State])[];
}

/** All states that can be reached, the start first, with one name for each. */
export interface Explored<State> {
  readonly chain: MarkovChain;
  readonly states: readonly State[];
  readonly names: readonly string[];
  /** Moves by state: where to, and the sum of the rates so far. */
  readonly rows: readonly { readonly to: readonly number[]; readonly upTo: readonly number[] }[];
}

export function explore<State>({ start, key, moves }: ChainModel<State>): Explored<State> {
  const states = [start];
  const names = [key(start)];
  const index = new Map([[names[0]!, 0]]);
  const rows: { to: number[]; upTo: number[] }[] = [];
  const transitions: Transition[] = [];
  for (let at = 0; at < states.length; at++) {
    const row: (typeof rows)[number] = { to: [], upTo: [] };
    let total = 0;
    for (const [rate, next] of moves(states[at]!)) {
      const name = key(next);
      if (name === names[at] || rate === 0) continue;
      if (!index.has(name)) {
        index.set(name, states.length);
        states.push(next);
        names.push(name);
      }
      total += rate;
      row.to.push(index.get(name)!);
      row.upTo.push(total);
      transitions.push({ from: names[at]!, to: name, rate });
    }
    rows.push(row);
  }
  return { chain: new MarkovChain(transitions), states, names, rows };
}

/** Of a stay that is over: the state, from when to when, and the next state; -1 when it was cut short. False ends the walk. */
type Hears = (state: number, from: number, to: number, next: number) => boolean;

/** Walks through a chain as events of the engine. */
export class Walk {
  private readonly simulation: Simulation;
  private readonly stream: Stream;
  private readonly timer: Timer;
  private readonly rows: Explored<unknown>['rows'];
  private at = 0;
  private since = 0;
  private stopped = false;
  private hears: Hears = () => true;

  constructor(seed: string, { rows }: Pick<Explored<unknown>, 'rows'>) {
    this.rows = rows;
    this.simulation = new Simulation({ seed });
    this.stream = this.simulation.stream('walk', 'next');
    this.timer = this.simulation.timer('next', () => this.move());
  }

  /**
   * From the start until so much time has passed, or `hears` answers false.
   */
  run(replication: number, time: number, hears: Hears): void {
    const { simulation } = this;
    simulation.reset(replication);
    this.at = 0;
    this.since = 0;
    this.stopped = false;
    this.hears = hears;
    this.stay();
    simulation.runUntil(time * UNIT);
    if (!this.stopped) hears(this.at, this.since / UNIT, time, -1);
    this.timer.cancel();
  }

  private stay(): void {
    const { upTo } = this.rows[this.at]!;
    if (upTo.length === 0) return;
    this.timer.after((-Math.log(this.stream.uniform()) / upTo.at(-1)!) * UNIT);
  }

  private move(): void {
    const { to, upTo } = this.rows[this.at]!;
    const { now } = this.simulation;
    const drawn = this.stream.uniform() * upTo.at(-1)!;
    let index = 0;
    while (index < to.length - 1 && drawn >= upTo[index]!) index++;
    const next = to[index]!;
    this.stopped = !this.hears(this.at, this.since / UNIT, now / UNIT, next);
    this.at = next;
    this.since = now;
    if (!this.stopped) this.stay();
  }
}
