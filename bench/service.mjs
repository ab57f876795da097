// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { built, ROOT } from './built.mjs';

const MILLISECONDS_PER_YEAR = 365 * 86_400_000;
const YEARS = 50_000;
/** Not measured: until the code is compiled. */
const WARM_UP = 3_000;

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
    const scale = quick ? 50 : 1;
    const warmUp = Math.ceil(WARM_UP / scale / yearsEach);
    const replications = Math.ceil(YEARS / scale / yearsEach);
    const pool = new LocalPool([{ scenarios: [scenario], reference: null }]);
    await runStudy(pool, 0, { lastReplication: warmUp, rowsKept: 0 });
    const before = process.cpuUsage();
    const lastReplication = warmUp + replications;
    await runStudy(pool, 0, { firstReplication: warmUp + 1, lastReplication, rowsKept: 0 });
    const { user, system } = process.cpuUsage(before);
    const cpuSeconds = (user + system) / 1e6;
    const years = replications * yearsEach;
    yield { scenario: name, years, cpu_seconds: cpuSeconds, years_per_second: years / cpuSeconds };
  }
}
