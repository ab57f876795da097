import type { History, HistoryOutage, Result } from '../../experiment/result.ts';
import { Temporal } from 'temporal-polyfill';
import { formatDuration } from '../../units/duration.ts';
import { periodOf } from '../period.ts';
import { withArticle, causeWords, figure, list, plural } from '../words.ts';
import { calendarAxis, durationAxis } from './axes.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { FAMILIES, familyOf, light } from './theme.ts';

const STRIP_HEIGHT = 92;
/** Where marks begin, in minutes: one second. */
const SHORTEST = 1 / 60;
const NAMES = { median: 'median', p95: '95th percentile', worst: 'worst' } as const;

/** What would a year look like? The median, a bad and the worst history, each outage at its date. */
export function outageTimeline(result: Result): Chart | null {
  const histories = result.histories.filter(({ outages }) => outages.length > 0);
  if (histories.length === 0) return null;
  const unit = periodOf(result).isYear ? 'year' : 'history';
  const bad = histories.find(({ history }) => history === 'p95') ?? histories.at(-1)!;
  const [longest] = longestFirst(bad);
  const most = (100 * longest!.minutes) / bad.downtime_minutes;
  return {
    id: 'outage-timeline',
    title:
      `A bad ${unit} has ${plural(bad.outages.length, 'outage')}` +
      (bad.outages.length > 1
        ? `; the longest, ${withArticle(causeWords(longest!.cause))}, is ${Math.round(most)} % of it`
        : ''),
    subtitle: `Outages of three simulated ${unit === 'year' ? 'years' : 'histories'} by date and length; hollow marks are planned`,
    description: `${list(histories.map(inWords))}.`,
    spec: (frame) => spec(result, histories, frame),
    table: {
      columns: [
        { name: 'History' },
        { name: 'Replication', numeric: true },
        { name: 'Start (UTC)' },
        { name: 'Length', numeric: true },
        { name: 'Cause' },
        { name: 'Kind' },
        { name: 'Way back' },
      ],
      rows: histories.flatMap(({ history, replication, outages }) =>
        outages.map((outage) => [
          NAMES[history],
          String(replication),
          `${outage.start.slice(0, 10)} ${outage.start.slice(11, 19)}`,
          lengthOf(outage),
          causeWords(outage.cause),
          outage.planned ? 'planned' : 'unplanned',
          outage.path === 'failoverFailed' ? 'failover failed' : outage.path,
        ]),
      ),
    },
  };
}

const longestFirst = ({ outages }: History): HistoryOutage[] => outages.toSorted((a, b) => b.minutes - a.minutes);

const lengthOf = ({ minutes }: HistoryOutage): string => formatDuration(Math.round(minutes * 60) * 1000);

const inWords = (history: History): string => {
  const [longest] = longestFirst(history);
  return (
    `the ${NAMES[history.history]} one has ${figure(history.downtime_minutes)} minutes in ${plural(history.outages.length, 'outage')}, ` +
    `the longest ${withArticle(causeWords(longest!.cause))} of ${lengthOf(longest!)}`
  );
};

const millisecondsOf = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds;

function spec({ inputs }: Result, histories: readonly History[], frame: Frame): ReturnType<Chart['spec']> {
  const from = millisecondsOf(inputs.start);
  const to = millisecondsOf(inputs.end);
  const values = histories.flatMap((history) => {
    const name = `${frame.narrow ? history.history : NAMES[history.history]}: ${figure(history.downtime_minutes)} min, ${plural(history.outages.length, 'outage')}`;
    const [longest] = longestFirst(history);
    return history.outages.map((outage) => {
      const start = millisecondsOf(outage.start);
      const place = (start - from) / (to - from);
      return {
        history: name,
        start,
        minutes: Math.max(outage.minutes, SHORTEST),
        family: familyOf(outage.class).name,
        planned: outage.planned,
        label: outage === longest ? `${causeWords(outage.cause)} ${lengthOf(outage)}` : '',
        // Within the strip.
        align: place < 0.2 ? 'left' : place > 0.8 ? 'right' : 'center',
      };
    });
  });
  const families = FAMILIES.filter(({ name }) => values.some(({ family }) => family === name));
  const x = {
    field: 'start',
    type: 'quantitative' as const,
    scale: { domain: [from, to], nice: false },
    title: null,
    axis: { ...calendarAxis(from, to, frame.narrow ? 6 : 12), grid: false },
  };
  const y = {
    field: 'minutes',
    type: 'quantitative' as const,
    title: null,
    scale: { type: 'log' as const, nice: false, domain: [SHORTEST, 8 * Math.max(...values.map((v) => v.minutes))] },
    axis: { ...durationAxis(60), labelOverlap: 'greedy' as const },
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
  const names = (align: 'left' | 'center' | 'right'): Layer => ({
    transform: [{ filter: `datum.label !== '' && datum.align === '${align}'` }],
    mark: { type: 'text', align, dx: { left: -6, center: 0, right: 6 }[align], dy: -9, baseline: 'bottom' },
    encoding: { x, y, text: { field: 'label' } },
  });
  return {
    data: { values },
    facet: {
      row: {
        field: 'history',
        sort: [...new Set(values.map(({ history }) => history))],
        title: null,
        header: { labelOrient: 'top', labelAnchor: 'start', labelFontWeight: 600, labelPadding: 4 },
      },
    },
    spacing: 14,
    spec: {
      width: frame.width - 84,
      height: STRIP_HEIGHT,
      layer: [
        { mark: { type: 'rule', strokeWidth: 1.5 }, encoding: { x, y, y2: { datum: SHORTEST }, color } },
        points(false),
        points(true),
        names('left'),
        names('center'),
        names('right'),
      ],
    },
  };
}
