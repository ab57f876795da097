import type { Scenario } from '../scenario/scenario.ts';
import { Moments, type MomentsJson } from '../statistics/moments.ts';
import { VarianceComponents, type VarianceComponentsJson } from '../statistics/variance-components.ts';
import { CrossProducts } from './cross-products.ts';
import { FIGURES } from './figures.ts';
import { OUTER_SIZE } from './ignorance.ts';
import { type BlockRows, Tally, type TallyJson } from './tally.ts';

/**
 * Scenarios that are simulated side by side, replication by replication, with common random numbers: one for `run`, the
 * variants of a comparison for `compare`.
 */
export interface Study {
  readonly scenarios: readonly Scenario[];
  /** Index of the scenario that each other one is paired with; null: none are paired. */
  readonly reference: number | null;
}

/** Whether replications of an outer draw share something in any of the scenarios; then the study counts by outer draws. */
export const isUncertain = ({ scenarios }: Study): boolean => scenarios.some(({ uncertain }) => uncertain.length > 0);

export interface PairTallyJson {
  readonly components: readonly VarianceComponentsJson[] | null;
  readonly differences: readonly MomentsJson[];
  readonly less: ArrayLike<number>;
  readonly equal: ArrayLike<number>;
  readonly greater: ArrayLike<number>;
}

/** The differences of one scenario's figures from those of the reference, replication by replication: exact, mergeable. */
export class PairTally {
  /** By column of figures, in integer steps. */
  differences: Moments[] = Array.from({ length: FIGURES }, () => new Moments());
  /** Replications in which this scenario has less than the reference, by column; and so on. */
  less = new Float64Array(FIGURES);
  equal = new Float64Array(FIGURES);
  greater = new Float64Array(FIGURES);
  /** The differences by outer draw, of a study that is uncertain; see {@link Tally.components}. */
  components: VarianceComponents[] | null;

  constructor(uncertain: boolean) {
    this.components = uncertain ? Array.from({ length: FIGURES }, () => new VarianceComponents(OUTER_SIZE)) : null;
  }

  /** Adds the rows of the same replications of both. */
  add(block: BlockRows, reference: BlockRows): void {
    const difference = new Float64Array(block.count);
    for (let column = 0; column < FIGURES; column++) {
      let less = 0;
      let greater = 0;
      for (let row = 0, at = column; row < block.count; row++, at += FIGURES) {
        const value = block.figures[at]! - reference.figures[at]!;
        difference[row] = value;
        if (value < 0) less++;
        else if (value > 0) greater++;
      }
      this.differences[column]!.addColumn(difference, 0, 1, block.count);
      this.components?.[column]!.add(difference, block.count);
      this.less[column]! += less;
      this.greater[column]! += greater;
      this.equal[column]! += block.count - less - greater;
    }
  }

  merge(other: PairTally): void {
    for (const [column, moments] of this.differences.entries()) moments.merge(other.differences[column]!);
    for (const [column, component] of this.components?.entries() ?? []) component.merge(other.components![column]!);
    for (const name of ['less', 'equal', 'greater'] as const) {
      for (let column = 0; column < FIGURES; column++) this[name][column]! += other[name][column]!;
    }
  }

  toJSON(): PairTallyJson {
    const { differences, less, equal, greater, components } = this;
    return {
      components: components?.map((component) => component.toJSON()) ?? null,
      differences: differences.map((moments) => moments.toJSON()),
      less,
      equal,
      greater,
    };
  }

  static fromJSON(json: PairTallyJson): PairTally {
    const pair = new PairTally(false);
    pair.components = json.components?.map((component) => VarianceComponents.fromJSON(component, OUTER_SIZE)) ?? null;
    pair.differences = json.differences.map((moments) => Moments.fromJSON(moments));
    pair.less = Float64Array.from(json.less);
    pair.equal = Float64Array.from(json.equal);
    pair.greater = Float64Array.from(json.greater);
    return pair;
  }
}

/** What a block of a study answers, as plain data. */
export interface StudyTallyJson {
  readonly tallies: readonly TallyJson[];
  readonly pairs: readonly (PairTallyJson | null)[];
  /** Absent when no scenarios are paired. */
  readonly products?: readonly string[];
}

/** Everything a study adds up. Tallies of consecutive blocks merge into the tally of both, to the bit. */
export class StudyTally {
  /** One per scenario. */
  readonly tallies: readonly Tally[];
  /** One per scenario; null for the reference, and for all when there is none. */
  readonly pairs: readonly (PairTally | null)[];
  /** Null when no scenarios are paired. */
  readonly products: CrossProducts | null;

  constructor(tallies: readonly Tally[], pairs: readonly (PairTally | null)[], products: CrossProducts | null = null) {
    this.tallies = tallies;
    this.pairs = pairs;
    this.products = products;
  }

  get replications(): number {
    return this.tallies[0]!.replications;
  }

  merge(other: StudyTally): void {
    for (const [index, tally] of this.tallies.entries()) tally.merge(other.tallies[index]!);
    for (const [index, pair] of this.pairs.entries()) pair?.merge(other.pairs[index]!);
    this.products?.merge(other.products!);
  }

  toJSON(): StudyTallyJson {
    return {
      tallies: this.tallies.map((tally) => tally.toJSON()),
      pairs: this.pairs.map((pair) => pair?.toJSON() ?? null),
      ...(this.products === null ? {} : { products: this.products.toJSON() }),
    };
  }

  /** @param rows of each scenario; see {@link Tally.fromJSON} */
  static fromJSON(json: StudyTallyJson, rows: readonly Float64Array[] = []): StudyTally {
    return new StudyTally(
      json.tallies.map((tally, index) => Tally.fromJSON(tally, rows[index])),
      json.pairs.map((pair) => (pair === null ? null : PairTally.fromJSON(pair))),
      json.products === undefined ? null : CrossProducts.fromJSON(json.products),
    );
  }
}
