import { HOUR } from '../../units/duration.ts';
import { monthBoundaries, parseInstant } from '../../units/calendar.ts';
import { type Case, computed, type Figure } from '../case.ts';
import { billedMonths, type Given } from '../history.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Hours of each month of a year, and of the year. */
const yearly = (what: string, exact: readonly number[], hours: readonly number[]): readonly Figure[] => [
  computed(`${what}: hours of the year`, sum(exact), sum(hours)),
  ...exact.map((value, month) => computed(`${what}: hours of ${MONTHS[month]}`, value, hours[month] ?? NaN)),
];

const OFFICE_HOURS = [210, 200, 230, 220, 210, 220, 220, 220, 220, 210, 220, 230];

const officeHours = (running: string): readonly Figure[] => {
  const rest = { schedule: { timeZone: 'Europe/Berlin', running: [running] } };
  return yearly('billed', OFFICE_HOURS, billedMonths({ start: '2027-01-01', horizon: '1y', rest }).computeHours);
};

const V45: Case = {
  id: 'V45',
  title: 'a server that runs Mon-Fri 08:00-18:00 in Berlin, in 2027',
  source: 'calendar, by a scan of wall-clock times',
  simulate: () => officeHours('Mon-Fri 08:00-18:00'),
  wrong: { 'running on Saturdays': () => officeHours('Mon-Sat 08:00-18:00') },
};

/** A year, a month that is an hour short and one that is an hour long, from local midnight on; and the nights that make them so. */
const NIGHTS = [
  { name: '2028', start: '2028-01-01', hours: 8784, running: 7320 },
  { name: 'March', start: '2028-03-01T05:00Z', hours: 743, running: 620 },
  { name: 'November', start: '2028-11-01T04:00Z', hours: 721, running: 600 },
  { name: 'night of 12 March', start: '2028-03-12T06:00Z', hours: 3, running: 0 },
  { name: 'night of 5 November', start: '2028-11-05T05:00Z', hours: 5, running: 0 },
];

const nights = (timeZone: string): readonly Figure[] =>
  NIGHTS.flatMap(({ name, start, hours, running }) => {
    const span = { start, horizon: `${hours}h` };
    const rest = { schedule: { timeZone, running: ['daily 05:00-01:00'] } };
    const all = sum(billedMonths(span).computeHours);
    const billed = sum(billedMonths({ ...span, rest }).computeHours);
    return [
      computed(`${name}: hours`, hours, all),
      computed(`${name}: billed hours`, running, billed),
      computed(`${name}: hours stopped`, hours - running, all - billed),
    ];
  });

const V46: Case = {
  id: 'V46',
  title: 'a server stopped daily 01:00-05:00 in New York, in 2028 and in the months in which clocks change',
  source: 'calendar, by a scan of wall-clock times',
  simulate: () => nights('America/New_York'),
  wrong: { 'local time taken for UTC': () => nights('UTC') },
};

const stopped = (override: Readonly<Record<string, unknown>>): readonly Figure[] => {
  const operations = [
    { at: '2027-07-02T18:00Z', do: 'stop' },
    { at: '2027-07-19T08:00Z', do: 'start' },
  ];
  const { computeHours } = billedMonths({ start: '2027-07-01', horizon: '31d', override, rest: { operations } });
  // 42 h until the stop, 534 h from the seventh day after it on.
  return [computed('billed hours of July', 42 + 534, sum(computeHours))];
};

const V47: Case = {
  id: 'V47',
  title: 'a server stopped from 2 to 19 July 2027, which starts itself after 7 days and stays up',
  source: 'calendar, by hand',
  simulate: () => stopped({}),
  wrong: { 'a stop that lasts': () => stopped({ 'lifecycle.autoStart.duration': '1y' }) },
};

const BERLIN_2027 = [744, 672, 743, 720, 744, 720, 744, 744, 720, 745, 720, 744];
const UTC_2027 = [744, 672, 744, 720, 744, 720, 744, 744, 720, 744, 720, 744];
const UTC_2028 = UTC_2027.with(1, 696);

function localMonths(): readonly number[] {
  const [start, end] = ['2027-01-01T00:00+01:00', '2028-01-01T00:00+01:00'].map((text) => parseInstant(text)!);
  const { starts } = monthBoundaries(start!, end!, 'Europe/Berlin');
  return starts.map((from, month) => ((starts[month + 1] ?? end!) - from) / HOUR);
}

const V48: Case = {
  id: 'V48',
  title: 'hours of months, with leap days and changes of the clock: never 730',
  source: 'calendar, by hand',
  simulate: () => [
    ...yearly('Berlin 2027', BERLIN_2027, localMonths()),
    ...yearly('billed 2027', UTC_2027, billedMonths({ start: '2027-01-01', horizon: '1y' }).computeHours),
    ...yearly('billed 2028', UTC_2028, billedMonths({ start: '2028-01-01', horizon: '1y' }).computeHours),
  ],
};

const BACKUPS = [
  { retentionDays: 7, geo: false, steady: 49, first: 41.1 },
  { retentionDays: 35, geo: false, steady: 469, first: 179.1 },
  { retentionDays: 7, geo: true, steady: 354, first: 333 },
];

/** 200 GiB of data of which 15 GiB change in a day. */
const backedUp = (provisionedGib: number, retentionDays: number, geo: boolean) => ({
  properties: {
    storage: { storageSizeGB: provisionedGib },
    backup: { backupRetentionDays: retentionDays, geoRedundantBackup: geo ? 'Enabled' : 'Disabled' },
  },
  rest: { workload: { data: { initialGB: 200, changeGBPerDay: 15 }, wal: { GBPerHour: 0 } } },
});

/** April, for a server that a restore creates as it begins: its backups start with nothing. */
function restoredForApril(provisionedGib: number, retentionDays: number, geo: boolean): Given {
  const { properties, rest } = backedUp(provisionedGib, retentionDays, geo);
  return {
    start: '2027-03-31',
    horizon: '31d',
    properties,
    override: {
      'people.detect.operator.duration': '10m',
      'people.decide.operator.duration': '20m',
      'restore.success.probability': 1,
    },
    rest: { ...rest, faults: [{ at: '2027-03-31T23:30Z', type: 'mistake' }] },
  };
}

const backups = (provisionedGib: number): readonly Figure[] =>
  BACKUPS.flatMap(({ retentionDays, geo, steady, first }) => {
    const what = `${retentionDays} days kept${geo ? ', geo-redundant' : ''}`;
    const april = { start: '2027-04-01', horizon: '30d', ...backedUp(provisionedGib, retentionDays, geo) };
    return [
      computed(`${what}: GiB-months, steady`, steady, billedMonths(april).backup[0]!),
      computed(
        `${what}: GiB-months, first month`,
        first,
        billedMonths(restoredForApril(provisionedGib, retentionDays, geo)).backup[1]!,
      ),
    ];
  });

const V49: Case = {
  id: 'V49',
  title: 'backups of 200 GiB and 15 GiB more for each day kept, of which the 256 GiB provisioned are free',
  source: 'sums over the days, by hand',
  simulate: () => backups(256),
  wrong: { 'another free part': () => backups(512) },
};

export const COST: readonly Case[] = [V45, V46, V47, V48, V49];
