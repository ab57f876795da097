/** The library's public face: everything the command line does can be done from TypeScript. */
export { loadScenario, type Loaded, type LoadOptions } from './scenario/load.ts';
export type { Scenario } from './scenario/scenario.ts';
export { runScenario, type RunInputs, type RunOptions, type RunOutput } from './experiment/run.ts';
export { compareScenarios, type Contestant } from './experiment/compare.ts';
export type { Comparison } from './experiment/comparison.ts';
export { type Cell, sweepScenarios } from './experiment/sweep.ts';
export type { Sweep } from './experiment/sweep-result.ts';
export { traceReplication, type Trace, type TraceEvent } from './experiment/trace.ts';
export type { Result } from './experiment/result.ts';
export { planBill, type BillPlan, type MissingPrice } from './billing/plan.ts';
export type { Finding } from './diagnostics/finding.ts';
export { UserError } from './diagnostics/user-error.ts';
export { MarkovChain, type Transition } from './statistics/markov-chain.ts';
