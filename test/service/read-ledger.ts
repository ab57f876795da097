import { OUTAGE_PATHS, DISRUPTION_FLAGS, type Ledger } from '../../src/service/ledger.ts';
import { World } from '../../src/service/world.ts';
import { CAUSES, DISRUPTION_CLASSES } from '../../src/vocabulary/causes.ts';
import { RESOURCES, USAGE_METERS } from '../../src/vocabulary/ledger.ts';
import { makeScenario, PLAIN, type Given } from './make-scenario.ts';

const causeName = (cause: number): string => (cause < 0 ? '' : CAUSES[cause]!.name);

/** The outages of a replication, in order. */
export function outagesOf({ outages: { count, columns } }: Ledger) {
  return Array.from({ length: count }, (_, row) => ({
    start: columns.start[row]!,
    end: columns.end[row]!,
    cause: causeName(columns.cause[row]!),
    path: OUTAGE_PATHS[columns.path[row]!]!,
    enabledBy: causeName(columns.enabledBy[row]!),
  }));
}

/** The disruptions of a replication, in the order they were closed. */
export function disruptionsOf({ disruptions: { count, columns } }: Ledger) {
  return Array.from({ length: count }, (_, row) => ({
    cause: causeName(columns.cause[row]!),
    class: DISRUPTION_CLASSES[columns.class[row]!]!,
    onset: columns.onset[row]!,
    rto: columns.rto[row]!,
    detect: columns.detect[row]!,
    decide: columns.decide[row]!,
    restore: columns.restore[row]!,
    replay: columns.replay[row]!,
    reconnect: columns.reconnect[row]!,
    rpo: columns.rpo[row]!,
    censored: (columns.flags[row]! & DISRUPTION_FLAGS.censored) !== 0,
    totalLoss: (columns.flags[row]! & DISRUPTION_FLAGS.totalLoss) !== 0,
    lossy: (columns.flags[row]! & DISRUPTION_FLAGS.lossy) !== 0,
  }));
}

/** What was used, by resource and meter, as intervals. */
export function usageOf({ usage }: Ledger) {
  return Array.from({ length: usage.count }, (_, row) => ({
    resource: RESOURCES[usage.resource[row]!]!,
    meter: USAGE_METERS[usage.meter[row]!]!,
    from: usage.from[row]!,
    to: usage.to[row]!,
    quantity: usage.quantity[row]!,
  }));
}

/** Everything a replication recorded, as plain data. */
export function contentsOf(ledger: Ledger) {
  const {
    usage: _usage,
    outages: _outages,
    disruptions: _disruptions,
    ...rest
  } = ledger as unknown as Record<string, unknown>;
  const plain = Object.fromEntries(
    Object.entries(rest)
      .filter(([name]) => name !== 'touched' && name !== 'monthStarts')
      .map(([name, value]) => [name, ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value]),
  );
  return { ...plain, outages: outagesOf(ledger), disruptions: disruptionsOf(ledger), usage: usageOf(ledger) };
}

/** The world of a scenario with the plain durations; `override` is stronger. */
export const build = (given: Given): World =>
  new World(makeScenario({ ...given, override: { ...PLAIN, ...given.override } }));

/** One replication of a scenario, as {@link build} makes it. */
export function play(given: Given = {}, replication = 1) {
  const world = build(given);
  const ledger = world.run(replication);
  return { world, ledger, outages: outagesOf(ledger), disruptions: disruptionsOf(ledger), usage: usageOf(ledger) };
}
