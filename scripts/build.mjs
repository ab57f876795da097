// Compiles src/ to dist/, then joins what the command line loads at its start into few files: opening hundreds of small
// ones takes most of that time (docs/decisions/0006-start-up.md). Old output goes first, so that a removed source leaves
// nothing behind.
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** Packages that are joined as well. The others are loaded seldom, or look for files beside their own. */
const JOINED = ['temporal-polyfill', 'yaml', 'zod'];

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

rmSync(at('dist'), { recursive: true, force: true });
const compiler = at('node_modules/@typescript/native/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  cwd: at(''),
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

// All in one folder, two below the package: there `import.meta.url` finds the worker, package.json and data/.
const bundle = await rolldown({
  input: { main: at('dist/cli/main.js'), 'block-worker': at('dist/experiment/block-worker.js') },
  platform: 'node',
  external: (id, importer) => /^[^./]/.test(id) && importer?.includes('node_modules') === false && !JOINED.includes(id),
});
await bundle.write({ dir: at('dist/cli'), chunkFileNames: 'part-[name]-[hash].js' });
await bundle.close();
chmodSync(at('dist/cli/main.js'), 0o755);
