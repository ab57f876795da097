import { describe, expect, test } from 'vitest';
import * as make from '../../src/distributions/constructors.ts';
import type { Distribution } from '../../src/distributions/distribution.ts';
import { parseDistribution, type ParseOptions, type ParseProblem } from '../../src/distributions/parse.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/units/duration.ts';

const HAZARD: ParseOptions = { quantity: 'duration', bare: 'exponential', allowNever: true };
const DURATION: ParseOptions = { quantity: 'duration', bare: 'constant', allowNever: false };
const BYTES: ParseOptions = { quantity: 'bytes', bare: 'constant', allowNever: false };

function read(input: unknown, options = DURATION): Distribution {
  const result = parseDistribution(input, options);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('; '));
  return result.distribution;
}
function problems(input: unknown, options = DURATION): ParseProblem[] {
  const result = parseDistribution(input, options);
  return result.ok ? [] : result.problems;
}
const messages = (input: unknown, options = DURATION) => problems(input, options).map(({ message }) => message);

describe('bare values', () => {
  test('a duration is itself, or the mean of an exponential', () => {
    expect(read('30d')).toEqual(make.constant(30 * DAY));
    expect(read('30d', HAZARD)).toEqual(make.exponential({ mean: 30 * DAY }));
  });

  test('a size may be a plain number of bytes', () => {
    expect(read('50MB', BYTES)).toEqual(make.constant(5e7));
    expect(read(5e7, BYTES)).toEqual(make.constant(5e7));
  });

  test('a duration without a unit is refused, except nothing at all', () => {
    expect(read(0)).toEqual(make.constant(0));
    expect(read('0')).toEqual(make.constant(0));
    expect(messages(5)).toEqual(['5 has no unit: a duration is written for example 5m or 90s']);
    expect(messages('5')[0]).toContain('5 has no unit');
  });

  test('never is for hazards', () => {
    expect(read('never', HAZARD)).toEqual(make.never);
    expect(read({ dist: 'never' }, HAZARD)).toEqual(make.never);
    expect(messages('never')).toEqual(['never stands only for a hazard that does not occur']);
  });

  test('a hazard every 0 seconds is refused', () => {
    expect(messages('0s', HAZARD)).toEqual(['mean must be more than 0']);
  });

  test.each(['15m to 2h', '15m - 2h', '15m-2h', '15m..2h', '15m...2h', '15m … 2h', '15m–2h'])(
    'the bare range %s is refused with the two spellings it could mean',
    (text) => {
      const [problem, ...others] = problems(text);
      expect(others).toEqual([]);
      expect(problem!.allowed).toEqual([
        '{ dist: lognormal, p5: 15m, p95: 2h }',
        '{ dist: uniform, min: 15m, max: 2h }',
      ]);
      expect(problem!.message).toContain('is ambiguous');
    },
  );

  test('a range with its unit at the end only is one too', () => {
    expect(messages('5..10m')[0]).toContain('p5: 5m, p95: 10m');
    expect(messages('5 to 10MB', BYTES)[0]).toContain('p5: 5MB, p95: 10MB');
  });
});

describe('maps', () => {
  test.each<[unknown, Distribution]>([
    [{ dist: 'constant', value: '30d' }, make.constant(30 * DAY)],
    [{ dist: 'exponential', mean: '6h' }, make.exponential({ mean: 6 * HOUR })],
    [{ dist: 'uniform', min: '15m', max: '20m' }, make.uniform({ min: 15 * MINUTE, max: 20 * MINUTE })],
    [{ dist: 'uniform', min: 0, max: '20m' }, make.uniform({ min: 0, max: 20 * MINUTE })],
    [
      { dist: 'triangular', min: '1m', mode: '2m', max: '4m' },
      make.triangular({ min: MINUTE, mode: 2 * MINUTE, max: 4 * MINUTE }),
    ],
    [{ dist: 'lognormal', p5: '2m', p95: '20m' }, make.lognormal({ p5: 2 * MINUTE, p95: 20 * MINUTE })],
    [{ dist: 'lognormal', p50: '2m', p95: '20m' }, make.lognormal({ p50: 2 * MINUTE, p95: 20 * MINUTE })],
    [{ dist: 'lognormal', p50: '2m', sigma: 0.5 }, make.lognormal({ p50: 2 * MINUTE, sigma: 0.5 })],
    [{ dist: 'lognormal', mean: '2m', sd: '1m' }, make.lognormal({ mean: 2 * MINUTE, sd: MINUTE })],
    [{ dist: 'gamma', mean: '20s', sd: '10s' }, make.gamma({ mean: 20 * SECOND, sd: 10 * SECOND })],
    [{ dist: 'gamma', shape: 4, scale: '5s' }, make.gamma({ shape: 4, scale: 5 * SECOND })],
    [{ dist: 'weibull', shape: 1.5, mean: '1h' }, make.weibull({ shape: 1.5, mean: HOUR })],
    [{ dist: 'weibull', shape: 1.5, scale: '1h' }, make.weibull({ shape: 1.5, scale: HOUR })],
    [{ dist: 'empirical', values: ['5m', '1m'] }, make.empirical([MINUTE, 5 * MINUTE])],
    [
      { dist: 'mixture', of: ['lognormal(p50=4m,sigma=0.5)', '15m'], weights: [0.6, 0.4] },
      make.mixture([
        { weight: 0.6, distribution: make.lognormal({ p50: 4 * MINUTE, sigma: 0.5 }) },
        { weight: 0.4, distribution: make.constant(15 * MINUTE) },
      ]),
    ],
    [
      { dist: 'lognormal', p50: '4s', sigma: 0.6, max: '30s' },
      make.clamped(make.lognormal({ p50: 4 * SECOND, sigma: 0.6 }), { max: 30 * SECOND }),
    ],
    [
      { dist: 'exponential', mean: '6h', min: '1h', max: '2d' },
      make.clamped(make.exponential({ mean: 6 * HOUR }), { min: HOUR, max: 2 * DAY }),
    ],
    [
      { dist: 'clamped', of: 'uniform(5m,9m)', max: '8m' },
      make.clamped(make.uniform({ min: 5 * MINUTE, max: 9 * MINUTE }), { max: 8 * MINUTE }),
    ],
  ])('%j', (input, expected) => {
    expect(read(input)).toEqual(expected);
    expect(read({ ...(input as object), source: 'our incidents' })).toEqual(expected);
  });

  test('every problem is reported, with the path to it', () => {
    const found = problems({ dist: 'lognormal', p5: 'soon', p95: { dist: 'constant' }, q: 1, min: '-5m' });
    expect(found).toEqual([
      { path: ['q'], message: 'q is not a parameter of lognormal', allowed: expect.arrayContaining(['p5', 'max']) },
      { path: ['p5'], message: expect.stringContaining('"soon" is not a duration') },
      { path: ['p95'], message: expect.stringContaining('give one value') },
      { path: ['min'], message: expect.stringContaining('it is negative') },
    ]);
  });

  test('paths lead into mixtures', () => {
    const found = problems({
      dist: 'mixture',
      of: ['5m', { dist: 'uniform', min: '2m', max: '1m' }, 'lognormal(p5=1m)'],
      weights: [0.5, 0.6, 'x'],
    });
    expect(found.map(({ path }) => path)).toEqual([
      ['of', 1],
      ['of', 2],
      ['weights', 2],
    ]);
  });

  test.each([
    [{}, 'dist is missing'],
    [{ p5: '2m' }, 'dist is missing'],
    [{ dist: 'normal' }, 'normal is not a distribution known here'],
    [{ dist: 'constructor' }, 'constructor is not a distribution'],
    [{ dist: 5 }, 'is not a distribution'],
    [{ dist: 'lognormal', p5: '2m' }, 'lognormal takes p50 and sigma, or p5 and p95'],
    [{ dist: 'lognormal', p5: '2m', p95: '3m', p50: '2m' }, 'not p5 and p50 and p95'],
    [{ dist: 'lognormal', p5: '2m', p95: '1m' }, 'p5 must be less than p95'],
    [{ dist: 'lognormal', p5: '0s', p95: '1m' }, 'p5 must be more than 0'],
    [{ dist: 'lognormal', p50: '1m', sigma: -0.5 }, 'sigma must be a number without unit, not negative; got -0.5'],
    [{ dist: 'lognormal', p50: '1m', sigma: '0.5' }, 'sigma must be a number'],
    [{ dist: 'lognormal', p50: '1m', sigma: NaN }, 'sigma must be a number'],
    [{ dist: 'lognormal', p50: '1m', sigma: 1e9 }, 'sigma must lie between 0 and 10'],
    [{ dist: 'lognormal', p50: 5, sigma: 1 }, 'p50: 5 has no unit'],
    [{ dist: 'exponential', mean: '0s' }, 'mean must be more than 0'],
    [{ dist: 'exponential', mean: null }, 'expected a duration'],
    [{ dist: 'exponential', mean: '1M' }, 'minutes or months'],
    [{ dist: 'exponential', mean: '5m to 10m' }, 'mean: "5m to 10m" is ambiguous'],
    [{ dist: 'uniform', min: '5m', max: '5m' }, 'min must be less than max'],
    [{ dist: 'triangular', min: '5m', mode: '4m', max: '6m' }, 'mode must lie between min and max'],
    [{ dist: 'gamma', mean: '5m', sd: '0s' }, 'sd must be more than 0'],
    [{ dist: 'weibull', shape: 0, scale: '5m' }, 'shape must lie between'],
    [{ dist: 'constant', value: '5m', min: '7m', max: '6m' }, 'min must be less than max'],
    [{ dist: 'empirical', values: [] }, 'values must be a list'],
    [{ dist: 'empirical', values: '5m' }, 'values must be a list'],
    [{ dist: 'mixture', of: ['5m', '6m'], weights: [0.5, 0.6] }, 'weights must sum to 1; they sum to 1.1'],
    [{ dist: 'mixture', of: ['5m', '6m'], weights: [1] }, 'weights must be a list of 2'],
    [{ dist: 'mixture', of: ['5m', '6m'], weights: [1.5, -0.5] }, 'a weight must be a number above 0'],
    [{ dist: 'mixture', of: [], weights: [] }, 'of must be a list'],
    [{ dist: 'mixture', of: ['5m', 'never'], weights: [0.5, 0.5] }, 'never stands only for a hazard'],
    [{ dist: 'clamped', of: '5m' }, 'clamped needs min, max or both'],
    [[], 'expected a distribution'],
    [null, 'expected a distribution'],
    [true, 'expected a distribution'],
    [NaN, 'has no unit'],
  ])('%j is refused', (input, message) => {
    expect(messages(input).join('; ')).toContain(message);
  });

  test('a distribution inside a parameter is refused where the parameter must be known', () => {
    const inside = { dist: 'exponential', mean: { dist: 'lognormal', p5: '1y', p95: '8y' } };
    expect(problems(inside)).toEqual([{ path: ['mean'], message: expect.stringContaining('give one value') }]);
    expect(messages('exponential(lognormal(p5=1y,p95=8y))')[0]).toContain('give one value');
  });

  test('where it need not be known, its value is asked for, by the place it stands in', () => {
    const asked: [string, string][] = [];
    const parsed = parseDistribution(
      {
        dist: 'mixture',
        of: [
          { dist: 'exponential', mean: 'uniform(1y,3y)' },
          { dist: 'weibull', shape: { dist: 'uniform', min: 1, max: 2 }, mean: '1y' },
        ],
        weights: [0.5, 0.5],
      },
      {
        quantity: 'duration',
        bare: 'constant',
        allowNever: false,
        uncertain: (key, distribution) => {
          asked.push([key, distribution.kind]);
          return key.endsWith('shape') ? 1 : 42;
        },
      },
    );
    expect(asked).toEqual([
      ['of.0.mean', 'uniform'],
      ['of.1.shape', 'uniform'],
    ]);
    expect(parsed).toMatchObject({ ok: true, distribution: { components: [{ distribution: { mean: 42 } }, {}] } });
  });
});

describe('the one-line form', () => {
  test.each<[string, Distribution]>([
    ['lognormal(p5=2m,p95=20m)', make.lognormal({ p5: 2 * MINUTE, p95: 20 * MINUTE })],
    [' lognormal ( p50 = 2m ,\n sigma = 0.5 ) ', make.lognormal({ p50: 2 * MINUTE, sigma: 0.5 })],
    ['exponential(6h)', make.exponential({ mean: 6 * HOUR })],
    ['exponential(mean=6h)', make.exponential({ mean: 6 * HOUR })],
    ['constant(30d)', make.constant(30 * DAY)],
    ['uniform(15m,20m)', make.uniform({ min: 15 * MINUTE, max: 20 * MINUTE })],
    ['triangular(1m,2m,4m)', make.triangular({ min: MINUTE, mode: 2 * MINUTE, max: 4 * MINUTE })],
    ['empirical(5m,1m)', make.empirical([MINUTE, 5 * MINUTE])],
    [
      'mixture(2/3 lognormal(p50=4m,sigma=0.5), 1/3 15m)',
      make.mixture([
        { weight: 2 / 3, distribution: make.lognormal({ p50: 4 * MINUTE, sigma: 0.5 }) },
        { weight: 1 / 3, distribution: make.constant(15 * MINUTE) },
      ]),
    ],
    [
      'clamped(uniform(5m,9m),min=6m)',
      make.clamped(make.uniform({ min: 5 * MINUTE, max: 9 * MINUTE }), { min: 6 * MINUTE }),
    ],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each([
    ['lognormal(2m,20m)', 'lognormal: name the parameters: p50 and sigma, or p5 and p95'],
    ['lognormal(p5=2m,p5=20m)', 'p5 is given twice'],
    ['uniform(1m,2m,3m)', 'uniform takes min, max'],
    ['uniform(1m', 'expected ) at the end'],
    ['uniform(1m,)', 'a value is missing'],
    ['uniform(1m,2m) or so', 'or so follows the closing parenthesis'],
    ['lognormal(p5=2m=3m)', 'expected )'],
    ['normal(1m,2m)', 'normal is not a distribution'],
    ['lognormal', 'lognormal needs parameters'],
    ['mixture(5m, 6m)', 'each component of a mixture needs its weight'],
    ['mixture(1/0 5m)', 'a weight must be a number'],
    ['mixture(1/2/2 5m)', 'a weight must be a number'],
    ['clamped(5m,6m,max=7m)', 'clamped takes one distribution'],
    ['never(5m)', 'never takes no parameters'],
    ['(5m)', 'is not a distribution'],
    ['__proto__(5m)', 'is not a distribution'],
    ['lognormal(__proto__=5m)', '__proto__ is not a parameter'],
    ['lognormal(p50=2m,sigma=0x1)', 'sigma must be a number'],
  ])('%s is refused', (text, message) => {
    const found = problems(text);
    expect(found.map((problem) => problem.message).join('; ')).toContain(message);
    expect(found.every(({ path }) => path.length === 0)).toBe(true);
  });
});

describe('hostile input is answered quickly and briefly', () => {
  const deepMap = (depth: number): unknown =>
    depth === 0 ? '5m' : { dist: 'mixture', of: [deepMap(depth - 1)], weights: [1] };
  const cycle: Record<string, unknown> = { dist: 'mixture', weights: [1] };
  cycle['of'] = [cycle];
  let bomb: unknown = '5m';
  for (let level = 0; level < 7; level++)
    bomb = { dist: 'mixture', of: Array(100).fill(bomb), weights: Array(100).fill(0.01) };
  const manyValues = { dist: 'empirical', values: Array(50_000).fill('5m') };
  const valueBomb = {
    dist: 'mixture',
    of: Array.from({ length: 1_000 }, () => manyValues),
    weights: Array(1_000).fill(0.001),
  };

  test.each<[string, unknown]>([
    ['a long word', 'x'.repeat(900_000)],
    ['digits', '9'.repeat(900_000)],
    ['blanks before the end', `${' '.repeat(900_000)}x`],
    ['a long range', `1m${' '.repeat(900_000)}to 2m`],
    ['open parentheses', 'constant('.repeat(100_000)],
    ['closed parentheses', `constant(5m${')'.repeat(900_000)}`],
    ['commas', `uniform(${','.repeat(900_000)})`],
    ['equals signs', `uniform(${'a='.repeat(400_000)})`],
    ['many keys', `lognormal(${Array.from({ length: 90_000 }, (_, index) => `k${index}=1m`).join(',')})`],
    ['many values', `empirical(${'1m,'.repeat(300_000)}1m)`],
    ['more than a megabyte', `constant(${' '.repeat(2_000_000)}5m)`],
    ['deep nesting', deepMap(1_000)],
    ['a cycle', cycle],
    ['a bomb of mixtures', bomb],
    ['a bomb of values', valueBomb],
    ['a million problems', { dist: 'empirical', values: Array(100_000).fill('x') }],
  ])(
    '%s',
    (_, input) => {
      const found = problems(input);
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThanOrEqual(100);
      for (const { message } of found) expect(message.length).toBeLessThan(400);
    },
    1_000,
  );
});
