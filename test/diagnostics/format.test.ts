import { describe, expect, test } from 'vitest';
import { CODES } from '../../src/diagnostics/codes.ts';
import { type Finding, hasErrors, sortFindings } from '../../src/diagnostics/finding.ts';
import { formatFindings } from '../../src/diagnostics/format.ts';
import { findingsToGithub, findingsToJson } from '../../src/diagnostics/machine.ts';
import { maskSecrets } from '../../src/diagnostics/secrets.ts';
import { UserError } from '../../src/diagnostics/user-error.ts';

const text = 'server:\n  properties:\n    highAvailability: { mode: ZoneRedundent }\n';
const source = { name: 'orders.yaml', text };
const finding: Finding = {
  code: 'PG1102',
  severity: 'error',
  message: 'highAvailability.mode: "ZoneRedundent" is not a known mode',
  file: 'orders.yaml',
  line: 3,
  column: 31,
  length: 13,
  allowed: ['Disabled', 'SameZone', 'ZoneRedundant'],
  guess: 'ZoneRedundant',
  note: 'First line\nsecond line',
  url: 'https://learn.microsoft.com/azure/postgresql',
};
const plain = (line: number, column: number, code = 'PG1101'): Finding => ({
  code,
  severity: 'warning',
  message: `at ${line}`,
  file: 'orders.yaml',
  line,
  column,
});

describe('text', () => {
  test('place, severity, code, message; the line with carets; allowed, guess, note, address', () => {
    expect(formatFindings([finding], [source])).toBe(
      [
        'orders.yaml:3:31  error PG1102  highAvailability.mode: "ZoneRedundent" is not a known mode',
        '    3 |     highAvailability: { mode: ZoneRedundent }',
        '      |                               ^^^^^^^^^^^^^',
        '      allowed: Disabled, SameZone, ZoneRedundant.   Did you mean ZoneRedundant?',
        '      First line',
        '      second line',
        '      https://learn.microsoft.com/azure/postgresql (pgnines explain PG1102)',
        '',
      ].join('\n'),
    );
  });

  test('findings come in the order of the file, each once', () => {
    const sorted = sortFindings([plain(3, 1), plain(1, 9), plain(1, 2), plain(3, 1)], [source]);
    expect(sorted.map((one) => [one.line, one.column])).toEqual([
      [1, 2],
      [1, 9],
      [3, 1],
    ]);
  });

  test('at most fifty are printed, and the rest is counted', () => {
    const many = Array.from({ length: 53 }, (_, index) => plain(1, index + 1));
    const printed = formatFindings(many, [source]);
    expect(printed.match(/PG1101/g)).toHaveLength(50);
    expect(printed.trimEnd().endsWith('and 3 more')).toBe(true);
  });

  test('a variant is named, and colour is only there when asked for', () => {
    const printed = formatFindings([{ ...finding, variant: 'big' }], [source], { colour: true });
    expect(printed).toContain('\u001b[31merror PG1102\u001b[0m  variant big: highAvailability.mode');
    expect(formatFindings([finding], [source])).not.toContain('\u001b');
  });

  test('control characters of a hostile file never reach the terminal', () => {
    const evil = { name: 'e\u001b[2J.yaml', text: 'a\u001b[31mb\u202e: 1' };
    const printed = formatFindings([{ ...plain(1, 1), file: evil.name, message: 'x\u0007\r\n' }], [evil]);
    const unsafe = printed
      .split('')
      .filter((character) => character !== '\n' && (character < ' ' || character === '\u202e'));
    expect(unsafe).toEqual([]);
  });

  test('ascii replaces everything else', () => {
    const umlaut = { name: 'ü.yaml', text: 'ä: 1' };
    expect(formatFindings([{ ...plain(1, 1), file: 'ü.yaml' }], [umlaut], { ascii: true })).toMatch(/^[\n -~]*$/);
  });

  test('a long line shows the part with the carets', () => {
    const long = { name: 'orders.yaml', text: `${'x'.repeat(100_000)}HERE${'y'.repeat(100_000)}` };
    const printed = formatFindings([{ ...plain(1, 100_001), length: 4 }], [long]).split('\n');
    expect(printed[1]!.length).toBeLessThan(140);
    expect(printed[1]!.slice(printed[2]!.indexOf('^'), printed[2]!.lastIndexOf('^') + 1)).toBe('HERE');
  });
});

describe('machines', () => {
  test('JSON has all findings and their counts', () => {
    const parsed = JSON.parse(findingsToJson([plain(9, 1), finding], [source]));
    expect([parsed.errors, parsed.warnings, parsed.findings.length]).toEqual([1, 1, 2]);
    expect(parsed.findings[0]).toEqual({ ...finding });
  });

  test('GitHub annotations escape what the command format reserves', () => {
    const odd = { ...finding, file: 'a,b:c.yaml', message: '100% wrong' };
    expect(findingsToGithub([odd], [source])).toBe(
      '::error file=a%2Cb%3Ac.yaml,line=3,col=31,endColumn=44,title=PG1102::100%25 wrong%0Aallowed: Disabled, SameZone, ' +
        'ZoneRedundant%0ADid you mean ZoneRedundant?%0AFirst line%0Asecond line\n',
    );
  });
});

describe('secrets', () => {
  test.each([
    ['administratorLoginPassword: hunter2'],
    ['{ administratorLoginPassword: "hunter2", version: 99 }'],
    ["  administratorLoginPassword: 'hunter2'"],
    ['"administratorLoginPassword": "hunter2"'],
    ['administratorLoginPassword:\n  hunter2\nversion: 99'],
    ['administratorLoginPassword: |\n  hunter2\n  hunter2\nversion: 99'],
    ['administratorLoginPassword: "hun\n  hunter2"\nversion: 99'],
    ['server.properties.administratorLoginPassword=hunter2'],
    ['{ administratorLoginPassword: "hunter2", administratorLoginPassword: "hunter2" }'],
  ])('the password in %j is not shown', (secret) => {
    const masked = maskSecrets(secret);
    expect(masked).not.toContain('hunter2');
    expect(masked).toHaveLength(secret.length);
    if (secret.includes('version')) expect(masked).toContain('version: 99');
  });

  test('an excerpt hides it', () => {
    const secret = { name: 'orders.yaml', text: '{ administratorLoginPassword: "hunter2", version: 99 }' };
    expect(formatFindings([plain(1, 42)], [secret])).not.toContain('hunter2');
  });
});

test('a user error carries its findings and says them', () => {
  const error = new UserError([finding], [source]);
  expect(error.findings).toEqual([finding]);
  expect(error.message).toContain('PG1102');
  expect(hasErrors(error.findings)).toBe(true);
  expect(hasErrors([plain(1, 1)])).toBe(false);
});

test('every code has a title and a paragraph', () => {
  for (const [code, meaning] of Object.entries(CODES)) {
    expect(code).toMatch(/^PG[1-6]\d{3}$/);
    expect(meaning.title.length, code).toBeGreaterThan(3);
    expect(meaning.explanation.length, code).toBeGreaterThan(20);
  }
});
