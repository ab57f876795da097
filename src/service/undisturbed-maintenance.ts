import { markOf, type Passage } from '../engine/index.ts';
import { causeId } from '../vocabulary/causes.ts';
import { CONDITION } from './condition.ts';
import type { Durations } from './durations.ts';
import type { FailoverCoordinator } from './failover-coordinator.ts';
import { PATH } from './ledger.ts';
import type { Parts } from './parts.ts';

const MAINTENANCE = causeId('maintenance');

/** The instants of a maintenance of a pair, and of one without HA. */
const BEGUN = 0;
const PATCHED = 1;
const PROMOTED = 2;
const BACK = 3;
const BUILT = 4;
const UPDATED = 1;
const BACK_ALONE = 2;

/** What is left out of the list of events, and still belongs to the fingerprint: timers, and states that parts reach. */
type Left = readonly [step: number, ...names: (string | readonly [part: string, state: string])[]];

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
  /** What was looked at when a maintenance began is as it was then: all since was done in one go. */
  private unchanged = false;
  private composed = false;
  private readonly ticks = new Float64Array(5);
  /** Until the standby is patched, until it is promoted, until a new one is built. */
  private readonly passages = [
    this.passage(
      [BEGUN, ['standby', 'ReplicatingData']],
      [PATCHED, 'standby caught up', ['standby', 'Healthy']],
      [PATCHED, 'standby patched', ['standby', 'FailingOver'], ['failover', 'Promoting']],
    ),
    this.passage([PROMOTED, 'failover step', ['failover', 'Idle'], ['standby', 'RecreatingStandby']]),
    this.passage([BACK, 'clients are back'], [BUILT, 'standby built', ['standby', 'Healthy']]),
  ] as const;
  /** Without HA: until the server is updated, until clients are back. */
  private readonly alone = [
    this.passage([BEGUN, ['node-a', 'Updating']], [UPDATED, 'maintenance done', ['node-a', 'Running']]),
    this.passage([BACK_ALONE, 'clients are back']),
  ] as const;
  private readonly parts: Parts;
  private readonly failovers: FailoverCoordinator;

  constructor(parts: Parts, failovers: FailoverCoordinator) {
    this.parts = parts;
    this.failovers = failovers;
  }

  /** From now, when patching the standby begins. False, with nothing done, if anything could come between. */
  maintain(patchTicks: number): boolean {
    const { simulation, deployment, standby, failover, clients, condition, disruptions, mistake, ledger, maintenance } =
      this.parts;
    if (!this.unchanged) {
      if (!this.enabled || !this.allIsWell()) return false;
      if (!standby.healthy || !standby.usable || !deployment.standbyPresent()) return false;
    }
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
    disruptions.pass(ticks, PATCHED, MAINTENANCE);
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
    if (!this.unchanged && (!this.enabled || !this.allIsWell() || clients.addressMoved)) return false;
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
    disruptions.pass(ticks, BEGUN, MAINTENANCE);
    this.unchanged = true;
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

  private passage(...left: readonly Left[]): Passage {
    const marks = left.flatMap(([step, ...names]) =>
      names.map((name) => ({ step, mark: typeof name === 'string' ? markOf(name) : markOf(...name) })),
    );
    return {
      ticks: this.ticks,
      marks: Int32Array.from(marks, ({ mark }) => mark),
      steps: Uint8Array.from(marks, ({ step }) => step),
      events: left.filter(([, first]) => typeof first === 'string').length,
    };
  }
}
