import { describe, expect, test } from 'vitest';
import type { RareDurability, RareEstimate } from '../../src/experiment/result.ts';
import { durability, durabilityByVariant } from '../../src/report/charts/durability.ts';
import { briefly, durabilitySentence, lossCells, rareWords, reasonsOf } from '../../src/report/durability-words.ts';
import { durabilitySection } from '../../src/report/text-durability.ts';
import { COMPARISON } from './sample-comparison.ts';
import { SAMPLE } from './sample-result.ts';
import { expectDrawn } from './charts/expect-drawn.ts';

const RARE = SAMPLE.durability.rare!;

const rare = (estimate: number | null, low: number, high: number): RareEstimate => ({
  estimate,
  interval: { level: 0.95, low, high, method: 'product' },
  relative_half_width: estimate === null ? null : (high - low) / 2 / estimate,
  impossible: null,
});

describe('a rare probability in words', () => {
  test.each([
    [rare(9.98e-12, 9.9e-12, 1.01e-11), '1.0e-11', '1.0e-11'],
    [rare(2e-17, 1.5e-17, 2.6e-17), '2.0e-17 [1.5e-17, 2.6e-17]', '2.0e-17'],
    [rare(null, 0, 3.7e-9), 'at most 3.7e-9', '<3.7e-9'],
    [rare(Number.MIN_VALUE, 0, 1e-300), '4.9e-324 [0.0e+0, 1.0e-300]', '4.9e-324'],
    [{ ...rare(null, 0, 0), impossible: 'nothing strikes' }, 'none', 'none'],
    [rare(0.25, 0.249, 0.251), '0.25', '0.25'],
  ])('%#: %o', (estimate, words, brief) => {
    expect(rareWords(estimate)).toBe(words);
    expect(briefly(estimate)).toBe(brief);
  });

  test('what loses most is named, with its share', () => {
    expect(durabilitySentence(RARE)).toBe(
      'Beyond restores that people choose: destroyed storage, zones and regions, and mistakes noticed too late, cost ' +
        'committed work once in 7,700 years, ' +
        '85 % of it because a zone is destroyed; nothing restorable is left once in 50,000 years.',
    );
    const never = { ...RARE, work_lost: { ...RARE.work_lost, estimate: null, impossible: 'switched off' } };
    expect(durabilitySentence(never)).toBe('Nothing in this scenario destroys data.');
  });

  test('each reason stands once, with what it is about', () => {
    expect(reasonsOf(RARE.paths)).toEqual([
      'three copies by a shock: backups stand on storage of their own',
      'last copy unreadable: the last copy can always be read',
    ]);
  });

  test('of several scenarios: storage in one column, bounds as bounds', () => {
    expect(lossCells(RARE)).toEqual(['1.0e-11', '1.1e-4', 'none', '2.0e-5', '1.3e-4', '2.0e-5']);
    expect(lossCells(undefined)).toBeNull();
    const unseen: RareDurability = {
      ...RARE,
      paths: [{ ...RARE.paths[2]!, work_lost: rare(null, 0, 3e-6) }],
    };
    expect(lossCells(unseen)![1]).toBe('<3.0e-6');
  });
});

describe('in the text summary', () => {
  test('a row for each path that there is, and the sum', () => {
    const lines = durabilitySection(SAMPLE);
    expect(lines[0]).toMatch(/^ {2}DURABILITY a year +happens +work lost +nothing restorable/);
    expect(lines.filter((line) => line.startsWith('    ')).slice(0, 4)).toEqual([
      expect.stringMatching(/mistake noticed too late +2\.0e-5 +2\.0e-5 +2\.0e-5/),
      expect.stringMatching(/zone destroyed +1\.5e-4 +1\.1e-4 \[9\.9e-5, 1\.2e-4\] +at most 4\.2e-7/),
      expect.stringMatching(/three copies by a shock +1\.0e-11 +1\.0e-11 \[9\.5e-12, 1\.0e-11\] +none/),
      expect.stringMatching(/in all +1\.3e-4 +2\.0e-5/),
    ]);
  });

  test('a result of an older version has none', () => {
    const { rare: _, ...older } = SAMPLE.durability;
    expect(durabilitySection({ ...SAMPLE, durability: older })).toEqual([]);
  });
});

describe('charts on a logarithmic axis', () => {
  test('of a run: each path, what it loses and what is left', async () => {
    const chart = durability(SAMPLE)!;
    expect(chart.title).toBe(
      'Work is lost for good once in 7,700 years; nothing restorable is left once in 50,000 years',
    );
    expect(chart.description).toContain(
      'three copies by a shock: 1.0e-11 [9.5e-12, 1.0e-11] lost, something is always left',
    );
    expect(chart.table.rows.at(-1)).toEqual(['In all', '1.3e-4', '2.0e-5']);
    const svg = await expectDrawn(chart);
    expect(svg).toContain('>1e-11<');
    expect(svg).toContain('at most 4.2e-7 nothing left');
  });

  test('of a comparison: the best and the worst are named', async () => {
    const [first, second] = COMPARISON.variants;
    const better: RareDurability = {
      ...RARE,
      work_lost: rare(2e-6, 1.9e-6, 2.1e-6),
      nothing_restorable: rare(2e-9, 1e-9, 3e-9),
    };
    const chart = durabilityByVariant({ ...COMPARISON, variants: [first!, { ...second!, rare: better }] })!;
    expect(chart.title).toBe(`Work is lost for good 65 times as often with ${first!.name} as with ${second!.name}`);
    await expectDrawn(chart);
  });

  test('nothing is drawn where nothing can be lost', () => {
    const none = { ...RARE, work_lost: { ...RARE.work_lost, impossible: 'switched off' } };
    expect(durability({ ...SAMPLE, durability: { ...SAMPLE.durability, rare: none } })).toBeNull();
  });
});
