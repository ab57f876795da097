import { describe, expect, test } from 'vitest';
import type { Price } from '../../src/experiment/comparison.ts';
import { escapeMarkdown } from '../../src/report/escape.ts';
import { tableLines } from '../../src/report/compare-table.ts';
import { estimate, priceWords } from '../../src/report/compare-words.ts';

const interval = (low: number, high: number) => ({ level: 0.95, low, high, method: 'student-t' });

describe('a figure with its interval', () => {
  test.each([
    ['as many decimals as the width deserves', -21.92, -23.17, -20.69, '-21.9 [-23.2, -20.7]'],
    ['narrow', 0.0123, 0.0121, 0.0125, '+0.0123 [+0.0121, +0.0125]'],
    ['wide', -1234.5, -3000, 600, '-1,235 [-3,000, +600]'],
    ['no difference at all', 0, 0, 0, '0'],
    ['a constant one', 4, 4, 4, '+4.00'],
    ['one that holds 0', 0.04, -1, 1.08, '0.0 [-1.0, +1.1]'],
    ['unknown', 3, -Infinity, Infinity, '+3.00 [no interval]'],
  ])('%s', (_, mean, low, high, text) => {
    expect(estimate(mean, interval(low, high))).toBe(text);
  });

  test('per year, and without a plus where none is meant', () => {
    expect(estimate(1, interval(0.5, 1.5), 2, '')).toBe('2.0 [1.0, 3.0]');
  });
});

test('every price has words', () => {
  const price = (kind: Price['kind'], cost: Price['cost'], downtime: Price['downtime']): string =>
    priceWords({ kind, cost, downtime, per_minute: 2, interval: interval(1, 3) });
  expect(price('avoided', 'more', 'less')).toBe('2.0 [1.0, 3.0]');
  expect(price('saved', 'less', 'more')).toBe('saves 2.0 [1.0, 3.0]');
  expect(price('better', 'same', 'less')).toBe('free and better');
  expect(price('better', 'less', 'less')).toBe('cheaper and better');
  expect(price('better', 'less', 'same')).toBe('cheaper, as available');
  expect(price('worse', 'more', 'more')).toBe('dearer and worse');
  expect(price('worse', 'more', 'same')).toBe('dearer, as available');
  expect(price('worse', 'same', 'more')).toBe('worse, no cheaper');
  expect(price('same', 'same', 'same')).toBe('no difference');
  expect(price('undecided', 'more', 'undecided')).toBe('downtime undecided');
  expect(price('undecided', 'undecided', 'less')).toBe('cost undecided');
});

test('a table keeps to 100 columns; a long name has a line of its own', () => {
  const long = 'a'.repeat(70);
  const lines = tableLines([
    ['NAME', 'one', 'two'],
    ['short', '1', '22'],
    [long, 'x'.repeat(30), 'y'.repeat(12)],
  ]);
  expect(lines.map((line) => line.length <= 100)).toEqual([true, true, true, true]);
  expect(lines[2]).toBe(`  ${long}`);
  expect(lines[3]!.trim()).toBe(`${'x'.repeat(30)}  ${'y'.repeat(12)}`);
  expect(new Set([lines[0], lines[1], lines[3]].map((line) => line!.length)).size).toBe(1);
});

test('Markdown: what could be a mark is text', () => {
  expect(escapeMarkdown('a|b')).toBe('a\\|b');
  expect(escapeMarkdown('<b>&amp;')).toBe('&lt;b\\>&amp;amp;');
  expect(escapeMarkdown('[x](y) `z` *w* ~~v~~ $m$')).toBe('\\[x\\]\\(y\\) \\`z\\` \\*w\\* \\~\\~v\\~\\~ \\$m\\$');
  expect(escapeMarkdown('@team #1 www.example.org')).toBe('@\u2060team \\#\u20601 www\u2060.example.org');
  expect(escapeMarkdown('line\nbreak\u202e')).toBe('line?break?');
  expect(escapeMarkdown('355.40 USD, zone-redundant')).toBe('355.40 USD, zone-redundant');
});
