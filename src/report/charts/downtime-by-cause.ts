import type { CauseResult, Result } from '../../experiment/result.ts';
import { periodOf } from '../period.ts';
import { bracket, capital, causeWords, figure, grouped, list, percent } from '../words.ts';
import type { Chart, Frame } from './chart.ts';
import { intervalRules } from './interval-rules.ts';
import { colourOf, light } from './theme.ts';

/** Causes with less than this part of the longest bar are in the table only. */
const SMALLEST = 0.005;
const ROW_HEIGHT = 30;
const AXIS_HEIGHT = 48;

/** What should we fix? The mean downtime of each cause, longest first, with its interval. */
export function downtimeByCause(result: Result): Chart | null {
  const seen = result.causes
    .filter(({ downtime_minutes: { mean } }) => mean > 0)
    .toSorted((a, b) => b.downtime_minutes.mean - a.downtime_minutes.mean);
  const [first] = seen;
  if (first === undefined) return null;
  const shown = seen.filter(({ downtime_minutes: { mean } }) => mean >= SMALLEST * first.downtime_minutes.mean);
  const unit = periodOf(result).isYear ? 'year' : 'history';
  return {
    id: 'downtime-by-cause',
    title: `${capital(causeWords(first.cause))} causes ${percent(first.share)} of downtime`,
    subtitle: `Mean minutes of downtime a ${unit}; lines are 95 % intervals; planned causes are hatched`,
    description: `Minutes of downtime a ${unit}, with 95 % intervals: ${list(seen.map(inWords))}.`,
    spec: (frame) => spec(shown, frame),
    table: {
      columns: [
        { name: 'Cause' },
        { name: 'Kind' },
        { name: `Minutes a ${unit}`, numeric: true },
        { name: '95 % interval', numeric: true },
        { name: 'Share', numeric: true },
        { name: 'Events', numeric: true },
      ],
      rows: seen.map((cause) => [
        causeWords(cause.cause),
        cause.planned ? 'planned' : 'unplanned',
        figure(cause.downtime_minutes.mean),
        bracket(cause.downtime_minutes.interval),
        percent(cause.share),
        grouped(cause.events),
      ]),
    },
  };
}

const inWords = ({ cause, downtime_minutes: { mean, interval } }: CauseResult): string =>
  `${causeWords(cause)} ${figure(mean)} ${bracket(interval)}`;

function spec(causes: readonly CauseResult[], frame: Frame): ReturnType<Chart['spec']> {
  const values = causes.map(({ cause, downtime_minutes: { mean, interval } }) => ({
    cause: causeWords(cause),
    minutes: mean,
    // A single history has none.
    low: Number.isFinite(interval.low) ? Math.max(0, interval.low) : mean,
    high: Number.isFinite(interval.high) ? interval.high : mean,
    label: figure(mean),
    colour: colourOf(cause),
  }));
  return {
    data: { values },
    width: frame.width,
    height: AXIS_HEIGHT + ROW_HEIGHT * causes.length,
    autosize: { type: 'fit', contains: 'padding' },
    encoding: {
      y: { field: 'cause', type: 'nominal', sort: null, title: null, axis: { labelColor: light.text } },
    },
    layer: [
      {
        mark: { type: 'bar', height: { band: 0.62 } },
        encoding: {
          x: {
            field: 'minutes',
            type: 'quantitative',
            title: 'minutes',
            axis: { tickCount: frame.narrow ? 4 : 8 },
            // Room for the longest interval and the figure behind it.
            scale: { domainMax: 1.12 * Math.max(...values.map(({ high }) => high)) },
          },
          color: { field: 'colour', type: 'nominal', scale: null },
        },
      },
      ...intervalRules({ x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } }),
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: 6 },
        encoding: { x: { field: 'high', type: 'quantitative' }, text: { field: 'label' } },
      },
    ],
  };
}
