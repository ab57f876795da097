import { type Case, figure, printed } from '../case.ts';
import { type ChainModel, explore, Walk } from '../chain.ts';
import { Ratio, Samples } from '../estimate.ts';

/** Places in each of two queues in a row. */
const PLACES = 5;

/** The first server works in one or two phases, and waits while the second queue is full. */
interface Tandem {
  readonly first: number;
  readonly phase: 1 | 2;
  readonly second: number;
}

const TANDEM: ChainModel<Tandem> = {
  start: { first: 0, phase: 1, second: 0 },
  key: ({ first, phase, second }) => `${first} ${phase} ${second}`,
  moves: (state) => {
    const { first, phase, second } = state;
    const serves = first > 0;
    const passesOn = serves && second < PLACES;
    return [
      [first < PLACES ? 4 * PLACES : 0, { ...state, first: first + 1 }],
      [serves && phase === 1 ? 0.2 : 0, { ...state, phase: 2 }],
      [passesOn ? (phase === 1 ? 1.8 : 2) : 0, { first: first - 1, phase: 1, second: second + 1 }],
      [second > 0 ? 4 : 0, { ...state, second: second - 1 }],
    ];
  },
};

const SOON = 0.2;
const RUNS = 200_000;

export const TANDEM_QUEUE: Case = {
  id: 'V52',
  title: 'two queues in a row, the first server with two phases',
  source: 'PRISM tandem (H. Hermanns, J. Meyer-Kayser, M. Siegle); figures of the QComp benchmark set',
  simulate: (seed) => {
    const explored = explore(TANDEM);
    const { chain, states, names } = explored;
    const customers = ({ first, second }: Tandem): number => first + second;
    const mean = (shares: ReadonlyMap<string, number>): number =>
      states.reduce((sum, state, index) => sum + customers(state) * shares.get(names[index]!)!, 0);
    const namesOf = (of: (state: Tandem) => boolean): string[] => names.filter((_, index) => of(states[index]!));
    const full = namesOf(({ first }) => first === PLACES);
    const stuck = namesOf(({ first, phase, second }) => first === PLACES && phase === 2 && second === PLACES);

    const walk = new Walk(`${seed} V52`, explored);
    const present = new Ratio();
    for (let batch = 1; batch <= 100; batch++) {
      let area = 0;
      walk.run(batch, 2010, (state, from, to) => {
        // The start is forgotten by then.
        area += customers(states[state]!) * Math.max(0, to - Math.max(10, from));
        return true;
      });
      present.add(area, 2000);
    }
    const soon = new Samples();
    const fills = new Samples();
    for (let replication = 1; replication <= RUNS; replication++) {
      let hasFilled = false;
      walk.run(100 + replication, SOON, (state, _, __, next) => {
        if (states[state]!.first === PLACES) hasFilled = true;
        if (next < 0) soon.add(customers(states[state]!));
        return true;
      });
      fills.add(hasFilled ? 1 : 0);
    }
    return [
      printed('customers in the long run', '5.6792499600', mean(chain.steadyState())),
      printed('customers at 0.2', '3.576667592', mean(chain.at(SOON, names[0]!))),
      printed('first queue full by 0.2', '0.3352605619', chain.probabilityWithin(SOON, full, names[0]!)),
      printed('both full in phase 2 by 1000', '0.8437906963', chain.probabilityWithin(1000, stuck, names[0]!)),
      figure('customers in the long run, simulated', 5.67924996, present),
      figure('customers at 0.2, simulated', 3.576667592, soon),
      figure('first queue full by 0.2, simulated', 0.3352605619, fills),
    ];
  },
};

const STATIONS = [0, 1, 2] as const;

/** One server goes round three stations. */
interface Polling {
  readonly at: number;
  readonly serves: boolean;
  readonly waits: readonly boolean[];
}

const POLLING: ChainModel<Polling> = {
  start: { at: 0, serves: false, waits: STATIONS.map(() => false) },
  key: ({ at, serves, waits }) => `${at} ${serves} ${waits.join(' ')}`,
  moves: ({ at, serves, waits }) => {
    const next = (at + 1) % STATIONS.length;
    const filled = (station: number, value: boolean) => waits.map((old, index) => (index === station ? value : old));
    return [
      ...STATIONS.filter((station) => !waits[station]).map(
        (station) => [1 / STATIONS.length, { at, serves, waits: filled(station, true) }] as const,
      ),
      serves
        ? [1, { at: next, serves: false, waits: filled(at, false) }]
        : waits[at]
          ? [200, { at, serves: true, waits }]
          : [200, { at: next, serves: false, waits }],
    ];
  },
};

const TIME = 16;

export const POLLING_SERVER: Case = {
  id: 'V53',
  title: 'a server that polls three stations',
  source: 'PRISM polling (O. Ibe, K. Trivedi); figures of the QComp benchmark set',
  simulate: (seed) => {
    const explored = explore(POLLING);
    const { chain, states, names } = explored;
    const namesOf = (of: (state: Polling) => boolean): string[] => names.filter((_, index) => of(states[index]!));
    const sum = (values: ReadonlyMap<string, number>, some: readonly string[]): number =>
      some.reduce((total, name) => total + values.get(name)!, 0);
    const isWaiting = ({ at, serves, waits }: Polling): boolean => waits[0]! && !(serves && at === 0);
    const waiting = namesOf(isWaiting);
    const servesFirst = namesOf(({ at, serves }) => serves && at === 0);
    const servesSecond = namesOf(({ at, serves }) => serves && at === 1);
    const { entered } = chain.until([...servesFirst, ...servesSecond], names[0]!);
    const within = chain.timesWithin(TIME, names[0]!);

    const walk = new Walk(`${seed} V53`, explored);
    const served = new Samples();
    const waited = new Samples();
    const isFirst = new Samples();
    for (let replication = 1; replication <= 50_000; replication++) {
      let done = 0;
      let time = 0;
      let first = -1;
      walk.run(replication, TIME, (index, from, to, next) => {
        const state = states[index]!;
        if (isWaiting(state)) time += to - from;
        if (state.serves && first < 0 && state.at < 2) first = state.at;
        if (next >= 0 && state.serves && !states[next]!.serves && state.at === 0) done++;
        return true;
      });
      served.add(done);
      waited.add(time);
      if (first >= 0) isFirst.add(first === 0 ? 1 : 0);
    }
    return [
      printed('first station waits', '0.1308020366', sum(chain.steadyState(), waiting)),
      printed('first is served before second', '0.5214543254', sum(entered, servesFirst)),
      printed('served at the first by 16', '3.276710645', sum(within, servesFirst)),
      printed('waiting at the first by 16', '1.848871371', sum(within, waiting)),
      figure('served at the first by 16, simulated', 3.276710645, served),
      figure('waiting at the first by 16, simulated', 1.848871371, waited),
      figure('first is served before second, simulated', 0.5214543254, isFirst),
    ];
  },
};
