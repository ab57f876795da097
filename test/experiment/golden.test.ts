import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runScenario } from '../../src/experiment/run.ts';
import { loadScenario } from '../../src/scenario/load.ts';

const folder = new URL('../../scenarios/', import.meta.url);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function figuresOf(file: string) {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const { scenario } = loadScenario({ name: file, text }, { replications: 300 });
  const { result, rows } = await runScenario(
    scenario!,
    { file, text, sha256: sha256(text), variant: null, set: [], horizon: null },
    { version: 'golden' },
  );
  const { metrics, causes, recovery, months, histories, cost, durability, fingerprint } = result;
  return {
    file,
    rows: sha256(JSON.stringify([...rows.values])),
    result: sha256(JSON.stringify({ metrics, causes, recovery, months, histories, cost })),
    durability: sha256(JSON.stringify(durability)),
    fingerprint,
    downtime: metrics['downtime_minutes']!.mean,
  };
}

test('the shipped scenarios give the figures they always gave: a change here is told in the CHANGELOG', async () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  expect(await Promise.all(files.map(figuresOf))).toMatchSnapshot();
});

test('a run gives the same figures twice', async () => {
  expect(await figuresOf('zone-redundant.yaml')).toEqual(await figuresOf('zone-redundant.yaml'));
});
