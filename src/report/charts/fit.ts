import { textWidth } from '../render/text-width.ts';

const ELLIPSIS = '...';

/** A text cut so that it fits into so many pixels. */
export function fitted(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 1 && textWidth(characters.join('') + ELLIPSIS, fontSize) > width) characters.pop();
  return characters.join('') + ELLIPSIS;
}

/** Longer names would run out of a title on a telephone. */
const LONGEST_IN_TITLE = 24;

/** A name as titles have it. */
export function inTitle(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= LONGEST_IN_TITLE) return name;
  return characters.slice(0, LONGEST_IN_TITLE - ELLIPSIS.length).join('') + ELLIPSIS;
}
