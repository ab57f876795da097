import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { CAUSES, causeId, DISRUPTION_CLASSES, type CauseId } from '../vocabulary/causes.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Backup } from './backup.ts';
import { Blocker, earliest } from './blocker.ts';
import { ComputeNode, NodeRecovery, type NodeFailure, type NodeOwner } from './compute-node.ts';
import { CONDITION, ConditionClock } from './condition.ts';
import { OpenDisruptions, type DisruptionId } from './disruptions.ts';
import { Failover, type FailoverOwner } from './failover.ts';
import { Ledger, PATH } from './ledger.ts';
import { Lifecycle, type LifecycleOwner } from './lifecycle.ts';
import type { TransitionListener } from './machine.ts';
import { Maintenance, type MaintenanceOwner } from './maintenance.ts';
import { Mistake, MISTAKE_CAUSE, type MistakeOwner } from './mistake.ts';
import { Parameters } from './parameters.ts';
import { People } from './people.ts';
import { Place } from './place.ts';
import { Restore, type RestoreOwner } from './restore.ts';
import { Standby, type StandbyOwner } from './standby.ts';
import { Storage, type StorageOwner } from './storage.ts';
import { UsageMeter } from './usage-meter.ts';

const ZONE_OUTAGE = causeId('zoneOutage');
const REGION_OUTAGE = causeId('regionOutage');
const STORAGE_OUTAGE = causeId('storageOutage');
const PLATFORM_PAUSE = causeId('platformPause');
const ENGINE_CRASH = causeId('engineCrash');
const RESTART = causeId('restart');
const PLANNED_FAILOVER = causeId('plannedFailover');
const FORCED_FAILOVER = causeId('forcedFailover');
const MAINTENANCE = causeId('maintenance');
const CLASS_OF = CAUSES.map((cause) => DISRUPTION_CLASSES.indexOf(cause.class));
/** Causes after which a person forces the failover that did not happen by itself: the primary cannot come back soon. */
const FORCED_BY_PERSON = CAUSES.map((cause) => cause.class === 'zone' || cause.class === 'storage');

/** Hears what `trace` prints beside the transitions of the parts. */
export type NoteListener = (part: string, text: string) => void;

export interface ServerListeners {
  readonly transitions: TransitionListener[];
  readonly notes: NoteListener[];
}

/**
 * The server: all parts wired together. Parts publish their state and report what happens to them; the server composes
 * the states into one condition and plans the moves between parts (failover, rebuild, restore). Every event ends in
 * {@link Server.compose}, which looks at states only, so it does not matter which event had changed them.
 */
export class Server
  implements
    NodeOwner,
    StorageOwner,
    StandbyOwner,
    FailoverOwner,
    MaintenanceOwner,
    RestoreOwner,
    MistakeOwner,
    LifecycleOwner
{
  readonly ledger: Ledger;
  readonly condition: ConditionClock;
  private readonly simulation: Simulation;
  private readonly horizon: number;
  private readonly ha: boolean;
  private readonly walBytesPerSecond: number;
  private readonly replayRate: number;
  private readonly sameZone: boolean;
  private readonly zoneBackups: boolean;
  private readonly geoBackups: boolean;
  private readonly nodes: ComputeNode[] = [];
  private readonly storages: Storage[] = [];
  private readonly zones: Place[] = [];
  private readonly zoneNames: string[];
  private readonly zoneOf: number[];
  private readonly region: Place;
  private readonly standby: Standby;
  private readonly failover: Failover;
  private readonly maintenance: Maintenance;
  private readonly lifecycle: Lifecycle;
  private readonly backup: Backup;
  private readonly restore: Restore;
  private readonly mistake: Mistake;
  private readonly people: People;
  private readonly usage: UsageMeter;
  private readonly disruptions: OpenDisruptions;
  private readonly pause = new Blocker();
  private readonly pauseEnd: Timer;
  private readonly stallEnd: Timer;
  private readonly tailEnd: Timer;
  private readonly personActs: Timer;
  /** Reasons for not serving, by the slot the primary is in. */
  private readonly blockersOf: readonly (readonly Blocker[])[];
  /** Of these, the ones that the loss of the primary's platform makes. */
  private readonly platformBlockersOf: readonly (readonly Blocker[])[];
  private readonly parameters: {
    readonly clientTimeout: number;
    readonly dns: Sampler;
    readonly reconnect: Sampler;
    readonly lossStall: Sampler;
    readonly keepOld: Sampler;
    readonly zoneSpread: number;
    readonly zoneDataLoss: number;
    readonly regionDataLoss: number;
    readonly sharedStorage: number;
  };
  private readonly streams: {
    readonly dns: Stream;
    readonly reconnect: Stream;
    readonly lossStall: Stream;
    readonly keepOld: Stream;
    readonly zone: Stream;
    readonly region: Stream;
    readonly storage: Stream;
  };
  private readonly listeners: ServerListeners;
  private primary = 0;
  private addressMoved = false;
  private tailTicks = 0;
  private tailCause: CauseId = -1;
  private pausedWrites = false;
  private degraded = false;
  /** The disruption a running failover, a waiting person or a restore will end. */
  private failoverDisruption: DisruptionId = -1;
  private personDisruption: DisruptionId = -1;
  private personCause: CauseId = -1;
  private personSince = 0;
  private personDetect = 0;
  private personDecide = 0;
  private restoreDisruption: DisruptionId = -1;
  private restoreDetect = 0;
  private restoreDecide = 0;
  private mistakeWaits = false;
  private restopWanted = false;

  constructor(
    simulation: Simulation,
    scenario: Scenario,
    maxWalBytes: number,
    zoneBackups: boolean,
    listeners: ServerListeners,
  ) {
    const { server, workload } = scenario;
    const horizon = scenario.simulation.endMs - scenario.simulation.startMs;
    const parameters = new Parameters(scenario);
    this.simulation = simulation;
    this.horizon = horizon;
    this.listeners = listeners;
    this.ha = server.haMode !== 'Disabled';
    this.sameZone = server.haMode === 'SameZone';
    this.zoneBackups = zoneBackups;
    this.geoBackups = server.backup.geoRedundant;
    this.walBytesPerSecond = workload.walBytesPerSecond;
    this.replayRate = parameters.rate('walReplay.rate');
    this.ledger = new Ledger(scenario.monthStarts);
    this.condition = new ConditionClock(this.ledger, {
      businessHours: scenario.businessHours,
      slaMinutes: scenario.cost.sla.minutes,
      maintenanceCounts: scenario.cost.sla.maintenanceCounts,
    });
    this.disruptions = new OpenDisruptions(this.ledger);
    this.usage = new UsageMeter(this.ledger, horizon, server, workload);
    this.people = new People(simulation, parameters);
    const { transitions } = listeners;
    const recovery = new NodeRecovery(parameters, workload.walBytesPerSecond, maxWalBytes);
    const slots = this.ha ? [0, 1] : [0];
    for (const slot of slots) {
      this.nodes.push(new ComputeNode(simulation, slot, parameters, recovery, horizon, this, transitions));
      this.storages.push(new Storage(simulation, slot, parameters, horizon, this, transitions));
    }
    this.zoneNames = [...new Set([server.zone, server.standbyZone ?? server.zone])];
    this.zoneOf = [0, this.zoneNames.indexOf(server.standbyZone ?? server.zone)];
    for (const [zone, name] of this.zoneNames.entries()) {
      this.zones.push(
        new Place(
          simulation,
          `zone-${name}`,
          'zoneOutage',
          parameters,
          horizon,
          transitions,
          (duration) => this.zoneStruck(zone, duration),
          (since) => this.zoneReturned(zone, since),
        ),
      );
    }
    this.region = new Place(
      simulation,
      'region',
      'regionOutage',
      parameters,
      horizon,
      transitions,
      (duration) => this.regionStruck(duration),
      (since) => this.regionReturned(since),
    );
    this.standby = new Standby(simulation, this.ha, parameters, this.ledger, this, transitions);
    this.failover = new Failover(simulation, parameters, this, transitions);
    this.maintenance = new Maintenance(
      simulation,
      scenario.simulation.startMs,
      horizon,
      server.maintenanceWindow,
      parameters,
      this,
      transitions,
    );
    this.lifecycle = new Lifecycle(simulation, parameters, this, transitions);
    this.backup = new Backup(simulation, parameters, workload.walBytesPerSecond);
    this.restore = new Restore(simulation, parameters, this, transitions);
    this.mistake = new Mistake(
      simulation,
      horizon,
      server.backup.retentionDays,
      parameters,
      this.people,
      this,
      transitions,
    );
    this.parameters = {
      clientTimeout: Math.round(parameters.sampler('client.timeout.duration').sample(0.5)),
      dns: parameters.sampler('client.dns.duration'),
      reconnect: parameters.sampler('client.reconnect.duration'),
      lossStall: parameters.sampler('standby.lossStall.duration'),
      keepOld: parameters.sampler('restore.oldServer.keep.duration'),
      zoneSpread: parameters.probability('zoneOutage.spread.probability'),
      zoneDataLoss: parameters.probability('zoneOutage.dataLoss.probability'),
      regionDataLoss: parameters.probability('regionOutage.dataLoss.probability'),
      sharedStorage: parameters.probability('storageOutage.sameZoneShared.probability'),
    };
    this.streams = {
      dns: simulation.stream('client', 'dns'),
      reconnect: simulation.stream('client', 'reconnect'),
      lossStall: simulation.stream('standby', 'lossStall'),
      keepOld: simulation.stream('restore', 'oldServer.keep'),
      zone: simulation.stream('zones', 'spread and loss'),
      region: simulation.stream('region', 'loss'),
      storage: simulation.stream('storage', 'shared'),
    };
    this.pauseEnd = simulation.timer('pause ends', () => {
      this.pause.clear();
      this.degraded = false;
    });
    this.stallEnd = simulation.timer('writes go on', () => {
      this.pausedWrites = false;
    });
    this.tailEnd = simulation.timer('clients are back', () => {
      this.tailCause = -1;
    });
    this.personActs = simulation.timer('person forces the failover', () => {
      this.forceFailoverByPerson();
    });
    this.platformBlockersOf = slots.map((slot) => [
      this.region.blocker,
      this.zones[this.zoneOf[slot]!]!.blocker,
      this.storages[slot]!.unreachable,
      this.storages[slot]!.lost,
      this.nodes[slot]!.blocker,
    ]);
    this.blockersOf = slots.map((slot) => [
      ...this.platformBlockersOf[slot]!,
      this.failover.blocker,
      this.maintenance.blocker,
      this.lifecycle.blocker,
      this.pause,
    ]);
  }

  // ---------------------------------------------------------------- replications

  reset(running: boolean): void {
    this.primary = 0;
    this.addressMoved = false;
    this.tailCause = -1;
    this.pausedWrites = false;
    this.degraded = false;
    this.pause.clear();
    this.mistakeWaits = false;
    this.restopWanted = false;
    this.failoverDisruption = -1;
    this.personDisruption = -1;
    this.restoreDisruption = -1;
    this.ledger.reset();
    this.disruptions.reset();
    this.condition.reset(running ? CONDITION.serving : CONDITION.stopped);
    for (const node of this.nodes) node.reset();
    for (const storage of this.storages) storage.reset();
    for (const zone of this.zones) zone.reset();
    this.region.reset();
    this.standby.reset();
    this.failover.reset();
    this.lifecycle.reset(running);
    this.maintenance.reset();
    this.backup.reset();
    this.restore.reset();
    this.mistake.reset();
    this.usage.reset(running);
    if (!running) for (const node of this.nodes) node.stop();
    this.compose();
  }

  /** Closes the accounts at the horizon. */
  finish(): void {
    this.condition.finish(this.horizon);
    if (this.mistake.active) {
      const id = this.disruptions.open(MISTAKE_CAUSE, this.mistake.onset, 0);
      this.disruptions.setParts(id, this.mistake.detectTicks, this.mistake.decideTicks, 0);
    }
    this.disruptions.censorAll(this.horizon);
    this.standby.finish();
    this.usage.finish();
  }

  // ---------------------------------------------------------------- condition

  /** Composes the parts' states into the condition, and lets what follows from states alone take its course. */
  compose(): void {
    const { condition, lifecycle, standby } = this;
    const { now } = this.simulation;
    this.settleFailover();
    const platform = earliest(this.platformBlockersOf[this.primary]!);
    this.settleRestore(platform !== null);
    const blocker = earliest(this.blockersOf[this.primary]!);
    let state: number;
    let blame: CauseId = -1;
    if (lifecycle.stoppedOnPurpose) {
      state = CONDITION.stopped;
      this.tailEnd.cancel();
      this.tailCause = -1;
    } else if (blocker !== null) {
      state = CONDITION.down;
      blame = blocker.cause;
      this.tailEnd.cancel();
      this.tailCause = -1;
    } else if (this.mistake.withdrawn) {
      state = CONDITION.withdrawn;
      blame = MISTAKE_CAUSE;
    } else {
      if (condition.state === CONDITION.down || condition.state === CONDITION.withdrawn) this.beginTail();
      state = this.tailCause >= 0 ? CONDITION.reconnecting : CONDITION.serving;
      blame = this.tailCause;
    }
    condition.set(now, state, blame);
    condition.setSide(now, this.pausedWrites, this.degraded);
    if (this.disruptions.any && !condition.inOutage) {
      this.disruptions.closeAll(now, this.tailTicks);
      this.addressMoved = false;
      this.tailTicks = 0;
    }
    const serving = state !== CONDITION.down && state !== CONDITION.stopped;
    this.expose(serving);
    if (standby.enabled) {
      standby.allowBuilding(
        platform === null && !lifecycle.powerOff && this.zones[this.zoneOf[1 - this.primary]!]!.up && this.region.up,
      );
    }
    if (this.mistakeWaits && serving && !this.restore.active) this.beginMistakeRestore();
    if (lifecycle.pendingStop && this.isReady) lifecycle.stop();
  }

  /** Ready for an operation: serving, nothing in progress. */
  get isReady(): boolean {
    const { state } = this.condition;
    return (
      this.lifecycle.ready &&
      !this.maintenance.inProgress &&
      !this.failover.active &&
      !this.restore.active &&
      (state === CONDITION.serving || state === CONDITION.reconnecting)
    );
  }

  private beginTail(): void {
    this.tailTicks =
      Math.round(this.streams.reconnect.draw(this.parameters.reconnect)) +
      (this.addressMoved ? Math.round(this.streams.dns.draw(this.parameters.dns)) : 0);
    if (this.tailTicks === 0) return;
    this.tailCause = this.condition.blame;
    this.tailEnd.after(this.tailTicks);
  }

  /** Clocks run only while their thing is exposed. */
  private expose(serving: boolean): void {
    const { nodes, primary, lifecycle, failover, standby } = this;
    const power = !lifecycle.powerOff && this.region.up;
    const primaryNode = nodes[primary]!;
    primaryNode.expose(
      power && primaryNode.vmUp && !failover.fencing && this.zones[this.zoneOf[primary]!]!.up,
      serving,
    );
    if (this.ha) {
      const other = 1 - primary;
      const node = nodes[other]!;
      node.expose(
        power && node.vmUp && (standby.healthy || standby.failingOver) && this.zones[this.zoneOf[other]!]!.up,
        false,
      );
    }
    this.mistake.expose(serving && !this.mistake.restoring);
  }

  // ---------------------------------------------------------------- what strikes

  nodeStruck(slot: number, failure: NodeFailure): void {
    this.failNode(slot, failure, causeId(failure), null);
  }

  /** A node fails, at random or by script. `duration` replaces the drawn restart or relocation. */
  failNode(slot: number, failure: NodeFailure, cause: CauseId, duration: number | null): void {
    if (this.lifecycle.powerOff) return;
    const node = this.nodes[slot]!;
    if (slot === this.primary) {
      const replay = node.fail(failure, cause, duration);
      const disruption = this.disrupt(cause, replay);
      this.tryFailover(cause, disruption);
      if (failure === 'hostFailure') this.addressMovesWith(slot);
      return;
    }
    this.ledger.mask(cause);
    this.stallWrites();
    if (failure === 'hostFailure' && !this.failover.active) {
      // A new VM is built as the new standby.
      this.standby.lose(cause, true);
      node.replace();
      return;
    }
    node.fail(failure, cause, duration, 0);
    if (!this.failover.active) this.standby.awayFor(Infinity, cause);
  }

  nodePaused(slot: number, duration: number): void {
    if (slot !== this.primary) {
      this.ledger.mask(PLATFORM_PAUSE);
      return;
    }
    const { now } = this.simulation;
    if (duration > this.parameters.clientTimeout) {
      this.disrupt(PLATFORM_PAUSE, 0);
      this.pause.block(PLATFORM_PAUSE, now);
    } else {
      this.degraded = true;
    }
    const end = now + duration;
    this.pauseEnd.at(this.pauseEnd.due === Infinity ? end : Math.max(end, this.pauseEnd.due));
  }

  nodeRecovered(slot: number): void {
    if (slot !== this.primary) this.standbyBack(this.simulation.now - this.nodes[slot]!.blocker.since);
  }

  storageOutageStruck(slot: number, duration: number): void {
    const shared = this.sameZone && slot === this.primary && this.streams.storage.chance(this.parameters.sharedStorage);
    if (shared) this.loseStorageReach(1 - slot, duration);
    this.loseStorageReach(slot, duration);
  }

  /** One server's storage is unreachable for a while. */
  loseStorageReach(slot: number, duration: number): void {
    this.storages[slot]!.loseReach(duration);
    if (slot === this.primary) {
      this.tryFailover(STORAGE_OUTAGE, this.disrupt(STORAGE_OUTAGE, 0));
      if (this.people.restoresRatherThanWaits('storage')) this.planRestore(STORAGE_OUTAGE);
      return;
    }
    this.ledger.mask(STORAGE_OUTAGE);
    this.stallWrites();
    if (!this.failover.active) this.standby.awayFor(Infinity, STORAGE_OUTAGE);
  }

  storageReturned(slot: number, since: number): void {
    if (slot === this.primary) this.recoverPrimary(STORAGE_OUTAGE, since);
    else this.standbyBack(this.simulation.now - since);
  }

  storageLost(slot: number, cause: CauseId): void {
    if (slot === this.primary) {
      const disruption = this.disrupt(cause, 0);
      this.tryFailover(cause, disruption);
      // A choice to restore has become a necessity.
      if (this.restore.active) this.restore.bind();
    } else {
      this.ledger.mask(cause);
      this.stallWrites();
      if (!this.failover.active) {
        this.standby.lose(cause, true);
        this.storages[slot]!.replace();
      }
    }
  }

  storageCopyMasked(): void {
    this.ledger.mask(causeId('storageLoss'));
  }

  private zoneStruck(zone: number, duration: number): void {
    const spreads = this.streams.zone.chance(this.parameters.zoneSpread);
    const losesData = this.streams.zone.chance(this.parameters.zoneDataLoss);
    this.zoneFails(zone, duration, spreads, losesData);
  }

  /** A zone fails, with everything in it; when it `spreads`, all zones in use. */
  zoneFails(zone: number, duration: number, spreads = false, losesData = false): void {
    const began = this.zones.map((place, index) => (spreads || index === zone) && place.fail(duration));
    // The standby first: a primary that finds it gone does not try to fail over.
    for (const slot of [1 - this.primary, this.primary]) {
      if (slot >= this.nodes.length || !began[this.zoneOf[slot]!]) continue;
      if (slot === this.primary) {
        if (losesData) {
          if (!this.zoneBackups) this.backup.localDestroyed = true;
          this.storages[slot]!.destroy(ZONE_OUTAGE);
        }
        if (!losesData) this.tryFailover(ZONE_OUTAGE, this.disrupt(ZONE_OUTAGE, 0));
        if (this.people.restoresRatherThanWaits('zone') && this.zoneBackups) this.planRestore(ZONE_OUTAGE);
      } else {
        this.loseStandbyWithZone(slot, losesData, began[this.zoneOf[this.primary]!]!);
      }
    }
  }

  private loseStandbyWithZone(slot: number, losesData: boolean, primaryToo: boolean): void {
    if (losesData) {
      this.storages[slot]!.destroy(ZONE_OUTAGE);
      if (this.failover.active) return;
    }
    this.ledger.mask(ZONE_OUTAGE);
    this.stallWrites();
    if (this.failover.active) return;
    // Lost together with the primary it comes back together with it; alone, a new one is built when the zone is back.
    if (primaryToo && !losesData) this.standby.awayFor(Infinity, ZONE_OUTAGE);
    else this.standby.lose(ZONE_OUTAGE, false);
  }

  private zoneReturned(zone: number, since: number): void {
    for (let slot = 0; slot < this.nodes.length; slot++) {
      if (this.zoneOf[slot] !== zone) continue;
      if (slot === this.primary) this.recoverPrimary(ZONE_OUTAGE, since);
      else this.standbyBack(0);
    }
  }

  private regionStruck(duration: number): void {
    this.regionFails(duration, this.streams.region.chance(this.parameters.regionDataLoss));
  }

  regionFails(duration: number, losesData = false): void {
    if (!this.region.fail(duration)) return;
    if (this.failover.active) this.abandonFailover();
    this.cancelPerson();
    if (losesData) {
      this.backup.localDestroyed = true;
      for (const storage of this.storages) storage.destroy(REGION_OUTAGE);
    } else {
      this.disrupt(REGION_OUTAGE, 0);
      if (this.people.restoresRatherThanWaits('region') && this.geoBackups) this.planRestore(REGION_OUTAGE);
    }
  }

  private regionReturned(since: number): void {
    this.recoverPrimary(REGION_OUTAGE, since);
  }

  // ---------------------------------------------------------------- recovery

  /** Opens a disruption of the service; -1 while the server is stopped and nobody notices. */
  private disrupt(cause: CauseId, replayTicks: number): DisruptionId {
    if (this.lifecycle.stoppedOnPurpose) return -1;
    if (this.ha && this.standby.unprotectedBy >= 0) {
      this.condition.takePath(PATH.unprotected, this.standby.unprotectedBy);
    }
    return this.disruptions.open(cause, this.simulation.now, replayTicks);
  }

  private recoverPrimary(cause: CauseId, since: number): void {
    if (this.lifecycle.powerOff) return;
    this.nodes[this.primary]!.recoverFrom(cause, since);
  }

  /** A relocated node has a new address. */
  private addressMovesWith(slot: number): void {
    if (slot === this.primary) this.addressMoved = true;
  }

  private standbyPresent(): boolean {
    const slot = 1 - this.primary;
    const storage = this.storages[slot]!;
    return (
      this.nodes[slot]!.running &&
      !storage.unreachable.active &&
      !storage.lost.active &&
      this.zones[this.zoneOf[slot]!]!.up &&
      this.region.up
    );
  }

  /** The standby's node, storage or zone is back after so many ticks: it replays what it has missed. */
  private standbyBack(missedTicks: number): void {
    if (this.failover.active || !this.standbyPresent()) return;
    this.standby.catchUpIn((missedTicks * this.walBytesPerSecond) / this.replayRate);
  }

  private tryFailover(cause: CauseId, disruption: DisruptionId): void {
    const { standby, failover, condition } = this;
    if (!this.ha || this.lifecycle.powerOff || failover.active || !this.region.up) return;
    if (!standby.healthy) return;
    if (failover.covered(cause)) {
      if (standby.usable && this.standbyPresent()) {
        this.failoverDisruption = disruption;
        standby.beginFailover();
        failover.start(cause);
        return;
      }
      standby.exposeUndetected();
      condition.takePath(PATH.failoverFailed);
      return;
    }
    condition.takePath(PATH.failoverFailed);
    if (!FORCED_BY_PERSON[cause]) return;
    const disruptionClass = CLASS_OF[cause]!;
    this.personDisruption = disruption;
    this.personCause = cause;
    this.personSince = this.simulation.now;
    this.personDetect = this.people.detectTicks(disruptionClass);
    this.personDecide = this.people.decideTicks(disruptionClass);
    this.personActs.after(this.personDetect + this.personDecide);
  }

  private forceFailoverByPerson(): void {
    if (!this.standby.healthy || !this.standby.usable || !this.standbyPresent()) return;
    this.failoverDisruption = this.personDisruption;
    this.standby.beginFailover();
    this.failover.startByPerson(this.personCause, this.personSince);
    this.failover.detectTicks = this.personDetect;
  }

  private cancelPerson(): void {
    this.personActs.cancel();
    this.personDisruption = -1;
  }

  /** What becomes of a failover when the standby goes or comes, or the primary is back. */
  private settleFailover(): void {
    const { failover } = this;
    if (!failover.active && this.personActs.due === Infinity) return;
    const primaryBack = earliest(this.platformBlockersOf[this.primary]!) === null;
    if (primaryBack) this.cancelPerson();
    if (!failover.active) return;
    const present = this.standbyPresent();
    if (failover.isPlanned) {
      if (!present) {
        const { cause } = failover.blocker;
        this.abandonFailover();
        if (cause === MAINTENANCE) this.maintenance.failedOver(false);
        this.lifecycle.endUpdate();
      }
      return;
    }
    if (primaryBack && (failover.cancellable || failover.blocker.cause === ENGINE_CRASH)) {
      this.abandonFailover();
      this.lifecycle.endUpdate();
      return;
    }
    if (!present) failover.suspend();
    else if (failover.suspended) failover.resume();
  }

  private abandonFailover(): void {
    const { failover, standby } = this;
    const { cause } = failover.blocker;
    failover.abandon();
    this.failoverDisruption = -1;
    if (!standby.failingOver) return;
    if (this.standbyPresent() || !this.region.up) {
      standby.cancelFailover();
      return;
    }
    const slot = 1 - this.primary;
    const lost = this.storages[slot]!.lost.active || !this.zones[this.zoneOf[slot]!]!.up;
    if (lost) {
      if (this.storages[slot]!.lost.active) this.storages[slot]!.replace();
      standby.lose(cause, false);
    } else {
      standby.awayFor(Infinity, cause);
    }
  }

  failedOver(cause: CauseId): void {
    const { failover, condition } = this;
    const old = this.primary;
    this.primary = 1 - old;
    this.addressMoved = true;
    this.ledger.touch();
    this.ledger.failovers++;
    condition.takePath(PATH.failover);
    const byPerson = this.personDisruption >= 0 && this.failoverDisruption === this.personDisruption;
    this.disruptions.setParts(
      this.failoverDisruption,
      failover.detectTicks,
      byPerson ? this.personDecide : 0,
      failover.replayTicks,
    );
    this.failoverDisruption = -1;
    this.cancelPerson();
    this.nodes[old]!.replace();
    const storage = this.storages[old]!;
    if (storage.lost.active || storage.unreachable.active) storage.replace();
    this.standby.promoted(cause);
    if (this.restore.abandonable) this.abandonRestore();
    if (cause === MAINTENANCE) this.maintenance.failedOver(true);
    this.lifecycle.endUpdate();
  }

  standbyEnabled(): void {
    this.usage.standbyOn(this.simulation.now);
  }

  private stallWrites(): void {
    const ticks = Math.round(this.streams.lossStall.draw(this.parameters.lossStall));
    if (ticks === 0) return;
    this.pausedWrites = true;
    this.stallEnd.after(ticks);
  }

  // ---------------------------------------------------------------- restore

  /** People will restore elsewhere unless the platform is back first. */
  private planRestore(cause: CauseId): void {
    if (this.restore.active || this.failover.active || this.lifecycle.powerOff) return;
    this.beginRestore(cause, false);
  }

  /** Data that is gone must be restored; a choice to restore ends when the platform is back in time. */
  private settleRestore(platformDown: boolean): void {
    const { restore } = this;
    if (restore.abandonable && !platformDown && !this.mistake.restoring) this.abandonRestore();
    const { lost } = this.storages[this.primary]!;
    if (!lost.active || restore.active || this.failover.active || this.lifecycle.powerOff) return;
    if (this.personActs.due !== Infinity) return;
    this.beginRestore(lost.cause, true);
  }

  private beginRestore(cause: CauseId, binding: boolean): void {
    const disruptionClass = CLASS_OF[cause]!;
    const { now } = this.simulation;
    this.restoreDetect = this.people.detectTicks(disruptionClass);
    this.restoreDecide = this.people.decideTicks(disruptionClass);
    this.restoreDisruption = this.disruptions.any ? this.disruptions.last : this.disruptions.open(cause, now, 0);
    const local = !this.backup.localDestroyed && cause !== REGION_OUTAGE;
    const restorable = local || this.geoBackups;
    const age = local ? this.backup.archiveAge() : this.backup.geoAge();
    if (restorable) this.disruptions.setLoss(this.restoreDisruption, age, false);
    else this.disruptions.setLoss(this.restoreDisruption, now - this.backup.startOfData, true);
    const wal = this.backup.sinceSnapshot(now - age);
    this.restore.begin(this.restoreDetect + this.restoreDecide, this.replayOf(wal), binding);
  }

  private replayOf(walTicks: number): number {
    return Math.round((walTicks * this.walBytesPerSecond) / this.replayRate);
  }

  private abandonRestore(): void {
    const { restore } = this;
    if (restore.provisionedFrom >= 0) this.usage.restoreAbandoned(restore.provisionedFrom, this.simulation.now);
    restore.abandon();
    this.disruptions.forgiveLoss(this.restoreDisruption);
    this.restoreDisruption = -1;
  }

  restored(): void {
    const { now } = this.simulation;
    const { primary, condition } = this;
    const forMistake = this.mistake.restoring;
    const cause = forMistake
      ? MISTAKE_CAUSE
      : this.storages[primary]!.lost.active
        ? this.storages[primary]!.lost.cause
        : condition.blame;
    if (forMistake) {
      const lost = this.mistake.lostTicks(now);
      const id = this.disruptions.open(MISTAKE_CAUSE, this.mistake.onset, 0);
      this.disruptions.setParts(id, this.mistake.detectTicks, this.mistake.decideTicks, this.restore.replayTicksTotal);
      this.disruptions.setLoss(id, lost, false);
      this.mistake.undone();
      this.mistakeWaits = false;
    } else {
      this.disruptions.setParts(
        this.restoreDisruption,
        this.restoreDetect,
        this.restoreDecide,
        this.restore.replayTicksTotal,
      );
    }
    this.restoreDisruption = -1;
    this.ledger.touch();
    this.ledger.restores++;
    condition.takePath(PATH.restore);
    this.addressMoved = true;
    if (this.failover.active) this.failover.abandon();
    this.cancelPerson();
    this.maintenance.breakOff();
    this.nodes[primary]!.replace();
    this.storages[primary]!.replace();
    if (!this.region.up) this.region.replace();
    const zone = this.zones[this.zoneOf[primary]!]!;
    if (!zone.up) zone.replace();
    if (this.ha) {
      this.nodes[1 - primary]!.replace();
      this.storages[1 - primary]!.replace();
      this.standby.serverReplaced(cause);
    }
    const keep = Math.round(this.streams.keepOld.draw(this.parameters.keepOld));
    this.usage.serverReplaced(this.restore.provisionedFrom, now, keep);
    this.backup.beginHistory();
  }

  // ---------------------------------------------------------------- mistakes

  mistakeBegan(): void {
    this.note('mistake', 'data damaged');
  }

  mistakeIrreparable(onset: number): void {
    const { now } = this.simulation;
    const id = this.disruptions.open(MISTAKE_CAUSE, onset, 0);
    this.disruptions.setLoss(id, now - this.backup.startOfData, true);
    this.disruptions.closeLast(now);
  }

  mistakeDecided(restorePoint: number): void {
    this.note('mistake', `restore to ${restorePoint}`);
    this.mistakeWaits = true;
  }

  private beginMistakeRestore(): void {
    this.mistakeWaits = false;
    const wal = this.backup.sinceSnapshot(this.mistake.restorePoint);
    this.restore.begin(0, this.replayOf(wal), true);
  }

  // ---------------------------------------------------------------- maintenance

  get canMaintain(): boolean {
    return this.isReady && !this.mistake.restoring && !this.mistakeWaits;
  }

  get isStopped(): boolean {
    return this.lifecycle.powerOff;
  }

  get standbyIsHealthy(): boolean {
    return this.ha && this.standby.healthy;
  }

  patchStandby(ticks: number): void {
    this.standby.awayFor(ticks, MAINTENANCE);
  }

  failOverPlanned(cause: CauseId): boolean {
    if (this.condition.state === CONDITION.down || !this.standby.healthy || !this.standbyPresent()) return false;
    if (this.failover.active || this.restore.active || this.lifecycle.powerOff) return false;
    this.failoverDisruption = this.disrupt(cause, 0);
    this.standby.beginFailover();
    this.failover.startPlanned(cause);
    return true;
  }

  patchPrimary(begins: boolean): void {
    if (begins) this.nodes[this.primary]!.update();
    else for (const node of this.nodes) node.updated();
  }

  maintenanceBegan(cause: CauseId): void {
    this.disrupt(cause, 0);
  }

  restartTicks(): number {
    return this.lifecycle.restartTicks();
  }

  // ---------------------------------------------------------------- lifecycle and operations

  get maintenancePending(): boolean {
    return this.maintenance.pendingAtStart;
  }

  stopRequested(): void {
    const { now } = this.simulation;
    this.usage.computeOff(now);
    for (const node of this.nodes) node.stop();
    this.standby.pauseProtectionClock(true);
    this.maintenance.breakOff();
  }

  startRequested(): void {
    this.usage.computeOn(this.simulation.now);
  }

  startFailed(cause: CauseId): void {
    this.disruptions.open(cause, this.simulation.now, 0);
  }

  started(): void {
    for (const node of this.nodes) node.start();
    this.standby.pauseProtectionClock(false);
    if (this.maintenance.pendingAtStart) this.maintenance.appliedAtStart();
    const platform = earliest(this.platformBlockersOf[this.primary]!);
    if (platform !== null) this.disruptions.open(platform.cause, this.simulation.now, 0);
    if (this.standby.enabled) this.standbyBack(0);
    if (this.restopWanted) this.lifecycle.pendingStop = true;
  }

  /** The schedule wants the server stopped (again, if it starts itself) or running. */
  wantStopped(stopped: boolean, restop: boolean): void {
    this.restopWanted = stopped && restop;
    if (stopped) this.requestStop();
    else this.requestStart();
  }

  requestStop(): void {
    if (!this.lifecycle.powerOff || this.lifecycle.blocker.active) this.lifecycle.pendingStop = true;
    else this.refuse('stop');
  }

  requestStart(): void {
    this.lifecycle.pendingStop = false;
    if (this.lifecycle.powerOff) this.lifecycle.start();
    else this.refuse('start');
  }

  requestRestart(): void {
    if (!this.isReady) {
      this.refuse('restart');
      return;
    }
    this.disrupt(RESTART, 0);
    this.lifecycle.beginRestart();
  }

  requestFailover(forced: boolean): void {
    const { failover, standby, simulation } = this;
    const tooSoon = simulation.now - failover.lastDone < failover.gapTicks();
    if (!this.isReady || !this.ha || !standby.healthy || !this.standbyPresent() || tooSoon) {
      this.refuse(forced ? 'forcedFailover' : 'plannedFailover');
      return;
    }
    if (!standby.usable) {
      // Nobody had noticed that the standby was lost; this shows it.
      standby.exposeUndetected();
      this.refuse(forced ? 'forcedFailover' : 'plannedFailover');
      return;
    }
    const cause = forced ? FORCED_FAILOVER : PLANNED_FAILOVER;
    this.failoverDisruption = this.disrupt(cause, 0);
    this.lifecycle.beginUpdate();
    standby.beginFailover();
    if (forced) failover.startForced(cause);
    else failover.startPlanned(cause);
  }

  /** Starts a mistake by script. */
  makeMistake(): void {
    this.mistake.occur();
  }

  /** Slot of the primary or the standby; -1 for a standby that the server does not have. */
  slotOf(role: 'primary' | 'standby'): number {
    if (role === 'primary') return this.primary;
    return this.ha ? 1 - this.primary : -1;
  }

  /** Index of a zone by name, the primary's for null; -1 when nothing of this server is in it. */
  zoneIndex(name: string | null): number {
    return name === null ? this.zoneOf[this.primary]! : this.zoneNames.indexOf(name);
  }

  destroyStorage(slot: number): void {
    this.storages[slot]!.destroy(causeId('storageLoss'));
  }

  note(part: string, text: string): void {
    for (const listener of this.listeners.notes) listener(part, text);
  }

  private refuse(operation: string): void {
    this.ledger.touch();
    this.ledger.refusedOperations++;
    this.note('server', `${operation} refused`);
  }
}
