import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
/** Finished reports that the README shows. */
const EXAMPLES = {
  'zone-redundant': ['run', at('scenarios/zone-redundant.yaml')],
  'ha-choice': ['compare', at('scenarios/ha-choice.yaml')],
};

/** `reports/examples/`: the page and the charts of each example, by their paths. */
export function exampleReports() {
  const files = {};
  const folder = mkdtempSync(join(tmpdir(), 'pgnines-examples-'));
  try {
    for (const [name, command] of Object.entries(EXAMPLES)) {
      const html = join(folder, `${name}.html`);
      const charts = join(folder, name);
      const out = ['--out', `html=${html}`, '--out', `svg=${charts}`, '--reproducible', '--quiet'];
      const { status, stderr } = spawnSync(process.execPath, [at('dist/cli/main.js'), ...command, ...out], {
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`example ${name}: ${stderr}`);
      files[`reports/examples/${name}/report.html`] = readFileSync(html, 'utf8');
      for (const chart of readdirSync(charts).sort()) {
        files[`reports/examples/${name}/${chart}`] = readFileSync(join(charts, chart), 'utf8');
      }
    }
    return files;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
