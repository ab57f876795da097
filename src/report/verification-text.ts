import type { Verification } from '../verification/verify.ts';
import { tableLines } from './compare-table.ts';
import { flow, printable, wrap } from './layout.ts';
import { FIGURE_COLUMNS, figureCells, verificationSentence } from './verification-words.ts';

/** The verification for people: every known figure beside the simulated one. */
export function renderVerification(
  verification: Verification,
  options: { readonly seconds: number; readonly exitCode: number; readonly ascii: boolean },
): string {
  const { tool, seed, cases } = verification;
  const lines = [
    ...flow([`${tool.name} ${tool.version}`, `seed ${seed}`], '', '  '),
    ...wrap('A figure agrees when the exact one lies in its 99.9 % interval, and that interval is narrow.', ''),
    ...cases.flatMap((one) => [
      '',
      ...wrap(`${one.title}: ${one.verdict}`, `${one.id}  `),
      ...wrap(`source: ${one.source}`, '     '),
      ...tableLines([['', ...FIGURE_COLUMNS], ...one.figures.map((figure) => [figure.what, ...figureCells(figure)])]),
    ]),
    '',
    ...flow(
      [
        `${verification.verdict === 'agrees' ? 'DONE' : 'DIFFERS'}: ${verificationSentence(verification)}`,
        `${options.seconds.toFixed(1)} s`,
        `exit ${options.exitCode}`,
      ],
      '',
      '  ',
    ),
  ];
  return `${lines.map((line) => printable(line.trimEnd(), options.ascii)).join('\n')}\n`;
}
