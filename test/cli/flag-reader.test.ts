import { describe, expect, test } from 'vitest';
import { FlagReader } from '../../src/cli/flag-reader.ts';
import { UserError } from '../../src/diagnostics/user-error.ts';

const numberOf = (text: string) => {
  const flags = new FlagReader({ replications: text });
  return [flags.wholeNumber('replications', 1, 1e9), ...flags.findings.map((finding) => finding.code)];
};

describe('flags', () => {
  test.each([
    ['1', 1],
    ['10000', 10_000],
    ['1e6', 1_000_000],
    ['1000000000', 1e9],
  ])('%s is a whole number', (text, value) => {
    expect(numberOf(text)).toEqual([value]);
  });

  test.each(['NaN', 'abc', '1.5', '10,000', 'Infinity', '0x10', ' ', '1e', '1 2'])('%j is none', (text) => {
    expect(numberOf(text)).toEqual([undefined, 'PG1103']);
  });

  test.each(['0', '-3', '1000000001', '1e99', '9'.repeat(30)])('%s is out of range', (text) => {
    expect(numberOf(text)).toEqual([undefined, 'PG1104']);
  });

  test('a flag without value, or given twice, is a mistake; one that may be repeated is a list', () => {
    const flags = new FlagReader({ seed: ['1', '2'], variant: '', set: ['a=1', 'b=2'] });
    expect(flags.texts('set')).toEqual(['a=1', 'b=2']);
    expect(flags.text('horizon')).toBeUndefined();
    flags.check();
    expect([flags.text('seed'), flags.text('variant')]).toEqual(['1', undefined]);
    expect(flags.findings.map((finding) => [finding.file, finding.code])).toEqual([
      ['--seed', 'PG1403'],
      ['--variant', 'PG1404'],
    ]);
    expect(() => flags.check()).toThrow(UserError);
  });
});
