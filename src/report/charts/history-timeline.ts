import type { HistoryOutage } from '../../experiment/result.ts';
import type { Trace } from '../../experiment/trace.ts';
import { parseInstant } from '../../units/calendar.ts';
import { formatDuration } from '../../units/duration.ts';
import { causeWords, figure, grouped, plural, withArticle } from '../words.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { incidentOf } from './incident.ts';
import { incidentSteps, stepsInWords } from './incident-steps.ts';
import { labelMarks } from './strip-labels.ts';
import { SHORTEST, stripOf } from './strip.ts';
import { familyOf } from './theme.ts';

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
/** Room for numbers above the longest. */
const HEADROOM = 1.45;
const MOST_STEPS = 26;

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
      const { left, ...drawn } = strip(traced, frame);
      const steps =
        incident === null || incident.events.length === 0
          ? []
          : [incidentSteps(incident, longest!, history.indexOf(longest!) + 1, left, frame)];
      return { vconcat: [drawn, ...steps], spacing: 26 };
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

/** The horizon from left to right, each outage as high as it is long. */
function strip({ start, end, trace: { history } }: TracedHistory, frame: Frame) {
  const [from, to] = [parseInstant(start)!, parseInstant(end)!];
  const values = history.map((outage, index) => ({
    time: parseInstant(outage.start)!,
    minutes: Math.max(outage.minutes, SHORTEST),
    family: familyOf(outage.class).name,
    planned: outage.planned,
    text: String(index + 1),
    lifts: 2,
  }));
  const { left, width, height, ...axes } = stripOf(
    {
      from,
      to,
      longest: Math.max(0, ...values.map(({ minutes }) => minutes)),
      height: STRIP_HEIGHT,
      headroom: HEADROOM,
    },
    new Set(values.map(({ family }) => family)),
    frame,
  );
  const byLength = values
    .toSorted((a, b) => b.minutes - a.minutes)
    .map((value) => ({ ...value, ...axes.toPixels(value) }));
  const labels = labelMarks(byLength, axes.boxesOf(values), { width, fontSize: frame.fontSize }).map(
    ({ mark, ...at }) => {
      const { time, minutes } = axes.fromPixels(at);
      return { labelTime: time, labelMinutes: minutes, label: mark.text };
    },
  );
  // The axes are drawn even when nothing stands on them.
  const empty: Layer = {
    data: { values: [{ time: from, minutes: SHORTEST }] },
    mark: { type: 'point', opacity: 0 },
    encoding: { x: axes.x, y: axes.y },
  };
  return {
    left,
    data: { values },
    width,
    height,
    layer: values.length === 0 ? [empty] : [...axes.marks, ...axes.texts({ data: { values: labels } })],
  };
}
