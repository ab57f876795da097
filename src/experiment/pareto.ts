/** Two figures of which less is better. */
export interface Point {
  readonly cost: number;
  readonly downtime: number;
}

/** Whether `a` is no worse than `b` in both figures, and better in one. */
export const beats = (a: Point, b: Point): boolean =>
  a.cost <= b.cost && a.downtime <= b.downtime && (a.cost < b.cost || a.downtime < b.downtime);

/** Indices of the points that no other one beats, by ascending cost; equal points are all among them, in their order. */
export function frontOf(points: readonly Point[]): number[] {
  const order = points
    .map((_, index) => index)
    .sort((a, b) => points[a]!.cost - points[b]!.cost || points[a]!.downtime - points[b]!.downtime || a - b);
  const front: number[] = [];
  let last: Point | undefined;
  for (const index of order) {
    const point = points[index]!;
    const equal = last !== undefined && point.cost === last.cost && point.downtime === last.downtime;
    if (last !== undefined && !equal && point.downtime >= last.downtime) continue;
    front.push(index);
    last = point;
  }
  return front;
}
