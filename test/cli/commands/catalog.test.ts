import { describe, expect, test } from 'vitest';
import { listAssumptions, listPrices } from '../../../src/catalog/index.ts';
import { CATALOG_SECTIONS, render } from '../../../src/cli/commands/catalog.ts';
import { UserError } from '../../../src/diagnostics/user-error.ts';

const json = (text: string) => JSON.parse(text) as { rows: Record<string, unknown>[]; sources?: { id: string }[] };

describe('pgnines catalog', () => {
  test.each([undefined, ...CATALOG_SECTIONS])('%s: lines of at most 120 columns, none of them cut', (section) => {
    const lines = render(section).split('\n');
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
    expect(lines.filter((line) => line.endsWith('...') || line.endsWith(' '))).toEqual([]);
  });

  test('the overview counts every table and names the price set', () => {
    const text = render(undefined);
    expect(text).toContain('price set retail-2026-08, observed 2026-08-15');
    expect(text).toMatch(/^regions +65 /m);
    expect(json(render(undefined, { format: 'json' })).rows.map((row) => row['name'])).toContain('assumptions');
  });

  test('columns are aligned and end with the source', () => {
    const [head, first] = render('skus').split('\n');
    expect(head).toMatch(/^size .* source$/);
    expect(first!.slice(head!.indexOf('source'))).toBe('2026-01-13 compute +2');
  });

  test('--region narrows prices, by either name', () => {
    const text = render('prices', { region: 'East US 2' });
    expect(text).toMatch(/^eastus2 +pgflex\.gp\.ddsv5\.vcore +0\.089 +vCore-hour +exact +2026-08-15 retail-2026-08$/m);
    expect(text.trimEnd().split('\n')).toHaveLength(1 + listPrices('eastus2').length);
    expect(render('prices', { region: 'ukwest' })).toBe('no prices for ukwest in retail-2026-08\n');
  });

  test('an unknown region is the user’s mistake, with a guess', () => {
    const error = (() => {
      try {
        return render('prices', { region: 'estus2' });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).findings[0]).toMatchObject({ code: 'PG2001', guess: 'eastus2' });
  });

  test('every assumption shows its value, kind, date and source', () => {
    const text = render('assumptions');
    for (const { name } of listAssumptions()) expect(text).toContain(`\n${name} `);
    expect(text).toMatch(/^walReplay\.rate +40MB\/s; 200MB\/s from 32 vCores$/m);
    expect(text).toMatch(/^failover\.success\.vmCrash\.probability +as failover\.success\.probability$/m);
    expect(text).toMatch(
      /^hostFailure\.relocation\.duration +0\.615 lognormal\(p50=8m,sigma=0\.6\) \+ 0\.385 constant\(15m\)$/m,
    );
  });

  test.each(CATALOG_SECTIONS)('%s as JSON has all rows with the sources they name', (section) => {
    const { rows, sources } = json(render(section, { format: 'json' }));
    expect(rows.length).toBeGreaterThan(0);
    if (section === 'assumptions') return;
    const ids = sources!.map((source) => source.id);
    for (const row of rows) for (const id of row['sources'] as string[]) expect(ids).toContain(id);
  });
});
