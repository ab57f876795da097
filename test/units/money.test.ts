import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, multiply, parseDecimal, ratio, toDecimal, toFixed, toNumber, ZERO } from '../../src/units/money.ts';

const RUNS = { seed: 1, numRuns: 500 };
const tenTo = (places: number): bigint => BigInt(`1${'0'.repeat(places)}`);

/** A decimal as text, with its digits as one integer: `-12.050` is -12050 thousandths. */
const decimal = fc
  .record({
    negative: fc.boolean(),
    whole: fc.bigInt({ min: 0n, max: tenTo(25) }),
    fraction: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 25 }).map((digits) => digits.join('')),
  })
  .map(({ negative, whole, fraction }) => {
    const digits = BigInt(`${whole}${fraction}`);
    return {
      text: `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`,
      units: negative ? -digits : digits,
      places: fraction.length,
    };
  });
const anyRatio = fc
  .tuple(fc.bigInt({ min: -tenTo(30), max: tenTo(30) }), fc.bigInt({ min: 1n, max: tenTo(15) }))
  .map(([numerator, denominator]) => ({ numerator, denominator }));

describe('ratio', () => {
  test('is in lowest terms with a positive denominator', () => {
    expect(ratio(6n, -4n)).toEqual({ numerator: -3n, denominator: 2n });
    expect(ratio(-6n, -4n)).toEqual({ numerator: 3n, denominator: 2n });
    expect(ratio(7n)).toEqual({ numerator: 7n, denominator: 1n });
  });

  test('zero is one value', () => {
    expect(ratio(0n, -12n)).toEqual(ZERO);
    expect(add(ratio(1n, 3n), ratio(-1n, 3n))).toEqual(ZERO);
  });

  test('a denominator of 0 is refused', () => {
    expect(() => ratio(1n, 0n)).toThrow(RangeError);
  });
});

describe('parseDecimal', () => {
  test.each([
    ['0.089', 89n, 1000n],
    ['-12', -12n, 1n],
    ['0.50', 1n, 2n],
    ['-0', 0n, 1n],
    ['007.10', 71n, 10n],
  ])('%s is %i / %i', (text, numerator, denominator) => {
    expect(parseDecimal(text)).toEqual({ numerator, denominator });
  });

  test.each(['', '.', '.5', '5.', '+1', '1e3', '1,5', ' 1', '1 ', '--1', '0x10', 'NaN', '1.2.3', '9'.repeat(31)])(
    '%j is refused',
    (text) => {
      expect(() => parseDecimal(text)).toThrow(RangeError);
    },
  );

  test('holds every digit', () => {
    fc.assert(
      fc.property(decimal, ({ text, units, places }) => {
        const { numerator, denominator } = parseDecimal(text);
        expect(numerator * tenTo(places)).toBe(units * denominator);
      }),
      RUNS,
    );
  });
});

describe('arithmetic is exact', () => {
  test('0.1 + 0.2 is 0.3', () => {
    expect(add(parseDecimal('0.1'), parseDecimal('0.2'))).toEqual(parseDecimal('0.3'));
  });

  test('sums and products of decimals are those of their integers', () => {
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        const sum = left.units * tenTo(right.places) + right.units * tenTo(left.places);
        const both = left.places + right.places;
        expect(add(parseDecimal(left.text), parseDecimal(right.text))).toEqual(ratio(sum, tenTo(both)));
        expect(multiply(parseDecimal(left.text), parseDecimal(right.text))).toEqual(
          ratio(left.units * right.units, tenTo(both)),
        );
      }),
      RUNS,
    );
  });

  test('the order of adding changes nothing', () => {
    fc.assert(
      fc.property(anyRatio, anyRatio, anyRatio, (a, b, c) => {
        expect(add(add(a, b), c)).toEqual(add(a, add(c, b)));
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
      }),
      RUNS,
    );
  });
});

describe('toFixed rounds once, half to even', () => {
  test.each([
    ['0.005', '0.00'],
    ['0.015', '0.02'],
    ['0.025', '0.02'],
    ['2.675', '2.68'],
    ['2.685', '2.68'],
    ['1.005', '1.00'],
    ['-0.015', '-0.02'],
    ['-0.025', '-0.02'],
    ['0.0250000000000000001', '0.03'],
    ['0.0149999999999999999', '0.01'],
    ['0.995', '1.00'],
    ['9.995', '10.00'],
    ['264.864', '264.86'],
    ['-0.004', '0.00'],
    ['12', '12.00'],
  ])('%s to the cent is %s', (text, expected) => {
    expect(toFixed(parseDecimal(text), 2)).toBe(expected);
  });

  test.each([
    ['0.5', '0'],
    ['1.5', '2'],
    ['2.5', '2'],
    ['-2.5', '-2'],
    ['-0.5', '0'],
  ])('%s without decimals is %s', (text, expected) => {
    expect(toFixed(parseDecimal(text), 0)).toBe(expected);
  });

  test('a third never ends', () => {
    expect(toFixed(ratio(1n, 3n), 8)).toBe('0.33333333');
    expect(toFixed(ratio(2n, 3n), 8)).toBe('0.66666667');
  });

  test('every half goes to the even neighbour', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -tenTo(20), max: tenTo(20) }), fc.integer({ min: 0, max: 12 }), (units, places) => {
        const even = units % 2n === 0n ? units : units + 1n;
        const half = ratio(2n * units + 1n, 2n * tenTo(places));
        expect(parseDecimal(toFixed(half, places))).toEqual(ratio(even, tenTo(places)));
      }),
      RUNS,
    );
  });

  test('is never further than half a unit away', () => {
    fc.assert(
      fc.property(anyRatio, fc.integer({ min: 0, max: 12 }), (value, places) => {
        const { numerator, denominator } = add(parseDecimal(toFixed(value, places)), multiply(value, ratio(-1n)));
        const distance = numerator < 0n ? -numerator : numerator;
        expect(2n * distance * tenTo(places) <= denominator).toBe(true);
      }),
      RUNS,
    );
  });

  test('a decimal with enough places comes back as it was', () => {
    fc.assert(
      fc.property(decimal, ({ text, places }) => {
        expect(parseDecimal(toFixed(parseDecimal(text), places))).toEqual(parseDecimal(text));
      }),
      RUNS,
    );
  });
});

test.each([
  ['264.8640', 6, '264.864'],
  ['512.00', 4, '512'],
  ['100', 0, '100'],
  ['0.00001', 4, '0'],
  ['-1.50', 2, '-1.5'],
])('toDecimal of %s with up to %i places is %s', (text, places, expected) => {
  expect(toDecimal(parseDecimal(text), places)).toBe(expected);
});

test('toNumber is off by no more than rounding its two parts and their quotient', () => {
  expect(toNumber(parseDecimal('0.089'))).toBe(0.089);
  fc.assert(
    fc.property(decimal, ({ text }) => {
      const exact = Number(text);
      expect(Math.abs(toNumber(parseDecimal(text)) - exact)).toBeLessThanOrEqual(2 * Number.EPSILON * Math.abs(exact));
    }),
    RUNS,
  );
});
