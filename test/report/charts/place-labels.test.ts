import { expect, test } from 'vitest';
import { type Box, placeLabels } from '../../../src/report/charts/place-labels.ts';

const room: Box = { left: 0, right: 400, top: 0, bottom: 200 };
const HEIGHT = 16;
const point = (x: number, y: number): Box => ({ left: x - 8, right: x + 8, top: y - 8, bottom: y + 8 });
const meet = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function placed(places: readonly (readonly [number, number])[], width: number, lines: readonly Box[] = []): Box[] {
  const anchors = places.map(([x, y]) => ({ x, y, width }));
  return placeLabels(anchors, HEIGHT, { points: places.map(([x, y]) => point(x, y)), lines, room });
}

test('a label stands right above its point where there is room', () => {
  expect(placed([[100, 100]], 60)).toEqual([{ left: 109, right: 169, top: 75, bottom: 91 }]);
});

test('labels of neighbours cover neither each other nor a point', () => {
  const places = [
    [100, 100],
    [112, 104],
    [124, 96],
    [118, 120],
  ] as const;
  const boxes = placed(places, 60);
  for (const [index, box] of boxes.entries()) {
    expect(boxes.slice(index + 1).some((other) => meet(box, other))).toBe(false);
    expect(places.some(([x, y]) => meet(box, point(x, y)))).toBe(false);
  }
});

test('labels stay within the plot, in its corners too', () => {
  for (const [x, y] of [
    [0, 0],
    [400, 0],
    [0, 200],
    [400, 200],
  ] as const) {
    const [box] = placed([[x, y]], 120);
    expect([box!.left >= 0, box!.right <= 400, box!.top >= 0, box!.bottom <= 200]).toEqual([true, true, true, true]);
  }
});

test('a line is evaded', () => {
  const line: Box = { left: 109, right: 400, top: 80, bottom: 84 };
  expect(meet(placed([[100, 100]], 60, [line])[0]!, line)).toBe(false);
});
