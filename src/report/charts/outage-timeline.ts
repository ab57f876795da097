import type { History, HistoryOutage, Result } from '../../experiment/result.ts';
import { Temporal } from 'temporal-polyfill';
import { formatDuration } from '../../units/duration.ts';
import { periodOf } from '../period.ts';
import { capital, causeWords, figure, list, plural, withArticle } from '../words.ts';
import type { Chart, Frame } from './chart.ts';
import { labelMarks } from './strip-labels.ts';
import { SHORTEST, stripOf } from './strip.ts';
import { familyOf } from './theme.ts';

const STRIP_HEIGHT = 92;
/** Room for a label above the longest. */
const HEADROOM = 1.3;
const NAMES = { median: 'median', p95: '95th percentile', worst: 'worst' } as const;
/** Outages that get a label, in each strip: those that are at least this part of it. */
const MOST_LABELS = 3;
const LEAST_PART = 0.2;

/** A history, and all that it is at once. */
interface Shown extends History {
  readonly names: readonly History['history'][];
}

/** What would a year look like? The median, a bad and the worst history, each outage at its date. */
export function outageTimeline(result: Result): Chart | null {
  const histories = distinct(result.histories).filter(({ outages }) => outages.length > 0);
  if (histories.length === 0) return null;
  const unit = periodOf(result).isYear ? 'year' : 'history';
  const units = unit === 'year' ? 'years' : 'histories';
  const bad = histories.find(({ names }) => names.includes('p95')) ?? histories.at(-1)!;
  const which = bad.names.includes('p95') ? 'A bad' : 'The worst';
  const [longest] = longestFirst(bad);
  const most = (100 * longest!.minutes) / bad.downtime_minutes;
  const count =
    histories.length === 1 ? `one simulated ${unit}` : `${['two', 'three'][histories.length - 2]} simulated ${units}`;
  return {
    id: 'outage-timeline',
    title:
      `${which} ${unit} has ${plural(bad.outages.length, 'outage')}` +
      (bad.outages.length > 1
        ? `; the longest, ${withArticle(causeWords(longest!.cause))}, is ${Math.round(most)} % of it`
        : ''),
    subtitle: `Outages of ${count} by date and length, on a logarithmic scale; hollow marks are planned`,
    description: `${capital(list(histories.map((history) => inWords(history, unit))))}.`,
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
      rows: histories.flatMap(({ names, replication, outages }) =>
        outages.map((outage) => [
          namesOf(names),
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

const namesOf = (names: Shown['names']): string => list(names.map((name) => NAMES[name]));

/** On a telephone. */
const shortNames = (names: Shown['names']): string => (names.length === 3 ? 'all three' : list(names));

function inWords(history: Shown, unit: string): string {
  const [longest] = longestFirst(history);
  return (
    `the ${namesOf(history.names)} ${unit} has ${figure(history.downtime_minutes)} minutes in ${plural(history.outages.length, 'outage')}, ` +
    `the longest ${withArticle(causeWords(longest!.cause))} of ${lengthOf(longest!)}`
  );
}

/** One history may be both the median and the worst. */
function distinct(histories: readonly History[]): Shown[] {
  const replications = [...new Set(histories.map(({ replication }) => replication))];
  return replications.map((replication) => {
    const same = histories.filter((history) => history.replication === replication);
    return { ...same[0]!, names: same.map(({ history }) => history) };
  });
}

const millisecondsOf = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds;

function spec({ inputs }: Result, histories: readonly Shown[], frame: Frame): ReturnType<Chart['spec']> {
  const outages = histories.flatMap((history) => history.outages);
  const { width, height, ...axes } = stripOf(
    {
      from: millisecondsOf(inputs.start),
      to: millisecondsOf(inputs.end),
      longest: Math.max(...outages.map(({ minutes }) => minutes)),
      height: STRIP_HEIGHT,
      headroom: HEADROOM,
    },
    new Set(outages.map((outage) => familyOf(outage.class).name)),
    frame,
  );
  const strips = histories.map((history) => {
    const values = longestFirst(history).map((outage) => ({
      time: millisecondsOf(outage.start),
      minutes: Math.max(outage.minutes, SHORTEST),
      family: familyOf(outage.class).name,
      planned: outage.planned,
      text: `${causeWords(outage.cause)} ${lengthOf(outage)}`,
    }));
    const told = values
      .filter(({ minutes }, index) => index === 0 || minutes >= LEAST_PART * history.downtime_minutes)
      .slice(0, MOST_LABELS)
      .map((value, index) => ({ ...value, ...axes.toPixels(value), lifts: index === 0 ? 2 : 0 }));
    const labels = labelMarks(told, axes.boxesOf(values), { width, fontSize: frame.fontSize });
    const name = frame.narrow ? shortNames(history.names) : namesOf(history.names);
    return {
      title: `${name}: ${figure(history.downtime_minutes)} min, ${plural(history.outages.length, 'outage')}`,
      values: [
        ...values,
        ...labels.map(({ mark, ...at }) => {
          const { time, minutes } = axes.fromPixels(at);
          return { labelTime: time, labelMinutes: minutes, label: mark.text };
        }),
      ],
    };
  });
  return {
    data: { values: strips.flatMap(({ title, values }) => values.map((value) => ({ ...value, history: title }))) },
    facet: {
      row: {
        field: 'history',
        sort: strips.map(({ title }) => title),
        title: null,
        header: { labelOrient: 'top', labelAnchor: 'start', labelFontWeight: 600, labelPadding: 4 },
      },
    },
    spacing: 14,
    spec: {
      width,
      height,
      layer: [
        ...axes.marks.map((layer) => ({
          ...layer,
          transform: [{ filter: 'isValid(datum.minutes)' }, ...(layer.transform ?? [])],
        })),
        ...axes.texts({ transform: [{ filter: 'isValid(datum.label)' }] }),
      ],
    },
  };
}
