import type { Passage } from '../engine/index.ts';
import { causeId, type CauseId } from '../vocabulary/causes.ts';
import { COMPUTE_NODE, STATE_OF, type NodeFailure } from './compute-node.ts';
import { CONDITION } from './condition.ts';
import type { Durations } from './durations.ts';
import type { FailoverCoordinator } from './failover-coordinator.ts';
import { PATH } from './ledger.ts';
import type { Parts } from './parts.ts';
import { passage, type Left, type StateName } from './passage.ts';

const MAINTENANCE = causeId('maintenance');

/** The instants of a maintenance of a pair, and of one without HA. */
const BEGUN = 0;
const PATCHED = 1;
const PROMOTED = 2;
const BACK = 3;
const BUILT = 4;
const UPDATED = 1;
const BACK_ALONE = 2;

/** The instants of a failover of a pair. */
const DETECTED = 0;
const REPLAYED = 1;
const FAILED = 2;
const FAILED_OVER = 3;
const CLIENTS_BACK = 4;
const REBUILT = 5;

/** The instants of a recovery in place. */
const FAILED_ALONE = 0;
const RECOVERED = 1;
const ALL_BACK = 2;

/** After a crash of the engine alone the VM runs on until it is fenced, and the engine is mostly back before. */
type VmFailure = Exclude<NodeFailure, 'engineCrash'>;

const DETECTION_BEGINS: readonly StateName[] = [
  ['standby', 'FailingOver'],
  ['failover', 'Detecting'],
];
/** The primary is back in time. */
const DETECTION_ENDS: readonly StateName[] = [
  ['failover', 'Idle'],
  ['standby', 'Healthy'],
];

/**
 * What happens most, and during which nothing else happens, in closed form: a maintenance, a failover that works, a pause
 * of the platform. With the draws that its single events would make, all of its instants are known when it begins, and if
 * nothing else is planned until the last of them, so is everything that follows. What the run records is the same as by
 * single events, to the bit.
 */
export class Undisturbed {
  /** Off, every step is an event of its own: for `trace`, and for the test that it makes no difference. */
  enabled = true;
  /** What was looked at when a maintenance began is as it was then: all since was done in one go. */
  private unchanged = false;
  private composed = false;
  private readonly ticks = new Float64Array(5);
  private readonly failoverTicks = new Float64Array(6);
  private readonly recoveryTicks = new Float64Array(3);
  private readonly pauseTicks = new Float64Array(1);
  /** Until the standby is patched, until it is promoted, until a new one is built. */
  private readonly passages = [
    passage(
      this.ticks,
      [BEGUN, ['standby', 'ReplicatingData']],
      [PATCHED, 'standby caught up', ['standby', 'Healthy']],
      [PATCHED, 'standby patched', ['standby', 'FailingOver'], ['failover', 'Promoting']],
    ),
    passage(this.ticks, [PROMOTED, 'failover step', ['failover', 'Idle'], ['standby', 'RecreatingStandby']]),
    passage(this.ticks, [BACK, 'clients are back'], [BUILT, 'standby built', ['standby', 'Healthy']]),
  ] as const;
  /** Without HA: until the server is updated, until clients are back. */
  private readonly alone = [
    passage(this.ticks, [BEGUN, ['node-a', 'Updating']], [UPDATED, 'maintenance done', ['node-a', 'Running']]),
    passage(this.ticks, [BACK_ALONE, 'clients are back']),
  ] as const;
  /** By slot of the old primary: by failure, until the standby is promoted, with and without WAL to replay; from then on. */
  private readonly failedOver = ['node-a', 'node-b'].map((node) => this.failoverOf(node));
  private readonly rejoined = passage(
    this.failoverTicks,
    [CLIENTS_BACK, 'clients are back'],
    [REBUILT, 'standby built', ['standby', 'Healthy']],
  );
  private readonly recovered: readonly Record<NodeFailure, Passage>[];
  private readonly returned = passage(this.recoveryTicks, [ALL_BACK, 'clients are back']);
  private readonly thawed = passage(this.pauseTicks, [0, 'platform pause ends']);
  private readonly parts: Parts;
  private readonly failovers: FailoverCoordinator;

  constructor(parts: Parts, failovers: FailoverCoordinator) {
    this.parts = parts;
    this.failovers = failovers;
    this.recovered = ['node-a', 'node-b'].map((node) => this.recoveriesOf(node));
  }

  /**
   * A maintenance of a Healthy pair: the standby is patched from now on, a planned failover takes the service away for a
   * moment, clients reconnect, a new standby is built where the primary was. False, with nothing done, if anything could
   * come between.
   */
  maintain(patchTicks: number): boolean {
    const { simulation, deployment, standby, failover, clients, condition, disruptions, mistake, ledger, maintenance } =
      this.parts;
    if (!this.unchanged && !this.pairIsWell()) return false;
    const downtimes = failover.plannedDowntimes;
    const { dns, reconnect } = clients;
    const { rebuilds } = standby;
    downtimes.look();
    reconnect.look();
    dns.look();
    rebuilds.look();
    const begun = simulation.now;
    const patched = begun + patchTicks;
    const promoted = patched + downtimes.ahead;
    const back = promoted + reconnect.ahead + dns.ahead;
    const built = promoted + rebuilds.ahead;
    const inOrder = begun < patched && patched < promoted && promoted < back && back < built;
    const old = deployment.primaryNode;
    const next = deployment.nodes[deployment.other]!;
    if (!inOrder || !simulation.quiet(built)) return false;
    // What begins on the way must not come between either: the next maintenance, and crashes of the engine that takes over.
    if (promoted + maintenance.ticksToNext <= built || promoted + next.engineAhead() <= built) return false;
    downtimes.ahead = -1;
    reconnect.ahead = -1;
    dns.ahead = -1;
    rebuilds.ahead = -1;
    const { ticks, passages } = this;
    ticks[BEGUN] = begun;
    ticks[PATCHED] = patched;
    ticks[PROMOTED] = promoted;
    ticks[BACK] = back;
    ticks[BUILT] = built;

    simulation.pass(passages[0]);
    next.rest(patchTicks);
    old.expose(true, false);
    mistake.rest(promoted - patched);

    simulation.pass(passages[1]);
    deployment.primary = deployment.other;
    failover.lastDone = promoted;
    ledger.failovers++;
    maintenance.passSuccess();
    next.expose(true, true);
    old.rest(built - promoted);

    simulation.pass(passages[2]);
    condition.passOutage(ticks, PATCHED, MAINTENANCE, PATH.failover);
    disruptions.pass(ticks, PATCHED, MAINTENANCE, 0, 0);
    standby.passAway(patchTicks + (built - promoted));
    this.unchanged = true;
    this.composed = true;
    return true;
  }

  /** Nothing has happened since a maintenance in one go: another can be done now. */
  get ready(): boolean {
    return this.unchanged;
  }

  /** True once after a maintenance: there is nothing to compose, all is as it was before it, if with the servers swapped. */
  takeComposed(): boolean {
    const { composed } = this;
    this.composed = false;
    if (!composed) this.unchanged = false;
    return composed;
  }

  /** As {@link maintain}, without HA: the server is away while it is patched, then clients reconnect. */
  maintainDirectly(downtimes: Durations): boolean {
    const { simulation, deployment, clients, condition, disruptions, mistake, maintenance } = this.parts;
    if (!this.unchanged && !this.allIsWell()) return false;
    const { reconnect } = clients;
    downtimes.look();
    reconnect.look();
    const begun = simulation.now;
    const updated = begun + downtimes.ahead;
    const back = updated + reconnect.ahead;
    const inOrder = begun < updated && updated < back && back < updated + maintenance.ticksToNext;
    if (!inOrder || !simulation.quiet(back)) return false;
    downtimes.ahead = -1;
    reconnect.ahead = -1;
    const { ticks, alone } = this;
    ticks[BEGUN] = begun;
    ticks[UPDATED] = updated;
    ticks[BACK_ALONE] = back;

    deployment.primaryNode.restAll(updated - begun);
    mistake.rest(updated - begun);
    simulation.pass(alone[0]);
    maintenance.passSuccess();
    simulation.pass(alone[1]);
    condition.passOutage(ticks, BEGUN, MAINTENANCE, PATH.direct);
    disruptions.pass(ticks, BEGUN, MAINTENANCE, 0, 0);
    this.unchanged = true;
    this.composed = true;
    return true;
  }

  /**
   * The primary has failed, now; a failover is detected, replays and promotes before the primary would be back, clients
   * find the new one, a standby is built in place of the old. False, with nothing done, if anything could come between.
   */
  failOver(failure: VmFailure, cause: CauseId, recoveryTicks: number): boolean {
    if (!this.unchanged && !this.canRecover()) return false;
    const { simulation, deployment, standby, failover, clients, condition, disruptions, mistake, ledger } = this.parts;
    const { dns, reconnect } = clients;
    const { rebuilds } = standby;
    reconnect.look();
    dns.look();
    rebuilds.look();
    failover.look();
    const failed = simulation.now;
    const detected = failed + failover.detectAhead;
    const replayed = detected + failover.replayAhead;
    const failedOver = replayed + failover.promoteAhead;
    const back = failedOver + reconnect.ahead + dns.ahead;
    const built = failedOver + rebuilds.ahead;
    const inOrder = failed < detected && replayed < failedOver && failedOver < back && back < built;
    if (!inOrder || failed + recoveryTicks <= failedOver || !simulation.quiet(built)) return false;
    const { primary, other } = deployment;
    const old = deployment.nodes[primary]!;
    const next = deployment.nodes[other]!;
    if (failedOver + next.engineAhead() <= built || !failover.willWork(cause, deployment.controlPlane.up)) return false;
    failover.forget();
    reconnect.ahead = -1;
    dns.ahead = -1;
    rebuilds.ahead = -1;
    const { failoverTicks } = this;
    failoverTicks[DETECTED] = detected;
    failoverTicks[REPLAYED] = replayed;
    failoverTicks[FAILED] = failed;
    failoverTicks[FAILED_OVER] = failedOver;
    failoverTicks[CLIENTS_BACK] = back;
    failoverTicks[REBUILT] = built;

    old.expose(false, false);
    mistake.rest(failedOver - failed);
    simulation.pass(this.failedOver[primary]![failure][detected < replayed ? 1 : 0]!);
    deployment.primary = other;
    failover.lastDone = failedOver;
    ledger.failovers++;
    next.expose(true, true);

    simulation.pass(this.rejoined);
    old.expose(true, false);
    condition.passOutage(failoverTicks, FAILED, cause, PATH.failover);
    disruptions.pass(failoverTicks, FAILED, cause, detected - failed, replayed - detected);
    standby.passAway(built - failedOver);
    this.composed = true;
    return true;
  }

  /**
   * The primary has failed, now, and is back by itself: without HA, or after a crash of its engine before a failover is
   * detected. False, with nothing done, if anything could come between.
   */
  recover(failure: NodeFailure, cause: CauseId, recoveryTicks: number, replayTicks: number): boolean {
    if (!this.unchanged && !this.canRecover()) return false;
    const { ha, simulation, deployment, failover, clients, condition, disruptions, mistake } = this.parts;
    const { dns, reconnect } = clients;
    const moves = failure === 'hostFailure';
    reconnect.look();
    if (moves) dns.look();
    const failed = simulation.now;
    const recovered = failed + recoveryTicks;
    const back = recovered + reconnect.ahead + (moves ? dns.ahead : 0);
    if (ha) {
      failover.look();
      if (recovered >= failed + failover.detectAhead) return false;
    }
    const node = deployment.primaryNode;
    if (failed >= recovered || recovered >= back || !simulation.quiet(back)) return false;
    if (recovered + node.ahead() <= back || (ha && !failover.willWork(cause, deployment.controlPlane.up))) return false;
    if (ha) failover.forget();
    reconnect.ahead = -1;
    if (moves) dns.ahead = -1;
    const { recoveryTicks: ticks } = this;
    ticks[FAILED_ALONE] = failed;
    ticks[RECOVERED] = recovered;
    ticks[ALL_BACK] = back;

    node.expose(failure === 'engineCrash', false);
    mistake.rest(recovered - failed);
    simulation.pass(this.recovered[deployment.primary]![failure]);
    node.expose(true, true);

    simulation.pass(this.returned);
    condition.passOutage(ticks, FAILED_ALONE, cause, PATH.direct);
    disruptions.pass(ticks, FAILED_ALONE, cause, 0, replayTicks);
    this.composed = true;
    return true;
  }

  /** A pause of the standby: nobody notices, nothing changes. */
  pauseStandby(): void {
    if (this.enabled) this.composed = true;
  }

  /** A pause of the primary that clients sit out. False, with nothing done, if anything could come between. */
  pausePrimary(ticks: number): boolean {
    const { simulation, condition, clients, disk } = this.parts;
    if (!this.enabled || condition.state !== CONDITION.serving || condition.degraded || clients.writesStalled)
      return false;
    if (disk.readOnly) return false;
    const end = simulation.now + ticks;
    if (!clients.sitsOut(ticks) || !simulation.quiet(end)) return false;
    this.pauseTicks[0] = end;
    simulation.pass(this.thawed);
    condition.passDegraded(end, ticks);
    this.composed = true;
    return true;
  }

  private canRecover(): boolean {
    const { ha, lifecycle, maintenance, failover, restore } = this.parts;
    const idle = lifecycle.ready && !maintenance.inProgress && !failover.active && !restore.active;
    return idle && (ha ? this.pairIsWell() : this.allIsWell());
  }

  private pairIsWell(): boolean {
    const { standby, deployment } = this.parts;
    return this.allIsWell() && standby.healthy && standby.usable && deployment.standbyPresent();
  }

  /** Everything is up, clients work, and nothing is waiting to be done. */
  private allIsWell(): boolean {
    const { deployment, condition, disruptions, clients, lifecycle, disk } = this.parts;
    return (
      this.enabled &&
      deployment.nothingDown &&
      !deployment.hastened &&
      condition.state === CONDITION.serving &&
      !disruptions.any &&
      !condition.degraded &&
      !clients.writesStalled &&
      !disk.readOnly &&
      !clients.addressMoved &&
      !lifecycle.pendingStop &&
      !this.failovers.personWaits
    );
  }

  private recoveriesOf(node: string): Record<NodeFailure, Passage> {
    const { ha } = this.parts;
    const of = (failure: NodeFailure): Passage =>
      passage(
        this.recoveryTicks,
        [FAILED_ALONE, [node, COMPUTE_NODE.states[STATE_OF[failure]]!], ...(ha ? DETECTION_BEGINS : [])],
        [RECOVERED, `${node} recovered`, [node, 'Running'], ...(ha ? DETECTION_ENDS : [])],
      );
    return { engineCrash: of('engineCrash'), vmCrash: of('vmCrash'), hostFailure: of('hostFailure') };
  }

  private failoverOf(node: string): Record<VmFailure, readonly [Passage, Passage]> {
    const of = (failure: VmFailure, ...steps: readonly Left[]): Passage =>
      passage(
        this.failoverTicks,
        [FAILED, [node, COMPUTE_NODE.states[STATE_OF[failure]]!], ...DETECTION_BEGINS],
        ...steps,
        [FAILED_OVER, 'failover step', ['failover', 'Idle'], [node, 'Running'], ['standby', 'RecreatingStandby']],
      );
    const both = (failure: VmFailure): readonly [Passage, Passage] => [
      of(failure, [DETECTED, 'failover step', ['failover', 'Promoting']]),
      of(
        failure,
        [DETECTED, 'failover step', ['failover', 'Replaying']],
        [REPLAYED, 'failover step', ['failover', 'Promoting']],
      ),
    ];
    return { vmCrash: both('vmCrash'), hostFailure: both('hostFailure') };
  }
}
