import { exponential } from '../../distributions/index.ts';
import { Simulation } from '../../engine/index.ts';
import { type Case, computed, figure, printed } from '../case.ts';
import { type ChainModel, explore } from '../chain.ts';
import { Samples } from '../estimate.ts';

/** Ticks of a unit of time. */
const UNIT = 1e9;

/** Things that fail once, each after its own time, as timers of one simulation. */
class Lives {
  private readonly simulation: Simulation;
  private readonly starts: (() => void)[] = [];

  constructor(seed: string) {
    this.simulation = new Simulation({ seed });
  }

  get now(): number {
    return this.simulation.now / UNIT;
  }

  /** A thing that fails at a rate; `begin` starts its life anew, at another rate if it is given. */
  thing(
    name: string,
    rate: number,
    fails: () => void,
    startsAtOnce = true,
  ): { begin: (rate?: number) => void; stop: () => void } {
    const stream = this.simulation.stream(name, 'failure');
    const timer = this.simulation.timer(`${name} fails`, fails);
    const begin = (other = rate): void => timer.after(stream.sample(exponential({ mean: UNIT / other })));
    if (startsAtOnce) this.starts.push(begin);
    return { begin, stop: () => timer.cancel() };
  }

  run(replication: number, time: number): void {
    this.simulation.reset(replication);
    for (const begin of this.starts) begin();
    this.simulation.runUntil(time * UNIT);
  }
}

/** Share of histories in which something has failed by the time. */
function unreliability(lives: Lives, time: number, runs: number, failed: () => boolean, reset: () => void): Samples {
  const samples = new Samples();
  for (let replication = 1; replication <= runs; replication++) {
    reset();
    lives.run(replication, time);
    samples.add(failed() ? 1 : 0);
  }
  return samples;
}

/** NASA's example of a hypothetical computer: rates of its parts, times a factor. */
const HECS = { processor: 1e-4, memory: 6e-5, bus: 1e-6, hardware: 5e-5, software: 6e-5 } as const;

/** Two processors with a cold spare for both: those that work, and whether the spare is left. */
const processors = (rate: number): ChainModel<{ readonly working: number; readonly spare: boolean }> => ({
  start: { working: 2, spare: true },
  key: ({ working, spare }) => `${working} ${spare}`,
  moves: ({ working, spare }) =>
    working === 0 ? [] : [[working * rate, spare ? { working, spare: false } : { working: working - 1, spare }]],
});

/** So many of the same kind: how many have failed. */
const copies = (count: number, rate: number): ChainModel<number> => ({
  start: 0,
  key: String,
  moves: (failed) => (failed === count ? [] : [[(count - failed) * rate, failed + 1]]),
});

/** Probabilities of failure of the parts within a unit of time: spares, memory, buses, hardware, software. */
function hecsParts(factor: number): readonly number[] {
  const once = (rate: number): number => -Math.expm1(-rate * factor);
  return [
    explore(processors(HECS.processor * factor)).chain.probabilityWithin(1, ['0 false'], '2 true'),
    explore(copies(5, HECS.memory * factor)).chain.probabilityWithin(1, ['3'], '0'),
    explore(copies(2, HECS.bus * factor)).chain.probabilityWithin(1, ['2'], '0'),
    once(HECS.hardware),
    once(HECS.software),
  ];
}

/** Any of independent things, without losing digits. */
const anyOf = (chances: readonly number[]): number => -Math.expm1(chances.reduce((sum, p) => sum + Math.log1p(-p), 0));

function hecsSimulated(seed: string, factor: number): Samples {
  const lives = new Lives(seed);
  let [working, spares, memories, buses, others] = [2, 1, 5, 2, 2];
  const processor = (name: string) => {
    const thing = lives.thing(name, HECS.processor * factor, () => {
      if (spares > 0) {
        spares--;
        thing.begin();
      } else working--;
    });
  };
  processor('processor 1');
  processor('processor 2');
  for (let index = 1; index <= 5; index++) lives.thing(`memory ${index}`, HECS.memory * factor, () => memories--);
  for (let index = 1; index <= 2; index++) lives.thing(`bus ${index}`, HECS.bus * factor, () => buses--);
  lives.thing('hardware', HECS.hardware * factor, () => others--);
  lives.thing('software', HECS.software * factor, () => others--);
  return unreliability(
    lives,
    1,
    400_000,
    () => working === 0 || memories <= 2 || buses === 0 || others < 2,
    () => {
      [working, spares, memories, buses, others] = [2, 1, 5, 2, 2];
    },
  );
}

/** Rates a thousand times as high. */
const STRESS = 1000;

export const HECS_TREE: Case = {
  id: 'V54',
  title: 'the hypothetical example computer system: shared cold spare, k of n, series',
  source: 'NASA Fault Tree Handbook; interval of the QComp benchmark set; Markov chains of the parts',
  simulate: (seed) => {
    const [spares, memory, buses] = hecsParts(1);
    return [
      printed('both processors and the spare', '6.66583e-13', spares!),
      printed('three of five memories', '2.15961e-12', memory!),
      printed('both buses', '9.99999e-13', buses!),
      printed('unreliability', '1.0999395405e-4', anyOf(hecsParts(1))),
      figure(
        'rates a thousand times as high: unreliability',
        anyOf(hecsParts(STRESS)),
        hecsSimulated(`${seed} V54`, STRESS),
      ),
    ];
  },
};

/** CPUs, motors and pumps of a cardiac assist system: each fails within a unit of time? */
function cardiac(seed: string): { readonly system: Samples; readonly modules: readonly Samples[] } {
  const lives = new Lives(seed);
  const failed = [false, false, false];
  let [isSpareUp, primaryUp, switchUp, motorsDown, pumps] = [true, true, true, 0, 3];
  const cpuSpare = lives.thing('spare CPU', 0.25, () => {
    isSpareUp = false;
    if (!primaryUp) failed[0] = true;
  });
  const cpu = lives.thing('CPU', 0.5, () => {
    primaryUp = false;
    // The warm spare works from now on, at its full rate.
    if (isSpareUp) cpuSpare.begin(0.5);
    else failed[0] = true;
  });
  for (const name of ['cross switch', 'system supervision']) {
    lives.thing(name, 0.2, () => {
      failed[0] = true;
      cpu.stop();
      cpuSpare.stop();
    });
  }
  const motorSpare = lives.thing(
    'spare motor',
    1,
    () => {
      failed[1] = true;
    },
    false,
  );
  lives.thing('motor', 1, () => {
    motorsDown++;
    if (switchUp) motorSpare.begin();
    else failed[1] = true;
  });
  lives.thing('switching', 0.01, () => {
    if (motorsDown === 0) switchUp = false;
  });
  let pumpSpare = true;
  const pump = (name: string) => {
    const thing = lives.thing(name, 1, () => {
      pumps--;
      if (pumpSpare) {
        pumpSpare = false;
        thing.begin();
      } else if (pumps === 0) failed[2] = true;
    });
  };
  pump('pump 1');
  pump('pump 2');
  const modules = failed.map(() => new Samples());
  const reset = (): void => {
    failed.fill(false);
    [isSpareUp, primaryUp, switchUp, motorsDown, pumps, pumpSpare] = [true, true, true, 0, 3, true];
  };
  const system = unreliability(
    lives,
    1,
    200_000,
    () => {
      for (const [index, samples] of modules.entries()) samples.add(failed[index] ? 0 : 1);
      return failed.some(Boolean);
    },
    reset,
  );
  return { system, modules };
}

const CARDIAC = [0.58643544, 0.733925601, 0.794841349] as const;

export const CARDIAC_ASSIST: Case = {
  id: 'V55',
  title: 'a cardiac assist system: warm, cold and shared spares, a trigger, a switch',
  source: 'dynamic fault tree (H. Boudali, P. Crouzen, M. Stoelinga), 0.6579 from memory; Markov chains of its modules',
  simulate: (seed) => {
    const { system, modules } = cardiac(`${seed} V55`);
    return [
      printed('unreliability from the modules', '0.6579', 1 - CARDIAC[0] * CARDIAC[1] * CARDIAC[2]),
      figure('unreliability', 0.657900297, system),
      figure('CPUs work', CARDIAC[0], modules[0]!),
      figure('motors work', CARDIAC[1], modules[1]!),
      figure('pumps work', CARDIAC[2], modules[2]!),
    ];
  },
};

/** Hours. */
const DATABASE = { processor: 1 / 2000, controller: 1 / 2000, disk: 1 / 6000 } as const;
/** Kinds of a distributed database: groups, units of each, their rate, and how many down are too many. */
const GROUPS = [
  { groups: 1, units: 2, rate: DATABASE.processor, tooMany: 2 },
  { groups: 2, units: 2, rate: DATABASE.controller, tooMany: 2 },
  { groups: 6, units: 4, rate: DATABASE.disk, tooMany: 2 },
] as const;

/** Long-run availability with repair at 1 an hour, by a crew for each group, or for each unit. */
function databaseAvailability(crews: 'one' | 'all'): number {
  return GROUPS.reduce((product, { groups, units, rate, tooMany }) => {
    const { chain, names } = explore<number>({
      start: 0,
      key: String,
      moves: (down) => [
        [(units - down) * rate, Math.min(units, down + 1)],
        [crews === 'one' ? Math.min(1, down) : down, Math.max(0, down - 1)],
      ],
    });
    const shares = chain.steadyState();
    const up = names.reduce((sum, name) => sum + (Number(name) < tooMany ? shares.get(name)! : 0), 0);
    let all = product;
    for (let group = 0; group < groups; group++) all *= up;
    return all;
  }, 1);
}

function databaseSimulated(seed: string): Samples {
  const lives = new Lives(seed);
  const downs: number[] = [];
  let hasFailed = false;
  for (const { groups, units, rate, tooMany } of GROUPS) {
    for (let group = 0; group < groups; group++) {
      const index = downs.push(0) - 1;
      for (let unit = 0; unit < units; unit++) {
        lives.thing(`group ${index} unit ${unit}`, rate, () => {
          downs[index]!++;
          if (downs[index]! >= tooMany) hasFailed = true;
        });
      }
    }
  }
  return unreliability(
    lives,
    840,
    100_000,
    () => hasFailed,
    () => {
      downs.fill(0);
      hasFailed = false;
    },
  );
}

export const DISTRIBUTED_DATABASE: Case = {
  id: 'V57',
  title: 'a distributed database: processors, controllers, clusters of disks',
  source: 'W. Sanders; Arcade (H. Boudali et al.): 0.402018 and 0.999997 from memory; Markov chains of its groups',
  simulate: (seed) => [
    figure('fails within 840 h without repair', 1 - 0.4020175711, databaseSimulated(`${seed} V57`)),
    computed('availability, a crew for each group', 0.999996502, databaseAvailability('one')),
    computed('availability, a crew for each unit', 0.999998251, databaseAvailability('all')),
    printed('availability, as published', '0.999997', databaseAvailability('one')),
  ],
};
