import { expect } from 'vitest';
import { DEFAULT_TOLERANCE, figure, verdictOf } from '../../src/verification/case.ts';
import type { Estimate } from '../../src/verification/estimate.ts';

export { average, Ratio, Samples, share } from '../../src/verification/estimate.ts';

/** Passes by the rule of the verification cases: the exact value lies in the 99.9 % interval, and that is narrow. */
export function check(estimate: Estimate, exact: number, tolerance = DEFAULT_TOLERANCE): void {
  const { mean, standardError } = estimate;
  const figures = `${mean} +- ${standardError}, exactly ${exact}`;
  expect(verdictOf(figure('', exact, estimate, tolerance)), figures).toBe('ok');
}
