import { cumulative, quantile, type Distribution } from '../distributions/index.ts';
import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Clock, Clocks } from './hazard.ts';

/** The most often that something is made to happen, in all cases in which it might. */
const MOST = 0.9;
/**
 * What may be lost by it: where nothing happened a history's weight grows, and the mean square of weights must stay near 1. With m strikes
 * still to come, Poisson, each growing it by the factor f = 1 + CARE / m, it is exp(m (f - 1)) = exp(CARE).
 */
const CARE = 0.25;
/** Below this chance that anything strikes, who strikes is as good as independent of the others. */
const SELDOM = 0.3;

/**
 * Clocks that strike more often than they would, for events too rare to wait for: forced transitions with balanced failure biasing.
 * Whenever something happened, it is drawn anew which clock strikes next, if any does before the next planned event or the horizon; the
 * law of each clock is that of its distribution given its age. {@link weight} is the likelihood ratio of what happened: an average of
 * weight times indicator is unbiased for the probability, whatever the distributions. E. Lewis and F. Boehm, Monte Carlo simulation of
 * Markov unreliability models, Nuclear Engineering and Design 77 (1984); P. Shahabuddin, Importance sampling for the simulation of
 * highly reliable Markovian systems, Management Science 40 (1994).
 */
export class ForcedClocks implements Clocks {
  /** Of the history so far. */
  weight = 1;
  private readonly clocks: ForcedClock[] = [];
  private readonly simulation: Simulation;
  private readonly horizon: number;
  private readonly stream: Stream;
  private readonly strikes: Timer;
  private chosen: ForcedClock | null = null;
  private decidedAt = 0;
  /** Of each clock, whether it strikes within the bound, for a decision. */
  private chances = new Float64Array(0);
  private first = true;
  /** When the winner of the last race strikes; -1 when there was none. */
  private raced = -1;

  constructor(simulation: Simulation, horizon: number) {
    this.simulation = simulation;
    this.horizon = horizon;
    this.stream = simulation.stream('forced', 'next');
    this.strikes = simulation.timer('forced clock strikes', () => {
      const clock = this.chosen!;
      this.chosen = null;
      this.grow();
      clock.strike();
    });
    simulation.afterEvent = () => this.decide();
  }

  /** Clocks of one part and name are of one kind; all kinds are tried alike. */
  create(_part: string, name: string, distribution: Distribution, occur: () => void): Clock | null {
    if (distribution.kind === 'never') return null;
    const clock = new ForcedClock(name, distribution, occur);
    this.clocks.push(clock);
    this.chances = new Float64Array(this.clocks.length);
    return clock;
  }

  /** To be called after the simulation was reset and before the parts are. */
  reset(): void {
    this.weight = 1;
    this.first = true;
    this.chosen = null;
    this.decidedAt = 0;
    for (const clock of this.clocks) clock.reset();
  }

  /** Decides what strikes first; once at the start, then after every event. */
  decide(): void {
    this.grow();
    this.strikes.cancel();
    this.chosen = null;
    const { now, next } = this.simulation;
    const planned = next < Infinity;
    const bound = Math.min(next, this.horizon) - now;
    let none = 1;
    let kinds = 0;
    const { clocks, chances } = this;
    for (let index = 0; index < clocks.length; index++) {
      const clock = clocks[index]!;
      const chance = clock.exposed ? clock.within(bound) : 0;
      chances[index] = chance;
      none *= 1 - chance;
      if (chance > 0 && this.isFirstOfKind(index)) kinds++;
    }
    const any = this.anyWithin();
    // Nothing can be lost in a history in which nothing strikes: the first time it is certain that something does.
    const forced = this.first ? 1 : planned ? Math.max(any, this.share) : any;
    this.first = false;
    if (kinds === 0) return;
    if (this.stream.uniform() >= forced) {
      this.weight *= none / (1 - forced);
      return;
    }
    this.choose(bound, any, forced, kinds);
  }

  /** How often something unlikely is to be made to happen: less often the more is to come. */
  get share(): number {
    const left = this.horizon - this.simulation.now;
    let hazard = 0;
    for (let index = 0; index < this.clocks.length; index++) hazard -= Math.log1p(-this.clocks[index]!.within(left));
    return Math.min(MOST, CARE / (CARE + hazard));
  }

  /** Probability that a clock strikes within the bound: 1 - product of (1 - chance), without losing digits. */
  private anyWithin(): number {
    let log = 0;
    for (let index = 0; index < this.chances.length; index++) log += Math.log1p(-this.chances[index]!);
    return -Math.expm1(log);
  }

  /**
   * What strikes, and when: now and then any kind as likely as the other, else nearly as it would be. The density of clock i at t is then
   * f(t) times `asKinds` or `asTheyAre`; in truth it is f(t) times the probability that the others strike later.
   */
  private choose(bound: number, any: number, forced: number, kinds: number): void {
    const { clocks, chances, stream, share } = this;
    let sum = 0;
    for (let index = 0; index < chances.length; index++) sum += chances[index]!;
    const seldom = any < SELDOM;
    let picked: number;
    if (stream.uniform() < share) picked = this.pickKind(kinds);
    else if (seldom) picked = this.pickClock(stream.uniform() * sum);
    else picked = this.race(bound);
    const clock = clocks[picked]!;
    const after = this.raced >= 0 ? this.raced : clock.sample(bound, stream.uniform());
    this.raced = -1;
    let othersWait = 1;
    let alike = 0;
    for (let index = 0; index < clocks.length; index++) {
      if (chances[index] === 0) continue;
      if (clocks[index]!.name === clock.name) alike++;
      if (index !== picked) othersWait *= 1 - clocks[index]!.within(after);
    }
    const asKinds = 1 / (chances[picked]! * kinds * alike);
    const asTheyAre = seldom ? 1 / sum : othersWait / any;
    this.weight *= othersWait / (forced * (share * asKinds + (1 - share) * asTheyAre));
    this.chosen = clock;
    this.strikes.after(Math.max(1, after));
  }

  /** A clock of any kind, kinds and those of a kind as likely as each other. */
  private pickKind(kinds: number): number {
    const { clocks, stream } = this;
    let kind = Math.floor(stream.uniform() * kinds);
    let picked = 0;
    while (this.chances[picked] === 0 || !this.isFirstOfKind(picked) || kind-- > 0) picked++;
    const { name } = clocks[picked]!;
    let alike = 0;
    for (let index = picked; index < clocks.length; index++) if (this.canStrike(index, name)) alike++;
    let which = Math.floor(stream.uniform() * alike);
    while (which > 0) if (this.canStrike(++picked, name)) which--;
    return picked;
  }

  /** The clock at which the running sum of chances reaches so much. */
  private pickClock(upTo: number): number {
    const { chances } = this;
    let left = upTo;
    let picked = 0;
    while (picked < chances.length - 1 && left >= chances[picked]!) left -= chances[picked++]!;
    while (chances[picked] === 0) picked--;
    return picked;
  }

  /** The clock that strikes first of all, given that one does within the bound: drawn until it is so. */
  private race(bound: number): number {
    const { clocks, chances, stream } = this;
    for (;;) {
      let picked = -1;
      let first = bound;
      for (let index = 0; index < clocks.length; index++) {
        if (chances[index] === 0) continue;
        const after = clocks[index]!.sample(Infinity, stream.uniform());
        if (after >= first) continue;
        first = after;
        picked = index;
      }
      if (picked < 0) continue;
      this.raced = first;
      return picked;
    }
  }

  private canStrike(index: number, name: string): boolean {
    return this.clocks[index]!.name === name && this.chances[index]! > 0;
  }

  private isFirstOfKind(index: number): boolean {
    const { name } = this.clocks[index]!;
    for (let before = 0; before < index; before++) {
      if (this.clocks[before]!.name === name && this.chances[before]! > 0) return false;
    }
    return true;
  }

  /** Exposed clocks grow older. */
  private grow(): void {
    const { now } = this.simulation;
    for (let index = 0; index < this.clocks.length; index++) {
      const clock = this.clocks[index]!;
      if (clock.exposed) clock.age += now - this.decidedAt;
    }
    this.decidedAt = now;
  }
}

class ForcedClock implements Clock {
  exposed = false;
  /** Ticks of exposure since it was renewed. */
  age = 0;
  readonly name: string;
  private readonly distribution: Distribution;
  private readonly occur: () => void;

  constructor(name: string, distribution: Distribution, occur: () => void) {
    this.name = name;
    this.distribution = distribution;
    this.occur = occur;
  }

  reset(): void {
    this.exposed = false;
    this.age = 0;
  }

  renew(): void {
    this.exposed = false;
    this.age = 0;
  }

  expose(exposed: boolean): boolean {
    this.exposed = exposed;
    return true;
  }

  strike(): void {
    this.renew();
    this.occur();
  }

  /** Probability that it strikes within so many ticks, given its age. */
  within(ticks: number): number {
    const { distribution, age } = this;
    if (ticks <= 0) return 0;
    if (distribution.kind === 'exponential' || age === 0) return cumulative(distribution, ticks);
    const before = cumulative(distribution, age);
    return before >= 1 ? 1 : (cumulative(distribution, age + ticks) - before) / (1 - before);
  }

  /** Ticks until it strikes, given its age and that it does so within the bound. */
  sample(bound: number, uniform: number): number {
    const { distribution } = this;
    if (distribution.kind === 'exponential') return -distribution.mean * Math.log1p(-uniform * this.within(bound));
    const before = cumulative(distribution, this.age);
    const after = cumulative(distribution, this.age + bound);
    return Math.min(bound, Math.max(0, quantile(distribution, before + uniform * (after - before)) - this.age));
  }
}
