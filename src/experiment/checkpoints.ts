import { Moments, type MomentsJson } from '../statistics/moments.ts';

/** How a sample stood after the first replications of a run. */
export interface Checkpoint {
  readonly replications: number;
  /** Of a tally that begins later than with the first: without those before it. */
  readonly sample: Moments;
}

export interface CheckpointJson {
  readonly replications: number;
  readonly sample: MomentsJson;
}

const FIRST_DECADE = 10;
const STEPS = [1, 2, 5];

/** Of 10, 20, 50, 100, ... those from one replication to another. From 1,000 on they end blocks. */
function marksWithin(first: number, last: number): number[] {
  const marks: number[] = [];
  for (let decade = FIRST_DECADE; decade <= last; decade *= 10) {
    for (const step of STEPS) {
      const mark = step * decade;
      if (mark >= first && mark <= last) marks.push(mark);
    }
  }
  return marks;
}

/**
 * How a sample of integers grew: exact, and mergeable like the sample. A few dozen of them, however long the run is. The sample
 * is of values, or of the sums of groups of them when those of a group are not independent.
 */
export class Checkpoints {
  points: Checkpoint[] = [];
  /** Values of a group. */
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  /**
   * Adds those that lie among the next values, before the sample has these.
   * @param first the replication of the first value, which begins a group
   */
  add(values: Float64Array, count: number, first: number, before: Moments): void {
    for (const replications of marksWithin(first, first + count - 1)) {
      this.addAfter(before, replications, this.sampleOf(values, replications - first + 1));
    }
  }

  /** Adds those of the values that follow, before the sample has these. */
  merge(other: Checkpoints, before: Moments): void {
    for (const { replications, sample } of other.points) this.addAfter(before, replications, sample);
  }

  private addAfter(before: Moments, replications: number, rest: Moments): void {
    const sample = new Moments();
    sample.merge(before);
    sample.merge(rest);
    this.points.push({ replications, sample });
  }

  /** An incomplete last group is left out. */
  private sampleOf(values: Float64Array, count: number): Moments {
    const { size } = this;
    const sums = new Float64Array(Math.floor(count / size));
    for (let index = 0; index < sums.length * size; index++) sums[Math.floor(index / size)]! += values[index]!;
    const sample = new Moments();
    sample.addColumn(sums, 0, 1, sums.length);
    return sample;
  }

  toJSON(): CheckpointJson[] {
    return this.points.map(({ replications, sample }) => ({ replications, sample: sample.toJSON() }));
  }

  static fromJSON(json: readonly CheckpointJson[], size: number): Checkpoints {
    const checkpoints = new Checkpoints(size);
    checkpoints.points = json.map(({ replications, sample }) => ({ replications, sample: Moments.fromJSON(sample) }));
    return checkpoints;
  }
}
