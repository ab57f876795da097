#!/usr/bin/env node
import { packageVersion } from './version.ts';

// A reader that has seen enough (`pgnines ... | head`) closes the pipe: nothing is wrong, and files are still to be written.
process.stderr.on('error', () => {});
let isLost = false;
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE' || isLost) return;
  isLost = true;
  process.exitCode = 1;
  process.stderr.write(`pgnines: cannot write: ${message}\n`);
});

const args = process.argv.slice(2);
if (args.length === 1 && args[0] === '--version') process.stdout.write(`${packageVersion()}\n`);
else {
  try {
    const { runProgram } = await import('./program.ts');
    const exitCode = await runProgram(args);
    process.exitCode = isLost ? 1 : exitCode;
  } catch (error) {
    const { unexpected } = await import('./messages.ts');
    const debug = (process.env['PGNINES_DEBUG'] ?? '') !== '';
    process.stderr.write(unexpected(error, debug));
    process.exitCode = 1;
  }
}
