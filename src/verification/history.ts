import { Integrator } from '../billing/integrate.ts';
import { planBill } from '../billing/plan.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Ledger } from '../service/ledger.ts';
import { World } from '../service/world.ts';
import { HOUR } from '../units/duration.ts';
import type { Meter } from '../vocabulary/ledger.ts';

/** What a case says of a scenario; else a server of 4 vCores and 512 GiB without HA, where nothing happens by itself. */
export interface Given {
  readonly start: string;
  readonly horizon: string;
  /** Properties of the server, as a scenario file has them. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** Assumptions by dotted name. */
  readonly override?: Readonly<Record<string, unknown>>;
  /** Other parts of the file: the schedule, operations, faults, the workload. */
  readonly rest?: Readonly<Record<string, unknown>>;
}

/** A checked scenario, read as a file of the user's is. */
function readScenario({ start, horizon, properties, override, rest }: Given): Scenario {
  const file = {
    server: {
      location: 'eastus2',
      sku: { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' },
      properties: { version: '17', storage: { storageSizeGB: 512 }, ...properties },
    },
    ...rest,
    assumptions: { set: 'quiet', override: { ...override } },
    simulation: { start, horizon },
  };
  // What is JSON is YAML.
  const { scenario, findings } = loadScenario({ name: 'case.yaml', text: JSON.stringify(file) });
  if (scenario === null) throw new Error(JSON.stringify(findings));
  return scenario;
}

/** One history of the service. */
export const historyOf = (given: Given): Ledger => new World(readScenario(given)).run(1);

/** What the primary of one history is billed for, by calendar month (UTC). */
export function billedMonths(given: Given) {
  const scenario = readScenario(given);
  const { plan, missing } = planBill(scenario);
  if (plan === null) throw new Error(JSON.stringify(missing));
  const { months, lines } = plan;
  const quantities = new Float64Array(months.length * lines.length);
  new Integrator(plan).integrate(new World(scenario).run(1).usage, quantities);
  /** Quantity x ms, month by month. */
  const used = (meter: Meter): readonly number[] => {
    const column = lines.findIndex((line) => line.meter === meter && line.resource === 'primary');
    return months.map((_, month) => quantities[month * lines.length + column]!);
  };
  return {
    /** Hours of compute. */
    computeHours: used('compute').map((milliseconds) => milliseconds / HOUR),
    /** GiB-months of backup beyond the free ones. */
    backup: used('backup').map((gibMs, month) => gibMs / months[month]!.fullMs),
  };
}
