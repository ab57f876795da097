import { html, type Child, type Markup } from './markup.ts';

export interface Column {
  readonly name: string;
  readonly numeric?: boolean;
}

export interface Row {
  readonly cells: readonly Child[];
  /** `total`, `out` (not to be had, or beaten). */
  readonly kind?: string;
}

/** A table that scrolls by itself where it is too wide, also by keyboard; the first cell of a row is its heading. */
export function table(caption: string, columns: readonly Column[], rows: readonly Row[]): Markup {
  const align = (index: number): Markup => (columns[index]?.numeric === true ? html` class="n"` : html``);
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ name }, index) => html`<th scope="col" ${align(index)}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ cells, kind }) => html`<tr${kind === undefined ? null : html` class="${kind}"`}>${cells.map(
            (cell, index) =>
              index === 0 ? html`<th scope="row" ${align(0)}>${cell}</th>` : html`<td${align(index)}>${cell}</td>`,
          )}</tr>
`,
        )}
      </tbody>
    </table>
  </div>`;
}
