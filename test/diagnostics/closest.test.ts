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

test('the beginning of a few candidates is short for the shortest of them, of many it says nothing', () => {
  expect(closest('downtime', ['degraded_minutes', 'write_downtime_minutes', 'downtime_minutes'])).toBe(
    'downtime_minutes',
  );
  expect(closest('--prec', ['--precise-times', '--precision'])).toBe('--precision');
  expect(closest('Europe', ['Europe/Rome', 'Europe/Oslo', 'Europe/Riga', 'Europe/Bern'])).toBeUndefined();
  expect(closest('do', ['downtime_minutes'])).toBeUndefined();
});

test('nothing near is no guess', () => {
  expect(closest('purple', ['Disabled', 'SameZone'])).toBeUndefined();
  expect(closest('x'.repeat(1000), ['x'])).toBeUndefined();
});
