import { describe, expect, test } from 'vitest';
import { convergenceOf } from '../../src/experiment/convergence.ts';
import { FIGURES } from '../../src/experiment/figures.ts';
import { LocalPool } from '../../src/experiment/pool.ts';
import { columnOf } from '../../src/experiment/quantities.ts';
import { runScenario } from '../../src/experiment/run.ts';
import { runStudy } from '../../src/experiment/run-study.ts';
import { BLOCK_SIZE, BlockRows, Tally } from '../../src/experiment/tally.ts';
import { compactJson } from '../../src/report/json.ts';
import { scenarioWith, tallyOf } from './make-tally.ts';

const DOWNTIME = columnOf('downtime_minutes');
const MINUTE = 60_000;

/** A tally of replications with these downtimes, in milliseconds. */
function downtimes(values: readonly number[], { first = 1, uncertain = false } = {}): Tally {
  const tally = new Tally({ months: 1, billLines: 0, rowsKept: 0, firstReplication: first, uncertain });
  const block = new BlockRows();
  for (const [index, value] of values.entries()) {
    block.figures[block.count++ * FIGURES + DOWNTIME] = value;
    if ((first + index) % BLOCK_SIZE === 0 || index === values.length - 1) tally.fold(block);
  }
  return tally;
}

/** Heavy-tailed, and for every replication the same. */
const downtimeOf = (replication: number): number =>
  (replication * 7919) % 10_007 < 9000 ? 0 : (replication * 104_729) % 7_654_321;
const VALUES = Array.from({ length: 12_350 }, (_, index) => downtimeOf(index + 1));
const COUNTS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 12_350];

describe('convergence', () => {
  test('of a small run, by hand', () => {
    // 1 to 10, then ten of 25.5: means 5.5 and 15.5.
    const minutes = Array.from({ length: 20 }, (_, index) => (index < 10 ? index + 1 : 25.5));
    // s^2 = 82.5 / 9; then (82.5 + 20 * 100) / 19. Student's t of 9 and 19 degrees of freedom: 2.262157 and 2.093024.
    const half = [2.262157 * Math.sqrt(82.5 / 90), 2.093024 * Math.sqrt(2082.5 / 380)];
    const near = (value: number) => expect.closeTo(value, 5);
    expect(convergenceOf(tallyOf({ metrics: { downtime_minutes: minutes } }))).toEqual([
      { replications: 10, mean: 5.5, low: near(5.5 - half[0]!), high: near(5.5 + half[0]!) },
      { replications: 20, mean: 15.5, low: near(15.5 - half[1]!), high: near(15.5 + half[1]!) },
    ]);
  });

  test.each([false, true])('says at each number what a run of that number says (not all known: %j)', (uncertain) => {
    const points = convergenceOf(downtimes(VALUES, { uncertain }));
    // Ten outer draws of 50 are the first that say something.
    expect(points.map(({ replications }) => replications)).toEqual(
      COUNTS.filter((count) => !uncertain || count >= 500),
    );
    for (const point of points) {
      const { replications: n } = point;
      const alone = downtimes(VALUES.slice(0, n), { uncertain });
      const { low, high } = alone.metricInterval(DOWNTIME);
      const mean = alone.metrics[DOWNTIME]!.mean();
      expect(point).toEqual({ replications: n, mean: mean / MINUTE, low: low / MINUTE, high: high / MINUTE });
      expect(convergenceOf(alone).at(-1)).toEqual(point);
    }
  });

  test('counts outer draws when not all is known: draws that differ widen it', () => {
    // 20 draws, of 0 or 2 minutes each.
    const values = Array.from({ length: 1000 }, (_, index) => (Math.floor(index / 50) % 2) * 2 * MINUTE);
    const [, point] = convergenceOf(downtimes(values, { uncertain: true }));
    // s^2 = 20 / 19 of 20 draws; t of 19 degrees of freedom.
    const half = 2.093024 * Math.sqrt(1 / 19);
    expect(point).toEqual({
      replications: 1000,
      mean: 1,
      low: expect.closeTo(1 - half, 5),
      high: expect.closeTo(1 + half, 5),
    });
  });

  test.each([
    [false, [1000, 2000, 3000, 10_000]],
    [true, [1000, 2000, 3000, 10_000]],
    // As a run that is extended is cut: anywhere, but between outer draws.
    [false, [7, 15, 499, 500, 1501]],
    [true, [450, 500, 1550]],
  ])('does not depend on the parts it is merged from (not all known: %j, parts end at %j)', (uncertain, ends) => {
    const whole = downtimes(VALUES, { uncertain });
    const cuts = [0, ...ends, VALUES.length];
    const total = new Tally({ months: 1, billLines: 0, rowsKept: 0, uncertain });
    for (const [index, end] of cuts.slice(1).entries()) {
      const start = cuts[index]!;
      const part = downtimes(VALUES.slice(start, end), { first: start + 1, uncertain });
      total.merge(Tally.fromJSON(JSON.parse(compactJson(part))));
    }
    expect(JSON.stringify(total.checkpoints)).toBe(JSON.stringify(whole.checkpoints));
    expect(convergenceOf(total)).toEqual(convergenceOf(whole));
  });

  test('of a state stored before it was kept begins later', () => {
    const { checkpoints: _, ...old } = downtimes(VALUES.slice(0, 3000)).toJSON();
    const tally = Tally.fromJSON(old as ReturnType<Tally['toJSON']>);
    expect(convergenceOf(tally)).toEqual(convergenceOf(downtimes(VALUES.slice(0, 3000))).slice(-1));
    tally.merge(downtimes(VALUES.slice(3000), { first: 3001 }));
    expect(convergenceOf(tally)).toEqual(convergenceOf(downtimes(VALUES)).slice(-3));
  });

  test('leaves out numbers at which all were alike: nothing seen yet is not certainty', () => {
    const values = Array.from({ length: 150 }, (_, index) => (index === 60 ? 1000 : 0));
    expect(convergenceOf(downtimes(values)).map(({ replications }) => replications)).toEqual([100, 150]);
  });

  test('needs two replications', () => {
    expect(convergenceOf(tallyOf({ replications: 0 }))).toEqual([]);
    expect(convergenceOf(tallyOf({ metrics: { downtime_minutes: [1] } }))).toEqual([]);
    expect(convergenceOf(tallyOf({ metrics: { downtime_minutes: [1, 1] } }))).toEqual([
      { replications: 2, mean: 1, low: 1, high: 1 },
    ]);
  });

  test('of a simulated scenario ends with the figures of the run, and is the same when it goes on from a part', async () => {
    const scenario = { ...scenarioWith(''), name: 'any' };
    const simulation = { ...scenario.simulation, replications: 2100 };
    const inputs = { file: 'a.yaml', text: '', sha256: '', variant: null, set: [], horizon: null };
    const { result, rows } = await runScenario({ ...scenario, simulation }, inputs, { version: 'test' });
    const { mean, interval } = result.metrics['downtime_minutes']!;
    expect(result.convergence.map(({ replications }) => replications)).toEqual([...COUNTS.slice(0, 8), 2100]);
    expect(result.convergence.at(-1)).toEqual({ replications: 2100, mean, low: interval.low, high: interval.high });
    const at = rows.columns.indexOf('downtime_minutes');
    const column = Array.from({ length: 200 }, (_, row) => rows.values[row * rows.columns.length + at]!);
    expect(result.convergence[4]!.mean).toBeCloseTo(column.reduce((sum, value) => sum + value, 0) / 200, 9);

    const pool = new LocalPool([{ scenarios: [scenario], reference: null }]);
    const before = await runStudy(pool, 0, { lastReplication: 1000, rowsKept: 0 });
    const whole = await runStudy(pool, 0, { firstReplication: 1001, lastReplication: 2100, before, rowsKept: 0 });
    expect(convergenceOf(whole.tallies[0]!)).toEqual(result.convergence);
  });
});
