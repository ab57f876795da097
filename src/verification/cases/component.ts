import type { Distribution } from '../../distributions/index.ts';
import { Simulation } from '../../engine/index.ts';
import { Ratio } from '../estimate.ts';

/** Ticks are milliseconds. */
export const SECOND = 1000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const YEAR = 8760 * HOUR;

/**
 * A component that fails and is repaired; the failure clock rests during the repair.
 * @param clockRests false is the mistake that cases must tell: the clock runs on
 */
export function component(seed: string, timeToFailure: Distribution, timeToRepair: Distribution, clockRests = true) {
  const simulation = new Simulation({ seed });
  const failures = simulation.stream('component', 'failure');
  const repairs = simulation.stream('component', 'repair');
  const state = { up: true, upSince: 0, downSince: 0, downTicks: 0, failures: 0 };
  /** Downtime over time, from repair to repair, of one long replication. */
  const cycles = new Ratio();
  const failure = simulation.timer('failure', () => {
    state.up = false;
    state.failures++;
    state.downSince = simulation.now;
    repair.after(repairs.sample(timeToRepair));
  });
  const repair = simulation.timer('repair', () => {
    state.up = true;
    const down = simulation.now - state.downSince;
    state.downTicks += down;
    cycles.add(down, simulation.now - state.upSince);
    state.upSince = simulation.now;
    const left = failures.sample(timeToFailure) - (clockRests ? 0 : down);
    failure.after(Math.max(0, left));
  });
  const begin = (replication: number): void => {
    simulation.reset(replication);
    Object.assign(state, { up: true, upSince: 0, downSince: 0, downTicks: 0, failures: 0 });
    failure.after(failures.sample(timeToFailure));
  };
  /** Downtime so far, the outage that is on included. */
  const downtime = (): number => state.downTicks + (state.up ? 0 : simulation.now - state.downSince);
  return { simulation, state, begin, downtime, cycles };
}
