import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pgnines } from '../cli/pgnines.ts';
import { CHROMIUM, isRequired, startChromium } from './chromium.ts';
import * as inPage from './in-page.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>';

test('there is a browser to look with', () => {
  if (isRequired) expect(CHROMIUM).toBeDefined();
});

describe.skipIf(CHROMIUM === undefined)('reports in a browser', () => {
  let folder: string;
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pgnines-browser-'));
    const scenario = join(folder, 'hostile.yaml');
    const text = readFileSync('scenarios/ha-choice.yaml', 'utf8');
    writeFileSync(scenario, text.replace(/^metadata:.*$/m, `metadata: { name: ${JSON.stringify(HOSTILE)} }`));
    const quiet = ['--quiet', '--reproducible'];
    const grid = ['--vary', 'server.properties.highAvailability.mode=Disabled,SameZone'];
    const runs: [command: string, scenario: string, name: string, ...more: string[]][] = [
      ['run', 'scenarios/promises.yaml', 'run', '-n', '2000'],
      ['run', 'scenarios/promises.yaml', 'moving', '-n', '500', '--interactive'],
      ['run', scenario, 'hostile', '-n', '300'],
      ['compare', 'scenarios/ha-choice.yaml', 'compare', '-n', '1000'],
      ['sweep', 'scenarios/no-ha.yaml', 'sweep', '-n', '300', ...grid],
    ];
    for (const [command, file, name, ...more] of runs) {
      const out = `html=${join(folder, `${name}.html`)}`;
      const { code, stderr } = pgnines([command, file, ...more, ...quiet, '--out', out]);
      if (code !== 0 && code !== 3 && code !== 4) throw new Error(stderr);
    }
    browser = await startChromium();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a report from disk, with the network cut; answers what went wrong on the way, too. */
  async function open(name: string, options: BrowserContextOptions = {}): Promise<{ page: Page; trouble: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, ...options });
    await context.setOffline(true);
    const page = await context.newPage();
    const trouble: string[] = [];
    const address = pathToFileURL(join(folder, name)).href;
    page.on('console', (message) => trouble.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      trouble.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== address) trouble.push(`request: ${request.url()}`);
    });
    await page.goto(address);
    return { page, trouble };
  }

  const REPORTS = ['run.html', 'compare.html', 'sweep.html', 'hostile.html'];

  test.each(REPORTS)('%s opens without a message, and asks for nothing else', async (name) => {
    const { page, trouble } = await open(name);
    await page.waitForTimeout(100);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test.each(REPORTS.flatMap((name) => [320, 800, 1600].map((width) => [name, width] as const)))(
    '%s shows all charts at %i px, and scrolls in one direction only',
    async (name, width) => {
      const { page } = await open(name, { viewport: { width, height: 900 } });
      const figures = await page.locator('figure').count();
      expect(figures).toBeGreaterThan(0);
      const boxes = await page.evaluate(inPage.drawings);
      for (const shown of boxes) {
        expect(shown).toHaveLength(1);
        const [{ left, right, height }] = shown as [{ left: number; right: number; height: number }];
        expect(left).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(width);
        expect(height).toBeGreaterThan(60);
      }
      expect(await page.evaluate(inPage.pageWidth)).toBeLessThanOrEqual(width);
      await page.context().close();
    },
  );

  test.each(REPORTS.flatMap((name) => [320, 1000].map((width) => [name, width] as const)))(
    'no text of a chart of %s is smaller than 12 px at %i px',
    async (name, width) => {
      const { page } = await open(name, { viewport: { width, height: 900 } });
      const smallest = await page.evaluate(inPage.smallestText);
      expect(smallest).toBeGreaterThanOrEqual(12);
      await page.context().close();
    },
  );

  test.each(REPORTS.flatMap((name) => (['light', 'dark'] as const).map((scheme) => [name, scheme] as const)))(
    'axe finds nothing in %s, %s',
    async (name, colorScheme) => {
      const { page } = await open(name, { colorScheme, bypassCSP: true });
      await page.evaluate(inPage.openDetails);
      await page.evaluate(AXE);
      expect(await page.evaluate(inPage.violations)).toEqual([]);
      await page.context().close();
    },
    30_000,
  );

  test('dark screens get dark colours, paper gets light ones', async () => {
    const { page } = await open('run.html', { colorScheme: 'dark' });
    const colours = () => page.evaluate(inPage.colours);
    expect(await colours()).toEqual({ page: 'rgb(15, 23, 42)', text: 'rgb(230, 234, 242)', dot: 'rgb(74, 168, 255)' });
    await page.emulateMedia({ media: 'print' });
    expect(await colours()).toEqual({
      page: 'rgb(255, 255, 255)',
      text: 'rgb(27, 35, 51)',
      dot: 'rgb(26, 140, 232)',
    });
    await page.context().close();
  });

  test('without script every figure and chart is there', async () => {
    const [withScript, without] = [await open('run.html'), await open('run.html', { javaScriptEnabled: false })];
    const shown = async (page: Page) => ({
      charts: await page.locator('figure > svg:visible').count(),
      rows: await page.locator('tr').count(),
      text: await page.locator('main').innerText(),
    });
    expect(await shown(without.page)).toEqual(await shown(withScript.page));
    expect((await shown(without.page)).charts).toBeGreaterThan(6);
    for (const { page } of [withScript, without]) await page.context().close();
  });

  test('--interactive: charts answer the mouse, by the one script that the policy allows', async () => {
    const { page, trouble } = await open('moving.html');
    await page.waitForSelector('.chart-moving svg');
    const figures = await page.locator('figure').count();
    expect(await page.locator('figure > .chart-moving:visible').count()).toBe(figures);
    expect(await page.locator('figure > svg.chart-still').count()).toBe(figures);
    await page.locator('#chart-downtime-by-cause .chart-moving path[fill^=url]').first().hover({ force: true });
    await page.waitForSelector('#chart-downtime-by-cause .chart-moving[title]');
    const title = await page.locator('#chart-downtime-by-cause .chart-moving').getAttribute('title');
    expect(title).toMatch(/^minutes: [\d.]+\ncause: planned maintenance$/);
    expect(trouble).toEqual([]);
    await page.context().close();
    const without = await open('moving.html', { javaScriptEnabled: false });
    expect(await without.page.locator('figure > svg:visible').count()).toBe(figures);
    await without.page.context().close();
  });

  test('a hostile name is shown as it is written', async () => {
    const { page, trouble } = await open('hostile.html');
    expect(await page.locator('h1').innerText()).toBe(HOSTILE);
    expect(await page.locator('img, script').count()).toBe(0);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('charts are named, described, and have their figures beside them', async () => {
    const { page } = await open('run.html');
    for (const { names, rows } of await page.evaluate(inPage.alternatives)) {
      expect(names).toHaveLength(2);
      for (const lengths of names) expect(Math.min(...lengths)).toBeGreaterThan(10);
      expect(rows).toBeGreaterThan(0);
    }
    const ids = await page.evaluate(inPage.ids);
    expect(new Set(ids).size).toBe(ids.length);
    await page.context().close();
  });
});
