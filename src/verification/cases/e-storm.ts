import { Simulation } from '../../engine/index.ts';
import { type Case, figure, type Figure } from '../case.ts';
import { Samples } from '../estimate.ts';
import { rate, UNIT } from './queue.ts';

function storm(seed: string): readonly Figure[] {
  const simulation = new Simulation({ seed });
  const arrivals = simulation.stream('clients', 'arrival');
  const services = simulation.stream('server', 'service');
  const [between, service] = [rate(50), rate(80)];
  let waiting = 0;
  let emptyAt = -1;
  const arrival = simulation.timer('connection arrives', () => {
    waiting++;
    arrival.after(arrivals.sample(between));
  });
  const served = simulation.timer('connection served', () => {
    if (--waiting > 0) served.after(services.sample(service));
    else {
      emptyAt = simulation.now;
      arrival.cancel();
    }
  });
  const times = new Samples();
  const squares = new Samples();
  for (let replication = 1; replication <= 600; replication++) {
    simulation.reset(replication);
    waiting = 3000;
    arrival.after(arrivals.sample(between));
    served.after(services.sample(service));
    simulation.runUntil(1000 * UNIT);
    times.add(emptyAt / UNIT);
    squares.add((emptyAt / UNIT - 100) * (emptyAt / UNIT - 100));
  }
  return [
    figure('time until none waits, s', 100, times),
    figure('variance of that time, s^2', 14.444444, squares, 0.08),
  ];
}

export const V32: Case = {
  id: 'V32',
  title: 'a storm of 3000 connections, drained at 80 a second while 50 come',
  source: 'closed form (first passage of M/M/1)',
  simulate: (seed) => storm(`${seed} V32`),
};
