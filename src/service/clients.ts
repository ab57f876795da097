import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { causeId, type CauseId } from '../vocabulary/causes.ts';
import { Blocker } from './blocker.ts';
import { Durations } from './durations.ts';
import { NO_TICKS } from './no-ticks.ts';
import type { Parameters } from './parameters.ts';

export const PLATFORM_PAUSE = causeId('platformPause');

/**
 * Clients: after every outage they reconnect, and wait for DNS when the server's address has moved. A short freeze of the
 * platform is Degraded to them, one longer than their time-out is Down throughout. Losing the standby can stall writes.
 */
export class Clients {
  /** Active during a freeze that clients do not sit out. */
  readonly pause = new Blocker();
  /** Ticks of the last reconnect tail. */
  tailTicks = NO_TICKS;
  /** What the tail that is running is blamed on; -1 when clients are back. */
  tailCause: CauseId = -1;
  addressMoved = false;
  degraded = false;
  writesStalled = false;
  private tailSince = 0;
  private readonly simulation: Simulation;
  private readonly timeout: number;
  readonly dns: Durations;
  readonly reconnect: Durations;
  private readonly lossStall: Sampler;
  private readonly stallStream: Stream;
  private readonly back: Timer;
  private readonly pauseEnd: Timer;
  private readonly stallEnd: Timer;

  constructor(simulation: Simulation, parameters: Parameters) {
    this.simulation = simulation;
    this.timeout = parameters.ticks('client.timeout.duration');
    this.lossStall = parameters.sampler('standby.lossStall.duration');
    this.dns = new Durations(simulation.stream('client', 'dns'), parameters.distribution('client.dns.duration'));
    this.reconnect = new Durations(
      simulation.stream('client', 'reconnect'),
      parameters.distribution('client.reconnect.duration'),
    );
    this.stallStream = simulation.stream('standby', 'lossStall');
    this.back = simulation.timer('clients are back', () => {
      this.tailCause = -1;
    });
    this.pauseEnd = simulation.timer('platform pause ends', () => {
      this.pause.clear();
      this.degraded = false;
    });
    this.stallEnd = simulation.timer('writes go on', () => {
      this.writesStalled = false;
    });
  }

  reset(): void {
    this.pause.clear();
    this.tailTicks = 0;
    this.tailCause = -1;
    this.addressMoved = false;
    this.degraded = false;
    this.writesStalled = false;
    this.dns.reset();
    this.reconnect.reset();
  }

  /** The server answers again. */
  beginReturning(cause: CauseId): void {
    this.tailTicks = this.reconnect.next() + (this.addressMoved ? this.dns.next() : 0);
    if (this.tailTicks === 0) return;
    this.tailCause = cause;
    this.tailSince = this.simulation.now;
    this.back.after(this.tailTicks);
  }

  /** The server is away again before they were back. */
  interrupt(): void {
    if (this.tailCause < 0) return;
    this.tailCause = -1;
    this.tailTicks = this.simulation.now - this.tailSince;
    this.back.cancel();
  }

  /** The outage is over. */
  settled(): void {
    this.addressMoved = false;
    this.tailTicks = 0;
  }

  /** A freeze of so many ticks is within their time-out. */
  sitsOut(ticks: number): boolean {
    return ticks <= this.timeout;
  }

  /** The platform freezes; true when clients do not sit it out. */
  freeze(duration: number): boolean {
    const tooLong = !this.sitsOut(duration);
    if (tooLong) this.pause.block(PLATFORM_PAUSE, this.simulation.now);
    else this.degraded = true;
    const end = this.simulation.now + duration;
    this.pauseEnd.at(this.pauseEnd.due === Infinity ? end : Math.max(end, this.pauseEnd.due));
    return tooLong;
  }

  /** The VM that was frozen is not the one that matters any more. */
  thaw(): void {
    this.pauseEnd.cancel();
    this.pause.clear();
    this.degraded = false;
  }

  /** The standby is lost: writes wait until the primary goes on with the WAL replica. */
  stallWrites(): void {
    const ticks = Math.round(this.stallStream.draw(this.lossStall));
    if (ticks === 0) return;
    this.writesStalled = true;
    this.stallEnd.after(ticks);
  }
}
