import type { RecoveryResult, Result, Spread } from '../../experiment/result.ts';
import { formatDuration } from '../../units/duration.ts';
import { FEW_EVENTS } from '../period.ts';
import { textWidth } from '../render/text-width.ts';
import { capital, grouped, list, plural } from '../words.ts';
import { durationAxis } from './axes.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { familyOf, light } from './theme.ts';

const ROW_HEIGHT = 76;
/** Values below a tenth of a second are drawn there. */
const SHORTEST = 0.1;

type Kind = 'rto' | 'rpo';
const KINDS = { rto: 'time to recover', rpo: 'data lost' } as const;

interface Curve {
  readonly class: string;
  readonly kind: Kind;
  readonly events: number;
  readonly spread: Spread;
  /** Seconds; undefined without a target. */
  readonly goal: number | undefined;
}

/** Do we meet RTO and RPO? Distribution functions of both for each class of disruption, with the targets. */
export function recovery(result: Result): Chart | null {
  const seen = result.recovery.filter((entry) => entry.rto_seconds !== null);
  if (seen.length === 0) return null;
  const curves = seen.flatMap((entry): Curve[] => [
    {
      class: entry.class,
      kind: 'rto',
      events: entry.events,
      spread: entry.rto_seconds!,
      goal: goalOf(result, entry, 'rto'),
    },
    // What never loses anything needs no curve.
    ...(entry.rpo_seconds!.max > 0
      ? [
          {
            class: entry.class,
            kind: 'rpo' as const,
            events: entry.events,
            spread: entry.rpo_seconds!,
            goal: goalOf(result, entry, 'rpo'),
          },
        ]
      : []),
  ]);
  const lossless = seen.filter((entry) => entry.rpo_seconds!.max === 0).map((entry) => entry.class);
  return {
    id: 'recovery',
    title: titleOf(result, seen),
    subtitle:
      'Share of disruptions over within a time (RTO), and with no more than so much lost (RPO); dashed lines are targets' +
      (lossless.length > 0 ? `; ${list(lossless)}: nothing lost` : ''),
    description: `${curves.map(inWords).join('; ')}.`,
    spec: (frame) => spec(curves, frame),
    table: {
      columns: [
        { name: 'Class' },
        { name: 'Events', numeric: true },
        { name: 'Not noticed', numeric: true },
        ...(['RTO', 'RPO'] as const).flatMap((kind) => [
          { name: `${kind} p50`, numeric: true },
          { name: 'p95', numeric: true },
          { name: 'most', numeric: true },
        ]),
      ],
      rows: seen.map((entry) => [
        entry.class,
        grouped(entry.events),
        grouped(entry.masked_events),
        ...[entry.rto_seconds!, entry.rpo_seconds!].flatMap(({ p50, p95, max }) => [p50, p95, max].map(duration)),
      ]),
    },
  };
}

const duration = (seconds: number): string => formatDuration(Math.round(seconds * 1000));

function goalOf({ targets }: Result, { class: name }: RecoveryResult, kind: Kind): number | undefined {
  const target = targets.find(({ id }) => id === `recovery.${name}.${kind}`);
  return target === undefined ? undefined : target.limit * 60;
}

/** The target that is missed most, or the class that takes longest. */
function titleOf(result: Result, seen: readonly RecoveryResult[]): string {
  const judged = result.targets.filter(({ id }) => id.startsWith('recovery.'));
  const missed = judged.filter(({ status }) => status === 'breached');
  if (missed.length > 0) {
    const names = missed
      .map(({ id }) => id.split('.').slice(1))
      .map(([name, kind]) => `${name} ${kind!.toUpperCase()}`);
    return `${capital(list(names))} ${names.length === 1 ? 'misses its target' : 'miss their targets'}`;
  }
  if (judged.length > 0 && judged.every(({ status }) => status === 'met')) return 'Every recovery target is met';
  const [slowest] = seen.toSorted((a, b) => b.rto_seconds!.p95 - a.rto_seconds!.p95);
  return `${capital(slowest!.class)} disruptions take longest: 19 in twenty are over within ${duration(slowest!.rto_seconds!.p95)}`;
}

const inWords = ({ class: name, kind, events, spread, goal }: Curve): string =>
  `${name}, ${plural(events, 'event')}: ${KINDS[kind]} p50 ${duration(spread.p50)}, p95 ${duration(spread.p95)}, at most ${duration(spread.max)}` +
  (goal === undefined ? '' : `, ${within(spread, goal)}, the target`);

/** Percent of events at or below so many seconds: at least, and less than. As near as the points of the distribution function tell. */
function shareWithin({ cdf, max }: Spread, seconds: number): readonly [number, number] {
  if (seconds >= max) return [100, 100];
  const least = cdf.findLast(([value]) => value <= seconds)?.[1] ?? 0;
  const most = cdf.find(([value]) => value > seconds)?.[1] ?? 1;
  return [Math.round(100 * least), Math.round(100 * most)];
}

/** `44 to 46 % within 4h`. */
function within(spread: Spread, seconds: number): string {
  const [least, most] = shareWithin(spread, seconds);
  const goal = `within ${duration(seconds)}`;
  if (least === 100) return `all ${goal}`;
  if (least === 0) return most === 100 ? `not all ${goal}` : `fewer than ${most} % ${goal}`;
  return most === 100 ? `more than ${least} % ${goal}` : `${least} to ${most} % ${goal}`;
}

function spec(curves: readonly Curve[], frame: Frame): ReturnType<Chart['spec']> {
  const longest = Math.max(...curves.map(({ spread, goal = 0 }) => Math.max(spread.max, goal)));
  const shortest = Math.min(...curves.map(({ spread }) => spread.cdf.find(([value]) => value > 0)?.[0] ?? Infinity));
  const from = Math.max(SHORTEST, Math.min(shortest, longest) / 2);
  const domain = [from, Math.max(1.5 * longest, 10 * from)];
  const width = frame.narrow ? frame.width - 80 : (frame.width - 160) / 2;
  // Times first, then losses.
  const panels = curves.toSorted((a, b) => Number(a.kind === 'rpo') - Number(b.kind === 'rpo'));
  return {
    spacing: { row: 18, column: 34 },
    columns: frame.narrow ? 1 : 2,
    concat: panels.map((curve) => panelOf(curve, { width, fontSize: frame.fontSize }, domain)),
  };
}

type Room = Omit<Frame, 'narrow'>;

function panelOf(curve: Curve, { width, fontSize }: Room, domain: readonly number[]) {
  const { spread, goal, kind, events } = curve;
  const colour = light[familyOf(curve.class).colour];
  const steps = [[domain[0]!, 0] as const, ...spread.cdf, [domain[1]!, 1] as const].map(([seconds, share]) => ({
    seconds: Math.max(seconds, domain[0]!),
    share,
  }));
  const x = {
    field: 'seconds',
    type: 'quantitative' as const,
    title: null,
    scale: { type: 'log' as const, domain: [...domain], nice: false },
    axis: { ...durationAxis(1), grid: true, labels: true, labelOverlap: 'greedy' as const },
  };
  const y = {
    field: 'share',
    type: 'quantitative' as const,
    title: null,
    scale: { domain: [0, 1] },
    axis: { values: [0, 0.5, 1], format: '.0%' },
  };
  const few = events < FEW_EVENTS ? ', rough' : '';
  const target = goal === undefined ? [] : [targetOf(spread, goal, { width, fontSize }, domain)];
  const layers: Layer[] = [
    {
      data: { values: steps },
      mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2.5, color: colour },
      encoding: { x, y },
    },
    {
      data: { values: target },
      mark: { type: 'rule', strokeDash: [4, 3], strokeWidth: 1.5, color: light.text },
      encoding: { x },
    },
    ...target.map(({ align }): Layer => ({
      data: { values: target },
      mark: { type: 'text', align, baseline: 'middle', dx: align === 'left' ? 5 : -5 },
      encoding: { x, y, text: { field: 'label' } },
    })),
  ];
  return {
    width,
    height: ROW_HEIGHT,
    title: {
      text: `${curve.class}: ${KINDS[kind]}`,
      subtitle: `${plural(events, 'event')}${few}; p95 ${duration(spread.p95)}`,
      fontSize,
      offset: 6,
    },
    layer: layers,
  };
}

/** Where a target is, and its label where the curve is not: it goes from the lower left to the upper right. */
function targetOf(spread: Spread, goal: number, { width, fontSize }: Room, [from, to]: readonly number[]) {
  const seconds = Math.max(goal, from!);
  const label = within(spread, goal);
  const place = (width * Math.log(seconds / from!)) / Math.log(to! / from!);
  const length = textWidth(label, fontSize) + 8;
  const [least] = shareWithin(spread, goal);
  if (least >= 50 && place + length <= width) return { seconds, label, align: 'left' as const, share: 0.18 };
  if (least < 50 && place > width / 2) return { seconds, label, align: 'right' as const, share: 0.82 };
  return { seconds, label, align: place > width / 2 ? ('right' as const) : ('left' as const), share: 0.5 };
}
