import { describe, expect, test } from 'vitest';
import { FlagReader } from '../../src/cli/flag-reader.ts';
import { readVary } from '../../src/cli/vary-flag.ts';

/** What is read of one or more `--vary`. */
function read(...vary: string[]) {
  const flags = new FlagReader({ vary });
  const varied = readVary(flags, 1000);
  return {
    varied,
    findings: flags.findings.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`),
  };
}

/** The values of one `--vary`: as `--set` takes them, and as data. */
function valuesOf(vary: string): [string, unknown][] {
  const { varied, findings } = read(vary);
  expect(findings).toEqual([]);
  return varied[0]!.values.map(({ text, data }) => [text, data]);
}

describe('values of --vary', () => {
  test('are items of a YAML list, kept as they were written', () => {
    expect(valuesOf('a.b=x, 7 ,true,"17",null')).toEqual([
      ['x', 'x'],
      ['7', 7],
      ['true', true],
      ['"17"', '17'],
      ['null', null],
    ]);
  });

  test('may be lists and maps, and texts with commas in quotes', () => {
    expect(valuesOf('a={ b: 1, c: [2] },[3, 4],"x, y"')).toEqual([
      ['{ b: 1, c: [2] }', { b: 1, c: [2] }],
      ['[3, 4]', [3, 4]],
      ['"x, y"', 'x, y'],
    ]);
  });

  test('mean outside the list what they meant in it', () => {
    expect(valuesOf('a=k: v,!!str 5,&x 1,[*x],2 ').map(([text]) => text)).toEqual(['k: v', '"5"', '1', '[1]', '2']);
  });

  test('may be ranges of whole numbers, both ends included', () => {
    expect(valuesOf('a=0..24:6,-2..-1').map(([, data]) => data)).toEqual([0, 6, 12, 18, 24, -2, -1]);
    expect(valuesOf('a=1..6:2').map(([text]) => text)).toEqual(['1', '3', '5']);
  });

  test('know where they stand', () => {
    const [{ line, path, values }] = read('a.b=x,yy').varied as [ReturnType<typeof read>['varied'][number]];
    expect([line, path]).toEqual([1, 'a.b']);
    expect(values.map(({ column, length }) => [column, length])).toEqual([
      [5, 1],
      [7, 2],
    ]);
  });

  test.each([
    ['mode', '1:1 PG1412 "mode" is not PATH=v1,v2'],
    ['=7', '1:1 PG1412 "=7" is not PATH=v1,v2'],
    ['a= ', '1:2 PG1412 there are no values'],
    ['a=1,1', '1:5 PG1412 1 is given twice'],
    ['a=1,0..3', '1:5 PG1412 1 is given twice'],
    ['a=lognormal(p5=2m,p95=20m)', '1:3 PG1412 a value that has a comma must stand in quotes'],
    ['a=5..1', '1:3 PG1412 5..1 has no numbers'],
    ['a=1..5:0', '1:3 PG1412 1..5:0 has no numbers'],
    ['a=0..1000', '1:3 PG1412 0..1000 has more than 1000 numbers'],
  ])('%j is refused', (vary, finding) => {
    expect(read(vary).findings).toEqual([finding]);
  });

  test('that break the rules of YAML are refused where they do', () => {
    expect(read('a=1', 'b=c,[d').findings[0]).toMatch(/^2:\d+ PG1003 /);
  });

  test('of one path cannot be given twice, and of none is nothing to sweep', () => {
    expect(read('a=1', 'b=1', 'a=2').findings).toEqual(['3:1 PG1412 a is varied twice']);
    expect(read().findings[0]).toContain('PG1404 sweep needs --vary PATH=v1,v2');
  });
});
