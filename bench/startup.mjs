// @ts-check
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { MAIN, ROOT } from './built.mjs';

const RUNS = 15;
/** In turn, so that a busy machine slows all alike. The first is the yardstick. */
const COMMANDS = [
  { name: "node -e ''", args: ['-e', ''] },
  { name: '--version', args: [MAIN, '--version'] },
  { name: '--help', args: [MAIN, '--help'] },
  { name: 'validate', args: [MAIN, 'validate', join(ROOT, 'scenarios', 'zone-redundant.yaml')] },
];

/**
 * Seconds from start to end of a process, the median of several runs, and its ratio to that of an empty program.
 * @type {import('./main.mjs').Benchmark}
 */
export function* startup({ quick }) {
  const runs = quick ? 1 : RUNS;
  const timed = COMMANDS.map((command) => ({ ...command, seconds: /** @type {number[]} */ ([]) }));
  for (let run = 0; run < runs; run++) for (const { args, seconds } of timed) seconds.push(time(args));
  let empty = 0;
  for (const { name, seconds } of timed) {
    const median = seconds.sort((a, b) => a - b).at(runs >> 1) ?? 0;
    empty ||= median;
    yield { command: name, runs, seconds: median, ratio: median / empty };
  }
}

/** @param {readonly string[]} args */
function time(args) {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  return (performance.now() - started) / 1000;
}
