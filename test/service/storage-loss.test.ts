import { describe, expect, test } from 'vitest';
import { constant, type Distribution, exponential } from '../../src/distributions/index.ts';
import { storageChain } from '../../src/experiment/storage-chain.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { LOSS_PATHS, StorageLoss } from '../../src/service/storage-loss.ts';

const HOUR = 3_600_000;
const YEAR = 8760 * HOUR;
const HISTORIES = 60_000;

const every = (perYear: number): Distribution =>
  perYear > 0 ? exponential({ mean: YEAR / perYear }) : { kind: 'never' };

function assumptions(failures: number, hours: number, shocks: number, taken: number): Scenario['assumptions'] {
  return {
    'storageCopy.failure.every': { quantity: 'hazard', distribution: every(failures) },
    'storageCopy.rebuild.duration': { quantity: 'duration', distribution: exponential({ mean: hours * HOUR }) },
    'storageCopy.unreadable.probability': { quantity: 'probability', value: 0 },
    'storageShock.every': { quantity: 'hazard', distribution: every(shocks) },
    'storageShock.copyLoss.probability': { quantity: 'probability', value: taken },
    'storageOutage.duration': { quantity: 'duration', distribution: constant(HOUR) },
  };
}

/** Mean and standard error of the weights of all histories that struck, and of those that lost everything by a path. */
function weights(given: Scenario['assumptions']) {
  const storage = new StorageLoss(given, 'weights', YEAR);
  const sums = LOSS_PATHS.map(() => ({ sum: 0, squares: 0 }));
  const all = { sum: 0, squares: 0 };
  const add = (to: { sum: number; squares: number }, weight: number): void => {
    to.sum += weight;
    to.squares += weight * weight;
  };
  for (let replication = 1; replication <= HISTORIES; replication++) {
    storage.run(replication);
    add(all, storage.weight);
    if (storage.path >= 0) add(sums[storage.path]!, storage.weight);
  }
  const estimate = ({ sum, squares }: { sum: number; squares: number }) => {
    const mean = sum / HISTORIES;
    return { mean, error: Math.sqrt((squares / HISTORIES - mean * mean) / HISTORIES) };
  };
  return { all: estimate(all), paths: sums.map(estimate) };
}

describe.each([
  // Failures of a copy a year, hours of a rebuild, shocks a year, the chance that one takes a copy.
  [0.01, 16, 0, 0],
  [0.1, 16, 0.5, 0.001],
  [1, 876, 0, 0],
  [5, 16, 0, 0],
  [18, 16, 36, 0.01],
])(
  'copies failing %f times a year, rebuilt in %f h, %f shocks taking each with %f',
  (failures, hours, shocks, taken) => {
    const given = assumptions(failures, hours, shocks, taken);
    const { all, paths } = weights(given);

    test('weights add up to the probability that anything strikes: no part of the histories is left out', () => {
      const any = -Math.expm1(-(3 * failures + shocks));
      expect(all.error / any).toBeLessThan(0.02);
      expect(Math.abs(all.mean - any)).toBeLessThan(3.3 * all.error + 1e-12);
    });

    test('the loss by each path is that of the Markov chain', () => {
      const { chain } = storageChain(given)!;
      for (const [index, path] of LOSS_PATHS.entries()) {
        if (!chain.states.includes(path)) continue;
        const exact = chain.probabilityWithin(YEAR, [path], '0');
        const { mean, error } = paths[index]!;
        expect(error / exact, path).toBeLessThan(0.25);
        expect(Math.abs(mean - exact), path).toBeLessThan(3.3 * error);
      }
    });
  },
);
