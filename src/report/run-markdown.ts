import type { Result } from '../experiment/result.ts';
import { formatDuration } from '../units/duration.ts';
import { creditHours, dateWords, shortages, stepsOf, stepWords, usesOf } from './capacity-words.ts';
import { commandFor } from './commands.ts';
import { durabilitySentence, PATH_WORDS, pathsOf, rareWords } from './durability-words.ts';
import { codeBlock, escapeMarkdown, markdownLine, markdownTable } from './escape.ts';
import { allFindingsOf } from './findings.ts';
import { periodOf } from './period.ts';
import { headlineWords } from './text-headline.ts';
import { targetRows, verdictSentence } from './text-verdict.ts';
import { bracket, capital, causeWords, figure, grouped, money, percent } from './words.ts';

/** Causes that are shown one by one; the others are summed. */
const MOST_CAUSES = 6;

/** A run to paste into a pull request: GitHub's Markdown. What comes from a file is text, never markup. */
export function renderRunMarkdown(result: Result): string {
  const { inputs, verdict, targets, warnings, cost, tool } = result;
  const name = inputs.variant === null ? inputs.name : `${inputs.name}, variant ${inputs.variant}`;
  const head = verdict === 'none' ? name : `${name}: ${verdict}`;
  const blocks = [
    `### ${escapeMarkdown(head)}`,
    ...(verdict === 'none' ? [] : [markdownLine(`${capital(verdict)}: ${verdictSentence(result)}`)]),
    allFindingsOf(result)
      .map((sentence) => `- ${escapeMarkdown(capital(sentence))}`)
      .join('\n'),
    ...(targets.length === 0 ? [] : [targetTable(result)]),
    ...(result.thresholds.length === 0 ? [] : [thresholdTable(result)]),
    ...causeTable(result),
    ...recoveryTable(result),
    ...durabilityBlocks(result),
    ...capacityBlocks(result),
    markdownLine(
      `Bill: ${money(cost.per_month)} ${cost.currency} a month, ${money(cost.total)} in all; ` +
        `outages ${money(cost.outage_cost)}, SLA credit ${money(cost.sla_credit)}, in total ${money(cost.tco)}. ` +
        `Not included: ${cost.not_included.join(', ')}.`,
    ),
    ...(warnings.length === 0
      ? []
      : [warnings.map(({ code, message }) => `- ${code} ${escapeMarkdown(message)}`).join('\n')]),
    markdownLine(`${headlineWords(result).join('; ')}; 95 % intervals; ${tool.name} ${tool.version}.`),
    codeBlock(commandFor(result, 'run', `-n ${inputs.replications}`)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function durabilityBlocks({ durability: { rare } }: Result): string[] {
  if (rare === undefined) return [];
  const rows = pathsOf(rare).filter(({ begins }) => begins.impossible === null);
  return [
    markdownLine(durabilitySentence(rare)),
    ...(rows.length === 0
      ? []
      : [
          markdownTable(
            ['data destroyed, a year', 'happens', 'work lost', 'nothing restorable'],
            rows.map(({ path, begins, work_lost: lost, nothing_restorable: nothing }) => [
              PATH_WORDS[path],
              rareWords(begins),
              rareWords(lost),
              rareWords(nothing),
            ]),
          ),
        ]),
  ];
}

function capacityBlocks(result: Result): string[] {
  const { capacity } = result;
  if (capacity === undefined) return [];
  const { futures } = capacity;
  const hours = creditHours(capacity);
  const sentences = [
    ...(hours === null ? [] : [`Burst credits are used up ${hours}`]),
    ...stepsOf(capacity).map((step) => `The disk grows to ${stepWords(step)} on ${dateWords(step, futures)}`),
    ...shortages(result).map(capital),
  ];
  return [
    markdownTable(
      ['highest use, without failures', 'first month', 'busiest month', 'first short'],
      usesOf(capacity).map(({ words, first, most, month, short }) => [
        words,
        `${figure(first)} %`,
        `${figure(most)} % in ${month}`,
        short === null ? 'never' : dateWords(short, futures),
      ]),
    ),
    ...(sentences.length === 0 ? [] : [sentences.map((sentence) => `- ${escapeMarkdown(sentence)}`).join('\n')]),
  ];
}

const targetTable = ({ targets, cost }: Result): string =>
  markdownTable(
    ['target', 'goal', 'simulated', 'verdict'],
    targetRows(targets, cost.currency).map(({ label, goal, simulated, status, which, note }) => [
      label,
      goal,
      note === '' ? simulated : `${simulated}; ${note}`,
      which === '' ? status : `${status}: ${which}`,
    ]),
  );

const thresholdTable = ({ thresholds }: Result): string =>
  markdownTable(
    ['threshold', 'rule', 'seen', 'verdict'],
    thresholds.map(({ metric, expression, estimate, interval, status, severity }) => [
      metric,
      expression,
      `${estimate === null ? 'never' : figure(Math.abs(estimate))}${interval === null ? '' : ` ${bracket(interval)}`}`,
      severity === 'warn' ? `${status}, warns only` : status,
    ]),
  );

function causeTable(result: Result): string[] {
  const { perYear } = periodOf(result);
  const seen = result.causes
    .filter(({ downtime_minutes: { mean } }) => mean > 0)
    .toSorted((a, b) => b.downtime_minutes.mean - a.downtime_minutes.mean);
  if (seen.length === 0) return [];
  const rest = seen.slice(MOST_CAUSES);
  const sum = rest.reduce((total, { downtime_minutes: { mean } }) => total + mean, 0);
  const share = rest.reduce((total, cause) => total + cause.share, 0);
  return [
    markdownTable(
      ['cause', 'minutes a year', '95 % interval', 'share', 'events'],
      [
        ...seen
          .slice(0, MOST_CAUSES)
          .map(({ cause, downtime_minutes: { mean, interval }, share: part, events }) => [
            causeWords(cause),
            figure(mean * perYear),
            bracket(interval, perYear),
            percent(part),
            grouped(events),
          ]),
        ...(rest.length === 0
          ? []
          : [
              [
                `${rest.length} more`,
                figure(sum * perYear),
                '',
                percent(share),
                grouped(rest.reduce((total, { events }) => total + events, 0)),
              ],
            ]),
      ],
    ),
  ];
}

function recoveryTable({ recovery }: Result): string[] {
  const seen = recovery.filter((entry) => entry.rto_seconds !== null);
  if (seen.length === 0) return [];
  const seconds = (value: number): string => formatDuration(Math.round(value * 1000));
  return [
    markdownTable(
      ['recovery', 'events', 'not noticed', 'RTO p50', 'p95', 'RPO p95', 'most'],
      seen.map(({ class: name, events, masked_events: masked, rto_seconds: rto, rpo_seconds: rpo }) => [
        name,
        grouped(events),
        grouped(masked),
        seconds(rto!.p50),
        seconds(rto!.p95),
        seconds(rpo!.p95),
        seconds(rpo!.max),
      ]),
    ),
  ];
}
