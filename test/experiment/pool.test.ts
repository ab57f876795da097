import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LocalPool, ThreadPool } from '../../src/experiment/pool.ts';
import { runStudy } from '../../src/experiment/run-study.ts';
import type { Study } from '../../src/experiment/study.ts';
import { compactJson } from '../../src/report/json.ts';
import { loadScenario } from '../../src/scenario/load.ts';

const WORKER = new URL('../../dist/experiment/block-worker.js', import.meta.url);
const shipped = (name: string) => {
  const text = readFileSync(new URL(`../../scenarios/${name}.yaml`, import.meta.url), 'utf8');
  return loadScenario({ name, text }).scenario!;
};
const studies: Study[] = [
  { scenarios: [shipped('no-ha'), shipped('zone-redundant')], reference: 0 },
  { scenarios: [shipped('same-zone')], reference: null },
];
const options = { lastReplication: 5300, rowsKept: 1200 };

/** Everything a study adds up, as text. */
async function alone(study: number, more = {}): Promise<string> {
  const tally = await runStudy(new LocalPool(studies), study, { ...options, ...more });
  return textOf(tally);
}
const textOf = (tally: Awaited<ReturnType<typeof runStudy>>): string =>
  compactJson([tally, tally.tallies.map(({ rows, rowsKept }) => [rows.slice(), rowsKept])]);

describe('a study over workers', () => {
  test.each([1, 2, 7])('gives with %d threads what one thread gives, to the bit', async (jobs) => {
    const pool = await ThreadPool.open(studies, jobs, WORKER);
    try {
      expect(textOf(await runStudy(pool, 0, options)) === (await alone(0))).toBe(true);
      expect(textOf(await runStudy(pool, 1, options)) === (await alone(1))).toBe(true);
    } finally {
      await pool.close();
    }
  });

  test('a thread that is terminated in the middle changes nothing', async () => {
    const pool = await ThreadPool.open(studies, 2, WORKER);
    let terminated = 0;
    const onProgress = (done: number) => {
      if (done < 2000 || terminated > 0) return;
      terminated++;
      void pool.threads[0]!.terminate();
    };
    try {
      expect(textOf(await runStudy(pool, 0, { ...options, onProgress })) === (await alone(0))).toBe(true);
      expect(terminated).toBe(1);
    } finally {
      await pool.close();
    }
  });

  describe('a worker that dies', () => {
    let directory = '';
    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), 'pgnines-'));
      process.env['DYING_MARK'] = join(directory, 'dead');
      process.env['DYING_AT'] = '2';
    });
    afterEach(() => rmSync(directory, { recursive: true }));

    test.each(['throw', 'exit'])('by %s changes nothing', async (way) => {
      process.env['DYING'] = way;
      const pool = await ThreadPool.open(studies, 2, new URL('dying-worker.mjs', import.meta.url));
      try {
        expect(textOf(await runStudy(pool, 0, options)) === (await alone(0))).toBe(true);
        expect(existsSync(process.env['DYING_MARK']!)).toBe(true);
      } finally {
        await pool.close();
      }
    });
  });

  test('a fault of the model is not hidden by trying again', async () => {
    const [broken] = studies;
    const scenario = { ...broken!.scenarios[0]!, monthStarts: [] };
    const pool = await ThreadPool.open([{ scenarios: [scenario], reference: null }], 1, WORKER);
    try {
      await expect(runStudy(pool, 0, options).then(() => 'done')).rejects.toThrow();
    } finally {
      await pool.close();
    }
  });
});

describe('a study', () => {
  test('cut short by a signal equals one of fewer replications', async () => {
    const abort = new AbortController();
    const cut = await runStudy(new LocalPool(studies), 1, {
      ...options,
      lastReplication: 20_000,
      signal: abort.signal,
      onProgress: (done) => done >= 3000 && abort.abort(),
    });
    expect(cut.replications).toBeLessThan(20_000);
    expect(textOf(cut) === (await alone(1, { lastReplication: cut.replications }))).toBe(true);
  });

  test('ends after the first block that is enough, whatever else is under way', async () => {
    const pool = await ThreadPool.open(studies, 3, WORKER);
    try {
      const enough = (tally: { replications: number }) => tally.replications >= 2000;
      const ended = await runStudy(pool, 1, { ...options, lastReplication: 20_000, enough });
      expect(textOf(ended) === (await alone(1, { lastReplication: 2000 }))).toBe(true);
    } finally {
      await pool.close();
    }
  });

  test('goes on where another one stopped, within a block too', async () => {
    const pool = new LocalPool(studies);
    const before = await runStudy(pool, 0, { lastReplication: 2345, rowsKept: 1200 });
    const after = await runStudy(pool, 0, { ...options, before, firstReplication: 2346 });
    expect(textOf(after) === (await alone(0))).toBe(true);
  });

  test('pairs each scenario with the reference, replication by replication', async () => {
    const { tallies, pairs } = await runStudy(new LocalPool(studies), 0, options);
    expect(pairs[0]).toBeNull();
    const pair = pairs[1]!;
    for (const [column, moments] of pair.differences.entries()) {
      expect(moments.sum).toBe(tallies[1]!.metrics[column]!.sum - tallies[0]!.metrics[column]!.sum);
      expect(pair.less[column]! + pair.equal[column]! + pair.greater[column]!).toBe(5300);
    }
  });
});
