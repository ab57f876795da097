/** A continuous-time Markov chain: states are names, rates are per unit of time. */
export interface Transition {
  readonly from: string;
  readonly to: string;
  readonly rate: number;
}

/** Uniformization steps beyond which the transition matrix is squared instead. */
const MOST_STEPS = 200_000;
/** Weights of Poisson probabilities below this part of the largest do not count. */
const NEGLIGIBLE = 1e-30;

/**
 * Exact answers about a continuous-time Markov chain with up to a few thousand states. Nothing is ever subtracted, so a probability of
 * 1e-11 is known to as many digits as one of a half, however stiff the chain.
 */
export class MarkovChain {
  readonly states: readonly string[];
  /** By state, the rates to others. */
  private readonly rates: readonly ReadonlyMap<number, number>[];

  /** @throws RangeError for a rate that is not positive and finite, and for a transition of a state to itself */
  constructor(transitions: readonly Transition[]) {
    const states = [...new Set(transitions.flatMap(({ from, to }) => [from, to]))];
    const index = new Map(states.map((state, at) => [state, at]));
    const rates = states.map(() => new Map<number, number>());
    for (const { from, to, rate } of transitions) {
      if (!(rate > 0 && rate < Infinity)) throw new RangeError(`rate of ${from} to ${to}: ${rate}`);
      if (from === to) throw new RangeError(`${from} to itself`);
      const row = rates[index.get(from)!]!;
      row.set(index.get(to)!, (row.get(index.get(to)!) ?? 0) + rate);
    }
    this.states = states;
    this.rates = rates;
  }

  /**
   * Long-run share of time in each state of an irreducible chain. State elimination without subtraction: Grassmann, Taksar and
   * Heyman, Regenerative analysis and steady state distributions for Markov chains, Operations Research 33, 1985.
   */
  steadyState(): ReadonlyMap<string, number> {
    const count = this.states.length;
    const { rows, columns } = this.matrices();
    for (let last = count - 1; last > 0; last--) {
      const exits = rows[last]!;
      let sum = 0;
      for (const [to, rate] of exits) if (to < last) sum += rate;
      if (sum === 0) throw new RangeError(`${this.states[last]} is never left: no steady state`);
      for (const from of columns[last]!) {
        if (from >= last) continue;
        const factor = rows[from]!.get(last)! / sum;
        rows[from]!.set(last, factor);
        for (const [to, rate] of exits) if (to < last && to !== from) add(rows, columns, from, to, factor * rate);
      }
    }
    // What was eliminated last comes back first.
    const weights = new Float64Array(count);
    weights[0] = 1;
    let total = 1;
    for (let state = 1; state < count; state++) {
      for (const from of columns[state]!) if (from < state) weights[state]! += weights[from]! * rows[from]!.get(state)!;
      total += weights[state]!;
    }
    return new Map(this.states.map((state, at) => [state, weights[at]! / total]));
  }

  /** Mean time from a state until one of the targets is entered. Infinite when they may never be. */
  meanTimeTo(targets: readonly string[], start: string): number {
    const { rows, columns } = this.matrices();
    const goal = new Set(targets.map((state) => this.indexOf(state)));
    const first = this.indexOf(start);
    if (goal.has(first)) return 0;
    // Time spent in a state and in those eliminated into it, per exit.
    const spent = new Float64Array(this.states.length).fill(1);
    const gone = new Set<number>();
    for (let state = 0; state < this.states.length; state++) {
      if (state === first || goal.has(state)) continue;
      gone.add(state);
      const exits = [...rows[state]!].filter(([to]) => !gone.has(to));
      const sum = exits.reduce((total, [, rate]) => total + rate, 0);
      for (const from of columns[state]!) {
        if (gone.has(from) || goal.has(from)) continue;
        const rate = rows[from]!.get(state)!;
        if (sum === 0) return Infinity;
        spent[from]! += (rate * spent[state]!) / sum;
        for (const [to, exit] of exits) if (to !== from) add(rows, columns, from, to, (rate * exit) / sum);
      }
    }
    let out = 0;
    for (const [to, rate] of rows[first]!) if (goal.has(to)) out += rate;
    return out === 0 ? Infinity : spent[first]! / out;
  }

  /**
   * From a state until one of the targets is entered: which it is, with what probability, and the mean time in each other state. By the
   * steady state of the chain that begins again after a unit of time in a target.
   * @throws RangeError when it may be that none is ever entered
   */
  until(
    targets: readonly string[],
    start: string,
  ): { readonly entered: ReadonlyMap<string, number>; readonly times: ReadonlyMap<string, number> } {
    const goal = new Set(targets);
    const again: Transition[] = [];
    // The start first, and nothing that is not reached.
    const waiting = [start];
    const seen = new Set(waiting);
    for (let from = waiting.pop(); from !== undefined; from = waiting.pop()) {
      if (goal.has(from)) {
        again.push({ from, to: start, rate: 1 });
        continue;
      }
      for (const [to, rate] of this.rates[this.indexOf(from)]!) {
        const name = this.states[to]!;
        again.push({ from, to: name, rate });
        if (!seen.has(name)) waiting.push(name);
        seen.add(name);
      }
    }
    const shares = new MarkovChain(again).steadyState();
    const cycles = targets.reduce((sum, target) => sum + (shares.get(target) ?? 0), 0);
    const times = [...shares]
      .filter(([state]) => !goal.has(state))
      .map(([state, share]) => [state, share / cycles] as const);
    return {
      entered: new Map(targets.map((target) => [target, (shares.get(target) ?? 0) / cycles])),
      times: new Map(times),
    };
  }

  /** Mean time spent in each state within so much time. */
  timesWithin(time: number, start: string): ReadonlyMap<string, number> {
    const spent = timesWithin(this.rates, this.indexOf(start), time);
    return new Map(this.states.map((state, at) => [state, spent[at]!]));
  }

  /** Probability that one of the targets has been entered within so much time. */
  probabilityWithin(time: number, targets: readonly string[], start: string): number {
    const goal = new Set(targets.map((state) => this.indexOf(state)));
    const absorbing = this.rates.map((row, state) => (goal.has(state) ? new Map<number, number>() : row));
    const shares = distributionAt(absorbing, this.indexOf(start), time);
    let sum = 0;
    for (const state of goal) sum += shares[state]!;
    return sum;
  }

  /** Probability of each state after so much time. */
  at(time: number, start: string): ReadonlyMap<string, number> {
    const shares = distributionAt(this.rates, this.indexOf(start), time);
    return new Map(this.states.map((state, at) => [state, shares[at]!]));
  }

  private indexOf(state: string): number {
    const index = this.states.indexOf(state);
    if (index < 0) throw new RangeError(`no such state: ${state}`);
    return index;
  }

  private matrices(): Matrices {
    const rows = this.rates.map((row) => new Map(row));
    const columns = this.states.map(() => new Set<number>());
    for (const [from, row] of rows.entries()) for (const to of row.keys()) columns[to]!.add(from);
    return { rows, columns };
  }
}

/** Rates by row, and which rows have one in a column. */
interface Matrices {
  readonly rows: Map<number, number>[];
  readonly columns: Set<number>[];
}

function add(rows: Matrices['rows'], columns: Matrices['columns'], from: number, to: number, rate: number): void {
  rows[from]!.set(to, (rows[from]!.get(to) ?? 0) + rate);
  columns[to]!.add(from);
}

/** Uniformization: the state after a Poisson number of steps of a discrete chain. */
function distributionAt(rates: readonly ReadonlyMap<number, number>[], start: number, time: number): Float64Array {
  const { begin, pace, stays } = uniform(rates, start, time);
  if (pace === 0 || time === 0) return begin;
  return pace * time <= MOST_STEPS
    ? mixed(begin, poissonWeights(pace * time), (vector) => step(vector, rates, stays, pace))
    : squared(rates, stays, pace, start, time);
}

/** Uniformization: each step of the discrete chain lasts 1 / pace, as far as the time allows. */
function timesWithin(rates: readonly ReadonlyMap<number, number>[], start: number, time: number): Float64Array {
  const { begin, pace, stays } = uniform(rates, start, time);
  if (pace === 0 || time === 0) return begin.map((share) => share * time);
  const { first, weights } = poissonWeights(pace * time);
  // The probability of more steps than so many, added up from the far end.
  const more = new Float64Array(weights.length);
  for (let at = weights.length - 2; at >= 0; at--) more[at] = more[at + 1]! + weights[at + 1]!;
  const tails = {
    first: 0,
    weights: [...Array.from({ length: first }, () => 1 / pace), ...more.map((tail) => tail / pace)],
  };
  return mixed(begin, tails, (vector) => step(vector, rates, stays, pace));
}

/** The discrete chain that takes a Poisson number of steps. */
function uniform(rates: readonly ReadonlyMap<number, number>[], start: number, time: number) {
  if (!(time >= 0 && time < Infinity)) throw new RangeError(`not a time: ${time}`);
  const exits = rates.map((row) => [...row.values()].reduce((sum, rate) => sum + rate, 0));
  const pace = Math.max(...exits) * 1.01;
  const begin = new Float64Array(rates.length);
  begin[start] = 1;
  return { begin, pace, stays: exits.map((exit) => (pace - exit) / pace) };
}

/** One step of the discrete chain, to the left of its matrix. */
function step(
  vector: Float64Array,
  rates: readonly ReadonlyMap<number, number>[],
  stays: readonly number[],
  pace: number,
): Float64Array {
  const next = new Float64Array(vector.length);
  for (const [from, row] of rates.entries()) {
    const share = vector[from]!;
    if (share === 0) continue;
    next[from]! += share * stays[from]!;
    for (const [to, rate] of row) next[to]! += (share * rate) / pace;
  }
  return next;
}

/** Sum of a vector's successors, weighted. */
function mixed(
  begin: Float64Array,
  { first, weights }: Weights,
  advance: (vector: Float64Array) => Float64Array,
): Float64Array {
  const sum = new Float64Array(begin.length);
  let vector = begin;
  for (let count = 0; count < first + weights.length; count++) {
    const weight = weights[count - first];
    if (weight !== undefined) for (let at = 0; at < sum.length; at++) sum[at]! += weight * vector[at]!;
    vector = advance(vector);
  }
  return sum;
}

/** Many steps: the matrix of a short time, squared again and again. Its entries are sums of products of positive numbers. */
function squared(
  rates: readonly ReadonlyMap<number, number>[],
  stays: readonly number[],
  pace: number,
  start: number,
  time: number,
): Float64Array {
  let doublings = 0;
  let short = time;
  while (pace * short > 1) {
    short /= 2;
    doublings++;
  }
  const weights = poissonWeights(pace * short);
  const advance = (vector: Float64Array): Float64Array => step(vector, rates, stays, pace);
  let matrix = rates.map((_, state) => {
    const begin = new Float64Array(rates.length);
    begin[state] = 1;
    return mixed(begin, weights, advance);
  });
  for (let doubling = 0; doubling < doublings; doubling++) {
    const factor = matrix;
    matrix = factor.map((row) => {
      const product = new Float64Array(row.length);
      for (let via = 0; via < row.length; via++) {
        const share = row[via]!;
        if (share === 0) continue;
        const other = factor[via]!;
        for (let to = 0; to < product.length; to++) product[to]! += share * other[to]!;
      }
      return product;
    });
  }
  return matrix[start]!;
}

interface Weights {
  readonly first: number;
  readonly weights: readonly number[];
}

/** Poisson probabilities around their mode, from where they count. */
function poissonWeights(mean: number): Weights {
  const mode = Math.floor(mean);
  const below: number[] = [];
  for (let count = mode, weight = 1; count > 0; count--) {
    weight *= count / mean;
    if (weight < NEGLIGIBLE) break;
    below.push(weight);
  }
  const above: number[] = [1];
  for (let count = mode + 1, weight = 1; ; count++) {
    weight *= mean / count;
    if (weight < NEGLIGIBLE) break;
    above.push(weight);
  }
  const all = [...below.toReversed(), ...above];
  const total = all.reduce((sum, weight) => sum + weight, 0);
  return { first: mode - below.length, weights: all.map((weight) => weight / total) };
}
