import { exponential } from '../../distributions/index.ts';
import { Simulation } from '../../engine/index.ts';
import { DAY, SECOND } from '../../units/duration.ts';
import { type Case, figure, type Figure } from '../case.ts';
import { Samples } from '../estimate.ts';

const THIRTY_DAYS = 30 * DAY;

function maintainedMonth(seed: string): readonly Figure[] {
  const simulation = new Simulation({ seed });
  const gaps = simulation.stream('server', 'outage');
  const start = simulation.stream('maintenance', 'start');
  const betweenOutages = exponential({ mean: (365 * DAY) / 6 });
  let down = 0;
  const outage = simulation.timer('outage', () => {
    down += 120 * SECOND;
    outage.after(gaps.sample(betweenOutages));
  });
  const maintenance = simulation.timer('maintenance', () => {
    down += 45 * SECOND;
  });
  const seconds = new Samples();
  const missed = new Samples();
  for (let month = 1; month <= 400_000; month++) {
    simulation.reset(month);
    down = 0;
    outage.after(gaps.sample(betweenOutages));
    maintenance.at(Math.floor(start.uniform() * THIRTY_DAYS));
    simulation.runUntil(THIRTY_DAYS);
    seconds.add(down / SECOND);
    missed.add(down > THIRTY_DAYS * 1e-4 ? 1 : 0);
  }
  return [
    figure('downtime of a month, s', 45 + (120 * 6 * 30) / 365, seconds),
    figure('share of months that miss 99.99 %: two outages or more', 0.088134013, missed, 0.01),
  ];
}

export const V43: Case = {
  id: 'V43',
  title: '45 s of maintenance in a month of 30 days and, at 6 a year, outages of 120 s',
  source: 'closed form (Poisson)',
  simulate: (seed) => maintainedMonth(`${seed} V43`),
};
