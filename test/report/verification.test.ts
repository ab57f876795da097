import { describe, expect, test } from 'vitest';
import { renderVerificationMarkdown } from '../../src/report/verification-markdown.ts';
import { renderVerification } from '../../src/report/verification-text.ts';
import { computed, figure, type Figure } from '../../src/verification/case.ts';
import { runCase } from '../../src/verification/run-case.ts';
import type { Verification } from '../../src/verification/verify.ts';

const about = (mean: number, standardError: number) => ({ mean, standardError });

/** A verification of made-up cases. */
function verified(...cases: readonly ((seed: string) => readonly Figure[])[]): Verification {
  const outcomes = cases.map((simulate, index) =>
    runCase({ id: `V0${index + 1}`, title: 'a model', source: 'by hand', simulate }, 's'),
  );
  return {
    formatVersion: '1.0',
    kind: 'Verification',
    tool: { name: 'pgnines', version: '1.2.3' },
    seed: 's',
    verdict: outcomes.every(({ verdict }) => verdict === 'agrees') ? 'agrees' : 'differs',
    cases: outcomes,
  };
}

const text = (verification: Verification, exitCode: number): string =>
  renderVerification(verification, { seconds: 1.25, exitCode, ascii: true });

const right = () => [figure('loss within a year', 9.980074805e-12, about(9.99e-12, 4e-14))];

describe('a verification', () => {
  test('that agrees says so last; what is not 0 does not read as 0', () => {
    const lines = text(verified(right), 0).trimEnd().split('\n');
    expect(lines.at(-1)).toBe('DONE: 1 case with 1 known figure: it agrees.   1.3 s   exit 0');
    expect(lines.join('\n')).toMatch(/loss within a year +9\.98007e-12 +9\.99e-12 +\[9\.858e-12, 1\.0122e-11\] +ok$/m);
  });

  test('that differs names the cases and marks the figures', () => {
    const wrong = () => [
      figure('downtime', 10, about(12, 0.01)),
      figure('failures', 10, about(10, 1)),
      computed('mean', 912_575, 912_575.01),
    ];
    const all = text(verified(wrong, right), 1);
    expect(all).toMatch(/^V01 {2}a model: differs$/m);
    expect(all).toMatch(/^ +downtime +10 +12 +\[11\.967, 12\.033\] +off$/m);
    expect(all).toMatch(/^ +failures +10 +10 +\[6\.7, 13\.3\] +not sharp$/m);
    // Six digits would show two figures that are the same.
    expect(all).toMatch(/^ +mean +912575 +912575\.01 +computed +off$/m);
    expect(all.trimEnd().split('\n').at(-1)).toBe(
      'DIFFERS: 2 cases with 4 known figures: V01 differs.   1.3 s   exit 1',
    );
    expect(renderVerificationMarkdown(verified(wrong, right))).toMatch(
      /^2 cases with 4 known figures: V01 differs\.$/m,
    );
  });

  test('tells which figures took more seeds', () => {
    const unlucky = (seed: string) => [figure('downtime', 10, about(seed === 's' ? 12 : 10, 0.01))];
    expect(text(verified(unlucky), 0)).toMatch(/^ +downtime +10 +10 +\[9\.967, 10\.033\] +ok, 2 of 3 seeds$/m);
  });
});
