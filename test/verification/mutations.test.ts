import { describe, expect, test } from 'vitest';
import { CASES } from '../../src/verification/cases.ts';
import { runCase } from '../../src/verification/run-case.ts';

/** What is wrong with the variants, in all cases together. */
const kinds = new Set(CASES.flatMap(({ wrong = {} }) => Object.keys(wrong)));

test('mistakes that are easily made are among them', () => {
  for (const kind of [
    'a clock that runs during repair',
    'rate for scale',
    'mean for mu',
    'serial for parallel repair',
    'rate for mean of the repair',
  ]) {
    expect([...kinds]).toContain(kind);
  }
});

describe.each(CASES.filter(({ wrong }) => wrong !== undefined))('$id $title', (one) => {
  test.each(Object.entries(one.wrong!))('is told from: %s', (_, simulate) => {
    const { verdict, figures } = runCase({ ...one, simulate }, 'mutation');
    expect(verdict).toBe('differs');
    // By a wrong answer, not by a vague one.
    expect(figures.map((figure) => figure.verdict)).toContain('off');
  });
});
