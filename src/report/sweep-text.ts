import { cellsWords } from '../experiment/form-sweep.ts';
import type { RefusedCell, SimulatedCell, Sweep } from '../experiment/sweep-result.ts';
import { tableLines } from './compare-table.ts';
import { estimate } from './compare-words.ts';
import { flow, printable, wrap } from './layout.ts';
import { type Period, periodOf } from './period.ts';
import { valueText } from './sweep-csv.ts';
import { shellWord } from './text-next.ts';
import { availability, figure, grouped, money, plural } from './words.ts';

export interface SweepTextOptions {
  /** The scenario file as the user named it, for commands to copy. */
  readonly file: string;
  /** Flags that commands to copy must repeat. */
  readonly flags: readonly string[];
  /** The folder that keeps finished cells; null without one. */
  readonly directory: string | null;
  readonly exitCode: number;
  readonly colour: boolean;
  readonly ascii: boolean;
}

/** The sweep for people: which cells are worth their money. Totals over the horizon are turned into figures per year. */
export function renderSweep(sweep: Sweep, options: SweepTextOptions): string {
  const period = periodOf(sweep);
  const sections = [
    heading(sweep, period),
    wrap(sweepAnswer(sweep), '  '),
    frontTable(sweep, period),
    doubts(sweep),
    refused(sweep),
    warningLines(sweep),
    next(sweep, options),
    lastLine(sweep, options),
  ];
  const lines = sections
    .filter((section) => section.length > 0)
    .flatMap((section, index) => (index === 0 ? section : ['', ...section]))
    .map((line) => printable(line.trimEnd(), options.ascii));
  return `${(options.colour ? lines.map(paint) : lines).join('\n')}\n`;
}

function heading({ tool, inputs, cells }: Sweep, { isYear, span }: Period): string[] {
  const { name, variant, set, seed, replications, price_set: prices, vary } = inputs;
  const what = [
    `${tool.name} ${tool.version}`,
    name,
    ...(variant === null ? [] : [`variant ${variant}`]),
    plural(cells.length, 'cell'),
  ];
  const how = [
    `${grouped(replications)} simulated ${isYear ? 'years' : 'histories'} of ${span} each, the same for all`,
    `seed ${seed}`,
    `prices ${prices}`,
    ...set.map((text) => `--set ${text}`),
  ];
  return [
    ...flow(what, '', '  '),
    ...flow(how, '', '  '),
    ...vary.flatMap(({ path, values }, index) =>
      wrap(`${path}: ${values.map(valueText).join(', ')}`, index === 0 ? '  varied  ' : '          ', '            '),
    ),
  ];
}

/** The cells of the front, cheapest first. */
function frontOf({ cells, front }: Sweep): SimulatedCell[] {
  return front.map((number) => cells[number - 1] as SimulatedCell);
}

/** What the grid says, in a sentence or two. */
export function sweepAnswer(sweep: Sweep): string {
  const { perYear } = periodOf(sweep);
  const { cells, currency } = sweep;
  const front = frontOf(sweep);
  const done = cells.filter(({ status }) => status === 'simulated').length;
  const open = cells.filter(({ status }) => status === 'open').length;
  const parts = [`${plural(done, 'cell')} simulated`, ...(open === 0 ? [] : [`${grouped(open)} still to be`])];
  const minutes = (cell: SimulatedCell): string =>
    `${figure(cell.metrics['downtime_minutes']!.mean * perYear)} minutes of downtime a year`;
  const bill = (cell: SimulatedCell): string => `${money(cell.metrics['cost_monthly']!.mean)} ${currency} a month`;
  const [cheapest] = front;
  const last = front.at(-1);
  if (cheapest === undefined || last === undefined) return `${parts.join(', ')}.`;
  const rest =
    front.length === 1
      ? `cell ${cheapest.cell} is both the cheapest and down least: ${bill(cheapest)}, ${minutes(cheapest)}`
      : `${front.length} are on the front, where nothing that costs less is down less: from ${bill(cheapest)} with ${minutes(cheapest)} to ${bill(last)} with ${minutes(last)}`;
  const doubtful = cells.filter((one) => one.status === 'simulated' && one.indistinct_from !== null).length;
  const doubt = doubtful === 0 ? '' : ` In downtime ${grouped(doubtful)} cannot be told from one of the front.`;
  return `${parts.join(', ')}; ${rest}.${doubt}`;
}

function frontTable(sweep: Sweep, { perYear }: Period): string[] {
  const front = frontOf(sweep);
  if (front.length === 0) return [];
  const judged = front.some(({ verdict }) => verdict !== 'none');
  const names = namesOf(sweep, front);
  const head = ['FRONT', `${sweep.currency}/month`, 'min/year', 'p95 min', 'available', ...(judged ? ['targets'] : [])];
  const rows = front.map(({ metrics, verdict }, index) => {
    const downtime = metrics['downtime_minutes']!;
    const { low, high } = downtime.interval;
    const ends = { ...downtime.interval, low: low ?? -Infinity, high: high ?? Infinity };
    return [
      names[index]!,
      money(metrics['cost_monthly']!.mean),
      estimate(downtime.mean, ends, perYear, ''),
      figure(downtime.p95),
      availability(metrics['availability_percent']!.mean),
      ...(judged ? [verdict] : []),
    ];
  });
  return tableLines([head, ...rows]);
}

/** Number and values of cells, one below the other. */
function namesOf({ inputs }: Sweep, cells: readonly SimulatedCell[]): string[] {
  const columns = [
    cells.map(({ cell }) => String(cell)),
    ...inputs.vary.map(({ path }) => cells.map(({ values }) => valueText(values[path]))),
  ];
  const widths = columns.map((texts) => Math.max(...texts.map((text) => text.length)));
  return cells.map((_, row) =>
    columns
      .map((texts, column) => (column === 0 ? texts[row]!.padStart(widths[0]!) : texts[row]!.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** What the histories do not decide. */
function doubts({ cells }: Sweep): string[] {
  const doubtful = cells.filter(
    (one): one is SimulatedCell => one.status === 'simulated' && one.indistinct_from !== null,
  );
  if (doubtful.length === 0) return [];
  const groupsOf = (onFront: boolean, than: string): string[] => {
    const some = doubtful.filter((one) => one.on_front === onFront);
    const rivals = [...new Set(some.map((one) => one.indistinct_from!))];
    return rivals.flatMap((rival) => {
      const numbers = some.filter((one) => one.indistinct_from === rival).map(({ cell }) => cell);
      return wrap(`${cellsWords(numbers)} from cell ${rival}, which costs ${than}`, '    ', '      ');
    });
  };
  return [
    '  NOT DISTINGUISHABLE in downtime',
    ...groupsOf(true, 'less, both on the front'),
    ...groupsOf(false, 'no more'),
  ];
}

function refused({ cells }: Sweep): string[] {
  const all = cells.filter((one): one is RefusedCell => one.status === 'refused');
  if (all.length === 0) return [];
  const messages = [...new Set(all.map(({ problem }) => `${problem.code}  ${problem.message}`))];
  return [
    `  REFUSED, ${plural(all.length, 'cell')}`,
    ...messages.flatMap((message) => {
      const numbers = all.filter(({ problem }) => `${problem.code}  ${problem.message}` === message);
      return wrap(`${message}: ${cellsWords(numbers.map(({ cell }) => cell))}`, '    ', '            ');
    }),
  ];
}

function warningLines({ warnings }: Sweep): string[] {
  if (warnings.length === 0) return [];
  return ['  WARNINGS', ...warnings.flatMap(({ code, message }) => wrap(message, `    ${code}  `))];
}

function next(sweep: Sweep, { file, flags, directory }: SweepTextOptions): string[] {
  const [cheapest] = frontOf(sweep);
  const repeated = flags.map((word) => ` ${shellWord(word)}`).join('');
  const open = sweep.cells.some(({ status }) => status === 'open');
  const steps = [
    ...(open && directory !== null ? ['    go on: the same command again; the finished cells are kept'] : []),
    ...(open && directory === null ? ['    with --out DIR finished cells are kept, and the same command goes on'] : []),
    ...(cheapest === undefined
      ? []
      : [
          `    cell ${cheapest.cell} in detail`,
          `      npx pgnines run ${shellWord(file)}${repeated}${cheapest.set.map((text) => ` --set ${shellWord(text)}`).join('')}`,
        ]),
    ...(directory === null ? ['    all cells: --out DIR, or --out csv=PATH'] : []),
  ];
  return steps.length === 0 ? [] : ['  NEXT', ...steps];
}

/** What matters stands where the eye lands. */
function lastLine(sweep: Sweep, { exitCode }: SweepTextOptions): string[] {
  const { cells, front, warnings, run } = sweep;
  const count = (wanted: string): number => cells.filter(({ status }) => status === wanted).length;
  const open = count('open');
  const word =
    open === 0 ? 'DONE' : `INTERRUPTED after ${count('simulated')} of ${plural(count('simulated') + open, 'cell')}`;
  const items = [
    `${word}: ${plural(front.length, 'cell')} on the front, of ${grouped(count('simulated'))}.`,
    ...(count('refused') === 0 ? [] : [`${grouped(count('refused'))} refused.`]),
    ...(warnings.length === 0 ? [] : [`${plural(warnings.length, 'warning')}.`]),
    ...(run === undefined ? [] : [`${run.seconds.toFixed(1)} s`]),
    `exit ${exitCode}`,
  ];
  return flow(items, '', '  ');
}

const BOLD = '1';
const YELLOW = '33';

function paint(line: string): string {
  const wrapIn = (code: string) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
  return line
    .replace(/^ {2}(FRONT|NOT DISTINGUISHABLE|REFUSED|WARNINGS|NEXT)(?= |$|,)/, wrapIn(BOLD))
    .replace(/^[A-Z]+(?=[: ])/, wrapIn(BOLD))
    .replace(/PG\d{4}/g, wrapIn(YELLOW));
}
