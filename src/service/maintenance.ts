import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { causeId } from '../vocabulary/causes.ts';
import { DAY, HOUR, MINUTE, WEEK } from '../units/duration.ts';
import type { Server } from '../scenario/scenario.ts';
import { Blocker } from './blocker.ts';
import { Durations } from './durations.ts';
import type { Hazard, Hazards } from './hazard.ts';
import { passage } from './passage.ts';
import { Machine, type MachineDefinition, type TransitionListener } from './machine.ts';
import type { Parameters } from './parameters.ts';

/**
 * Planned maintenance. Releases come out monthly and are cumulative; a server takes what is out at its first weekly
 * window after the notice (a week later for custom schedules) and at least 30 days after the last success. Without HA
 * it is a restart-like outage; with a Healthy standby the standby is patched first, then a planned failover, then the old
 * primary is rebuilt as standby; with a standby that is not Healthy it is a direct outage.
 */
export const MAINTENANCE = {
  name: 'maintenance',
  states: ['Idle', 'Scheduled', 'InProgress'],
  transitions: [
    { from: 'Idle', to: 'Scheduled', on: 'a release is out, the window is known' },
    { from: 'Scheduled', to: 'InProgress', on: 'the window opens and the server is up' },
    { from: 'InProgress', to: 'Scheduled', on: 'done, or failed; the next window is known' },
    { from: 'Scheduled', to: 'Idle', on: 'the next window lies beyond the horizon' },
    { from: 'InProgress', to: 'Idle', on: 'the next window lies beyond the horizon' },
  ],
} as const satisfies MachineDefinition;

const IDLE = 0;
const SCHEDULED = 1;
const IN_PROGRESS = 2;
const MAINTENANCE_CAUSE = causeId('maintenance');
const BAD_ROLLOUT = causeId('badRollout');
/** A failed maintenance is announced anew: five calendar days. */
const RETRY_NOTICE = 5 * DAY;

/** What maintenance asks of, and tells, the server. */
export interface MaintenanceOwner {
  /** Ready, and nothing else going on. */
  readonly canMaintain: boolean;
  readonly isStopped: boolean;
  /** Looks at the standby before patching it; one that was lost unnoticed is found out. */
  findStandbyHealthy(): boolean;
  /** The standby is being patched for so many ticks. */
  patchStandby(ticks: number): void;
  /** Patches, fails over and rebuilds in one go, if nothing will come between; else false. */
  maintainUndisturbed(patchTicks: number): boolean;
  /** All that followed from the last event has happened; another is about to. */
  eventEnds(): void;
  /** Patches a server without HA in one go, if nothing will come between; else false. */
  maintainDirectly(downtimes: Durations): boolean;
  /** Planned failover onto the patched standby; false when that is not possible any more. */
  failOverPlanned(cause: number): boolean;
  /** The primary itself is patched, or comes back from it. */
  patchPrimary(begins: boolean): void;
  maintenanceBegan(cause: number): void;
  /** Ticks of a restart, for a maintenance that failed. */
  restartTicks(): number;
}

export class Maintenance {
  readonly blocker = new Blocker();
  /** Waits for the next start of the stopped server. */
  pendingAtStart = false;
  /** The next window is noted in {@link windowTicks} instead of planned; Infinity: none is. */
  private passing = false;
  private readonly windowTicks = new Float64Array(1).fill(Infinity);
  private readonly windowOpening = passage(this.windowTicks, [0, 'maintenance window']);
  private lastSuccess = -Infinity;
  private nextRelease = Infinity;
  private windowOffset = 0;
  private fails = false;
  private badRollout = false;
  private readonly simulation: Simulation;
  private readonly machine: Machine;
  private readonly owner: MaintenanceOwner;
  private readonly window: Timer;
  private readonly patched: Timer;
  private readonly done: Timer;
  private readonly emergency: Hazard | null;
  private readonly releaseEvery: Sampler | null;
  private readonly fixedInterval: number | null;
  private readonly releases: Stream;
  private readonly windows: Stream;
  private readonly outcomes: Stream;
  private readonly durations: Stream;
  private readonly patches: Stream;
  private readonly downtimes: Durations;
  private readonly standbyPatch: Sampler;
  private readonly fixedPatch: number | null;
  private readonly badRolloutDuration: Sampler;
  private readonly failure: number;
  private readonly badRolloutProbability: number;
  private readonly noticeTicks: number;
  private readonly minGapTicks: number;
  private readonly customWindow: Server['maintenanceWindow'];
  private readonly weekOffset: number;
  private readonly horizon: number;

  constructor(
    simulation: Simulation,
    startMs: number,
    horizon: number,
    hazards: Hazards,
    customWindow: Server['maintenanceWindow'],
    parameters: Parameters,
    owner: MaintenanceOwner,
    listeners: TransitionListener[],
  ) {
    this.simulation = simulation;
    this.horizon = horizon;
    this.owner = owner;
    this.machine = new Machine(simulation, MAINTENANCE, 'maintenance', listeners);
    this.customWindow = customWindow;
    // 1970-01-04 was a Sunday: ticks from a Sunday 00:00 UTC to the scenario's start.
    this.weekOffset = (((startMs - 3 * DAY) % WEEK) + WEEK) % WEEK;
    const releaseEvery = parameters.distribution('maintenance.release.every');
    this.releaseEvery = releaseEvery.kind === 'never' ? null : parameters.sampler('maintenance.release.every');
    this.standbyPatch = parameters.sampler('maintenance.standbyPatch.duration');
    this.fixedPatch = parameters.fixedTicks('maintenance.standbyPatch.duration');
    this.fixedInterval = parameters.fixedTicks('maintenance.release.every');
    this.badRolloutDuration = parameters.sampler('maintenance.badRollout.duration');
    this.failure = 1 - parameters.probability('maintenance.success.probability');
    this.badRolloutProbability = parameters.probability('maintenance.badRollout.probability');
    this.noticeTicks =
      parameters.ticks('maintenance.notice.duration') +
      (customWindow.kind === 'custom' ? parameters.ticks('maintenance.customDelay.duration') : 0);
    this.minGapTicks = parameters.ticks('maintenance.minGap.duration');
    this.releases = simulation.stream('maintenance', 'release');
    this.windows = simulation.stream('maintenance', 'window');
    this.outcomes = simulation.stream('maintenance', 'outcome');
    this.durations = simulation.stream('maintenance', 'duration');
    this.patches = simulation.stream('maintenance', 'standbyPatch');
    this.downtimes = new Durations(this.durations, parameters.distribution('maintenance.downtime.duration'));
    this.window = simulation.timer('maintenance window', () => this.windowOpens());
    this.patched = simulation.timer('standby patched', () => this.standbyPatched());
    this.done = simulation.timer('maintenance done', () => this.finished());
    this.emergency =
      this.releaseEvery === null
        ? null
        : hazards.create(
            'maintenance',
            'maintenance.emergency',
            parameters.distribution('maintenance.emergency.every'),
            () => {
              this.emergency!.expose(true);
              this.emergencyOccurs();
            },
          );
  }

  reset(): void {
    this.machine.reset();
    this.blocker.clear();
    this.pendingAtStart = false;
    this.lastSuccess = -Infinity;
    this.downtimes.reset();
    this.emergency?.expose(true);
    if (this.releaseEvery === null) return;
    // The phase of the region's releases is unknown: uniform over one interval.
    this.nextRelease = Math.round(this.releases.uniform() * this.releases.draw(this.releaseEvery));
    this.windowOffset = this.drawWindow();
    this.schedule(-Infinity);
  }

  get inProgress(): boolean {
    return this.machine.state === IN_PROGRESS;
  }

  /** The server starts with maintenance pending: it is applied now. */
  appliedAtStart(): void {
    this.pendingAtStart = false;
    this.succeed();
    this.schedule(-Infinity);
  }

  /** First opening of the weekly window at or after a tick. */
  windowFrom(tick: number): number {
    const weeks = Math.ceil((tick + this.weekOffset - this.windowOffset) / WEEK);
    return weeks * WEEK + this.windowOffset - this.weekOffset;
  }

  /** Ticks from Sunday 00:00 UTC to the window's opening. System-managed: a random day, an hour from 23:00 to 06:00. */
  private drawWindow(): number {
    const { customWindow } = this;
    if (customWindow.kind === 'custom') {
      return customWindow.dayOfWeek * DAY + customWindow.startHour * HOUR + customWindow.startMinute * MINUTE;
    }
    const day = Math.floor(this.windows.uniform() * 7);
    const hour = (23 + Math.floor(this.windows.uniform() * 8)) % 24;
    return day * DAY + hour * HOUR;
  }

  private schedule(notBefore: number): void {
    if (this.releaseEvery === null) return;
    const earliest = Math.max(this.nextRelease + this.noticeTicks, this.lastSuccess + this.minGapTicks, notBefore, 0);
    const opens = earliest === Infinity ? Infinity : this.windowFrom(earliest);
    if (opens < this.horizon) {
      this.machine.go(SCHEDULED);
      if (this.passing) this.windowTicks[0] = opens;
      else this.window.at(opens);
    } else {
      this.window.cancel();
      this.machine.go(IDLE);
    }
  }

  private windowOpens(): void {
    if (this.owner.canMaintain) this.maintain();
    else if (this.owner.isStopped) this.pendingAtStart = true;
    else this.window.at(this.windowFrom(this.simulation.now + 1));
  }

  /** Not planned, but now. */
  private emergencyOccurs(): void {
    if (this.inProgress) return;
    if (this.owner.canMaintain) {
      this.window.cancel();
      this.maintain();
    } else if (this.owner.isStopped) this.pendingAtStart = true;
    else if (this.window.due === Infinity) this.schedule(this.simulation.now + 1);
  }

  /** Begins one; after one in one go the next window follows at once, when nothing else is planned until then. */
  private maintain(): void {
    const { windowTicks } = this;
    this.begin();
    while (windowTicks[0]! < Infinity) {
      const opens = windowTicks[0]!;
      const quiet = this.simulation.quiet(opens);
      if (quiet) {
        this.owner.eventEnds();
        this.simulation.pass(this.windowOpening);
      } else this.window.at(opens);
      windowTicks[0] = Infinity;
      if (quiet) this.begin();
    }
  }

  private begin(): void {
    this.machine.go(SCHEDULED);
    this.machine.go(IN_PROGRESS);
    // One uniform for both: it fails, or it works and what went out is broken, or all is well.
    const outcome = this.outcomes.uniform();
    this.fails = outcome < this.failure;
    this.badRollout = !this.fails && outcome < this.failure + (1 - this.failure) * this.badRolloutProbability;
    if (this.owner.findStandbyHealthy()) {
      const ticks = this.patchTicks();
      if (!this.fails && !this.badRollout && this.owner.maintainUndisturbed(ticks)) return;
      this.owner.patchStandby(ticks);
      this.patched.after(ticks);
    } else if (this.fails || this.badRollout || !this.owner.maintainDirectly(this.downtimes)) {
      this.patchDirectly();
    }
  }

  private patchTicks(): number {
    return this.fixedPatch ?? Math.round(this.patches.draw(this.standbyPatch));
  }

  private patchDirectly(): void {
    const extra = this.fails ? this.owner.restartTicks() : 0;
    this.blocker.block(MAINTENANCE_CAUSE, this.simulation.now);
    this.owner.patchPrimary(true);
    this.owner.maintenanceBegan(MAINTENANCE_CAUSE);
    this.done.after(this.downtimes.next() + extra);
  }

  /** Ticks after the present maintenance, if it works, in which there is no other. */
  get ticksToNext(): number {
    return this.minGapTicks;
  }

  /** The present maintenance has worked, in one go. */
  passSuccess(): void {
    this.passing = true;
    this.conclude();
    this.passing = false;
  }

  private standbyPatched(): void {
    if (this.owner.failOverPlanned(MAINTENANCE_CAUSE)) return;
    // The server has met with something worse meanwhile; try again later.
    this.fails = true;
    this.conclude();
  }

  /** The planned failover of this maintenance is done, or was broken off. */
  failedOver(completed: boolean): void {
    if (!this.inProgress) return;
    if (!completed) this.fails = true;
    if (completed && this.fails) {
      this.blocker.block(MAINTENANCE_CAUSE, this.simulation.now);
      this.done.after(this.owner.restartTicks());
    } else {
      this.finished();
    }
  }

  private finished(): void {
    this.owner.patchPrimary(false);
    const { badRollout } = this;
    this.badRollout = false;
    this.blocker.clear();
    if (badRollout && !this.fails) {
      // What went out is broken on every server alike: the standby does not help.
      this.blocker.block(BAD_ROLLOUT, this.simulation.now);
      this.owner.maintenanceBegan(BAD_ROLLOUT);
      this.done.after(this.durations.draw(this.badRolloutDuration));
      return;
    }
    this.conclude();
  }

  /** The server was stopped or replaced in the middle of it. */
  breakOff(): void {
    if (!this.inProgress) return;
    this.patched.cancel();
    this.done.cancel();
    this.blocker.clear();
    this.fails = true;
    this.conclude();
  }

  private conclude(): void {
    const { now } = this.simulation;
    if (this.fails) {
      this.schedule(now + RETRY_NOTICE);
      return;
    }
    this.succeed();
    this.schedule(-Infinity);
  }

  /** Everything out by now (notice included) is installed; releases are cumulative. */
  private succeed(): void {
    const { now } = this.simulation;
    this.lastSuccess = now;
    while (this.nextRelease + this.noticeTicks <= now) {
      const interval = this.fixedInterval ?? Math.round(this.releases.draw(this.releaseEvery!));
      this.nextRelease += Math.max(1, interval);
    }
  }
}
