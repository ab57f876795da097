import type { Comparison, DifferenceResult, Price, VariantResult } from '../experiment/comparison.ts';
import { formatDuration } from '../units/duration.ts';
import { tableLines } from './compare-table.ts';
import { answerOf, estimate, sharesWords, priceWords } from './compare-words.ts';
import { shortageTable } from './capacity-words.ts';
import { LOSS_COLUMNS, lossCells } from './durability-words.ts';
import { flow, printable, wrap } from './layout.ts';
import { type Period, periodOf } from './period.ts';
import { shellWord } from './text-next.ts';
import { availability, figure, grouped, list, money, percent, plural } from './words.ts';

export interface ComparisonTextOptions {
  /** The scenario files as the user named them, for commands to copy. */
  readonly files: readonly string[];
  /** Flags that commands to copy must repeat. */
  readonly flags: readonly string[];
  /** Those that only a comparison takes. */
  readonly choices: readonly string[];
  readonly exitCode: number;
  /** How many replications were asked for, when the run was interrupted before their end. */
  readonly interruptedOf?: number;
  readonly colour: boolean;
  readonly ascii: boolean;
}

/** The comparison for people, in at most 100 columns. Totals over the horizon are turned into figures per year. */
export function renderComparison(comparison: Comparison, options: ComparisonTextOptions): string {
  const period = periodOf(comparison);
  const sections = [
    heading(comparison, period),
    answerOf(comparison).flatMap((sentence) => wrap(sentence, '  ')),
    mainTable(comparison, period),
    steps(comparison),
    riskTable(comparison, period),
    recoveryTable(comparison),
    shortageLines(comparison),
    durabilityTable(comparison),
    goals(comparison),
    pairing(comparison, period),
    warningLines(comparison),
    next(comparison, options),
    lastLine(comparison, options),
  ];
  const lines = sections
    .filter((section) => section.length > 0)
    .flatMap((section, index) => (index === 0 ? section : ['', ...section]))
    .map((line) => printable(line.trimEnd(), options.ascii));
  return `${(options.colour ? lines.map(paint) : lines).join('\n')}\n`;
}

function heading({ tool, inputs, variants, reference }: Comparison, { isYear, span }: Period): string[] {
  const count = grouped(inputs.replications);
  return [
    ...flow(
      [`${tool.name} ${tool.version}`, plural(variants.length, 'scenario'), `compared with ${reference}`],
      '',
      '  ',
    ),
    ...flow(
      [
        `${count} simulated ${isYear ? 'years' : 'histories'} of ${span}, the same for all`,
        `seed ${inputs.seed}`,
        `prices ${inputs.price_set}`,
        ...inputs.set.map((text) => `--set ${text}`),
      ],
      '',
      '  ',
    ),
  ];
}

/** The table's lines, each variant followed by the names of those that dominate it. */
function mainTable(comparison: Comparison, { perYear }: Period): string[] {
  const { variants, currency } = comparison;
  const rows = variants.map((variant) => {
    const difference = differenceOf(comparison, variant);
    const downtime = difference?.metrics['downtime_minutes'];
    return [
      variant.name,
      money(variant.cost.per_month),
      figure(variant.metrics['downtime_minutes']!.mean * perYear),
      downtime === undefined ? '' : estimate(downtime.mean, downtime.interval, perYear),
      downtime === undefined ? '' : sharesWords(downtime),
      difference === undefined ? 'reference' : priceWords(difference.price),
    ];
  });
  const head = [
    'SCENARIO',
    `${currency}/month`,
    'down min/y',
    'difference',
    'less/same/more %',
    `${currency}/avoided min`,
  ];
  const lines = tableLines([head, ...rows]);
  const dominated = variants.flatMap(({ name, dominated_by: by }) =>
    by.length === 0 ? [] : wrap(`${name} is dominated by ${list(by)}: no dearer and down no more`, '    ', '      '),
  );
  return [...lines, ...dominated, ...totalLosses(comparison)];
}

/** What neither the bill nor the downtime shows, and a longer retention is there for. */
function totalLosses({ variants }: Comparison): string[] {
  const counts = variants.map(({ name, recovery }) => ({
    name,
    count: recovery.reduce((sum, one) => sum + one.total_losses, 0),
  }));
  if (new Set(counts.map(({ count }) => count)).size < 2) return [];
  const told = counts.map(({ name, count }) => `${name} ${grouped(count)}`).join(', ');
  const text = `disruptions that left nothing to restore, in all histories, not weighed above nor in "lost s": ${told}`;
  return wrap(text, '    ', '      ');
}

const differenceOf = ({ differences }: Comparison, { name }: VariantResult): DifferenceResult | undefined =>
  differences.find(({ variant }) => variant === name);

/** Where each minute is dearer than at the step before; two scenarios are one step, and the answer has told it. */
function steps({ front, currency }: Comparison): string[] {
  if (front.length < 3) return [];
  return [
    '  STEPS from the cheapest on',
    ...front.flatMap(({ variant, price }, index) =>
      price === null ? [] : wrap(stepWords(front[index - 1]!.variant, variant, price, currency), '    ', '      '),
    ),
  ];
}

function stepWords(from: string, to: string, price: Price, currency: string): string {
  const words = priceWords(price);
  return `${from} to ${to}: ${price.kind === 'avoided' ? `${words} ${currency} per minute avoided` : words}`;
}

/** What downtime alone does not tell. */
function riskTable(comparison: Comparison, { perYear }: Period): string[] {
  const { variants, currency } = comparison;
  const rows = variants.map((variant) => {
    const { metrics, cost, annual_loss_probability: loss } = variant;
    const tco = differenceOf(comparison, variant)?.metrics['tco'];
    return [
      variant.name,
      availability(metrics['availability_percent']!.mean),
      figure(metrics['downtime_minutes']!.percentiles.p95),
      figure(metrics['data_loss_seconds']!.mean * perYear),
      loss.estimate === null ? `<${percent(loss.interval.high)}` : percent(loss.estimate),
      money(Number(cost.tco) * perYear),
      tco === undefined ? '' : estimate(tco.mean, tco.interval, perYear),
    ];
  });
  const head = ['', 'available', 'p95 min', 'lost s', 'loss/year', `TCO ${currency}/year`, 'difference'];
  return tableLines([head, ...rows]);
}

/** p95 of the time to recover, by class of disruption; only classes that anybody met. */
function recoveryTable({ variants }: Comparison): string[] {
  const classes = variants[0]!.recovery
    .map((entry) => entry.class)
    .filter((name) =>
      variants.some(({ recovery }) => recovery.some((one) => one.class === name && one.rto_seconds !== null)),
    );
  if (classes.length === 0) return [];
  const rows = variants.map(({ name, recovery }) => [
    name,
    ...classes.map((wanted) => {
      const rto = recovery.find((one) => one.class === wanted)!.rto_seconds;
      return rto === null ? '-' : formatDuration(rto.p95 * 1000);
    }),
  ]);
  return tableLines([['RTO p95', ...classes], ...rows]);
}

/** Hours a year in which the server is short of something. */
function shortageLines(comparison: Comparison): string[] {
  const table = shortageTable(comparison);
  return table === null ? [] : tableLines([['CAPACITY short of', ...table.columns], ...table.rows]);
}

/** Committed work lost for good, a year, by what destroys it. */
function durabilityTable({ variants }: Comparison): string[] {
  const rows = variants.flatMap(({ name, rare }) => {
    const cells = lossCells(rare);
    return cells === null ? [] : [[name, ...cells]];
  });
  return rows.length === 0 ? [] : tableLines([['DURABILITY a year', ...LOSS_COLUMNS], ...rows]);
}

function goals({ variants }: Comparison): string[] {
  const judged = variants.filter(({ verdict }) => verdict !== 'none');
  if (judged.length === 0) return [];
  return [
    '  TARGETS, and how likely each is met',
    ...judged.flatMap(({ name, verdict, targets, thresholds }) => {
      const open = thresholds.filter(({ status, severity }) => status !== 'met' && severity === 'error');
      const items = [
        ...targets.map(({ id, status, probability }) => {
          const chance = probability === null ? 'nothing seen' : `${percent(probability.share)} of ${probability.of}`;
          return `${id} ${chance}${status === 'met' ? '' : ` ${status.toUpperCase()}`}`;
        }),
        ...open.map(({ metric, expression, status }) => `${metric} ${expression} ${status.toUpperCase()}`),
      ];
      return flow([`${name}: ${verdict.toUpperCase()}`, ...items], '    ', '      ');
    }),
  ];
}

/** What common random numbers are worth. */
function pairing({ differences, reference }: Comparison, { perYear }: Period): string[] {
  const lines = differences.flatMap(({ variant, metrics }) => {
    const { narrower, interval, unpaired_interval: unpaired } = metrics['downtime_minutes']!;
    if (narrower === null || !Number.isFinite(interval.low)) return [];
    const half = ({ low, high }: { low: number; high: number }): string => figure(((high - low) / 2) * perYear);
    const gain =
      narrower < 1
        ? 'no narrower'
        : `${figure(narrower)} times narrower, worth ${figure(narrower * narrower)} times the histories`;
    return wrap(`${variant}: +-${half(interval)} instead of +-${half(unpaired)} min/year, ${gain}`, '    ', '      ');
  });
  return lines.length === 0
    ? []
    : [`  PAIRING with ${reference}, history by history, against independent runs`, ...lines];
}

function warningLines({ warnings }: Comparison): string[] {
  if (warnings.length === 0) return [];
  return ['  WARNINGS', ...warnings.flatMap(({ code, message }) => wrap(message, `    ${code}  `))];
}

function next({ variants, best, warnings }: Comparison, { files, flags, choices }: ComparisonTextOptions): string[] {
  const words = (some: readonly string[]): string => some.map((word) => ` ${shellWord(word)}`).join('');
  const repeated = words(flags);
  const names = files.map(shellWord).join(' ');
  const least = variants.find(({ name }) => name === best.least_downtime.variant)!;
  const file = files.find((one) => one === least.scenario || one.endsWith(`/${least.scenario}`)) ?? files[0]!;
  const variant = least.variant === null ? '' : ` --variant ${shellWord(least.variant)}`;
  const [warning] = warnings;
  return [
    '  NEXT',
    `    ${least.name} in detail`,
    `      npx pgnines run ${shellWord(file)}${variant}${repeated}`,
    '    as a table for a pull request',
    `      npx pgnines compare ${names}${words(choices)}${repeated} --format markdown`,
    ...(warning === undefined ? [] : [`    what ${warning.code} means`, `      npx pgnines explain ${warning.code}`]),
  ];
}

/** What matters stands where the eye lands. */
function lastLine({ inputs, best, warnings, run }: Comparison, options: ComparisonTextOptions): string[] {
  const { interruptedOf, exitCode } = options;
  const word =
    interruptedOf === undefined
      ? 'DONE'
      : `INTERRUPTED after ${grouped(inputs.replications)} of ${plural(interruptedOf, 'replication')}`;
  const answer = `cheapest ${best.cheapest.variant}, least downtime ${best.least_downtime.variant}.`;
  const items = [
    ...(warnings.length === 0 ? [] : [`${plural(warnings.length, 'warning')}.`]),
    ...(run === undefined ? [] : [`${run.seconds.toFixed(1)} s`]),
    `exit ${exitCode}`,
  ];
  const sentence = wrap(`${word}: ${answer}`, '', '  ');
  return [...sentence.slice(0, -1), ...flow([sentence.at(-1)!, ...items], '', '  ')];
}

const BOLD = '1';
const YELLOW = '33';

function paint(line: string): string {
  const wrapIn = (code: string) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
  return line
    .replace(/^ {2}(SCENARIO|STEPS|RTO|DURABILITY|TARGETS|PAIRING|WARNINGS|NEXT)(?= |$|,)/, wrapIn(BOLD))
    .replace(/^[A-Z]+(?=[: ])/, wrapIn(BOLD))
    .replace(/dominated|undecided|PG\d{4}/g, wrapIn(YELLOW));
}
