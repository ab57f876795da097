import { mean } from '../distributions/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Parameters } from '../service/parameters.ts';
import { LOSS_PATHS } from '../service/storage-loss.ts';
import { MarkovChain, type Transition } from '../statistics/markov-chain.ts';

const COPIES = 3;

/**
 * The storage of one server as a Markov chain: 0, 1 or 2 copies down, or lost by one of {@link LOSS_PATHS}. Times that are not exponential
 * are taken as exponential with the same mean; then it is not exact. Rates are per tick; null when nothing ever strikes.
 */
export function storageChain(
  assumptions: Scenario['assumptions'],
): { readonly chain: MarkovChain; readonly exact: boolean } | null {
  const parameters = new Parameters({ assumptions });
  const failure = parameters.distribution('storageCopy.failure.every');
  const rebuild = parameters.distribution('storageCopy.rebuild.duration');
  const shock = parameters.distribution('storageShock.every');
  const unreadable = parameters.probability('storageCopy.unreadable.probability');
  const taken = parameters.probability('storageShock.copyLoss.probability');
  const fails = failure.kind === 'never' ? 0 : 1 / mean(failure);
  const shocks = shock.kind === 'never' ? 0 : 1 / mean(shock);
  const repairs = 1 / mean(rebuild);
  const [copies, together, last] = LOSS_PATHS;
  const transitions: Transition[] = [];
  const move = (from: number, to: string, rate: number): void => {
    if (rate > 0) transitions.push({ from: String(from), to, rate });
  };
  for (let down = 0; down < COPIES; down++) {
    const up = COPIES - down;
    move(down, up === 1 ? copies : String(down + 1), up * fails);
    for (let losses = 1; losses <= up; losses++) {
      move(down, losses === up ? together : String(down + losses), shocks * binomial(up, losses, taken));
    }
    const failing = up === 1 ? unreadable : 0;
    if (down > 0) move(down, String(down - 1), down * repairs * (1 - failing));
    if (down > 0) move(down, last, down * repairs * failing);
  }
  if (fails === 0 && (shocks === 0 || taken === 0)) return null;
  const exact = [failure, rebuild, shock].every(({ kind }) => kind === 'exponential' || kind === 'never');
  return { chain: new MarkovChain(transitions), exact };
}

/** Probability of so many successes in n independent trials. */
function binomial(n: number, successes: number, p: number): number {
  let probability = 1;
  for (let trial = 0; trial < n; trial++) {
    probability *= trial < successes ? (p * (n - trial)) / (successes - trial) : 1 - p;
  }
  return probability;
}
