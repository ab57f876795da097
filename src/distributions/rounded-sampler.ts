import type { Distribution, Sampler } from './distribution.ts';
import { createSampler } from './sampler.ts';

/**
 * A sampler of whole numbers: `Math.round` of what {@link createSampler} would sample, number for number, in a fraction
 * of the time where the inverse distribution function is smooth and slow.
 */
export function createRoundedSampler(distribution: Distribution): Sampler {
  let sampler = known.get(distribution);
  if (sampler === undefined) {
    sampler = create(distribution);
    known.set(distribution, sampler);
  }
  return sampler;
}

/** Tables take a while to make, and samplers hold no state: worlds of one scenario share them. */
const known = new WeakMap<Distribution, Sampler>();

function create(distribution: Distribution): Sampler {
  const exact = createSampler(distribution);
  switch (distribution.kind) {
    case 'lognormal':
    case 'gamma':
    case 'weibull':
      return new TableSampler(exact);
    case 'clamped':
      return new ClampedRoundedSampler(
        createRoundedSampler(distribution.distribution),
        distribution.min,
        distribution.max,
      );
    default:
      return new RoundingSampler(exact);
  }
}

class RoundingSampler implements Sampler {
  private readonly exact: Sampler;
  constructor(exact: Sampler) {
    this.exact = exact;
  }
  sample(u: number): number {
    return Math.round(this.exact.sample(u));
  }
}

const CELLS = 64;
/** A polynomial of degree 5 and its margin: 8 numbers, a cache line. */
const STRIDE = 8;
const COEFFICIENTS = 6;
const MARGIN = 6;
/**
 * Chebyshev's points on [-1, 1], where interpolation errs least: cos((2 k + 1) pi / 12). Written out, since the last bit of
 * a cosine differs between versions of Node.
 */
const NODES = [
  0.9659258262890683, 0.7071067811865476, 0.25881904510252074, -0.25881904510252074, -0.7071067811865476,
  -0.9659258262890683,
] as const;

/**
 * The inverse distribution function, interpolated in cells of equal probability. Each cell knows by how much its polynomial
 * errs at most; where a value comes so near to the middle between two whole numbers that this matters, and in the tails,
 * the exact sampler is asked.
 */
class TableSampler implements Sampler {
  private readonly exact: Sampler;
  private readonly table = new Float64Array(CELLS * STRIDE);

  constructor(exact: Sampler) {
    this.exact = exact;
    for (let cell = 0; cell < CELLS; cell++) {
      const at = (place: number): number => exact.sample((cell + (place + 1) / 2) / CELLS);
      const coefficients = interpolate(at);
      this.table.set(coefficients, cell * STRIDE);
      this.table[cell * STRIDE + MARGIN] = cell < 2 || cell >= CELLS - 2 ? 1 : margin(coefficients, at);
    }
  }

  sample(u: number): number {
    const { table } = this;
    const place = u * CELLS;
    const cell = place | 0;
    const row = cell * STRIDE;
    const x = 2 * (place - cell) - 1;
    const square = x * x;
    const value =
      table[row]! +
      table[row + 1]! * x +
      square * (table[row + 2]! + table[row + 3]! * x + square * (table[row + 4]! + table[row + 5]! * x));
    const rounded = Math.floor(value + 0.5);
    return Math.abs(value - rounded) + table[row + MARGIN]! < 0.5 ? rounded : Math.round(this.exact.sample(u));
  }
}

/** Rounding keeps order, so the rounded value is clamped by the rounded bounds. */
class ClampedRoundedSampler implements Sampler {
  private readonly inner: Sampler;
  private readonly min: number;
  private readonly max: number;
  constructor(inner: Sampler, min: number, max: number) {
    this.inner = inner;
    this.min = Math.round(min);
    this.max = Math.round(max);
  }
  sample(u: number): number {
    return Math.min(this.max, Math.max(this.min, this.inner.sample(u)));
  }
}

/** Coefficients, lowest power first, of the polynomial through a function's values at {@link NODES}. */
function interpolate(at: (x: number) => number): Float64Array {
  // Newton's divided differences, then multiplied out.
  const differences = NODES.map(at);
  for (let order = 1; order < COEFFICIENTS; order++) {
    for (let index = COEFFICIENTS - 1; index >= order; index--) {
      differences[index] = (differences[index]! - differences[index - 1]!) / (NODES[index]! - NODES[index - order]!);
    }
  }
  const coefficients = new Float64Array(COEFFICIENTS);
  for (let index = COEFFICIENTS - 1; index >= 0; index--) {
    for (let power = COEFFICIENTS - 1; power > 0; power--) {
      coefficients[power] = coefficients[power - 1]! - NODES[index]! * coefficients[power]!;
    }
    coefficients[0] = differences[index]! - NODES[index]! * coefficients[0]!;
  }
  return coefficients;
}

/** Four times the largest error seen at places between the nodes, and what rounding can add. */
function margin(coefficients: Float64Array, at: (x: number) => number): number {
  let largest = 0;
  for (let step = 0; step <= 16; step++) {
    const x = -0.999999 + step * (1.999998 / 16);
    const value = coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
    largest = Math.max(largest, Math.abs(value - at(x)), 1e-12 * Math.abs(value));
  }
  return 4 * largest;
}
