import { textWidth } from '../render/text-width.ts';

const ELLIPSIS = '...';

/** A text cut so that it fits into so many pixels. */
export function fitted(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 1 && textWidth(characters.join('') + ELLIPSIS, fontSize) > width) characters.pop();
  return characters.join('') + ELLIPSIS;
}
