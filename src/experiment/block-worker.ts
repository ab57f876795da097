import { workerData } from 'piscina';
import { blockSimulation } from './pool.ts';
import type { Study } from './study.ts';

/** What a worker thread runs: a function from blocks to their tallies. */
export default blockSimulation(workerData as readonly Study[]);
