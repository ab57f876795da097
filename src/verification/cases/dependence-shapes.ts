import { cumulative, type Distribution, parseDistribution, quantile } from '../../distributions/index.ts';
import { HOUR } from '../../units/duration.ts';
import { type Case, computed, figure, type Figure } from '../case.ts';
import { type Estimate, Samples } from '../estimate.ts';
import { HISTORY_TICKS, play } from './dependence-server.ts';

/** All with a mean of two hours. */
const SHAPES = {
  constant: 'constant(2h)',
  gamma: 'gamma(mean=2h,sd=1h)',
  exponential: 'exponential(2h)',
  lognormal: 'lognormal(mean=2h,sd=4h)',
} as const;

const SHAPE_NAMES = ['constant', 'gamma', 'exponential', 'lognormal'] as const;

function read(text: string): Distribution {
  const parsed = parseDistribution(text, { quantity: 'duration', bare: 'constant', allowNever: false });
  if (!parsed.ok) throw new Error(text);
  return parsed.distribution;
}

/** The p99 of a sample; the standard error of an order statistic is sqrt(p (1 - p) / n) over the density there. */
function p99(lengths: number[], repair: Distribution): Estimate {
  lengths.sort((a, b) => a - b);
  const exact = quantile(repair, 0.99);
  const density = (cumulative(repair, exact * 1.001) - cumulative(repair, exact * 0.999)) / (0.002 * exact);
  const standardError = Math.sqrt((0.99 * 0.01) / lengths.length) / density;
  return { mean: lengths[Math.ceil(0.99 * lengths.length) - 1]! / HOUR, standardError: standardError / HOUR };
}

/** A server that fails every 20 h and is back in 2 h on average: its availability, and the longest hundredth of its outages. */
function figuresOf(seed: string, shape: keyof typeof SHAPES): readonly Figure[] {
  const repair = read(SHAPES[shape]);
  const lengths: number[] = [];
  const unavailability = new Samples();
  const assumptions = { 'hostFailure.every': '20h', 'hostFailure.relocation.duration': SHAPES[shape] };
  play({ seed: `${seed} V65 ${shape}`, histories: 12, assumptions }, ({ downMs, outages: { count, columns } }) => {
    unavailability.add(downMs / HISTORY_TICKS);
    for (let row = 0; row < count; row++) lengths.push(columns.end[row]! - columns.start[row]!);
  });
  const exact = quantile(repair, 0.99) / HOUR;
  return [
    figure(`${shape}: unavailability`, 2 / 22, unavailability),
    shape === 'constant'
      ? computed(
          `${shape}: p99 of an outage, hours`,
          exact,
          lengths.toSorted((a, b) => a - b)[lengths.length >> 1]! / HOUR,
        )
      : figure(`${shape}: p99 of an outage, hours`, exact, p99(lengths, repair), 0.008),
  ];
}

export const SAME_MEANS: Case = {
  id: 'V65',
  title: 'shapes with equal means: repairs of two hours on average; the same availability, another p99',
  source: 'alternating renewal process, which depends on means alone; quantiles in closed form',
  simulate: (seed) => SHAPE_NAMES.flatMap((shape) => figuresOf(seed, shape)),
};
