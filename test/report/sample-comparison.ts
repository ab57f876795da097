import type { Comparison, DifferenceResult, MetricDifference, VariantResult } from '../../src/experiment/comparison.ts';
import type { CauseResult, Interval } from '../../src/experiment/result.ts';
import type { SimulatedCell, Sweep } from '../../src/experiment/sweep-result.ts';
import { SAMPLE } from './sample-result.ts';

const interval = (low: number, high: number): Interval => ({ level: 0.95, low, high, method: 'student-t' });
const around = (mean: number, by = 0.1): Interval => interval(mean * (1 - by), mean * (1 + by));

const cause = (name: string, disruptionClass: string, mean: number, planned = false): CauseResult => ({
  cause: name,
  class: disruptionClass,
  planned,
  downtime_minutes: { mean, interval: around(mean) },
  events: 100,
  events_per_year: 0.05,
  share: 0.1,
});

/** A variant of a bill, and so many minutes of maintenance, hardware failures and zone outages. */
export function variant(name: string, bill: number, minutes: readonly [number, number, number]): VariantResult {
  const [maintenance, hardware, zone] = minutes;
  const downtime = maintenance + hardware + zone;
  const { server, metrics, durability } = SAMPLE;
  const { histogram: _, ...metric } = metrics['downtime_minutes']!;
  const causes = [
    cause('zoneOutage', 'zone', zone),
    cause('hostFailure', 'hardware', hardware),
    cause('maintenance', 'maintenance', maintenance, true),
  ];
  return {
    name,
    scenario: 'orders.yaml',
    variant: name,
    server,
    cost: { per_month: String(bill / 12), total: String(bill), outage_cost: '0', sla_credit: '0', tco: String(bill) },
    metrics: {
      downtime_minutes: { ...metric, mean: downtime, interval: around(downtime) },
      cost_total: { ...metric, unit: 'currency', mean: bill, interval: around(bill, 0.001) },
    },
    causes: causes.filter(({ downtime_minutes: { mean } }) => mean > 0),
    recovery: [],
    annual_loss_probability: durability.annual_loss_probability,
    rare: durability.rare!,
    verdict: 'none',
    targets: [],
    thresholds: [],
    dominated_by: [],
  };
}

const chance = { share: 0.5, interval: interval(0.4, 0.6) };

export const differenceOf = (mean: number, low: number, high: number): MetricDifference => ({
  unit: 'minutes',
  mean,
  interval: interval(low, high),
  unpaired_interval: interval(2 * low, 2 * high),
  narrower: 2,
  less: chance,
  equal: chance,
  greater: chance,
  differ: mean === 0 ? 0 : 1000,
  largest_share: 0.01,
});

export const difference = (name: string, downtime: MetricDifference, cost: MetricDifference): DifferenceResult => ({
  variant: name,
  metrics: { downtime_minutes: downtime, cost_total: cost },
  price: { kind: 'avoided', cost: 'more', downtime: 'less', per_minute: 100, interval: interval(90, 110) },
});

/** Made by hand: a standby avoids 30 of 50 minutes, 20 of them in zone outages, for 3,000 USD more. */
export const COMPARISON: Comparison = {
  formatVersion: '1.0',
  kind: 'Comparison',
  tool: SAMPLE.tool,
  inputs: {
    scenarios: [{ scenario: 'orders.yaml', text: 'server: {}\n', sha256: '0'.repeat(64) }],
    set: [],
    horizon: null,
    seed: '42',
    replications: 2000,
    block_size: 1000,
    start: '2027-01-01T00:00:00Z',
    end: '2028-01-01T00:00:00Z',
    hours: 8760,
    price_set: 'retail-2026-08',
  },
  currency: 'USD',
  reference: 'base',
  variants: [
    variant('base', 4000, [20, 8, 22]),
    variant('standby', 7000, [12, 6, 2]),
    { ...variant('larger', 8000, [20, 8, 22]), dominated_by: ['base'] },
  ],
  differences: [
    difference('standby', differenceOf(-30, -34, -26), differenceOf(3000, 2999, 3001)),
    difference('larger', differenceOf(0, 0, 0), differenceOf(4000, 4000, 4000)),
  ],
  best: {
    cheapest: { variant: 'base', or: [] },
    least_downtime: { variant: 'standby', or: [] },
    lowest_tco: { variant: 'base', or: [] },
    price: { kind: 'avoided', cost: 'more', downtime: 'less', per_minute: 100, interval: interval(90, 110) },
  },
  front: [
    { variant: 'base', price: null },
    { variant: 'standby', price: null },
  ],
  warnings: [],
};

function cell(number: number, mode: string, bill: number, downtime: number, onFront: boolean): SimulatedCell {
  const metric = (mean: number, by: number) => ({
    unit: '',
    mean,
    interval: around(mean, by),
    p50: mean,
    p95: mean,
    events: 2000,
  });
  return {
    status: 'simulated',
    cell: number,
    values: { 'server.properties.highAvailability.mode': mode, 'server.properties.backup.backupRetentionDays': 7 },
    set: [],
    fingerprint: '0'.repeat(16),
    server: SAMPLE.server,
    verdict: 'none',
    metrics: { downtime_minutes: metric(downtime, 0.2), cost_total: metric(bill, 0.001) },
    targets: [],
    thresholds: [],
    warnings: [],
    on_front: onFront,
    indistinct_from: null,
  };
}

/** Four cells, one of them refused. */
export const SWEEP: Sweep = {
  formatVersion: '1.0',
  kind: 'Sweep',
  tool: SAMPLE.tool,
  inputs: { ...SAMPLE.inputs, vary: [] },
  currency: 'USD',
  cells: [
    cell(1, 'Disabled', 4000, 500, true),
    cell(2, 'SameZone', 7100, 60, false),
    cell(3, 'ZoneRedundant', 7000, 20, true),
    { status: 'refused', cell: 4, values: {}, set: [], problem: { code: 'PG2004', message: 'no such server' } },
  ],
  front: [1, 3],
  warnings: [],
};
