import { planBill } from '../billing/plan.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { World } from '../service/world.ts';
import { CrossProducts } from './cross-products.ts';
import { Figures } from './figures.ts';
import { PairTally, type Study, StudyTally } from './study.ts';
import { BlockRows, Tally, type TallyShape } from './tally.ts';

/** A block of a study to simulate, or a part of one. */
export interface BlockTask {
  readonly firstReplication: number;
  /** At most 1000, and within one block. */
  readonly replications: number;
  /** Rows to send back. */
  readonly rowsKept: number;
  /** By scenario; see {@link TallyShape.histograms}. */
  readonly histograms: readonly (readonly boolean[])[];
}

/** Simulates blocks of a study, one after the other; worlds and buffers are built once. */
export class BlockSimulator {
  private readonly study: Study;
  private readonly seats: readonly Seat[];

  constructor(study: Study) {
    this.study = study;
    this.seats = study.scenarios.map((scenario) => new Seat(scenario));
  }

  simulate({ firstReplication, replications, rowsKept, histograms }: BlockTask): StudyTally {
    const { seats } = this;
    const { reference } = this.study;
    const tallies = seats.map((seat, index) => {
      const tally = new Tally({ ...seat.shape, rowsKept, firstReplication, histograms: histograms[index] ?? [] });
      seat.simulate(firstReplication, replications, tally);
      return tally;
    });
    const pairs = seats.map(({ rows }, index) => {
      if (reference === null || index === reference) return null;
      const pair = new PairTally();
      pair.add(rows, seats[reference]!.rows);
      return pair;
    });
    const products = reference === null ? null : new CrossProducts(seats.length);
    products?.add(seats.map(({ rows }) => rows));
    for (const [index, { rows }] of seats.entries()) tallies[index]!.fold(rows);
    return new StudyTally(tallies, pairs, products);
  }
}

/** A scenario of the study, ready to run. */
class Seat {
  readonly rows = new BlockRows();
  readonly shape: Pick<TallyShape, 'months' | 'billLines'>;
  private readonly world: World;
  private readonly figures: Figures;

  constructor(scenario: Scenario) {
    this.world = new World(scenario);
    const plan = planOf(scenario);
    this.figures = new Figures(scenario, plan);
    this.shape = shapeOf(scenario);
  }

  simulate(first: number, count: number, tally: Tally): void {
    const { world, figures, rows } = this;
    for (let replication = first; replication < first + count; replication++) {
      tally.add(world.run(replication), figures, rows);
    }
  }
}

/** An empty tally of a study, to merge its blocks into. */
export function emptyTally(study: Study, rowsKept: number): StudyTally {
  return new StudyTally(
    study.scenarios.map((scenario) => new Tally({ ...shapeOf(scenario), rowsKept })),
    study.scenarios.map((_, index) => (study.reference === null || index === study.reference ? null : new PairTally())),
    study.reference === null ? null : new CrossProducts(study.scenarios.length),
  );
}

/** @throws Error when a price is missing: callers check `planBill` first and show what is missing */
export function planOf(scenario: Scenario) {
  const { plan, missing } = planBill(scenario);
  if (plan === null) throw new Error(`not priced: ${missing.map((price) => price.priceKey).join(', ')}`);
  return plan;
}

const shapeOf = (scenario: Scenario): Pick<TallyShape, 'months' | 'billLines'> => ({
  months: scenario.monthNames.length,
  billLines: planOf(scenario).lines.length,
});
