import { describe, expect, test } from 'vitest';
import { misfitsOf, type Partial, shardRange } from '../../src/experiment/partial.ts';

const part = (index: number, of: number, more: object = {}): Partial => ({
  formatVersion: '1.0',
  kind: 'Partial',
  version: '1.0.0',
  inputs: { file: 'a.yaml', text: 'x', sha256: 'y', variant: null, set: [], horizon: null },
  seed: '1',
  replications: 9000,
  shard: { index, of },
  tally: { tallies: [], pairs: [] },
  ...more,
});

describe('shards', () => {
  test.each([
    [1, 1],
    [16, 10_000],
    [16, 1_000_000],
    [7, 12_345],
    [16, 3000],
    [5, 999],
  ])('%d of them cover %d replications once, in whole blocks', (of, replications) => {
    let next = 1;
    for (let index = 1; index <= of; index++) {
      const { first, last } = shardRange({ index, of }, replications);
      expect(first).toBe(next);
      expect((first - 1) % 1000).toBe(0);
      expect(last === replications || last % 1000 === 0).toBe(true);
      next = last + 1;
    }
    expect(next).toBe(replications + 1);
  });

  test('all of one run, in any order, fit', () => {
    expect(misfitsOf([part(2, 3), part(3, 3), part(1, 3)])).toEqual([]);
  });

  test('a missing one is named, and one given twice', () => {
    expect(misfitsOf([part(2, 3), part(3, 3)])).toEqual([{ kind: 'missing', shards: [{ index: 1, of: 3 }] }]);
    expect(misfitsOf([part(1, 2), part(2, 2), part(1, 2)])).toEqual([{ kind: 'twice', position: 2 }]);
  });

  test.each([
    [{ seed: '2' }, 'seed'],
    [{ replications: 9001 }, 'number of replications'],
    [{ version: '1.0.1' }, 'version of pgnines'],
    [{ inputs: { ...part(1, 1).inputs, set: ['a=1'] } }, '--set'],
  ])('of another run (%j) is refused', (more, differs) => {
    expect(misfitsOf([part(1, 2), part(2, 2, more)])).toEqual([{ kind: 'other run', position: 1, differs: [differs] }]);
  });
});
