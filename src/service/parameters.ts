import { createSampler } from '../distributions/sampler.ts';
import type { Distribution, Sampler } from '../distributions/distribution.ts';
import type { AssumptionValue, Scenario } from '../scenario/scenario.ts';

/** Reads merged assumptions by name, each in the form its user needs. A name that is not there is a bug and throws. */
export class Parameters {
  private readonly values: Scenario['assumptions'];

  constructor({ assumptions }: Pick<Scenario, 'assumptions'>) {
    this.values = assumptions;
  }

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  distribution(name: string): Distribution {
    const value = this.get(name);
    if (value.quantity === 'hazard' || value.quantity === 'duration' || value.quantity === 'bytes')
      return value.distribution;
    throw new Error(`assumption ${name} is a ${value.quantity}, not a distribution`);
  }

  /** Variates in base units (milliseconds, bytes), not rounded. */
  sampler(name: string): Sampler {
    return createSampler(this.distribution(name));
  }

  /** The median of a duration in whole ticks, where one fixed length is needed. */
  ticks(name: string): number {
    return Math.round(this.sampler(name).sample(0.5));
  }

  /** A duration that is always the same, in whole ticks; null for one that is drawn. */
  fixedTicks(name: string): number | null {
    const distribution = this.distribution(name);
    return distribution.kind === 'constant' ? Math.round(distribution.value) : null;
  }

  /** The first of the names that has a value. */
  firstOf(...names: readonly string[]): string {
    const found = names.find((name) => this.has(name));
    if (found === undefined) throw new Error(`no assumption of ${names.join(', ')}`);
    return found;
  }

  probability(name: string): number {
    const value = this.get(name);
    if (value.quantity !== 'probability')
      throw new Error(`assumption ${name} is a ${value.quantity}, not a probability`);
    return value.value;
  }

  factor(name: string): number {
    const value = this.get(name);
    if (value.quantity !== 'factor') throw new Error(`assumption ${name} is a ${value.quantity}, not a factor`);
    return value.value;
  }

  /** Bytes per second. */
  rate(name: string): number {
    const value = this.get(name);
    if (value.quantity !== 'rate') throw new Error(`assumption ${name} is a ${value.quantity}, not a rate`);
    return value.value;
  }

  flag(name: string): boolean {
    const value = this.get(name);
    if (value.quantity !== 'flag') throw new Error(`assumption ${name} is a ${value.quantity}, not a flag`);
    return value.value;
  }

  choice(name: string): string {
    const value = this.get(name);
    if (value.quantity !== 'choice') throw new Error(`assumption ${name} is a ${value.quantity}, not a choice`);
    return value.value;
  }

  private get(name: string): AssumptionValue {
    const value = this.values[name];
    if (value === undefined) throw new Error(`no such assumption: ${name}`);
    return value;
  }
}
