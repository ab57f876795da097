import type { RecoveryResult, Result } from '../../experiment/result.ts';
import { periodOf } from '../period.ts';
import { figure, grouped, list, percent } from '../words.ts';
import type { Chart, Frame } from './chart.ts';
import { familyOf, light } from './theme.ts';

const ROW_HEIGHT = 34;
const AXIS_HEIGHT = 76;

/** What does the standby buy? Failures that clients did not notice, by class, and how long it was not there. */
export function protection(result: Result): Chart | null {
  const { server, metrics } = result;
  const unprotected = metrics['unprotected_hours'];
  if (server.ha_mode === 'Disabled' || unprotected === undefined) return null;
  // What is planned is no failure, and nothing stands by for a region or against people.
  const failures = result.recovery.filter(
    ({ class: name, events, masked_events: masked }) => masked > 0 && events + masked > 0 && name !== 'maintenance',
  );
  if (failures.length === 0) return null;
  const { isYear } = periodOf(result);
  const unit = isYear ? 'year' : 'history';
  const hidden = failures.reduce((sum, { masked_events: masked }) => sum + masked, 0);
  const all = failures.reduce((sum, { events, masked_events: masked }) => sum + events + masked, 0);
  const { mean, percentiles } = unprotected;
  return {
    id: 'protection',
    title: `Clients do not notice ${percent(hidden / all)} of failures; for ${figure(mean)} hours a ${unit} the standby is not ready`,
    subtitle: `Failures by class, noticed and hidden. One ${unit} in twenty has more than ${figure(percentiles.p95)} hours without a ready standby`,
    description:
      `Hidden: ${list(failures.map((entry) => `${entry.class} ${percent(shareOf(entry))}`))}. ` +
      `Hours a ${unit} without a ready standby: mean ${figure(mean)}, median ${figure(percentiles.p50)}, p95 ${figure(percentiles.p95)}, p99 ${figure(percentiles.p99)}.`,
    spec: (frame) => spec(failures, frame),
    table: {
      columns: [
        { name: 'Class' },
        { name: 'Failures', numeric: true },
        { name: 'Noticed', numeric: true },
        { name: 'Hidden', numeric: true },
        { name: 'Share hidden', numeric: true },
      ],
      rows: failures.map((entry) => [
        entry.class,
        grouped(entry.events + entry.masked_events),
        grouped(entry.events),
        grouped(entry.masked_events),
        percent(shareOf(entry)),
      ]),
    },
  };
}

const shareOf = ({ events, masked_events: masked }: RecoveryResult): number => masked / (events + masked);

function spec(failures: readonly RecoveryResult[], frame: Frame): ReturnType<Chart['spec']> {
  const values = failures.map((entry) => ({
    name: `${entry.class} ${percent(shareOf(entry))}`,
    hidden: shareOf(entry),
    colour: light[familyOf(entry.class).colour],
  }));
  const y = { field: 'name', type: 'nominal' as const, sort: null, title: null, axis: { labelColor: light.text } };
  const x = {
    type: 'quantitative' as const,
    title: 'failures that clients do not notice',
    scale: { domain: [0, 1] },
    axis: { format: '.0%', tickCount: 4 },
  };
  return {
    data: { values },
    width: frame.width,
    height: AXIS_HEIGHT + ROW_HEIGHT * failures.length,
    autosize: { type: 'fit', contains: 'padding' },
    layer: [
      { mark: { type: 'bar', height: { band: 0.62 }, color: light.shade }, encoding: { y, x: { datum: 1, ...x } } },
      {
        mark: { type: 'bar', height: { band: 0.62 } },
        encoding: { y, x: { field: 'hidden', ...x }, color: { field: 'colour', type: 'nominal', scale: null } },
      },
    ],
  };
}
