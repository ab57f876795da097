// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { built, ROOT } from './built.mjs';

const MILLISECONDS_PER_YEAR = 365 * 86_400_000;
/** Simulated at a time, until the time is over. The first ones are not measured: the code is being compiled. */
const YEARS = 5_000;
const CPU_SECONDS = 4;

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
    const replications = Math.ceil((quick ? YEARS / 10 : YEARS) / yearsEach);
    const pool = new LocalPool([{ scenarios: [scenario], reference: null }]);
    let done = 0;
    const simulate = async () => {
      await runStudy(pool, 0, { firstReplication: done + 1, lastReplication: done + replications, rowsKept: 0 });
      done += replications;
    };
    await simulate();
    const before = process.cpuUsage();
    let cpuSeconds = 0;
    while (cpuSeconds < (quick ? CPU_SECONDS / 100 : CPU_SECONDS)) {
      await simulate();
      const { user, system } = process.cpuUsage(before);
      cpuSeconds = (user + system) / 1e6;
    }
    const years = (done - replications) * yearsEach;
    yield { scenario: name, years, cpu_seconds: cpuSeconds, years_per_second: years / cpuSeconds };
  }
}
