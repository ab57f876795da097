import { textWidth } from '../render/text-width.ts';
import type { Box } from './place-labels.ts';

/** The middle of a mark, in pixels, and what is to be said of it. */
export interface StripMark {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** By how many lines the label may be lifted off its mark; then it is less plain whose it is. */
  readonly lifts: number;
}

/** Half a mark and a little air. */
const REACH = 7;

/**
 * Finds labels a place at their marks, above or beside them, where they touch neither marks nor each other nor the edge: the more
 * important first; one that finds none is left out.
 * @param taken what labels must not touch
 * @returns for each that has a place, the middle of its box
 */
export function labelMarks<T extends StripMark>(
  marks: readonly T[],
  taken: readonly Box[],
  { width, fontSize }: { readonly width: number; readonly fontSize: number },
): { readonly mark: T; readonly x: number; readonly y: number }[] {
  const boxes = [...taken];
  return marks.flatMap((mark) => {
    const half = textWidth(mark.text, fontSize) / 2;
    const free = placesOf(mark, half, { width, fontSize }).find(({ x, y }) => {
      const box = { left: x - half, right: x + half, top: y - fontSize / 2, bottom: y + fontSize / 2 };
      return box.left >= 0 && box.right <= width && box.top >= 0 && boxes.every((other) => !overlap(box, other));
    });
    if (free === undefined) return [];
    const { x, y } = free;
    boxes.push({ left: x - half - 2, right: x + half + 2, top: y - fontSize / 2, bottom: y + fontSize / 2 });
    return [{ mark, ...free }];
  });
}

/** Places to try, the best first; those above are moved in from the edge. */
function placesOf({ x, y, lifts }: StripMark, half: number, { width, fontSize }: { width: number; fontSize: number }) {
  const inside = Math.min(Math.max(x, half), width - half);
  const above = (lines: number) => ({ x: inside, y: y - REACH - fontSize * (lines + 0.5) });
  const lifted = Array.from({ length: lifts }, (_, index) => above(index + 1));
  return [above(0), { x: x + REACH + half, y }, { x: x - REACH - half, y }, ...lifted];
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
