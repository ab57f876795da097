import type { Result, Status, TargetResult, ThresholdResult } from '../experiment/result.ts';
import { formatDuration } from '../units/duration.ts';
import { flow, WIDTH } from './layout.ts';
import { figure, grouped, list, money, percent, plural } from './words.ts';

/** Targets and thresholds: the goal, what was simulated, the verdict; in words, so that nothing hangs on a colour. */

const WORST: readonly Status[] = ['breached', 'inconclusive', 'met'];

/** One line of the table: the RTO and the RPO of a class stand together. */
interface Row {
  readonly label: string;
  readonly goal: string;
  readonly simulated: string;
  readonly status: Status;
  /** What of the row it is that is not met, when it is not all of it. */
  readonly which: string;
  /** Interval and number of samples, where they are worth a line. */
  readonly note: string;
}

const LABEL_WIDTH = 24;
const GOAL_WIDTH = 26;
const SIMULATED_WIDTH = 30;

export function targetSection({ targets, cost }: Result): string[] {
  if (targets.length === 0) return [];
  const line = (label: string, goal: string, simulated: string, verdict: string): string =>
    `${label.padEnd(LABEL_WIDTH)} ${goal.padEnd(GOAL_WIDTH)} ${simulated.padEnd(SIMULATED_WIDTH)} ${verdict}`;
  return [
    line('  TARGETS', 'goal', 'simulated', 'verdict'),
    ...targetRows(targets, cost.currency).flatMap(({ label, goal, simulated, status, which, note }) => {
      const verdict = status.toUpperCase() + (which === '' ? '' : `  ${which}`);
      const text = line(`    ${label}`, goal, simulated, verdict);
      const lines = text.length <= WIDTH ? [text] : [line(`    ${label}`, goal, simulated, ''), `      ${verdict}`];
      return note === '' ? lines : [...lines, ...flow(note.split(' '), '      ', '      ', ' ')];
    }),
  ];
}

/** The rows of the table, one per target as it was written. */
export function targetRows(targets: readonly TargetResult[], currency: string): Row[] {
  const names = [...new Set(targets.map(({ id }) => rowOf(id)))];
  return names.map((name) => {
    const parts = targets.filter(({ id }) => rowOf(id) === name);
    const [first] = parts as [TargetResult, ...TargetResult[]];
    if (first.id.startsWith('recovery.')) return recoveryRow(name.slice('recovery.'.length), parts);
    const { goal, status } = first;
    if (first.id === 'budget.monthly') {
      return {
        label: 'budget per month',
        goal: `${money(first.limit)} ${currency}`,
        simulated: first.estimate === null ? NOTHING : `p90 ${money(first.estimate)} ${currency}`,
        status,
        which: '',
        note: status === 'met' ? '' : noteOf(first, (value) => money(value)),
      };
    }
    const isShare = goal.includes(' in ');
    return {
      label: 'availability',
      goal,
      simulated: availabilitySeen(first, isShare),
      status,
      which: '',
      note: status === 'met' ? '' : noteOf(first, shareOf),
    };
  });
}

/** Not once missed is not never: the number of windows says how much it is worth. */
function availabilitySeen({ estimate, samples }: TargetResult, isShare: boolean): string {
  if (estimate === null) return NOTHING;
  if (!isShare) return `${shareOf(estimate)} %`;
  return estimate === 100 ? `met in all of ${grouped(samples)}` : `met in ${shareOf(estimate)} %`;
}

/** `recovery.region.rto` and `recovery.region.rpo` are one row. */
const rowOf = (id: string): string => id.replace(/\.(rto|rpo)$/, '');

const NOTHING = 'nothing seen';

function recoveryRow(name: string, parts: readonly TargetResult[]): Row {
  const status = WORST.find((one) => parts.some((part) => part.status === one))!;
  const duration = (minutes: number): string => formatDuration(minutes * 60_000);
  const kind = ({ id }: TargetResult): string => id.slice(-3).toUpperCase();
  const not = parts.filter((part) => part.status === status);
  const seen = parts.map(({ estimate }) => (estimate === null ? '-' : duration(estimate)));
  return {
    label: `${name} ${parts.map(kind).join(' / ')}`,
    goal: parts.map(({ limit }) => duration(limit)).join(' / '),
    simulated: parts.every(({ estimate }) => estimate === null) ? NOTHING : `p95 ${seen.join(' / ')}`,
    status,
    which: status === 'met' || not.length === parts.length ? '' : not.map(kind).join(', '),
    note: parts
      .filter((part) => part.status !== 'met')
      .map((part) => `${kind(part)} ${noteOf(part, duration)}`)
      .join('; '),
  };
}

/** `[1.2, 3.4] of 38 events` */
function noteOf({ interval, samples, id }: TargetResult, words: (value: number) => string): string {
  const what = id.startsWith('recovery.') ? 'event' : id === 'availability' ? 'window' : 'histories';
  const counted =
    what === 'histories' && samples !== 1
      ? `${grouped(samples)} histories`
      : plural(samples, what.replace(/ies$/, 'y'));
  if (interval === null) return `of ${counted}`;
  return `[${ends(interval)
    .map((value) => (value === null ? '...' : words(value)))
    .join(', ')}] of ${counted}`;
}

/** A result that was read from a file has null where an end is unknown. */
const ends = ({ low, high }: { readonly low: number | null; readonly high: number | null }): (number | null)[] =>
  [low, high].map((value) => (value === null || !Number.isFinite(value) ? null : value));

/** A percentage with as many decimals as its distance from 100 needs. */
function shareOf(value: number): string {
  const missing = 100 - value;
  if (missing <= 0) return '100';
  const decimals = Math.min(9, Math.max(1, 1 - Math.floor(Math.log10(missing))));
  return value.toFixed(decimals);
}

const WORDS: Readonly<Record<Status, Readonly<Record<ThresholdResult['severity'], string>>>> = {
  met: { error: 'ok', warn: 'ok' },
  breached: { error: 'BREACHED', warn: 'warn' },
  inconclusive: { error: 'INCONCLUSIVE', warn: 'open' },
};

export function thresholdSection({ thresholds }: Result): string[] {
  if (thresholds.length === 0) return [];
  const width = (of: (threshold: ThresholdResult) => string): number =>
    Math.max(...thresholds.map((threshold) => of(threshold).length));
  const wordWidth = width(({ status, severity }) => WORDS[status][severity]);
  const metricWidth = width(({ metric }) => metric);
  const ruleWidth = width(({ expression }) => expression) + 2;
  return [
    '  THRESHOLDS',
    ...thresholds.flatMap((threshold) => {
      const { status, severity, metric, expression } = threshold;
      const start = `    ${WORDS[status][severity].padEnd(wordWidth)}  ${metric.padEnd(metricWidth)}  `;
      const items = [`'${expression}'`.padEnd(ruleWidth), ...seenOf(threshold)];
      return flow(items, start, ' '.repeat(start.length));
    }),
  ];
}

function seenOf({ expression, estimate, interval, samples }: ThresholdResult): string[] {
  const [aggregation] = expression.split(/[<>=!]/);
  if (estimate === null && interval !== null)
    return [`never seen in ${grouped(samples)}: at most ${figure(interval.high)}`];
  if (estimate === null) return [NOTHING];
  const items = [`${aggregation}=${signed(estimate)}`];
  if (interval !== null)
    items.push(
      `[${ends(interval)
        .map((value) => (value === null ? '...' : signed(value)))
        .join(', ')}]`,
    );
  if (samples < FEW_SAMPLES) items.push(`n=${grouped(samples)}`);
  return items;
}

/** Below so many samples their number is worth a word. */
const FEW_SAMPLES = 1000;

const signed = (value: number): string => (value < 0 ? `-${figure(-value)}` : figure(value));

/** What became of `--precision`. */
export function precisionSection({ precision = [] }: Result): string[] {
  return precision.flatMap(({ metric, wanted, reached, met }, index) => {
    const first = index === 0 ? '  PRECISION   ' : ' '.repeat('  PRECISION   '.length);
    const so = reached === null ? 'nothing seen' : `mean -+ ${percent(reached)}`;
    return flow(
      [metric, so, `${percent(wanted)} asked for: ${met ? 'reached' : 'NOT REACHED'}`],
      first,
      ' '.repeat(14),
    );
  });
}

/** `1 of 6 targets (region RTO), 1 of 2 thresholds`: what keeps the verdict from being met; all of them when it is. */
export function verdictSentence({ targets, thresholds, verdict, cost }: Result): string {
  const rows = targetRows(targets, cost.currency);
  const rules = thresholds.filter(({ severity }) => severity === 'error');
  if (verdict === 'met') {
    const all = [
      ...(rows.length === 0 ? [] : [plural(rows.length, 'target')]),
      ...(rules.length === 0 ? [] : [plural(rules.length, 'threshold')]),
    ];
    return `${rows.length + rules.length === 1 ? '' : 'all of '}${list(all)}.`;
  }
  const badRows = rows.filter(({ status }) => status === verdict);
  const badRules = rules.filter(({ status }) => status === verdict);
  const names = badRows.map(({ label, which }) => (which === '' ? label : `${label.split(' ')[0]} ${which}`));
  const items = [
    ...(badRows.length === 0 ? [] : [`${badRows.length} of ${plural(rows.length, 'target')} (${list(names)})`]),
    ...(badRules.length === 0
      ? []
      : [
          `${badRules.length} of ${plural(rules.length, 'threshold')} (${list([...new Set(badRules.map(({ metric }) => metric))])})`,
        ]),
  ];
  return `${list(items)}.`;
}

/** The most replications that an open verdict asks for; null when none does. */
export function replicationsToDecide({ targets, thresholds }: Result): number | null {
  const needed = [...targets, ...thresholds].flatMap((one) => one.replications_needed ?? []);
  return needed.length === 0 ? null : Math.max(...needed);
}
