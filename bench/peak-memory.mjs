// @ts-check
// Loaded with --import before a program: at its end it tells the peak of its resident memory, in KiB, on descriptor 3.
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// Worker threads load this too; the peak is that of the whole process.
if (isMainThread) process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));
