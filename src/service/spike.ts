import type { Sampler } from '../distributions/distribution.ts';
import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { ConditionClock } from './condition.ts';
import type { Hazard, Hazards } from './hazard.ts';
import type { Parameters } from './parameters.ts';

/** An unusual load: a campaign, a runaway report. For a while the demand is a multiple of what it is at that hour; one at a time. */
export class Spike {
  private readonly hazard: Hazard | null;
  private readonly duration: Sampler;
  private readonly stream: Stream;
  private readonly end: Timer;

  constructor(simulation: Simulation, condition: ConditionClock, parameters: Parameters, hazards: Hazards) {
    const change = (on: boolean): void => {
      condition.account(simulation.now);
      condition.capacity?.surge(on);
      this.hazard?.expose(!on);
    };
    this.duration = parameters.sampler('workload.spike.duration');
    this.stream = simulation.stream('workload', 'spike');
    this.end = simulation.timer('unusual load ends', () => change(false));
    const every =
      condition.capacity === null ? ({ kind: 'never' } as const) : parameters.distribution('workload.spike.every');
    this.hazard = hazards.create('workload', 'workload.spike', every, () => {
      change(true);
      this.end.after(Math.round(this.stream.draw(this.duration)));
    });
  }

  reset(): void {
    this.hazard?.expose(true);
  }
}
