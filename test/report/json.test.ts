import { expect, test } from 'vitest';
import { renderJson } from '../../src/report/json.ts';
import { SAMPLE } from './sample-result.ts';

test('a result comes back as it was', () => {
  expect(JSON.parse(renderJson(SAMPLE))).toEqual(SAMPLE);
});

test('indented by two, ended by a newline, keys in their order', () => {
  expect(renderJson({ b: 1, a: [0.1] })).toBe('{\n  "b": 1,\n  "a": [\n    0.1\n  ]\n}\n');
});

test('a figure that does not exist is null', () => {
  expect(renderJson([Number.NaN, Infinity])).toBe('[\n  null,\n  null\n]\n');
});
