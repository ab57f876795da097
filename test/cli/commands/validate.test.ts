import { describe, expect, test } from 'vitest';
import { validateFiles } from '../../../src/cli/commands/validate.ts';

const good = { name: 'good.yaml', text: 'server: { location: swedencentral, sku: { name: Standard_D4ds_v5 } }\n' };
const bad = {
  name: 'bad.yaml',
  text: 'server: { location: swedencentral, sku: { name: Standard_D4ds_v5 }, properties: { version: 9 } }\nvariants: { a: {} }\n',
};

describe('validate', () => {
  test('a sound file is one line', () => {
    expect(validateFiles([good])).toEqual({ findings: [], text: 'good.yaml: valid\n' });
  });

  test('several files: all findings, then a verdict for each', () => {
    const { findings, text } = validateFiles([bad, good]);
    expect(findings.map(({ code }) => code)).toEqual(['PG2009']);
    expect(text.split('\n')[0]).toMatch(/^bad\.yaml:1:92 {2}error PG2009 {2}version: 9 is not/);
    expect(text.endsWith('\n\nbad.yaml: not valid (1 variant, 1 error)\ngood.yaml: valid\n')).toBe(true);
  });

  test('machines get the same findings', () => {
    expect(JSON.parse(validateFiles([bad, good], { format: 'json' }).text)).toMatchObject({ errors: 1, warnings: 0 });
    expect(validateFiles([bad], { format: 'github' }).text).toMatch(/^::error file=bad\.yaml,line=1,col=92,/);
    expect(validateFiles([good], { format: 'github' }).text).toBe('');
  });

  test('--set and --variant apply to every file', () => {
    expect(validateFiles([bad], { set: ['server.properties.version=17'] }).findings).toEqual([]);
    expect(validateFiles([good], { variant: 'a' }).findings[0]).toMatchObject({ code: 'PG1108' });
  });
});
