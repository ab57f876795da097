import { studentQuantile } from '../distributions/special.ts';
import type { ConfidenceInterval } from './intervals.ts';
import type { Moments } from './moments.ts';

/**
 * For the difference of two means of values that were drawn independently: B. Welch, Biometrika 34 (1947). What a paired
 * difference is to be measured against.
 */
export function unpairedInterval(a: Moments, b: Moments, level: number): ConfidenceInterval {
  if (a.count < 2 || b.count < 2) return { low: -Infinity, high: Infinity, method: 'student-t' };
  const ofA = a.variance() / a.count;
  const ofB = b.variance() / b.count;
  const squared = ofA + ofB;
  const mean = a.mean() - b.mean();
  if (squared === 0) return { low: mean, high: mean, method: 'student-t' };
  const degrees = (squared * squared) / ((ofA * ofA) / (a.count - 1) + (ofB * ofB) / (b.count - 1));
  const halfWidth = studentQuantile((1 + level) / 2, degrees) * Math.sqrt(squared);
  return { low: mean - halfWidth, high: mean + halfWidth, method: 'student-t' };
}
