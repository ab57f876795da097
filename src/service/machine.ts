import { markOf, type Simulation } from '../engine/index.ts';

/**
 * State machines as data. A part declares its states and transitions in one table; the table drives the running part,
 * the checks (no unreachable state, no undeclared transition) and the state diagrams of the documentation.
 */
export interface MachineDefinition<State extends string = string> {
  /** The part's name, as the glossary has it. */
  readonly name: string;
  /** The first state is the initial one. */
  readonly states: readonly State[];
  readonly transitions: readonly Transition<State>[];
}

export interface Transition<State extends string = string> {
  readonly from: State;
  readonly to: State;
  /** What makes the part move, in words for the diagram. */
  readonly on: string;
}

/** Hears of every transition; used by `trace` only. */
export type TransitionListener = (part: string, from: string, to: string) => void;

/** A running state machine. States are numbers: the index in `definition.states`. */
export class Machine<State extends string = string> {
  state = 0;
  /** The part this machine belongs to, for traces: `node-a`. */
  readonly part: string;
  private readonly definition: MachineDefinition<State>;
  private readonly allowed: Uint8Array;
  private readonly width: number;
  private readonly listeners: TransitionListener[];
  private readonly simulation: Simulation;
  /** What reaching each state is in the fingerprint of the run. */
  private readonly marks: readonly number[];

  constructor(
    simulation: Simulation,
    definition: MachineDefinition<State>,
    part: string,
    listeners: TransitionListener[],
  ) {
    this.simulation = simulation;
    this.marks = definition.states.map((state) => markOf(part, state));
    this.definition = definition;
    this.part = part;
    this.listeners = listeners;
    this.width = definition.states.length;
    this.allowed = new Uint8Array(this.width * this.width);
    for (const { from, to } of definition.transitions) {
      this.allowed[definition.states.indexOf(from) * this.width + definition.states.indexOf(to)] = 1;
    }
  }

  /** Back to a state without a transition, at the start of a replication. */
  reset(state = 0): void {
    this.state = state;
  }

  /**
   * Moves to another state; to the present one is no move.
   * @throws Error for a transition the table does not declare: a bug in the part.
   */
  go(state: number): void {
    const from = this.state;
    if (from === state) return;
    if (this.allowed[from * this.width + state] === 0) {
      const { name, states } = this.definition;
      throw new Error(`${name} (${this.part}): no transition from ${states[from]} to ${states[state]}`);
    }
    this.state = state;
    this.simulation.mark(this.marks[state]!);
    if (this.listeners.length > 0) {
      const { states } = this.definition;
      for (const listener of this.listeners) listener(this.part, states[from]!, states[state]!);
    }
  }

  get stateName(): State {
    return this.definition.states[this.state]!;
  }
}

/** States that no chain of transitions reaches from the initial state. */
export function unreachableStates(definition: MachineDefinition): string[] {
  const reached = new Set<string>([definition.states[0]!]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { from, to } of definition.transitions) {
      if (reached.has(from) && !reached.has(to)) {
        reached.add(to);
        grown = true;
      }
    }
  }
  return definition.states.filter((state) => !reached.has(state));
}
