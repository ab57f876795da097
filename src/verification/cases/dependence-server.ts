import { loadScenario } from '../../scenario/load.ts';
import type { HaMode } from '../../scenario/scenario.ts';
import type { Ledger } from '../../service/ledger.ts';
import { World } from '../../service/world.ts';
import { HOUR } from '../../units/duration.ts';
import { Samples } from '../estimate.ts';

/** Clients are back at once, people and restores take fixed times, and what is not said to fail does not. */
const PLAIN = {
  'client.dns.duration': '0s',
  'client.reconnect.duration': '0s',
  'crashRecovery.enabled': false,
  'failover.detect.duration': '0s',
  'failover.backlog': 0,
  'failover.success.probability': 1,
  'standby.rebuild.duration': '0s',
  'zoneOutage.spread.probability': 0,
  'zoneOutage.dataLoss.probability': 0,
  'backup.redundancy': 'zone',
  'people.policy.zone': 'restore',
  'people.detect.duration': '10m',
  'people.decide.zone.duration': '20m',
  'restore.attach.duration': '5m',
  'restore.redirect.duration': '4m',
  'restore.success.probability': 1,
};
const YEARS = 100;

/** A server on which only what is said happens, for so many histories of a hundred years: the start is forgotten within hours. */
export interface Histories {
  readonly seed: string;
  readonly ha?: HaMode;
  readonly assumptions: Readonly<Record<string, unknown>>;
  readonly histories: number;
}

/** Plays them one after the other. */
export function play(
  { seed, ha = 'Disabled', assumptions, histories }: Histories,
  look: (ledger: Ledger) => void,
): void {
  const text = JSON.stringify({
    server: {
      location: 'swedencentral',
      sku: { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' },
      properties: { highAvailability: { mode: ha } },
    },
    workload: { wal: { GBPerHour: 0 } },
    assumptions: { set: 'quiet', override: { ...PLAIN, ...assumptions } },
    simulation: { start: '2027-01-01', horizon: `${YEARS}y`, seed },
  });
  const { scenario, findings } = loadScenario({ name: 'a case', text });
  if (scenario === null) throw new Error(findings.map(({ message }) => message).join('; '));
  const world = new World(scenario);
  for (let history = 1; history <= histories; history++) look(world.run(history));
}

/** Ticks of a history, but for leap days. */
const TICKS = YEARS * 8760.0 * HOUR;
/** 24 leap days of the hundred years from 2027 on: 2100 has none. */
const LEAP = 24 * 24 * HOUR;
export const HISTORY_TICKS = TICKS + LEAP;

/** Long-run share of time without service, and outages an hour. */
export function longRun(histories: Histories): { readonly unavailability: Samples; readonly outagesPerHour: Samples } {
  const unavailability = new Samples();
  const outagesPerHour = new Samples();
  play(histories, ({ downMs, outages }) => {
    unavailability.add(downMs / HISTORY_TICKS);
    outagesPerHour.add((outages.count / HISTORY_TICKS) * HOUR);
  });
  return { unavailability, outagesPerHour };
}
