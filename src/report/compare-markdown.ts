import type { Comparison } from '../experiment/comparison.ts';
import { answerOf, estimate, sharesWords, priceWords } from './compare-words.ts';
import { printable } from './layout.ts';
import { periodOf } from './period.ts';
import { availability, figure, grouped, money } from './words.ts';

/** A table to paste into a pull request: GitHub's Markdown. What comes from a file is text, never markup. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const { variants, differences, currency, reference, inputs, warnings, tool } = comparison;
  const { perYear, span, isYear } = periodOf(comparison);
  const hasTargets = variants.some(({ verdict }) => verdict !== 'none');
  const head = [
    'scenario',
    `${currency}/month`,
    'min/year down',
    'availability',
    `difference to ${reference}, min/year`,
    'down less/same/more, % of histories',
    `${currency} per avoided minute`,
    ...(hasTargets ? ['targets'] : []),
    'dominated by',
  ];
  const rows = variants.map((variant) => {
    const difference = differences.find((one) => one.variant === variant.name);
    const downtime = difference?.metrics['downtime_minutes'];
    return [
      variant.name,
      money(variant.cost.per_month),
      figure(variant.metrics['downtime_minutes']!.mean * perYear),
      availability(variant.metrics['availability_percent']!.mean),
      downtime === undefined ? '' : estimate(downtime.mean, downtime.interval, perYear),
      downtime === undefined ? '' : sharesWords(downtime),
      difference === undefined ? '' : priceWords(difference.price),
      ...(hasTargets ? [variant.verdict] : []),
      variant.dominated_by.join(', '),
    ];
  });
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const histories = `${grouped(inputs.replications)} simulated ${isYear ? 'years' : 'histories'} of ${span}`;
  return `${[
    ...answerOf(comparison).map(markdownLine),
    '',
    line(head),
    `|---|${head
      .slice(1)
      .map(() => '---:|')
      .join('')}`,
    ...rows.map(line),
    '',
    markdownLine(
      `${histories}, the same for all; seed ${inputs.seed}; prices ${inputs.price_set}; 95 % intervals; ${tool.name} ${tool.version}`,
    ),
    ...(warnings.length === 0
      ? []
      : ['', ...warnings.map(({ code, message }) => `- ${code} ${escapeMarkdown(message)}`)]),
  ].join('\n')}\n`;
}

/** Invisible, and no letter: what stands on its two sides is not taken for a mention, an issue, an address or an emoji. */
const JOINER = '\u2060';

/** Text that Markdown shows as it is, in a cell of a table too. */
export function escapeMarkdown(text: string): string {
  return printable(text, false)
    .replace(/([@#])(?=\w)/g, `$1${JOINER}`)
    .replace(/:(?=\/\/|[\w+-]+:)/g, `:${JOINER}`)
    .replace(/\bwww\./gi, (start) => `${start.slice(0, 3)}${JOINER}.`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_{}[\]()#!|~>$^]/g, '\\$&');
}

/** A line of its own: what would begin a list or a heading is text, too. */
const markdownLine = (text: string): string =>
  escapeMarkdown(text).replace(/^\s*(\d*)([-+=.])/, (_, digits: string, mark: string) => `${digits}\\${mark}`);
