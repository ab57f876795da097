import { describe, expect, test } from 'vitest';
import type { HistoryOutage } from '../../../src/experiment/result.ts';
import { type TraceEvent, traceReplication } from '../../../src/experiment/trace.ts';
import { historyTimeline, type TracedHistory } from '../../../src/report/charts/history-timeline.ts';
import { DOWN, healthOf, incidentOf, WELL } from '../../../src/report/charts/incident.ts';
import { labelMarks } from '../../../src/report/charts/strip-labels.ts';
import { loadScenario } from '../../../src/scenario/load.ts';
import { COMPUTE_NODE } from '../../../src/service/compute-node.ts';
import { CONDITION_NAMES } from '../../../src/service/condition.ts';
import { FAILOVER } from '../../../src/service/failover.ts';
import { LIFECYCLE } from '../../../src/service/lifecycle.ts';
import { MAINTENANCE } from '../../../src/service/maintenance.ts';
import { MISTAKE } from '../../../src/service/mistake.ts';
import { PLACE } from '../../../src/service/place.ts';
import { RESTORE } from '../../../src/service/restore.ts';
import { STANDBY } from '../../../src/service/standby.ts';
import { STORAGE } from '../../../src/service/storage.ts';
import { isoInstant, parseInstant } from '../../../src/units/calendar.ts';
import { expectDrawn, readable } from './expect-drawn.ts';

const MACHINES = [COMPUTE_NODE, FAILOVER, LIFECYCLE, MAINTENANCE, MISTAKE, PLACE, RESTORE, STANDBY, STORAGE];

const event = (time: string, part: string, from: string | null, to: string | null, text: string | null = null) => ({
  at: parseInstant(time)! - parseInstant('2027-01-01')!,
  time,
  part,
  from,
  to,
  text,
});

const outage = (start: string, end: string, more: Partial<HistoryOutage> = {}): HistoryOutage => ({
  start,
  end,
  minutes: (parseInstant(end)! - parseInstant(start)!) / 60_000,
  cause: 'hostFailure',
  class: 'hardware',
  path: 'failover',
  enabled_by: null,
  planned: false,
  rto_seconds: (parseInstant(end)! - parseInstant(start)!) / 1000,
  rpo_seconds: 0,
  ...more,
});

/** A failover at midnight whose standby is back after half an hour, and a maintenance in May. */
const EVENTS: TraceEvent[] = [
  event('2027-01-01T00:00:00Z', 'maintenance', 'Idle', 'Scheduled'),
  event('2027-03-01T23:59:00Z', 'node-a', 'Running', 'Relocating'),
  event('2027-03-01T23:59:00Z', 'standby', 'Healthy', 'FailingOver'),
  event('2027-03-01T23:59:00Z', 'condition', 'Serving', 'Down', 'hostFailure'),
  event('2027-03-02T00:00:00.5Z', 'standby', 'FailingOver', 'RecreatingStandby'),
  event('2027-03-02T00:00:00.5Z', 'condition', 'Down', 'Down (clients reconnecting)', 'hostFailure'),
  event('2027-03-02T00:01:00Z', 'condition', 'Down (clients reconnecting)', 'Serving'),
  event('2027-03-02T00:09:00Z', 'node-a', 'Relocating', 'Running'),
  event('2027-03-02T00:30:00Z', 'standby', 'RecreatingStandby', 'Healthy'),
  event('2027-05-02T02:00:00Z', 'maintenance', 'Scheduled', 'InProgress'),
  event('2027-05-02T02:00:00Z', 'condition', 'Serving', 'Down', 'maintenance'),
  event('2027-05-02T02:01:00Z', 'maintenance', 'InProgress', 'Scheduled'),
  event('2027-05-02T02:01:00Z', 'condition', 'Down', 'Serving'),
];
const OUTAGES = [
  outage('2027-03-01T23:59:00Z', '2027-03-02T00:01:00Z', { rpo_seconds: 3 }),
  outage('2027-05-02T02:00:00Z', '2027-05-02T02:01:00Z', { cause: 'maintenance', class: 'maintenance', planned: true }),
];
const traced = (events: readonly TraceEvent[], history: readonly HistoryOutage[]): TracedHistory => ({
  replication: 1234,
  seed: '42',
  start: '2027-01-01T00:00:00Z',
  end: '2028-01-01T00:00:00Z',
  trace: { events, history, downtimeMinutes: history.reduce((sum, { minutes }) => sum + minutes, 0) },
});
const SAMPLE = traced(EVENTS, OUTAGES);

/** A year in the life of a server, simulated. */
function simulated(horizon: string, replication: number): TracedHistory {
  const text = `
server: {type: Microsoft.DBforPostgreSQL/flexibleServers, location: westeurope, sku: {name: Standard_D4ds_v5, tier: GeneralPurpose},
  properties: {version: '17', availabilityZone: '1', storage: {storageSizeGB: 512}, highAvailability: {mode: ZoneRedundant, standbyAvailabilityZone: '2'}}}
simulation: {start: 2027-01-01, horizon: ${horizon}}`;
  const { scenario, findings } = loadScenario({ name: 'a.yaml', text }, {});
  if (scenario === null) throw new Error(JSON.stringify(findings));
  return {
    replication,
    seed: scenario.simulation.seed,
    start: '2027-01-01T00:00:00Z',
    end: isoInstant(scenario.simulation.endMs),
    trace: traceReplication(scenario, replication),
  };
}

describe('the timeline of one history', () => {
  const chart = historyTimeline(SAMPLE);

  test('says how much was down, and what was longest', () => {
    expect(chart.title).toBe('2 outages, 3.00 minutes; the longest, a host failure, lasted 2m');
    expect(historyTimeline(traced(EVENTS, [OUTAGES[1]!])).title).toBe('One outage: a planned maintenance of 1m');
    expect(historyTimeline(traced([], [])).title).toBe('Nothing went down in this history');
  });

  test('tells the steps of the longest outage in words, until the standby is back', () => {
    expect(chart.description).toContain(
      'Step by step, number 1: 1 Mar 23:59:00 node-a: relocating for 10m; standby: failing over for 1m1s; ' +
        'clients: down, host failure, for 1m1s; 2 Mar 00:00:00 standby: recreating for 30m' +
        '; clients: reconnecting for 1m; 00:01:00 clients: serving; 00:09:00 node-a: running; 00:30:00 standby: healthy.',
    );
  });

  test('has every outage in its table', () => {
    expect(chart.table.rows).toEqual([
      ['1', '2027-03-01 23:59:00', '2027-03-02 00:01:00', '2m', 'host failure', 'unplanned', '2m', '3s'],
      ['2', '2027-05-02 02:00:00', '2027-05-02 02:01:00', '1m', 'planned maintenance', 'planned', '1m', '0s'],
    ]);
  });

  test('is drawn', async () => {
    expect(readable(await expectDrawn(chart))).toMatchSnapshot();
  });

  test('is drawn whole: a month, a year, three years, and nothing', async () => {
    const histories = [
      traced([], []),
      traced([], OUTAGES),
      traced(EVENTS, OUTAGES.slice(1)),
      simulated('1mo', 1),
      simulated('1y', 2),
      simulated('3y', 3),
    ];
    await Promise.all(histories.map((history) => expectDrawn(historyTimeline(history))));
  });
});

describe('an incident', () => {
  test('begins when the first part is not well and ends when all are, but stops at other outages', () => {
    expect(incidentOf(EVENTS, OUTAGES, OUTAGES[0]!, 30).events).toEqual(EVENTS.slice(1, 9));
    const early = event('2027-05-01T00:00:00Z', 'standby', 'Healthy', 'RecreatingStandby');
    const events = [...EVENTS.slice(0, 9), early, ...EVENTS.slice(9)];
    expect(incidentOf(events, OUTAGES, OUTAGES[1]!, 30).events).toEqual([early, ...EVENTS.slice(9)]);
    const never = events.filter(({ to }) => to !== 'Healthy');
    expect(incidentOf(never, OUTAGES, OUTAGES[0]!, 30).events.at(-1)).toBe(early);
  });

  test('leaves out what is furthest, then its midst, and says how much', () => {
    const near = incidentOf(EVENTS, OUTAGES, OUTAGES[0]!, 7);
    expect([near.events, near.omitted]).toEqual([EVENTS.slice(1, 8), 0]);
    const cut = incidentOf(EVENTS, OUTAGES, OUTAGES[0]!, 4);
    expect([cut.events, cut.omitted, cut.omittedBefore]).toEqual([
      [...EVENTS.slice(1, 3), ...EVENTS.slice(5, 7)],
      2,
      2,
    ]);
  });

  test('knows each state of each part', () => {
    const states = [...MACHINES.flatMap((machine): readonly string[] => machine.states), ...CONDITION_NAMES];
    expect([...WELL, ...DOWN].filter((state) => !states.includes(state))).toEqual([]);
    expect(states.filter((state) => healthOf(state) === 'impaired').toSorted()).toMatchInlineSnapshot(`
      [
        "AttachingSnapshot",
        "CreatingStandby",
        "Deciding",
        "Deciding",
        "Degraded(1)",
        "Degraded(2)",
        "Detecting",
        "FailingOver",
        "InProgress",
        "NotEnabled",
        "Promoting",
        "Provisioning",
        "RecreatingStandby",
        "Redirecting",
        "Replaying",
        "ReplayingWal",
        "ReplicatingData",
        "Restarting",
        "Restoring",
        "Starting",
        "Stopping",
        "Undetected",
        "Updating",
        "Updating",
      ]
    `);
  });
});

test('labels of a strip touch neither marks nor each other nor the edge; those without a place are left out', () => {
  const marks = Array.from({ length: 40 }, (_, index) => ({
    x: index * 6,
    y: 60 + (index % 3) * 5,
    text: String(index),
    lifts: 2,
  }));
  const taken = marks.map(({ x, y }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }));
  const labels = labelMarks(marks, taken, { width: 240, fontSize: 13 });
  expect(labels.length).toBeGreaterThan(15);
  expect(labels.length).toBeLessThan(40);
  expect(labels[0]!.mark).toBe(marks[0]);
  const boxes = labels.map(({ mark, x, y }) => {
    const half = 3.5 * mark.text.length;
    return { left: x - half, right: x + half, top: y - 6.5, bottom: y + 6.5 };
  });
  for (const [index, a] of boxes.entries()) {
    expect([a.left >= 0, a.right <= 240, a.top >= 0]).toEqual([true, true, true]);
    for (const b of [...boxes.slice(index + 1), ...taken]) {
      expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
    }
  }
});
