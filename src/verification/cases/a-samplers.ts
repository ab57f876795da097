import {
  cumulative,
  type Distribution,
  gamma,
  lognormal,
  mean,
  quantile,
  variance,
  weibull,
} from '../../distributions/index.ts';
import { Simulation } from '../../engine/index.ts';
import { type Case, computed, figure, type Figure } from '../case.ts';
import { Samples, share } from '../estimate.ts';

interface Known {
  readonly name: string;
  readonly distribution: Distribution;
  readonly mean: number;
  readonly variance: number | null;
  /** What the distribution is made of, where it was told by its mean. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly quantiles: readonly (readonly [share: number, value: number])[];
}

const KNOWN: readonly Known[] = [
  {
    name: 'Weibull 1.5',
    distribution: weibull({ shape: 1.5, mean: 1000 }),
    mean: 1000,
    variance: 460_998.486206,
    parameters: { shape: 1.5, scale: 1107.732167432 },
    quantiles: [
      [0.01, 51.588767298],
      [0.5, 867.597732041],
      [0.9, 1931.576411655],
      [0.99, 3066.186427818],
    ],
  },
  {
    name: 'Weibull 0.7',
    distribution: weibull({ shape: 0.7, mean: 1000 }),
    mean: 1000,
    variance: null,
    parameters: { shape: 0.7, scale: 789.99954987 },
    quantiles: [
      [0.01, 1.105602708],
      [0.5, 467.98792258],
      [0.9, 2600.625566],
      [0.99, 7000.364901],
    ],
  },
  {
    name: 'lognormal',
    distribution: lognormal({ mean: 60, sd: 90 }),
    mean: 60,
    variance: 8100,
    parameters: { mu: Math.log(33.282011774), sigma: 1.085658784 },
    quantiles: [
      [0.05, 5.580438038],
      [0.5, 33.282011774],
      [0.95, 198.495584065],
      [0.99, 415.979953037],
    ],
  },
  {
    name: 'Erlang-4',
    distribution: gamma({ shape: 4, scale: 5 }),
    mean: 20,
    variance: 100,
    parameters: {},
    quantiles: [
      [0.05, 6.831591984],
      [0.5, 18.360303744],
      [0.95, 38.76828264],
      [0.99, 50.225587574],
    ],
  },
];

function made({ name, distribution, parameters }: Known): readonly Figure[] {
  const found = new Map<string, unknown>(Object.entries(distribution));
  return Object.entries(parameters).map(([parameter, exact]) =>
    computed(`${name}: ${parameter}`, exact, Number(found.get(parameter))),
  );
}

/** What is drawn has that mean, and those shares below the quantiles. */
function drawn(seed: string, known: Known, distribution = known.distribution): readonly Figure[] {
  const { name, quantiles } = known;
  const stream = new Simulation({ seed: `${seed} V07 ${name}` }).stream('sampler', 'value');
  const values = Float64Array.from({ length: 200_000 }, () => stream.sample(distribution));
  const average = new Samples();
  for (const value of values) average.add(value);
  return [
    figure(`${name}: mean of draws`, known.mean, average),
    ...quantiles.map(([part, bound]) =>
      figure(
        `${name}: below the ${part} quantile`,
        part,
        share(values, (value) => value <= bound),
        part < 0.1 ? 0.03 : 0.005,
      ),
    ),
  ];
}

const [steep, flat, logs] = KNOWN;

export const SAMPLERS: Case = {
  id: 'V07',
  title: 'samplers: moments, quantiles and what is drawn',
  source: 'closed forms; bisection against independent distribution functions',
  simulate: (seed) =>
    KNOWN.flatMap((known) => [
      ...made(known),
      computed(`${known.name}: mean`, known.mean, mean(known.distribution)),
      ...(known.variance === null
        ? []
        : [computed(`${known.name}: variance`, known.variance, variance(known.distribution))]),
      ...known.quantiles.flatMap(([part, value]) => [
        computed(`${known.name}: p${part * 100}`, value, quantile(known.distribution, part)),
        computed(`${known.name}: share up to p${part * 100}`, part, cumulative(known.distribution, value)),
      ]),
      ...drawn(seed, known),
    ]),
  wrong: {
    'rate for scale': (seed) => drawn(seed, steep!, weibull({ shape: 1.5, scale: 1 / 1107.732167432 })),
    'mean for mu': (seed) => drawn(seed, logs!, lognormal({ p50: 60, sigma: 1.085658784 })),
    'shape of another one': (seed) => drawn(seed, flat!, weibull({ shape: 1, mean: 1000 })),
  },
};
