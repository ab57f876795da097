import { describe, expect, test } from 'vitest';
import type { Result, SpreadResult } from '../../src/experiment/result.ts';
import { renderText } from '../../src/report/text.ts';
import { SAMPLE } from './sample-result.ts';

const FILE = 'scenarios/orders.yaml';
const text = (change: Partial<Result> = {}, options: Partial<Parameters<typeof renderText>[1]> = {}) =>
  renderText({ ...SAMPLE, ...change }, { file: FILE, ascii: true, ...options });

/** The sample with other figures for the downtime. */
const withDowntime = (change: Partial<Result['metrics'][string]>): Partial<Result> => ({
  metrics: { ...SAMPLE.metrics, downtime_minutes: { ...SAMPLE.metrics['downtime_minutes']!, ...change } },
});

describe('text summary', () => {
  test('reads as agreed', () => {
    expect(text()).toMatchSnapshot();
  });

  test('has no line over 100 columns and none that ends in a blank', () => {
    for (const line of text().split('\n')) {
      expect(line.length).toBeLessThanOrEqual(100);
      expect(line).not.toMatch(/\s$/);
    }
  });

  test('without colours, the words are the same', () => {
    const coloured = text({}, { colour: true });
    expect(coloured).not.toBe(text());
    // oxlint-disable-next-line no-control-regex -- that is what colours are
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(text());
  });

  test('bars are blocks on a terminal and # in ASCII; the longest cause has the longest bar', () => {
    expect(text({}, { ascii: false })).toMatch(/planned maintenance +12\.0 {2}█{24} /);
    expect(text()).toMatch(/planned maintenance +12\.0 {2}#{24} /);
    expect(text()).toMatch(/host failure +8\.00 {2}#{16} /);
  });

  test('a rare cause names its events and says that the interval is wide', () => {
    expect(text()).toMatch(/region outage +4\.00 .* 12 events: wide interval \[3\.60, 4\.40\]/);
  });

  test('a cause never seen gets an upper bound of 3 / years; what cannot happen is not named', () => {
    const never = /never seen, so no more than ([\d.]+) events a year each \(95 %\): (.*)/.exec(text())!;
    expect(never[1]).toBe('0.0015'); // -ln(0.05) / 2000 = 0.001498
    expect(never[2]).toBe('zone outage'); // storageOutage.every is never, and nobody planned a restart
  });

  test('causes beyond the tenth share one line, with their sum; a line alone would not be shorter', () => {
    const causes = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        ...SAMPLE.causes[0]!,
        cause: `cause${String.fromCharCode(65 + index)}`,
        downtime_minutes: { ...SAMPLE.causes[0]!.downtime_minutes, mean: 20 - index },
      }));
    expect(text({ causes: causes(13) })).toContain(
      '    cause j                    11.0  #############             0.15 a year\n' +
        '    3 more causes: 27.0 min/year (cause k, cause l, cause m)\n',
    );
    expect(text({ causes: causes(11) })).toMatch(/\n {4}cause k +10\.0 /);
    expect(text({ causes: causes(11) })).not.toContain('more causes');
  });

  test('what the brackets are is said once', () => {
    expect(text()).toContain('mean 24.0 min/year [21.0, 27.0] (95 %)');
    expect(text().match(/\] \(95 %\)/g)).toHaveLength(1);
  });

  test('an interrupted run that kept its result offers to go on', () => {
    const options = { interruptedOf: 9000, goOn: ['--extend', 'my out/result.json', '-n', '9000', '--out', 'my out'] };
    expect(text({}, options)).toContain(
      "NEXT\n    go on where it stopped      npx pgnines run --extend 'my out/result.json' -n 9000 --out 'my out'\n",
    );
    expect(text({}, { interruptedOf: 9000, goOn: null })).not.toContain('--extend');
  });

  test('planned and unplanned downtime add up to the mean', () => {
    expect(text()).toContain('planned 12.0 min/year, unplanned 12.0 min/year');
  });

  test('a horizon of ten years is told per year, its percentiles over the horizon', () => {
    const inputs = { ...SAMPLE.inputs, hours: 87_600, end: '2037-01-01T00:00:00Z' };
    const lines = text({ inputs });
    expect(lines).toContain('mean 2.40 min/year [2.10, 2.70]');
    expect(lines).toContain('in 2027-01-01 to 2037-01-01: mean 24.0   median 16.0   p95 74.0');
    expect(lines).toContain('2,000 simulated histories of 2027-01-01 to 2037-01-01');
    expect(lines).toMatch(/planned maintenance +1\.20 /);
  });

  test('a leap year is a year', () => {
    const inputs = { ...SAMPLE.inputs, hours: 8784, start: '2028-01-01T00:00:00Z', end: '2029-01-01T00:00:00Z' };
    expect(text({ inputs })).toContain('2,000 simulated years of 2028');
    expect(text({ inputs })).toContain('mean 24.0 min/year');
  });

  test('no downtime is said as such, with how much was simulated, and no nines', () => {
    const metrics = {
      ...SAMPLE.metrics,
      ...withDowntime({ mean: 0, max: 0, interval: { level: 0.95, low: 0, high: 0, method: 'student-t' } }).metrics,
      availability_percent: { ...SAMPLE.metrics['availability_percent']!, mean: 100 },
    };
    const lines = text({ metrics });
    expect(lines).toContain('none seen in 2,000 simulated years');
    expect(lines).toContain('availability 100 %   by');
    expect(lines).toContain('DONE: no downtime in 2,000 simulated years.');
    expect(lines).not.toContain('trace');
  });

  test('a month never missed is an upper bound, not a zero', () => {
    const breached = { ...SAMPLE.metrics['sla_breached_months']!, mean: 0, events: 0 };
    expect(text({ metrics: { ...SAMPLE.metrics, sla_breached_months: breached } })).toContain(
      'missed in none of 4,000 months: in no more than 0.075 % of them (95 %)',
    );
  });

  test('data never lost is an upper bound, not a zero', () => {
    expect(text()).toContain('committed work lost in no more than 0.18 % of years (never seen)');
  });

  test('a single replication has no interval, and no NaN or Infinity reaches the reader', () => {
    const lines = text(
      withDowntime({ sd: Number.NaN, interval: { level: 0.95, low: -Infinity, high: Infinity, method: 'student-t' } }),
    );
    expect(lines).toContain('mean 24.0 min/year [no interval]');
    expect(lines).not.toMatch(/NaN|Infinity/);
  });

  test('suggests the replications that bring the interval to 5 %', () => {
    // 2,000 x (3 / 24 / 0.05)^2 = 12,500, in two digits
    expect(text()).toContain(`npx pgnines run ${FILE} -n 13000`);
  });

  test('commands to copy repeat the flags of the run, quoted for a shell', () => {
    const lines = text({}, { file: "it's.yaml", flags: ['--set', 'a.b={ c: 1 }', '--seed', '7'] });
    expect(lines).toContain(`npx pgnines trace 'it'\\''s.yaml' --replication 1234 --set 'a.b={ c: 1 }' --seed 7`);
  });

  test('an interrupted run says how far it came', () => {
    expect(text({}, { interruptedOf: 10_000, exitCode: 130 })).toMatch(
      /INTERRUPTED after 2,000 of 10,000 replications: [^]*exit 130\n$/,
    );
  });

  test('control characters of a scenario do not reach the terminal', () => {
    const inputs = { ...SAMPLE.inputs, name: 'a\u001b[31mb\nc' };
    expect(text({ inputs })).toContain('a?[31mb?c');
  });
});

describe('what is not known', () => {
  const told = (change: Partial<SpreadResult>, draws = 400) => {
    const spread = {
      luck_sd: 30,
      ignorance_sd: 40,
      ignorance_interval: { level: 0.95, low: 35, high: 46, method: 'jackknife' },
      outer_draws: draws,
      means: { p5: 10, p50: 20, p95: 90 },
      ...change,
    };
    const inputs = { ...SAMPLE.inputs, outer_size: 50 };
    const lines = text({ ...withDowntime({ spread }), inputs, not_known: ['hostFailure.every'] });
    return lines.replace(/\s+/g, ' ');
  };

  test('is told apart from luck, in words, shares of the variance and the range of the mean', () => {
    expect(told({})).toContain(
      'NOT KNOWN hostFailure.every: 400 draws, 50 histories each of the variance of downtime, 36.0 % is luck and 64.0 % is not knowing: ' +
        'standard deviations of 30.0 min/year and 40.0 min/year [35.0, 46.0] ' +
        'expected downtime, if it were known: about 10.0 to 90.0 min/year (p5 to p95)',
    );
    expect(text()).not.toContain('NOT KNOWN');
  });

  test('is not claimed where it cannot be seen, nor from few draws', () => {
    const unseen = told({ ignorance_interval: { level: 0.95, low: 0, high: 12, method: 'jackknife' } });
    expect(unseen).toContain('is not seen beside the luck of single histories, 30.0 min/year: at most 12.0 min/year');
    expect(told({}, 29)).toContain('29 draws, 50 histories each too few draws to tell luck and not knowing apart');
  });
});
