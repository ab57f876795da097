// Compiles src/ to dist/, then joins what the command line loads at its start into few files: opening hundreds of small
// ones takes most of that time (docs/decisions/0006-start-up.md). Old output goes first, so that a removed source leaves
// nothing behind.
import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  input: {
    main: at('dist/cli/main.js'),
    'block-worker': at('dist/experiment/block-worker.js'),
    'case-worker': at('dist/verification/case-worker.js'),
  },
  platform: 'node',
  external: (id, importer) => /^[^./]/.test(id) && importer?.includes('node_modules') === false && !JOINED.includes(id),
});
const { output } = await bundle.write({
  dir: at('dist/cli'),
  chunkFileNames: 'part-[name]-[hash].js',
  // Small, and all of them loaded by nearly every command.
  codeSplitting: { groups: [{ name: 'diagnostics', test: /[\\/]dist[\\/]diagnostics[\\/](?!codes)/ }] },
});
await bundle.close();
writeFileSync(at('dist/cli/THIRD-PARTY-LICENSES.txt'), licencesOf(output.flatMap((chunk) => chunk.moduleIds ?? [])));
chmodSync(at('dist/cli/main.js'), 0o755);

// For the pages of --interactive.
const page = await rolldown({ input: at('scripts/interactive.mjs'), platform: 'browser' });
const script = await page.write({ file: at('dist/report/interactive.js'), format: 'iife', minify: true });
await page.close();
writeFileSync(
  at('dist/report/interactive.LICENSES.txt'),
  licencesOf(script.output.flatMap((chunk) => chunk.moduleIds ?? [])),
);

/** Name, version and licence of every package of which a module is in the joined files. */
function licencesOf(modules) {
  const folders = modules.map(
    (id) => /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id.replaceAll('\\', '/'))?.[0],
  );
  const texts = [...new Set(folders)]
    .filter((folder) => folder !== undefined)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((folder) => {
      const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
      const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
      if (file === undefined) throw new Error(`${name} has no licence text`);
      return `${name} ${version}\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`;
    });
  return `The files beside this one hold code of these packages.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
