import { type Case, computed, figure, printed } from '../case.ts';
import { type ChainModel, explore, Walk } from '../chain.ts';
import { Samples } from '../estimate.ts';

/** Workstations per side. */
const SIDE = 2;

type Part = 'left' | 'right' | 'leftSwitch' | 'rightSwitch' | 'backbone';

interface Cluster {
  readonly left: number;
  readonly right: number;
  readonly leftSwitch: number;
  readonly rightSwitch: number;
  readonly backbone: number;
  /** What the one repair unit works on. */
  readonly repairing: Part | null;
}

const FULL: Readonly<Record<Part, number>> = { left: SIDE, right: SIDE, leftSwitch: 1, rightSwitch: 1, backbone: 1 };
const PARTS = Object.keys(FULL) as readonly Part[];
/** Per hour. */
const FAILS: Readonly<Record<Part, number>> = {
  left: 1 / 500,
  right: 1 / 500,
  leftSwitch: 1 / 4000,
  rightSwitch: 1 / 4000,
  backbone: 1 / 5000,
};
const REPAIRS: Readonly<Record<Part, number>> = {
  left: 2,
  right: 2,
  leftSwitch: 0.25,
  rightSwitch: 0.25,
  backbone: 0.125,
};
const STARTS = 10;

const MODEL: ChainModel<Cluster> = {
  start: { ...FULL, repairing: null },
  key: (state) => `${PARTS.map((part) => state[part]).join('')} ${state.repairing ?? ''}`,
  moves: (state) => [
    ...PARTS.map((part) => [state[part] * FAILS[part], { ...state, [part]: state[part] - 1 }] as const),
    ...(state.repairing === null
      ? PARTS.filter((part) => state[part] < FULL[part]).map((part) => [STARTS, { ...state, repairing: part }] as const)
      : [
          [
            REPAIRS[state.repairing],
            { ...state, [state.repairing]: state[state.repairing] + 1, repairing: null },
          ] as const,
        ]),
  ],
};

/** So many workstations are connected with each other. */
const connected = ({ left, right, leftSwitch, rightSwitch, backbone }: Cluster, count: number): boolean =>
  (left >= count && leftSwitch === 1) ||
  (right >= count && rightSwitch === 1) ||
  (left + right >= count && leftSwitch === 1 && rightSwitch === 1 && backbone === 1);
const MINIMUM = Math.floor((3 * SIDE) / 4);

const HOURS = 2000;
const RUNS = 20_000;
const SHORT_RUNS = 300_000;

export const WORKSTATIONS: Case = {
  id: 'V50',
  title: 'a cluster of workstations with one repair unit, 276 states',
  source: 'PRISM workstation cluster (B. Haverkort, H. Hermanns, J.-P. Katoen); figures of the QComp benchmark set',
  simulate: (seed) => {
    const explored = explore(MODEL);
    const { chain, states, names } = explored;
    const start = names[0]!;
    const below = states.map((state) => !connected(state, MINIMUM));
    const namesBelow = names.filter((_, index) => below[index]);
    const steady = chain.steadyState();
    const times = chain.timesWithin(HOURS, start);
    const sum = (of: (state: Cluster, name: string) => number): number =>
      states.reduce((total, state, index) => total + of(state, names[index]!), 0);
    const at20 = chain.at(20, start);
    const share = ({ left, right }: Cluster): number => (100 * (left + right)) / (2 * SIDE);

    const repairs = new Samples();
    const walk = new Walk(`${seed} V50`, explored);
    for (let replication = 1; replication <= RUNS; replication++) {
      let done = 0;
      walk.run(replication, HOURS, (state, _, __, next) => {
        if (next >= 0 && states[state]!.repairing !== null && states[next]!.repairing === null) done++;
        return true;
      });
      repairs.add(done);
    }
    const missing = new Samples();
    for (let replication = 1; replication <= SHORT_RUNS; replication++) {
      walk.run(RUNS + replication, 20, (state, _, __, next) => {
        if (next < 0) missing.add(100 - share(states[state]!));
        return true;
      });
    }
    return [
      computed('states', 276, states.length),
      computed(
        'premium in the long run',
        0.9999615335623628,
        sum((state, name) => (connected(state, SIDE) ? steady.get(name)! : 0)),
      ),
      printed(
        'hours below minimum within 2000 h',
        '0.004659192406',
        sum((state, name) => (connected(state, MINIMUM) ? 0 : times.get(name)!)),
      ),
      printed('below minimum within 2000 h', '0.001158395575', chain.probabilityWithin(HOURS, namesBelow, start)),
      printed(
        'below minimum at 20 h',
        '2.201599927e-6',
        sum((_, name) => (namesBelow.includes(name) ? at20.get(name)! : 0)),
      ),
      printed(
        'percent operational at 20 h',
        '99.87643558',
        sum((state, name) => share(state) * at20.get(name)!),
      ),
      printed(
        'repairs within 2000 h',
        '17.36977828',
        sum(({ repairing }, name) => (repairing === null ? 0 : times.get(name)! * REPAIRS[repairing])),
      ),
      figure('percent not operational at 20 h, simulated', 100 - 99.87643558, missing, 0.03),
      figure('repairs within 2000 h, simulated', 17.36977828, repairs),
    ];
  },
};
