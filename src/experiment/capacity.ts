import type { AssumptionValue, Scenario } from '../scenario/scenario.ts';
import { isMeasured } from '../scenario/measured.ts';
import { exhaustedWithin } from '../service/load.ts';
import { type LoadStretch, WORK } from '../service/capacity.ts';
import { World } from '../service/world.ts';
import { isoInstant } from '../units/calendar.ts';
import { HOUR } from '../units/duration.ts';
import { resolveScenario } from './ignorance.ts';
import type { CapacityEvent, CapacityMonth, CapacityResult, CapacityResource } from './result.ts';

/** Futures that are looked at when growth is not known for certain. */
const FUTURES = 200;
const HOURS_A_WEEK = 168;
/** Milliseconds from the Monday before 1970 to 1970. */
const MONDAY = 3 * 24 * HOUR;

/** What one future without failures shows. */
interface Future {
  readonly months: CapacityMonth[];
  /** Tick of the first time, by what happens. */
  readonly first: Map<string, number>;
  /** Milliseconds without credits, by hour of the week, Monday first, UTC. */
  readonly exhausted: Float64Array;
}

/**
 * How far the demand is from what the server can do, when nothing fails: the highest use of each month, and when it is short
 * for the first time. Null for a scenario that says nothing of its workload. Where growth is uncertain, the months are those
 * of its medians, and dates and chances those of 200 futures.
 */
export function capacityOf(scenario: Scenario): CapacityResult | null {
  const isKnown = (['workload.cpu', 'workload.io', 'workload.data.growthGBPerMonth'] as const).some((key) =>
    isMeasured(key, scenario),
  );
  if (!isKnown) return null;
  const calm = withoutFailures(scenario);
  const median = futureOf(calm);
  const uncertain = scenario.uncertain.some(({ name }) => name.startsWith('workload.'));
  const futures = uncertain
    ? Array.from({ length: FUTURES }, (_, draw) => futureOf(withoutFailures(resolveScenario(scenario, draw + 1))))
    : [median];
  const { startMs, endMs } = scenario.simulation;
  const hours = new Float64Array(HOURS_A_WEEK);
  addByHour(hours, startMs, endMs);
  return {
    futures: futures.length,
    months: median.months,
    events: eventsOf(futures, startMs),
    credits_exhausted_by_hour: median.exhausted.some((sum) => sum > 0)
      ? Array.from(median.exhausted, (sum, hour) => (sum === 0 ? 0 : sum / hours[hour]!))
      : null,
  };
}

/** The same with every hazard off and no scripted fault: schedule and planned operations stay. */
function withoutFailures(scenario: Scenario): Scenario {
  const quiet = Object.entries(scenario.assumptions).map(([name, value]): readonly [string, AssumptionValue] =>
    value.quantity === 'hazard' && name !== 'backup.snapshot.every'
      ? [name, { quantity: 'hazard', distribution: { kind: 'never' } }]
      : [name, value],
  );
  return { ...scenario, faults: [], uncertain: [], assumptions: Object.fromEntries(quiet) };
}

function futureOf(scenario: Scenario): Future {
  const world = new World(scenario);
  const { monthStarts, monthNames, simulation } = scenario;
  const { parts } = world.server;
  const { capacity } = parts.condition;
  const peaks = (): Record<CapacityResource, Float64Array> => ({
    cpu: new Float64Array(monthNames.length),
    iops: new Float64Array(monthNames.length),
    throughput: new Float64Array(monthNames.length),
    storage: new Float64Array(monthNames.length),
  });
  const highest = peaks();
  const least = new Float64Array(monthNames.length).fill(Infinity);
  const first = new Map<string, number>();
  const exhausted = new Float64Array(HOURS_A_WEEK);
  const note = (what: string, at: number): void => {
    if (!first.has(what)) first.set(what, at);
  };
  const monthOf = (tick: number): number =>
    monthStarts.findLastIndex((start, month) => month < monthNames.length && start <= tick);

  const hearLoad = ({ from, to, piece, table, factor, work, credits }: LoadStretch): void => {
    if (work !== WORK.on && work !== WORK.held) return;
    const { load, ceiling } = table;
    const use = {
      cpu: (load.vCores[piece]! * factor) / ceiling.vCores,
      iops: (load.iops[piece]! * factor) / ceiling.iops,
      throughput: (load.megabytesPerSecond[piece]! * factor) / ceiling.megabytesPerSecond,
    };
    const month = monthOf(from);
    for (const resource of ['cpu', 'iops', 'throughput'] as const) {
      highest[resource][month] = Math.max(highest[resource][month]!, 100 * use[resource]);
      if (use[resource] > 1) note(resource, from);
    }
    if (ceiling.credits === null) return;
    least[month] = Math.min(least[month]!, credits[0], credits[1]);
    const without = exhaustedWithin(credits[0], table.slope[piece]!, to - from);
    if (without === 0) return;
    note('credits', to - without);
    addByHour(exhausted, simulation.startMs + to - without, simulation.startMs + to);
  };
  if (capacity !== null) capacity.listener = hearLoad;

  let last: { at: number; used: number; size: number; growth: number } | null = null;
  parts.disk.listener = (at, used, size, growth, readOnly) => {
    if (last !== null) {
      for (let month = monthOf(last.at); month <= monthOf(at); month++) {
        const end = Math.min(at, monthStarts[month + 1]!);
        const reached = last.used + last.growth * (end - last.at);
        highest.storage[month] = Math.max(highest.storage[month]!, (100 * reached) / last.size);
      }
      if (size > last.size) note(`disk of ${size} GiB`, at);
    }
    if (readOnly) note('read-only', at);
    last = { at, used, size, growth };
  };
  world.run(1);

  const shown = (resource: CapacityResource, month: number): number | null =>
    resourceIsKnown(scenario, resource) ? highest[resource][month]! : null;
  const months = monthNames.map((month, index) => ({
    month,
    cpu_percent: shown('cpu', index),
    iops_percent: shown('iops', index),
    throughput_percent: shown('throughput', index),
    storage_percent: shown('storage', index),
    least_credits: least[index] === Infinity ? null : least[index]!,
  }));
  return { months, first, exhausted };
}

function resourceIsKnown({ workload }: Scenario, resource: CapacityResource): boolean {
  const { vCores, iops, megabytesPerSecond } = workload.demand;
  return { cpu: vCores, iops, throughput: megabytesPerSecond, storage: workload.growthGibPerMonth }[resource] !== null;
}

/** Adds a stretch of absolute time to the hours of the week it falls on. */
function addByHour(hours: Float64Array, from: number, to: number): void {
  for (let at = from; at < to;) {
    const end = Math.min(to, (Math.floor(at / HOUR) + 1) * HOUR);
    hours[Math.floor((at + MONDAY) / HOUR) % HOURS_A_WEEK]! += end - at;
    at = end;
  }
}

/** What happens in any of the futures, in how many, and when: the median date and the earliest and latest twentieth of those. */
function eventsOf(futures: readonly Future[], startMs: number): CapacityEvent[] {
  const names = [...new Set(futures.flatMap(({ first }) => [...first.keys()]))];
  return names
    .map((what) => {
      const dates = futures.flatMap(({ first }) => first.get(what) ?? []).toSorted((a, b) => a - b);
      const at = (share: number): string =>
        isoInstant(startMs + Math.floor(dates[Math.ceil(share * dates.length) - 1]!));
      return {
        what,
        probability: dates.length / futures.length,
        date: { p5: at(0.05), p50: at(0.5), p95: at(0.95) },
      };
    })
    .toSorted((a, b) => (a.date.p50 < b.date.p50 ? -1 : 1));
}
