import { describe, expect, test } from 'vitest';
import { coveragePage, problemsOf } from '../../scripts/generate/coverage.mjs';

const row = { section: 'Keys', what: 'lost' };
const here = 'test/scripts/coverage.test.ts';

describe('docs/coverage.md', () => {
  test('a row with a scenario that asks, and tests that exist, can be claimed', () => {
    const tests = [[here, 'a row with a scenario that asks, and tests that exist, can be claimed']] as const;
    expect(problemsOf({ ...row, scenario: 'own-key.yaml', tests })).toEqual([]);
  });

  test.each([
    ['a scenario alone', { scenario: 'own-key.yaml' }, 'a claim needs a scenario and a test'],
    ['a test alone', { tests: [[here, 'x']] as const }, 'a claim needs a scenario and a test'],
    ['no such scenario', { scenario: 'none.yaml', tests: [[here, '%s can not']] as const }, 'no scenarios/none.yaml'],
    ['no such file', { scenario: 'own-key.yaml', tests: [['test/none.ts', 'x']] as const }, 'no test/none.ts'],
    ['no such title', { scenario: 'own-key.yaml', tests: [[here, 'held by nobody at all']] as const }, 'has no test'],
  ])('%s can not', (_, claim, problem) => {
    const problems = problemsOf({ ...row, ...claim });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
    expect(() => coveragePage([{ ...row, ...claim }])).toThrow(problem);
  });

  test('what is not claimed says so', () => {
    expect(coveragePage([row])).toContain('| Keys | lost | not simulated yet | |');
  });
});
