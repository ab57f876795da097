import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Tests that run the command line need a fresh `dist/`; it is built at most once, before all of them. */
export default function setup(): void {
  const bootstrap = fileURLToPath(new URL('../scripts/bootstrap.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [bootstrap, 'build'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed');
}
