// `npm start`, `npm test` and `npm run bench` on a fresh clone: installs and builds only what is missing or stale, then
// runs. No dependencies, and syntax that an old Node reads too, so that it can say which one is needed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...names) => join(root, ...names);
const STAMP = at('dist', '.stamp');

/** Whether a Node version satisfies `^20.19.0 || ^22.12.0 || >=24`: carets and lower bounds are all that is used. */
function satisfies(version, range) {
  const parse = (text) => text.split('.').map(Number);
  const have = parse(version);
  return range.split('||').some((part) => {
    const [, operator, least] = /^(\^|>=)(\d+(?:\.\d+){0,2})$/.exec(part.trim()) ?? [];
    if (least === undefined) return false;
    const want = [...parse(least), 0, 0].slice(0, 3);
    if (operator === '^' && have[0] !== want[0]) return false;
    const different = want.findIndex((number, index) => have[index] !== number);
    return different < 0 || have[different] > want[different];
  });
}

function checkNode() {
  const { engines } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  if (satisfies(process.versions.node, engines.node)) return;
  console.error(`pgnines needs Node ${engines.node}; this is ${process.versions.node}. See https://nodejs.org`);
  process.exit(1);
}

/** Runs a program to its end; its failure is ours. Ctrl-C goes to both, and the program decides how to end. */
function run(command, args, { mayFail = false, shell = false, stdout = 'inherit' } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['inherit', stdout, 'inherit'], shell });
    child.on('error', (error) => {
      console.error(`cannot run ${command}: ${error.message}`);
      process.exit(1);
    });
    child.on('exit', (code, signal) => {
      const status = code ?? 128 + (constants.signals[signal] ?? 0);
      if (status !== 0 && !mayFail) process.exit(status);
      resolve(status);
    });
  });
}

const node = (args, options) => run(process.execPath, args, options);

/** npm tells its scripts where it lies; without it, the one on the path. Standard output is for what is run in the end. */
function npm(args) {
  const own = process.env.npm_execpath ?? '';
  const stdout = process.stderr;
  return own.endsWith('npm-cli.js')
    ? node([own, ...args], { stdout })
    : run('npm', args, { stdout, shell: process.platform === 'win32' });
}

async function install() {
  const installed = at('node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(at('package-lock.json')).mtimeMs) return;
  if (lstatSync(at('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    console.error(
      'pgnines: node_modules is a symbolic link and lacks what package-lock.json names. npm ci would empty the folder it points\n' +
        'to, which others may use. Remove the link (rm node_modules) and try again, or install where it points to.',
    );
    process.exit(1);
  }
  console.error('installing packages ...');
  await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}

/** Names, sizes and times of everything the build reads. A removed file changes it too, which the newest time would not. */
function fingerprint() {
  const hash = createHash('sha256');
  const add = (path) => {
    const stats = statSync(path);
    if (stats.isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(`${path} ${stats.size} ${stats.mtimeMs}\n`);
  };
  const settings = readdirSync(root).filter((name) => /^tsconfig.*\.json$/.test(name));
  for (const name of ['src', 'data', 'scripts/build.mjs', 'package.json', ...settings.sort()]) add(at(name));
  return hash.digest('hex');
}

async function build() {
  const wanted = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  console.error('building ...');
  await npm(['run', '--silent', 'build']);
  writeFileSync(STAMP, wanted);
}

const [task, ...rest] = process.argv.slice(2);
const tasks = {
  bench: () => node(['bench/main.mjs', ...rest], { mayFail: true }),
  build: async () => 0,
  generate: () => node(['scripts/generate.mjs', ...rest], { mayFail: true }),
  start: () =>
    node(['dist/cli/main.js', 'run', 'scenarios/zone-redundant.yaml', '--out', 'reports/zone-redundant', ...rest], {
      mayFail: true,
    }),
  test: () => node(['node_modules/vitest/vitest.mjs', 'run', ...rest], { mayFail: true }),
};
if (!Object.hasOwn(tasks, task ?? '')) {
  console.error(`usage: node scripts/bootstrap.mjs ${Object.keys(tasks).join('|')}`);
  process.exit(2);
}
process.on('SIGINT', () => {});
checkNode();
await install();
await build();
process.exitCode = await tasks[task]();
