import { type Case, computed, figure } from '../case.ts';
import { type ChainModel, explore, type Explored, Walk } from '../chain.ts';
import { Ratio, Samples } from '../estimate.ts';

/** Two workstations and a file server: one workstation and the server are needed. */
interface Office {
  readonly workstations: number;
  readonly servers: number;
}
interface Rates {
  readonly workstation: number;
  readonly server: number;
}

/** Per hour. */
const REAL: Rates = { workstation: 1e-4, server: 5e-5 };
const STRESS: Rates = { workstation: 0.1, server: 0.05 };
const REPAIRS: Rates = { workstation: 1, server: 0.5 };

type Repair = 'independent' | 'shared' | 'none' | 'workstations, while the system works';

const isUp = ({ workstations, servers }: Office): boolean => workstations > 0 && servers > 0;

const office = (fails: Rates, repair: Repair): ChainModel<Office> => ({
  start: { workstations: 2, servers: 1 },
  key: ({ workstations, servers }) => `${workstations} ${servers}`,
  moves: (state) => {
    const { workstations, servers } = state;
    const failures = [
      [workstations * fails.workstation, { ...state, workstations: workstations - 1 }],
      [servers * fails.server, { ...state, servers: 0 }],
    ] as const;
    const [oneBack, serverBack] = [
      { ...state, workstations: workstations + 1 },
      { ...state, servers: 1 },
    ];
    switch (repair) {
      case 'none':
        return isUp(state) ? failures : [];
      case 'workstations, while the system works':
        return isUp(state) ? [...failures, [(2 - workstations) * REPAIRS.workstation, oneBack]] : [];
      case 'independent':
        return [
          ...failures,
          [(2 - workstations) * REPAIRS.workstation, oneBack],
          [(1 - servers) * REPAIRS.server, serverBack],
        ];
      case 'shared':
        // The server goes first.
        return servers === 0
          ? [...failures, [REPAIRS.server, serverBack]]
          : [...failures, [workstations < 2 ? REPAIRS.workstation : 0, oneBack]];
    }
  },
});

function unavailability({ chain, states, names }: Explored<Office>): number {
  const shares = chain.steadyState();
  return states.reduce((sum, state, index) => sum + (isUp(state) ? 0 : shares.get(names[index]!)!), 0);
}

/** Share of time down, in long histories after the start is forgotten. */
function simulated(seed: string, explored: Explored<Office>): Ratio {
  const walk = new Walk(seed, explored);
  const down = new Ratio();
  for (let replication = 1; replication <= 400; replication++) {
    let hours = 0;
    walk.run(replication, 10_100, (state, from, to) => {
      if (!isUp(explored.states[state]!)) hours += Math.max(0, to - Math.max(100, from));
      return true;
    });
    down.add(hours, 10_000);
  }
  return down;
}

/** Hours until the system fails, and whether that is after 1000. */
function lives(seed: string, explored: Explored<Office>): readonly [hours: Samples, survives: Samples] {
  const walk = new Walk(seed, explored);
  const hours = new Samples();
  const survives = new Samples();
  for (let replication = 1; replication <= 80_000; replication++) {
    let failed = 0;
    walk.run(replication, 1e9, (_, __, to, next) => {
      failed = to;
      return isUp(explored.states[next]!);
    });
    hours.add(failed);
    survives.add(failed > 1000 ? 1 : 0);
  }
  return [hours, survives];
}

export const OFFICE: Case = {
  id: 'V17',
  title: 'two workstations and a file server',
  source: 'shape of the SHARPE example (K. Trivedi), from memory; closed forms and Markov chains',
  simulate: (seed) => {
    const [together, shared] = [explore(office(STRESS, 'independent')), explore(office(STRESS, 'shared'))];
    const none = explore(office(REAL, 'none'));
    const until = ({ chain, states, names }: Explored<Office>): number =>
      chain.meanTimeTo(
        names.filter((_, index) => !isUp(states[index]!)),
        names[0]!,
      );
    const [hours, survives] = lives(`${seed} V17 3`, none);
    return [
      computed(
        'independent repair: unavailability',
        9.9999998e-5,
        unavailability(explore(office(REAL, 'independent'))),
      ),
      computed('one repairer: unavailability', 1.00010003e-4, unavailability(explore(office(REAL, 'shared')))),
      computed('no repair: hours', 9333.333333333, until(none)),
      computed(
        'workstations repaired: hours',
        19_992.005996,
        until(explore(office(REAL, 'workstations, while the system works'))),
      ),
      figure('no repair: hours, simulated', 9333.333333, hours),
      figure('no repair: works for 1000 h', 0.94261517, survives),
      figure('stress, independent repair: unavailability', 1 - 0.901577761, simulated(`${seed} V17 1`, together)),
      figure('stress, one repairer: unavailability', 1 - 0.89032427, simulated(`${seed} V17 2`, shared)),
    ];
  },
  wrong: {
    'serial for parallel repair': (seed) => [
      figure('unavailability', 1 - 0.901577761, simulated(seed, explore(office(STRESS, 'shared')))),
    ],
  },
};
