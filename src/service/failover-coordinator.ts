import type { Timer } from '../engine/index.ts';
import { CAUSES, causeId, type CauseId } from '../vocabulary/causes.ts';
import type { DisruptionId } from './disruptions.ts';
import type { FailoverOwner } from './failover.ts';
import { classOf, PATH } from './ledger.ts';
import { disrupt, replayTicks, type Parts } from './parts.ts';

const ENGINE_CRASH = causeId('engineCrash');
const MAINTENANCE = causeId('maintenance');
/** Causes after which a person forces the failover that did not happen by itself: the primary cannot come back soon. */
const FORCED_BY_PERSON = CAUSES.map((cause) => cause.class === 'zone' || cause.class === 'storage');

/** Decides when to fail over, what becomes of a failover on the way, and what follows from one. */
export class FailoverCoordinator implements FailoverOwner {
  private readonly parts: Parts;
  private readonly personActs: Timer;
  /** Disruption that the running failover will end. */
  private disruption: DisruptionId = -1;
  /** Someone who has noticed that the failover did not happen: deciding, or decided and held up. */
  private person = { waiting: false, decided: false, disruption: -1, cause: -1, since: 0, detect: 0, decide: 0 };
  private byPerson = false;

  constructor(parts: Parts) {
    this.parts = parts;
    this.personActs = parts.simulation.timer('person forces the failover', () => {
      this.person.decided = true;
    });
  }

  reset(): void {
    this.disruption = -1;
    this.byPerson = false;
    this.person.waiting = false;
    this.person.decided = false;
  }

  /** Someone is about to force the failover. */
  get personWaits(): boolean {
    return this.person.waiting;
  }

  /** There is nothing left to fail over to: what the person has spent so far goes into the restore. */
  handOver(): { readonly detect: number; readonly decide: number; readonly wait: number } | null {
    const { waiting, detect, decide, since } = this.person;
    if (!waiting || this.parts.standby.healthy) return null;
    this.sendPersonHome();
    return { detect, decide, wait: Math.max(0, since + detect + decide - this.parts.simulation.now) };
  }

  /** The primary is lost: fails over if there is something to fail over to, and it works. */
  attempt(cause: CauseId, disruption: DisruptionId): void {
    const { ha, lifecycle, failover, deployment, standby, condition, people, simulation } = this.parts;
    if (!ha || lifecycle.powerOff || failover.active || this.person.waiting || !deployment.everywhereUp) return;
    if (!standby.healthy) {
      // Not "unprotected" if the standby fell with the primary: then HA was there, and of no use.
      const { unprotectedBy, unprotectedFrom } = standby;
      if (unprotectedBy >= 0 && unprotectedFrom !== simulation.now) condition.takePath(PATH.unprotected, unprotectedBy);
      return;
    }
    if (failover.covered(cause, deployment.controlPlane.up)) {
      if (standby.usable && deployment.standbyPresent()) {
        this.disruption = disruption;
        this.byPerson = false;
        standby.beginFailover();
        failover.start(cause);
        return;
      }
      // Nobody had noticed that the standby was lost.
      standby.exposeUndetected();
      condition.takePath(PATH.failoverFailed);
      return;
    }
    condition.takePath(PATH.failoverFailed);
    if (!FORCED_BY_PERSON[cause]) return;
    const detect = people.detectTicks(classOf(cause));
    const decide = people.decideTicks(classOf(cause));
    this.person = { waiting: true, decided: false, disruption, cause, since: simulation.now, detect, decide };
    this.personActs.after(detect + decide);
  }

  /** Planned, by maintenance; false when the server has met with something worse meanwhile. */
  plan(cause: CauseId): boolean {
    const { deployment, failover, restore, lifecycle, standby } = this.parts;
    if (!deployment.controlPlane.up) return false;
    if (deployment.platformBlocker() !== null || !standby.usable || !standby.healthy || !deployment.standbyPresent()) {
      return false;
    }
    if (failover.active || restore.active || lifecycle.powerOff) return false;
    this.request(cause, false);
    return true;
  }

  /** On request, of a Healthy pair. */
  request(cause: CauseId, forced: boolean): void {
    const { failover, standby } = this.parts;
    this.disruption = disrupt(this.parts, cause);
    this.byPerson = false;
    standby.beginFailover();
    if (forced) failover.startForced(cause);
    else failover.startPlanned(cause);
  }

  /** What becomes of a failover when the standby goes or comes, or the primary is back. Follows from states alone. */
  settle(): void {
    const { failover, deployment } = this.parts;
    if (!failover.active && !this.person.waiting) return;
    const primaryBack = deployment.platformBlocker() === null;
    if (primaryBack) this.sendPersonHome();
    else if (this.person.decided) this.forceByPerson();
    if (!failover.active) return;
    const { cause } = failover.blocker;
    if (deployment.storages[deployment.other]!.lost.active) this.abandon();
    else if (deployment.standbyPresent()) {
      if (primaryBack && (failover.cancellable || cause === ENGINE_CRASH)) this.abandon();
      else failover.resume();
    } else if (failover.isPlanned || primaryBack) this.abandon();
    else failover.suspend();
  }

  /** Breaks off: the primary serves on, or there is nothing to fail over to. */
  abandon(): void {
    const { failover, standby, deployment, maintenance, lifecycle } = this.parts;
    if (!failover.active) return;
    const { cause } = failover.blocker;
    failover.abandon();
    this.disruption = -1;
    if (cause === MAINTENANCE) maintenance.failedOver(false);
    lifecycle.endUpdate();
    if (!standby.failingOver) return;
    const storage = deployment.storages[deployment.other]!;
    if (storage.lost.active || !deployment.zoneUp(deployment.other)) {
      if (storage.lost.active) storage.replace();
      standby.lose(cause, false);
    } else if (deployment.nodes[deployment.other]!.running && !storage.unreachable.active) {
      standby.cancelFailover();
    } else {
      standby.awayFor(Infinity, cause);
    }
  }

  /** Nobody needs to force anything any more. */
  sendPersonHome(): void {
    this.person.waiting = false;
    this.person.decided = false;
    this.personActs.cancel();
  }

  failedOver(cause: CauseId): void {
    const { deployment, clients, ledger, condition, disruptions, failover, standby, maintenance, lifecycle } =
      this.parts;
    const old = deployment.primary;
    deployment.primary = deployment.other;
    clients.addressMoved = true;
    clients.thaw();
    ledger.touch();
    ledger.failovers++;
    condition.takePath(PATH.failover);
    disruptions.setParts(
      this.disruption,
      this.byPerson ? this.person.detect : failover.detectTicks,
      this.byPerson ? this.person.decide : 0,
      failover.replayTicks,
    );
    this.disruption = -1;
    this.sendPersonHome();
    // What becomes of the old primary's VM and disks does not matter: a new standby is built in its place.
    deployment.nodes[old]!.replace();
    const storage = deployment.storages[old]!;
    if (storage.lost.active || storage.unreachable.active) storage.replace();
    standby.promoted(cause);
    if (cause === MAINTENANCE) maintenance.failedOver(true);
    lifecycle.endUpdate();
  }

  /** The standby's node, storage or zone is back after so many ticks: it replays what it has missed. */
  standbyBack(missedTicks: number): void {
    const { failover, deployment, standby } = this.parts;
    if (failover.active || !deployment.standbyPresent()) return;
    standby.catchUpIn(replayTicks(this.parts, missedTicks));
  }

  /** Done as soon as the standby and the control plane are there; given up when it is not what it seemed. */
  private forceByPerson(): void {
    const { standby, deployment, failover } = this.parts;
    const { disruption, cause, since } = this.person;
    if (!standby.healthy || !deployment.standbyPresent() || !deployment.controlPlane.up) return;
    if (!standby.usable) {
      standby.exposeUndetected();
      return;
    }
    this.person.waiting = false;
    this.person.decided = false;
    this.disruption = disruption;
    this.byPerson = true;
    standby.beginFailover();
    failover.startByPerson(cause, since);
  }
}
