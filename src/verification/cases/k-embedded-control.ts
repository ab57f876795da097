import { type Case, computed, figure, printed } from '../case.ts';
import { type ChainModel, explore, Walk } from '../chain.ts';
import { Samples } from '../estimate.ts';

/** Hours. */
const SECOND = 1 / 3600;
const DAY = 24;
const YEAR = 365 * DAY;
const MISSION = 12;
/** Cycles that may be skipped. */
const MOST_SKIPPED = 2;
const RUNS = 40_000;

/** A control system: sensors and actuators behind their processors, and a main processor that polls them. */
interface Control {
  /** Sensors that work, of three; two are needed. */
  readonly sensors: number;
  /** Actuators that work, of two; one is needed. */
  readonly actuators: number;
  /** Processors: 2 works, 1 has a transient fault, 0 is dead. */
  readonly input: number;
  readonly output: number;
  readonly main: boolean;
  readonly completed: boolean;
  readonly asksInput: boolean;
  readonly asksOutput: boolean;
  /** Cycles skipped in a row. */
  readonly skipped: number;
}

const inputWorks = ({ input, sensors }: Control): boolean => input === 2 && sensors >= 2;
const outputWorks = ({ output, actuators }: Control): boolean => output === 2 && actuators >= 1;

/** What a cycle, and a processor that is up again, do to the requests: from the old values. */
function cycle(state: Control): Control {
  const { asksInput, asksOutput, main, completed, skipped } = state;
  return {
    ...state,
    skipped: completed ? 0 : Math.min(skipped + 1, MOST_SKIPPED + 1),
    completed: asksInput && !asksOutput && main,
    asksInput: inputWorks(state) || (asksInput && (asksOutput || !main)),
    asksOutput: !outputWorks(state) && (asksOutput || (asksInput && main)),
  };
}

function inputBoots(state: Control): Control {
  const { asksOutput, main, completed } = state;
  return {
    ...state,
    input: 2,
    completed: completed || (main && !asksOutput),
    asksInput: true,
    asksOutput: !outputWorks(state) && (asksOutput || main),
  };
}

function outputBoots(state: Control): Control {
  const { asksInput, main, completed } = state;
  return {
    ...state,
    output: 2,
    completed: completed || (asksInput && main),
    asksInput: inputWorks(state) || (asksInput && !main),
    asksOutput: false,
  };
}

function moves(state: Control): readonly (readonly [number, Control])[] {
  const { sensors, actuators, input, output, main } = state;
  const [reads, writes] = [sensors >= 2, actuators >= 1];
  const possible: readonly (readonly [boolean, number, Control])[] = [
    [sensors > 1, sensors / (30 * DAY), { ...state, sensors: sensors - 1 }],
    [actuators > 0, actuators / (60 * DAY), { ...state, actuators: actuators - 1 }],
    [main, 1 / YEAR, { ...state, main: false }],
    [reads && input > 0, 1 / YEAR, { ...state, input: 0 }],
    [writes && output > 0, 1 / YEAR, { ...state, output: 0 }],
    [reads && input === 2, 1 / DAY, { ...state, input: 1 }],
    [writes && output === 2, 1 / DAY, { ...state, output: 1 }],
    [reads && input === 1, 1 / (30 * SECOND), inputBoots(state)],
    [writes && output === 1, 1 / (30 * SECOND), outputBoots(state)],
    [true, 1 / (60 * SECOND), cycle(state)],
  ];
  return possible.filter(([can]) => can).map(([, rate, next]) => [rate, next]);
}

const MODEL: ChainModel<Control> = {
  start: {
    sensors: 3,
    actuators: 2,
    input: 2,
    output: 2,
    main: true,
    completed: true,
    asksInput: true,
    asksOutput: false,
    skipped: 0,
  },
  key: (state) => Object.values(state).map(Number).join(' '),
  moves,
};

/** Why it is down. */
const CAUSES: Readonly<Record<string, (state: Control) => boolean>> = {
  sensors: ({ input, sensors }) => input === 2 && sensors < 2,
  actuators: ({ output, actuators }) => output === 2 && actuators < 1,
  'input and output': ({ skipped }) => skipped === MOST_SKIPPED + 1,
  'main processor': ({ main }) => !main,
};
const isDown = (state: Control): boolean => Object.values(CAUSES).some((of) => of(state));
const isInDanger = (state: Control): boolean => !isDown(state) && (state.input === 1 || state.output === 1);

export const EMBEDDED_CONTROL: Case = {
  id: 'V51',
  title: 'an embedded control system, 3478 states',
  source: 'PRISM embedded control (J. Muppala, G. Ciardo, K. Trivedi); figures of the QComp benchmark set',
  simulate: (seed) => {
    const explored = explore(MODEL);
    const { chain, states, names } = explored;
    const start = names[0]!;
    const namesOf = (of: (state: Control) => boolean): string[] => names.filter((_, index) => of(states[index]!));
    const down = namesOf(isDown);
    const danger = namesOf(isInDanger);
    const sum = (values: ReadonlyMap<string, number>, some: readonly string[]): number =>
      some.reduce((total, name) => total + (values.get(name) ?? 0), 0);
    const { entered, times } = chain.until(down, start);
    const first = (cause: string): number => sum(entered, namesOf(CAUSES[cause]!));
    const within = chain.timesWithin(MISSION, start);
    const up = namesOf((state) => !isDown(state) && !isInDanger(state));

    const fails = new Samples();
    const inDanger = new Samples();
    const walk = new Walk(`${seed} V51`, explored);
    const kinds = states.map((state) => (isDown(state) ? 2 : isInDanger(state) ? 1 : 0));
    for (let replication = 1; replication <= RUNS; replication++) {
      let hasFailed = false;
      let hours = 0;
      walk.run(replication, MISSION, (state, from, to) => {
        if (kinds[state] === 2) hasFailed = true;
        else if (kinds[state] === 1) hours += to - from;
        return true;
      });
      fails.add(hasFailed ? 1 : 0);
      inDanger.add(hours);
    }
    return [
      computed('states', 3478, states.length),
      printed('down first by sensors', '0.6213837037', first('sensors')),
      printed('down first by actuators', '0.0876781904', first('actuators')),
      printed('down first by input and output', '0.2425205828', first('input and output')),
      printed('down first by the main processor', '0.0484175232', first('main processor')),
      printed('hours up before it is down', '423.8443172811', sum(times, up)),
      printed('hours in danger before it is down', '0.2931856862', sum(times, danger)),
      printed('down within 12 h', '0.009035237302', chain.probabilityWithin(MISSION, down, start)),
      printed('hours down within 12 h', '0.02802901538', sum(within, down)),
      printed('hours in danger within 12 h', '0.008269622665', sum(within, danger)),
      printed('hours up within 12 h', '11.96370136', sum(within, up)),
      figure('down within 12 h, simulated', 0.009035237302, fails, 0.06),
      figure('hours in danger within 12 h, simulated', 0.008269622665, inDanger, 0.03),
    ];
  },
};
