import { describe, expect, test } from 'vitest';
import { BlockSimulator } from '../../src/experiment/block.ts';
import { compareScenarios } from '../../src/experiment/compare.ts';
import { OUTER_SIZE, outerDrawOf, resolveScenario } from '../../src/experiment/ignorance.ts';
import { LocalPool } from '../../src/experiment/pool.ts';
import { runStudy } from '../../src/experiment/run-study.ts';
import { runScenario } from '../../src/experiment/run.ts';
import { StudyTally } from '../../src/experiment/study.ts';
import { traceReplication } from '../../src/experiment/trace.ts';
import { columnOf } from '../../src/experiment/quantities.ts';
import { makeScenario } from '../service/make-scenario.ts';
import { scenarioWith } from './make-tally.ts';

const HOSTS = { 'hostFailure.every': { dist: 'exponential', mean: { dist: 'lognormal', p5: '4mo', p95: '4y' } } };
const ROLLOUT = { 'maintenance.badRollout.probability': { dist: 'uniform', min: 0.001, max: 0.1 } };

describe('an outer draw', () => {
  test('leaves a scenario that is certain as it is', () => {
    const scenario = makeScenario({});
    expect(resolveScenario(scenario, 3)).toBe(scenario);
  });

  test('is the same for 50 replications, and the same every time', () => {
    expect([1, 50, 51, 100, 101].map(outerDrawOf)).toEqual([1, 1, 2, 2, 3]);
    const scenario = makeScenario({ override: HOSTS });
    expect(resolveScenario(scenario, 7)).toEqual(resolveScenario(scenario, 7));
    expect(resolveScenario(scenario, 7).assumptions).not.toEqual(resolveScenario(scenario, 8).assumptions);
  });

  test('of one assumption does not depend on another that is uncertain, nor on the variant', () => {
    const alone = resolveScenario(makeScenario({ override: HOSTS }), 5);
    const both = resolveScenario(makeScenario({ ha: 'ZoneRedundant', override: { ...HOSTS, ...ROLLOUT } }), 5);
    expect(both.assumptions['hostFailure.every']).toEqual(alone.assumptions['hostFailure.every']);
    expect(both.assumptions['maintenance.badRollout.probability']).toMatchObject({ quantity: 'probability' });
  });
});

describe('a run of an uncertain scenario', () => {
  const scenario = makeScenario({ override: HOSTS });

  test('traces and tells the histories that it counted', async () => {
    const inputs = { file: 'a.yaml', text: '', sha256: '', variant: null, set: [], horizon: null };
    const { result, rows } = await runScenario(
      { ...scenario, simulation: { ...scenario.simulation, replications: 400 } },
      inputs,
      { version: '1' },
    );
    const column = rows.columns.indexOf('downtime_minutes');
    const counted = (replication: number) => rows.values[(replication - 1) * rows.columns.length + column];
    for (const { replication, downtime_minutes } of result.histories) {
      expect(downtime_minutes).toBe(counted(replication));
    }
    for (const replication of [1, 50, 51, 377]) {
      expect(traceReplication(scenario, replication).downtimeMinutes).toBe(counted(replication));
    }
    const { outer_draws: draws, means } = result.metrics['downtime_minutes']!.spread!;
    expect(draws).toBe(8);
    expect(means.p5).toBeLessThanOrEqual(means.p95);
    expect(result.warnings).toContainEqual({ code: 'PG5007', message: expect.stringContaining('count 8 draws') });
    expect(result.not_known).toEqual(['hostFailure.every']);
  });

  /**
   * Failures in a year are Poisson given the rate r = 1 / mean. With a lognormal mean of median m and sigma s, r is lognormal:
   * E r = exp(s^2 / 2) / m, Var r = (E r)^2 (exp(s^2) - 1). Luck has the variance E r, ignorance Var r.
   */
  test('takes luck and ignorance apart as the closed form says', async () => {
    const pool = new LocalPool([{ scenarios: [scenario], reference: null }]);
    const { tallies } = await runStudy(pool, 0, { lastReplication: 100_000, rowsKept: 0 });
    const failures = tallies[0]!.components!.metrics[columnOf('outage_count')]!;
    const [low, high] = [4 / 12, 4];
    const sigma = Math.log(high / low) / (2 * 1.6448536269514722);
    const median = Math.sqrt(low * high);
    const rate = Math.exp((sigma * sigma) / 2) / median;
    const variance = rate * rate * (Math.exp(sigma * sigma) - 1);
    expect(failures.groups).toBe(100_000 / OUTER_SIZE);
    // Four standard errors: of the mean over 2,000 draws, of the variance within, and of a heavy-tailed variance between.
    const error = Math.sqrt((variance + rate / OUTER_SIZE) / failures.groups);
    expect(Math.abs(failures.mean() - rate)).toBeLessThan(4 * error);
    expect(Math.abs(failures.within() / rate - 1)).toBeLessThan(0.08);
    expect(Math.abs(failures.between() / variance - 1)).toBeLessThan(0.25);
  });

  test('has an interval that is wider than that of independent histories', async () => {
    const pool = new LocalPool([{ scenarios: [scenario], reference: null }]);
    const { tallies } = await runStudy(pool, 0, { lastReplication: 20_000, rowsKept: 0 });
    const column = columnOf('outage_count');
    const { low, high } = tallies[0]!.metricInterval(column);
    const plain = Math.sqrt(tallies[0]!.metrics[column]!.variance() / 20_000) * 2 * 1.96;
    expect((high - low) / plain).toBeGreaterThan(3);
  });

  test('is the same from parts that were stored and merged', () => {
    const study = { scenarios: [scenario], reference: null };
    const simulate = (firstReplication: number, replications: number) =>
      new BlockSimulator(study).simulate({
        firstReplication,
        replications,
        rowsKept: 0,
        histograms: [[]],
        check: false,
      });
    const stored = (tally: StudyTally) => StudyTally.fromJSON(JSON.parse(JSON.stringify(tally.toJSON(), plain)));
    const merged = stored(simulate(1, 1000));
    merged.merge(stored(simulate(1001, 1030)));
    expect(JSON.stringify(merged.toJSON(), plain)).toBe(JSON.stringify(simulate(1, 2030).toJSON(), plain));
  });
});

describe('histories that make no whole outer draw', () => {
  const text = `
metadata: { name: few }
assumptions: { override: { hostFailure.every: { dist: exponential, mean: { dist: lognormal, p5: 4mo, p95: 4y } } } }
thresholds:
  downtime_minutes: [p(95)<240, rate<0.5, mean<1000]
  'rto_minutes{class:maintenance}': [p(95)<60, rate>0.5, mean<60]
simulation: { replications: 20 }
`;

  test('decide nothing by themselves, and the warnings name the replications to begin with', async () => {
    const inputs = { file: 'a.yaml', text, sha256: '', variant: null, set: [], horizon: null };
    const { result } = await runScenario(scenarioWith(text), inputs, { version: '1' });
    for (const { interval, status, replications_needed: needed } of result.thresholds) {
      expect(interval).not.toBeNull();
      expect(interval!.low, interval!.method).not.toBeNaN();
      expect(interval!.high, interval!.method).not.toBeNaN();
      expect([status, needed]).toEqual(['inconclusive', 1000]);
    }
    expect(result.warnings.map(({ code }) => code)).not.toContain('PG5005');
  });

  test('tell no scenario from another, and call none the same', async () => {
    const cheap = scenarioWith(text);
    const dear = scenarioWith(
      `${text}variants: { ha: { server.properties.highAvailability.mode: ZoneRedundant } }`,
      'ha',
    );
    const contestants = [cheap, dear].map((scenario, index) => ({
      name: ['cheap', 'dear'][index]!,
      scenario,
      inputs: { file: 'a.yaml', text, sha256: '', variant: null, set: [], horizon: null },
    }));
    const { best, differences } = await compareScenarios(contestants, 0, { version: '1' });
    expect(best.cheapest).toEqual({ variant: 'cheap', or: ['dear'] });
    expect(differences[0]!.price).toMatchObject({ kind: 'undecided', cost: 'undecided', downtime: 'undecided' });
  });
});

test('however dear an outage is, its cost is added up exactly', async () => {
  const text = `
metadata: { name: dear }
assumptions: { override: { hostFailure.every: { dist: exponential, mean: { dist: lognormal, p5: 4mo, p95: 4y } } } }
cost: { downtimeCostPerHour: 1e12 }
simulation: { replications: 1000 }
`;
  const contestants = ['one', 'other'].map((name) => ({
    name,
    scenario: scenarioWith(text),
    inputs: { file: 'a.yaml', text, sha256: '', variant: null, set: [], horizon: null },
  }));
  const { variants, differences } = await compareScenarios(contestants, 0, { version: '1' });
  const { downtime_minutes: downtime, outage_cost: cost } = variants[0]!.metrics;
  expect(cost!.mean / ((downtime!.mean / 60) * 1e12)).toBeCloseTo(1, 12);
  expect(differences[0]!.price).toMatchObject({ kind: 'same', cost: 'same', downtime: 'same' });
  expect(differences[0]!.metrics['tco']!.interval).toMatchObject({ low: 0, high: 0 });
});

/** Typed arrays as files have them. */
const plain = (_: string, value: unknown): unknown =>
  ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value;
