import { stringify } from 'yaml';
import { formBill } from '../../src/billing/bill.ts';
import { Integrator, MonthlyPricing } from '../../src/billing/integrate.ts';
import { planBill, type BillPlan } from '../../src/billing/plan.ts';
import { findSku } from '../../src/catalog/index.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import type { HaMode, Scenario } from '../../src/scenario/scenario.ts';
import { World } from '../../src/service/world.ts';
import {
  RESOURCES,
  USAGE_METERS,
  type Meter,
  type Resource,
  type UsageMeter,
  type UsageRows,
} from '../../src/vocabulary/ledger.ts';

/** What a test of the bill says; else East US 2, Standard_D4ds_v5, 512 GiB, no HA, January 2027, on the quiet set. */
export interface Given {
  readonly location?: string;
  readonly sku?: string;
  readonly version?: string;
  readonly storage?: Readonly<Record<string, unknown>>;
  readonly ha?: HaMode;
  readonly retentionDays?: number;
  readonly geoRedundant?: boolean;
  readonly workload?: Readonly<Record<string, unknown>>;
  readonly schedule?: { readonly timeZone: string; readonly running: readonly string[] };
  readonly operations?: readonly { readonly at: string; readonly do: 'stop' | 'start' }[];
  readonly faults?: readonly { readonly at: string; readonly type: 'mistake' }[];
  readonly cost?: Readonly<Record<string, unknown>>;
  readonly override?: Readonly<Record<string, unknown>>;
  readonly start?: string;
  readonly horizon?: string;
}

/** A checked scenario, read from YAML text as a user would write it. Starts always find capacity. */
export function makeScenario(given: Given = {}): Scenario {
  const sku = given.sku ?? 'Standard_D4ds_v5';
  const { workload, schedule, operations, faults, cost } = given;
  const text = stringify({
    server: {
      location: given.location ?? 'eastus2',
      sku: { name: sku, tier: findSku(sku)!.tier },
      properties: {
        version: given.version ?? '17',
        storage: given.storage ?? { storageSizeGB: 512 },
        backup: {
          backupRetentionDays: given.retentionDays ?? 7,
          geoRedundantBackup: given.geoRedundant === true ? 'Enabled' : 'Disabled',
        },
        highAvailability: { mode: given.ha ?? 'Disabled' },
      },
    },
    ...(workload && { workload }),
    ...(schedule && { schedule }),
    ...(operations && { operations }),
    ...(faults && { faults }),
    ...(cost && { cost }),
    assumptions: { set: 'quiet', override: { 'lifecycle.start.success.probability': 1, ...given.override } },
    simulation: { start: given.start ?? '2027-01-01', horizon: given.horizon ?? '1mo' },
  });
  const { scenario, findings } = loadScenario({ name: 'test.yaml', text });
  if (scenario === null) throw new Error(`${JSON.stringify(findings, null, 1)}\n${text}`);
  return scenario;
}

export function makePlan(given: Given = {}): BillPlan {
  const { plan, missing } = planBill(makeScenario(given));
  if (plan === null) throw new Error(JSON.stringify(missing));
  return plan;
}

/** A usage row by names; quantity 1 when not given. */
export interface Row {
  readonly resource?: Resource;
  readonly meter?: UsageMeter;
  readonly from: number;
  readonly to: number;
  readonly quantity?: number;
}

export const usageOf = (rows: readonly Row[]): UsageRows => ({
  count: rows.length,
  resource: Int32Array.from(rows, (row) => RESOURCES.indexOf(row.resource ?? 'primary')),
  meter: Int32Array.from(rows, (row) => USAGE_METERS.indexOf(row.meter ?? 'compute')),
  from: Float64Array.from(rows, (row) => row.from),
  to: Float64Array.from(rows, (row) => row.to),
  quantity: Float64Array.from(rows, (row) => row.quantity ?? 1),
});

/** A usage ledger, integrated and priced both ways: micro-currency as a replication has it, and the exact bill. */
export function price(plan: BillPlan, usage: UsageRows) {
  const quantities = new Float64Array(plan.months.length * plan.lines.length);
  new Integrator(plan).integrate(usage, quantities);
  const micro = new Float64Array(plan.months.length);
  new MonthlyPricing(plan).price(quantities, micro);
  return { plan, quantities, micro, bill: formBill(plan, Array.from(quantities, BigInt), 1) };
}

/** The bill of the first replication of a scenario. */
export function billOf(given: Given = {}) {
  const ledger = new World(makeScenario(given)).run(1);
  const priced = price(makePlan(given), ledger.usage);
  const line = (meter: Meter, resource: Resource = 'primary') =>
    priced.bill.lines.find((one) => one.meter === meter && one.resource === resource);
  return { ...priced, ledger, line };
}

/** Quantity x ms of one line, month by month. */
export function monthly(
  { plan, quantities }: { readonly plan: BillPlan; readonly quantities: Float64Array },
  meter: Meter,
  resource: Resource = 'primary',
): number[] {
  const column = plan.lines.findIndex((line) => line.meter === meter && line.resource === resource);
  return plan.months.map((_, month) => quantities[month * plan.lines.length + column]!);
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Billed hours of a server, month by month. */
export const hoursOf = (bill: Parameters<typeof monthly>[0], resource: Resource = 'primary'): number[] =>
  monthly(bill, 'compute', resource).map((milliseconds) => milliseconds / HOUR);

export const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
