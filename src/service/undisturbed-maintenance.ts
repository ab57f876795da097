import { markOf } from '../engine/index.ts';
import { causeId } from '../vocabulary/causes.ts';
import { CONDITION } from './condition.ts';
import type { Durations } from './durations.ts';
import type { FailoverCoordinator } from './failover-coordinator.ts';
import { PATH } from './ledger.ts';
import type { Parts } from './parts.ts';

const MAINTENANCE = causeId('maintenance');

/** What is left out of the list of events, and still belongs to the fingerprint: timers, and states that parts reach. */
const BEGUN = markOf('standby', 'ReplicatingData');
const CAUGHT_UP = [markOf('standby caught up'), markOf('standby', 'Healthy')];
const PATCHED = [markOf('standby patched'), markOf('standby', 'FailingOver'), markOf('failover', 'Promoting')];
const PROMOTED = [markOf('failover step'), markOf('failover', 'Idle'), markOf('standby', 'RecreatingStandby')];
const BACK = [markOf('clients are back')];
const UPDATING = markOf('node-a', 'Updating');
const UPDATED = [markOf('maintenance done'), markOf('node-a', 'Running')];
const BUILT = [markOf('standby built'), markOf('standby', 'Healthy')];

/**
 * A maintenance of a Healthy pair that works, and during which nothing else happens: the usual case, in closed form. With
 * the draws that its single events would make, all of its instants are known when it begins, and if nothing else is
 * planned until the last of them, so is everything that follows: the standby is patched, a planned failover takes the
 * service away for a moment, clients reconnect, a new standby is built where the primary was. What the run records is the
 * same as by single events, to the bit.
 */
export class UndisturbedMaintenance {
  /** Off, every step is an event of its own: for `trace`, and for the test that it makes no difference. */
  enabled = true;
  private composed = false;
  private readonly parts: Parts;
  private readonly failovers: FailoverCoordinator;

  constructor(parts: Parts, failovers: FailoverCoordinator) {
    this.parts = parts;
    this.failovers = failovers;
  }

  /** From now, when patching the standby begins. False, with nothing done, if anything could come between. */
  maintain(patchTicks: number): boolean {
    if (!this.enabled || !this.allIsWell()) return false;
    const { simulation, deployment, standby, failover, clients, condition, disruptions, mistake, ledger, maintenance } =
      this.parts;
    if (!standby.healthy || !standby.usable || !deployment.standbyPresent()) return false;
    const begun = simulation.now;
    const patched = begun + patchTicks;
    const promoted = patched + failover.plannedDowntimes.peek();
    const back = promoted + clients.reconnect.peek() + clients.dns.peek();
    const built = promoted + standby.rebuilds.peek();
    const inOrder = begun < patched && patched < promoted && promoted < back && back < built;
    const old = deployment.primaryNode;
    const next = deployment.nodes[deployment.other]!;
    if (!inOrder || !simulation.quiet(built)) return false;
    // What begins on the way must not come between either: the next maintenance, and crashes of the engine that takes over.
    if (promoted + maintenance.ticksToNext <= built || promoted + next.engineAhead() <= built) return false;
    failover.plannedDowntimes.next();
    clients.reconnect.next();
    clients.dns.next();
    standby.rebuilds.next();

    simulation.mark(BEGUN);
    next.rest(patched - begun);
    simulation.pass(patched, CAUGHT_UP);
    simulation.pass(patched, PATCHED);
    old.expose(true, false);
    mistake.rest(promoted - patched);

    simulation.pass(promoted, PROMOTED);
    deployment.primary = deployment.other;
    failover.lastDone = promoted;
    ledger.failovers++;
    maintenance.passSuccess();
    next.expose(true, true);
    old.rest(built - promoted);

    simulation.pass(back, BACK);
    condition.passOutage(patched, promoted, back, MAINTENANCE, PATH.failover);
    disruptions.open(MAINTENANCE, patched, 0);
    disruptions.closeAll(back, back - promoted);

    simulation.pass(built, BUILT);
    standby.passAway(patched - begun + (built - promoted));
    this.composed = true;
    return true;
  }

  /** True once after a maintenance: there is nothing to compose, all is as it was before it, if with the servers swapped. */
  takeComposed(): boolean {
    const { composed } = this;
    this.composed = false;
    return composed;
  }

  /** As {@link maintain}, without HA: the server is away while it is patched, then clients reconnect. */
  maintainDirectly(downtimes: Durations): boolean {
    const { simulation, deployment, clients, condition, disruptions, mistake, maintenance } = this.parts;
    if (!this.enabled || !this.allIsWell() || clients.addressMoved) return false;
    const begun = simulation.now;
    const updated = begun + downtimes.peek();
    const back = updated + clients.reconnect.peek();
    const inOrder = begun < updated && updated < back && back < updated + maintenance.ticksToNext;
    if (!inOrder || !simulation.quiet(back)) return false;
    downtimes.next();
    clients.reconnect.next();

    simulation.mark(UPDATING);
    deployment.primaryNode.restAll(updated - begun);
    mistake.rest(updated - begun);
    simulation.pass(updated, UPDATED);
    maintenance.passSuccess();
    simulation.pass(back, BACK);
    condition.passOutage(begun, updated, back, MAINTENANCE, PATH.direct);
    disruptions.open(MAINTENANCE, begun, 0);
    disruptions.closeAll(back, back - updated);
    this.composed = true;
    return true;
  }

  /** Everything is up, clients work, and nothing is waiting to be done. */
  private allIsWell(): boolean {
    const { deployment, condition, disruptions, clients, lifecycle } = this.parts;
    return (
      deployment.nothingDown &&
      condition.state === CONDITION.serving &&
      !disruptions.any &&
      !clients.degraded &&
      !clients.writesStalled &&
      !lifecycle.pendingStop &&
      !this.failovers.personWaits
    );
  }
}
