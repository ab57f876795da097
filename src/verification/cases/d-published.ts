import { constant, exponential } from '../../distributions/index.ts';
import { Simulation } from '../../engine/index.ts';
import { MarkovChain, type Transition } from '../../statistics/markov-chain.ts';
import { type Case, computed, figure, printed } from '../case.ts';
import { explore, Walk } from '../chain.ts';
import { Ratio, Samples } from '../estimate.ts';

/** Nodes, those that fail at once, and disjoint triples that hold the copies of something. */
const NODES = 5000;
const FAILED = 50;
const TRIPLES = 1666;

/**
 * Ways to choose so many of the nodes without all of any triple: coefficients of (1 + 3x + 3x^2)^triples (1 + x)^rest, over all ways.
 */
function noTripleWhole(): number {
  let ways = new Float64Array(FAILED + 1);
  ways[0] = 1;
  // Divided by the growth of the number of all ways on the way, so that nothing overflows: scaled to probabilities at the end.
  let scale = 0;
  const times = (factor: readonly number[]): void => {
    const next = new Float64Array(FAILED + 1);
    for (let degree = 0; degree <= FAILED; degree++) {
      for (const [power, count] of factor.entries()) {
        if (power <= degree) next[degree]! += count * ways[degree - power]!;
      }
    }
    const largest = Math.max(...next);
    ways = next.map((value) => value / largest);
    scale += Math.log(largest);
  };
  for (let triple = 0; triple < TRIPLES; triple++) times([1, 3, 3]);
  for (let single = 3 * TRIPLES; single < NODES; single++) times([1, 1]);
  let all = 0;
  for (let index = 0; index < FAILED; index++) all += Math.log((NODES - index) / (index + 1));
  return Math.exp(Math.log(ways[FAILED]!) + scale - all);
}

/** Probability that the nodes of one triple are all among the failed. */
const oneTriple = ((FAILED / NODES) * ((FAILED - 1) / (NODES - 1)) * (FAILED - 2)) / (NODES - 2);

/** Share of power cuts that take all of some triple. */
function tripleLost(seed: string): Samples {
  const simulation = new Simulation({ seed });
  const stream = simulation.stream('power cut', 'nodes');
  const nodes = Int32Array.from({ length: NODES }, (_, node) => node);
  const hit = new Int32Array(NODES);
  const lost = new Samples();
  for (let cut = 1; cut <= 400_000; cut++) {
    let whole = false;
    hit.fill(0, 0, TRIPLES);
    for (let index = 0; index < FAILED; index++) {
      const other = index + Math.floor(stream.uniform() * (NODES - index));
      const node = nodes[other]!;
      nodes[other] = nodes[index]!;
      nodes[index] = node;
      const triple = Math.floor(node / 3);
      if (triple < TRIPLES && ++hit[triple]! === 3) whole = true;
    }
    lost.add(whole ? 1 : 0);
  }
  return lost;
}

const copysets: Case = {
  id: 'V24',
  title: 'copysets: fifty of 5000 nodes fail at once',
  source: 'A. Cidon et al., USENIX ATC 2013: 0.15 % and 99.99 %; inclusion and exclusion',
  simulate: (seed) => {
    const some = 1 - noTripleWhole();
    return [
      printed('a given triple is lost', '9.413647435e-7', oneTriple),
      printed('any of 1666 disjoint triples is lost', '0.0015672954', some),
      printed('any of ten million random triples is lost', '0.9999183976', -Math.expm1(1e7 * Math.log1p(-oneTriple))),
      figure('any of 1666 disjoint triples, simulated', 0.0015672954, tripleLost(`${seed} V24`), 0.05),
    ];
  },
};

/** Copies failing each at a rate, repaired one at a time: mean days until fewer than so many are left. */
function daysUntil(copies: number, needed: number, failure: number, repair: number): number {
  const transitions: Transition[] = [];
  const states = copies - needed + 1;
  for (let down = 0; down < states; down++) {
    transitions.push({ from: String(down), to: String(down + 1), rate: (copies - down) * failure });
    if (down > 0) transitions.push({ from: String(down), to: String(down - 1), rate: repair });
  }
  return new MarkovChain(transitions).meanTimeTo([String(states)], '0');
}

/** The same by the formula of the paper. */
function byFormula(copies: number, needed: number, failure: number, repair: number): number {
  let sum = 0;
  for (let k = 0; k <= copies - needed; k++) {
    for (let i = 0; i <= k; i++) {
      let term = 1;
      for (let index = 0; index < i; index++) term *= repair / failure;
      for (let index = 0; index <= i; index++) term /= copies - k + index;
      sum += term;
    }
  }
  return sum / failure;
}

const ford: Case = {
  id: 'V25',
  title: 'availability of replicated stripes, days',
  source: 'D. Ford et al., OSDI 2010, table 3 without correlation: 4.99e5 and 1.35e9; rates fitted to both',
  simulate: () => {
    const [failure, repair] = [8.1345e-3, 66.013];
    return [
      printed('two copies', '4.99e5', daysUntil(2, 1, failure, repair)),
      printed('three copies', '1.35e9', daysUntil(3, 1, failure, repair)),
      computed('two copies, by the formula', byFormula(2, 1, failure, repair), daysUntil(2, 1, failure, repair)),
      computed('three copies, by the formula', byFormula(3, 1, failure, repair), daysUntil(3, 1, failure, repair)),
    ];
  },
};

const azure: Case = {
  id: 'V26',
  title: 'three copies of Azure storage: years to loss',
  source: 'C. Huang et al., USENIX ATC 2012, table 1: 3.5e9; with a node life of 5 years, inferred',
  simulate: () => {
    const year = 365.25 * 86_400;
    const perYear = 1 / 5;
    // 399 nodes rebuild 16 TiB with a tenth of 1 Gib/s each; the last but one within 30 minutes.
    const [bits, bytes] = [1_073_741_824, 1_099_511_627_776];
    const first = ((399 * 0.1 * bits) / (16 * bytes * 8)) * year;
    const second = year / 1800;
    const chain = new MarkovChain([
      { from: '3', to: '2', rate: 3 * perYear },
      { from: '2', to: '1', rate: 2 * perYear },
      { from: '1', to: '0', rate: perYear },
      { from: '2', to: '3', rate: first },
      { from: '1', to: '2', rate: second },
    ]);
    return [printed('years to loss', '3.5e9', chain.meanTimeTo(['0'], '3'))];
  },
};

const deathChain: Case = {
  id: 'V59',
  title: 'mean time to absorption of a death chain',
  source: 'documentation of the queueing package of Octave: 78.333',
  simulate: (seed) => {
    const rates = [0.05, 0.04, 0.03];
    const explored = explore<number>({
      start: 0,
      key: String,
      moves: (at) => (at < rates.length ? [[rates[at]!, at + 1]] : []),
    });
    const times = new Samples();
    const walk = new Walk(`${seed} V59`, explored);
    for (let replication = 1; replication <= 50_000; replication++) {
      let end = 0;
      walk.run(replication, 1e6, (_, __, to, next) => {
        end = to;
        return next < rates.length;
      });
      times.add(end);
    }
    return [
      computed('time', 20 + 25 + 100 / 3, explored.chain.meanTimeTo(['3'], '0')),
      printed('time, as published', '78.333', explored.chain.meanTimeTo(['3'], '0')),
      figure('time, simulated', 20 + 25 + 100 / 3, times),
    ];
  },
};

/** Hours. */
const RACK = { life: 87_600, repair: [10, 24] } as const;
const NODE = { life: 2890.8, repair: 0.25 } as const;
const HOUR = 3_600_000;

/** Share of time in which a rack, or a node in it, is not available. */
function chunkUnavailable(seed: string): Ratio {
  const simulation = new Simulation({ seed });
  const downs = new Ratio();
  let down = 0;
  let downSince = 0;
  let downTicks = 0;
  const change = (by: number): void => {
    if (down === 0) downSince = simulation.now;
    down += by;
    if (down === 0) downTicks += simulation.now - downSince;
  };
  const part = (name: string, life: number, fixed: number, random: number) => {
    const [failures, repairs] = [simulation.stream(name, 'failure'), simulation.stream(name, 'repair')];
    const lifetime = exponential({ mean: life * HOUR });
    const repairTime = random > 0 ? exponential({ mean: random * HOUR }) : constant(0);
    const fails = simulation.timer(`${name} fails`, () => {
      change(1);
      back.after(fixed * HOUR + repairs.sample(repairTime));
    });
    const back = simulation.timer(`${name} is back`, () => {
      change(-1);
      fails.after(failures.sample(lifetime));
    });
    return () => fails.after(failures.sample(lifetime));
  };
  const begin = [part('rack', RACK.life, ...RACK.repair), part('node', NODE.life, NODE.repair, 0)];
  const batch = 5000 * RACK.life * HOUR;
  for (let replication = 1; replication <= 40; replication++) {
    simulation.reset(replication);
    down = 0;
    downTicks = 0;
    for (const start of begin) start();
    simulation.runUntil(batch);
    downs.add(downTicks + (down > 0 ? batch - downSince : 0), batch);
  }
  return downs;
}

const simEdc: Case = {
  id: 'V60',
  title: 'plausibility: one chunk under the defaults of SimEDC is not available',
  source: 'defaults of SimEDC; alternating renewal processes',
  simulate: (seed) => {
    const rack = 34 / (RACK.life + 34);
    const node = NODE.repair / (NODE.life + NODE.repair);
    const both = rack + node - rack * node;
    return [
      printed('share of time', '4.7442e-4', both),
      figure('share of time, simulated', both, chunkUnavailable(`${seed} V60`)),
    ];
  },
};

export const PUBLISHED: readonly Case[] = [copysets, ford, azure, deathChain, simEdc];
