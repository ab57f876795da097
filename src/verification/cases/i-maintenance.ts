import { exponential } from '../../distributions/index.ts';
import { Simulation } from '../../engine/index.ts';
import { isoInstant, parseInstant, weeklyInstants } from '../../units/calendar.ts';
import { DAY, HOUR, SECOND } from '../../units/duration.ts';
import { type Case, computed, figure, type Figure } from '../case.ts';
import { Samples } from '../estimate.ts';
import { historyOf } from '../history.ts';

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

/** Five weeks apart, as four are 28 days; at 02:00 in Berlin. */
const WINDOWS = [
  '2027-01-05T01:00:00Z',
  '2027-02-09T01:00:00Z',
  '2027-03-16T01:00:00Z',
  '2027-04-20T00:00:00Z',
  '2027-05-25T00:00:00Z',
  '2027-06-29T00:00:00Z',
  '2027-08-03T00:00:00Z',
  '2027-09-07T00:00:00Z',
  '2027-10-12T00:00:00Z',
  '2027-11-16T01:00:00Z',
  '2027-12-21T01:00:00Z',
].map((text) => parseInstant(text)!);
const NEW_YEAR = parseInstant('2027-01-01')!;
const NEXT_YEAR = parseInstant('2028-01-01')!;

/** Windows of a wall clock, each the first that opens 30 days after the last or later. */
function localWindows(timeZone: string): readonly Figure[] {
  const chosen: number[] = [];
  for (const opens of weeklyInstants({ timeZone, dayOfWeek: 2, hour: 2, minute: 0 }, NEW_YEAR, NEXT_YEAR)) {
    if (chosen.length === 0 || opens >= chosen.at(-1)! + THIRTY_DAYS) chosen.push(opens);
  }
  return hoursOf('Berlin clock', WINDOWS, chosen);
}

/** The service's windows are in UTC: 01:00 all year. A release is always out. */
function servedWindows(): readonly Figure[] {
  const { outages } = historyOf({
    start: '2027-01-01',
    horizon: '1y',
    properties: { maintenanceWindow: { customWindow: 'Enabled', dayOfWeek: 2, startHour: 1, startMinute: 0 } },
    override: {
      'maintenance.release.every': '1d',
      'maintenance.notice.duration': '0s',
      'maintenance.customDelay.duration': '0s',
      'maintenance.minGap.duration': '30d',
    },
  });
  const starts = Array.from(outages.columns.start.subarray(0, outages.count), (tick) => NEW_YEAR + tick);
  const exact = WINDOWS.map((window) => Math.floor((window - NEW_YEAR) / DAY) * DAY + NEW_YEAR + HOUR);
  return hoursOf('service', exact, starts);
}

const hoursOf = (by: string, exact: readonly number[], starts: readonly number[]): readonly Figure[] => [
  computed(`${by}: maintenances of 2027`, exact.length, starts.length),
  ...exact.map((start, index) =>
    computed(
      `${by}: hours of 2027 before that of ${isoInstant(start).slice(0, 10)}`,
      (start - NEW_YEAR) / HOUR,
      ((starts[index] ?? NaN) - NEW_YEAR) / HOUR,
    ),
  ),
];

export const V44: Case = {
  id: 'V44',
  title: 'maintenance in a weekly window, Tuesday at 02:00 in Berlin, at least 30 days apart',
  source: 'calendar, by hand',
  simulate: () => [...localWindows('Europe/Berlin'), ...servedWindows()],
  wrong: { 'local time taken for UTC': () => localWindows('UTC') },
};
