import { exponential } from '../../distributions/index.ts';
import { Simulation } from '../../engine/index.ts';
import { type Case, figure, type Figure } from '../case.ts';
import { Ratio, Samples, scaled } from '../estimate.ts';

/** Ticks are milliseconds. */
const HOUR = 3_600_000;
const YEAR = 8760 * HOUR;

/** Two of three units are needed; failures go on while the system is down; cycles from all-up to all-up. */
function twoOfThree(seed: string, crews: number) {
  const simulation = new Simulation({ seed });
  const lifetime = exponential({ mean: 1000 * HOUR });
  const repairTime = exponential({ mean: 20 * HOUR });
  const unavailability = new Ratio();
  const failuresPerTick = new Ratio();
  const timeToFailure = new Samples();
  const waiting: (() => void)[] = [];
  let down = 0;
  let repairing = 0;
  let downSince = 0;
  let downTicks = 0;
  let systemFailures = 0;
  let cycleStart = 0;
  /** All-up instant from which the time to the first failure is measured; -1 while the system has failed since. */
  let freshSince = 0;
  const units = [0, 1, 2].map((index) => {
    const failures = simulation.stream(`unit-${index}`, 'failure');
    const repairs = simulation.stream(`unit-${index}`, 'repair');
    const beginRepair = (): void => {
      repairing++;
      repair.after(repairs.sample(repairTime));
    };
    const failure = simulation.timer(`unit ${index} fails`, () => {
      down++;
      if (down === 2) {
        downSince = simulation.now;
        systemFailures++;
        if (freshSince >= 0) timeToFailure.add((simulation.now - freshSince) / HOUR);
        freshSince = -1;
      }
      if (repairing < crews) beginRepair();
      else waiting.push(beginRepair);
    });
    const repair = simulation.timer(`unit ${index} repaired`, () => {
      if (down === 2) downTicks += simulation.now - downSince;
      down--;
      repairing--;
      waiting.shift()?.();
      failure.after(failures.sample(lifetime));
      if (down > 0) return;
      const length = simulation.now - cycleStart;
      unavailability.add(downTicks, length);
      failuresPerTick.add(systemFailures, length);
      downTicks = 0;
      systemFailures = 0;
      cycleStart = simulation.now;
      if (freshSince < 0) freshSince = simulation.now;
    });
    return { failure, failures };
  });
  simulation.reset(1);
  for (const { failure, failures } of units) failure.after(failures.sample(lifetime));
  simulation.runUntil(60_000 * YEAR);
  return { unavailability, perYear: scaled(failuresPerTick, YEAR), timeToFailure };
}

function figures(
  seed: string,
  crews: number,
  [availability, frequency]: readonly [number, number],
  simulated = crews,
): readonly Figure[] {
  const { unavailability, perYear, timeToFailure } = twoOfThree(seed, simulated);
  const by = crews === 1 ? 'one crew' : `${crews} crews`;
  return [
    figure(`${by}: unavailability`, 1 - availability, unavailability, 0.008),
    figure(`${by}: failures a year`, frequency, perYear),
    figure(`${by}: time to the first failure, hours`, 9166.666666667, timeToFailure),
  ];
}

/** Availability, and failures a year. */
const THREE_CREWS = [0.99886167462, 0.990569238] as const;

export const V16: Case = {
  id: 'V16',
  title: 'Two of three units, each failing every 1000 h and repaired in 20 h',
  source: 'closed form (k of n with repair)',
  simulate: (seed) => [
    ...figures(`${seed} V16 3`, 3, THREE_CREWS),
    ...figures(`${seed} V16 1`, 1, [0.997695887234, 0.989413129]),
  ],
  wrong: { 'serial for parallel repair': (seed) => figures(seed, 3, THREE_CREWS, 1) },
};
