// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { built, ROOT } from './built.mjs';

const MILLISECONDS_PER_YEAR = 365 * 86_400_000;
/** Simulated first, then twice as many again and again until a run takes {@link WARM_UP_SECONDS}: code is being compiled. */
const FIRST_YEARS = 1_000;
/** Of processor time. */
const WARM_UP_SECONDS = 1.5;
/** Of processor time in the run that is measured, about. */
const MEASURED_SECONDS = 4;

/**
 * Years per second of processor time, of each scenario: simulated and added up as `run` does, without variants, in one thread.
 * @type {import('./main.mjs').Benchmark}
 */
export async function* service({ quick }) {
  /** @type {typeof import('../src/scenario/load.ts')} */
  const { loadScenario } = await built('scenario/load.js');
  /** @type {typeof import('../src/experiment/pool.ts')} */
  const { LocalPool } = await built('experiment/pool.js');
  /** @type {typeof import('../src/experiment/run-study.ts')} */
  const { runStudy } = await built('experiment/run-study.js');
  const folder = join(ROOT, 'scenarios');
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  for (const name of names.sort()) {
    const text = readFileSync(join(folder, name), 'utf8');
    const { scenario } = loadScenario({ name, text }, { checkVariants: false });
    if (scenario === null) throw new Error(`${name} is not valid: pgnines validate scenarios/${name}`);
    const { startMs, endMs } = scenario.simulation;
    const yearsEach = (endMs - startMs) / MILLISECONDS_PER_YEAR;
    const pool = new LocalPool([{ scenarios: [scenario], reference: null }]);
    let done = 0;
    /** Simulates so many years in one run, and answers the seconds of processor time. */
    const simulate = async (/** @type {number} */ years) => {
      const replications = Math.ceil(years / yearsEach);
      const before = process.cpuUsage();
      await runStudy(pool, 0, { firstReplication: done + 1, lastReplication: done + replications, rowsKept: 0 });
      done += replications;
      const { user, system } = process.cpuUsage(before);
      return { years: replications * yearsEach, seconds: (user + system) / 1e6 };
    };
    const share = quick ? 0.01 : 1;
    let trial = await simulate(FIRST_YEARS * share);
    while (trial.seconds < WARM_UP_SECONDS * share) trial = await simulate(2 * trial.years);
    const { years, seconds } = await simulate((trial.years / trial.seconds) * MEASURED_SECONDS * share);
    yield { scenario: name, years, cpu_seconds: seconds, years_per_second: years / seconds };
  }
}
