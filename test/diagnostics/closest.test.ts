import { expect, test } from 'vitest';
import { closest, editDistance } from '../../src/diagnostics/closest.ts';

test('an edit is an insertion, a deletion, a replacement or a swap of neighbours', () => {
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('ab', 'ba')).toBe(1);
  expect(editDistance('', 'abc')).toBe(3);
  expect(editDistance('ca', 'abc')).toBe(3);
});

test('the nearest candidate is the guess, whatever its letter case', () => {
  const modes = ['Disabled', 'SameZone', 'ZoneRedundant'];
  expect(closest('ZoneRedundent', modes)).toBe('ZoneRedundant');
  expect(closest('same-zone', modes)).toBe('SameZone');
  expect(closest('storageSizeGb', ['storageSizeGB', 'autoGrow'])).toBe('storageSizeGB');
});

test('nothing near is no guess', () => {
  expect(closest('purple', ['Disabled', 'SameZone'])).toBeUndefined();
  expect(closest('x'.repeat(1000), ['x'])).toBeUndefined();
});
