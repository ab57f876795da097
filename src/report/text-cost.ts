import type { PrintedLine } from '../billing/bill.ts';
import type { Result } from '../experiment/result.ts';
import { WIDTH, wrap } from './layout.ts';
import { money } from './words.ts';

const RESOURCES: Readonly<Record<string, string>> = {
  'replaced-primary': 'replaced primary',
  'replaced-standby': 'replaced standby',
  'abandoned-restore': 'unneeded restore',
};

/** The bill with its arithmetic, then what outages add. Means over the replications, totals over the horizon. */
export function costSection({ cost, inputs }: Result): string[] {
  const period = `${inputs.start.slice(0, 10)} to ${inputs.end.slice(0, 10)}`;
  const head = `  COST   ${money(cost.per_month)} ${cost.currency}/month`;
  const amounts: [string, string][] = [
    ...cost.lines.map((line): [string, string] => [arithmetic(line), money(line.cost)]),
    [`bill, ${period}`, money(cost.total)],
    ...more('outages: downtime, lost data and people at the rates of the scenario', cost.outage_cost),
    ...more('SLA credit by the contract', negative(cost.sla_credit)),
  ];
  if (isMoney(cost.outage_cost) || isMoney(cost.sla_credit)) {
    amounts.push(['total cost of ownership', money(cost.tco)]);
  }
  if (cost.tco_present_value !== cost.tco) amounts.push(['present value of it', money(cost.tco_present_value)]);
  return [
    head,
    ...amounts.flatMap(([text, amount]) => amountLines(text, amount)),
    ...(cost.derived_prices ? ['    some prices are derived from others, not published'] : []),
    ...wrap(`not included: ${cost.not_included.join(', ')}`, '    ', '      '),
  ];
}

/** `compute primary   4 vCores x 8760 h x 0.089 USD`. */
function arithmetic(line: PrintedLine): string {
  const [left] = line.formula.split(' = ');
  const derived = line.formula.endsWith('(derived price)') ? ' (derived)' : '';
  return `${`${line.meter} ${RESOURCES[line.resource] ?? line.resource}`.padEnd(26)} ${left}${derived}`;
}

/** The text, with the amount at the end of the line; a text that is too long leaves it a line of its own. */
function amountLines(text: string, amount: string): string[] {
  const space = WIDTH - 4 - amount.length - 2;
  const lines = text.length <= space ? [`    ${text}`] : wrap(text, '    ', '      ');
  const last = lines.at(-1)!;
  return [...lines.slice(0, -1), last + amount.padStart(WIDTH - last.length)];
}

const isMoney = (amount: string): boolean => Number(amount) !== 0;
const negative = (amount: string): string => (amount.startsWith('-') ? amount : `-${amount}`);
const more = (text: string, amount: string): [string, string][] => (isMoney(amount) ? [[text, money(amount)]] : []);
