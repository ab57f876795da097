import { cumulative, quantile } from '../distributions/index.ts';
import { expectedOccurrences } from '../distributions/renewal.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Parameters } from '../service/parameters.ts';
import { LOSS_PATHS, StorageLoss } from '../service/storage-loss.ts';
import { type Destruction, MOST_WEIGHT } from '../service/strike.ts';
import { backupsSurviveTheZone, World } from '../service/world.ts';
import { proportionInterval } from '../statistics/intervals.ts';
import { relativeHalfWidth, WeightedMean } from '../statistics/weighted-mean.ts';
import { LEVEL } from './level.ts';
import type { LossPath, LossPathName, RareDurability, RareEstimate } from './result.ts';
import { storageChain } from './storage-chain.ts';

const YEAR = 8760 * 3_600_000;
/** Histories of the storage between two looks at the precision. */
const LOOK = 10_000;
/** Points of the margin before a mistake, over which the chance of noticing it too late is averaged. */
const MARGINS = 1000;

/** Histories from which it is found how rarely a standby is missing. */
const PILOTS = 100;
/** As long as that, at least, a missing standby is looked at more often: longer than it is mostly away. */
const LONGEST_LOOK = 6 * 3_600_000;

/** Histories to spend. */
export interface DurabilityEffort {
  /** Of the storage alone, at most. */
  readonly storage: number;
  /** Relative half-width of the loss of storage at which to stop. */
  readonly precision: number;
  /** Of the whole server, for each kind of destruction. */
  readonly server: number;
}

/** What a run spends on a scenario: some tenths of a second. */
const RUN_EFFORT: DurabilityEffort = { storage: 20_000, precision: 0.01, server: 1000 };

const estimated = new WeakMap<Scenario, RareDurability>();

/** What runs of scenarios show. Estimated once for each: best while workers simulate. */
export function durabilitiesOf(scenarios: readonly Scenario[]): readonly RareDurability[] {
  const fresh = scenarios.filter((scenario) => !estimated.has(scenario));
  for (const [index, rare] of estimateDurabilities(fresh, RUN_EFFORT).entries()) estimated.set(fresh[index]!, rare);
  return scenarios.map((scenario) => estimated.get(scenario)!);
}

/** Of several scenarios; those with the same storage and seed share its simulation. */
export function estimateDurabilities(scenarios: readonly Scenario[], effort: DurabilityEffort): RareDurability[] {
  const simulated = new Map<string, StorageLosses>();
  return scenarios.map((scenario) => {
    const storage = Object.entries(scenario.assumptions).filter(([name]) => /^storage(Copy|Shock)\./.test(name));
    const key = JSON.stringify([scenario.simulation.seed, storage]);
    const losses = simulated.get(key) ?? simulateStorage(scenario, effort);
    simulated.set(key, losses);
    return estimateDurability(scenario, effort, losses);
  });
}

/** How often something begins, a year: the mean, and the factor between the mean and the ends of its interval. */
interface Rate {
  readonly perYear: number;
  readonly factor: number;
}

const NEVER: Rate = { perYear: 0, factor: 1 };
const certain = (perYear: number): Rate => ({ perYear, factor: 1 });

/** How often the storage of one server is lost, by path. */
export interface StorageLosses {
  readonly rates: readonly Rate[];
  readonly markov: readonly LossPath['markov'][];
  readonly histories: number;
}

/** The storage alone, by rare-event simulation, until the loss by any path is known well enough. */
export function simulateStorage(scenario: Scenario, effort: DurabilityEffort): StorageLosses {
  const { assumptions, simulation } = scenario;
  const solved = storageChain(assumptions);
  const markov = LOSS_PATHS.map((path) =>
    solved === null || !solved.chain.states.includes(path)
      ? null
      : { probability: solved.chain.probabilityWithin(YEAR, [path], '0'), exact: solved.exact },
  );
  if (solved === null) return { rates: LOSS_PATHS.map(() => NEVER), markov, histories: 0 };
  const storage = new StorageLoss(assumptions, simulation.seed, YEAR);
  const any = new WeightedMean();
  const paths = LOSS_PATHS.map(() => new WeightedMean());
  let done = 0;
  while (done < effort.storage && relativeHalfWidth(any.relativeError(done), LEVEL) > effort.precision) {
    for (const end = Math.min(done + LOOK, effort.storage); done < end;) {
      storage.run(++done);
      if (storage.path < 0) continue;
      any.add(storage.weight);
      paths[storage.path]!.add(storage.weight);
    }
  }
  const rates = paths.map((path): Rate => {
    if (path.hits === 0) return NEVER;
    return { perYear: path.mean(done), factor: widthFactor(path, done) };
  });
  return { rates, markov, histories: done };
}

/**
 * Annual probability of losing committed data, by path: how often data is destroyed (of storage by rare-event simulation, of zones and
 * regions by the law of their outages) times what becomes of it, by simulation of the whole server with one destruction in every history.
 * For destructions that are Poisson the product is exact (Slivnyak and Mecke). A scenario that is uncertain is taken at its medians.
 */
export function estimateDurability(
  uncertain: Scenario,
  effort: DurabilityEffort,
  storage = simulateStorage(uncertain, effort),
): RareDurability {
  const scenario: Scenario = { ...uncertain, uncertain: [] };
  const parameters = new Parameters(scenario);
  const zoneBackups = backupsSurviveTheZone(scenario);
  const { geoRedundant } = scenario.server.backup;
  const zones = new Set([scenario.server.zone, scenario.server.standbyZone ?? scenario.server.zone]).size;
  const outages = (kind: 'zoneOutage' | 'regionOutage'): Rate =>
    certain(
      expectedOccurrences(parameters.distribution(`${kind}.every`), YEAR) *
        parameters.probability(`${kind}.dataLoss.probability`),
    );
  const rates: Record<LossPathName, Rate> = {
    threeCopies: storage.rates[0]!,
    sharedShock: storage.rates[1]!,
    unreadableCopy: storage.rates[2]!,
    zoneDestroyed: certain(zones * outages('zoneOutage').perYear),
    regionDestroyed: outages('regionOutage'),
    noticedTooLate: certain(mistakesNoticedTooLate(scenario)),
  };
  const outcomes: Partial<Record<Destruction, Outcome>> = {};
  const outcomeOf = (kind: Destruction): Outcome => (outcomes[kind] ??= outcomeAfter(kind, scenario, effort.server));
  const pathOf = (path: LossPathName): LossPath => {
    const rate = rates[path];
    const index = (LOSS_PATHS as readonly string[]).indexOf(path);
    const about = {
      path,
      begins: rareEstimate(rate, { low: 1, mean: 1, high: 1 }, begins(path)),
      markov: index < 0 ? null : storage.markov[index]!,
    };
    if (path === 'noticedTooLate' || rate.perYear === 0) {
      return {
        ...about,
        work_lost: about.begins,
        nothing_restorable: about.begins,
        method: path === 'noticedTooLate' ? 'integral of the distribution of the time until it is noticed' : 'none',
        effort: { storage: 0, server: 0 },
      };
    }
    const outcome = outcomeOf(DESTRUCTION_OF[path]);
    return {
      ...about,
      work_lost: rareEstimate(rate, outcome.workLost, null),
      nothing_restorable: rareEstimate(
        rate,
        outcome.totalLoss,
        outcome.totalLoss.mean === 0 ? keeps(path, zoneBackups, geoRedundant) : null,
      ),
      method:
        index < 0
          ? 'rate of its outages times what becomes of the data, simulated'
          : 'forced transitions with balanced failure biasing, times what becomes of the data, simulated',
      effort: { storage: index < 0 ? 0 : storage.histories, server: outcome.histories },
    };
  };
  const paths = (Object.keys(rates) as LossPathName[]).map(pathOf);
  return {
    work_lost: sumOf(paths.map(({ work_lost: rare }) => rare)),
    nothing_restorable: sumOf(paths.map(({ nothing_restorable: rare }) => rare)),
    paths,
  };
}

const DESTRUCTION_OF = {
  threeCopies: 'storageLoss',
  sharedShock: 'storageLoss',
  unreadableCopy: 'storageLoss',
  zoneDestroyed: 'zoneOutage',
  regionDestroyed: 'regionOutage',
} as const satisfies Partial<Record<LossPathName, Destruction>>;

/** Why it cannot happen when its rate is 0. */
function begins(path: LossPathName): string {
  switch (path) {
    case 'unreadableCopy':
      return 'the last copy can always be read (storageCopy.unreadable.probability)';
    case 'noticedTooLate':
      return 'no mistake is noticed later than backups are kept';
    default:
      return 'its hazard is switched off';
  }
}

/** What keeps a restorable copy, by the rules of the model; null when nothing does. */
function keeps(path: LossPathName, zoneBackups: boolean, geoRedundant: boolean): string | null {
  if (path === 'regionDestroyed') return geoRedundant ? 'backups have a copy in the paired region' : null;
  if (path !== 'zoneDestroyed') return 'backups stand on storage of their own';
  if (zoneBackups) return 'backups have copies in other zones';
  return geoRedundant ? 'backups have a copy in the paired region' : null;
}

interface Outcome {
  readonly histories: number;
  readonly workLost: Share;
  readonly totalLoss: Share;
}

/** Simulates the server with one destruction in every history. */
function outcomeAfter(kind: Destruction, scenario: Scenario, histories: number): Outcome {
  const world = new World(scenario, kind);
  const strike = world.strike!;
  if (!strike.plain) strike.boost = usualOverMissing(scenario, histories);
  const workLost = new WeightedMean();
  const totalLoss = new WeightedMean();
  for (let replication = 1; replication <= histories; replication++) {
    world.run(replication);
    if (strike.workLost) workLost.add(strike.weight);
    if (strike.totalLoss) totalLoss.add(strike.weight);
  }
  const share = (mean: WeightedMean) => (strike.plain ? shareOf : weightedShare)(mean, histories);
  return { histories, workLost: share(workLost), totalLoss: share(totalLoss) };
}

/** Time in all over that without a healthy standby, roughly: from a few histories that are not used otherwise. */
function usualOverMissing(scenario: Scenario, used: number): number {
  const world = new World(scenario);
  let missing = 0;
  for (let replication = 1; replication <= PILOTS; replication++)
    missing += world.run(used + replication).unprotectedMs;
  const { startMs, endMs } = scenario.simulation;
  const horizon = endMs - startMs;
  return Math.max(1, Math.min(horizon / LONGEST_LOOK, (PILOTS * horizon) / (2 * missing)));
}

/** Mistakes a year of which people hear when backups do not go back that far any more. */
function mistakesNoticedTooLate(scenario: Scenario): number {
  const parameters = new Parameters(scenario);
  // Nobody makes mistakes on a server that is stopped.
  const mistakes = expectedOccurrences(parameters.distribution('mistake.every'), YEAR * runningShare(scenario));
  const detect = parameters.distribution(
    parameters.firstOf('people.detect.operator.duration', 'people.detect.duration'),
  );
  const margin = parameters.distribution('mistake.margin.duration');
  const retention = scenario.server.backup.retentionDays * 86_400_000;
  let late = 0;
  for (let point = 0; point < MARGINS; point++) {
    late += 1 - cumulative(detect, retention - quantile(margin, (point + 0.5) / MARGINS));
  }
  return (mistakes * late) / MARGINS;
}

/** Part of the time in which the server is meant to run. */
function runningShare({ schedule, simulation: { startMs, endMs } }: Scenario): number {
  if (schedule === null) return 1;
  return schedule.running.reduce((sum, { from, to }) => sum + to - from, 0) / (endMs - startMs);
}

/** A share of histories with the ends of its interval. */
interface Share {
  readonly low: number;
  readonly mean: number;
  readonly high: number;
}

function shareOf({ hits }: WeightedMean, of: number): Share {
  const { low, high } = proportionInterval(hits, of, LEVEL);
  return { low, mean: hits / of, high };
}

function weightedShare(mean: WeightedMean, of: number): Share {
  if (mean.hits === 0)
    return { low: 0, mean: 0, high: Math.min(1, MOST_WEIGHT * proportionInterval(0, of, LEVEL).high) };
  const share = mean.mean(of);
  const factor = widthFactor(mean, of);
  return { low: share / factor, mean: share, high: share * factor };
}

/** Between a mean and the ends of its interval; what was met once or twice is known to its order of magnitude. */
const widthFactor = (mean: WeightedMean, of: number): number =>
  1 + relativeHalfWidth(Math.min(1, mean.relativeError(of)), LEVEL);

/** The probability that something with a yearly rate happens in a year. */
const yearly = (rate: number): number => -Math.expm1(-rate);

/** Rate times share; the widths add as independent relative errors do, on a log scale. */
function rareEstimate(rate: Rate, share: Share, impossible: string | null): RareEstimate {
  const interval = (low: number, high: number) => ({
    level: LEVEL,
    low: yearly(low),
    high: yearly(high),
    method: 'product',
  });
  if (impossible !== null && (rate.perYear === 0 || share.mean === 0)) {
    return { estimate: null, interval: interval(0, 0), relative_half_width: null, impossible };
  }
  const { perYear, factor } = rate;
  if (share.mean === 0) {
    return {
      estimate: null,
      interval: interval(0, perYear * factor * share.high),
      relative_half_width: null,
      impossible: null,
    };
  }
  const mean = perYear * share.mean;
  const spread = (other: number): number => Math.exp(Math.hypot(Math.log(factor), Math.log(other / share.mean)));
  const [low, high] = [mean / spread(share.low), mean * spread(share.high)];
  return {
    estimate: yearly(mean),
    interval: interval(low, high),
    relative_half_width: (high - low) / 2 / mean,
    impossible: null,
  };
}

/** Any of several rare things: their probabilities add, and so do the squares of their widths. */
function sumOf(parts: readonly RareEstimate[]): RareEstimate {
  const possible = parts.filter(({ impossible }) => impossible === null);
  if (possible.length === 0) {
    const reasons = [...new Set(parts.map(({ impossible }) => impossible!))];
    return { ...parts[0]!, impossible: reasons.join('; ') };
  }
  const seen = possible.reduce((sum, { estimate }) => sum + (estimate ?? 0), 0);
  let [below, above] = [0, 0];
  for (const { estimate, interval } of possible) {
    below = Math.hypot(below, (estimate ?? 0) - interval.low);
    above = Math.hypot(above, interval.high - (estimate ?? 0));
  }
  const interval = { level: LEVEL, low: Math.max(0, seen - below), high: Math.min(1, seen + above), method: 'product' };
  return {
    estimate: seen === 0 ? null : seen,
    interval,
    relative_half_width: seen === 0 ? null : (interval.high - interval.low) / 2 / seen,
    impossible: null,
  };
}
