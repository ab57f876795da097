import type { MonthResult, Result } from '../../experiment/result.ts';
import { periodOf } from '../period.ts';
import { availability, figure, grouped, money, percent } from '../words.ts';
import { monthAxis } from './axes.ts';
import type { Chart, Frame } from './chart.ts';
import { intervalRules } from './interval-rules.ts';
import { light } from './theme.ts';

const PLOT_HEIGHT = 170;
/** About as wide as its labels, in pixels. */
const AXIS_WIDTH = 60;
/** Of a bar, in pixels. */
const WIDEST_BAR = 60;
/** Of many months: bars this thin leave no room for a margin around the line. */
const THIN_BAR = 12;

/** In which months is the SLA broken, and what comes back? The probability by calendar month, with its interval. */
export function monthlyPromise(result: Result): Chart | null {
  const { months, server, cost, inputs, targets } = result;
  if (months.length === 0) return null;
  const period = periodOf(result);
  const mean = months.reduce((sum, month) => sum + month.breach_probability, 0) / months.length;
  const worst = months.reduce((a, b) => (b.breach_probability > a.breach_probability ? b : a));
  const most = percent(Math.max(...months.map(({ breach_interval: { high } }) => high)));
  const unit = inputs.replications === 1 ? ['year', 'history'] : ['years', 'histories'];
  const runs = `${grouped(inputs.replications)} simulated ${unit[period.isYear ? 0 : 1]}`;
  const credit = `The contract credits ${money(cost.sla_credit)} ${cost.currency} ${period.isYear ? 'a year' : `from ${period.span}`} on average`;
  const target = targets.find(({ id }) => id === 'availability');
  return {
    id: 'monthly-promise',
    title:
      mean === 0
        ? `No month broke the SLA in ${runs}: no more than ${most}`
        : `The SLA of ${server.sla_percent} % is broken in ${percent(mean)} of months`,
    subtitle: `Probability that a month is below ${server.sla_percent} %, by the contract's own clock; lines are 95 % intervals. ${credit}`,
    description:
      (mean === 0
        ? `None of the months was below the SLA in ${runs}: the probability of each is at most ${most}. `
        : `${months.length === 1 ? 'The month is' : `The ${months.length} months are`} below the SLA with a mean probability of ${percent(mean)}` +
          `${months.length === 1 ? '' : `, most often ${worst.month} with ${probability(worst)}`}. `) +
      `${credit}.` +
      (target === undefined || target.estimate === null
        ? ''
        : ` The target, ${target.goal}, is kept in ${figure(target.estimate)} % of months.`),
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
  const y = {
    type: 'quantitative' as const,
    title: null,
    axis: { labelExpr: "format(100 * datum.value, '~r') + ' %'", tickCount: 5 },
  };
  const step = (frame.width - AXIS_WIDTH) / months.length;
  const bar = Math.min(WIDEST_BAR, 0.7 * step);
  return {
    data: { values },
    width: frame.width,
    height: PLOT_HEIGHT,
    autosize: { type: 'fit-x', contains: 'padding' },
    layer: [
      { mark: { type: 'bar', width: bar, color: light.blue }, encoding: { x, y: { field: 'share', ...y } } },
      ...intervalRules({ x, y: { field: 'low', ...y }, y2: { field: 'high' } }).slice(bar < THIN_BAR ? 1 : 0),
    ],
  };
}
