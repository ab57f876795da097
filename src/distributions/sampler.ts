import type { Distribution, Sampler } from './distribution.ts';
import { gammaQuantile, normalQuantile } from './special.ts';

/**
 * A sampler for the hot path: one uniform in (0, 1) makes one variate, by inverting the cumulative distribution function. `never`
 * samples Infinity.
 */
export function createSampler(distribution: Distribution): Sampler {
  switch (distribution.kind) {
    case 'never':
      return new ConstantSampler(Infinity);
    case 'constant':
      return new ConstantSampler(distribution.value);
    case 'exponential':
      return new ExponentialSampler(distribution.mean);
    case 'uniform':
      return new UniformSampler(distribution.min, distribution.max);
    case 'triangular':
      return new TriangularSampler(distribution.min, distribution.mode, distribution.max);
    case 'lognormal':
      return new LognormalSampler(distribution.mu, distribution.sigma);
    case 'gamma':
      return new GammaSampler(distribution.shape, distribution.scale);
    case 'weibull':
      return new WeibullSampler(distribution.shape, distribution.scale);
    case 'empirical':
      return new EmpiricalSampler(distribution.values);
    case 'mixture':
      return new MixtureSampler(distribution.components);
    case 'clamped':
      return new ClampedSampler(createSampler(distribution.distribution), distribution.min, distribution.max);
  }
}

class ConstantSampler implements Sampler {
  private readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
  sample(): number {
    return this.value;
  }
}

/** Uniforms are whole multiples of 2^-53; parts of them, in a mixture, lose nothing to speak of above this. */
const SMALL = 0.0009765625;

class ExponentialSampler implements Sampler {
  private readonly mean: number;
  constructor(mean: number) {
    this.mean = mean;
  }
  sample(u: number): number {
    // For a u that is not tiny 1 - u is as exact, and the plain logarithm quicker.
    return -this.mean * (u < SMALL ? Math.log1p(-u) : Math.log(1 - u));
  }
}

class UniformSampler implements Sampler {
  private readonly min: number;
  private readonly width: number;
  constructor(min: number, max: number) {
    this.min = min;
    this.width = max - min;
  }
  sample(u: number): number {
    return this.min + this.width * u;
  }
}

class TriangularSampler implements Sampler {
  private readonly min: number;
  private readonly max: number;
  private readonly share: number;
  private readonly rising: number;
  private readonly falling: number;
  constructor(min: number, mode: number, max: number) {
    this.min = min;
    this.max = max;
    this.share = (mode - min) / (max - min);
    this.rising = (max - min) * (mode - min);
    this.falling = (max - min) * (max - mode);
  }
  sample(u: number): number {
    return u < this.share ? this.min + Math.sqrt(u * this.rising) : this.max - Math.sqrt((1 - u) * this.falling);
  }
}

class LognormalSampler implements Sampler {
  private readonly mu: number;
  private readonly sigma: number;
  constructor(mu: number, sigma: number) {
    this.mu = mu;
    this.sigma = sigma;
  }
  sample(u: number): number {
    return Math.exp(this.mu + this.sigma * normalQuantile(u));
  }
}

class GammaSampler implements Sampler {
  private readonly shape: number;
  private readonly scale: number;
  constructor(shape: number, scale: number) {
    this.shape = shape;
    this.scale = scale;
  }
  sample(u: number): number {
    return this.scale * gammaQuantile(this.shape, u);
  }
}

class WeibullSampler implements Sampler {
  private readonly inverseShape: number;
  private readonly scale: number;
  constructor(shape: number, scale: number) {
    this.inverseShape = 1 / shape;
    this.scale = scale;
  }
  sample(u: number): number {
    return this.scale * Math.exp(Math.log(-Math.log1p(-u)) * this.inverseShape);
  }
}

class EmpiricalSampler implements Sampler {
  private readonly values: Float64Array;
  constructor(values: readonly number[]) {
    this.values = Float64Array.from(values);
  }
  sample(u: number): number {
    const { length } = this.values;
    // u n may round up to n.
    return this.values[Math.min(Math.floor(u * length), length - 1)]!;
  }
}

/** Next to 0 and next to 1: where the uniform lies within a component must not round to an end. */
const FIRST = 2.220446049250313e-16;
const LAST = 1 - FIRST;

/** The uniform picks the component; its place between the component's bounds is the component's own uniform. */
class MixtureSampler implements Sampler {
  private readonly bounds: Float64Array;
  private readonly weights: Float64Array;
  private readonly samplers: readonly Sampler[];
  constructor(components: readonly { readonly weight: number; readonly distribution: Distribution }[]) {
    this.weights = Float64Array.from(components, ({ weight }) => weight);
    this.bounds = new Float64Array(components.length);
    for (let index = 1; index < components.length; index++) {
      this.bounds[index] = this.bounds[index - 1]! + this.weights[index - 1]!;
    }
    this.samplers = components.map(({ distribution }) => createSampler(distribution));
  }
  sample(u: number): number {
    let index = this.bounds.length - 1;
    while (u < this.bounds[index]!) index--;
    const place = (u - this.bounds[index]!) / this.weights[index]!;
    return this.samplers[index]!.sample(place < FIRST ? FIRST : place > LAST ? LAST : place);
  }
}

class ClampedSampler implements Sampler {
  private readonly inner: Sampler;
  private readonly min: number;
  private readonly max: number;
  constructor(inner: Sampler, min: number, max: number) {
    this.inner = inner;
    this.min = min;
    this.max = max;
  }
  sample(u: number): number {
    const value = this.inner.sample(u);
    return value < this.min ? this.min : value > this.max ? this.max : value;
  }
}
