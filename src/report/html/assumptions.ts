import type { Result } from '../../experiment/result.ts';
import { capital, plural } from '../words.ts';
import { html, type Child } from './markup.ts';
import type { Section } from './page.ts';
import { table } from './table.ts';

const CONFIDENCE: Readonly<Record<string, string>> = { H: 'high', M: 'medium', L: 'low' };

/** What each kind means; what others say comes first. */
const KINDS: Readonly<Record<string, string>> = {
  documented: 'a source states it',
  measured: 'a published field study',
  derived: 'computed from stated figures',
  judgement: 'a modelling choice, with its reason',
};

/** Why should I believe this? Every assumption: value, kind, source, date; what was overridden first. */
export function assumptions({ assumptions: rows, inputs }: Result): Section {
  const own = rows.filter(({ overridden }) => overridden);
  const rest = rows.filter(({ overridden }) => !overridden);
  const all = new Set([...Object.keys(KINDS), ...rest.map(({ kind }) => kind)]);
  const kinds = [...all].filter((kind) => rest.some((row) => row.kind === kind));
  const guessed = rows.filter(({ kind }) => kind === 'judgement').length;
  return {
    id: 'assumptions',
    title: 'Assumptions',
    content: html`<p>
        ${plural(rows.length, 'assumption')} of the set ${inputs.assumption_set}; ${guessed} of them are judgement:
        nobody has published a measurement.
        ${
          own.length === 0
            ? 'None was overridden.'
            : `${plural(own.length, 'one')} ${own.length === 1 ? 'is' : 'are'} your own.`
        }
      </p>
      ${own.length === 0 ? null : assumptionTable('Your own', own)}
      ${kinds.map((kind) => {
        const some = rest.filter((row) => row.kind === kind);
        const caption = KINDS[kind] === undefined ? capital(kind) : `${capital(kind)}: ${KINDS[kind]}`;
        return html`<details>
          <summary>${caption} (${some.length})</summary>
          ${assumptionTable(caption, some)}
        </details> `;
      })}`,
  };
}

const assumptionTable = (caption: string, rows: Result['assumptions']): Child =>
  table(
    caption,
    [
      { name: 'Name' },
      { name: 'Value' },
      { name: 'Kind' },
      { name: 'Confidence' },
      { name: 'Date' },
      { name: 'Overridden' },
      { name: 'Source' },
    ],
    rows.map(({ name, value, kind, confidence, date, overridden, source }) => ({
      cells: [
        name,
        html`<code>${value}</code>`,
        kind,
        CONFIDENCE[confidence] ?? confidence,
        date,
        overridden ? 'yes' : 'no',
        linked(source),
      ],
    })),
  );

/** Web addresses of a source as links. */
function linked(source: string): Child {
  return source
    .split(/(https?:\/\/[^\s)]+[^\s).,;])/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}" rel="noreferrer">${part}</a>` : part));
}
