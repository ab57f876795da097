import { Simulation } from '../../engine/index.ts';
import { type Case, figure, type Figure } from '../case.ts';
import { Ratio } from '../estimate.ts';
import { rate, UNIT } from './queue.ts';

/** Customers per unit of time from outside, all to the first station. */
const BETWEEN_ARRIVALS = rate(1);
const STATIONS = [
  { speed: 2, reached: 1.19047619, holds: 1.470588235 },
  { speed: 1.2, reached: 0.714285714, holds: 1.470588235 },
  { speed: 1, reached: 0.476190476, holds: 0.909090909 },
];

/** One server a station; from 1 to 2 (60 %) or 3, from 2 back to 1 (20 %) or out, from 3 back to 1 (10 %) or out. */
function network(seed: string): readonly Figure[] {
  const simulation = new Simulation({ seed });
  const source = simulation.stream('source', 'arrival');
  const routes = simulation.stream('network', 'route');
  const counts = [0, 0, 0];
  const areas = [0, 0, 0];
  const visits = [0, 0, 0];
  const numbers = [new Ratio(), new Ratio(), new Ratio()];
  const arrivalRates = [new Ratio(), new Ratio(), new Ratio()];
  const timeInNetwork = new Ratio();
  let entered = 0;
  let changed = 0;
  let start = 0;
  const account = (): void => {
    const passed = (simulation.now - changed) / UNIT;
    changed = simulation.now;
    for (let station = 0; station < 3; station++) areas[station]! += counts[station]! * passed;
  };
  const enter = (station: number): void => {
    visits[station]!++;
    if (counts[station]!++ === 0) stations[station]!.serve();
  };
  const route = (station: number): void => {
    const u = routes.uniform();
    if (station === 0) enter(u < 0.6 ? 1 : 2);
    else if (station === 1 && u < 0.2) enter(0);
    else if (station === 2 && u < 0.1) enter(0);
  };
  const stations = STATIONS.map(({ speed }, station) => {
    const durations = simulation.stream(`station-${station + 1}`, 'service');
    const service = rate(speed);
    const serve = (): void => done.after(durations.sample(service));
    const done = simulation.timer(`station ${station + 1} done`, () => {
      account();
      if (--counts[station]! > 0) serve();
      route(station);
    });
    return { serve };
  });
  const arrival = simulation.timer('arrival', () => {
    account();
    if (counts.every((count) => count === 0) && entered > 0) {
      const length = (simulation.now - start) / UNIT;
      for (let station = 0; station < 3; station++) {
        numbers[station]!.add(areas[station]!, length);
        arrivalRates[station]!.add(visits[station]!, length);
      }
      // Little's law within a cycle: all that entered have left.
      timeInNetwork.add(areas[0]! + areas[1]! + areas[2]!, entered);
      areas.fill(0);
      visits.fill(0);
      entered = 0;
      start = simulation.now;
    }
    entered++;
    enter(0);
    arrival.after(source.sample(BETWEEN_ARRIVALS));
  });
  simulation.reset(1);
  arrival.after(source.sample(BETWEEN_ARRIVALS));
  simulation.runUntil(2_500_000 * UNIT);
  return [
    ...STATIONS.flatMap(({ reached, holds }, station) => [
      figure(`station ${station + 1}: arrivals per unit of time`, reached, arrivalRates[station]!),
      figure(`station ${station + 1}: customers`, holds, numbers[station]!),
    ]),
    figure('time in the network', 3.85026738, timeInNetwork),
  ];
}

export const V30: Case = {
  id: 'V30',
  title: 'a network of three queues whose customers come back',
  source: 'closed form (Jackson)',
  simulate: (seed) => network(`${seed} V30`),
};
