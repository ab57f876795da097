import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const MARKED = /(<!-- what npm start prints -->\n)[^]*?(\n<!-- end -->)/;

/** README.md with the beginnings of what `npm start` prints today. */
export function readmeWithSample() {
  const { stdout } = spawnSync(
    process.execPath,
    [at('dist/cli/main.js'), 'run', at('scenarios/zone-redundant.yaml'), '--no-color', '--ascii'],
    { encoding: 'utf8' },
  );
  const from = (title, lines) => {
    const all = stdout.split('\n');
    const first = all.findIndex((line) => line.startsWith(`  ${title}`));
    return [...all.slice(first, first + lines), '    ...'];
  };
  const sample = ['```', ...from('DOWNTIME', 5), ...from('COST', 2), '```'].join('\n');
  return readFileSync(at('README.md'), 'utf8').replace(MARKED, (_, begin, end) => `${begin}\n${sample}\n${end}`);
}
