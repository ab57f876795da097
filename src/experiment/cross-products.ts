import { sumOfProducts } from '../statistics/products.ts';
import type { MetricName } from '../vocabulary/metrics.ts';
import { FIGURES } from './figures.ts';
import { columnOf } from './quantities.ts';
import type { BlockRows } from './tally.ts';

/** The metrics by which any two scenarios of a study can be compared, not only each with the reference. */
const CROSSED = ['downtime_minutes', 'cost_total', 'tco'] as const satisfies readonly MetricName[];
export type CrossedMetric = (typeof CROSSED)[number];

const COLUMNS = CROSSED.map(columnOf);
const WIDTH = COLUMNS.length;

/** A metric of one of the scenarios, by its index. */
export type Crossed = readonly [scenario: number, metric: CrossedMetric];

/**
 * Sums over replications of the products of figures, each metric of each scenario with every other: exact, mergeable. With the
 * sums of the tallies they give mean and spread of any difference, and of the ratio of two differences.
 */
export class CrossProducts {
  /** Upper triangle with its diagonal, row by row, of scenario-major figures. */
  private readonly sums: bigint[];

  private readonly groupSize: number;

  /** @param groupSize rows that are summed before they are multiplied: those of an outer draw, which are not independent */
  constructor(scenarios: number, groupSize: number) {
    this.groupSize = groupSize;
    const count = scenarios * WIDTH;
    this.sums = Array.from({ length: (count * (count + 1)) / 2 }, () => 0n);
  }

  /** Adds the rows of the same replications of all scenarios. */
  add(blocks: readonly BlockRows[]): void {
    const { groupSize } = this;
    const count = Math.floor(blocks[0]!.count / groupSize);
    const stride = blocks.length * WIDTH;
    const values = new Float64Array(count * stride);
    let largest = 0;
    for (const [scenario, { figures }] of blocks.entries()) {
      for (const [position, column] of COLUMNS.entries()) {
        const offset = scenario * WIDTH + position;
        for (let row = 0; row < count * groupSize; row++) {
          const figure = figures[row * FIGURES + column]!;
          values[Math.floor(row / groupSize) * stride + offset]! += figure;
          largest = Math.max(largest, Math.abs(figure));
        }
      }
    }
    if (groupSize > 1 && largest * groupSize > Number.MAX_SAFE_INTEGER) return this.addHuge(blocks, count);
    let at = 0;
    for (let x = 0; x < stride; x++) {
      for (let y = x; y < stride; y++) this.sums[at++]! += sumOfProducts(values, x, y, stride, count);
    }
  }

  /** The same, of figures whose sums no double holds. */
  private addHuge(blocks: readonly BlockRows[], count: number): void {
    const { groupSize } = this;
    for (let group = 0; group < count; group++) {
      const values = blocks.flatMap(({ figures }) =>
        COLUMNS.map((column) => {
          let sum = 0n;
          for (let row = group * groupSize; row < (group + 1) * groupSize; row++) {
            sum += BigInt(figures[row * FIGURES + column]!);
          }
          return sum;
        }),
      );
      let at = 0;
      for (const [x, value] of values.entries()) {
        for (const other of values.slice(x)) this.sums[at++]! += value * other;
      }
    }
  }

  /** In the product of the integer steps of both. */
  of(a: Crossed, b: Crossed): bigint {
    const one = indexOf(a);
    const other = indexOf(b);
    const low = Math.min(one, other);
    const high = Math.max(one, other);
    // Rows before `low` have w, w - 1, ... entries; w is solved from the number of entries w (w + 1) / 2.
    const width = (Math.sqrt(8 * this.sums.length + 1) - 1) / 2;
    return this.sums[low * width - (low * (low - 1)) / 2 + high - low]!;
  }

  merge(other: CrossProducts): void {
    for (let index = 0; index < this.sums.length; index++) this.sums[index]! += other.sums[index]!;
  }

  /** Decimal integers. */
  toJSON(): string[] {
    return this.sums.map(String);
  }

  static fromJSON(json: readonly string[]): CrossProducts {
    const products = new CrossProducts(0, 1);
    products.sums.push(...json.map(BigInt));
    return products;
  }
}

const indexOf = ([scenario, metric]: Crossed): number => scenario * WIDTH + CROSSED.indexOf(metric);
