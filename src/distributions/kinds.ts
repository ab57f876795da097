import * as make from './constructors.ts';
import type { Distribution } from './distribution.ts';

/** How one kind of distribution is written: its parameters, which of them belong together, and what they make. */
export interface Kind {
  /** A quantity has the unit of the variate, a number none. */
  readonly parameters: Readonly<Record<string, 'quantity' | 'number'>>;
  /** Sets of parameters, one of which is given in full. */
  readonly forms: readonly (readonly string[])[];
  /** Order in which the text form may give them without names; null when names are needed. */
  readonly positional: readonly string[] | null;
  /** Throws a RangeError that says what must hold. */
  readonly build: (given: Values) => Distribution;
}
type Values = Readonly<Record<string, number>>;

/** The simple kinds: those that take numbers only. */
export const KINDS: Readonly<Record<string, Kind>> = {
  constant: kind({ value: 'quantity' }, [['value']], ['value'], (given) => make.constant(given['value']!)),
  exponential: kind({ mean: 'quantity' }, [['mean']], ['mean'], (given) => make.exponential({ mean: given['mean']! })),
  uniform: kind({ min: 'quantity', max: 'quantity' }, [['min', 'max']], ['min', 'max'], (given) =>
    make.uniform({ min: given['min']!, max: given['max']! }),
  ),
  triangular: kind(
    { min: 'quantity', mode: 'quantity', max: 'quantity' },
    [['min', 'mode', 'max']],
    ['min', 'mode', 'max'],
    (given) => make.triangular({ min: given['min']!, mode: given['mode']!, max: given['max']! }),
  ),
  lognormal: kind(
    { p5: 'quantity', p50: 'quantity', p95: 'quantity', mean: 'quantity', sd: 'quantity', sigma: 'number' },
    [
      ['p50', 'sigma'],
      ['p5', 'p95'],
      ['p50', 'p95'],
      ['mean', 'sd'],
    ],
    null,
    (given) => make.lognormal(given as unknown as make.LognormalParameters),
  ),
  gamma: kind(
    { mean: 'quantity', sd: 'quantity', scale: 'quantity', shape: 'number' },
    [
      ['mean', 'sd'],
      ['shape', 'scale'],
    ],
    null,
    (given) => make.gamma(given as unknown as make.GammaParameters),
  ),
  weibull: kind(
    { scale: 'quantity', mean: 'quantity', shape: 'number' },
    [
      ['shape', 'mean'],
      ['shape', 'scale'],
    ],
    null,
    (given) => make.weibull(given as unknown as make.WeibullParameters),
  ),
};

/** Kinds made of other values or distributions. */
export const COMPOUND_KINDS = ['empirical', 'mixture', 'clamped', 'never'] as const;

export const KIND_NAMES: readonly string[] = [...Object.keys(KINDS), ...COMPOUND_KINDS];

/** Of these, `min` and `max` are parameters; every other kind can be clamped with them. */
export const clampable = (name: string): boolean => name !== 'uniform' && name !== 'triangular' && name !== 'never';

function kind(
  parameters: Kind['parameters'],
  forms: Kind['forms'],
  positional: Kind['positional'],
  build: Kind['build'],
): Kind {
  return { parameters, forms, positional, build };
}
