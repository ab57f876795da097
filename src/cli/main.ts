#!/usr/bin/env node
import { packageVersion } from './version.ts';

// A reader that has seen enough (`pgnines ... | head`) closes the pipe: nothing is wrong.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

const args = process.argv.slice(2);
if (args.length === 1 && args[0] === '--version') process.stdout.write(`${packageVersion()}\n`);
else {
  try {
    const { runProgram } = await import('./program.ts');
    process.exitCode = await runProgram(args);
  } catch (error) {
    const { unexpected } = await import('./messages.ts');
    const debug = (process.env['PGNINES_DEBUG'] ?? '') !== '';
    process.stderr.write(unexpected(error, debug));
    process.exitCode = 1;
  }
}
