import { describe, expect, test } from 'vitest';
import type { Interval, Result } from '../../../src/experiment/result.ts';
import { renderRunReport } from '../../../src/report/html/run-report.ts';
import { causeWords } from '../../../src/report/words.ts';
import { SAMPLE } from '../sample-result.ts';

/** What a single history, or a file that holds one, knows of its intervals. */
function withoutIntervals(low: number | null, high: number | null): Result {
  const unknown = { level: 0.95, low, high, method: 'student-t' } as Interval;
  const metrics = Object.entries(SAMPLE.metrics).map(([name, metric]) => [name, { ...metric, interval: unknown }]);
  const causes = SAMPLE.causes.map((cause) => ({
    ...cause,
    downtime_minutes: { ...cause.downtime_minutes, interval: unknown },
  }));
  return { ...SAMPLE, metrics: Object.fromEntries(metrics) as Result['metrics'], causes };
}

describe('report.html', () => {
  test('has one heading of the first level, a policy that lets nothing run, and no address to load from', async () => {
    const page = await renderRunReport(SAMPLE);
    expect(page.match(/<h1[ >]/g)).toHaveLength(1);
    expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'");
    expect(page).not.toMatch(/<script|<link|<img|@import|url\((?!#)|src=/);
    expect(page.length).toBeLessThan(1_500_000);
  });

  test('with a script, its policy names that script and no other', async () => {
    const page = await renderRunReport(SAMPLE, 'window.moved = 1 < 2');
    expect(page).toContain("script-src 'sha256-");
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page).toContain('<script>window.moved = 1 < 2</script>');
    const specs = [...page.matchAll(/<script type="application\/json" data-chart="[a-z-]+">([^<]*)<\/script>/g)];
    expect(specs.length).toBeGreaterThan(3);
    for (const [, spec] of specs) expect(() => JSON.parse(spec!) as unknown).not.toThrow();
  });

  test('is the same every time', async () => {
    expect(await renderRunReport(SAMPLE)).toBe(await renderRunReport(SAMPLE));
  });

  test('a single history has no intervals; from a file it is the same page', async () => {
    const page = await renderRunReport(withoutIntervals(-Infinity, Infinity));
    expect(page).toContain('of one history: no interval');
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
    expect(await renderRunReport(withoutIntervals(null, null))).toBe(page);
  });

  test('numbers of events, sources and what was overridden are told', async () => {
    const page = await renderRunReport(SAMPLE);
    for (const { name } of SAMPLE.assumptions) expect(page).toContain(name);
    for (const { name } of SAMPLE.not_included) expect(page).toContain(causeWords(name.replace('.every', '')));
  });
});
