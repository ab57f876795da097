import type { Result } from '../experiment/result.ts';
import { findingsOf } from './findings.ts';
import { flow, printable, wrap } from './layout.ts';
import { headline } from './text-headline.ts';
import { capacitySection } from './text-capacity.ts';
import { costSection } from './text-cost.ts';
import { durabilitySection } from './text-durability.ts';
import { downtimeSection } from './text-downtime.ts';
import { ignoranceSection } from './text-ignorance.ts';
import { nextSection } from './text-next.ts';
import { protectionSection, recoverySection, slaSection } from './text-recovery.ts';
import { precisionSection, targetSection, thresholdSection, verdictSentence } from './text-verdict.ts';
import { grouped, plural } from './words.ts';

export interface TextOptions {
  /** The scenario file as the user named it, for commands to copy. */
  readonly file: string;
  /** Flags that commands to copy must repeat: `['--set', 'a=b', '--seed', '7']`. */
  readonly flags?: readonly string[];
  /** Files that are worth a comparison: several that were run, or one with variants. */
  readonly comparable?: readonly string[];
  readonly exitCode?: number;
  /** How many replications were asked for, when the run was interrupted before their end. */
  readonly interruptedOf?: number;
  /** Words after `pgnines run` with which an interrupted run goes on; null when it kept nothing. */
  readonly goOn?: readonly string[] | null;
  /** ANSI colours; they carry nothing that the words do not say. */
  readonly colour?: boolean;
  /** Only ASCII: bars of `#`. */
  readonly ascii?: boolean;
}

/** The summary of a run for people, in at most 100 columns. Totals over the horizon are turned into figures per year. */
export function renderText(result: Result, options: TextOptions): string {
  const ascii = options.ascii ?? false;
  const sections = [
    headline(result),
    targetSection(result),
    thresholdSection(result),
    precisionSection(result),
    downtimeSection(result, ascii),
    ignoranceSection(result),
    recoverySection(result),
    slaSection(result),
    protectionSection(result),
    durabilitySection(result),
    capacitySection(result),
    costSection(result),
    warningSection(result),
    findingSection(result),
    nextSection(result, options),
    lastLine(result, options),
  ];
  const lines = sections
    .filter((section) => section.length > 0)
    .flatMap((section, index) => (index === 0 ? section : ['', ...section]))
    .map((line) => printable(line.trimEnd(), ascii));
  return `${(options.colour === true ? lines.map(paint) : lines).join('\n')}\n`;
}

function warningSection({ warnings }: Result): string[] {
  if (warnings.length === 0) return [];
  return ['  WARNINGS', ...warnings.flatMap(({ code, message }) => wrap(message, `    ${code}  `))];
}

function findingSection(result: Result): string[] {
  const findings = findingsOf(result).slice(1);
  if (findings.length === 0) return [];
  return ['  FINDINGS', ...findings.flatMap((sentence) => wrap(sentence, '    ', '      '))];
}

/** What matters stands where the eye lands. */
function lastLine(result: Result, options: TextOptions): string[] {
  const { interruptedOf, exitCode = 0 } = options;
  const done = result.inputs.replications;
  const word =
    interruptedOf === undefined
      ? { none: 'DONE', met: 'MET', breached: 'BREACHED', inconclusive: 'INCONCLUSIVE' }[result.verdict]
      : `INTERRUPTED after ${grouped(done)} of ${plural(interruptedOf, 'replication')}`;
  const sentence = result.verdict === 'none' ? findingsOf(result)[0]! : verdictSentence(result);
  const items = [`${word}: ${sentence}`];
  if (result.warnings.length > 0) items.push(`${plural(result.warnings.length, 'warning')}.`);
  if (result.run !== undefined) items.push(`${result.run.seconds.toFixed(1)} s`);
  items.push(`exit ${exitCode}`);
  const [first, ...rest] = items;
  const lines = wrap(first!, '', '  ');
  return [...lines.slice(0, -1), ...flow([lines.at(-1)!, ...rest], '', '  ')];
}

const BOLD = '1';
const RED = '31';
const GREEN = '32';
const YELLOW = '33';

function paint(line: string): string {
  const wrapIn = (code: string) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
  return line
    .replace(/^ {2}[A-Z]+(?= |$)/, wrapIn(BOLD))
    .replace(/^[A-Z]+(?=[: ])/, wrapIn(BOLD))
    .replace(/(?<= )BREACHED(?=$| )/, wrapIn(RED))
    .replace(/(?<= )MET$|^ {4}ok(?= )/, wrapIn(GREEN))
    .replace(/(?<= )INCONCLUSIVE(?=$| )|^ {4}(?:warn|open)(?= )/, wrapIn(YELLOW))
    .replace(/wide interval|PG\d{4}/g, wrapIn(YELLOW));
}
