import { durationText, YEAR } from '../units/duration.ts';
import { bytesText } from '../units/size.ts';
import type { Distribution } from './distribution.ts';
import { clampable, KINDS } from './kinds.ts';
import type { Quantity } from './parse.ts';
import { gammaFunction, normalQuantile } from './special.ts';

type Parametric = Extract<Distribution, { kind: 'lognormal' | 'gamma' | 'weibull' }>;

/**
 * One line that `parseDistribution` reads back to the same distribution: `lognormal(p50=4s,sigma=0.6,max=30s)`. Throws a RangeError for
 * values beyond what it reads (a million years, 1e18 bytes).
 */
export function describeDistribution(distribution: Distribution, quantity: Quantity): string {
  const text = (value: number): string => quantityText(value, quantity);
  switch (distribution.kind) {
    case 'never':
      return 'never';
    case 'constant':
      return `constant(${text(distribution.value)})`;
    case 'exponential':
      return `exponential(${text(distribution.mean)})`;
    case 'uniform':
      return `uniform(${text(distribution.min)},${text(distribution.max)})`;
    case 'triangular':
      return `triangular(${text(distribution.min)},${text(distribution.mode)},${text(distribution.max)})`;
    case 'lognormal':
    case 'gamma':
    case 'weibull':
      return describeParametric(distribution, quantity);
    case 'empirical':
      return `empirical(${distribution.values.map(text).join(',')})`;
    case 'mixture': {
      const parts = distribution.components.map(
        (component) => `${weightText(component.weight)} ${describeDistribution(component.distribution, quantity)}`,
      );
      return `mixture(${parts.join(', ')})`;
    }
    case 'clamped': {
      const { distribution: inner, min, max } = distribution;
      const bounds = [
        ...(min > -Infinity ? [`min=${text(min)}`] : []),
        ...(max < Infinity ? [`max=${text(max)}`] : []),
      ];
      const whole = describeDistribution(inner, quantity);
      // A clamp without bounds does nothing.
      if (bounds.length === 0) return whole;
      if (inner.kind === 'clamped' || !clampable(inner.kind)) return `clamped(${whole},${bounds.join(',')})`;
      return `${whole.slice(0, -1)},${bounds.join(',')})`;
    }
  }
}

/** The shortest of the forms that give exactly this distribution: how it was written, as a rule. */
function describeParametric(distribution: Parametric, quantity: Quantity): string {
  const { kind } = distribution;
  const { parameters, forms, build } = KINDS[kind]!;
  const values = parametersOf(distribution);
  let best: { readonly text: string; readonly error: number } | null = null;
  for (const form of forms) {
    for (const round of [nice, (value: number) => value]) {
      const given = Object.fromEntries(form.map((name) => [name, round(values[name]!)]));
      if (form.some((name) => parameters[name] === 'quantity' && !isWritable(given[name]!, quantity))) continue;
      const error = difference(distribution, tryBuild(build, given));
      const parts = form.map((name) => {
        const value = given[name]!;
        return `${name}=${parameters[name] === 'quantity' ? quantityText(value, quantity) : value}`;
      });
      const text = `${kind}(${parts.join(',')})`;
      const better = best === null || error < best.error || (error === best.error && text.length < best.text.length);
      if (better && error < Infinity) best = { text, error };
    }
  }
  if (best === null) throw new RangeError(`${kind} out of range: ${JSON.stringify(distribution)}`);
  return best.text;
}

/** Every parameter a distribution can be written with. */
function parametersOf(distribution: Parametric): Readonly<Record<string, number>> {
  if (distribution.kind === 'lognormal') {
    const { mu, sigma } = distribution;
    const spread = normalQuantile(0.95) * sigma;
    const mean = Math.exp(mu + (sigma * sigma) / 2);
    const sd = mean * Math.sqrt(Math.expm1(sigma * sigma));
    return { p5: Math.exp(mu - spread), p50: Math.exp(mu), p95: Math.exp(mu + spread), sigma, mean, sd };
  }
  const { shape, scale } = distribution;
  if (distribution.kind === 'gamma') return { shape, scale, mean: shape * scale, sd: Math.sqrt(shape) * scale };
  return { shape, scale, mean: scale * gammaFunction(1 + 1 / shape) };
}

function tryBuild(
  build: (given: Record<string, number>) => Distribution,
  given: Record<string, number>,
): Distribution | null {
  try {
    return build(given);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** How far the numbers of two distributions of one kind are apart, relatively; Infinity where there is no other. */
function difference(wanted: Parametric, found: Distribution | null): number {
  if (found === null) return Infinity;
  const other = found as unknown as Record<string, number>;
  let most = 0;
  for (const [name, value] of Object.entries(wanted)) {
    if (typeof value !== 'number') continue;
    most = Math.max(most, Math.abs(other[name]! - value) / Math.max(Math.abs(value), 1e-9));
  }
  return most;
}

/** The number with the fewest digits that is the same but for rounding errors. */
function nice(value: number): number {
  const rounded = (digits: number) => Number(value.toPrecision(digits));
  const fits = (candidate: number) => Math.abs(candidate - value) <= 1e-13 * value;
  // Most numbers are not nice: where eleven digits do not fit, fewer do not either.
  for (let digits = fits(rounded(11)) ? 1 : 12; digits <= 14; digits++) {
    if (fits(rounded(digits))) return rounded(digits);
  }
  return value;
}

/** What the readers of quantities accept. */
const isWritable = (value: number, quantity: Quantity): boolean =>
  value >= 0 && value <= (quantity === 'duration' ? 1e6 * YEAR : 1e18);

function quantityText(value: number, quantity: Quantity): string {
  switch (quantity) {
    case 'number':
      return String(value);
    case 'rate':
      return `${bytesText(value)}/s`;
    case 'bytes':
      return bytesText(value);
    case 'duration':
      return durationText(value);
  }
}

/** A short decimal, or the fraction it came from: 2/3. */
function weightText(weight: number): string {
  const decimal = String(weight);
  if (decimal.length <= 6) return decimal;
  for (let below = 2; below <= 100; below++) {
    const above = Math.round(weight * below);
    if (above / below === weight) return `${above}/${below}`;
  }
  return decimal;
}
