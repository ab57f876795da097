import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Settings {
  readonly cwd?: string;
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built command line as a user does. */
export function pgnines(args: readonly string[], { cwd, input = '', env = {} }: Settings = {}): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    input,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, stdout, stderr };
}

/** Starts it and lets the test talk to it. */
export const start = (args: readonly string[]) => spawn(process.execPath, [MAIN, ...args], { stdio: 'pipe' });

/** Paths of all files in a directory and those below. */
export const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(directory, name)).isFile())
    .sort();

/** An empty directory that is gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'pgnines-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Writes a file into a directory of its own and answers its path. */
export function temporaryFile(name: string, content: string | Buffer): string {
  const path = join(temporaryDirectory(), name);
  writeFileSync(path, content);
  return path;
}

/** A small scenario with downtime. */
export const SCENARIO = `server:
  location: swedencentral
  sku: { name: Standard_D2ds_v5, tier: GeneralPurpose }
  properties:
    version: "17"
    storage: { storageSizeGB: 128 }
simulation: { replications: 20, seed: 7 }
`;
