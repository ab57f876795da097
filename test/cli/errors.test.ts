import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pgnines, SCENARIO, temporaryDirectory, temporaryFile } from './pgnines.ts';

const SIX_MISTAKES = `server:
  location: swedencentrall
  sku: { name: Standard_D2ds_v5, tier: Burstable }
  properties:
    version: "17"
    storage: { storageSizeGB: 100 }
    highAvailability: { mode: ZoneRedundent }
assumptions:
  override: { hostFailure.every: 1M }
simulation: { replications: many }
`;

const codes = (text: string) => [...text.matchAll(/^\S.*?:\d+:\d+ {2}error (PG\d{4})/gm)].map((match) => match[1]!);

describe('mistakes of the user', () => {
  test('six mistakes get six errors with positions in one go, exit 2, nothing simulated or written', () => {
    const file = temporaryFile('wrong.yaml', SIX_MISTAKES);
    const { code, stdout, stderr } = pgnines(['run', file, '--out', join(file, '..', 'out')]);
    expect([code, stdout]).toEqual([2, '']);
    expect(codes(stderr)).toHaveLength(6);
    for (const place of ['2:13', '3:40', '6:31', '7:31', '9:34', '10:29'])
      expect(stderr).toContain(`${file}:${place} `);
    expect(stderr).toContain('Did you mean ZoneRedundant?');
    expect(readdirSync(join(file, '..'))).toEqual(['wrong.yaml']);
  });

  test('--format json gives the same findings to machines', () => {
    const { code, stdout, stderr } = pgnines(['run', '-', '--format', 'json'], { input: SIX_MISTAKES });
    expect([code, stderr]).toEqual([2, '']);
    expect(JSON.parse(stdout)).toMatchObject({ errors: 6 });
  });

  test('mistakes in flags, in files and in outputs are said together', () => {
    const flags = [
      '-n',
      'NaN',
      '--seed',
      '1',
      '--seed',
      '2',
      '--format',
      'xml',
      '--out',
      'svg=-',
      '--out',
      'jsn=y',
      '--foo',
    ];
    const { code, stderr } = pgnines(['run', 'missing.yaml', ...flags]);
    expect(code).toBe(2);
    expect(new Set(codes(stderr))).toEqual(new Set(['PG1102', 'PG1103', 'PG1402', 'PG1403', 'PG1405', 'PG1406']));
    expect(stderr).toContain('--out:2:1 ');
    expect(stderr).toContain('Did you mean json?');
  });

  test.each(['NaN', '-3'])('%s replications are refused', (count) => {
    const { code, stderr } = pgnines(['run', '-', '-n', count], { input: SCENARIO });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^--replications:1:1 {2}error PG110[34] /);
  });

  test('what cannot be written is refused before the simulation', () => {
    const directory = temporaryDirectory();
    for (const name of ['a.yaml', 'taken']) writeFileSync(join(directory, name), SCENARIO);
    const refused = (...outs: string[]) => {
      const files = outs[0] === 'several' ? ['a.yaml', 'taken'] : ['a.yaml'];
      const flags = outs.flatMap((out) => (out === 'several' ? [] : ['--out', out]));
      const { code, stderr } = pgnines(['run', ...files, '-n', '1000000000', ...flags], { cwd: directory });
      expect(code).toBe(2);
      return codes(stderr);
    };
    expect(refused('taken', 'json=')).toEqual(['PG1406', 'PG1406']);
    expect(refused('taken/x', 'csv=a.yaml/b/c')).toEqual(['PG1406', 'PG1406']);
    expect(refused('json=-', 'csv=-')).toEqual(['PG1407']);
    expect(refused('x', 'y', 'csv=z', 'csv=./z')).toEqual(['PG1407', 'PG1407']);
    expect(refused('several', 'json=z')).toEqual(['PG1407']);
    expect(refused('-')).toEqual(['PG1406']);
    expect(readdirSync(directory).sort()).toEqual(['a.yaml', 'taken']);
  });

  test('two scenarios that would share a folder are refused', () => {
    const directory = temporaryDirectory();
    for (const name of ['a.yaml', 'a.json']) writeFileSync(join(directory, name), SCENARIO);
    const { code, stderr } = pgnines(['run', 'a.yaml', 'a.json', '--out', 'out'], { cwd: directory });
    expect([code, codes(stderr)]).toEqual([2, ['PG1407']]);
  });

  test('binary files, endless files and directories are answered quickly', () => {
    const binary = temporaryFile('binary.yaml', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe, 0x00]));
    const { code, stderr } = pgnines(['run', binary, '/dev/zero', '/']);
    expect([code, codes(stderr)]).toEqual([2, ['PG1002', 'PG1405', 'PG1001']]);
  });

  test('a region without prices is named with its meter', () => {
    const input = SCENARIO.replace('swedencentral', 'ukwest');
    const { code, stderr } = pgnines(['run', '-'], { input });
    expect(code).toBe(2);
    expect(stderr).toMatch(/error PG6002 {2}no price for Standard_D2ds_v5.* in ukwest/);
  });

  test('an unknown variant is answered with those of the file', () => {
    const { code, stderr } = pgnines(['run', '-', '--variant', 'two'], { input: `${SCENARIO}variants: { tow: {} }\n` });
    expect([code, codes(stderr)]).toEqual([2, ['PG1108']]);
    expect(stderr).toContain('Did you mean tow?');
  });
});
