import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type Chart, NARROW, WIDE } from '../../../src/report/charts/chart.ts';
import { downtimeByCause } from '../../../src/report/charts/downtime-by-cause.ts';
import { dark, hatched, light } from '../../../src/report/charts/theme.ts';
import { renderPng } from '../../../src/report/render/png.ts';
import { renderSvg } from '../../../src/report/render/svg.ts';
import { SAMPLE } from '../sample-result.ts';

const FONTS = new URL('../../../data/fonts/', import.meta.url);
const chart = downtimeByCause(SAMPLE)!;
const standalone = { frame: WIDE, standalone: true } as const;
const part = { frame: WIDE, standalone: false } as const;

describe('a chart as SVG', () => {
  test('is one image with a name and a description', async () => {
    const svg = await renderSvg(chart, standalone);
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="downtime-by-cause-title downtime-by-cause-desc"/);
    expect(svg).toContain(`<title id="downtime-by-cause-title">${chart.title}</title>`);
    expect(svg).toContain(`<desc id="downtime-by-cause-desc">${chart.description}</desc>`);
    expect(svg.match(/role=|aria-(?!labelledby|hidden)/g)).toEqual(['role=']);
  });

  test('says its title in the drawing only when it stands alone', async () => {
    const drawn = (svg: string) => svg.slice(svg.indexOf('<g aria-hidden'));
    expect(drawn(await renderSvg(chart, standalone))).toContain(chart.title.slice(0, 20));
    expect(drawn(await renderSvg(chart, part))).not.toContain(chart.title.slice(0, 20));
  });

  test('fits its frame', async () => {
    for (const frame of [WIDE, NARROW]) {
      const [, width] = /viewBox="0 0 ([\d.]+) /.exec(await renderSvg(chart, { frame, standalone: true }))!;
      expect(Number(width)).toBeLessThanOrEqual(frame.width + 8);
    }
  });

  test('is the same every time, with three decimals at most', async () => {
    const svg = await renderSvg(chart, standalone);
    expect(await renderSvg(chart, standalone)).toBe(svg);
    expect(svg.match(/="[^"]*\d\.\d{4,}/g)).toBeNull();
  });

  test('uses colours of the palette only, so that dark screens find all of them', async () => {
    const svg = await renderSvg(chart, part);
    const used = new Set([...svg.matchAll(/(?:fill|stroke)="(#[^"]*)"/g)].map(([, colour]) => colour!));
    expect([...used].filter((colour) => !(Object.values(light) as string[]).includes(colour))).toEqual([]);
  });

  test('hatches what is planned, with ids of its own', async () => {
    const svg = await renderSvg(chart, { ...part, idPrefix: 'wide-cause' });
    expect(svg).toContain('<pattern id="wide-cause-blue"');
    expect(svg).toContain('fill="url(#wide-cause-blue)"');
    expect(svg).not.toContain(hatched.blue);
  });

  test('follows dark screens but not onto paper', async () => {
    const svg = await renderSvg(chart, standalone);
    expect(svg).toContain('@media screen and (prefers-color-scheme:dark)');
    expect(svg).toContain(`svg [fill="${light.text}"]{fill:${dark.text}}`);
  });

  test('shows hostile names as they are written', async () => {
    const hostile = '"><script>alert(1)</script> role="x" 0.12345';
    const named: Chart = {
      ...chart,
      title: hostile,
      description: hostile,
      spec: () => ({
        data: { values: [{ name: hostile, n: 1 }] },
        mark: 'bar',
        encoding: { y: { field: 'name', type: 'nominal' }, x: { field: 'n', type: 'quantitative' } },
      }),
    };
    const svg = await renderSvg(named, standalone);
    expect(svg).not.toContain('<script');
    expect(svg.match(/&lt;script&gt;.*? role=.*? 0\.12345/g)).toHaveLength(4);
  });

  test('fetches nothing', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      response.end('n\n1\n');
    }).listen(0);
    await once(server, 'listening');
    const url = `http://localhost:${(server.address() as AddressInfo).port}/data.csv`;
    const fetching: Chart = { ...chart, spec: () => ({ data: { url }, mark: 'bar', encoding: {} }) };
    await expect(renderSvg(fetching, part)).rejects.toThrow('charts load nothing');
    server.closeAllConnections();
    server.close();
    expect(requests).toBe(0);
  });

  test('is drawn where nothing may become code', () => {
    const script = `
      import { renderSvg } from './dist/report/render/svg.js';
      import { WIDE } from './dist/report/charts/chart.js';
      const spec = () => ({ data: { values: [{ n: 1 }] }, mark: 'bar', encoding: { x: { field: 'n', type: 'quantitative' } } });
      const svg = await renderSvg({ id: 'a', title: 'b', subtitle: 'c', description: 'd', spec }, { frame: WIDE, standalone: true });
      console.log(svg.slice(0, 4));`;
    const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', script];
    expect(execFileSync(process.execPath, flags, { encoding: 'utf8' })).toBe('<svg\n');
  });
});

describe('a chart as PNG', () => {
  test('has two pixels for each of the drawing, and is the same every time', async () => {
    const png = Buffer.from(await renderPng(chart, FONTS));
    const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(await renderSvg(chart, standalone))!;
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)]);
    expect(png.equals(await renderPng(chart, FONTS))).toBe(true);
  });

  test('is not drawn without its font', async () => {
    await expect(renderPng(chart, new URL('nowhere/', FONTS))).rejects.toThrow('no font at');
  });

  test('has its text drawn', async () => {
    const silent: Chart = { ...chart, title: '', subtitle: '' };
    const [text, none] = await Promise.all([renderPng(chart, FONTS), renderPng(silent, FONTS)]);
    // The titles alone are some thousand dark pixels.
    expect(text.length - none.length).toBeGreaterThan(3000);
  });
});
