import { exponential } from '../../distributions/index.ts';
import { Simulation } from '../../engine/index.ts';
import { type Case, figure } from '../case.ts';
import { Ratio, Samples, scaled } from '../estimate.ts';
import { HOUR, YEAR } from './component.ts';

/** Hours. */
interface Mode {
  readonly mean: number;
  readonly repair: number;
}
const STRESS: readonly Mode[] = [
  { mean: 100, repair: 5 },
  { mean: 200, repair: 10 },
  { mean: 400, repair: 40 },
];
const REALISTIC: readonly Mode[] = [
  { mean: 8760 / 2, repair: 0.05 },
  { mean: 8760 / 0.5, repair: 1 },
  { mean: 8760 / 0.1, repair: 8 },
];

/** Share of time in which a mode is active, over cycles that begin when none is any more. */
function unavailability(seed: string, modes: readonly Mode[], clocksRest: boolean, cycles: number): Ratio {
  const simulation = new Simulation({ seed });
  const result = new Ratio();
  let done = 0;
  let active = 0;
  let cycleStart = 0;
  let downStart = 0;
  const clocks = modes.map((mode, index) => {
    const failures = simulation.stream(`mode-${index}`, 'failure');
    const repairs = simulation.stream(`mode-${index}`, 'repair');
    const timeToFailure = exponential({ mean: mode.mean * HOUR });
    const timeToRepair = exponential({ mean: mode.repair * HOUR });
    let left = Infinity;
    const failure = simulation.timer(`failure ${index}`, () => {
      left = Infinity;
      if (active++ === 0) downStart = simulation.now;
      if (clocksRest) for (const clock of clocks) clock.rest();
      repair.after(repairs.sample(timeToRepair));
    });
    const repair = simulation.timer(`repair ${index}`, () => {
      active--;
      if (active === 0) {
        result.add(simulation.now - downStart, simulation.now - cycleStart);
        cycleStart = simulation.now;
        done++;
      }
      if (clocksRest) for (const clock of clocks) clock.run();
      else run();
    });
    const run = (): void => {
      failure.after(left === Infinity ? failures.sample(timeToFailure) : left);
    };
    const rest = (): void => {
      if (failure.due !== Infinity) left = failure.due - simulation.now;
      failure.cancel();
    };
    const begin = (): void => {
      left = Infinity;
      run();
    };
    return { begin, run, rest };
  });
  for (let replication = 1; done < cycles; replication++) {
    simulation.reset(replication);
    active = 0;
    cycleStart = 0;
    for (const clock of clocks) clock.begin();
    simulation.runUntil(10_000 * YEAR);
  }
  return result;
}

const MINUTES = 525_600;
const CLOCKS_REST = 1 - 0.833333333;

const series: Case = {
  id: 'V04',
  title: 'three failure modes in series, with clocks that rest while the system is down, or go on',
  source: '1 / (1 + sum of rho); product of 1 / (1 + rho)',
  simulate: (seed) => [
    figure('clocks rest: unavailability', CLOCKS_REST, unavailability(`${seed} V04 1`, STRESS, true, 300_000)),
    figure('clocks go on: unavailability', 1 - 0.824572253, unavailability(`${seed} V04 2`, STRESS, false, 300_000)),
    figure(
      'realistic, clocks rest: minutes a year',
      83.986577488,
      scaled(unavailability(`${seed} V04 3`, REALISTIC, true, 900_000), MINUTES),
    ),
    figure(
      'realistic, clocks go on: minutes a year',
      83.990206496,
      scaled(unavailability(`${seed} V04 4`, REALISTIC, false, 900_000), MINUTES),
    ),
  ],
  wrong: {
    'a clock that runs during repair': (seed) => [
      figure('unavailability', CLOCKS_REST, unavailability(seed, STRESS, false, 300_000)),
    ],
  },
};

const UNIT = 1e9;
const LIVES = [1, 2, 0.5] as const;
/** By number of components: exact, and of 100,000 runs of AvailSim4 itself. */
const CONVERGENCE = [
  { exact: [0.632120559, 0.39346934, 0.864664717], published: [0.63013, 0.39196, 0.86527] },
  { exact: [0.864664717, 0.632120559, 0.981684361], published: [0.86316, 0.63064, 0.98191] },
  { exact: [0.950212932, 0.77686984, 0.997521248], published: [0.95039, 0.77644, 0.99728] },
  { exact: [0.981684361, 0.864664717, 0.999664537], published: [0.98176, 0.86445, 0.99963] },
  { exact: [0.993262053, 0.917915001, 0.9999546], published: [0.99335, 0.91651, 0.99995] },
] as const;
const RUNS = 100_000;

/** Share of missions of one unit in which a component fails. */
function anyFails(seed: string, count: number, life: number): Samples {
  const simulation = new Simulation({ seed });
  const lifetime = exponential({ mean: life * UNIT });
  let failed = 0;
  const parts = Array.from({ length: count }, (_, index) => ({
    failures: simulation.stream(`component-${index}`, 'failure'),
    failure: simulation.timer(`component-${index} fails`, () => failed++),
  }));
  const share = new Samples();
  for (let replication = 1; replication <= RUNS; replication++) {
    simulation.reset(replication);
    failed = 0;
    for (const { failure, failures } of parts) failure.after(failures.sample(lifetime));
    simulation.runUntil(UNIT);
    share.add(failed > 0 ? 1 : 0);
  }
  return share;
}

const availSim4: Case = {
  id: 'V08',
  title: 'components in series without repair, mission 1',
  source: '1 - exp(-N / MTTF); AvailSim4 convergence test, with the chance of its own 100,000 runs',
  simulate: (seed) =>
    CONVERGENCE.flatMap(({ exact, published }, index) =>
      LIVES.flatMap((life, column) => {
        const name = `${index + 1} of mean life ${life}`;
        const found = anyFails(`${seed} V08 ${name}`, index + 1, life);
        const value = exact[column]!;
        // Both carry the same chance; its figures have five digits, which 3.3 standard errors are to allow for.
        const both = Math.sqrt((2 * value * (1 - value)) / RUNS) + 5e-6 / 3.3;
        return [
          figure(name, value, found),
          figure(`${name}, published`, published[column]!, { mean: found.mean, standardError: both }, 0.01),
        ];
      }),
    ),
};

export const SERIES: readonly Case[] = [series, availSim4];
