import { Simulation } from '../../engine/index.ts';
import { type Case, figure, type Figure } from '../case.ts';
import { Ratio } from '../estimate.ts';
import { rate, UNIT } from './queue.ts';

const MACHINES = 8;
const REPAIRERS = 2;

function repairShop(seed: string): readonly Figure[] {
  const simulation = new Simulation({ seed });
  const lifetime = rate(0.01);
  const repairTime = rate(0.1);
  const waiting: (() => void)[] = [];
  let down = 0;
  let repairing = 0;
  let changed = 0;
  let start = 0;
  let [area, allUp, threeDown, busy] = [0, 0, 0, 0];
  const ratios = { down: new Ratio(), allUp: new Ratio(), threeDown: new Ratio(), busy: new Ratio() };
  const account = (): void => {
    const passed = simulation.now - changed;
    changed = simulation.now;
    area += down * passed;
    busy += repairing * passed;
    if (down === 0) allUp += passed;
    if (down >= 3) threeDown += passed;
  };
  const machines = Array.from({ length: MACHINES }, (_, index) => {
    const failures = simulation.stream(`machine-${index}`, 'failure');
    const repairs = simulation.stream(`machine-${index}`, 'repair');
    const beginRepair = (): void => {
      repairing++;
      repair.after(repairs.sample(repairTime));
    };
    const failure = simulation.timer(`machine ${index} fails`, () => {
      account();
      down++;
      if (repairing < REPAIRERS) beginRepair();
      else waiting.push(beginRepair);
    });
    const repair = simulation.timer(`machine ${index} repaired`, () => {
      account();
      down--;
      repairing--;
      waiting.shift()?.();
      failure.after(failures.sample(lifetime));
      if (down > 0) return;
      const length = simulation.now - start;
      start = simulation.now;
      ratios.down.add(area, length);
      ratios.allUp.add(allUp, length);
      ratios.threeDown.add(threeDown, length);
      ratios.busy.add(busy / REPAIRERS, length);
      [area, allUp, threeDown, busy] = [0, 0, 0, 0];
    });
    return { failure, failures };
  });
  simulation.reset(1);
  for (const { failure, failures } of machines) failure.after(failures.sample(lifetime));
  simulation.runUntil(8_000_000 * UNIT);
  return [
    figure('machines down', 0.785994441, ratios.down),
    figure('share of time with all up', 0.456642659, ratios.allUp),
    figure('share of time with three or more down', 0.05018327, ratios.threeDown, 0.015),
    figure('share of time a repairer works', 0.360700278, ratios.busy),
  ];
}

export const V31: Case = {
  id: 'V31',
  title: '8 machines, each failing at rate 0.01, and 2 repairers at rate 0.1',
  source: 'Markov chain (machine repair)',
  simulate: (seed) => repairShop(`${seed} V31`),
};
