import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { CASES } from '../../src/verification/cases.ts';
import type { Verification } from '../../src/verification/verify.ts';

const PAGE = 'docs/verification.md';

/** What is built, since worker threads run it; its types are those of the sources. */
const SCRIPT = new URL('../../scripts/generate/verification.mjs', import.meta.url).href;
const { runVerification, verificationPage } = (await import(SCRIPT)) as {
  runVerification: () => Promise<Verification>;
  verificationPage: (verification: Verification) => string;
};

// In worker threads, once: every case is a test of its own below.
const verification = await runVerification();

describe.each(verification.cases)('$id $title', ({ verdict, figures }) => {
  test('agrees with what is known', () => {
    const wrong = figures.filter((figure) => figure.verdict !== 'ok');
    expect({ verdict, wrong }).toEqual({ verdict: 'agrees', wrong: [] });
  });
});

test('every case has a number of its own, and figures that are told apart', () => {
  const ids = CASES.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
  for (const { id, figures } of verification.cases) {
    const names = figures.map(({ what }) => what);
    expect([id, ...names]).toEqual([id, ...new Set(names)]);
    expect(names.length, id).toBeGreaterThan(0);
  }
});

test('the page of the documentation shows it', async () => {
  const page = await format(verificationPage(verification), { ...(await resolveConfig(PAGE)), filepath: PAGE });
  expect(readFileSync(PAGE, 'utf8'), 'stale: npm run generate -- --verify').toBe(page);
});
