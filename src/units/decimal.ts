/**
 * A decimal, as text, times an integer, rounded once where the digits allow it: 84.9 s is 84900 ms, not 84900.00000000001.
 */
export function timesDecimal(decimal: string, factor: number): number {
  const point = decimal.indexOf('.');
  const digits = decimal.replace('.', '');
  if (factor === 1 || point < 0 || digits.length > 12 || digits.includes('e')) return Number(decimal) * factor;
  return (Number(digits) * factor) / Number(`1e${digits.length - point}`);
}
