import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readYaml } from '../../src/scenario/read-yaml.ts';
import { nodeAt, toData } from '../../src/scenario/tree.ts';

const read = (text: string) => readYaml(text, { file: 'f.yaml', line: 1, column: 1 });
const codes = (text: string) => read(text).findings.map((finding) => finding.code);

describe('positions', () => {
  const { tree } = read('a:\n  b: { c: "x y", d: 12 }\n  list:\n    - one\n    - two\n');

  test('a value knows its line, column and length, a key too', () => {
    expect(nodeAt(tree!, ['a', 'b', 'c'])?.span).toEqual({ file: 'f.yaml', line: 2, column: 11, length: 5 });
    expect(nodeAt(tree!, ['a', 'list', 1])?.span).toMatchObject({ line: 5, column: 7, length: 3 });
    const a = nodeAt(tree!, ['a']);
    expect(a?.kind === 'map' ? a.entries.get('list')?.key : null).toMatchObject({ line: 3, column: 3, length: 4 });
  });

  test('text within a larger one keeps its column', () => {
    const { findings } = readYaml('[1', { file: '--set', line: 3, column: 10 });
    expect(findings[0]).toMatchObject({ file: '--set', line: 3, column: 12 });
  });
});

describe('what YAML 1.2 says', () => {
  test('JSON is YAML, tabs included', () => {
    expect(toData(read('{\n\t"server": {\n\t\t"a": [1, true, null, "x"]\n\t}\n}').tree!)).toEqual({
      server: { a: [1, true, null, 'x'] },
    });
  });

  test('no, yes and dates are text', () => {
    expect(toData(read('a: no\nb: 2027-01-01\nc: 1e3\nd: 0x10\n').tree!)).toEqual({
      a: 'no',
      b: '2027-01-01',
      c: 1000,
      d: 16,
    });
  });

  test('a number too large to be exact keeps its digits', () => {
    expect(nodeAt(read('seed: 12345678901234567890').tree!, ['seed'])).toMatchObject({ text: '12345678901234567890' });
  });

  test('aliases repeat what was anchored', () => {
    expect(toData(read('a: &x { b: 1 }\nc: *x\n').tree!)).toEqual({ a: { b: 1 }, c: { b: 1 } });
  });
});

describe('what is refused, and the rest is still read', () => {
  test.each([
    ['a: 1\nb: 2\na: 3\n', 'PG1009', { a: 1, b: 2 }],
    ['a: 1\n__proto__: { x: 1 }\n', 'PG1010', { a: 1 }],
    ['a: { constructor: 1, b: 2 }\n', 'PG1010', { a: { b: 2 } }],
    ['prototype: 1\na: 1\n', 'PG1010', { a: 1 }],
    ['a: .nan\nb: 1\n', 'PG1011', { b: 1 }],
    ['a: [.inf, 1]\n', 'PG1011', { a: [1] }],
    ['a: -.inf\nb: 1\n', 'PG1011', { b: 1 }],
    ['a: 1e999\nb: 1\n', 'PG1011', { b: 1 }],
    ['a: !!binary aGk=\nb: 1\n', 'PG1007', { b: 1 }],
    ['a: !!js/function "x"\nb: 1\n', 'PG1007', { b: 1 }],
    ['a: !custom x\nb: 1\n', 'PG1007', { b: 1 }],
    ['a: &x 1\nb: { <<: *x, c: 1 }\n', 'PG1008', { a: 1, b: { c: 1 } }],
    ['a: *missing\nb: 1\n', 'PG1006', { b: 1 }],
    ['a: &x [*x]\nb: 1\n', 'PG1006', { a: [], b: 1 }],
    ['? [a, b]\n: 1\nc: 1\n', 'PG1013', { c: 1 }],
  ])('%j is %s', (text, code, data) => {
    const { tree, findings } = read(text);
    expect(findings.map((finding) => finding.code)).toEqual([code]);
    expect(toData(tree!)).toEqual(data);
  });

  test('nothing reaches the prototype of objects', () => {
    const data = toData(read('a: { __proto__: { polluted: 1 } }\n').tree!) as { a: object };
    expect('polluted' in data.a).toBe(false);
    expect('polluted' in {}).toBe(false);
  });
});

describe('hostile text is answered quickly', () => {
  const laughs = (levels: number) =>
    ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]']
      .concat(Array.from({ length: levels }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(',')}]`))
      .join('\n');

  test.each([
    ['open brackets', '['.repeat(900_000), 'PG1005'],
    ['open braces', '{'.repeat(900_000), 'PG1005'],
    ['open maps in flow', '{a: '.repeat(200_000), 'PG1005'],
    ['dashes', '- '.repeat(400_000), 'PG1005'],
    ['question marks', '? '.repeat(400_000), 'PG1005'],
    ['keys on one line', 'a: '.repeat(300_000), 'PG1005'],
    ['deep indentation', Array.from({ length: 1_300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 'PG1005'],
    ['65 brackets', `a: ${'['.repeat(65)}${']'.repeat(65)}`, 'PG1005'],
    ['a billion laughs', laughs(9), 'PG1006'],
    ['a file over 1 MB', `# ${'x'.repeat(1_000_000)}\n`, 'PG1001'],
    ['very many keys', Array.from({ length: 90_000 }, (_, i) => `k${i}: 1`).join('\n'), 'PG1001'],
    ['very many line ends', '\n'.repeat(900_000), 'PG1001'],
    ['very many documents', '---\n'.repeat(100_000), 'PG1004'],
    ['two documents', 'a: 1\n---\nb: 2\n', 'PG1004'],
    ['NUL', 'a: \u0000\n', 'PG1002'],
    ['an archive', 'PK\u0003\u0004\u0014\u0000\u0008', 'PG1002'],
    ['invalid UTF-8', 'a: \ufffd\n', 'PG1002'],
    ['unclosed quote', 'a: "x\nb: 1\n', 'PG1003'],
    ['commas', `[${','.repeat(200_000)}`, 'PG1003'],
  ])('%s', (_, text, code) => {
    const begun = performance.now();
    const { tree, findings } = read(text);
    expect(findings[0]?.code).toBe(code);
    expect(tree).toBeNull();
    expect(findings.length).toBeLessThanOrEqual(20);
    expect(performance.now() - begun).toBeLessThan(2_500);
  });

  test('64 levels are allowed', () => {
    expect(codes(`a: ${'['.repeat(62)}${']'.repeat(62)}`)).toEqual([]);
  });

  test('no text throws', () => {
    const yamlish = fc.array(fc.constantFrom(...'ab:-?{}[],&*!|>\'"%@`#~ \n\t<.01'.split('')), { maxLength: 80 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          yamlish.map((parts) => parts.join('')),
        ),
        (text) => {
          const { tree, findings } = read(text);
          for (const finding of findings) expect(finding.line * finding.column).toBeGreaterThan(0);
          if (tree !== null) toData(tree);
        },
      ),
      { seed: 1, numRuns: 2000 },
    );
  });
});
