import type { MonthResult, Result } from '../../experiment/result.ts';
import { availability, money, percent } from '../words.ts';
import { monthAxis } from './axes.ts';
import type { Chart, Frame } from './chart.ts';
import { intervalRules } from './interval-rules.ts';
import { light } from './theme.ts';

const PLOT_HEIGHT = 220;

/** In which months is the SLA broken, and what comes back? The probability by calendar month, with its interval. */
export function monthlyPromise(result: Result): Chart | null {
  const { months, server, cost } = result;
  if (months.length === 0) return null;
  const mean = months.reduce((sum, month) => sum + month.breach_probability, 0) / months.length;
  const worst = months.reduce((a, b) => (b.breach_probability > a.breach_probability ? b : a));
  const most = Math.max(...months.map(({ breach_interval: { high } }) => high));
  const credit = Number(cost.sla_credit);
  return {
    id: 'monthly-promise',
    title:
      mean === 0
        ? `The SLA was never broken: no more than ${percent(most)} of months`
        : `The SLA of ${server.sla_percent} % is broken in ${percent(mean)} of months`,
    subtitle:
      `Probability that a month is below ${server.sla_percent} %, by the contract's own clock; lines are 95 % intervals. ` +
      `Credit to expect: ${money(credit)} ${cost.currency}`,
    description:
      `${months.length === 1 ? 'The month is' : `The ${months.length} months are`} below the SLA with a mean probability of ${percent(mean)}` +
      (mean === 0 ? '' : `, most often ${worst.month} with ${probability(worst)}`) +
      `. The contract gives back ${money(credit)} ${cost.currency} on average.`,
    spec: (frame) => spec(months, frame),
    table: {
      columns: [
        { name: 'Month' },
        { name: 'SLA broken', numeric: true },
        { name: '95 % interval', numeric: true },
        { name: 'Available', numeric: true },
        { name: 'By the SLA clock', numeric: true },
        { name: `Credit, ${cost.currency}`, numeric: true },
      ],
      rows: months.map((month) => [
        month.month,
        probability(month),
        `[${percent(month.breach_interval.low)}, ${percent(month.breach_interval.high)}]`,
        availability(month.availability_percent),
        availability(month.sla_percent),
        money(month.credit),
      ]),
    },
  };
}

/** What was never seen is not zero. */
const probability = ({ breach_probability: share, breach_interval: { high } }: MonthResult): string =>
  share === 0 ? `at most ${percent(high)}` : percent(share);

function spec(months: readonly MonthResult[], frame: Frame): ReturnType<Chart['spec']> {
  const values = months.map(({ month, breach_probability: share, breach_interval: { low, high } }) => ({
    month,
    share,
    low,
    high,
  }));
  const x = {
    field: 'month',
    type: 'ordinal' as const,
    title: null,
    axis: monthAxis(
      months.map(({ month }) => month),
      frame.narrow ? 4 : 12,
    ),
  };
  const y = { type: 'quantitative' as const, title: null, axis: { format: '~%', tickCount: 5 } };
  return {
    data: { values },
    width: frame.width,
    height: PLOT_HEIGHT,
    autosize: { type: 'fit', contains: 'padding' },
    layer: [
      { mark: { type: 'bar', width: { band: 0.62 }, color: light.blue }, encoding: { x, y: { field: 'share', ...y } } },
      ...intervalRules({ x, y: { field: 'low', ...y }, y2: { field: 'high' } }),
    ],
  };
}
