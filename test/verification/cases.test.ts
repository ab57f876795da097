import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { runVerification, verificationPage } from '../../scripts/generate/verification.mjs';
import type { CaseOutcome } from '../../src/verification/run-case.ts';

const PAGE = 'docs/verification.md';

// In worker threads, once: every case is a test of its own below.
const verification = await runVerification();

describe.each(verification.cases as readonly CaseOutcome[])('$id $title', ({ verdict, figures }) => {
  test('agrees with what is known', () => {
    const wrong = figures.filter((figure) => figure.verdict !== 'ok');
    expect({ verdict, wrong }).toEqual({ verdict: 'agrees', wrong: [] });
  });
});

test('the page of the documentation shows it', async () => {
  const page = await format(verificationPage(verification), { ...(await resolveConfig(PAGE)), filepath: PAGE });
  expect(readFileSync(PAGE, 'utf8'), 'stale: npm run generate -- --verify').toBe(page);
});
