import { Simulation, type Stream } from '../engine/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { ForcedClocks } from './forced-clocks.ts';
import type { Clocks } from './hazard.ts';
import { Parameters } from './parameters.ts';
import { STORAGE, Storage, type StorageOwner } from './storage.ts';

/** How all three copies of a server's storage are lost. */
export const LOSS_PATHS = ['threeCopies', 'sharedShock', 'unreadableCopy'] as const;

/** What is drawn in place of a small probability. */
const DRAWN = 0.5;
const COPIES = 3;
/** By the number of copies that are down. */
const STATES: readonly string[] = STORAGE.states;

/**
 * The storage of one server alone, over a time that begins with three good copies: whether they are lost, and how. It is the very part of
 * the service, with clocks that are made to strike ({@link ForcedClocks}) and small probabilities raised to one half; {@link weight} makes
 * up for both.
 */
export class StorageLoss implements StorageOwner {
  /** Likelihood ratio of the last history. */
  weight = 1;
  /** Index into {@link LOSS_PATHS} of the last history; -1 when nothing was lost. */
  path = -1;
  private readonly simulation: Simulation;
  private readonly clocks: ForcedClocks;
  private readonly storage: Storage;
  private readonly horizon: number;
  private readonly choices: Stream;
  /** True probabilities. */
  private readonly copyLoss: number;
  private readonly unreadable: number;
  /** Copies that are not there. */
  private down = 0;
  /** What is striking; a rebuild ends when nothing is. */
  private striking: 'copy' | 'shock' | null = null;

  /**
   * @param assumptions of a scenario: those of `storageCopy` and `storageShock` count
   * @param horizon ticks
   */
  constructor(assumptions: Scenario['assumptions'], seed: string, horizon: number) {
    this.simulation = new Simulation({ seed });
    this.horizon = horizon;
    const parameters = new Parameters({
      assumptions: {
        ...assumptions,
        'storageOutage.every': { quantity: 'hazard', distribution: { kind: 'never' } },
      },
    });
    this.copyLoss = parameters.probability('storageShock.copyLoss.probability');
    this.unreadable = parameters.probability('storageCopy.unreadable.probability');
    this.clocks = new ForcedClocks(this.simulation, horizon);
    this.choices = this.simulation.stream('forced', 'shock');
    const clocks: Clocks = {
      create: (part, name, distribution, occur) =>
        this.clocks.create(part, name, distribution, () =>
          this.strike(name === 'storageShock' ? 'shock' : 'copy', occur),
        ),
    };
    this.storage = new Storage(this.simulation, 0, parameters, clocks, this, [
      (_part, from, to) => this.moved(from, to),
    ]);
  }

  /** Simulates one history, from 1 on; see {@link weight} and {@link path}. */
  run(replication: number): void {
    const { simulation, clocks, storage } = this;
    this.weight = 1;
    this.path = -1;
    this.down = 0;
    simulation.reset(replication);
    clocks.reset();
    storage.reset();
    storage.unreadable = raised(this.unreadable, clocks.share * DRAWN);
    clocks.decide();
    simulation.runUntil(this.horizon);
    this.weight *= clocks.weight;
  }

  storageLost(): void {}
  storageCopyMasked(): void {}
  storageOutageStruck(): void {}
  storageReturned(): void {}

  private strike(what: 'copy' | 'shock', occur: () => void): void {
    this.striking = what;
    if (what === 'copy') occur();
    else this.strikeAll(occur);
    this.striking = null;
  }

  /** Of the shocks some take copies as often as not; the weight is that of the mixture. */
  private strikeAll(occur: () => void): void {
    const { storage, copyLoss, clocks, down } = this;
    const share = copyLoss > 0 && copyLoss < DRAWN ? clocks.share : 0;
    storage.copyLoss = this.choices.chance(share) ? DRAWN : copyLoss;
    occur();
    let [truth, drawn] = [1, 1];
    for (let copy = down; copy < COPIES; copy++) {
      truth *= copy < this.down ? copyLoss : 1 - copyLoss;
      drawn *= DRAWN;
    }
    this.weight *= truth / (share * drawn + (1 - share) * truth);
  }

  private moved(from: string, to: string): void {
    this.down = STATES.indexOf(to);
    const lost = this.down === COPIES;
    if (this.striking !== null) {
      if (lost) this.path = this.striking === 'copy' ? 0 : 1;
      return;
    }
    if (STATES.indexOf(from) < COPIES - 1) return;
    // A rebuild from the last copy has ended.
    const { unreadable } = this;
    const drawn = this.storage.unreadable;
    if (lost) this.path = 2;
    if (drawn > 0) this.weight *= lost ? unreadable / drawn : (1 - unreadable) / (1 - drawn);
  }
}

/** A small probability is drawn as a larger one. */
const raised = (probability: number, drawn: number): number =>
  probability > 0 ? Math.max(probability, drawn) : probability;
