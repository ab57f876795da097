import { describe, expect, test } from 'vitest';
import { computed, figure, printed, intervalOf, verdictOf, type Case } from '../../src/verification/case.ts';
import { average, share } from '../../src/verification/estimate.ts';
import { runCase } from '../../src/verification/run-case.ts';

const about = (mean: number, standardError: number) => ({ mean, standardError });

describe('a figure', () => {
  test.each([
    ['within 3.3 standard errors, and sharp', figure('x', 100, about(101, 0.4)), 'ok'],
    ['beyond them', figure('x', 100, about(101, 0.3)), 'off'],
    ['within wide ones', figure('x', 100, about(101, 0.6)), 'blurred'],
    ['within wide ones that the case allows', figure('x', 100, about(101, 0.6), 0.01), 'ok'],
    ['not a number', figure('x', 100, about(Number.NaN, 0.4)), 'off'],
    ['computed, to nine digits', computed('x', 9.980074805e-12, 9.9800748054e-12), 'ok'],
    ['computed, to eight', computed('x', 9.980074805e-12, 9.98007478e-12), 'off'],
    ['that is exactly 0', computed('x', 0, 0), 'ok'],
  ])('%s', (_, one, verdict) => {
    expect(verdictOf(one)).toBe(verdict);
  });

  test('has an interval of 3.3 standard errors to either side', () => {
    const [low, high] = intervalOf(about(10, 1));
    expect(low).toBeCloseTo(6.7, 12);
    expect(high).toBeCloseTo(13.3, 12);
  });

  test('averages and shares have the standard error of independent values', () => {
    const values = [1, 2, 3, 4];
    expect(average(values)).toMatchObject({ mean: 2.5, standardError: Math.sqrt(5 / 3 / 4) });
    expect(share(values, (value) => value > 3).mean).toBe(0.25);
  });
});

/** Two figures: the first is right with some seeds, the second with others. */
const caseOf = (first: (seed: string) => boolean, second: (seed: string) => boolean = () => true): Case => ({
  id: 'V00',
  title: 'a case',
  source: 'made up',
  simulate: (seed) =>
    [first, second].map((isRight, index) => figure(`${index}`, 1, about(isRight(seed) ? 1 : 2, 0.001))),
});

describe('a case', () => {
  test('that agrees is simulated once', () => {
    const seeds: string[] = [];
    const one = caseOf((seed) => seeds.push(seed) > 0);
    expect(runCase(one, 's')).toMatchObject({ verdict: 'agrees', figures: [{ seeds: 1 }, { seeds: 1 }] });
    expect(seeds).toEqual(['s']);
  });

  test('with a figure that is off by chance tries two more seeds, and shows one with which it is ok', () => {
    expect(
      runCase(
        caseOf((seed) => seed !== 's'),
        's',
      ),
    ).toMatchObject({
      verdict: 'agrees',
      figures: [
        { mean: 1, verdict: 'ok', seeds: 3 },
        { mean: 1, verdict: 'ok', seeds: 1 },
      ],
    });
  });

  test('does not hold the second seed against a figure that was ok with the first', () => {
    const one = caseOf(
      (seed) => seed !== 's',
      (seed) => seed === 's',
    );
    expect(runCase(one, 's').verdict).toBe('agrees');
  });

  test.each([
    ['all', () => false],
    ['two', (seed: string) => seed === 's 2'],
    ['two', (seed: string) => seed === 's 3'],
  ])('of which a figure is off with %s of three seeds differs, and shows it as it was', (_, isRight) => {
    expect(runCase(caseOf(isRight), 's')).toMatchObject({
      verdict: 'differs',
      figures: [
        { exact: 1, mean: 2, verdict: 'off', seeds: 3 },
        { verdict: 'ok', seeds: 1 },
      ],
    });
  });
});

describe('a figure that was printed', () => {
  test.each([
    ['0.6213837037', 0.62138370368327, 'ok'],
    ['0.6213837037', 0.6213837047, 'off'],
    ['2.201599927e-6', 2.201599927334e-6, 'ok'],
    ['3.5e9', 3.549e9, 'ok'],
    ['3.5e9', 3.56e9, 'off'],
    ['78.333', 78.3333333, 'ok'],
  ])('%s, computed %d: %s', (text, value, verdict) => {
    expect(verdictOf(printed('x', text, value))).toBe(verdict);
  });
});
