import { MarkovChain, type Transition } from '../../statistics/markov-chain.ts';
import { MINUTE } from '../../units/duration.ts';
import { causeId } from '../../vocabulary/causes.ts';
import { type Case, figure, type Figure } from '../case.ts';
import { average, Samples, share } from '../estimate.ts';
import { HISTORY_TICKS, longRun, play } from './dependence-server.ts';

/** Every 100 h, back in 1 h; after a failure clocks run `factor` times as fast until 24 h from its onset; exactly, four times. */
function repeats(seed: string, factor: number): readonly Figure[] {
  const [rate, boost, repair] = [1 / 100, 24, 1];
  const past = Math.exp(-4 * rate * (boost - repair));
  const up = (1 - past) / (4 * rate) + past / rate;
  const { unavailability, outagesPerHour } = longRun({
    seed: `${seed} V61`,
    histories: 40,
    assumptions: {
      'engineCrash.every': '100h',
      'engineCrash.restart.duration': '1h',
      'repeatFailure.factor': factor,
      'repeatFailure.duration': '24h',
    },
  });
  return [
    figure('unavailability', repair / (repair + up), unavailability),
    figure('failures an hour', 1 / (repair + up), outagesPerHour),
  ];
}

const V61: Case = {
  id: 'V61',
  title: 'repeat failures: a server whose clocks run four times as fast for a day after a failure',
  source: 'renewal process whose hazard falls to a quarter after 23 h, closed form',
  simulate: (seed) => repeats(seed, 4),
  wrong: { 'failures that are independent': (seed) => repeats(seed, 1) },
};

/** The control plane is out every 200 h for 50 h; failovers work in 95 % of cases with it and in `without` of them without it. */
function controlPlane(seed: string, without: number): readonly Figure[] {
  const covered = { up: 0.95, out: 0.4 };
  const [failure, restart, failover, away, back] = [1 / 50, 1 / 2, 1 / 0.1, 1 / 200, 1 / 50];
  const transitions = (['up', 'out'] as const).flatMap((plane): Transition[] => [
    { from: `serves ${plane}`, to: `fails over ${plane}`, rate: failure * covered[plane] },
    { from: `serves ${plane}`, to: `restarts ${plane}`, rate: failure * (1 - covered[plane]) },
    { from: `fails over ${plane}`, to: `serves ${plane}`, rate: failover + restart },
    { from: `restarts ${plane}`, to: `serves ${plane}`, rate: restart },
    ...['serves', 'fails over', 'restarts'].map((state) =>
      plane === 'up'
        ? { from: `${state} up`, to: `${state} out`, rate: away }
        : { from: `${state} out`, to: `${state} up`, rate: back },
    ),
  ]);
  const steady = new MarkovChain(transitions).steadyState();
  const down = [...steady].reduce((sum, [state, part]) => (state.startsWith('serves') ? sum : sum + part), 0);
  const { unavailability } = longRun({
    seed: `${seed} V62`,
    ha: 'ZoneRedundant',
    histories: 40,
    assumptions: {
      'engineCrash.every': '50h',
      'engineCrash.restart.duration': 'exponential(2h)',
      'failover.base.duration': 'exponential(6m)',
      'failover.success.probability': 0.95,
      'controlPlaneOutage.every': '200h',
      'controlPlaneOutage.duration': 'exponential(50h)',
      'controlPlaneOutage.failover.success.probability': without,
    },
  });
  return [figure('unavailability', down, unavailability, 0.006)];
}

const V62: Case = {
  id: 'V62',
  title: 'coverage by the control plane: failovers work in 95 % of cases, and in 40 % while it is out',
  source: 'Markov chain of server and control plane, solved exactly',
  simulate: (seed) => controlPlane(seed, 0.4),
  wrong: { 'coverage that does not depend on the control plane': (seed) => controlPlane(seed, 0.95) },
};

const FLEET = causeId('fleetRollout');

/** A pair whose engine crashes every 50 h, with bad rollouts on the fleet every 200 h for 10 h. */
function fleet(seed: string): readonly Figure[] {
  const [failure, restart, failover, rollout, end] = [1 / 50, 1 / 2, 1 / 0.1, 1 / 200, 1 / 10];
  const steady = new MarkovChain([
    { from: 'serves', to: 'crashed', rate: failure },
    { from: 'crashed', to: 'serves', rate: restart + failover },
    { from: 'serves', to: 'rollout', rate: rollout },
    { from: 'rollout', to: 'serves', rate: end },
    { from: 'crashed', to: 'both', rate: rollout },
    { from: 'both', to: 'crashed', rate: end },
    // There is nothing to fail over to: only the restart goes on.
    { from: 'both', to: 'rollout', rate: restart },
  ]).steadyState();
  const down = new Samples();
  const byRollout = new Samples();
  const assumptions = {
    'engineCrash.every': '50h',
    'engineCrash.restart.duration': 'exponential(2h)',
    'failover.base.duration': 'exponential(6m)',
    'fleetRollout.every': '200h',
    'fleetRollout.duration': 'exponential(10h)',
  };
  play({ seed: `${seed} V63`, ha: 'ZoneRedundant', histories: 60, assumptions }, ({ downMs, causeMs }) => {
    down.add(downMs / HISTORY_TICKS);
    byRollout.add(causeMs[FLEET]! / HISTORY_TICKS);
  });
  return [
    figure('unavailability', 1 - steady.get('serves')!, down),
    figure('of it by rollouts', steady.get('rollout')!, byRollout),
  ];
}

const V63: Case = {
  id: 'V63',
  title: 'fleet-wide rollouts: a zone-redundant pair that is down as a whole every 200 h',
  source: 'Markov chain of crashes and rollouts, solved exactly',
  simulate: fleet,
};

/** Minutes until clients work on a restored server; a new one is provisioned in 2 to 10 minutes, times the factor. */
function restores(seed: string, factor: number): Float64Array {
  const minutes: number[] = [];
  const assumptions = {
    'zoneOutage.every': '1000h',
    'zoneOutage.duration': '10h',
    'restore.provision.duration': 'uniform(2m,10m)',
    'restore.contention.factor': factor,
  };
  play({ seed: `${seed} V64 ${factor}`, histories: 40, assumptions }, ({ disruptions: { count, columns } }) => {
    // The last may be cut off by the end.
    for (let row = 0; row < count - 1; row++) minutes.push(columns.rto[row]! / MINUTE);
  });
  return Float64Array.from(minutes);
}

function contention(seed: string, factor: number): readonly Figure[] {
  const [quiet, crowded] = [restores(seed, 1), restores(seed, factor)];
  const rest = 10 + 20 + 5 + 4;
  return [
    figure('alone: minutes until clients are back', rest + 6, average(quiet)),
    figure('crowded: minutes until clients are back', rest + 5 * 6, average(crowded)),
    figure(
      'crowded: share back within 59 minutes',
      0.25,
      share(crowded, (value) => value <= rest + 5 * 4),
      0.012,
    ),
  ];
}

const V64: Case = {
  id: 'V64',
  title: 'recovery contention: restores during a zone outage whose provisioning takes five times as long',
  source: 'sum of a uniform and fixed times, closed form',
  simulate: (seed) => contention(seed, 5),
  wrong: { 'restores that do not wait for others': (seed) => contention(seed, 1) },
};

export const SWITCHES: readonly Case[] = [V61, V62, V63, V64];
