import type { HistoryOutage } from '../../experiment/result.ts';
import type { Trace } from '../../experiment/trace.ts';
import { parseInstant } from '../../units/calendar.ts';
import { formatDuration } from '../../units/duration.ts';
import { causeWords, figure, grouped, plural, withArticle } from '../words.ts';
import { textWidth } from '../render/text-width.ts';
import { calendarAxis } from './axes.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { incidentOf } from './incident.ts';
import { incidentSteps, PADDING, stepsInWords } from './incident-steps.ts';
import type { Box } from './place-labels.ts';
import { labelMarks } from './strip-labels.ts';
import { FAMILIES, familyOf, light } from './theme.ts';

/** One simulated history, as `trace` tells it. */
export interface TracedHistory {
  readonly replication: number;
  readonly seed: string;
  /** The horizon, ISO instants. */
  readonly start: string;
  readonly end: string;
  readonly trace: Trace;
}

const STRIP_HEIGHT = 150;
/** Where marks begin, in minutes: one second. */
const SHORTEST = 1 / 60;
const MARK_RADIUS = 6;
/** Between the plot and the labels of its axis. */
const AXIS_PADDING = 8;
const MOST_STEPS = 26;
const TICKS = [
  [1, '1 s'],
  [60, '1 min'],
  [3600, '1 h'],
  [86_400, '1 d'],
  [30 * 86_400, '30 d'],
] as const;

/** What happened, and when? The outages of one history, numbered as in its log, and its longest one step by step. */
export function historyTimeline(traced: TracedHistory): Chart {
  const { replication, seed, start, end, trace } = traced;
  const { history, downtimeMinutes } = trace;
  const longest = longestOf(history);
  const incident = longest === null ? null : incidentOf(trace.events, history, longest, MOST_STEPS);
  return {
    id: 'history-timeline',
    title:
      longest === null
        ? 'Nothing went down in this history'
        : history.length === 1
          ? `One outage: ${withArticle(causeWords(longest.cause))} of ${lengthOf(longest)}`
          : `${plural(history.length, 'outage')}, ${figure(downtimeMinutes)} minutes; ` +
            `the longest, ${withArticle(causeWords(longest.cause))}, lasted ${lengthOf(longest)}`,
    subtitle:
      `Replication ${grouped(replication)} of seed ${seed}, ${start.slice(0, 10)} to ${end.slice(0, 10)}` +
      (longest === null
        ? ''
        : '. Outages by date and length, on a logarithmic scale, numbered as in the log; hollow ones are planned. ' +
          `Below, number ${history.indexOf(longest) + 1} step by step, times in UTC`),
    description:
      longest === null
        ? `Replication ${grouped(replication)} of seed ${seed} has no outage.`
        : `${plural(history.length, 'outage')} with ${figure(downtimeMinutes)} minutes of downtime: ` +
          `${history.map((outage, index) => `${index + 1}. ${outageWords(outage)}`).join('; ')}. ` +
          `Step by step, number ${history.indexOf(longest) + 1}: ${stepsInWords(incident!)}.`,
    spec: (frame) => {
      const ticks = ticksOf(longest?.minutes ?? 0);
      const left = AXIS_PADDING + Math.max(...ticks.map(({ label }) => textWidth(label, frame.fontSize)));
      const steps =
        incident === null || incident.events.length === 0
          ? []
          : [incidentSteps(incident, longest!, history.indexOf(longest!) + 1, left, frame)];
      return { vconcat: [strip(traced, ticks, frame.width - 2 * PADDING - left, frame), ...steps], spacing: 26 };
    },
    table: {
      columns: [
        { name: 'Number', numeric: true },
        { name: 'Start (UTC)' },
        { name: 'End (UTC)' },
        { name: 'Length', numeric: true },
        { name: 'Cause' },
        { name: 'Kind' },
        { name: 'RTO', numeric: true },
        { name: 'RPO', numeric: true },
      ],
      rows: history.map((outage, index) => [
        String(index + 1),
        timeOf(outage.start),
        timeOf(outage.end),
        lengthOf(outage),
        causeWords(outage.cause),
        outage.planned ? 'planned' : 'unplanned',
        formatDuration(outage.rto_seconds * 1000),
        formatDuration(outage.rpo_seconds * 1000),
      ]),
    },
  };
}

const longestOf = (outages: readonly HistoryOutage[]): HistoryOutage | null =>
  outages.toSorted((a, b) => b.minutes - a.minutes)[0] ?? null;

const lengthOf = ({ minutes }: HistoryOutage): string => formatDuration(Math.round(minutes * 60) * 1000);
const timeOf = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
const outageWords = (outage: HistoryOutage): string =>
  `${outage.start.slice(0, 10)} ${causeWords(outage.cause)} ${lengthOf(outage)}`;

interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Of the length of outages, in minutes. */
const ticksOf = (longest: number): Tick[] =>
  TICKS.map(([seconds, label]) => ({ value: seconds / 60, label })).filter(
    ({ value }) => value <= 2 * Math.max(1, longest),
  );

/** The horizon from left to right, each outage as high as it is long. */
function strip({ start, end, trace: { history } }: TracedHistory, ticks: readonly Tick[], width: number, frame: Frame) {
  const [from, to] = [parseInstant(start)!, parseInstant(end)!];
  const longest = Math.max(1, ...history.map(({ minutes }) => minutes));
  const span = 1.45 * Math.log(longest / SHORTEST);
  const pixelX = (time: number) => (width * (time - from)) / (to - from);
  const pixelY = (minutes: number) => STRIP_HEIGHT * (1 - Math.log(minutes / SHORTEST) / span);
  const atX = (pixel: number) => from + ((to - from) * pixel) / width;
  const atY = (pixel: number) => SHORTEST * Math.exp(span * (1 - pixel / STRIP_HEIGHT));
  const values = history.map((outage, index) => {
    const time = parseInstant(outage.start)!;
    const minutes = Math.max(outage.minutes, SHORTEST);
    return {
      time,
      minutes,
      family: familyOf(outage.class).name,
      planned: outage.planned,
      x: pixelX(time),
      y: pixelY(minutes),
      text: String(index + 1),
    };
  });
  const marks = values.flatMap(({ x, y }): Box[] => [
    { left: x - MARK_RADIUS, right: x + MARK_RADIUS, top: y - MARK_RADIUS, bottom: y + MARK_RADIUS },
    { left: x - 1, right: x + 1, top: y, bottom: STRIP_HEIGHT },
  ]);
  const byLength = values.toSorted((a, b) => b.minutes - a.minutes);
  const labels = labelMarks(byLength, marks, { width, fontSize: frame.fontSize }).map(({ mark, x, y }) => ({
    time: atX(x),
    minutes: atY(y),
    text: mark.text,
  }));
  const families = FAMILIES.filter(({ name }) => values.some(({ family }) => family === name));
  const x = {
    field: 'time',
    type: 'quantitative' as const,
    scale: { domain: [from, to], nice: false },
    title: null,
    axis: { ...calendarAxis(from, to, frame.narrow ? 6 : 12), grid: false },
  };
  const y = {
    field: 'minutes',
    type: 'quantitative' as const,
    title: null,
    scale: { type: 'log' as const, nice: false, domain: [SHORTEST, atY(0)] },
    axis: {
      values: ticks.map(({ value }) => value),
      labelExpr: `${ticks.map(({ value, label }) => `abs(datum.value - ${value}) < ${value / 1e6} ? '${label}'`).join(' : ')} : ''`,
    },
  };
  const color = {
    field: 'family',
    type: 'nominal' as const,
    title: null,
    scale: { domain: families.map(({ name }) => name), range: families.map(({ colour }) => light[colour]) },
    legend: { symbolType: 'circle', columns: frame.narrow ? 2 : 6 },
  };
  const points = (planned: boolean): Layer => ({
    transform: [{ filter: `datum.planned === ${planned}` }],
    mark: { type: 'point', size: 70, strokeWidth: 2, filled: !planned, opacity: 1 },
    encoding: { x, y, color },
  });
  const written = { type: 'text' as const, align: 'center' as const, baseline: 'middle' as const };
  return {
    data: { values },
    width,
    height: STRIP_HEIGHT,
    layer: [
      ...(values.length === 0
        ? [
            {
              data: { values: [{ time: from, minutes: SHORTEST }] },
              mark: { type: 'point', opacity: 0 },
              encoding: { x, y },
            } as Layer,
          ]
        : [{ mark: { type: 'rule', strokeWidth: 1.5 }, encoding: { x, y, y2: { datum: SHORTEST }, color } } as Layer]),
      points(false),
      points(true),
      {
        data: { values: labels },
        mark: { ...written, stroke: light.background, strokeWidth: 3, strokeJoin: 'round' },
        encoding: { x, y, text: { field: 'text' } },
      } as Layer,
      { data: { values: labels }, mark: written, encoding: { x, y, text: { field: 'text' } } } as Layer,
    ],
  };
}
