import { describe, expect, test } from 'vitest';
import { validateFiles } from '../../../src/cli/commands/validate.ts';

const good = { name: 'good.yaml', text: 'server: { location: swedencentral, sku: { name: Standard_D4ds_v5 } }\n' };
const bad = {
  name: 'bad.yaml',
  text: 'server: { location: swedencentral, sku: { name: Standard_D4ds_v5 }, properties: { version: 9 } }\nvariants: { a: {} }\n',
};

describe('validate', () => {
  test('a sound file is one line, and how its server is protected', () => {
    expect(validateFiles([good])).toEqual({
      findings: [],
      text: `good.yaml: valid
  posture  TLS             required, 1.2 or 1.3
           access          public, behind firewall rules (better: publicNetworkAccess: Disabled, or a subnet)
           encryption key  of the service
`,
    });
  });

  test('several files: all findings, then a verdict for each', () => {
    const { findings, text } = validateFiles([bad, good]);
    expect(findings.map(({ code }) => code)).toEqual(['PG2009']);
    expect(text.split('\n')[0]).toMatch(/^bad\.yaml:1:92 {2}error PG2009 {2}version: 9 is not/);
    expect(text).toContain('\n\nbad.yaml: not valid (1 variant, 1 error)\ngood.yaml: valid\n  posture  TLS ');
  });

  test('machines get the same findings', () => {
    expect(JSON.parse(validateFiles([bad, good], { format: 'json' }).text)).toMatchObject({
      errors: 1,
      warnings: 0,
      posture: [
        { file: 'bad.yaml', items: [] },
        { file: 'good.yaml', items: [{ topic: 'TLS' }, { topic: 'access' }, { topic: 'encryption key' }] },
      ],
    });
    expect(validateFiles([bad], { format: 'github' }).text).toMatch(/^::error file=bad\.yaml,line=1,col=92,/);
    expect(validateFiles([good], { format: 'github' }).text).toBe('');
  });

  test('--set and --variant apply to every file', () => {
    expect(validateFiles([bad], { set: ['server.properties.version=17'] }).findings).toEqual([]);
    expect(validateFiles([good], { variant: 'a' }).findings[0]).toMatchObject({ code: 'PG1108' });
  });
});
