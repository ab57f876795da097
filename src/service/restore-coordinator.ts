import type { Stream } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { causeId, type CauseId } from '../vocabulary/causes.ts';
import type { DisruptionId } from './disruptions.ts';
import type { FailoverCoordinator } from './failover-coordinator.ts';
import { PATH } from './ledger.ts';
import { MISTAKE_CAUSE, type MistakeOwner } from './mistake.ts';
import { classIndex, replayTicks, type Parts } from './parts.ts';
import type { Parameters } from './parameters.ts';
import type { RestoreOwner } from './restore.ts';

const REGION_OUTAGE = causeId('regionOutage');

/** Decides when to restore, to which point, what is lost by it, and puts the restored server in place. */
export class RestoreCoordinator implements RestoreOwner, MistakeOwner {
  private readonly parts: Parts;
  private readonly failovers: FailoverCoordinator;
  private readonly geoBackups: boolean;
  private readonly keepOld: Sampler;
  private readonly keepStream: Stream;
  /** Disruption that the running restore will end. */
  private disruption: DisruptionId = -1;
  private detect = 0;
  private decide = 0;
  /** A restore that undoes a mistake is due as soon as the server serves. */
  private mistakeWaits = false;

  constructor(parts: Parts, failovers: FailoverCoordinator, geoBackups: boolean, parameters: Parameters) {
    this.parts = parts;
    this.failovers = failovers;
    this.geoBackups = geoBackups;
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

  /** People will restore elsewhere unless the platform is back first. */
  planInsteadOfWaiting(cause: CauseId): void {
    const { restore, failover, lifecycle } = this.parts;
    if (restore.active || failover.active || this.failovers.personWaits || lifecycle.powerOff) return;
    if (cause === REGION_OUTAGE && !this.geoBackups) return;
    this.begin(cause, false);
  }

  /** Data that is gone must be restored; a choice to restore ends when the platform is back. Follows from states alone. */
  settle(): void {
    const { restore, deployment, failover, lifecycle, mistake, condition } = this.parts;
    const { lost } = deployment.primaryStorage;
    if (restore.abandonable && deployment.platformBlocker() === null) this.abandon();
    if (lost.active) {
      if (restore.active) restore.bind();
      else if (!failover.active && !this.failovers.personWaits && !lifecycle.powerOff) this.begin(lost.cause, true);
    }
    if (this.mistakeWaits && !restore.active && mistake.restoring && condition.answers) {
      this.mistakeWaits = false;
      restore.begin(0, this.replayTo(mistake.restorePoint), true);
    }
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
    let cause: CauseId;
    if (mistake.restoring && !this.mistakeWaits) {
      cause = MISTAKE_CAUSE;
      const id = disruptions.open(MISTAKE_CAUSE, mistake.onset, 0);
      disruptions.setParts(id, mistake.detectTicks, mistake.decideTicks, restore.replayTicksTotal);
      disruptions.setLoss(id, mistake.lostTicks(now), false);
      mistake.undone();
    } else {
      cause = condition.blame;
      disruptions.setParts(this.disruption, this.detect, this.decide, restore.replayTicksTotal);
    }
    this.disruption = -1;
    ledger.touch();
    ledger.restores++;
    condition.takePath(PATH.restore);
    clients.addressMoved = true;
    this.replaceServer(cause);
    usage.serverReplaced(restore.provisionedFrom, now, Math.round(this.keepStream.draw(this.keepOld)));
    backup.beginHistory();
    if (!deployment.region.up) deployment.region.replace();
  }

  /** Everything that was going on with the old server is over. */
  private replaceServer(cause: CauseId): void {
    const { deployment, failover, maintenance, standby, ha } = this.parts;
    failover.abandon();
    this.failovers.sendPersonHome();
    maintenance.breakOff();
    for (const node of deployment.nodes) node.replace();
    for (const storage of deployment.storages) storage.replace();
    const zone = deployment.zones[deployment.zoneOf[deployment.primary]!]!;
    if (!zone.up) zone.replace();
    if (ha) standby.serverReplaced(cause);
  }

  private begin(cause: CauseId, binding: boolean): void {
    const { people, disruptions, backup, restore, simulation } = this.parts;
    const { now } = simulation;
    this.detect = people.detectTicks(classIndex(cause));
    this.decide = people.decideTicks(classIndex(cause));
    this.disruption = disruptions.last;
    const local = !backup.localDestroyed && cause !== REGION_OUTAGE;
    const age = local ? backup.archiveAge() : backup.geoAge();
    if (local || this.geoBackups) disruptions.setLoss(this.disruption, age, false);
    else disruptions.setLoss(this.disruption, now - backup.startOfData, true);
    restore.begin(this.detect + this.decide, this.replayTo(now - age), binding);
  }

  private replayTo(restorePoint: number): number {
    return replayTicks(this.parts, this.parts.backup.sinceSnapshot(restorePoint));
  }

  private abandon(): void {
    const { restore, usage, simulation, disruptions } = this.parts;
    if (restore.provisionedFrom >= 0) usage.restoreAbandoned(restore.provisionedFrom, simulation.now);
    restore.abandon();
    disruptions.forgiveLoss(this.disruption);
    this.disruption = -1;
  }
}
