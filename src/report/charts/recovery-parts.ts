import type { RecoveryResult, Result } from '../../experiment/result.ts';
import { formatDuration } from '../../units/duration.ts';
import { FEW_EVENTS } from '../period.ts';
import { capital, list, percent, plural } from '../words.ts';
import type { Chart, Frame } from './chart.ts';
import { stackedRows } from './stacked-rows.ts';
import { light } from './theme.ts';

/** Steps of a recovery in their order. */
const STEPS = [
  { name: 'detect', colour: light.orange },
  { name: 'decide', colour: light.plum },
  { name: 'restore', colour: light.blue },
  { name: 'replay', colour: light.green },
  { name: 'reconnect', colour: light.slate },
] as const;

/** A class that was recovered from, and the mean seconds of each step. */
interface Recovered {
  readonly class: string;
  readonly events: number;
  readonly total: number;
  readonly parts: NonNullable<RecoveryResult['parts']>;
}

/** Where does the time to recover go? The mean of each class, split into its steps, longest first. */
export function recoveryParts(result: Result): Chart | null {
  const classes = result.recovery
    .flatMap(({ class: name, events, parts }): Recovered[] => {
      if (parts === null) return [];
      const total = STEPS.reduce((sum, step) => sum + parts[step.name], 0);
      return total > 0 ? [{ class: name, events, total, parts }] : [];
    })
    .toSorted((a, b) => b.total - a.total);
  const [first] = classes;
  if (first === undefined) return null;
  const main = STEPS.reduce((most, step) => (first.parts[step.name] > first.parts[most.name] ? step : most), STEPS[0]);
  return {
    id: 'recovery-parts',
    title: `${capital(first.class)} disruptions take ${duration(first.total)} on average, ${percent(first.parts[main.name] / first.total)} of it to ${main.name}`,
    subtitle: 'Mean time from onset until clients are back, and the share of each step, by class of disruption',
    description: `${classes.map(inWords).join('; ')}.`,
    spec: (frame) => spec(classes, frame),
    table: {
      columns: [
        { name: 'Class' },
        { name: 'Events', numeric: true },
        ...STEPS.map(({ name }) => ({ name: capital(name), numeric: true })),
        { name: 'Mean', numeric: true },
      ],
      rows: classes.map(({ class: name, events, total, parts }) => [
        name,
        String(events),
        ...STEPS.map((step) => duration(parts[step.name])),
        duration(total),
      ]),
    },
  };
}

/** To the second; below ten of them, to the tenth. */
const duration = (seconds: number): string =>
  formatDuration(seconds < 10 ? Math.round(seconds * 10) * 100 : Math.round(seconds) * 1000);

function inWords({ class: name, total, parts }: Recovered): string {
  const steps = STEPS.filter((step) => parts[step.name] > 0).map(
    (step) => `${step.name} ${duration(parts[step.name])}`,
  );
  return `${name} ${duration(total)}: ${list(steps)}`;
}

function spec(classes: readonly Recovered[], frame: Frame): ReturnType<Chart['spec']> {
  const rows = classes.map(({ class: name, events, total, parts }) => ({
    name,
    figures: `: ${duration(total)}${events < FEW_EVENTS ? `, ${plural(events, 'event')}: rough` : ''}`,
    parts: STEPS.filter((step) => parts[step.name] > 0).map((step) => ({
      name: step.name,
      figure: duration(parts[step.name]),
      colour: step.colour,
      size: parts[step.name] / total,
    })),
  }));
  return stackedRows(rows, STEPS, { title: 'share of the mean time', format: '.0%' }, frame);
}
