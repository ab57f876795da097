import { planBill } from '../billing/plan.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { World } from '../service/world.ts';
import { CrossProducts } from './cross-products.ts';
import { checkReplication } from './check.ts';
import { Figures } from './figures.ts';
import { OUTER_SIZE, outerDrawOf, resolveScenario } from './ignorance.ts';
import { columnsOf } from './quantities.ts';
import { isUncertain, PairTally, type Study, StudyTally } from './study.ts';
import { BLOCK_SIZE, BlockRows, Tally, type TallyShape } from './tally.ts';

/** Consecutive replications of a study to simulate. */
export interface BlockTask {
  readonly firstReplication: number;
  readonly replications: number;
  /** Rows to send back. */
  readonly rowsKept: number;
  /** By scenario; see {@link TallyShape.histograms}. */
  readonly histograms: readonly (readonly boolean[])[];
  /** Whether to look at every replication, and at some again: see {@link checkReplication}. */
  readonly check: boolean;
}

/** Simulates blocks of a study, one after the other; worlds and buffers are built once. */
export class BlockSimulator {
  private readonly study: Study;
  private readonly seats: readonly Seat[];

  constructor(study: Study) {
    this.study = study;
    this.seats = study.scenarios.map((scenario) => new Seat(scenario, isUncertain(study)));
  }

  simulate({ firstReplication, replications, rowsKept, histograms, check }: BlockTask): StudyTally {
    const { seats } = this;
    const { reference } = this.study;
    const tallies = seats.map(
      ({ shape }, index) => new Tally({ ...shape, rowsKept, firstReplication, histograms: histograms[index] ?? [] }),
    );
    const pairs = pairsOf(this.study);
    const products = productsOf(this.study);
    const end = firstReplication + replications;
    for (let first = firstReplication; first < end; first = startOfNextBlock(first)) {
      const count = Math.min(startOfNextBlock(first), end) - first;
      for (const [index, seat] of seats.entries()) seat.simulate(first, count, tallies[index]!, check);
      for (const [index, pair] of pairs.entries()) pair?.add(seats[index]!.rows, seats[reference!]!.rows);
      products?.add(seats.map(({ rows }) => rows));
      for (const [index, { rows }] of seats.entries()) tallies[index]!.fold(rows);
    }
    return new StudyTally(tallies, pairs, products);
  }
}

/** A scenario of the study, ready to run. */
class Seat {
  readonly rows = new BlockRows();
  readonly shape: Shape;
  private readonly scenario: Scenario;
  private readonly figures: Figures;
  private world: World;
  private outerDraw = 0;

  constructor(scenario: Scenario, uncertain: boolean) {
    this.scenario = scenario;
    this.world = new World(scenario);
    this.figures = new Figures(scenario, planOf(scenario));
    this.shape = shapeOf(scenario, uncertain);
  }

  simulate(first: number, count: number, tally: Tally, check: boolean): void {
    const { scenario, figures, rows } = this;
    for (let replication = first; replication < first + count; replication++) {
      if (scenario.uncertain.length > 0) this.draw(outerDrawOf(replication));
      const { world } = this;
      tally.add(world.run(replication), figures, rows);
      tally.addFingerprint(world.fingerprint);
      if (check) checkReplication(scenario, replication, world);
    }
  }

  private draw(outerDraw: number): void {
    if (outerDraw === this.outerDraw) return;
    this.outerDraw = outerDraw;
    this.world = new World(resolveScenario(this.scenario, outerDraw));
  }
}

const pairsOf = (study: Study): (PairTally | null)[] =>
  study.scenarios.map((_, index) =>
    study.reference === null || index === study.reference ? null : new PairTally(isUncertain(study)),
  );

const productsOf = (study: Study): CrossProducts | null =>
  study.reference === null ? null : new CrossProducts(study.scenarios.length, isUncertain(study) ? OUTER_SIZE : 1);

/** The first replication of the block after that of a replication. */
export const startOfNextBlock = (replication: number): number =>
  replication - ((replication - 1) % BLOCK_SIZE) + BLOCK_SIZE;

/** An empty tally of a study, to merge its blocks into. */
export function emptyTally(study: Study, rowsKept: number): StudyTally {
  return new StudyTally(
    study.scenarios.map((scenario) => new Tally({ ...shapeOf(scenario, isUncertain(study)), rowsKept })),
    pairsOf(study),
    productsOf(study),
  );
}

/** @throws Error when a price is missing: callers check `planBill` first and show what is missing */
export function planOf(scenario: Scenario) {
  const { plan, missing } = planBill(scenario);
  if (plan === null) throw new Error(`not priced: ${missing.map((price) => price.priceKey).join(', ')}`);
  return plan;
}

type Shape = Pick<TallyShape, 'months' | 'billLines' | 'uncertain' | 'columns'>;

const shapeOf = (scenario: Scenario, uncertain: boolean): Shape => ({
  months: scenario.monthNames.length,
  billLines: planOf(scenario).lines.length,
  uncertain,
  columns: columnsOf([scenario]),
});
