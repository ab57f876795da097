import { findRegion, maxWalSizeBytes } from '../catalog/index.ts';
import { Simulation } from '../engine/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ConditionListener } from './condition.ts';
import type { Ledger } from './ledger.ts';
import type { TransitionListener } from './machine.ts';
import { Parameters } from './parameters.ts';
import { Script } from './script.ts';
import { type Destruction, Strike } from './strike.ts';
import { Server, type NoteListener, type ServerListeners } from './server.ts';

/** Hears what happens in a replication, for `trace`. */
export interface WorldListener {
  readonly transition: TransitionListener;
  readonly note: NoteListener;
  readonly condition: ConditionListener;
}

/**
 * All parts of one scenario wired to one engine, ready to run. Built once, reset for each replication.
 */
export class World {
  readonly simulation: Simulation;
  readonly ledger: Ledger;
  readonly server: Server;
  /** What destroys data in every history, if anything does. */
  readonly strike: Strike | null;
  private readonly script: Script;
  private readonly horizon: number;
  private readonly listeners: ServerListeners = { transitions: [], notes: [] };

  constructor(scenario: Scenario, strike: Destruction | null = null) {
    this.horizon = scenario.simulation.endMs - scenario.simulation.startMs;
    this.simulation = new Simulation({ seed: scenario.simulation.seed });
    this.server = new Server(
      this.simulation,
      scenario,
      { maxWalBytes: maxWalSizeBytes(scenario.server.storage.sizeGib), zoneBackups: backupsSurviveTheZone(scenario) },
      this.listeners,
    );
    this.ledger = this.server.parts.ledger;
    this.script = new Script(this.simulation, scenario, this.server);
    this.simulation.afterEvent = () => this.server.compose();
    this.strike = strike === null ? null : new Strike(strike, this.simulation, scenario, this.server);
    if (this.strike !== null) this.afterEvents(() => this.strike!.look());
  }

  /** Simulates one history of the scenario, from 1 on, and returns its ledger, which is valid until the next run. */
  run(replication: number): Ledger {
    this.simulation.reset(replication);
    this.server.reset(this.script.runsAtStart, this.script.restop);
    this.script.reset();
    this.strike?.reset();
    this.simulation.runUntil(this.horizon);
    this.server.finish();
    this.strike?.finish();
    return this.ledger;
  }

  /** Of the last run: see {@link Simulation.fingerprint}. Every transition of a part is in it, too. */
  get fingerprint(): readonly [high: number, low: number] {
    return this.simulation.fingerprint;
  }

  /** Hears of the end of every event of the runs that follow, when its consequences are drawn. */
  afterEvents(hear: () => void): void {
    const before = this.simulation.afterEvent!;
    this.simulation.afterEvent = () => {
      before();
      hear();
    };
  }

  /** Reports every transition, note and change of condition of the runs that follow. */
  listen(listener: WorldListener): void {
    this.listeners.transitions.push(listener.transition);
    this.listeners.notes.push(listener.note);
    this.server.parts.condition.listener = listener.condition;
    this.server.parts.undisturbed.enabled = false;
  }
}

/**
 * Whether backups have a copy outside the server's zone. The documentation contradicts itself (fact base C-1); `auto` is
 * its newest page: zone-redundant backups for zone-redundant servers in regions with zones.
 */
export function backupsSurviveTheZone(scenario: Scenario): boolean {
  const choice = new Parameters(scenario).choice('backup.redundancy');
  if (choice !== 'auto') return choice === 'zone';
  const region = findRegion(scenario.server.location);
  return scenario.server.haMode === 'ZoneRedundant' && region?.availabilityZones === true;
}
