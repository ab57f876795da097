import { causeId } from '../vocabulary/causes.ts';
import { CONDITION } from './condition.ts';
import type { FailoverCoordinator } from './failover-coordinator.ts';
import type { Parts } from './parts.ts';

const MAINTENANCE = causeId('maintenance');

/**
 * A maintenance of a Healthy pair that works, and during which nothing else happens: the usual case. What follows from
 * each of its events is known then, so the parts take their steps in a row, at the instants and with the draws they would
 * have as separate events, and nobody has to compose the condition from all parts each time. Everything the run records
 * is the same, to the bit.
 */
export class UndisturbedMaintenance {
  /** Off, every step is an event of its own: for the test that it makes no difference. */
  enabled = true;
  private readonly parts: Parts;
  private readonly failovers: FailoverCoordinator;

  constructor(parts: Parts, failovers: FailoverCoordinator) {
    this.parts = parts;
    this.failovers = failovers;
  }

  /** From now, when patching the standby begins. False, with nothing done, if anything could come between. */
  maintain(patchTicks: number): boolean {
    const { simulation, deployment, standby, failover, clients, condition, disruptions, mistake } = this.parts;
    if (!this.enabled || !this.allIsWell()) return false;
    const patched = simulation.now + patchTicks;
    const promoted = patched + failover.plannedAhead;
    const back = promoted + clients.tailAhead;
    const built = promoted + standby.rebuildAhead;
    const primary = deployment.primaryNode;
    const other = deployment.nodes[deployment.other]!;
    const inOrder = simulation.now < patched && patched < promoted && promoted < back && back < built;
    if (!inOrder || !simulation.quiet(built) || promoted + other.engineAhead() <= built) return false;

    standby.awayFor(patchTicks, MAINTENANCE);
    other.expose(false, false);

    standby.passCatchUp(patched);
    other.expose(true, false);
    this.parts.maintenance.passPatch(patched);
    this.failovers.request(MAINTENANCE, false);
    condition.set(patched, CONDITION.down, MAINTENANCE);
    primary.expose(true, false);
    mistake.expose(false);

    failover.passPromotion(promoted);
    // The next window is known now. In the end it could be before the new standby is there: then by events from here on.
    if (!simulation.quiet(built)) return true;
    clients.beginReturning(MAINTENANCE);
    condition.set(promoted, CONDITION.reconnecting, MAINTENANCE);
    other.expose(true, true);
    primary.expose(false, false);
    mistake.expose(true);

    clients.passTail(back);
    condition.set(back, CONDITION.serving, -1);
    disruptions.closeAll(back, clients.tailTicks);
    clients.settled();
    condition.forgetPath();

    standby.passBuilding(built);
    return true;
  }

  /** Both servers are up, clients work, and nothing is waiting to be done. */
  private allIsWell(): boolean {
    const { deployment, standby, condition, disruptions, clients, lifecycle } = this.parts;
    return (
      deployment.nothingDown &&
      deployment.standbyPresent() &&
      standby.healthy &&
      standby.usable &&
      condition.state === CONDITION.serving &&
      !disruptions.any &&
      !clients.degraded &&
      !clients.writesStalled &&
      !lifecycle.pendingStop &&
      !this.failovers.personWaits
    );
  }
}
