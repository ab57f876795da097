import type { Result } from '../../experiment/result.ts';
import { amountsOf } from '../text-cost.ts';
import { money } from '../words.ts';
import { html } from './markup.ts';
import type { Section } from './page.ts';
import { table } from './table.ts';

/** What it costs, with the arithmetic. */
export function bill({ cost, inputs }: Result): Section {
  return {
    id: 'cost',
    title: 'What it costs',
    content: html`<p>
        ${money(cost.per_month)} ${cost.currency} a month at the prices (${inputs.price_set}), from
        ${inputs.start.slice(0, 10)} to ${inputs.end.slice(0, 10)}. Means over the simulated histories.
      </p>
      ${table(
        'The bill, with its arithmetic',
        [{ name: 'Item' }, { name: 'Arithmetic' }, { name: cost.currency, numeric: true }],
        amountsOf(cost, inputs).map(({ item, arithmetic, amount, isTotal }) => ({
          cells: [item, arithmetic, amount],
          ...(isTotal ? { kind: 'total' } : {}),
        })),
      )}
      ${cost.derived_prices ? html`<p class="muted">Some prices are derived from others, not published.</p>` : null}
      <p class="muted">Not included: ${cost.not_included.join(', ')}.</p>`,
  };
}
