import type { Simulation } from '../engine/index.ts';
import { causeId, type CauseId } from '../vocabulary/causes.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Backup } from './backup.ts';
import { earliest, type Blocker, type BlockerCount } from './blocker.ts';
import { Capacity } from './capacity.ts';
import { Certificate, CERTIFICATE_ROTATION } from './certificate.ts';
import { Clients } from './clients.ts';
import { ComputeNode, NodeRecovery } from './compute-node.ts';
import { CONDITION, ConditionClock } from './condition.ts';
import { Deployment } from './deployment.ts';
import { Disk } from './disk.ts';
import { OpenDisruptions } from './disruptions.ts';
import { FailoverCoordinator } from './failover-coordinator.ts';
import { Failover } from './failover.ts';
import { Hazards } from './hazard.ts';
import { Incidents } from './incidents.ts';
import { Key } from './key.ts';
import { Ledger } from './ledger.ts';
import { Lifecycle } from './lifecycle.ts';
import type { TransitionListener } from './machine.ts';
import { Maintenance } from './maintenance.ts';
import { Mistake, MISTAKE_CAUSE } from './mistake.ts';
import { NETWORK_RULE_CAUSE, NetworkRule } from './network-rule.ts';
import { Operations } from './operations.ts';
import { Parameters } from './parameters.ts';
import type { Parts } from './parts.ts';
import { People } from './people.ts';
import { Place } from './place.ts';
import { RestoreCoordinator } from './restore-coordinator.ts';
import { Restore } from './restore.ts';
import { Spike } from './spike.ts';
import { Standby } from './standby.ts';
import { Storage } from './storage.ts';
import { Undisturbed } from './undisturbed.ts';
import { UsageMeter } from './usage-meter.ts';

const ENGINE_CRASH = causeId('engineCrash');
const DISK_FULL = causeId('diskFull');

/** Hears what `trace` prints beside the transitions of the parts. */
export type NoteListener = (part: string, text: string) => void;

export interface ServerListeners {
  readonly transitions: TransitionListener[];
  readonly notes: NoteListener[];
}

/** What the server needs to know beside the scenario. */
export interface ServerFacts {
  /** Default of max_wal_size for this disk, bytes. */
  readonly maxWalBytes: number;
  /** Backups have a copy outside the server's zone. */
  readonly zoneBackups: boolean;
}

/**
 * The server: all parts wired together. Parts publish their state and report what happens to them, coordinators plan the
 * moves between parts, and the server composes the states into one condition. Every event ends in {@link Server.compose},
 * which looks at states only, so it does not matter which event had changed them.
 */
export class Server {
  readonly parts: Parts;
  readonly incidents: Incidents;
  readonly operations: Operations;
  private readonly failovers: FailoverCoordinator;
  private readonly restores: RestoreCoordinator;
  private readonly horizon: number;
  private readonly spike: Spike;
  private readonly hazards: Hazards;
  private readonly zoneNames: readonly string[];
  /** Reasons for not serving, by the slot the primary is in. */
  private readonly blockersOf: readonly (readonly Blocker[])[];
  private readonly blocked: BlockerCount = { active: 0 };
  /** The reason of the present composition. */
  private blocker: Blocker | null = null;

  constructor(simulation: Simulation, scenario: Scenario, facts: ServerFacts, listeners: ServerListeners) {
    const { server, workload } = scenario;
    const horizon = scenario.simulation.endMs - scenario.simulation.startMs;
    const parameters = new Parameters(scenario);
    const { transitions } = listeners;
    const ha = server.haMode !== 'Disabled';
    const ledger = new Ledger(scenario.monthStarts);
    const people = new People(simulation, parameters);
    // Parts report to coordinators, coordinators move parts: the table of parts is filled while both are made.
    const parts: { -readonly [Part in keyof Parts]: Parts[Part] } = {
      simulation,
      ha,
      sameZone: server.haMode === 'SameZone',
      walBytesPerSecond: workload.walBytesPerSecond,
      replayRate: parameters.rate('walReplay.rate'),
      ledger,
      condition: new ConditionClock(ledger, {
        businessHours: scenario.businessHours,
        slaMinutes: scenario.cost.sla.minutes,
        maintenanceCounts: scenario.cost.sla.maintenanceCounts,
        clockOffsetMs: scenario.simulation.startMs % 60_000,
      }),
      disruptions: new OpenDisruptions(ledger),
      usage: new UsageMeter(ledger, horizon, server, workload),
      people,
      clients: new Clients(simulation, parameters),
      backup: new Backup(simulation, parameters, workload.walBytesPerSecond),
      note: (part: string, text: string) => {
        for (const listener of listeners.notes) listener(part, text);
      },
    } as Parts;
    this.parts = parts;
    const { vCores, iops, megabytesPerSecond } = workload.demand;
    if (vCores !== null || iops !== null || megabytesPerSecond !== null) {
      parts.condition.capacity = new Capacity(scenario, parameters, ledger);
    }
    this.horizon = horizon;
    this.hazards = new Hazards(simulation, horizon);
    this.spike = new Spike(simulation, parts.condition, parameters, this.hazards);
    this.failovers = new FailoverCoordinator(parts);
    parts.undisturbed = new Undisturbed(parts, this.failovers);
    const { zoneBackups } = facts;
    const backups = { geo: server.backup.geoRedundant, zone: zoneBackups };
    this.zoneNames = [...new Set([server.zone, server.standbyZone ?? server.zone])];
    this.restores = new RestoreCoordinator(parts, this.failovers, backups, parameters);
    this.incidents = new Incidents(parts, this.failovers, this.restores, zoneBackups, this.zoneNames, parameters);
    this.operations = new Operations(parts, this.failovers, this.restores);
    parts.deployment = this.deploy(simulation, scenario, facts, parameters, transitions);
    parts.standby = new Standby(simulation, ha, parameters, ledger, this.operations, transitions);
    parts.failover = new Failover(simulation, parameters, this.failovers, transitions);
    parts.maintenance = new Maintenance(
      simulation,
      scenario.simulation.startMs,
      horizon,
      this.hazards,
      server.maintenanceWindow,
      parameters,
      this.operations,
      transitions,
    );
    parts.disk = new Disk(simulation, scenario, parameters, people, ledger, this.incidents, transitions);
    parts.lifecycle = new Lifecycle(simulation, parameters, this.operations, transitions);
    parts.restore = new Restore(simulation, parameters, this.restores, transitions);
    const { retentionDays } = server.backup;
    parts.mistake = new Mistake(
      simulation,
      this.hazards,
      retentionDays,
      parameters,
      people,
      this.restores,
      transitions,
    );
    parts.certificate = new Certificate(simulation, parameters, this.hazards, people, this.incidents, transitions);
    parts.networkRule = new NetworkRule(simulation, ha, parameters, this.hazards, people, this.incidents, transitions);
    this.blockersOf = parts.deployment.nodes.map((_, slot) => [
      ...parts.deployment.blockersOf(slot),
      parts.failover.blocker,
      parts.maintenance.blocker,
      parts.lifecycle.blocker,
      parts.disk.blocker,
      parts.restore.blocker,
      parts.clients.pause,
    ]);
    for (const blocker of new Set(this.blockersOf.flat())) blocker.countIn(this.blocked);
  }

  /** @param running false when the schedule has the server stopped at the start, @param restop and wants it kept so */
  reset(running: boolean, restop: boolean): void {
    const { parts } = this;
    this.hazards.reset();
    parts.ledger.reset();
    parts.disruptions.reset();
    parts.condition.capacity?.reset();
    parts.condition.reset(running ? CONDITION.serving : CONDITION.stopped);
    parts.clients.reset();
    parts.deployment.reset();
    parts.standby.reset(!running);
    parts.failover.reset();
    parts.lifecycle.reset(running);
    parts.disk.reset();
    parts.maintenance.reset();
    parts.backup.reset();
    parts.restore.reset();
    parts.mistake.reset();
    parts.certificate.reset();
    parts.networkRule.reset();
    parts.usage.reset(running);
    this.spike.reset();
    this.failovers.reset();
    this.restores.reset();
    this.operations.reset(!running && restop);
    if (!running) for (const node of parts.deployment.nodes) node.stop();
    this.compose();
  }

  /** Closes the accounts at the horizon. */
  finish(): void {
    const { condition, mistake, certificate, disruptions, standby, usage, restore, disk } = this.parts;
    disk.finish();
    condition.finish(this.horizon);
    condition.capacity?.finish();
    if (mistake.active) {
      const id = disruptions.open(MISTAKE_CAUSE, mistake.onset, 0);
      disruptions.setParts(id, mistake.detectTicks, mistake.decideTicks, 0);
    }
    if (disk.refusedSince >= 0) disruptions.open(DISK_FULL, disk.refusedSince, 0);
    if (certificate.refused && !certificate.refusedByAll) this.incidents.openPinned();
    disruptions.censorAll(this.horizon);
    standby.finish();
    if (restore.active && restore.provisionedFrom >= 0) usage.restoreAbandoned(restore.provisionedFrom, this.horizon);
    usage.finish();
  }

  /** Composes the parts' states into the condition, and lets what follows from states alone take its course. */
  compose(): void {
    if (this.parts.undisturbed.takeComposed()) return;
    const { condition, clients, disruptions, simulation, standby, certificate, networkRule, disk } = this.parts;
    const { now } = simulation;
    const blocked = this.blocked.active > 0;
    if (blocked || this.failovers.personWaits) this.failovers.settle();
    if (blocked || this.restores.pending) this.restores.settle();
    if (networkRule.blocked && standby.healthy) standby.awayFor(Infinity, NETWORK_RULE_CAUSE);
    const state = this.conditionNow();
    const blame = this.blameNow(state);
    condition.set(now, state, blame);
    condition.setSide(now, clients.writesStalled, disk.readOnly, clients.degraded || certificate.refused);
    if (!condition.inOutage) {
      if (disruptions.any) {
        disruptions.closeAll(now, clients.tailTicks);
        clients.settled();
      }
      condition.forgetPath();
    }
    this.expose();
    if (standby.building) standby.allowBuilding(this.canBuildStandby());
    if (this.operations.settle()) this.compose();
  }

  /** There is a primary to copy from (a crash of its engine does not end the copying) and a place to build in. */
  private canBuildStandby(): boolean {
    const { deployment, lifecycle, networkRule } = this.parts;
    if (lifecycle.powerOff || networkRule.blocked || !deployment.standbyPresent()) return false;
    const platform = deployment.platformBlocker();
    return platform === null || platform.cause === ENGINE_CRASH;
  }

  private conditionNow(): number {
    const { condition, clients, lifecycle, mistake, certificate, deployment } = this.parts;
    if (lifecycle.stoppedOnPurpose) {
      clients.interrupt();
      return CONDITION.stopped;
    }
    this.blocker = this.blocked.active === 0 ? null : earliest(this.blockersOf[deployment.primary]!);
    if (this.blocker !== null) {
      clients.interrupt();
      return CONDITION.down;
    }
    if (mistake.withdrawn || certificate.refusedByAll) {
      clients.interrupt();
      return CONDITION.withdrawn;
    }
    if (condition.state === CONDITION.down || condition.state === CONDITION.withdrawn) {
      clients.beginReturning(condition.blame);
    }
    return clients.tailCause >= 0 ? CONDITION.reconnecting : CONDITION.serving;
  }

  private blameNow(state: number): CauseId {
    switch (state) {
      case CONDITION.down:
        return this.blocker!.cause;
      case CONDITION.withdrawn:
        return this.withdrawnBy();
      case CONDITION.reconnecting:
        return this.parts.clients.tailCause;
      default:
        return -1;
    }
  }

  /** Of what keeps clients from a server that answers: what began first. */
  private withdrawnBy(): CauseId {
    const { certificate, mistake, condition } = this.parts;
    if (!certificate.refusedByAll) return MISTAKE_CAUSE;
    return mistake.withdrawn && condition.blame === MISTAKE_CAUSE ? MISTAKE_CAUSE : CERTIFICATE_ROTATION;
  }

  /** Clocks run only while their thing is exposed. */
  private expose(): void {
    const { deployment, lifecycle, failover, standby, condition, mistake } = this.parts;
    const { primary, other, nodes } = deployment;
    const serving = condition.answers;
    const power = !lifecycle.powerOff && deployment.everywhereUp;
    const primaryNode = nodes[primary]!;
    primaryNode.expose(power && primaryNode.vmUp && !failover.fencing && deployment.zoneUp(primary), serving);
    if (this.parts.ha) {
      const node = nodes[other]!;
      const counts = standby.healthy || standby.failingOver;
      node.expose(power && node.vmUp && counts && deployment.zoneUp(other), false);
    }
    mistake.expose(serving && !mistake.restoring);
  }

  private deploy(
    simulation: Simulation,
    scenario: Scenario,
    facts: ServerFacts,
    parameters: Parameters,
    transitions: TransitionListener[],
  ): Deployment {
    const { server, workload } = scenario;
    const { incidents, hazards, zoneNames } = this;
    const recovery = new NodeRecovery(parameters, workload.walBytesPerSecond, facts.maxWalBytes);
    const slots = server.haMode === 'Disabled' ? [0] : [0, 1];
    const zones = zoneNames.map(
      (name, zone) =>
        new Place(
          simulation,
          `zone-${name}`,
          'zoneOutage',
          parameters,
          hazards,
          transitions,
          (duration) => incidents.zoneStruck(zone, duration),
          (since) => incidents.zoneReturned(zone, since),
        ),
    );
    const region = new Place(
      simulation,
      'region',
      'regionOutage',
      parameters,
      hazards,
      transitions,
      (duration) => incidents.regionStruck(duration),
      (since) => incidents.regionReturned(since),
    );
    const fleet = new Place(
      simulation,
      'fleet',
      'fleetRollout',
      parameters,
      hazards,
      transitions,
      (duration) => incidents.fleetFails(duration),
      (since) => incidents.fleetReturned(since),
    );
    const key = new Key(
      simulation,
      server.customerManagedKey,
      server.keyVersioned,
      parameters,
      hazards,
      incidents,
      transitions,
    );
    const controlPlane: Place = new Place(
      simulation,
      'control-plane',
      'controlPlaneOutage',
      parameters,
      hazards,
      transitions,
      (duration) => controlPlane.fail(duration),
      () => this.operations.controlPlaneBack(),
    );
    return new Deployment(
      slots.map((slot) => new ComputeNode(simulation, slot, parameters, recovery, hazards, incidents, transitions)),
      slots.map((slot) => new Storage(simulation, slot, parameters, hazards, incidents, transitions)),
      zones,
      zoneNames,
      [0, zoneNames.indexOf(server.standbyZone ?? server.zone)],
      region,
      fleet,
      key,
      controlPlane,
      this.blocked,
    );
  }
}
