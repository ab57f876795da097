import type { HistoryOutage } from '../../experiment/result.ts';
import type { TraceEvent } from '../../experiment/trace.ts';
import { parseInstant } from '../../units/calendar.ts';
import { formatDuration } from '../../units/duration.ts';
import { textWidth, wrap } from '../render/text-width.ts';
import { capital, causeWords, plural } from '../words.ts';
import type { Frame, Layer } from './chart.ts';
import { type Health, healthOf, type Incident } from './incident.ts';
import { PADDING } from './strip.ts';
import { light } from './theme.ts';

/** How a part's line looks: its width says what its colour says. */
const LOOKS: Readonly<Record<Health, { readonly colour: string; readonly thick: number; readonly words: string }>> = {
  well: { colour: light.axis, thick: 1.5, words: 'well' },
  impaired: { colour: light.atRisk, thick: 5, words: 'busy or impaired' },
  down: { colour: light.breached, thick: 10, words: 'down' },
};
/** From what clients notice to what is behind it. */
const ORDER = ['condition', 'server', 'node', 'standby', 'failover', 'restore', 'mistake', 'maintenance', 'storage'];
const GAP = 10;
const SAMPLE = 16;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An event, or what is left out; with the day and the time where they differ from those above. */
interface Row {
  readonly day: string;
  readonly time: string;
  readonly text: string;
  readonly event: TraceEvent | null;
}

/** What the events of an incident say, in words. */
export function stepsInWords(incident: Incident): string {
  return rowsOf(incident)
    .map(({ day, time, text }) => `${day} ${time} ${text}`.replace(/ {2,}/g, ' ').trim())
    .join('; ');
}

/**
 * Time runs down, a row for each event; each part has a line, and a point where it changes.
 * @param left where it begins, in pixels: left of where the plot above it does
 */
export function incidentSteps(incident: Incident, outage: HistoryOutage, number: number, left: number, frame: Frame) {
  const { fontSize, narrow } = frame;
  const width = frame.width - 2 * PADDING;
  const lanes = lanesOf(incident.events);
  const pitch = narrow ? 14 : 22;
  const lineHeight = fontSize + 5;
  // On a telephone the times stand above what happened then, not beside it.
  const lanesX = narrow ? 0 : textWidth('00:00:00', fontSize) + GAP;
  const laneX = (part: string) => lanesX + pitch * (lanes.indexOf(part) + 0.5);
  const textX = lanesX + pitch * lanes.length + GAP;

  let top = lineHeight + GAP;
  const first = top;
  const rows = rowsOf(incident).map((row) => {
    const lines = wrap(row.text, width - textX, fontSize);
    // What stands above the row: the day, on a telephone the time as well.
    const above = narrow ? `${row.day} ${row.time}`.trim() : row.day;
    const aboveY = top + lineHeight / 2;
    if (above !== '') top += lineHeight;
    const y = top + lineHeight / 2;
    top += lines.length * lineHeight + 3;
    return { ...row, lines, above, aboveY, y };
  });
  const height = top;
  const [start, end] = [parseInstant(outage.start)!, parseInstant(outage.end)!];
  const inside = rows.filter(({ event }) => event?.part === 'condition' && isWithin(event, start, end));

  const rowTop = ({ y }: { readonly y: number }) => y - lineHeight / 2 - 1;
  const pixels = (field: string, domain: [number, number]) => ({
    field,
    type: 'quantitative' as const,
    axis: null,
    scale: { domain, nice: false, zero: false },
  });
  const [x, y, y2] = [pixels('x', [left, width]), pixels('y', [height, 0]), { field: 'y2' }];
  const colour = { field: 'colour', type: 'nominal' as const, scale: null };
  const thick = { field: 'thick', type: 'quantitative' as const, scale: null };
  const texts = (values: readonly object[], mark: object = {}): Layer => ({
    data: { values: [...values] },
    mark: { type: 'text', align: 'left', baseline: 'middle', ...mark },
    encoding: { x, y, text: { field: 'text' } },
  });
  return {
    width: width - left,
    height,
    title: {
      text: wrap(
        `${number}. ${capital(causeWords(outage.cause))}: down ${formatDuration(Math.round(outage.minutes * 60) * 1000)}, shaded`,
        width,
        fontSize,
        'semibold',
      ),
      fontSize,
      offset: 8,
    },
    layer: [
      {
        data: { values: inside.length < 2 ? [] : [{ x: 0, y: rowTop(inside[0]!), y2: rowTop(inside.at(-1)!) }] },
        mark: { type: 'rect', color: light.shade },
        encoding: { x, x2: { datum: width }, y, y2 },
      },
      ...legend(lineHeight / 2, fontSize, { x, y, colour, thick }),
      {
        data: { values: lanes.flatMap((part) => segmentsOf(part, rows, first, height, laneX(part))) },
        mark: { type: 'rule' },
        encoding: { x, y, y2, color: colour, strokeWidth: thick },
      },
      {
        data: { values: rows.flatMap(({ event, y: at }) => (event === null ? [] : [{ x: laneX(event.part), y: at }])) },
        mark: { type: 'circle', color: light.text, stroke: light.background, strokeWidth: 1.5, size: 56, opacity: 1 },
        encoding: { x, y },
      },
      texts(
        [
          ...rows.map(({ above, aboveY }) => ({ x: narrow ? textX : 0, y: aboveY, text: above })),
          ...(narrow ? [] : rows.map(({ time, y: at }) => ({ x: 0, y: at, text: time }))),
        ].filter(({ text }) => text !== ''),
        { color: light.muted },
      ),
      texts(
        rows.flatMap(({ lines, y: at }) =>
          lines.map((text, index) => ({ x: textX, y: at + index * lineHeight, text })),
        ),
      ),
    ] as Layer[],
  };
}

const isWithin = ({ time }: TraceEvent, start: number, end: number): boolean =>
  parseInstant(time)! >= start && parseInstant(time)! <= end;

/** What the lines mean, beside a piece of each. */
function legend(
  y: number,
  fontSize: number,
  { colour, thick, ...place }: { x: object; y: object; colour: object; thick: object },
): Layer[] {
  let right = 0;
  const items = Object.values(LOOKS).map((look) => {
    const x = right;
    right += SAMPLE + 6 + textWidth(look.words, fontSize) + 14;
    return { ...look, x, x2: x + SAMPLE, y, textX: x + SAMPLE + 6 };
  });
  return [
    {
      data: { values: items },
      mark: { type: 'rule' },
      encoding: { ...place, x2: { field: 'x2' }, color: colour, strokeWidth: thick },
    },
    {
      data: { values: items },
      mark: { type: 'text', align: 'left', baseline: 'middle' },
      encoding: { ...place, x: { ...place.x, field: 'textX' }, text: { field: 'words' } },
    },
  ] as Layer[];
}

/** The pieces of a part's line. */
function segmentsOf(
  part: string,
  rows: readonly { readonly y: number; readonly event: TraceEvent | null }[],
  first: number,
  bottom: number,
  x: number,
) {
  const moves = rows.filter(({ event }) => event?.part === part && event.to !== null);
  const before = moves[0]?.event?.from;
  // A part of which there are notes only has no line.
  if (before === undefined || before === null) return [];
  const states = [before, ...moves.map(({ event }) => event!.to!)];
  const edges = [first, ...moves.map(({ y }) => y), bottom];
  return states.map((state, index) => {
    const { colour, thick } = LOOKS[healthOf(state)];
    return { x, y: edges[index]!, y2: edges[index + 1]!, colour, thick };
  });
}

function lanesOf(events: readonly TraceEvent[]): string[] {
  const rank = (part: string) => {
    const index = ORDER.findIndex((name) => part.startsWith(name));
    return index < 0 ? ORDER.length : index;
  };
  return [...new Set(events.map(({ part }) => part))].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function rowsOf({ events, omitted, omittedBefore }: Incident): Row[] {
  let day = '';
  let clock = '';
  return events.flatMap((event, index): Row[] => {
    const isNewDay = event.time.slice(0, 10) !== day;
    const isNewTime = isNewDay || event.time.slice(11, 19) !== clock;
    day = event.time.slice(0, 10);
    clock = event.time.slice(11, 19);
    const row = {
      day: isNewDay ? dayWords(day) : '',
      time: isNewTime ? clock : '',
      text: textOf(events, index),
      event,
    };
    const gap = { day: '', time: '', text: `... ${plural(omitted, 'more step')}, in the log`, event: null };
    return omitted > 0 && index === omittedBefore ? [gap, row] : [row];
  });
}

/** `13 Sep` */
const dayWords = (day: string): string => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]}`;

/** `restore: replaying WAL for 17m25s` */
function textOf(events: readonly TraceEvent[], index: number): string {
  const { part, from, to, text, time } = events[index]!;
  const name = part === 'condition' ? 'clients' : part;
  if (to === null) return `${name}: ${text ?? ''}`;
  const cause =
    part === 'condition' && text !== null && healthOf(from ?? '') !== 'down' ? `, ${causeWords(text)},` : '';
  const next = events.slice(index + 1).find((event) => event.part === part && event.to !== null);
  const lasts =
    next === undefined || healthOf(to) === 'well'
      ? ''
      : ` for ${formatDuration(Math.round((parseInstant(next.time)! - parseInstant(time)!) / 1000) * 1000)}`;
  return `${name}: ${stateWords(part, to)}${lasts === '' ? '' : cause}${lasts}`;
}

/** `ReplayingWal`: `replaying WAL`. What the part's name says already is left out. */
function stateWords(part: string, state: string): string {
  if (part === 'condition') return state.replace(/^Down \((clients )?(.*)\)$/, '$2').toLowerCase();
  if (part === 'mistake' && state === 'None') return 'over';
  const words = state.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words
    .replace(/\bwal\b/, 'WAL')
    .replace(/\bvm\b/, 'VM')
    .replace(part === 'standby' ? ' standby' : /$^/, '');
}
