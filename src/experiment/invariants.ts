import { CONDITION } from '../service/condition.ts';
import { DISRUPTION_FLAGS, type Ledger } from '../service/ledger.ts';
import type { World } from '../service/world.ts';
import { DISRUPTION_CLASSES } from '../vocabulary/causes.ts';
import { RESOURCES, USAGE_METERS } from '../vocabulary/ledger.ts';

const MINUTE = 60_000;
/** Sums of months' parts of minutes may differ by rounding. */
const ROUNDING = 1e-6;

/** Something that holds for every replication of every scenario. */
export interface Invariant {
  /** As a sentence. */
  readonly name: string;
  /** @param horizon ticks */
  readonly holds: (ledger: Ledger, horizon: number) => boolean;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The rows of a table. */
const rowsOf = (table: { readonly count: number }): number[] => Array.from({ length: table.count }, (_, row) => row);

/** What was used of a meter by a resource, in order of time. */
function usageOf({ usage }: Ledger, resource: string, meter: string) {
  return rowsOf(usage)
    .filter((row) => RESOURCES[usage.resource[row]!] === resource && USAGE_METERS[usage.meter[row]!] === meter)
    .map((row) => ({ from: usage.from[row]!, to: usage.to[row]! }))
    .toSorted((a, b) => a.from - b.from);
}

const lengthOf = (intervals: readonly { readonly from: number; readonly to: number }[]): number =>
  sum(intervals.map(({ from, to }) => to - from));

/** What a failover, or the primary's own recovery, never costs: committed work. */
const LOSSY_CLASSES: readonly string[] = ['storage', 'zone', 'region', 'operator'];

const RTO_PARTS = ['detect', 'decide', 'restore', 'replay', 'reconnect'] as const;

export const INVARIANTS: readonly Invariant[] = [
  {
    name: 'downtime is the sum over its causes',
    holds: ({ causeMs, downMs }) => sum(causeMs) === downMs,
  },
  {
    name: 'downtime is the sum over outages, and over months',
    holds: ({ outages, monthDownMs, downMs }) =>
      sum(rowsOf(outages).map((row) => outages.columns.end[row]! - outages.columns.start[row]!)) === downMs &&
      sum(monthDownMs) === downMs,
  },
  {
    name: 'planned stops and SLA minutes are the sums over months',
    holds: ({ monthStopMs, plannedStopMs, monthSlaMinutes, slaMinutes }) =>
      sum(monthStopMs) === plannedStopMs && Math.abs(sum(monthSlaMinutes) - slaMinutes) < ROUNDING,
  },
  {
    name: 'outages are disjoint, in order, within the horizon, and each has a cause',
    holds: ({ outages, longestMs }, horizon) => {
      const { start, end, cause } = outages.columns;
      let last = 0;
      let longest = 0;
      for (let row = 0; row < outages.count; row++) {
        if (start[row]! < last || end[row]! <= start[row]! || cause[row]! < 0) return false;
        last = end[row]!;
        longest = Math.max(longest, last - start[row]!);
      }
      return last <= horizon && longest === longestMs;
    },
  },
  {
    name: 'times are whole, not negative, and do not exceed the horizon together',
    holds: (ledger, horizon) => {
      const { downMs, plannedStopMs, degradedMs, writeOnlyMs, unprotectedMs, businessDownMs } = ledger;
      const all = [downMs, plannedStopMs, degradedMs, writeOnlyMs, unprotectedMs, businessDownMs];
      return (
        all.every((value) => Number.isSafeInteger(value) && value >= 0 && value <= horizon) &&
        downMs + plannedStopMs + degradedMs + writeOnlyMs <= horizon
      );
    },
  },
  {
    name: 'no clock counts more than clients see',
    holds: ({ businessDownMs, aliveDownMinutes, slaMinutes, downMs }) =>
      businessDownMs <= downMs && aliveDownMinutes * MINUTE <= downMs && slaMinutes * MINUTE <= downMs,
  },
  {
    name: 'the parts of every RTO add up to it',
    holds: ({ disruptions }, horizon) => {
      const { columns } = disruptions;
      return rowsOf(disruptions).every((row) => {
        const parts = RTO_PARTS.map((part) => columns[part][row]!);
        const [onset, rto] = [columns.onset[row]!, columns.rto[row]!];
        return sum(parts) === rto && Math.min(...parts, columns.rpo[row]!, onset) >= 0 && onset + rto <= horizon;
      });
    },
  },
  {
    name: 'events, losses and masked failures are those of the disruptions',
    holds: ({ disruptions, causeEvents, lossEvents, totalLosses, lossMs, maskedByClass, masked }) => {
      const { columns } = disruptions;
      const flagged = (flag: number): number[] =>
        rowsOf(disruptions).filter((row) => (columns.flags[row]! & flag) !== 0);
      const total = flagged(DISRUPTION_FLAGS.totalLoss);
      const partial = rowsOf(disruptions).filter((row) => !total.includes(row));
      return (
        sum(causeEvents) === disruptions.count &&
        lossEvents === flagged(DISRUPTION_FLAGS.lossy).length &&
        totalLosses === total.length &&
        lossMs === sum(partial.map((row) => columns.rpo[row]!)) &&
        sum(maskedByClass) === masked
      );
    },
  },
  {
    name: 'committed work is lost only with storage, a zone or a region, or undoing a mistake: never by a failover',
    holds: ({ disruptions }) =>
      rowsOf(disruptions).every((row) => {
        const { flags, class: column } = disruptions.columns;
        const isLossy = (flags[row]! & DISRUPTION_FLAGS.lossy) !== 0;
        return !isLossy || LOSSY_CLASSES.includes(DISRUPTION_CLASSES[column[row]!]!);
      }),
  },
  {
    name: 'every outage holds the onset, or the rest, of a disruption',
    holds: ({ outages, disruptions }) => {
      const { onset, rto } = disruptions.columns;
      const rows = rowsOf(disruptions);
      return rowsOf(outages).every((row) => {
        const [start, end] = [outages.columns.start[row]!, outages.columns.end[row]!];
        return rows.some(
          (one) =>
            (onset[one]! <= start && onset[one]! + rto[one]! >= end) || (onset[one]! >= start && onset[one]! <= end),
        );
      });
    },
  },
  {
    name: "usage does not overlap, and the primary's disk is there all the time",
    holds: (ledger, horizon) =>
      ['primary', 'standby'].every((resource) =>
        USAGE_METERS.every((meter) => {
          const own = usageOf(ledger, resource, meter);
          const inOrder = own.every(({ from, to }, index) => from < to && from >= (own[index - 1]?.to ?? 0));
          const isWhole = resource !== 'primary' || meter !== 'storage' || lengthOf(own) === horizon;
          return inOrder && isWhole && (own.at(-1)?.to ?? 0) <= horizon;
        }),
      ),
  },
  {
    name: 'compute is billed whenever the server is neither stopped on purpose nor down',
    holds: (ledger, horizon) => {
      const billed = lengthOf(usageOf(ledger, 'primary', 'compute'));
      // Between the attempts of a failed start nothing is billed, and that is Down.
      return (
        billed >= horizon - ledger.plannedStopMs - ledger.downMs && (ledger.plannedStopMs > 0 || billed === horizon)
      );
    },
  },
];

/** The first invariant that does not hold for a replication that is done; null when all do. */
export const brokenInvariant = (ledger: Ledger, horizon: number): string | null =>
  INVARIANTS.find(({ holds }) => !holds(ledger, horizon))?.name ?? null;

/**
 * Watches a world event by event: whether times in states add up, and whether what its parts say agrees with the condition it is in. To be
 * made before the world runs; every step is then an event of its own.
 */
export class Watch {
  /** What was found wrong first. */
  problem: string | null = null;
  private readonly world: World;
  private readonly states = new Map<string, string>();
  private readonly conditionMs = new Float64Array(Object.keys(CONDITION).length);
  private condition = 0;
  private since = 0;

  constructor(world: World) {
    this.world = world;
    world.listen({
      transition: (part, from, to) => this.moves(part, from, to),
      note: () => {},
      condition: (from, to) => this.changes(from, to),
    });
    world.afterEvents(() => this.looks());
  }

  run(replication: number, horizon: number): Ledger {
    const { world, conditionMs } = this;
    this.problem = null;
    this.states.clear();
    conditionMs.fill(0);
    this.condition = -1;
    this.since = 0;
    const ledger = world.run(replication);
    if (this.condition < 0) this.condition = world.server.parts.condition.state;
    conditionMs[this.condition]! += horizon - this.since;
    const { down, withdrawn, reconnecting, stopped } = CONDITION;
    const away = conditionMs[down]! + conditionMs[withdrawn]! + conditionMs[reconnecting]!;
    if (sum(conditionMs) !== horizon) this.finds('times in conditions do not add up to the horizon');
    if (away !== ledger.downMs) this.finds('time Down is not the downtime');
    if (conditionMs[stopped] !== ledger.plannedStopMs) this.finds('time Stopped is not the planned stop');
    return ledger;
  }

  /** A part is where it was left. */
  private moves(part: string, from: string, to: string): void {
    const last = this.states.get(part);
    if (last !== undefined && last !== from) this.finds(`${part} left ${from}, but was in ${last}`);
    this.states.set(part, to);
  }

  private changes(from: number, to: number): void {
    const { now } = this.world.simulation;
    if (this.condition >= 0 && this.condition !== from) this.finds('a condition was left that had not been entered');
    this.conditionMs[from]! += now - this.since;
    this.condition = to;
    this.since = now;
  }

  /** Serving means that everything it takes is there. */
  private looks(): void {
    const { deployment, condition, lifecycle, failover } = this.world.server.parts;
    if (condition.state !== CONDITION.serving && condition.state !== CONDITION.reconnecting) return;
    const storage = deployment.primaryStorage;
    const missing = [
      [storage.lost.active, 'its storage is lost'],
      [storage.unreachable.active, 'its storage is not reachable'],
      [!deployment.primaryNode.running, 'its engine does not run'],
      [!deployment.zoneUp(deployment.primary), 'its zone is down'],
      [!deployment.region.up, 'the region is down'],
      [lifecycle.powerOff, 'it is stopped'],
      [failover.fencing, 'it is fenced'],
    ].find(([is]) => is === true);
    if (missing !== undefined) this.finds(`the server answers although ${missing[1] as string}`);
  }

  private finds(problem: string): void {
    this.problem ??= `${problem} (tick ${this.world.simulation.now})`;
  }
}
