import { describe, expect, test } from 'vitest';
import { verdictOf } from '../../src/verification/case.ts';
import { CASES } from '../../src/verification/cases.ts';

/** What `pgnines verify` runs with. */
const SEED = 'verify';

describe.each(CASES)('$id $title', ({ simulate }) => {
  for (const figure of simulate(SEED)) {
    const { what, exact, estimate } = figure;
    test(`${what}: ${exact}`, () => {
      expect(verdictOf(figure), `${estimate.mean} +- ${estimate.standardError}, exactly ${exact}`).toBe('ok');
    });
  }
});
