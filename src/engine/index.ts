/** The engine's public face, `pgnines/engine`: enough to write any discrete-event model. */
export { markOf, Simulation, Timer, type Passage, type SimulationOptions, type TimerOptions } from './simulation.ts';
export type { Stream } from './stream.ts';
