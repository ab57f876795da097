/** A rectangle in pixels; y grows downwards. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A point that has a name. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
  /** Of its label. */
  readonly width: number;
}

/** From a point to its label. */
const NEAR = 9;
const FAR = 26;
/** How bad it is to cover something, by area: another label, a point, a line. */
const LABEL = 100;
const POINT = 10;
const LINE = 1;
/** For what lies outside the plot. */
const OUTSIDE = 1000;

/**
 * Places labels beside their points, where they cover least: one after the other, each at the best of some places around its point.
 * @param height of a line of text
 * @param room of the plot
 * @returns the box of each label
 */
export function placeLabels(
  anchors: readonly Anchor[],
  height: number,
  { points, lines, room }: { readonly points: readonly Box[]; readonly lines: readonly Box[]; readonly room: Box },
): Box[] {
  const placed: Box[] = [];
  for (const anchor of anchors) {
    const badness = (box: Box): number =>
      OUTSIDE * (areaOf(box) - overlap(box, room)) +
      LABEL * total(box, placed) +
      POINT * total(box, points) +
      LINE * total(box, lines);
    placed.push(placesAround(anchor, height, room).reduce((best, box) => (badness(box) < badness(best) ? box : best)));
  }
  return placed;
}

/** Best first: of equal ones the first is taken. */
function placesAround({ x, y, width }: Anchor, height: number, room: Box): Box[] {
  const right = x + NEAR;
  const left = x - NEAR - width;
  // As central as the plot allows.
  const centre = Math.max(room.left, Math.min(room.right - width, x - width / 2));
  const above = y - NEAR - height;
  const below = y + NEAR;
  const beside = y - height / 2;
  const places = [
    [right, above],
    [left, above],
    [right, below],
    [left, below],
    [right, beside],
    [left, beside],
    [centre, above],
    [centre, below],
    [right, y - FAR - height],
    [left, y - FAR - height],
    [right, y + FAR],
    [left, y + FAR],
  ] as const;
  return places.map(([from, top]) => ({ left: from, right: from + width, top, bottom: top + height }));
}

const areaOf = ({ left, right, top, bottom }: Box): number => (right - left) * (bottom - top);

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

const total = (box: Box, others: readonly Box[]): number => others.reduce((sum, other) => sum + overlap(box, other), 0);
