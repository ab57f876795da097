/** The quotient of two integers as a double, within one unit in the last place however large they are. */
export function bigintRatio(numerator: bigint, denominator: bigint): number {
  if (denominator === 0n) return NaN;
  const negative = numerator < 0n !== denominator < 0n;
  const above = numerator < 0n ? -numerator : numerator;
  const below = denominator < 0n ? -denominator : denominator;
  // The quotient gets 64 bits or more: what is cut off lies below a double's precision.
  const shift = Math.max(0, 64 - bitLength(above) + bitLength(below));
  const quotient = Number((above << BigInt(shift)) / below) / Number(1n << BigInt(shift));
  return negative ? -quotient : quotient;
}

const bitLength = (value: bigint): number => value.toString(16).length * 4;
