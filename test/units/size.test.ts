import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesText, formatBytes, parseBytes, parseRate } from '../../src/units/size.ts';

const bytes = (value: unknown) => {
  const parsed = parseBytes(value);
  return parsed.ok ? parsed.bytes : parsed.reason;
};
const rate = (value: unknown) => {
  const parsed = parseRate(value);
  return parsed.ok ? parsed.bytesPerSecond : parsed.reason;
};

describe('parseBytes', () => {
  test.each([
    ['50MB', 5e7],
    ['500KB', 5e5],
    ['500kB', 5e5],
    ['1GiB', 1_073_741_824],
    ['1.1GB', 1_100_000_000],
    ['2 TiB', 2_199_023_255_552],
    ['16B', 16],
    ['1234', 1234],
    [1234, 1234],
    [0, 0],
  ])('%s is %d bytes', (value, expected) => {
    expect(bytes(value)).toBe(expected);
  });

  test('small b is refused, since it means bits', () => {
    expect(bytes('50Mb')).toBe('Mb means bits; write MB for bytes');
    expect(bytes('8b')).toBe('b means bits; write B for bytes');
  });

  test.each(['', 'MB', '-1MB', '1..2MB', '1 XB', '9999PB', '1e400B', -1, NaN, Infinity, 2e18, null, true, {}, '1MB/s'])(
    '%j is refused with a reason',
    (value) => {
      expect(parseBytes(value)).toEqual({ ok: false, reason: expect.stringMatching(/./) });
    },
  );

  test('a very long text is refused without being read', () => {
    expect(bytes('9'.repeat(1_000_000))).toContain('longer than 100 characters');
    expect(rate('9'.repeat(1_000_000))).toContain('longer than 100 characters');
  });
});

describe('parseRate', () => {
  test.each([
    ['40MB/s', 4e7],
    ['1 MiB/s', 1_048_576],
    [4e7, 4e7],
    ['40000000', 4e7],
  ])('%s is %d bytes per second', (value, expected) => {
    expect(rate(value)).toBe(expected);
  });

  test.each(['40MB', '40Mb/s', '40MB/h', '/s', -4, NaN, null, []])('%j is refused with a reason', (value) => {
    expect(parseRate(value)).toEqual({ ok: false, reason: expect.stringMatching(/./) });
  });
});

describe('writing sizes', () => {
  test.each([
    [0, '0B'],
    [999, '999B'],
    [999_999_999, '1GB'],
    [5e7, '50MB'],
    [1_073_741_824, '1.07GB'],
    [-5e7, '-50MB'],
  ])('%d bytes are shown as %s', (value, text) => {
    expect(formatBytes(value)).toBe(text);
  });

  test.each(['50MB', '1GiB', '1234567B', '1.5TB', '0B'])('%s stays as it was written', (text) => {
    expect(bytesText(bytes(text) as number)).toBe(text);
  });

  test('every size is read back to the bit', () => {
    const size = fc.oneof(fc.integer({ min: 0, max: 1e15 }), fc.double({ min: 0, max: 1e18, noNaN: true }));
    fc.assert(
      fc.property(size, (value) => {
        expect(bytes(bytesText(value))).toBe(value === 0 ? 0 : value);
      }),
      { seed: 1, numRuns: 1_000 },
    );
  });
});
