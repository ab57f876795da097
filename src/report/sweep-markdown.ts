import type { SimulatedCell, Sweep } from '../experiment/sweep-result.ts';
import { markdownLine, markdownTable } from './escape.ts';
import { periodOf } from './period.ts';
import { valueText } from './sweep-csv.ts';
import { sweepAnswer } from './sweep-text.ts';
import { availability, figure, grouped, money } from './words.ts';

/** A grid to paste into a pull request: what it says, and its front, in GitHub's Markdown. */
export function renderSweepMarkdown(sweep: Sweep): string {
  const { inputs, cells, front, currency, warnings, tool } = sweep;
  const { perYear, isYear, span } = periodOf(sweep);
  const onFront = front.map((number) => cells[number - 1] as SimulatedCell);
  const names = inputs.vary.map(({ path }) => path.split('.').at(-1)!);
  const head = ['cell', ...names, `${currency}/month`, 'min/year down', '95 % interval', 'availability', 'targets'];
  const rows = onFront.map(({ cell, values, metrics, verdict }) => {
    const downtime = metrics['downtime_minutes']!;
    const { low, high } = downtime.interval;
    return [
      String(cell),
      ...inputs.vary.map(({ path }) => valueText(values[path])),
      money(metrics['cost_monthly']!.mean),
      figure(downtime.mean * perYear),
      low === null || high === null ? '' : `[${figure(Math.max(0, low * perYear))}, ${figure(high * perYear)}]`,
      availability(metrics['availability_percent']!.mean),
      verdict,
    ];
  });
  const histories = `${grouped(inputs.replications)} simulated ${isYear ? 'years' : 'histories'} of ${span} each, the same for all`;
  return `${[
    markdownLine(sweepAnswer(sweep)),
    ...(rows.length === 0 ? [] : ['', markdownTable(head, rows)]),
    '',
    markdownLine(`${histories}; seed ${inputs.seed}; prices ${inputs.price_set}; ${tool.name} ${tool.version}`),
    ...(warnings.length === 0 ? [] : ['', ...warnings.map(({ code, message }) => markdownLine(`${code} ${message}`))]),
  ].join('\n')}\n`;
}
