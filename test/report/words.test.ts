import { expect, test } from 'vitest';
import { availability, causeWords, figure, list, money, nines, percent } from '../../src/report/words.ts';

test('a figure has about three digits', () => {
  const values = [0, 1234.5, 99.96, 31.44, 9.996, 2.84, 0.4, 0.0123, 0.00004, 3e-9];
  expect(values.map(figure)).toEqual([
    '0',
    '1,235',
    '100',
    '31.4',
    '10.0',
    '2.84',
    '0.40',
    '0.012',
    '0.000040',
    '3.0e-9',
  ]);
});

test('availability keeps two digits of what is missing', () => {
  expect([99.9947, 99.999_87, 99.999_998_7, 95, 100].map(availability)).toEqual([
    '99.9947 %',
    '99.99987 %',
    '99.9999987 %',
    '95.0000 %',
    '100 %',
  ]);
});

test('nines are counted with fractions', () => {
  expect(nines(99.99)).toBeCloseTo(4, 9);
  expect(nines(99.95)).toBeCloseTo(3.301, 3);
  expect(nines(100)).toBe(Infinity);
});

test('money has cents and commas, and keeps its sign', () => {
  expect(['1234567.891', '-4.3', '0', '999.999'].map(money)).toEqual(['1,234,567.89', '-4.30', '0.00', '1,000.00']);
});

test('names become words', () => {
  expect(['hostFailure', 'vmCrash', 'mistake', 'storageOutage'].map(causeWords)).toEqual([
    'host failure',
    'VM crash',
    'operator mistake',
    'storage outage',
  ]);
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(list)).toEqual(['', 'a', 'a and b', 'a, b and c']);
  expect(percent(0.057)).toBe('5.70 %');
});
