import type { Simulation, Stream, Timer } from '../engine/index.ts';

/** Ticks of a unit of model time. */
export const UNIT = 1e6;

/** A Markov chain, told by its events. */
export interface JumpModel {
  /** Writes the rate of each event, per unit of time: 0 for what cannot happen. */
  readonly rates: (into: Float64Array) => void;
  /** An event happens, after a mean time in the present state; false ends the trajectory. */
  readonly happens: (event: number, meanStay: number) => boolean;
  /** Writes the probabilities with which the next event is to be drawn, where they are not those of the rates. */
  readonly chances?: (rates: Float64Array, into: Float64Array) => void;
}

/** Trajectories of a Markov chain as events of the engine. */
export class Jumps {
  /** Likelihood ratio of the trajectory. */
  weight = 1;
  private readonly simulation: Simulation;
  private readonly model: JumpModel;
  private readonly stream: Stream;
  private readonly timer: Timer;
  private readonly rates: Float64Array;
  private readonly chances: Float64Array;
  private total = 0;
  private trajectory = 0;

  constructor(simulation: Simulation, name: string, events: number, model: JumpModel) {
    this.simulation = simulation;
    this.model = model;
    this.stream = simulation.stream(name, 'next');
    this.timer = simulation.timer(name, () => this.jump());
    this.rates = new Float64Array(events);
    this.chances = new Float64Array(events);
  }

  /** Runs a trajectory to its end, from the state that the model is in. */
  run(): void {
    this.weight = 1;
    this.simulation.reset(++this.trajectory);
    this.plan();
    this.simulation.runUntil(Infinity);
  }

  private plan(): void {
    const { rates, model, stream } = this;
    model.rates(rates);
    let total = 0;
    for (let event = 0; event < rates.length; event++) total += rates[event]!;
    this.total = total;
    this.timer.after((-Math.log(stream.uniform()) / total) * UNIT);
  }

  private jump(): void {
    const { rates, chances, model, total } = this;
    let left = this.stream.uniform();
    let event = 0;
    if (model.chances === undefined) {
      left *= total;
      while (event < rates.length - 1 && left >= rates[event]!) left -= rates[event++]!;
      while (rates[event] === 0) event--;
    } else {
      model.chances(rates, chances);
      while (event < rates.length - 1 && left >= chances[event]!) left -= chances[event++]!;
      while (chances[event] === 0) event--;
      this.weight *= rates[event]! / (total * chances[event]!);
    }
    if (model.happens(event, 1 / total)) this.plan();
  }
}
