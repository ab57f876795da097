import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { Finding, Source } from '../diagnostics/finding.ts';
import * as messages from './messages.ts';

/** More than any scenario has. */
const MAX_MEGABYTES = 4;
const CHUNK = 65_536;
const STDIN = 0;

export interface ReadSource extends Source {
  /** Of the bytes as they were read. */
  readonly sha256: string;
}

/** Reads a file, `-` for standard input. What cannot be read is answered with a finding. */
export function readSource(name: string, megabytes = MAX_MEGABYTES): ReadSource | Finding {
  let bytes: Buffer | null;
  try {
    bytes = readAtMost(name, megabytes * 1024 * 1024);
  } catch (error) {
    return messages.unreadable(name, reasonOf(error));
  }
  if (bytes === null) return messages.tooLarge(name, megabytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  // Bytes that are not UTF-8 become U+FFFD, which the reader of scenarios reports with its position.
  return { name, text: new TextDecoder('utf-8').decode(bytes), sha256 };
}

/** All bytes, or null when there are more than `limit`: a pipe or a device may never end. */
function readAtMost(name: string, limit: number): Buffer | null {
  const descriptor = name === '-' ? STDIN : openSync(name, 'r');
  try {
    const chunks: Buffer[] = [];
    for (let total = 0; total <= limit;) {
      const chunk = Buffer.alloc(CHUNK);
      const count = readChunk(descriptor, chunk);
      if (count === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, count));
      total += count;
    }
    return null;
  } finally {
    if (descriptor !== STDIN) closeSync(descriptor);
  }
}

/** Standard input may be a terminal or pipe that has nothing yet (EAGAIN), and on Windows ends with EOF. */
function readChunk(descriptor: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOTDIR: 'a part of the path is not a directory',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many symbolic links',
};

export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : REASONS[code]) ?? message;
}
