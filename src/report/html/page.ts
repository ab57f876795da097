import { createHash } from 'node:crypto';
import { type Chart, WIDE } from '../charts/chart.ts';
import { movingSpec } from '../render/svg.ts';
import { html, type Child, Markup } from './markup.ts';
import { STYLES } from './styles.ts';

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Child;
}

export interface Page {
  readonly title: string;
  /** What is under the one heading of the first level: verdict, tiles. */
  readonly head: Child;
  /** Those without content are left out. */
  readonly sections: readonly (Section | null)[];
  readonly foot: Child;
  /** Charts that move, and the script that moves them; null where nothing may run. */
  readonly moving: { readonly charts: readonly Chart[]; readonly script: string } | null;
}

/** Nothing is loaded and nothing runs, whatever a scenario holds. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** A document by itself: landmarks, contents, one heading of the first level. */
export function renderPage({ title, head, sections, foot, moving }: Page): string {
  const policy = moving === null ? POLICY : `${POLICY}; script-src 'sha256-${hashOf(moving.script)}'`;
  const shown = sections.filter((section) => section !== null);
  return html`${new Markup('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${new Markup(STYLES)}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <div class="page">
          <header>
            ${head}
            <nav aria-label="Contents">
              <ol>
                ${shown.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}
              </ol>
            </nav>
          </header>
          <main id="content">${shown.map(sectionMarkup)}</main>
          <footer>${foot}</footer>
        </div>
        ${moving === null ? null : movingParts(moving)}
      </body>
    </html> `.text;
}

const sectionMarkup = ({ id, title, content }: Section): Markup =>
  html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section> `;

const hashOf = (script: string): string => createHash('sha256').update(script).digest('base64');

/** Specifications as data, and the one script that the policy allows. */
const movingParts = ({ charts, script }: NonNullable<Page['moving']>): Child => [
  charts.map((chart) => {
    const spec = JSON.stringify(movingSpec(chart, WIDE, `wide-${chart.id}`)).replaceAll('<', '\\u003c');
    return new Markup(`<script type="application/json" data-chart="${chart.id}">${spec}</script>\n`);
  }),
  new Markup(`<script>${script}</script>\n`),
];
