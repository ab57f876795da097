// A worker that dies once, in the way DYING says, at the task that DYING_AT counts to; afterwards it is a worker like any other.
import { existsSync, writeFileSync } from 'node:fs';
import simulate from '../../dist/experiment/block-worker.js';

let tasks = 0;

export default function dyingOnce(task) {
  const { DYING, DYING_AT, DYING_MARK } = process.env;
  if (++tasks === Number(DYING_AT) && !existsSync(DYING_MARK)) {
    writeFileSync(DYING_MARK, '');
    if (DYING === 'exit') process.exit(3);
    throw new Error('a worker that throws');
  }
  return simulate(task);
}
