// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAIN, ROOT } from './built.mjs';

const JOBS = [1, 2];
const REPLICATIONS = [10_000, 100_000, 1_000_000];
const HOOK = new URL('peak-memory.mjs', import.meta.url).href;
const SCENARIO = join(ROOT, 'scenarios', 'zone-redundant.yaml');

/**
 * A whole `run` as a process, its result written: seconds on the clock, and the peak of its memory.
 * @type {import('./main.mjs').Benchmark}
 */
export async function* scaling({ quick }) {
  const directory = mkdtempSync(join(tmpdir(), 'pgnines-bench-'));
  try {
    const out = `json=${join(directory, 'result.json')}`;
    for (const jobs of JOBS) {
      for (const many of REPLICATIONS) {
        const replications = quick ? many / 50 : many;
        const args = ['run', SCENARIO, '--jobs', jobs, '-n', replications, '--out', out, '-q'].map(String);
        yield { jobs, replications, ...(await measure(args)) };
      }
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @param {readonly string[]} args */
async function measure(args) {
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', HOOK, MAIN, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  let peak = '';
  const pipe = /** @type {import('node:stream').Readable} */ (child.stdio[3]);
  pipe.on('data', (data) => (peak += data));
  const [code] = await once(child, 'close');
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`pgnines ${args.join(' ')} ended with ${code}`);
  return { seconds, peak_rss_mb: Number(peak) / 1024 };
}
