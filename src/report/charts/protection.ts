import type { MetricResult, RecoveryResult, Result } from '../../experiment/result.ts';
import { periodOf, type Period } from '../period.ts';
import { textWidth } from '../render/text-width.ts';
import { availability, bracket, capital, figure, list } from '../words.ts';
import type { Chart, Frame, Layer } from './chart.ts';
import { intervalRules } from './interval-rules.ts';
import { familyOf, light } from './theme.ts';

const ROW_HEIGHT = 30;
const BAR = { band: 0.62 };
/** Of years, the share that has more than a percentile: one in so many. */
const ONE_IN = { p50: 2, p75: 4, p90: 10, p95: 20, p99: 100 } as const;

/** Failures that hit what was serving, and those that hit what stood by. */
interface Struck {
  readonly class: string;
  /** A year. */
  readonly noticed: number;
  readonly unnoticed: number;
}

/** What does the standby protect? How long it is not ready, and which failures strike it rather than what serves. */
export function protection(result: Result): Chart | null {
  const { server, metrics, inputs } = result;
  const unprotected = metrics['unprotected_hours'];
  if (server.ha_mode === 'Disabled' || unprotected === undefined || unprotected.max === 0) return null;
  const period = periodOf(result);
  const unit = period.isYear ? 'year' : 'history';
  const struck = struckOf(result, period);
  const stopped = (metrics['planned_stop_minutes']?.mean ?? 0) / 60;
  const ready = 100 * (1 - unprotected.mean / (inputs.hours - stopped));
  const rows = rowsOf(unprotected, unit);
  return {
    id: 'protection',
    title:
      `A ready standby is missing for ${figure(unprotected.mean)} hours a ${unit}; ` +
      `in one ${unit} of twenty, for more than ${figure(unprotected.percentiles.p95)}`,
    subtitle:
      `Hours a ${unit} without one; the line is the 95 % interval of the mean` +
      (struck.length > 0 ? '. Failures a year, and whether clients notice' : ''),
    description:
      `The standby is ready ${availability(ready)} of the time. ` +
      `Hours a ${unit} without it: mean ${figure(unprotected.mean)} ${bracket(unprotected.interval)}, ` +
      `${list(rows.slice(1).map(({ name, hours }) => `${name} more than ${figure(hours)}`))}.` +
      (struck.length > 0 ? ` Failures a year: ${struck.map(inWords).join('; ')}.` : ''),
    spec: (frame) => spec(rows, struck, frame),
    table: {
      columns: [{ name: 'What' }, { name: 'Figure', numeric: true }],
      rows: [
        [
          `Hours a ${unit} without a ready standby: mean`,
          `${figure(unprotected.mean)} ${bracket(unprotected.interval)}`,
        ],
        ...rows.slice(1).map(({ name, hours }) => [`${capital(name)}: more than`, figure(hours)]),
        ['Most in any', figure(unprotected.max)],
        ['Standby ready', availability(ready)],
        ...struck.flatMap((entry) => [
          [`${capital(entry.class)} failures a year that clients notice`, figure(entry.noticed)],
          [`${capital(entry.class)} failures a year of the standby or a copy of the storage`, figure(entry.unnoticed)],
        ]),
      ],
    },
  };
}

/** Maintenance is no failure, and nothing stands by for a region or against people. */
function struckOf({ recovery }: Result, { years }: Period): Struck[] {
  const isStruck = ({ class: name, masked_events: masked }: RecoveryResult): boolean =>
    masked > 0 && name !== 'maintenance';
  return recovery.filter(isStruck).map(({ class: name, events, masked_events: masked }) => ({
    class: name,
    noticed: events / years,
    unnoticed: masked / years,
  }));
}

const inWords = ({ class: name, noticed, unnoticed }: Struck): string =>
  `${name} ${figure(noticed)} that clients notice and ${figure(unnoticed)} of the standby or a copy of the storage, which they do not`;

interface Row {
  readonly name: string;
  readonly hours: number;
  readonly low: number;
  readonly high: number;
  readonly label: string;
  readonly colour: string;
}

function rowsOf({ mean, interval, percentiles }: MetricResult, unit: string): Row[] {
  const isKnown = Number.isFinite(interval.low) && Number.isFinite(interval.high);
  const low = isKnown ? Math.max(0, interval.low) : mean;
  const high = isKnown ? interval.high : mean;
  const rows = Object.entries(ONE_IN).map(([key, count]) => {
    const hours = percentiles[key as keyof typeof ONE_IN];
    return {
      name: `one ${unit} in ${count}`,
      hours,
      low: hours,
      high: hours,
      label: `> ${figure(hours)}`,
      colour: light.blue,
    };
  });
  return [{ name: 'mean', hours: mean, low, high, label: figure(mean), colour: light.slate }, ...rows];
}

function spec(rows: readonly Row[], struck: readonly Struck[], frame: Frame): ReturnType<Chart['spec']> {
  const names = [...rows.map(({ name }) => name), ...struck.map((entry) => entry.class)];
  // Both panels begin at one line.
  const extent = Math.max(...names.map((name) => textWidth(name, frame.fontSize))) + 8;
  const room: Room = { extent, width: frame.width - extent - 24, frame };
  const hours = hoursPanel(rows, room);
  return struck.length === 0 ? hours : { spacing: 20, vconcat: [hours, struckPanel(struck, room)] };
}

interface Room {
  readonly extent: number;
  readonly width: number;
  readonly frame: Frame;
}

const nameAxis = ({ extent }: Room) => ({
  field: 'name',
  type: 'nominal' as const,
  sort: null,
  title: null,
  axis: { labelColor: light.text, minExtent: extent, maxExtent: extent },
});

/** An axis from zero, with room for the label behind each bar. */
function lengthAxis(rows: readonly { readonly high: number; readonly label: string }[], { width, frame }: Room) {
  const ends = rows.map(({ high, label }) => (high * width) / (width - textWidth(label, frame.fontSize) - 10));
  return {
    type: 'quantitative' as const,
    title: null,
    scale: { domain: [0, Math.max(...ends)], nice: false },
    axis: { tickCount: 4, grid: false, labelExpr: "format(datum.value, ',')" },
  };
}

const titleOf = (text: string, { frame, extent }: Room) => ({
  text,
  fontSize: frame.fontSize,
  offset: 6,
  dx: -extent,
  frame: 'group' as const,
});

const labels = (x: object): Layer =>
  ({
    mark: { type: 'text', align: 'left', baseline: 'middle', dx: 6 },
    encoding: { x: { field: 'high', ...x }, text: { field: 'label' } },
  }) as Layer;

function hoursPanel(rows: readonly Row[], room: Room) {
  const x = lengthAxis(rows, room);
  return {
    title: titleOf('Hours without a ready standby', room),
    data: { values: [...rows] },
    width: room.width,
    height: ROW_HEIGHT * rows.length,
    encoding: { y: nameAxis(room) },
    layer: [
      {
        mark: { type: 'bar' as const, height: BAR },
        encoding: { x: { field: 'hours', ...x }, color: { field: 'colour', type: 'nominal' as const, scale: null } },
      },
      ...intervalRules({ x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } }).map((layer) => ({
        ...layer,
        transform: [{ filter: 'datum.low < datum.high' }],
      })),
      labels(x),
    ],
  };
}

function struckPanel(struck: readonly Struck[], room: Room) {
  const values = struck.map(({ class: name, noticed, unnoticed }) => ({
    name,
    noticed,
    high: noticed + unnoticed,
    colour: light[familyOf(name).colour],
    label: room.frame.narrow
      ? `${figure(noticed)}, ${figure(unnoticed)}`
      : `${figure(noticed)} noticed, ${figure(unnoticed)} not`,
  }));
  const x = lengthAxis(values, room);
  const colour = { field: 'colour', type: 'nominal' as const, scale: null };
  const what = room.frame.narrow
    ? 'noticed (filled) or not'
    : 'noticed; hollow: of the standby or a copy of the storage, not noticed';
  return {
    title: titleOf(`Failures a year: ${what}`, room),
    data: { values },
    width: room.width,
    height: ROW_HEIGHT * values.length,
    encoding: { y: nameAxis(room) },
    layer: [
      {
        mark: { type: 'bar' as const, height: BAR, fill: light.background, strokeWidth: 1.5 },
        encoding: { x: { field: 'high', ...x }, stroke: colour },
      },
      {
        mark: { type: 'bar' as const, height: BAR, strokeWidth: 1.5 },
        encoding: { x: { field: 'noticed', ...x }, fill: colour, stroke: colour },
      },
      labels(x),
    ],
  };
}
