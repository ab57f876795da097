import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../../src/experiment/comparison.ts';
import type { Sweep } from '../../../src/experiment/sweep-result.ts';
import { causesByVariant } from '../../../src/report/charts/causes-by-variant.ts';
import { costAgainstDowntime, costAgainstDowntimeOfSweep } from '../../../src/report/charts/cost-against-downtime.ts';
import { difference } from '../../../src/report/charts/difference.ts';
import { comparisonCharts } from '../../../src/report/charts/registry.ts';
import { COMPARISON, difference as made, differenceOf, SWEEP, variant } from '../sample-comparison.ts';
import { expectDrawn, readable } from './expect-drawn.ts';

/** The sample with other names. */
function renamed(name: (old: string) => string): Comparison {
  const text = JSON.stringify(COMPARISON);
  return ['base', 'standby', 'larger'].reduce(
    (all, old) =>
      JSON.parse(JSON.stringify(all).replaceAll(JSON.stringify(old), () => JSON.stringify(name(old)))) as Comparison,
    JSON.parse(text) as Comparison,
  );
}

/** One history: no interval has ends, in memory or read from a file. */
function withoutIntervals(end: number | null): Comparison {
  const open = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && 'low' in value ? { ...value, low: 'low', high: 'high' } : value;
  const text = JSON.stringify(COMPARISON, open);
  const revived = (_: string, value: unknown): unknown =>
    value === 'low' ? (end === null ? null : -end) : value === 'high' ? end : value;
  return JSON.parse(text, revived) as Comparison;
}

const NO_DOWNTIME: Comparison = {
  ...COMPARISON,
  variants: ['base', 'standby'].map((name) => variant(name, 4000, [0, 0, 0])),
  differences: [made('standby', differenceOf(0, 0, 0), differenceOf(0, 0, 0))],
  front: [{ variant: 'base', price: null }],
  best: { ...COMPARISON.best, least_downtime: { variant: 'base', or: ['standby'] }, price: null },
};

const ALONE: Comparison = { ...COMPARISON, variants: COMPARISON.variants.slice(0, 1), differences: [] };

describe('every chart of a comparison', () => {
  test.each([
    ['hostile names', renamed((old) => `<script>alert("${old}")</script>`)],
    ['very long names', renamed((old) => `${old}-${'of-the-western-region'.repeat(12)}`)],
    ['names that are not ASCII', renamed((old) => `${old} \u{1f418} größer`)],
    ['one history', withoutIntervals(Infinity)],
    ['one history, read from a file', withoutIntervals(null)],
    ['half a year', { ...COMPARISON, inputs: { ...COMPARISON.inputs, hours: 4344, end: '2027-07-01T00:00:00Z' } }],
  ])('is drawn: %s', async (_, comparison) => {
    const charts = comparisonCharts(comparison);
    const ids = ['cost-against-downtime', 'causes-by-variant', 'difference', 'data-loss-by-variant'];
    expect(charts.map(({ id }) => id)).toEqual(ids);
    for (const chart of charts) await expectDrawn(chart);
  });

  test('is left out where there is nothing to compare', () => {
    expect(comparisonCharts(ALONE)).toEqual([]);
  });

  test('without any downtime causes are left out, the others say so', async () => {
    const charts = comparisonCharts(NO_DOWNTIME);
    expect(charts.map(({ title }) => title)).toEqual([
      'base costs least and is down least',
      'No variant has other downtime than base',
      'Work is lost for good about as often with every scenario',
    ]);
    for (const chart of charts) await expectDrawn(chart);
  });
});

describe('causes by variant', () => {
  test('the family that differs most is the finding', async () => {
    const chart = causesByVariant(COMPARISON)!;
    expect(chart.title).toBe('Zone or region causes differ most: 22.0 minutes in base, 2.00 in standby');
    expect(chart.description).toContain('standby 20.0 [18.0, 22.0], of it planned maintenance 12.0, hardware 6.00');
    expect(chart.table.rows[0]!.slice(0, 4)).toEqual(['base', '20.0', '8.00', '22.0']);
    expect(readable(await expectDrawn(chart))).toMatchSnapshot();
  });

  test('seen from the better one, against the worst', () => {
    const chart = causesByVariant({ ...COMPARISON, reference: 'standby' })!;
    expect(chart.title).toBe('Zone or region causes differ most: 2.00 minutes in standby, 22.0 in base');
  });

  test('when nothing differs it says so', () => {
    const [base, , larger] = COMPARISON.variants;
    const same = { ...COMPARISON, variants: [base!, larger!] };
    const best = { ...COMPARISON.best, least_downtime: { variant: 'base', or: ['larger'] } };
    expect(causesByVariant({ ...same, best })!.title).toBe('No variant changes any cause of downtime');
  });

  test('a comparison from before variants had their causes: no chart', () => {
    const { causes: _, ...old } = COMPARISON.variants[0]!;
    const variants = [old as (typeof COMPARISON.variants)[number], ...COMPARISON.variants];
    expect(causesByVariant({ ...COMPARISON, variants })).toBeNull();
  });

  test('what is planned is hatched', async () => {
    expect(await expectDrawn(causesByVariant(COMPARISON))).toContain('fill="url(#causes-by-variant-blue)"');
  });
});

describe('the difference to the reference', () => {
  test('the variant that saves most is the finding, with its interval', async () => {
    const chart = difference(COMPARISON)!;
    expect(chart.title).toBe('standby is down 30.0 [26.0, 34.0] minutes a year less than base');
    expect(chart.table.rows[0]).toEqual([
      'standby',
      '-30.0 [-34.0, -26.0]',
      '-30 [-68, -52]',
      '50.0/50.0/50.0',
      '+3,000 [+2,999, +3,001]',
    ]);
    expect(readable(await expectDrawn(chart))).toMatchSnapshot();
  });

  const titleOf = (...downtimes: readonly (readonly [number, number, number])[]): string => {
    const differences = downtimes.map((one, index) =>
      made(`variant ${index}`, differenceOf(...one), differenceOf(1, 0.5, 1.5)),
    );
    return difference({ ...COMPARISON, differences })!.title;
  };

  test('nothing is said to be less or more before its interval says so', () => {
    expect(titleOf([-30, -61, 1])).toBe('What variants change in the downtime of base is not decided');
    expect(titleOf([30, 10, 50])).toBe('variant 0 is down 30.0 [10.0, 50.0] minutes a year more than base');
    expect(titleOf([-30, -61, 1], [-2, -3, -1])).toBe(
      'variant 1 is down 2.00 [1.00, 3.00] minutes a year less than base',
    );
  });

  test('those that save the same are named together', () => {
    expect(titleOf([-3, -4, -2], [-3, -4, -2])).toBe(
      'variant 0 and variant 1 are down 3.00 [2.00, 4.00] minutes a year less than base',
    );
  });
});

describe('cost against downtime', () => {
  test('what a minute costs is the finding', async () => {
    const chart = costAgainstDowntime(COMPARISON)!;
    expect(chart.title).toBe('standby avoids downtime for 100.00 USD a minute');
    expect(chart.table.rows.map(([name, , minutes, , standing]) => [name, minutes, standing])).toEqual([
      ['base', '50.0', 'on the front'],
      ['standby', '20.0', 'on the front'],
      ['larger', '50.0', 'dominated by base'],
    ]);
    expect(readable(await expectDrawn(chart))).toMatchSnapshot();
  });

  test('no price is named that the intervals do not give', () => {
    const price = { ...COMPARISON.best.price!, kind: 'undecided' as const, per_minute: null, interval: null };
    const chart = costAgainstDowntime({ ...COMPARISON, best: { ...COMPARISON.best, price } })!;
    expect(chart.title).toBe('base costs least, standby is down least');
  });

  test('a sweep: its front; what was refused is said', async () => {
    const chart = costAgainstDowntimeOfSweep(SWEEP)!;
    expect(chart.title).toBe('2 of 3 settings are not beaten by any other');
    expect(chart.subtitle).toContain('1 refused');
    const svg = await expectDrawn(chart);
    expect(svg).toContain('>Disabled, 7<');
    // Downtimes from 20 to 500 minutes.
    expect(svg).toContain('logarithmic');
    expect(readable(svg)).toMatchSnapshot();
  });

  test('of many cells only those of the front are named', async () => {
    const [, second] = SWEEP.cells as [unknown, Sweep['cells'][number]];
    const many = Array.from({ length: 20 }, (_, index) => ({ ...second, cell: index + 5 }));
    const svg = await expectDrawn(costAgainstDowntimeOfSweep({ ...SWEEP, cells: [...SWEEP.cells, ...many] }));
    const drawing = svg.slice(svg.indexOf('<g aria-hidden'));
    expect(drawing).toContain('>ZoneRedundant, 7<');
    expect(drawing).not.toContain('SameZone');
  });

  test('a single cell is no choice', () => {
    expect(costAgainstDowntimeOfSweep({ ...SWEEP, cells: SWEEP.cells.slice(0, 1) })).toBeNull();
  });
});
