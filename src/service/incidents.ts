import type { Stream } from '../engine/index.ts';
import { causeId, type CauseId } from '../vocabulary/causes.ts';
import { CERTIFICATE_ROTATION, type CertificateOwner } from './certificate.ts';
import { PLATFORM_PAUSE } from './clients.ts';
import type { NodeFailure, NodeOwner } from './compute-node.ts';
import type { FailoverCoordinator } from './failover-coordinator.ts';
import { disrupt, type Parts } from './parts.ts';
import type { Parameters } from './parameters.ts';
import type { DiskOwner } from './disk.ts';
import type { KeyOwner } from './key.ts';
import { NETWORK_RULE_CAUSE, type NetworkRuleOwner } from './network-rule.ts';
import type { RestoreCoordinator } from './restore-coordinator.ts';
import type { StorageOwner } from './storage.ts';

const ZONE_OUTAGE = causeId('zoneOutage');
const REGION_OUTAGE = causeId('regionOutage');
const FLEET_ROLLOUT = causeId('fleetRollout');
const KEY_LOSS = causeId('keyLoss');
const STORAGE_OUTAGE = causeId('storageOutage');
const DISK_FULL = causeId('diskFull');
const STORAGE_LOSS = causeId('storageLoss');

/**
 * What strikes, at random or by script, and the first consequences: the primary is lost and a failover is tried, or the
 * standby is lost and nobody notices.
 */
export class Incidents implements NodeOwner, StorageOwner, KeyOwner, DiskOwner, CertificateOwner, NetworkRuleOwner {
  private readonly parts: Parts;
  private readonly failovers: FailoverCoordinator;
  private readonly restores: RestoreCoordinator;
  /** Backups have a copy outside the server's zone. */
  private readonly zoneBackups: boolean;
  private readonly zoneSpread: number;
  private readonly zoneDataLoss: number;
  private readonly regionDataLoss: number;
  private readonly sharedStorage: number;
  /** By zone. */
  private readonly spreadStreams: readonly Stream[];
  private readonly lossStreams: readonly Stream[];
  private readonly regionStream: Stream;
  private readonly storageStream: Stream;

  constructor(
    parts: Parts,
    failovers: FailoverCoordinator,
    restores: RestoreCoordinator,
    zoneBackups: boolean,
    zoneNames: readonly string[],
    parameters: Parameters,
  ) {
    this.parts = parts;
    this.failovers = failovers;
    this.restores = restores;
    this.zoneBackups = zoneBackups;
    this.zoneSpread = parameters.probability('zoneOutage.spread.probability');
    this.zoneDataLoss = parameters.probability('zoneOutage.dataLoss.probability');
    this.regionDataLoss = parameters.probability('regionOutage.dataLoss.probability');
    this.sharedStorage = parameters.probability('storageOutage.sameZoneShared.probability');
    this.spreadStreams = zoneNames.map((name) => parts.simulation.stream(`zone-${name}`, 'zoneOutage.spread'));
    this.lossStreams = zoneNames.map((name) => parts.simulation.stream(`zone-${name}`, 'zoneOutage.dataLoss'));
    this.regionStream = parts.simulation.stream('region', 'loss');
    this.storageStream = parts.simulation.stream('storage', 'shared');
  }

  // --- compute ---

  nodeStruck(slot: number, failure: NodeFailure): void {
    this.failNode(slot, failure, causeId(failure), null);
  }

  /** A node fails. `duration` replaces the drawn restart or relocation. */
  failNode(slot: number, failure: NodeFailure, cause: CauseId, duration: number | null): void {
    const { lifecycle, deployment, failover, standby, clients, undisturbed } = this.parts;
    if (lifecycle.powerOff) return;
    const node = deployment.nodes[slot]!;
    if (slot === deployment.primary) {
      if (failure === 'hostFailure') this.parts.condition.capacity?.relocated();
      node.hasten();
      const restart = duration ?? node.restartTicks(failure);
      const replay = node.crashRecoveryTicks();
      const withFailover = this.parts.ha && failure !== 'engineCrash';
      if (
        !node.repeats &&
        (withFailover
          ? undisturbed.failOver(failure, cause, restart + replay)
          : undisturbed.recover(failure, cause, restart + replay, replay))
      ) {
        return;
      }
      node.fail(failure, cause, restart, replay);
      clients.thaw();
      if (failure === 'hostFailure') clients.addressMoved = true;
      this.failovers.attempt(cause, disrupt(this.parts, cause, replay));
      return;
    }
    // After a restore there may be no standby to fail.
    if (!standby.enabled) return;
    node.hasten();
    this.maskStandbyLoss(cause);
    if (failure === 'hostFailure' && !failover.active) {
      // A new VM is built as the new standby.
      standby.lose(cause, true);
      node.replace();
      return;
    }
    node.fail(failure, cause, duration ?? node.restartTicks(failure), 0);
    if (!failover.active) standby.awayFor(Infinity, cause);
  }

  nodePaused(slot: number, duration: number): void {
    const { deployment, ledger, clients, undisturbed } = this.parts;
    if (slot !== deployment.primary) {
      ledger.mask(PLATFORM_PAUSE);
      undisturbed.pauseStandby();
    } else if (!undisturbed.pausePrimary(duration) && clients.freeze(duration)) {
      disrupt(this.parts, PLATFORM_PAUSE);
    }
  }

  nodeRecovered(slot: number): void {
    const { deployment, simulation } = this.parts;
    if (slot === deployment.primary) return;
    this.failovers.standbyBack(simulation.now - deployment.nodes[slot]!.blocker.since);
  }

  // --- disk ---

  diskGrown(sizeGib: number): void {
    const { condition, usage, simulation } = this.parts;
    usage.resized(simulation.now, sizeGib);
    if (condition.capacity === null) return;
    condition.account(simulation.now);
    condition.capacity.diskGrown(sizeGib);
  }

  writable(since: number, detect: number, decide: number): void {
    const { disruptions, simulation } = this.parts;
    disruptions.setParts(disruptions.open(DISK_FULL, since, 0), detect, decide, 0);
    disruptions.closeLast(simulation.now);
  }

  growsOffline(): void {
    disrupt(this.parts, DISK_FULL);
  }

  // --- storage ---

  storageOutageStruck(slot: number, duration: number): void {
    const { sameZone, deployment } = this.parts;
    if (sameZone && slot === deployment.primary && this.storageStream.chance(this.sharedStorage)) {
      this.loseStorageReach(deployment.other, duration);
    }
    this.loseStorageReach(slot, duration);
  }

  /** One server's storage is unreachable for a while. */
  loseStorageReach(slot: number, duration: number): void {
    const { deployment, failover, standby, people } = this.parts;
    deployment.storages[slot]!.loseReach(duration);
    if (slot === deployment.primary) {
      this.failovers.attempt(STORAGE_OUTAGE, disrupt(this.parts, STORAGE_OUTAGE));
      if (people.restoresRatherThanWaits('storage')) this.restores.planInsteadOfWaiting(STORAGE_OUTAGE);
      return;
    }
    this.maskStandbyLoss(STORAGE_OUTAGE);
    if (!failover.active) standby.awayFor(Infinity, STORAGE_OUTAGE);
  }

  storageReturned(slot: number, since: number): void {
    if (slot === this.parts.deployment.primary) this.recoverPrimary(STORAGE_OUTAGE, since);
    else this.failovers.standbyBack(this.parts.simulation.now - since);
  }

  destroyStorage(slot: number): void {
    this.parts.deployment.storages[slot]!.destroy(STORAGE_LOSS);
  }

  storageLost(slot: number, cause: CauseId): void {
    const { deployment, failover, standby } = this.parts;
    if (slot === deployment.primary) {
      this.failovers.attempt(cause, disrupt(this.parts, cause));
      return;
    }
    this.maskStandbyLoss(cause);
    if (failover.active) return;
    standby.lose(cause, true);
    deployment.storages[slot]!.replace();
  }

  storageCopyMasked(): void {
    this.parts.ledger.mask(STORAGE_LOSS);
  }

  // --- zone and region ---

  zoneStruck(zone: number, duration: number): void {
    const spreads = this.spreadStreams[zone]!.chance(this.zoneSpread);
    const losesData = this.lossStreams[zone]!.chance(this.zoneDataLoss);
    this.zoneFails(zone, duration, spreads, losesData);
  }

  /** A zone fails with everything in it; when it `spreads`, all zones in use fail. */
  zoneFails(zone: number, duration: number, spreads = false, losesData = false): void {
    const { deployment, backup, people } = this.parts;
    const began = deployment.zones.map((place, index) => (spreads || index === zone) && place.fail(duration));
    const { primary, other, zoneOf } = deployment;
    const primaryLost = began[zoneOf[primary]!]!;
    // The standby first: a primary that finds it gone does not try to fail over.
    if (this.parts.ha && began[zoneOf[other]!]!) this.loseStandbyWithZone(other, losesData, primaryLost);
    if (!primaryLost) return;
    if (losesData) {
      if (!this.zoneBackups) backup.localDestroyed = true;
      deployment.primaryStorage.destroy(ZONE_OUTAGE);
    } else {
      this.failovers.attempt(ZONE_OUTAGE, disrupt(this.parts, ZONE_OUTAGE));
    }
    if (people.restoresRatherThanWaits('zone') && this.zoneBackups) this.restores.planInsteadOfWaiting(ZONE_OUTAGE);
  }

  zoneReturned(zone: number, since: number): void {
    const { deployment } = this.parts;
    for (let slot = 0; slot < deployment.nodes.length; slot++) {
      if (deployment.zoneOf[slot] !== zone) continue;
      if (slot === deployment.primary) this.recoverPrimary(ZONE_OUTAGE, since);
      else this.failovers.standbyBack(0);
    }
  }

  regionStruck(duration: number): void {
    this.regionFails(duration, this.regionStream.chance(this.regionDataLoss));
  }

  regionFails(duration: number, losesData = false): void {
    const { deployment, backup, people } = this.parts;
    if (!deployment.region.fail(duration)) return;
    if (losesData) {
      backup.localDestroyed = true;
      for (const storage of deployment.storages) storage.destroy(REGION_OUTAGE);
      return;
    }
    disrupt(this.parts, REGION_OUTAGE);
    if (people.restoresRatherThanWaits('region')) this.restores.planInsteadOfWaiting(REGION_OUTAGE);
  }

  regionReturned(since: number): void {
    this.recoverPrimary(REGION_OUTAGE, since);
    this.failOverLate(since);
  }

  /** A bad rollout is out on all servers: no zone and no standby is better off, and nothing is lost. */
  fleetFails(duration: number): void {
    if (this.parts.deployment.fleet.fail(duration)) disrupt(this.parts, FLEET_ROLLOUT);
  }

  /** It was taken back everywhere. */
  fleetReturned(since: number): void {
    this.failOverLate(since);
  }

  /** The server has noticed that its key is gone; its standby has the same one. */
  keyDenied(): void {
    disrupt(this.parts, KEY_LOSS);
  }

  keyReturned(since: number): void {
    this.failOverLate(since);
  }

  // --- certificates and network ---

  /** All clients: an outage to them. Some: it is recorded when it is over, for the service does not end by it. */
  clientsRefuse(detectTicks: number, decideTicks: number): void {
    const { certificate, disruptions } = this.parts;
    if (!certificate.refusedByAll) return;
    disruptions.setParts(disrupt(this.parts, CERTIFICATE_ROTATION), detectTicks, decideTicks, 0);
  }

  clientsMended(): void {
    const { certificate, disruptions, simulation } = this.parts;
    if (certificate.pinned === 1) return;
    this.openPinned();
    disruptions.closeLast(simulation.now);
  }

  /** The disruption of the clients that pin. */
  openPinned(): void {
    const { certificate, disruptions } = this.parts;
    const id = disruptions.open(CERTIFICATE_ROTATION, certificate.since, 0);
    disruptions.setParts(id, certificate.detectTicks, certificate.decideTicks, 0);
  }

  /** The standby goes on where it is when the rule is mended. */
  replicationBlocked(): void {
    if (this.parts.standby.enabled) this.maskStandbyLoss(NETWORK_RULE_CAUSE);
  }

  replicationOpen(ticks: number): void {
    this.failovers.standbyBack(ticks);
  }

  /** What had struck the primary while there was no place to fail over to, since a tick, had to wait. */
  private failOverLate(since: number): void {
    const { ha, deployment, disruptions } = this.parts;
    if (!ha) return;
    this.failovers.standbyBack(0);
    const platform = deployment.platformBlocker();
    if (platform === null || !deployment.everywhereUp || platform.since < since) return;
    if (platform.cause === REGION_OUTAGE) return;
    this.failovers.attempt(platform.cause, disruptions.find(platform.cause));
  }

  private loseStandbyWithZone(slot: number, losesData: boolean, primaryToo: boolean): void {
    const { deployment, failover, standby } = this.parts;
    if (losesData) {
      deployment.storages[slot]!.destroy(ZONE_OUTAGE);
      return;
    }
    this.maskStandbyLoss(ZONE_OUTAGE);
    if (failover.active) return;
    // Lost together with the primary it comes back together with it; alone, a new one is built when the zone is back.
    if (primaryToo) standby.awayFor(Infinity, ZONE_OUTAGE);
    else standby.lose(ZONE_OUTAGE, false);
  }

  private maskStandbyLoss(cause: CauseId): void {
    if (this.parts.lifecycle.stoppedOnPurpose) return;
    this.parts.ledger.mask(cause);
    this.parts.clients.stallWrites();
  }

  /** What had taken the primary away is back: crash recovery. */
  private recoverPrimary(cause: CauseId, since: number): void {
    const { lifecycle, deployment, disruptions } = this.parts;
    if (!lifecycle.powerOff) disruptions.addReplay(cause, deployment.primaryNode.recoverFrom(cause, since));
  }
}
