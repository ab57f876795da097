/** An exact fraction of bigints, the denominator positive. Bills are formed with these and rounded once, when printed. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Ratio = { numerator: 0n, denominator: 1n };

export function ratio(numerator: bigint, denominator = 1n): Ratio {
  if (denominator === 0n) throw new RangeError('a ratio needs a denominator other than 0');
  return reduce(denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator });
}

/**
 * Reads a plain decimal (`0.089`, `-12`), exactly.
 * @throws RangeError for anything else
 */
export function parseDecimal(text: string): Ratio {
  const match = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/.exec(text);
  if (match === null) throw new RangeError(`expected a decimal number, got ${text}`);
  const fraction = match[3] ?? '';
  const digits = BigInt(match[2]! + fraction);
  return ratio(match[1] === '-' ? -digits : digits, BigInt(`1${'0'.repeat(fraction.length)}`));
}

export function add(left: Ratio, right: Ratio): Ratio {
  return ratio(
    left.numerator * right.denominator + right.numerator * left.denominator,
    left.denominator * right.denominator,
  );
}

export function multiply(left: Ratio, right: Ratio): Ratio {
  return ratio(left.numerator * right.numerator, left.denominator * right.denominator);
}

export function toNumber(value: Ratio): number {
  return Number(value.numerator) / Number(value.denominator);
}

/** Decimal text with so many places, half to even. */
export function toFixed(value: Ratio, places: number): string {
  const scale = BigInt(`1${'0'.repeat(places)}`);
  const negative = value.numerator < 0n;
  const scaled = (negative ? -value.numerator : value.numerator) * scale;
  let units = scaled / value.denominator;
  const twice = (scaled % value.denominator) * 2n;
  if (twice > value.denominator || (twice === value.denominator && units % 2n === 1n)) units += 1n;
  const digits = units.toString().padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return negative && units !== 0n ? `-${text}` : text;
}

/** As {@link toFixed}, without zeros at the end. */
export function toDecimal(value: Ratio, places: number): string {
  const text = toFixed(value, places);
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
}

function reduce(value: Ratio): Ratio {
  let a = value.numerator < 0n ? -value.numerator : value.numerator;
  let b = value.denominator;
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? ZERO : { numerator: value.numerator / a, denominator: value.denominator / a };
}
