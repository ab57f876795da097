import { causeId, type CauseId } from '../vocabulary/causes.ts';
import { CERTIFICATE_ROTATION } from './certificate.ts';
import { CONDITION } from './condition.ts';
import type { Durations } from './durations.ts';
import type { FailoverCoordinator } from './failover-coordinator.ts';
import { PATH } from './ledger.ts';
import type { LifecycleOwner } from './lifecycle.ts';
import type { MaintenanceOwner } from './maintenance.ts';
import { disrupt, type Parts } from './parts.ts';
import type { RestoreCoordinator } from './restore-coordinator.ts';
import type { StandbyOwner } from './standby.ts';

const RESTART = causeId('restart');
const PLANNED_FAILOVER = causeId('plannedFailover');
const FORCED_FAILOVER = causeId('forcedFailover');
const MAINTENANCE = causeId('maintenance');

/** What the customer and the provider plan: restarts, failovers, stops and starts, maintenance; and whether it fits. */
export class Operations implements LifecycleOwner, MaintenanceOwner, StandbyOwner {
  private readonly parts: Parts;
  private readonly failovers: FailoverCoordinator;
  private readonly restores: RestoreCoordinator;
  /** The schedule wants the server stopped again whenever it starts itself. */
  private restop = false;
  /** It wants the server started as soon as the control plane is back. */
  private startWaits = false;

  constructor(parts: Parts, failovers: FailoverCoordinator, restores: RestoreCoordinator) {
    this.parts = parts;
    this.failovers = failovers;
    this.restores = restores;
  }

  /** @param restop the schedule has the server stopped from the start, and wants it so */
  reset(restop: boolean): void {
    this.restop = restop;
    this.startWaits = false;
  }

  /** A stop that had to wait is carried out as soon as the server is Ready; true when that is now. */
  settle(): boolean {
    if (!this.parts.lifecycle.pendingStop || !this.isReady) return false;
    this.parts.lifecycle.stop();
    return true;
  }

  /** The schedule wants the server stopped (again, if it starts itself) or running. */
  wantStopped(stopped: boolean, restop: boolean): void {
    this.restop = stopped && restop;
    const { deployment, lifecycle } = this.parts;
    if (deployment.controlPlane.up) {
      if (stopped) this.stop();
      else this.start();
    } else if (!stopped && lifecycle.powerOff) this.startWaits = true;
    else if (stopped && !this.startWaits) {
      if (!lifecycle.giveUpStarting()) lifecycle.pendingStop = !lifecycle.powerOff || lifecycle.starting;
    } else {
      this.startWaits = false;
      lifecycle.pendingStop = false;
    }
  }

  /** What the schedule has wanted meanwhile is done now. */
  controlPlaneBack(): void {
    if (!this.startWaits) return;
    this.startWaits = false;
    if (this.parts.lifecycle.powerOff) this.start();
  }

  stop(): void {
    const { lifecycle } = this.parts;
    if (this.refusedWithoutControl('stop')) return;
    if (lifecycle.giveUpStarting()) return;
    if (lifecycle.powerOff && !lifecycle.starting) this.refuse('stop');
    else lifecycle.pendingStop = true;
  }

  start(): void {
    const { lifecycle } = this.parts;
    if (this.refusedWithoutControl('start')) return;
    if (!lifecycle.powerOff && !lifecycle.pendingStop) {
      this.refuse('start');
      return;
    }
    lifecycle.pendingStop = false;
    lifecycle.start();
  }

  restart(): void {
    if (!this.isReady) {
      this.refuse('restart');
      return;
    }
    disrupt(this.parts, RESTART);
    this.parts.lifecycle.beginRestart();
  }

  fail(forced: boolean): void {
    const { failover, standby, simulation, deployment, lifecycle, ha } = this.parts;
    const tooSoon = simulation.now - failover.lastDone < failover.gapTicks();
    const name = forced ? 'forcedFailover' : 'plannedFailover';
    if (!this.isReady || !ha || !standby.healthy || !deployment.standbyPresent() || tooSoon) {
      this.refuse(name);
    } else if (!standby.usable) {
      // Nobody had noticed that the standby was lost; the request shows it.
      standby.exposeUndetected();
      this.refuse(name);
    } else {
      lifecycle.beginUpdate();
      this.failovers.request(forced ? FORCED_FAILOVER : PLANNED_FAILOVER, forced);
    }
  }

  // --- lifecycle ---

  get maintenancePending(): boolean {
    return this.parts.maintenance.pendingAtStart;
  }

  stopRequested(): void {
    const { usage, simulation, deployment, standby, maintenance, clients } = this.parts;
    clients.thaw();
    usage.computeOff(simulation.now);
    for (const node of deployment.nodes) node.stop();
    standby.pauseProtectionClock(true);
    maintenance.breakOff();
  }

  startRequested(): void {
    this.parts.usage.computeOn(this.parts.simulation.now);
  }

  startFailed(cause: CauseId): void {
    this.parts.disruptions.open(cause, this.parts.simulation.now, 0);
  }

  started(): void {
    const { deployment, standby, maintenance, lifecycle, disruptions, certificate } = this.parts;
    for (const node of deployment.nodes) node.start();
    standby.pauseProtectionClock(false);
    if (maintenance.pendingAtStart) maintenance.appliedAtStart();
    if (certificate.refusedByAll && disruptions.find(CERTIFICATE_ROTATION) < 0)
      disrupt(this.parts, CERTIFICATE_ROTATION);
    // What had struck while the server was stopped is noticed now.
    const platform = deployment.platformBlocker();
    if (platform !== null) {
      const open = disruptions.find(platform.cause);
      this.failovers.attempt(platform.cause, open >= 0 ? open : disrupt(this.parts, platform.cause));
    }
    if (standby.enabled) this.failovers.standbyBack(0);
    if (this.restop) lifecycle.pendingStop = true;
  }

  // --- maintenance ---

  get canMaintain(): boolean {
    return this.parts.undisturbed.ready || (this.isReady && !this.restores.undoingMistake);
  }

  get isStopped(): boolean {
    return this.parts.lifecycle.powerOff;
  }

  findStandbyHealthy(): boolean {
    const { ha, standby } = this.parts;
    if (this.parts.undisturbed.ready) return ha;
    if (ha && standby.healthy && !standby.usable) standby.exposeUndetected();
    return ha && standby.healthy;
  }

  patchStandby(ticks: number): void {
    this.parts.standby.awayFor(ticks, MAINTENANCE);
  }

  maintainUndisturbed(patchTicks: number): boolean {
    return this.parts.undisturbed.maintain(patchTicks);
  }

  eventEnds(): void {
    this.parts.undisturbed.takeComposed();
  }

  maintainDirectly(downtimes: Durations): boolean {
    return !this.parts.ha && this.parts.undisturbed.maintainDirectly(downtimes);
  }

  failOverPlanned(cause: CauseId): boolean {
    return this.failovers.plan(cause);
  }

  patchPrimary(begins: boolean): void {
    const { deployment } = this.parts;
    if (begins) deployment.primaryNode.update();
    else for (const node of deployment.nodes) node.updated();
  }

  maintenanceBegan(cause: CauseId): void {
    const { ha, standby, condition } = this.parts;
    if (ha && cause === MAINTENANCE) condition.takePath(PATH.unprotected, standby.unprotectedBy);
    disrupt(this.parts, cause);
  }

  restartTicks(): number {
    return this.parts.lifecycle.restartTicks();
  }

  // --- standby ---

  canCatchUp(): boolean {
    return !this.parts.deployment.primaryStorage.lost.active && !this.parts.networkRule.blocked;
  }

  standbyEnabled(): void {
    this.parts.usage.standbyOn(this.parts.simulation.now);
  }

  /** Ready for an operation: serving, nothing in progress, and someone to carry it out. */
  private get isReady(): boolean {
    const { lifecycle, maintenance, failover, restore, condition, deployment, mistake } = this.parts;
    return (
      lifecycle.ready &&
      !maintenance.inProgress &&
      !failover.active &&
      !restore.active &&
      deployment.controlPlane.up &&
      deployment.platformBlocker() === null &&
      (condition.state === CONDITION.serving ||
        condition.state === CONDITION.reconnecting ||
        (condition.state === CONDITION.withdrawn && !mistake.withdrawn))
    );
  }

  private refusedWithoutControl(operation: string): boolean {
    const { up } = this.parts.deployment.controlPlane;
    if (!up) this.refuse(operation);
    return !up;
  }

  private refuse(operation: string): void {
    this.parts.ledger.touch();
    this.parts.ledger.refusedOperations++;
    this.parts.note('server', `${operation} refused`);
  }
}
