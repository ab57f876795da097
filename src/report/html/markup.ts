import { escapeXml } from '../escape.ts';

/** Text that is HTML already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Child = Markup | string | number | null | readonly Child[];

/** HTML from a template: what is put in is text, and escaped, unless it is markup itself; null is nothing. */
export function html(strings: TemplateStringsArray, ...children: readonly Child[]): Markup {
  const parts = strings.map((text, index) => (index === 0 ? text : textOf(children[index - 1]!) + text));
  return new Markup(parts.join(''));
}

function textOf(child: Child): string {
  if (child === null) return '';
  if (child instanceof Markup) return child.text;
  if (typeof child === 'string' || typeof child === 'number') return escapeXml(String(child));
  return child.map(textOf).join('');
}
