import { describe, expect, test } from 'vitest';
import { computed, figure, intervalOf, verdictOf, type Case } from '../../src/verification/case.ts';
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

/** Agrees or not, by seed. */
const caseOf = (agrees: (seed: string) => boolean): Case => ({
  id: 'V00',
  title: 'a case',
  source: 'made up',
  simulate: (seed) => [computed('one', 1, agrees(seed) ? 1 : 2)],
});

describe('a case', () => {
  test('that agrees is run once', () => {
    expect(
      runCase(
        caseOf(() => true),
        's',
      ),
    ).toMatchObject({ verdict: 'agrees', seeds: 1 });
  });

  test('that disagrees by chance is run with two more seeds, and shows one that agrees', () => {
    const outcome = runCase(
      caseOf((seed) => seed !== 's'),
      's',
    );
    expect(outcome).toMatchObject({ verdict: 'agrees', seeds: 3 });
    expect(outcome.figures[0]!.verdict).toBe('ok');
  });

  test.each([
    ['all', () => false],
    ['two', (seed: string) => seed === 's 2'],
    ['two', (seed: string) => seed === 's 3'],
  ])('that disagrees with %s of three seeds differs', (_, agrees) => {
    const outcome = runCase(caseOf(agrees), 's');
    expect(outcome).toMatchObject({ verdict: 'differs', seeds: 3 });
    expect(outcome.figures[0]).toMatchObject({ exact: 1, mean: 2, verdict: 'off' });
  });
});
