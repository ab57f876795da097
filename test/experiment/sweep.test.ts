import { describe, expect, test } from 'vitest';
import { LocalPool } from '../../src/experiment/pool.ts';
import { runScenario } from '../../src/experiment/run.ts';
import { cellsWords, formSweep, signOf } from '../../src/experiment/form-sweep.ts';
import { type Cell, type CellTally, runCells, studiesOf, sweepScenarios } from '../../src/experiment/sweep.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const TEXT = `server: { location: swedencentral, sku: { name: Standard_D2ds_v5 } }
simulation: { replications: 10500, seed: 3 }
`;
const scenarioOf = (set: readonly string[]): Scenario =>
  loadScenario({ name: 'orders.yaml', text: TEXT }, { set }).scenario!;
const cellOf = (mode: string): Cell => {
  const set = [`server.properties.highAvailability.mode=${mode}`];
  return { values: { mode }, set, scenario: scenarioOf(set), problem: null };
};
const INPUTS = {
  file: 'orders.yaml',
  text: TEXT,
  sha256: '',
  variant: null,
  set: [],
  horizon: null,
  vary: [{ path: 'mode', values: [] }],
};

/** A cell of made-up figures. */
function made(cost: number, downtime: number, half: number, batches: readonly number[] = []): CellTally {
  const metric = (mean: number) => ({
    unit: '',
    mean,
    interval: { level: 0.95, low: mean - half, high: mean + half, method: 'student-t' },
    p50: mean,
    p95: mean,
    events: 100,
  });
  const metrics = { cost_monthly: metric(cost), downtime_minutes: metric(downtime) };
  return { figures: { metrics, warnings: [], verdict: 'none' } as unknown as CellTally['figures'], batches };
}

const placed = (tallies: readonly CellTally[]) => {
  const cell = cellOf('Disabled');
  const { cells, front } = formSweep(
    tallies.map(() => cell),
    tallies,
    INPUTS,
    'test',
  );
  return { front, indistinct: cells.map((one) => (one.status === 'simulated' ? one.indistinct_from : 'none')) };
};

describe('cells of a sweep', () => {
  test('have the figures of a run of their own', async () => {
    const scenarios = ['Disabled', 'SameZone', 'ZoneRedundant'].map((mode) => cellOf(mode).scenario!);
    const found: CellTally[] = [];
    const progress: number[] = [];
    await runCells(new LocalPool(studiesOf(scenarios)), 'test', {
      replications: 10_500,
      onProgress: (done, total) => progress.push(done / total),
      onCell: (index, tally) => (found[index] = tally),
    });
    const { result } = await runScenario(scenarios[1]!, INPUTS, { version: 'test' });
    const { figures, batches } = found[1]!;
    expect(figures.fingerprint).toBe(result.fingerprint);
    for (const [name, { mean, interval, percentiles, events, unit }] of Object.entries(result.metrics)) {
      const { p50, p95 } = percentiles;
      expect(figures.metrics[name]).toEqual({ unit, mean, interval, p50, p95, events });
    }
    expect(batches).toHaveLength(10);
    // The batches hold the first 10,000 of the 10,500 histories.
    const total = batches.reduce((sum, one) => sum + one, 0) / 60_000;
    expect(total / 10_500).toBeLessThan(figures.metrics['downtime_minutes']!.mean);
    expect(total / 10_000).toBeCloseTo(figures.metrics['downtime_minutes']!.mean, -1);
    expect(progress.at(-1)).toBe(1);
    // The same histories: a standby is worth far more than the intervals of either say.
    expect(signOf(found[1]!, found[0]!)).toBe('less');
    expect(signOf(found[0]!, found[0]!)).toBe('same');
  });

  test('that are not finished when the work ends are dropped', async () => {
    const abort = new AbortController();
    const finished: number[] = [];
    const scenarios = ['Disabled', 'SameZone', 'ZoneRedundant'].map((mode) => cellOf(mode).scenario!);
    await runCells(new LocalPool(studiesOf(scenarios)), 'test', {
      replications: 10_500,
      signal: abort.signal,
      onProgress: (done) => {
        if (done >= 13_000) abort.abort();
      },
      onCell: (index) => finished.push(index),
    });
    expect(finished).toEqual([0]);
  });

  test('share what their scenarios have in common', () => {
    const [one, two] = studiesOf([cellOf('SameZone').scenario!, cellOf('Disabled').scenario!]);
    expect(one!.scenarios[0]).toEqual(cellOf('SameZone').scenario);
    expect(one!.scenarios[0]!.assumptions).toBe(two!.scenarios[0]!.assumptions);
    expect(one!.scenarios[0]!.server).not.toEqual(two!.scenarios[0]!.server);
  });
});

test('a sweep from TypeScript skips refused cells', async () => {
  const refused: Cell = { values: {}, set: [], scenario: null, problem: { code: 'PG2004', message: 'no' } };
  const cells = [refused, cellOf('Disabled'), cellOf('ZoneRedundant')].map((cell) => {
    const { scenario } = cell;
    if (scenario === null) return cell;
    return { ...cell, scenario: { ...scenario, simulation: { ...scenario.simulation, replications: 300 } } };
  });
  const sweep = await sweepScenarios(cells, INPUTS, { version: 'test' });
  expect(sweep.cells.map(({ status }) => status)).toEqual(['refused', 'simulated', 'simulated']);
  expect(sweep.front).toEqual([2, 3]);
});

describe('telling cells apart', () => {
  test('batch by batch when there are ten: a small difference in every batch counts', () => {
    const noise = [900, 20, 400, 10, 5000, 30, 80, 20, 600, 100];
    const less = noise.map((value) => value - 1);
    const mixed = noise.map((value, index) => value + (index % 2 === 0 ? 3 : -2));
    expect(signOf(made(1, 10, 5, less), made(1, 11, 5, noise))).toBe('less');
    expect(signOf(made(1, 11, 5, noise), made(1, 10, 5, less))).toBe('more');
    expect(signOf(made(1, 10, 5, mixed), made(1, 11, 5, noise))).toBe('undecided');
  });

  test('by their intervals when there are fewer', () => {
    expect(signOf(made(1, 10, 1, [1, 2]), made(1, 11, 1, [2, 3]))).toBe('undecided');
    expect(signOf(made(1, 10, 1, [1, 2]), made(1, 13, 1, [2, 3]))).toBe('less');
  });

  test('a single history has no interval, and decides nothing', () => {
    const one = made(1, 10, 1);
    const other = made(1, 99, 1);
    const { downtime_minutes: downtime } = other.figures.metrics;
    const open = { ...downtime!, interval: { ...downtime!.interval, low: null, high: null } };
    const figures = { ...other.figures, metrics: { ...other.figures.metrics, downtime_minutes: open } };
    expect(signOf(one, { ...other, figures })).toBe('undecided');
  });

  test('a dearer cell of the front names the cheapest it cannot be told from', () => {
    const cells = [made(100, 60, 1), made(200, 30, 1), made(300, 29.5, 1), made(400, 29, 1), made(500, 10, 1)];
    expect(placed(cells)).toEqual({ front: [1, 2, 3, 4, 5], indistinct: [null, null, 2, 2, null] });
  });

  test('a cell off the front names what may not beat it, unless anything surely does', () => {
    const cells = [made(100, 60, 1), made(150, 60.5, 1), made(200, 30, 1), made(250, 60.2, 1), made(300, 60, 1)];
    expect(placed(cells)).toEqual({ front: [1, 3], indistinct: [null, 1, null, null, null] });
  });

  test('bills that differ by less than a cent are the same', () => {
    const cells = [made(100.001, 60, 1), made(100.002, 50, 1)];
    expect(placed(cells)).toEqual({ front: [2], indistinct: [null, null] });
  });
});

test('a sweep names refused and open cells as such, and warnings with their cells', () => {
  const refused: Cell = { values: {}, set: [], scenario: null, problem: { code: 'PG2004', message: 'no' } };
  const warned = made(1, 1, 0);
  const figures = { ...warned.figures, warnings: [{ code: 'PG5002', message: 'few' }] };
  const sweep = formSweep(
    [refused, cellOf('Disabled'), cellOf('SameZone'), cellOf('ZoneRedundant')],
    [null, { ...warned, figures }, null, made(2, 2, 0)],
    INPUTS,
    'test',
  );
  expect(sweep.cells.map(({ cell, status }) => [cell, status])).toEqual([
    [1, 'refused'],
    [2, 'simulated'],
    [3, 'open'],
    [4, 'simulated'],
  ]);
  expect(sweep.front).toEqual([2]);
  expect(sweep.warnings).toEqual([{ code: 'PG5002', message: 'cell 2: few' }]);
});

test('many cells are named by their first and their number', () => {
  expect(cellsWords([3])).toBe('cell 3');
  expect(cellsWords([3, 5])).toBe('cells 3, 5');
  expect(cellsWords(Array.from({ length: 24 }, (_, index) => index + 1))).toBe(
    'cells 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 ... (24 of them)',
  );
});
