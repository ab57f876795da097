import type { PrintedLine } from '../billing/bill.ts';
import type { Result } from '../experiment/result.ts';
import { WIDTH, wrap } from './layout.ts';
import { money } from './words.ts';

const RESOURCES: Readonly<Record<string, string>> = {
  'replaced-primary': 'replaced primary',
  'replaced-standby': 'replaced standby',
  'abandoned-restore': 'unneeded restore',
};

/** One line of a bill. */
export interface Amount {
  readonly item: string;
  readonly arithmetic: string;
  readonly amount: string;
  readonly isTotal: boolean;
}

/** The bill with its arithmetic, then what outages add. Means over the replications, totals over the horizon. */
export function amountsOf(cost: Result['cost'], inputs: Result['inputs']): Amount[] {
  const period = `${inputs.start.slice(0, 10)} to ${inputs.end.slice(0, 10)}`;
  const total = (item: string, amount: string): Amount => ({
    item,
    arithmetic: '',
    amount: money(amount),
    isTotal: true,
  });
  const more = (item: string, amount: string): Amount[] =>
    isMoney(amount) ? [{ item, arithmetic: '', amount: money(amount), isTotal: false }] : [];
  return [
    ...cost.lines.map((line): Amount => ({ ...arithmetic(line), amount: money(line.cost), isTotal: false })),
    total(`bill, ${period}`, cost.total),
    ...more('outages: downtime, lost data and people at the rates of the scenario', cost.outage_cost),
    ...more('SLA credit by the contract', negative(cost.sla_credit)),
    ...(isMoney(cost.outage_cost) || isMoney(cost.sla_credit) ? [total('total cost of ownership', cost.tco)] : []),
    ...(cost.tco_present_value !== cost.tco ? [total('present value of it', cost.tco_present_value)] : []),
  ];
}

export function costSection({ cost, inputs }: Result): string[] {
  const head = `  COST   ${money(cost.per_month)} ${cost.currency}/month`;
  return [
    head,
    ...amountsOf(cost, inputs).flatMap(({ item, arithmetic: sum, amount }) =>
      amountLines(sum === '' ? item : `${item.padEnd(ITEM_WIDTH)} ${sum}`, amount),
    ),
    ...(cost.derived_prices ? ['    some prices are derived from others, not published'] : []),
    ...wrap(`not included: ${cost.not_included.join(', ')}`, '    ', '      '),
  ];
}

const ITEM_WIDTH = 26;

/** `compute primary` and `4 vCores x 8760 h x 0.089 USD`. */
function arithmetic({ meter, resource, formula }: PrintedLine): { item: string; arithmetic: string } {
  const [left] = formula.split(' = ');
  const derived = formula.endsWith('(derived price)') ? ' (derived)' : '';
  return { item: `${meter} ${RESOURCES[resource] ?? resource}`, arithmetic: `${left}${derived}` };
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
