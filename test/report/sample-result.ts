import type {
  CauseResult,
  Interval,
  MetricResult,
  RareEstimate,
  RecoveryResult,
  Result,
  Spread,
} from '../../src/experiment/result.ts';

const interval = (low: number, high: number): Interval => ({ level: 0.95, low, high, method: 'student-t' });

function metric(mean: number, low: number, high: number, more: Partial<MetricResult> = {}): MetricResult {
  return {
    unit: 'minutes',
    mean,
    sd: mean,
    interval: interval(low, high),
    percentiles: { p1: 0, p5: 0, p10: 0, p25: 0, p50: mean, p75: mean, p90: mean, p95: mean, p99: mean },
    percentile_method: 'exact',
    min: 0,
    max: mean,
    samples: 2000,
    events: 2000,
    histogram: [],
    ...more,
  };
}

function cause(name: string, disruptionClass: string, mean: number, events: number, planned = false): CauseResult {
  return {
    cause: name,
    class: disruptionClass,
    planned,
    downtime_minutes: { mean, interval: interval(mean * 0.9, mean * 1.1) },
    events,
    events_per_year: events / 2000,
    share: mean / 24,
  };
}

const spread = (p50: number, p95: number, max: number): Spread => ({ mean: p50, p50, p95, p99: max, max, cdf: [] });

function recovery(name: string, more: Partial<RecoveryResult> = {}): RecoveryResult {
  return {
    class: name,
    events: 0,
    masked_events: 0,
    censored: 0,
    total_losses: 0,
    rto_seconds: null,
    rpo_seconds: null,
    parts: null,
    ...more,
  };
}

/** A result made by hand: 2,000 years, 24 minutes a year, half of them planned. */
/** A yearly probability with an interval so many times its size to either side. */
const rare = (estimate: number, width: number): RareEstimate => ({
  estimate,
  interval: { ...interval(estimate * (1 - width), estimate * (1 + width)), method: 'product' },
  relative_half_width: width,
  impossible: null,
});

export const SAMPLE: Result = {
  formatVersion: '1.0',
  tool: { name: 'pgnines', version: '9.9.9' },
  inputs: {
    scenario: 'orders.yaml',
    text: 'server: {}\n',
    sha256: '0'.repeat(64),
    variant: null,
    set: [],
    horizon: null,
    name: 'orders',
    seed: '42',
    replications: 2000,
    block_size: 1000,
    start: '2027-01-01T00:00:00Z',
    end: '2028-01-01T00:00:00Z',
    hours: 8760,
    assumption_set: 'default',
    price_set: 'retail-2026-08',
  },
  fingerprint: '0123456789abcdef',
  verdict: 'none',
  server: {
    location: 'westeurope',
    sku: 'Standard_D4ds_v5',
    tier: 'GeneralPurpose',
    v_cores: 4,
    ha_mode: 'ZoneRedundant',
    storage_gib: 512,
    storage_tier: 'P20',
    backup_retention_days: 14,
    geo_redundant_backup: true,
    sla_percent: 99.99,
    zone: '1',
    standby_zone: '2',
    maintenance_window: { day_of_week: 0, start_hour: 2, start_minute: 0 },
  },
  metrics: {
    downtime_minutes: metric(24, 21, 27, {
      percentiles: { p1: 1, p5: 2, p10: 3, p25: 8, p50: 16, p75: 30, p90: 50, p95: 74, p99: 210 },
      max: 1432,
    }),
    availability_percent: metric(99.9954, 99.9949, 99.996),
    sla_availability_percent: metric(99.9975, 99.9971, 99.998),
    sla_breached_months: metric(0.06, 0.048, 0.072, { events: 110 }),
    unprotected_hours: metric(7.2, 7, 7.4),
    failover_count: metric(10.8, 10.7, 10.9),
    planned_stop_minutes: metric(0, 0, 0),
  },
  causes: [
    cause('hostFailure', 'hardware', 8, 300),
    cause('maintenance', 'maintenance', 12, 20_200, true),
    cause('regionOutage', 'region', 4, 12),
    cause('zoneOutage', 'zone', 0, 0),
    cause('storageOutage', 'storage', 0, 0),
    cause('restart', 'change', 0, 0, true),
  ],
  recovery: [
    recovery('hardware', {
      events: 300,
      masked_events: 100,
      rto_seconds: spread(120, 180, 400),
      rpo_seconds: spread(0, 0, 0),
      parts: { detect: 30, decide: 0, restore: 60, replay: 5, reconnect: 25 },
    }),
    recovery('storage'),
    recovery('zone'),
    recovery('region', {
      events: 12,
      censored: 1,
      rto_seconds: spread(9240, 36_000, 90_000),
      rpo_seconds: spread(0, 0, 0),
      parts: { detect: 0, decide: 0, restore: 9240, replay: 0, reconnect: 0 },
    }),
    recovery('change'),
    recovery('maintenance', {
      events: 20_200,
      rto_seconds: spread(70, 110, 900),
      rpo_seconds: spread(0, 0, 0),
      parts: { detect: 0, decide: 0, restore: 45, replay: 0, reconnect: 25 },
    }),
  ],
  months: [
    {
      month: '2027-01',
      availability_percent: 99.995,
      sla_percent: 99.997,
      breach_probability: 0.004,
      breach_interval: interval(0.002, 0.006),
      credit: 0.35,
      cost: 700.25,
    },
    {
      month: '2027-02',
      availability_percent: 99.996,
      sla_percent: 99.998,
      breach_probability: 0.002,
      breach_interval: interval(0.001, 0.003),
      credit: 0.2,
      cost: 650.5,
    },
  ],
  representatives: { metric: 'downtime_minutes', median: 3, p95: 17, worst: 1234 },
  histories: [
    {
      history: 'worst',
      replication: 1234,
      downtime_minutes: 1432,
      outages: [
        {
          start: '2027-03-02T04:11:09Z',
          end: '2027-03-02T04:13:40.5Z',
          minutes: 2.525,
          cause: 'hostFailure',
          class: 'hardware',
          path: 'failover',
          enabled_by: null,
          planned: false,
          rto_seconds: 151.5,
          rpo_seconds: 0,
        },
      ],
    },
  ],
  convergence: [
    { replications: 10, mean: 31, low: 2, high: 60 },
    { replications: 100, mean: 22, low: 12, high: 32 },
    { replications: 1000, mean: 24.5, low: 20.3, high: 28.7 },
    { replications: 2000, mean: 24, low: 21, high: 27 },
  ],
  durability: {
    years: 2000,
    annual_loss_probability: { estimate: null, interval: interval(0, 0.00184) },
    paths: [
      { path: 'some committed work lost: operator', events: 0, estimate: null, interval: interval(0, 0.00184) },
      { path: 'no restorable copy left', events: 0, estimate: null, interval: interval(0, 0.00184) },
    ],
    rare: {
      work_lost: rare(1.3e-4, 0.02),
      nothing_restorable: rare(2.0e-5, 0.01),
      paths: [
        {
          path: 'sharedShock',
          begins: rare(9.98e-12, 0.05),
          markov: { probability: 1.0e-11, exact: false },
          work_lost: rare(9.98e-12, 0.05),
          nothing_restorable: { ...rare(0, 0), estimate: null, impossible: 'backups stand on storage of their own' },
          method: 'forced transitions',
          effort: { storage: 20_000, server: 1000 },
        },
        {
          path: 'unreadableCopy',
          begins: { ...rare(0, 0), estimate: null, impossible: 'the last copy can always be read' },
          markov: null,
          work_lost: { ...rare(0, 0), estimate: null, impossible: 'the last copy can always be read' },
          nothing_restorable: { ...rare(0, 0), estimate: null, impossible: 'the last copy can always be read' },
          method: 'none',
          effort: { storage: 0, server: 0 },
        },
        {
          path: 'zoneDestroyed',
          begins: rare(1.5e-4, 0),
          markov: null,
          work_lost: rare(1.1e-4, 0.1),
          nothing_restorable: { ...rare(0, 0), estimate: null, interval: interval(0, 4.2e-7) },
          method: 'outages times consequence',
          effort: { storage: 0, server: 1000 },
        },
        {
          path: 'noticedTooLate',
          begins: rare(2.0e-5, 0),
          markov: null,
          work_lost: rare(2.0e-5, 0),
          nothing_restorable: rare(2.0e-5, 0),
          method: 'integral',
          effort: { storage: 0, server: 0 },
        },
      ],
    },
  },
  cost: {
    currency: 'USD',
    total: '7351.12',
    per_month: '612.59',
    lines: [
      {
        meter: 'compute',
        price_key: 'pgflex.gp.ddsv5.vcore',
        resource: 'primary',
        description: 'Standard_D4ds_v5, 4 vCores',
        unit: 'vCore-hour',
        quantity: '35040',
        unit_price: '0.0935',
        cost: '3276.24',
        by_month: ['1721.41', '1554.83'],
        formula: '4 vCores x 8760 h x 0.0935 USD = 3276.24 USD',
      },
      {
        meter: 'storage',
        price_key: 'pgflex.storage',
        resource: 'replaced-standby',
        description: 'Premium_LRS 512 GiB provisioned',
        unit: 'GiB-month',
        quantity: '7.5',
        unit_price: '0.1369',
        cost: '1.03',
        by_month: ['0.54', '0.49'],
        formula: '7.5 GiB months x 0.1369 USD = 1.03 USD (derived price)',
      },
    ],
    outage_cost: '1600.00',
    sla_credit: '4.30',
    tco: '8946.82',
    tco_present_value: '8946.82',
    derived_prices: true,
    not_included: ['network egress', 'tax'],
  },
  assumptions: [
    {
      name: 'storageOutage.every',
      value: 'never',
      kind: 'override',
      source: 'scenario',
      date: '2027-01-01',
      confidence: '',
      overridden: true,
    },
  ],
  not_included: [{ name: 'dnsOutage.every', adds: 'a rare outage' }],
  targets: [],
  thresholds: [],
  rows: { written: 2000, of: 2000 },
  warnings: [{ code: 'PG2007', message: 'the compute series is not listed for westeurope' }],
};
