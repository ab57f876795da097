import type { Stream } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { causeId, type CauseId } from '../vocabulary/causes.ts';
import type { DisruptionId } from './disruptions.ts';
import type { FailoverCoordinator } from './failover-coordinator.ts';
import { classOf, PATH } from './ledger.ts';
import { MISTAKE_CAUSE, type MistakeOwner } from './mistake.ts';
import { disrupt, replayTicks, type Parts } from './parts.ts';
import type { Parameters } from './parameters.ts';
import type { RestoreOwner } from './restore.ts';

const REGION_OUTAGE = causeId('regionOutage');

/** Decides when to restore, to which point, what is lost by it, and puts the restored server in place. */
export class RestoreCoordinator implements RestoreOwner, MistakeOwner {
  private readonly parts: Parts;
  private readonly failovers: FailoverCoordinator;
  private readonly geoBackups: boolean;
  private readonly zoneBackups: boolean;
  private readonly keepOld: Sampler;
  private readonly keepStream: Stream;
  /** Disruption that the running restore will end. */
  private disruption: DisruptionId = -1;
  private detect = 0;
  private decide = 0;
  /** Ticks of commits that will be lost if it is carried out; the whole data when nothing restorable is left. */
  private loss = { ticks: 0, total: false };
  /** It restores the copy in the paired region. */
  private fromGeo = false;
  /** A restore that undoes a mistake is due as soon as the server serves. */
  private mistakeWaits = false;

  constructor(
    parts: Parts,
    failovers: FailoverCoordinator,
    backups: { readonly geo: boolean; readonly zone: boolean },
    parameters: Parameters,
  ) {
    this.parts = parts;
    this.failovers = failovers;
    this.geoBackups = backups.geo;
    this.zoneBackups = backups.zone;
    this.keepOld = parameters.sampler('restore.oldServer.keep.duration');
    this.keepStream = parts.simulation.stream('restore', 'oldServer.keep');
  }

  reset(): void {
    this.disruption = -1;
    this.mistakeWaits = false;
  }

  /** Undoing a mistake: nothing else should be planned. */
  get undoingMistake(): boolean {
    return this.mistakeWaits || this.parts.mistake.restoring;
  }

  /** A restore is going on, or about to. */
  get pending(): boolean {
    return this.mistakeWaits || this.parts.restore.active;
  }

  /** People will restore elsewhere unless the platform is back first. */
  planInsteadOfWaiting(cause: CauseId): void {
    const { restore, failover, lifecycle } = this.parts;
    if (restore.active || failover.active || this.failovers.personWaits || lifecycle.powerOff) return;
    if (cause === REGION_OUTAGE && !this.geoBackups) return;
    this.begin(cause, false);
  }

  /** Data that is gone must be restored; a choice to restore ends when the platform is back. Follows from states alone. */
  settle(): void {
    const { restore, deployment, failover, lifecycle, mistake, standby } = this.parts;
    const { lost } = deployment.primaryStorage;
    if (restore.abandonable && deployment.platformBlocker() === null) this.abandon();
    if (lost.active) {
      if (restore.active) this.bind();
      else if (!failover.active && !lifecycle.powerOff && (deployment.everywhereUp || !standby.healthy)) {
        this.beginAfterLoss(lost.cause);
      }
    }
    if (this.mistakeWaits && !restore.active && deployment.platformBlocker() === null && !lifecycle.powerOff) {
      this.mistakeWaits = false;
      this.fromGeo = false;
      restore.begin(MISTAKE_CAUSE, 0, this.replayTo(mistake.restorePoint), true);
    }
    if (restore.active) restore.hold(!this.fromGeo && this.placeDown());
  }

  /** Where a restored server would have to be is down, or nothing can be created there: the region, or its zone if backups are kept nowhere else. */
  private placeDown(): boolean {
    const { deployment } = this.parts;
    if (!deployment.everywhereUp || !deployment.controlPlane.up) return true;
    return !this.zoneBackups && !deployment.zoneUp(deployment.primary);
  }

  /** Others restore, too. */
  get crowded(): boolean {
    const { region, zones } = this.parts.deployment;
    return !region.up || zones.some((zone) => !zone.up);
  }

  writesStoppedAt(): number {
    const { condition, simulation } = this.parts;
    return condition.awaySince >= 0 ? condition.awaySince : simulation.now;
  }

  mistakeBegan(): void {
    this.parts.note('mistake', 'data damaged');
  }

  mistakeIrreparable(onset: number): void {
    const { disruptions, simulation, backup } = this.parts;
    const id = disruptions.open(MISTAKE_CAUSE, onset, 0);
    disruptions.setLoss(id, simulation.now - backup.startOfData, true);
    disruptions.closeLast(simulation.now);
  }

  mistakeDecided(): void {
    this.mistakeWaits = true;
  }

  restored(): void {
    const { simulation, deployment, condition, disruptions, restore, mistake, ledger, clients, usage, backup } =
      this.parts;
    const { now } = simulation;
    if (restore.cause === MISTAKE_CAUSE) {
      const id = disruptions.open(MISTAKE_CAUSE, mistake.onset, 0);
      disruptions.setParts(id, mistake.detectTicks, mistake.decideTicks, restore.replayTicksTotal);
      disruptions.setLoss(id, mistake.lostTicks(now), false);
      mistake.undone();
    } else {
      disruptions.setParts(this.disruption, this.detect, this.decide, restore.replayTicksTotal);
      this.bind();
    }
    this.disruption = -1;
    ledger.touch();
    ledger.restores++;
    condition.takePath(PATH.restore);
    clients.addressMoved = true;
    this.replaceServer(restore.cause);
    usage.serverReplaced(restore.provisionedFrom, now, Math.round(this.keepStream.draw(this.keepOld)));
    backup.beginHistory();
    if (!deployment.region.up) deployment.region.replace();
    if (!deployment.fleet.up) deployment.fleet.replace();
  }

  /** Everything that was going on with the old server is over. */
  private replaceServer(cause: CauseId): void {
    const { deployment, maintenance, standby, clients, ha } = this.parts;
    this.failovers.abandon();
    this.failovers.sendPersonHome();
    maintenance.breakOff();
    clients.thaw();
    for (const node of deployment.nodes) node.replace();
    for (const storage of deployment.storages) storage.replace();
    const zone = deployment.zones[deployment.zoneOf[deployment.primary]!]!;
    if (!zone.up) zone.replace();
    if (ha) standby.serverReplaced(cause);
  }

  /** The data is gone. Someone may have been about to force a failover that is not possible any more. */
  private beginAfterLoss(cause: CauseId): void {
    if (!this.failovers.personWaits) {
      this.begin(cause, true);
      return;
    }
    const spent = this.failovers.handOver();
    if (spent !== null) this.begin(cause, true, spent);
  }

  private begin(cause: CauseId, binding: boolean, spent?: { detect: number; decide: number; wait: number }): void {
    const { people, disruptions, backup, restore, simulation } = this.parts;
    const { now } = simulation;
    this.detect = spent?.detect ?? people.detectTicks(classOf(cause));
    this.decide = spent?.decide ?? people.decideTicks(classOf(cause));
    this.disruption = disruptions.find(cause);
    // What was lost while the server was stopped is missed when it starts.
    if (this.disruption < 0 && binding) this.disruption = disrupt(this.parts, cause);
    const local = !backup.localDestroyed && cause !== REGION_OUTAGE;
    const age = local ? backup.archiveAge() : backup.geoAge();
    this.fromGeo = !local && this.geoBackups;
    const total = !local && !this.geoBackups;
    this.loss = { ticks: total ? now - backup.startOfData : age, total };
    restore.begin(cause, spent?.wait ?? this.detect + this.decide, this.replayTo(now - age), binding);
    if (binding) this.bind();
  }

  /** No way back: what the restore does not bring is lost. */
  private bind(): void {
    const { restore, disruptions } = this.parts;
    restore.bind();
    disruptions.setLoss(this.disruption, this.loss.ticks, this.loss.total);
  }

  private replayTo(restorePoint: number): number {
    return replayTicks(this.parts, this.parts.backup.sinceSnapshot(restorePoint));
  }

  private abandon(): void {
    const { restore, usage, simulation } = this.parts;
    if (restore.provisionedFrom >= 0) usage.restoreAbandoned(restore.provisionedFrom, simulation.now);
    restore.abandon();
    this.disruption = -1;
  }
}
