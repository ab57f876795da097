import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Chromium is looked for. */
const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export const CHROMIUM = PLACES.find((path) => path !== undefined && existsSync(path));

/** In CI a browser that is missing is a failure; elsewhere these tests are left out. */
export const isRequired = process.env['PGNINES_BROWSER'] === 'required';

export const startChromium = (): Promise<Browser> =>
  // In a container, Chromium has no sandbox of its own; the pages are ours.
  chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'] });
