import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import { judge } from '../../src/experiment/judge.ts';
import { timesAssured, twoDigits } from '../../src/experiment/needed.ts';
import { proportionInterval } from '../../src/statistics/intervals.ts';
import { scenarioWith, tallyOf } from './make-tally.ts';

test('two digits, rounded up', () => {
  expect([1, 9.1, 10, 99.5, 101, 110, 111, 9_901, 123_456_789].map(twoDigits)).toEqual([
    1, 10, 10, 100, 110, 110, 120, 10_000, 130_000_000,
  ]);
});

test('a limit at the end of the interval takes twice the samples, one near the estimate 61 times, one on it any number', () => {
  expect(timesAssured(1)).toBeCloseTo(2.1, 1);
  expect(timesAssured(1e9)).toBeCloseTo(60.8, 1);
  expect(timesAssured(Infinity)).toBe(Infinity);
});

test('the replications that an open verdict names decide it in four of five cases', () => {
  const generator = seedrandom.tychei('needed');
  const events = (count: number, p: number): number[] =>
    Array.from({ length: count }, () => (generator.double() < p ? 1 : 0));
  const p = 0.2;
  const n = 400;
  let open = 0;
  let decided = 0;
  for (let trial = 0; trial < 300; trial++) {
    // Goals anywhere near the truth, in either direction.
    const goal = (p + 0.14 * (generator.double() - 0.5)).toFixed(4);
    const seen = events(n, p);
    const scenario = scenarioWith(`thresholds: { outage_count: ["rate<${goal}"] }`);
    const { status, replications_needed: needed } = judge(scenario, tallyOf({ metrics: { outage_count: seen } }))
      .thresholds[0]!;
    if (status !== 'inconclusive' || needed === null) continue;
    open++;
    const successes = [...seen, ...events(needed - n, p)].reduce((sum, value) => sum + value, 0);
    const { low, high } = proportionInterval(successes, needed, 0.95);
    if (high < Number(goal) || low >= Number(goal)) decided++;
  }
  expect(open).toBeGreaterThan(100);
  // Four standard errors of a share of 0.8.
  expect(Math.abs(decided / open - 0.8)).toBeLessThan(4 * Math.sqrt(0.16 / open));
});
